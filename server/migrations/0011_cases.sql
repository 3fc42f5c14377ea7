-- Who reported is sealed (kernel/vault.ts): name, phone and the text as it was told, in one value. The old columns hold
-- what was written before, until the start has sealed it; nothing writes them any more.
alter table case_reporter add column sealed bytea;
-- 盲索引 of the numbers in it, by which a person's cases are found without opening any.
alter table case_reporter add column marks bytea[];
-- When the identity was erased, by its term or because the person asked; the row stays, so that the page can say so.
alter table case_reporter add column erased_at timestamptz;
create index case_reporter_marks on case_reporter using gin (marks) where marks is not null;
create index case_reporter_plain on case_reporter (jurisdiction_id, id)
  where name is not null or phone is not null or original_text is not null;

-- Free text of a later entry as it was written, sealed, where something was taken out of it before it went to the log.
create table case_original (
  jurisdiction_id integer not null,
  case_id uuid not null,
  seq integer not null,
  sealed bytea not null,
  marks bytea[],
  created_at timestamptz not null,
  primary key (jurisdiction_id, case_id, seq)
);
create index case_original_marks on case_original using gin (marks) where marks is not null;

-- By age, for those whose term is over.
create index case_reporter_kept on case_reporter (jurisdiction_id, created_at) where sealed is not null;
create index case_original_kept on case_original (jurisdiction_id, created_at);
create index case_photo_kept on case_photo (jurisdiction_id, uploaded_at);

-- 暂缓删除 — nothing of such a case is erased while a dispute, petition or lawsuit about it goes on.
create table case_hold (
  jurisdiction_id integer not null,
  case_id uuid not null,
  reason text not null,
  held_by uuid,
  held_at timestamptz not null,
  primary key (jurisdiction_id, case_id)
);
