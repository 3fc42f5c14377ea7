-- People, their sessions and tokens, and the trail of what they did about rights, identities and settings.
-- A session or token names its jurisdiction, so that every lookup begins with the key's first column.
create table account_user (
  jurisdiction_id integer not null,
  id uuid not null,
  username text not null,
  name text not null,
  -- How the name is typed on a keyboard, in full and by initials (adapters/pinyin.ts).
  pinyin text not null,
  initials text not null,
  -- Null: nobody can sign in until a one-time password was given.
  password_hash text,
  -- Set while the password is a one-time password: it must be replaced at the first sign-in, before this time.
  one_time_until timestamptz,
  unit_id uuid,
  roles text[] not null default '{}',
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (jurisdiction_id, id)
);
create index account_user_username on account_user (jurisdiction_id, username);
create index account_user_unit on account_user (jurisdiction_id, unit_id);

-- A sign-in names no jurisdiction, so usernames are unique in the installation. Two short columns an officer:
-- a reference table, held whole on every node of a cluster.
create table account_name (
  username text primary key,
  jurisdiction_id integer not null,
  user_id uuid not null
);

-- Sessions: only the SHA-256 of what the browser holds.
create table account_session (
  jurisdiction_id integer not null,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  agent text not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, token_hash),
  foreign key (jurisdiction_id, user_id) references account_user (jurisdiction_id, id)
);
create index account_session_user on account_session (jurisdiction_id, user_id, created_at);
create index account_session_age on account_session (expires_at);

create table account_token (
  jurisdiction_id integer not null,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  seen_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (jurisdiction_id, id),
  unique (jurisdiction_id, token_hash),
  foreign key (jurisdiction_id, user_id) references account_user (jurisdiction_id, id)
);
create index account_token_user on account_token (jurisdiction_id, user_id, created_at);

-- Failed sign-ins by SHA-256 of what they have in common (name and address, name, address): a name that does not exist
-- is counted like one that does, and what was typed is not kept.
create table account_attempt (
  subject bytea primary key,
  failures integer not null,
  failed_at timestamptz not null,
  locked_until timestamptz
);
create index account_attempt_age on account_attempt (failed_at);

-- The audit, one hash chain a jurisdiction; jurisdiction 0 is the installation itself (sign-ins with unknown names).
-- No row is ever updated or deleted.
create table account_audit (
  jurisdiction_id integer not null,
  seq integer not null,
  action text not null,
  actor_id uuid,
  -- What was acted on: its kind in `body`, its id here.
  record_id text not null,
  at timestamptz not null,
  -- JSON text, exactly the bytes that were hashed.
  body text not null,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (jurisdiction_id, seq)
);
create index account_audit_actor on account_audit (jurisdiction_id, actor_id, seq);
create index account_audit_record on account_audit (jurisdiction_id, record_id, seq);

-- The end of each chain: writers queue here, and a cut-off end shows.
create table account_audit_head (
  jurisdiction_id integer primary key,
  seq integer not null,
  hash bytea not null
);

-- Who looked at what; one row an officer, record and minute.
create table account_look (
  jurisdiction_id integer not null,
  record_id uuid not null,
  minute timestamptz not null,
  user_id uuid not null,
  kind text not null,
  purpose text,
  primary key (jurisdiction_id, record_id, minute, user_id)
);
create index account_look_user on account_look (jurisdiction_id, user_id, minute);
