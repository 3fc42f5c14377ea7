-- 及时回复的另几种读法 — of each round of the hotline, until when it was owed by each reading (by the first deadline, by calendar
-- days, over the whole way) and from when it is late unless it was answered before. Reckoned from the clocks of the case and the
-- working calendar of today, so they can be thrown away and reckoned again.
create table evaluation_reply (
  jurisdiction_id integer not null,
  case_id uuid not null,
  round smallint not null,
  opened_at timestamptz not null,
  -- When anything last happened that a reading looks at: as the log stood then or later, the row says what the log says.
  moved_at timestamptz not null,
  handled boolean not null,
  closed boolean not null,
  original_due_at timestamptz,
  original_late_at timestamptz,
  calendar_due_at timestamptz,
  calendar_late_at timestamptz,
  chain_due_at timestamptz,
  chain_late_at timestamptz,
  primary key (jurisdiction_id, case_id, round)
);
create index evaluation_reply_moved on evaluation_reply (jurisdiction_id, moved_at) include (opened_at, case_id, round);
create index evaluation_reply_original on evaluation_reply (jurisdiction_id, original_due_at)
  include (original_late_at, handled, moved_at) where original_due_at is not null;
create index evaluation_reply_calendar on evaluation_reply (jurisdiction_id, calendar_due_at)
  include (calendar_late_at, handled, moved_at) where calendar_due_at is not null;
create index evaluation_reply_chain on evaluation_reply (jurisdiction_id, chain_due_at)
  include (chain_late_at, closed, moved_at) where chain_due_at is not null;

-- By which rule and calendar the readings were reckoned; null where they are not kept yet.
alter table evaluation_revision add column replies text;
