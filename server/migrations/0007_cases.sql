-- 案卷. A row is the fold of the case's log: `body` holds the whole case, the columns are projections of it for lists.
create table case_file (
  jurisdiction_id integer not null,
  id uuid not null,
  number text not null,
  version integer not null,
  state text not null,
  round smallint not null,
  source text not null,
  nature text not null,
  urgent boolean not null,
  summary text not null,
  address text not null,
  lon double precision,
  lat double precision,
  -- Square of 0.001°, so that neighbours are found by an index: see `spotOf`.
  spot integer,
  subdistrict_code text,
  community_code text,
  sector_code text,
  cell_code text,
  category_id uuid,
  unit_id uuid,
  assist_unit_ids uuid[] not null,
  inspector_id uuid,
  reported_by uuid,
  parent_id uuid,
  merged_into uuid,
  external_id text,
  reported_at timestamptz not null,
  registered_at timestamptz,
  closed_at timestamptz,
  -- Of the running clock that ends first; null when none runs.
  due_at timestamptz,
  warn_at timestamptz,
  -- By which lists are sorted: `due_at`, else far behind all, and cases that are done with farther yet.
  endangered_at timestamptz not null,
  suspended_until date,
  updated_at timestamptz not null,
  -- Hash of the record's last log entry, on which the next is chained.
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, number),
  unique (jurisdiction_id, external_id)
);
create index case_file_endangered on case_file (jurisdiction_id, endangered_at, id);
create index case_file_state on case_file (jurisdiction_id, state, endangered_at, id);
create index case_file_unit on case_file (jurisdiction_id, unit_id, endangered_at, id) where unit_id is not null;
create index case_file_newest on case_file (jurisdiction_id, reported_at desc, id desc);
create index case_file_category on case_file (jurisdiction_id, category_id, reported_at desc) where category_id is not null;
create index case_file_reported_by on case_file (jurisdiction_id, reported_by, endangered_at) where reported_by is not null;
create index case_file_inspector on case_file (jurisdiction_id, inspector_id, endangered_at) where inspector_id is not null;
create index case_file_assist on case_file using gin (assist_unit_ids) where assist_unit_ids <> '{}';
create index case_file_spot on case_file (jurisdiction_id, spot, reported_at);
create index case_file_parent on case_file (jurisdiction_id, parent_id) where parent_id is not null;
create index case_file_review on case_file (jurisdiction_id, suspended_until) where suspended_until is not null;

create sequence case_number;

-- Two-character terms of description, address and number, each prefixed with the jurisdiction; written once.
create table case_search (
  jurisdiction_id integer not null,
  case_id uuid not null,
  terms text[] not null,
  primary key (jurisdiction_id, case_id)
);
create index case_search_terms on case_search using gin (terms);

-- 上报人 — personal data, apart from case and log, erasable.
create table case_reporter (
  jurisdiction_id integer not null,
  id uuid not null,
  case_id uuid not null,
  name text,
  phone text,
  wants_answer boolean not null,
  confidential boolean not null,
  -- The description as it was told, before phone, ID-card and plate numbers were taken out; null if nothing was.
  original_text text,
  created_at timestamptz not null,
  primary key (jurisdiction_id, id)
);
create index case_reporter_case on case_reporter (jurisdiction_id, case_id);

-- 照片 — evidence. `bytes` is what is served: without metadata. Time and place of the picture stand beside it.
create table case_photo (
  jurisdiction_id integer not null,
  id uuid not null,
  case_id uuid,
  sha256 bytea not null,
  type text not null,
  bytes bytea not null,
  taken_at timestamptz,
  taken_lon double precision,
  taken_lat double precision,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  primary key (jurisdiction_id, id)
);
create index case_photo_case on case_photo (jurisdiction_id, case_id);

-- 责任认定先例 — rulings that the dispatcher is shown next time.
create table case_precedent (
  jurisdiction_id integer not null,
  case_id uuid not null,
  round smallint not null,
  category_id uuid not null,
  community_code text,
  unit_id uuid not null,
  reason text not null,
  ruled_at timestamptz not null,
  primary key (jurisdiction_id, case_id, round)
);
create index case_precedent_like on case_precedent (jurisdiction_id, category_id, ruled_at desc);

-- 督办单号 — the last number of a year.
create table case_supervision_number (
  jurisdiction_id integer not null,
  year integer not null,
  last integer not null,
  primary key (jurisdiction_id, year)
);
