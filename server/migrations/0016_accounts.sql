-- Sealed secrets as the bytes they are, as everywhere else. Nobody had one yet.
alter table account_factor drop column sealed_secret, drop column offered_secret;
alter table account_factor add column sealed_secret bytea, add column offered_secret bytea;

-- Where each chain of the audit now begins: lines older than they must be kept are taken away from its old end, and the
-- last of them stays here as number and hash, so that the rest still proves itself. No line is ever changed.
create table account_audit_anchor (
  jurisdiction_id integer primary key,
  seq integer not null,
  hash bytea not null,
  -- The moment of the last line taken away.
  at timestamptz not null
);
