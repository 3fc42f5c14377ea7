-- What the year's promises to callers are read from: only the hotline's rounds and the follow-ups, without going to the rows.
create index evaluation_round_hotline on evaluation_round (jurisdiction_id, due_at)
  include (handled_at, late_at, limited, voided_at, merged_at, unmerged_at) where source = 'hotline' and due_at is not null;
create index evaluation_round_hotline_case on evaluation_round (jurisdiction_id, case_id, round) where source = 'hotline';
create index evaluation_task_follow_up on evaluation_task (jurisdiction_id, due_at)
  include (case_id, round, reached, satisfied) where kind = 'followUp';
