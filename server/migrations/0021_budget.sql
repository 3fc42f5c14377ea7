-- 部门预算 — one a year; lines, incomes, projects and adjustments lie in the body, so that who changed what is in the log.
create table budget_year (
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

-- 支付
create table budget_payment (
  jurisdiction_id integer not null,
  id uuid not null,
  version integer not null,
  state text not null,
  budget_id uuid not null,
  paid_on date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  foreign key (jurisdiction_id, budget_id) references budget_year (jurisdiction_id, id)
);
create index budget_payment_paid on budget_payment (jurisdiction_id, budget_id, paid_on);
