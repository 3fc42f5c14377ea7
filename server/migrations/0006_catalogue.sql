-- Each jurisdiction has its own copy of the catalogue, so that local changes touch nobody else.

-- Every change writes a new stamp: a process that has the catalogue in memory asks for it and knows whether to read again.
-- Never a counter: one that was rolled back would come again with other content.
create table catalogue_revision (
  jurisdiction_id integer primary key,
  stamp uuid not null
);

create table catalogue_edition (
  jurisdiction_id integer not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  national boolean not null,
  valid_from date not null,
  valid_to date,
  primary key (jurisdiction_id, code)
);

create table catalogue_category (
  jurisdiction_id integer not null,
  id uuid not null,
  edition text not null,
  kind text not null check (kind in ('component', 'event', 'matter', 'request')),
  code text not null,
  group_code text not null,
  group_zh text not null,
  group_en text not null,
  name_zh text not null,
  name_en text not null,
  synonyms text[] not null default '{}',
  source text not null check (source in ('transcribed', 'reconstructed', 'local')),
  active boolean not null default true,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, edition, kind, code),
  foreign key (jurisdiction_id, edition) references catalogue_edition (jurisdiction_id, code)
);

-- 立案条件. Rows are versions and are never changed: a case keeps the one it was registered on.
create table catalogue_condition (
  jurisdiction_id integer not null,
  id uuid not null,
  category_id uuid not null,
  number integer not null check (number > 0),
  version integer not null check (version > 0),
  condition_zh text not null,
  condition_en text not null,
  limit_amount numeric(6, 1) not null check (limit_amount > 0),
  limit_unit text not null check (limit_unit in ('urgentHours', 'workHours', 'workdays', 'calendarDays')),
  closing_zh text not null,
  closing_en text not null,
  source text not null check (source in ('transcribed', 'reconstructed', 'local')),
  valid_from date not null,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, category_id, number, version),
  foreign key (jurisdiction_id, category_id) references catalogue_category (jurisdiction_id, id)
);

create table catalogue_mapping (
  jurisdiction_id integer not null,
  number integer not null,
  from_kind text,
  from_code text,
  to_kind text,
  to_code text,
  note_zh text not null,
  note_en text not null,
  primary key (jurisdiction_id, number),
  check (from_code is not null or to_code is not null)
);

create table catalogue_confusable (
  jurisdiction_id integer not null,
  category_id uuid not null,
  other_id uuid not null,
  tells_zh text not null,
  tells_en text not null,
  primary key (jurisdiction_id, category_id, other_id),
  foreign key (jurisdiction_id, category_id) references catalogue_category (jurisdiction_id, id),
  foreign key (jurisdiction_id, other_id) references catalogue_category (jurisdiction_id, id)
);

-- 派单目录: by category or by group, for an area or everywhere; one row for each such place in the order of exactness.
create table catalogue_responsibility (
  jurisdiction_id integer not null,
  id uuid not null,
  edition text not null,
  kind text not null check (kind in ('component', 'event', 'matter', 'request')),
  category_id uuid,
  group_code text,
  area_code text,
  unit_id uuid not null,
  basis text not null,
  version integer not null default 1,
  primary key (jurisdiction_id, id),
  unique nulls not distinct (jurisdiction_id, edition, kind, category_id, group_code, area_code),
  foreign key (jurisdiction_id, category_id) references catalogue_category (jurisdiction_id, id),
  check ((category_id is null) <> (group_code is null))
);
