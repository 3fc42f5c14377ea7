-- 佐证材料 — pictures and papers that show what is said of a key task. `bytes` is what is served: pictures without metadata.
create table office_evidence (
  jurisdiction_id integer not null references organisation_jurisdiction (id),
  id uuid not null,
  -- Null while it was uploaded and not yet given as evidence.
  task_id uuid,
  -- Of what was uploaded; the log of the task holds it too.
  sha256 bytea not null,
  type text not null,
  bytes bytea not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  primary key (jurisdiction_id, id)
);
create index office_evidence_task on office_evidence (jurisdiction_id, task_id);
create index office_evidence_age on office_evidence (jurisdiction_id, uploaded_at);
