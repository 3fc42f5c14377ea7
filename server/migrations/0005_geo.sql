-- One row per jurisdiction with a map of its own; the version changes with every change of its geometry.
create table geo_map (
  jurisdiction_id integer primary key references organisation_jurisdiction (id),
  version uuid not null default gen_random_uuid()
);

create table geo_cell (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  code text not null,
  old_code text,
  sector_code text not null,
  community_code text not null,
  subdistrict_code text not null,
  -- [[lon, lat], …], closed, CGCS2000.
  ring jsonb not null,
  area_m2 double precision not null check (area_m2 > 0),
  primary key (jurisdiction_id, code)
);

create table geo_area_shape (
  jurisdiction_id integer not null,
  area_code text not null,
  -- One or several closed rings; a point inside an even number of them is outside.
  rings jsonb not null,
  label_lon double precision not null,
  label_lat double precision not null,
  primary key (jurisdiction_id, area_code),
  foreign key (jurisdiction_id, area_code) references organisation_area (jurisdiction_id, code)
);

create table geo_component (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  code text not null,
  name text not null,
  category_code text not null,
  lon double precision not null,
  lat double precision not null,
  cell_code text not null,
  owner_unit_id uuid,
  state text not null check (state in ('intact', 'damaged', 'missing', 'abandoned', 'removed')),
  primary key (jurisdiction_id, code),
  foreign key (jurisdiction_id, cell_code) references geo_cell (jurisdiction_id, code)
);
create index geo_component_at on geo_component using gist (point(lon, lat));

-- Who answers for an area, from a day on and until another day (not included); ended rows are the history.
create table geo_duty (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  role text not null,
  -- The code of a unit-grid cell, sector, community, sub-district or the district.
  scope_code text not null,
  account_id uuid not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  primary key (jurisdiction_id, id)
);
create index geo_duty_scope on geo_duty (jurisdiction_id, scope_code);
create index geo_duty_account on geo_duty (jurisdiction_id, account_id);

create table geo_basemap (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  layer text not null,
  position integer not null,
  -- A GeoJSON feature.
  feature jsonb not null,
  primary key (jurisdiction_id, layer, position)
);
