-- 基本满意 is told apart from 满意: the rate of satisfaction says which of the two it counts.
alter table evaluation_task add column fairly boolean;
update evaluation_task set fairly = false where satisfied is not null;
drop index evaluation_task_follow_up;
create index evaluation_task_follow_up on evaluation_task (jurisdiction_id, due_at)
  include (case_id, round, seq, reached, solved, satisfied, fairly) where kind = 'followUp';
