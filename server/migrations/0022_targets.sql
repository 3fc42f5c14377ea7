-- 绩效目标 — one plan a year; goals, indicators and values entered by hand lie in the body, so that who wrote what is in the log.
create table targets_plan (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  year integer not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, year)
);

-- 绩效监控 — values and money frozen at a cut-off.
create table targets_monitoring (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  plan_id uuid not null,
  cutoff date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, plan_id) references targets_plan (jurisdiction_id, id)
);

-- 绩效自评
create table targets_evaluation (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  plan_id uuid not null,
  cutoff date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, plan_id) references targets_plan (jurisdiction_id, id)
);
