-- 公开样式 — what a province prescribes for a disclosure, with the days from and until which it holds; the set lies in the body.
create table publication_template (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  from_on date not null,
  until_on date,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index publication_template_days on publication_template (jurisdiction_id, from_on desc, id);
