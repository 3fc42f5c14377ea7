-- When a fact last moved: the latest of the instants that any indicator reads. As the log stood later than that, the fact
-- counts as it counts for ever, which is what the kept totals add up; only facts that moved later are looked at one by one.
alter table evaluation_round add column moved_at timestamptz generated always as (greatest(
  accepted_at, registered_at, rejected_at, dispatched_at, dispatch_due_at, redispatched_at, declined_at, handled_at, late_at,
  extended_at, suspended_at, supervised_at, reworked_at, closed_at, reopened_at, voided_at, merged_at, unmerged_at,
  opened_at)) stored;
alter table evaluation_task add column moved_at timestamptz generated always as (greatest(
  sent_at, due_at, answered_at, withdrawn_at, declined_at, voided_at)) stored;

drop index evaluation_round_due;
drop index evaluation_round_unit;
drop index evaluation_round_opened;
drop index evaluation_round_registered;
drop index evaluation_round_closed;
drop index evaluation_task_due;
drop index evaluation_task_unit;
create index evaluation_round_due on evaluation_round (jurisdiction_id, due_at, moved_at) where due_at is not null;
create index evaluation_round_unit on evaluation_round (jurisdiction_id, unit_id, due_at, moved_at) where unit_id is not null;
create index evaluation_round_unit_closed on evaluation_round (jurisdiction_id, unit_id, closed_at, moved_at)
  where unit_id is not null and closed_at is not null;
create index evaluation_round_opened on evaluation_round (jurisdiction_id, opened_at, moved_at);
create index evaluation_round_registered on evaluation_round (jurisdiction_id, registered_at, moved_at) where registered_at is not null;
create index evaluation_round_closed on evaluation_round (jurisdiction_id, closed_at, moved_at) where closed_at is not null;
create index evaluation_task_due on evaluation_task (jurisdiction_id, due_at, moved_at);
create index evaluation_task_unit on evaluation_task (jurisdiction_id, unit_id, due_at, moved_at) where unit_id is not null;

-- 汇总 — of each object and local day, how many facts count for what once all has happened. `pass` names the kind of fact, the
-- instant by which it belongs to the day, and whom it is charged to; what each number counts: evaluation/passes.ts.
create table evaluation_total (
  jurisdiction_id integer not null,
  pass text not null,
  day date not null,
  object_id text not null,
  counts integer[] not null,
  primary key (jurisdiction_id, pass, day, object_id)
);

-- By which definitions of the indicators the totals were added up; without a row they are not kept yet.
create table evaluation_revision (
  jurisdiction_id integer not null,
  revision text not null,
  built_at timestamptz not null,
  primary key (jurisdiction_id)
);
