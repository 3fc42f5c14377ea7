-- One row for each file imported by a mapping: how far it came, so that an interrupted import goes on where it stopped.
create table imports_run (
  jurisdiction_id integer not null,
  -- SHA-256 of the file; its name may change, its content not.
  file_hash text not null,
  mapping text not null,
  file_name text not null,
  -- Rows dealt with so far; moves in the same transaction as what they brought.
  position integer not null default 0,
  added integer not null default 0,
  unchanged integer not null default 0,
  updated integer not null default 0,
  damaged integer not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (jurisdiction_id, file_hash, mapping)
);

-- What each source row told last: by its digests a repeated row is known to be the same or changed.
create table imports_row (
  jurisdiction_id integer not null,
  external_id text not null,
  mapping text not null,
  case_id uuid not null,
  -- Of all that stands in the opening entry.
  opening bytea not null,
  -- Of how the case ended; null while it is open.
  ending bytea,
  primary key (jurisdiction_id, external_id)
);

-- Rows to be told about in the file of damaged rows, until that is written; then they go, for they hold personal data.
create table imports_damage (
  jurisdiction_id integer not null,
  file_hash text not null,
  mapping text not null,
  line integer not null,
  -- Whether the row was imported in spite of what is remarked.
  imported boolean not null,
  reason_zh text not null,
  reason_en text not null,
  raw text not null,
  primary key (jurisdiction_id, file_hash, mapping, line)
);
