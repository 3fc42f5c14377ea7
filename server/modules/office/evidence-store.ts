import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { type Doomed, wasErased } from '../../kernel/erasure.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { EvidenceType } from './papers.ts';
import type { Evidence } from './procedures.ts';

/** 佐证材料 as it is kept; `taskId` is null until it was given as evidence. */
export interface EvidenceFile {
  id: string;
  type: EvidenceType;
  /** Hexadecimal, of what was uploaded. */
  sha256: string;
  taskId: string | null;
  uploadedBy: string;
}

export async function insertEvidence(
  tx: Tx,
  jurisdictionId: number,
  file: EvidenceFile & { bytes: Buffer; uploadedAt: Instant },
): Promise<void> {
  await sql`insert into office_evidence (jurisdiction_id, id, task_id, sha256, type, bytes, uploaded_by, uploaded_at)
    values (${jurisdictionId}, ${file.id}, ${file.taskId}, decode(${file.sha256}, 'hex'), ${file.type}, ${file.bytes},
      ${file.uploadedBy}, ${file.uploadedAt})`.execute(tx);
}

/** Of these files those that this officer uploaded and that are nobody's evidence yet. */
export async function listUnusedEvidence(
  tx: Tx,
  actor: Pick<Actor, 'id' | 'jurisdictionId'>,
  ids: readonly string[],
): Promise<Evidence[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Evidence>`select id, type, encode(sha256, 'hex') as sha256,
      encode(sha256(bytes), 'hex') as "keptSha256"
    from office_evidence where jurisdiction_id = ${actor.jurisdictionId} and id = any(${[...ids]}::uuid[])
      and task_id is null and uploaded_by = ${actor.id} for update`.execute(tx);
  return rows;
}

/** The files become evidence of this task. They were found unused in the same transaction, which holds them. */
export async function attachEvidence(
  tx: Tx,
  task: { jurisdictionId: number; id: string },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`update office_evidence set task_id = ${task.id}
    where jurisdiction_id = ${task.jurisdictionId} and id = any(${[...ids]}::uuid[]) and task_id is null`.execute(tx);
}

/** A file of a task, to be served; null if the task has none by this id. */
export async function findEvidence(
  tx: Tx,
  task: { jurisdictionId: number; id: string },
  id: string,
): Promise<{ type: EvidenceType; bytes: Buffer } | null> {
  const { rows } = await sql<{ type: EvidenceType; bytes: Buffer }>`select type, bytes from office_evidence
    where jurisdiction_id = ${task.jurisdictionId} and id = ${id} and task_id = ${task.id}`.execute(tx);
  return rows[0] ?? null;
}

/** Of the files that were given with a task those that are there still: the others were erased at the end of their term. */
export async function listKeptEvidence(tx: Tx, task: { jurisdictionId: number; id: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from office_evidence
    where jurisdiction_id = ${task.jurisdictionId} and task_id = ${task.id}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Tasks whose files are read together: few enough that no statement lasts. */
const TASKS_AT_ONCE = 20;

/**
 * Reads every file anew and compares it with what its task says was given, which the log proves; the first difference in
 * words. A file that is gone without the proof of an erasure is one.
 */
export async function findEvidenceFlaw(tx: Tx, jurisdictionId: number): Promise<string | null> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const tasks = await sql<{ id: string }>`select id from office_task
      where jurisdiction_id = ${jurisdictionId} and id > ${after} and body -> 'files' is not null
      order by id limit ${TASKS_AT_ONCE}`.execute(tx);
    const ids = tasks.rows.map(({ id }) => id);
    const { rows } = await sql<{
      id: string;
      lost: boolean;
      task: string;
    }>`select f ->> 'id' as id, e.id is null as lost, t.id as task
      from office_task t
        cross join json_array_elements(t.body -> 'files') as f
        left join office_evidence e on e.jurisdiction_id = t.jurisdiction_id and e.id = (f ->> 'id')::uuid
      where t.jurisdiction_id = ${jurisdictionId} and t.id = any(${ids}::uuid[])
        and case when e.id is null then not ${wasErased(jurisdictionId, sql`f ->> 'id'`)}
          else e.task_id is distinct from t.id or e.type <> f ->> 'type'
            or encode(sha256(e.bytes), 'hex') is distinct from f ->> 'keptSha256' end
      order by t.id, e.id limit 1`.execute(tx);
    const [flaw] = rows;
    if (flaw)
      return `evidence ${flaw.id}: it is ${flaw.lost ? 'gone, and no erasure is proven: it' : 'not the file that'} was given with the task ${flaw.task}`;
    const last = ids.at(-1);
    if (last === undefined) return null;
    after = last;
  }
}

/** A file that its task keeps no longer: its task ended before, or nobody gave it as evidence. */
const over = (kind: 'ended' | 'stray', before: Instant) =>
  kind === 'stray'
    ? sql`e.task_id is null and e.uploaded_at < ${before}`
    : sql`e.uploaded_at < ${before} and exists (select 1 from office_task t where t.jurisdiction_id = e.jurisdiction_id
        and t.id = e.task_id and t.state in ('accepted', 'cancelled') and t.updated_at < ${before})`;

export async function listOldEvidence(
  tx: Tx,
  jurisdictionId: number,
  { kind, before, limit }: { kind: 'ended' | 'stray'; before: Instant; limit: number },
): Promise<Doomed[]> {
  const { rows } = await sql<Doomed>`select e.id::text as id, e.sha256 as digest from office_evidence e
    where e.jurisdiction_id = ${jurisdictionId} and ${over(kind, before)}
    order by e.uploaded_at, e.id limit ${limit} for update of e`.execute(tx);
  return rows;
}

export async function countOldEvidence(
  tx: Tx,
  jurisdictionId: number,
  { kind, before }: { kind: 'ended' | 'stray'; before: Instant },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from office_evidence e
    where e.jurisdiction_id = ${jurisdictionId} and ${over(kind, before)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function eraseEvidence(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<void> {
  await sql`delete from office_evidence where jurisdiction_id = ${jurisdictionId} and id = any(${[...ids]}::uuid[])`.execute(
    tx,
  );
}
