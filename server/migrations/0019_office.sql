-- 督办事项
create table office_task (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  main_unit_id uuid not null,
  assist_unit_ids uuid[] not null,
  due_on date not null,
  is_key boolean not null,
  -- The meeting that decided it.
  meeting_id uuid,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index office_task_due on office_task (jurisdiction_id, due_on, id);
create index office_task_unit on office_task (jurisdiction_id, main_unit_id, due_on);

-- 会议
create table office_meeting (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  kind text not null,
  -- The local date of its start.
  day date not null,
  starts_at timestamptz not null,
  case_id uuid,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index office_meeting_day on office_meeting (jurisdiction_id, day, id);
create index office_meeting_case on office_meeting (jurisdiction_id, case_id) where case_id is not null;
