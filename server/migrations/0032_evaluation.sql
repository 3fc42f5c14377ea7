-- What callers told is added up without looking for their later calls: of each call stand the source of its case, and when
-- a later one was answered, too. The totals by source are added up by the job of the evaluation after this.
-- Of calls the source of the case; null for other tasks.
alter table evaluation_task add column source text;
-- When a later call was told whether they are satisfied.
alter table evaluation_task add column told_again_at timestamptz;
-- When a later call was told whether it is solved.
alter table evaluation_task add column said_again_at timestamptz;
update evaluation_task task set source = round.source, told_again_at = call.told_again_at, said_again_at = call.said_again_at
  from (select jurisdiction_id, case_id, seq, round,
      case when satisfied is not null then min(due_at) filter (where satisfied is not null) over later end as told_again_at,
      case when solved is not null then min(due_at) filter (where solved is not null) over later end as said_again_at
    from evaluation_task where kind = 'followUp'
    window later as (partition by jurisdiction_id, case_id order by seq rows between 1 following and unbounded following)) call
  join evaluation_round round on round.jurisdiction_id = call.jurisdiction_id and round.case_id = call.case_id and round.round = call.round
  where task.jurisdiction_id = call.jurisdiction_id and task.case_id = call.case_id and task.seq = call.seq;
-- An answer moves once more when another takes its place.
drop index evaluation_task_due;
drop index evaluation_task_unit;
drop index evaluation_task_follow_up;
drop index evaluation_round_hotline_case;
alter table evaluation_task drop column moved_at;
alter table evaluation_task add column moved_at timestamptz generated always as (greatest(
  sent_at, due_at, answered_at, withdrawn_at, declined_at, voided_at, told_again_at, said_again_at)) stored;
create index evaluation_task_due on evaluation_task (jurisdiction_id, due_at, moved_at);
create index evaluation_task_unit on evaluation_task (jurisdiction_id, unit_id, due_at, moved_at) where unit_id is not null;
create index evaluation_task_follow_up on evaluation_task (jurisdiction_id, source, due_at, moved_at) where source is not null;
drop index evaluation_round_hotline;
create index evaluation_round_source on evaluation_round (jurisdiction_id, source, due_at, moved_at) where due_at is not null;
-- A follower of the former release waits rather than leave calls out of the totals.
alter table evaluation_task add constraint evaluation_task_sourced check (kind <> 'followUp' or source is not null);
