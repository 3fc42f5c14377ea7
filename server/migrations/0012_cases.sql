-- 检索 walks from the newest case back, so the terms of a case know when it was reported.
alter table case_search add column reported_at timestamptz;
update case_search s set reported_at = f.reported_at from case_file f where f.jurisdiction_id = s.jurisdiction_id and f.id = s.case_id;
alter table case_search alter column reported_at set not null;
create index case_search_newest on case_search (jurisdiction_id, reported_at desc, case_id desc);
-- Every search reads the list of terms not yet sorted in; it stays short.
alter index case_search_terms set (gin_pending_list_limit = 256);

-- A request of the unit (延期、挂账) waits for approval: few cases at a time, so a list of them needs no reading of others.
alter table case_file add column pending boolean not null default false;
update case_file set pending = true
  where state in ('dispatched', 'handling') and (body->>'pendingExtension' is not null or body->>'pendingSuspension' is not null);
create index case_file_pending on case_file (jurisdiction_id, endangered_at, id) where pending;

-- Open cases are counted by state without a look at the cases themselves.
drop index case_file_state;
create index case_file_state on case_file (jurisdiction_id, state, endangered_at, id) include (warn_at, urgent, pending);

-- Lists of one unit by the time of the report, of one cell, and of the tasks that wait for any inspector.
create index case_file_unit_newest on case_file (jurisdiction_id, unit_id, reported_at desc, id desc) where unit_id is not null;
create index case_file_reporter_newest on case_file (jurisdiction_id, reported_by, reported_at desc, id desc) where reported_by is not null;
create index case_file_cell on case_file (jurisdiction_id, cell_code, reported_at desc) where cell_code is not null;
create index case_file_unassigned on case_file (jurisdiction_id, endangered_at, id)
  where inspector_id is null and state in ('verifying', 'handled');
create index case_file_unassigned_newest on case_file (jurisdiction_id, reported_at desc, id desc)
  where inspector_id is null and state in ('verifying', 'handled');
