-- 系统、设备 — what must run.
create table uptime_subject (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('system', 'device')),
  scopes text[] not null default '{}',
  serves_from date not null,
  serves_until date,
  repair_minutes integer not null check (repair_minutes between 1 and 525600),
  is_public boolean not null,
  version integer not null default 1,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, code)
);

-- 探测 — how it is looked after. `token_hash` is of the word that a heartbeat is sent with.
create table uptime_probe (
  jurisdiction_id integer not null,
  id uuid not null,
  subject_id uuid not null,
  name text not null,
  kind text not null check (kind in ('http', 'tcp', 'database', 'disk', 'certificate', 'heartbeat')),
  target text not null,
  expects integer,
  interval_seconds integer not null check (interval_seconds between 10 and 86400),
  timeout_seconds integer not null check (timeout_seconds between 1 and 60),
  failures_to_fault integer not null check (failures_to_fault between 1 and 20),
  active boolean not null default true,
  token_hash bytea,
  next_at timestamptz not null,
  version integer not null default 1,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, subject_id) references uptime_subject (jurisdiction_id, id)
);
create index uptime_probe_next on uptime_probe (next_at) where active;
create unique index uptime_probe_token on uptime_probe (token_hash) where token_hash is not null;

-- 检查结果 — checks in a row with one result: a year of checks by the minute is a few hundred rows.
create table uptime_run (
  jurisdiction_id integer not null,
  probe_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  result text not null check (result in ('ok', 'failed')),
  checks integer not null,
  -- What the last failing check said, without addresses or secrets.
  said text,
  primary key (jurisdiction_id, probe_id, first_at),
  foreign key (jurisdiction_id, probe_id) references uptime_probe (jurisdiction_id, id)
);

create table uptime_incident (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  subject_id uuid not null,
  probe_id uuid,
  since timestamptz not null,
  ended_at timestamptz,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, subject_id) references uptime_subject (jurisdiction_id, id)
);
create index uptime_incident_since on uptime_incident (jurisdiction_id, since desc);
create index uptime_incident_probe on uptime_incident (jurisdiction_id, probe_id) where ended_at is null;

create table uptime_maintenance (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  subject_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, subject_id) references uptime_subject (jurisdiction_id, id)
);
create index uptime_maintenance_from on uptime_maintenance (jurisdiction_id, from_at desc);

create table uptime_correction (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  subject_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, subject_id) references uptime_subject (jurisdiction_id, id)
);
create index uptime_correction_from on uptime_correction (jurisdiction_id, from_at desc);

-- 机房
create table uptime_room (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  checklist jsonb not null,
  temperature_from integer not null,
  temperature_to integer not null,
  active boolean not null default true,
  version integer not null default 1,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, code)
);

-- 机房巡检 — a room and day may have several sheets, of which one that stands is enough.
create table uptime_inspection (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  room_id uuid not null,
  day date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, room_id) references uptime_room (jurisdiction_id, id)
);
create index uptime_inspection_day on uptime_inspection (jurisdiction_id, room_id, day);
