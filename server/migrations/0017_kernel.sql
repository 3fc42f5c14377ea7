-- Keys of the vault by their ids: never a key itself. A key that is not retired must be there when the program starts.
create table vault_key (
  id text primary key,
  -- A known text sealed with it: what opens this is the right key.
  proof bytea not null,
  first_used_at timestamptz not null,
  -- Since when nothing that is stored now needs it; older backups may.
  retired_at timestamptz
);

-- 保存期限 — where a jurisdiction keeps a kind of data longer or shorter than the rule's own number of days.
create table erasure_term (
  jurisdiction_id integer not null,
  rule text not null,
  days integer not null check (days > 0),
  changed_at timestamptz not null,
  primary key (jurisdiction_id, rule)
);

-- 删除证明 — one row for each erasure: by which rule, how many records, and the Merkle root over what was erased.
create table erasure_run (
  jurisdiction_id integer not null,
  id uuid not null,
  rule text not null,
  rule_version integer not null,
  -- Only what had ended before; null where a person asked for it.
  before timestamptz,
  records integer not null,
  root bytea not null,
  erased_at timestamptz not null,
  primary key (jurisdiction_id, id)
);

-- The leaves under that root: the id of a record and a digest of what was stored, in the order in which they were hashed.
create table erasure_leaf (
  jurisdiction_id integer not null,
  run_id uuid not null,
  position integer not null,
  record_id text not null,
  digest bytea not null,
  primary key (jurisdiction_id, run_id, position)
);
create index erasure_leaf_record on erasure_leaf (jurisdiction_id, record_id);
