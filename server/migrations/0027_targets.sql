-- 市级考评结果 — what the city published of each month; two officers stand for each, and a month counts once.
create table targets_assessment (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  month text not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create unique index targets_assessment_month on targets_assessment (jurisdiction_id, month) where state <> 'withdrawn';
