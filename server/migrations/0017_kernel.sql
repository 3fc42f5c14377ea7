-- Keys of the vault by their ids: never a key itself. A key that is not retired must be there when the program starts.
create table vault_key (
  id text primary key,
  -- A known text sealed with it: what opens this is the right key.
  proof bytea not null,
  first_used_at timestamptz not null,
  -- Since when nothing that is stored now needs it; older backups may.
  retired_at timestamptz
);
