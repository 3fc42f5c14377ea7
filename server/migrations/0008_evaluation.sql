-- Facts for the evaluation: read from the logs of cases (server/modules/evaluation/facts.ts) and from nothing else, so
-- they can be thrown away and read again at any time. What each column means is told in evaluation/model.ts.
create table evaluation_round (
  jurisdiction_id integer not null,
  case_id uuid not null,
  round smallint not null,
  number text not null,
  state text not null,
  source text not null,
  origin text not null,
  category_id uuid,
  subdistrict_code text,
  community_code text,
  sector_code text,
  cell_code text,
  unit_id uuid,
  urgent boolean not null,
  opened_at timestamptz not null,
  reported_by uuid,
  from_public boolean not null,
  patrolled_by uuid,
  accepted_at timestamptz,
  accepted_by uuid,
  acceptance_due_at timestamptz,
  registered_at timestamptz,
  registered_by uuid,
  registration_due_at timestamptz,
  dispatched_at timestamptz,
  dispatched_by uuid,
  dispatch_due_at timestamptz,
  acknowledged_at timestamptz,
  handled_at timestamptz,
  handled_by uuid,
  due_at timestamptz,
  late_at timestamptz,
  limited boolean not null,
  checked_at timestamptz,
  checked_by uuid,
  closed_at timestamptz,
  closed_by uuid,
  closing_due_at timestamptz,
  outcome text,
  rejected_at timestamptz,
  voided_at timestamptz,
  merged_at timestamptz,
  unmerged_at timestamptz,
  extended_at timestamptz,
  suspended_at timestamptz,
  declined_at timestamptz,
  redispatched_at timestamptz,
  reworked_at timestamptz,
  supervised_at timestamptz,
  reopened_at timestamptz,
  reworks smallint not null,
  extensions smallint not null,
  declines smallint not null,
  version integer not null,
  primary key (jurisdiction_id, case_id, round)
);
-- A period is a range of one of four instants; a unit's own card reads its own rounds only.
create index evaluation_round_due on evaluation_round (jurisdiction_id, due_at) where due_at is not null;
create index evaluation_round_unit on evaluation_round (jurisdiction_id, unit_id, due_at) where unit_id is not null;
create index evaluation_round_opened on evaluation_round (jurisdiction_id, opened_at);
create index evaluation_round_registered on evaluation_round (jurisdiction_id, registered_at) where registered_at is not null;
create index evaluation_round_closed on evaluation_round (jurisdiction_id, closed_at) where closed_at is not null;

create table evaluation_task (
  jurisdiction_id integer not null,
  case_id uuid not null,
  seq integer not null,
  kind text not null,
  round smallint not null,
  unit_id uuid,
  subdistrict_code text,
  community_code text,
  cell_code text,
  officer_id uuid,
  sender_id uuid,
  sent_at timestamptz,
  send_due_at timestamptz,
  due_at timestamptz not null,
  answered_at timestamptz,
  withdrawn_at timestamptz,
  declined_at timestamptz,
  voided_at timestamptz,
  reached boolean,
  solved boolean,
  satisfied boolean,
  primary key (jurisdiction_id, case_id, seq)
);
create index evaluation_task_due on evaluation_task (jurisdiction_id, due_at);
create index evaluation_task_unit on evaluation_task (jurisdiction_id, unit_id, due_at) where unit_id is not null;

-- 评价方案. A district that has set none is scored by the installation's own (evaluation/schemes.ts).
create table evaluation_scheme (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  object text not null,
  version integer not null,
  valid_from date not null,
  body jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (jurisdiction_id, object, version)
);
