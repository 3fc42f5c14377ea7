-- 编制 — the number of posts approved, from a date on.
create table staff_quota (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  holds_from date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index staff_quota_from on staff_quota (jurisdiction_id, holds_from);

-- 用工 — one person in one post; the person is a staff number, never a name.
create table staff_engagement (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  person_number text not null,
  kind text not null,
  from_on date not null,
  until_on date,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index staff_engagement_person on staff_engagement (jurisdiction_id, person_number);

-- 固定资产
create table staff_asset (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  number text not null,
  category text not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, number)
);

-- 满意度调查
create table staff_survey (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  version integer not null,
  state text not null,
  audience text not null,
  opens_on date not null,
  updated_at timestamptz not null,
  log_hash bytea not null,
  body json not null,
  primary key (jurisdiction_id, id)
);
create index staff_survey_opens on staff_survey (jurisdiction_id, opens_on);

-- 答卷 — anonymous: nothing here says who gave it, not even the order in which they came.
create table staff_answer (
  jurisdiction_id integer not null,
  survey_id uuid not null,
  id uuid not null,
  answer text not null check (answer in ('satisfied', 'fairly', 'dissatisfied')),
  remark text not null,
  primary key (jurisdiction_id, survey_id, id),
  foreign key (jurisdiction_id, survey_id) references staff_survey (jurisdiction_id, id)
);

-- 已答 — who has answered, so that nobody answers twice; apart from what was answered.
create table staff_answered (
  jurisdiction_id integer not null,
  survey_id uuid not null,
  account_id uuid not null,
  primary key (jurisdiction_id, survey_id, account_id),
  foreign key (jurisdiction_id, survey_id) references staff_survey (jurisdiction_id, id)
);
