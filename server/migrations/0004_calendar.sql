-- The working calendar: rule of reckoning, office hours, days off and worked weekends, closures by order.
create table calendar_policy (
  jurisdiction_id integer primary key references organisation_jurisdiction (id),
  -- Counts every change; a deadline names the version by which it was reckoned.
  version integer not null default 1,
  -- New with every change, rolled back or not: by it a process knows whether what it keeps in memory still holds.
  stamp uuid not null default gen_random_uuid(),
  time_zone text not null,
  reading text not null check (reading in ('asWorkingHours', 'toEndOfDay'))
);

-- Who made which version, and the whole of what was changed: so any old deadline can still be explained.
create table calendar_change (
  jurisdiction_id integer not null references calendar_policy (jurisdiction_id),
  version integer not null,
  what text not null check (what in ('setUp', 'officeHours', 'year', 'closureAdded', 'closureRemoved')),
  content jsonb not null,
  -- Null: the installation itself.
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (jurisdiction_id, version)
);

create table calendar_season (
  jurisdiction_id integer not null references calendar_policy (jurisdiction_id),
  position integer not null,
  valid_from date not null,
  valid_to date,
  -- MM-DD, both or neither; may pass New Year.
  season_from text check (season_from ~ '^\d\d-\d\d$'),
  season_to text check (season_to ~ '^\d\d-\d\d$'),
  -- Seven lists of [from, to] in local time, Monday first.
  week jsonb not null,
  primary key (jurisdiction_id, position),
  check ((season_from is null) = (season_to is null)),
  check (valid_to >= valid_from)
);

create table calendar_year (
  jurisdiction_id integer not null references calendar_policy (jurisdiction_id),
  year integer not null,
  title text not null,
  source text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (jurisdiction_id, year)
);

-- The days of a year's notice; some lie in the December before.
create table calendar_day (
  jurisdiction_id integer not null,
  year integer not null,
  day date not null,
  kind text not null check (kind in ('holiday', 'makeUp')),
  name text not null,
  primary key (jurisdiction_id, year, day),
  foreign key (jurisdiction_id, year) references calendar_year (jurisdiction_id, year)
);

create table calendar_closure (
  jurisdiction_id integer not null references calendar_policy (jurisdiction_id),
  id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (jurisdiction_id, id),
  check (to_at > from_at)
);
