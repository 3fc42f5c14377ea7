-- The log: append-only, one entry per action taken, hash-chained per record (server/kernel/log.ts).
-- No row of log_entry is ever updated or deleted; there is deliberately no trigger (one SQL text up to Citus).
create table log_entry (
  jurisdiction_id integer not null,
  record_id uuid not null,
  seq integer not null,
  kind text not null,
  action text not null,
  actor_id uuid,
  at timestamptz not null,
  recorded_at timestamptz not null,
  origin text not null check (origin in ('acted', 'imported', 'simulated')),
  -- The answers and frozen facts as JSON text, exactly the bytes that were hashed (jsonb would rewrite them).
  body text not null,
  prev_hash bytea not null,
  hash bytea not null,
  -- Followers read in the order (tx, position) below the oldest open transaction, so that no commit is overtaken.
  tx xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  primary key (jurisdiction_id, record_id, seq)
);
create index log_entry_follow on log_entry (tx, position);
create index log_entry_day on log_entry (jurisdiction_id, recorded_at);

create table log_seal (
  jurisdiction_id integer not null,
  day date not null,
  entries integer not null,
  root bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (jurisdiction_id, day)
);

create table log_cursor (
  follower text primary key,
  tx xid8 not null default '0',
  position bigint not null default 0,
  moved_at timestamptz not null default now()
);

-- Answers already given, by Idempotency-Key: a repeated POST gets the first answer again and does nothing.
create table http_answer (
  jurisdiction_id integer not null,
  actor_id text not null,
  key text not null,
  request_hash bytea not null,
  body text,
  created_at timestamptz not null default now(),
  primary key (jurisdiction_id, actor_id, key)
);
create index http_answer_age on http_answer (created_at);
