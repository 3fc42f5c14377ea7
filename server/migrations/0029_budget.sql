-- 科目调整 — a code added, renamed or ended by a document that came after those of the house, from a day on.
create table budget_code (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  -- 科目类别: functional, departmentEconomic, governmentEconomic, fund
  scheme text not null,
  code text not null,
  valid_from date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create unique index budget_code_day on budget_code (jurisdiction_id, scheme, code, valid_from) where state = 'inForce';
