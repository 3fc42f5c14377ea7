-- 看板 — kept counts of cases. What an action changes about a case is written down beside it, in the same transaction, as one
-- line that goes and one that comes; lines are only added, so nobody waits for anybody. From time to time they are added into
-- the totals. Totals and lines together are at every moment exactly what the cases amount to.
create table case_board_change (
  jurisdiction_id integer not null,
  id bigint generated always as identity,
  -- 1: a case now stands so; -1: it does not any more.
  weight smallint not null,
  state text not null,
  source text not null,
  category_id uuid,
  unit_id uuid,
  subdistrict_code text,
  reported_at timestamptz not null,
  closed_at timestamptz,
  -- Of the running clock that ends first, while anything is owed.
  due_at timestamptz,
  warn_at timestamptz,
  primary key (jurisdiction_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table case_board_total (
  jurisdiction_id integer not null,
  -- Empty: the whole jurisdiction; else the unit that holds the cases.
  scope text not null,
  -- What the day is: of the report, of the end, of the deadline, of the warning; `now` has no day.
  axis text not null,
  day date not null,
  dimension text not null,
  value text not null,
  state text not null,
  cases integer not null,
  -- From report to end, all together.
  seconds bigint not null,
  primary key (jurisdiction_id, scope, axis, day, dimension, value, state)
);

-- Before this day deadlines stand under one day, and reports and ends some weeks older are not kept by day.
create table case_board_floor (
  jurisdiction_id integer not null,
  day date not null,
  primary key (jurisdiction_id)
);

insert into case_board_change (jurisdiction_id, weight, state, source, category_id, unit_id, subdistrict_code, reported_at, closed_at, due_at, warn_at)
  select jurisdiction_id, 1, state, source, category_id, unit_id, subdistrict_code, reported_at, closed_at,
    case when endangered_at < '2200-12-30' then endangered_at end, case when endangered_at < '2200-12-30' then warn_at end
  from case_file;

-- What has passed its warning, the overdue among it.
create index case_file_warned on case_file (jurisdiction_id, warn_at) where warn_at is not null;
