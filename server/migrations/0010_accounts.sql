-- Passwords grow old, are not taken again, and are not enough alone for who has a second factor.

-- When the present password was set. Of those that were there before, nobody knows: they count from now.
alter table account_user add column password_at timestamptz;
update account_user set password_at = now() where password_hash is not null;

-- Passwords that were given up, so that they are not taken again; only as many as are compared.
create table account_password (
  jurisdiction_id integer not null,
  user_id uuid not null,
  ended_at timestamptz not null,
  password_hash text not null,
  primary key (jurisdiction_id, user_id, ended_at),
  foreign key (jurisdiction_id, user_id) references account_user (jurisdiction_id, id)
);

-- The second factor: a secret shared with the officer's telephone, sealed with a key that the database does not hold.
create table account_factor (
  jurisdiction_id integer not null,
  user_id uuid not null,
  -- What codes are checked by; null until the first enrolment was confirmed by a code.
  sealed_secret text,
  enrolled_at timestamptz,
  -- The half-minute of the last code that was taken: none is taken twice.
  last_step bigint not null default 0,
  -- Shown, but not yet confirmed by a code; takes the place of the one above when it is.
  offered_secret text,
  offered_at timestamptz,
  primary key (jurisdiction_id, user_id),
  foreign key (jurisdiction_id, user_id) references account_user (jurisdiction_id, id)
);

-- Recovery codes, each good once in place of a code of the telephone: marks of them, made with a key that the database
-- does not hold, so that short codes cannot be guessed from here.
create table account_recovery (
  jurisdiction_id integer not null,
  user_id uuid not null,
  code_mark text not null,
  used_at timestamptz,
  primary key (jurisdiction_id, user_id, code_mark),
  foreign key (jurisdiction_id, user_id) references account_user (jurisdiction_id, id)
);

-- A sign-in whose password was right and whose code is still to come: it opens nothing yet.
alter table account_session add column awaits_code boolean not null default false;
