-- 预算公开 — a document of a year, made from its budget or taken in from elsewhere to be reconciled.
create table publication_document (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  year integer not null,
  made boolean not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index publication_document_years on publication_document (jurisdiction_id, year desc, id);
-- Of one year one document is in force.
create unique index publication_document_in_force on publication_document (jurisdiction_id, year)
  where made and state <> 'withdrawn';

-- The files of a published document, as they were frozen; their checksums stand in its log.
create table publication_file (
  jurisdiction_id integer not null,
  document_id uuid not null,
  format text not null,
  sha256 text not null,
  bytes bytea not null,
  primary key (jurisdiction_id, document_id, format),
  foreign key (jurisdiction_id, document_id) references publication_document (jurisdiction_id, id)
);
