import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { CopyRows } from '../../kernel/db-fill.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';
import type { Counts } from './model.ts';

/** Which file, by which mapping, into which jurisdiction. */
export interface RunKey {
  jurisdictionId: number;
  fileHash: string;
  mapping: string;
}

export interface Run extends Counts {
  position: number;
  finishedAt: Instant | null;
}

const ofRun = (key: RunKey) =>
  sql`jurisdiction_id = ${key.jurisdictionId} and file_hash = ${key.fileHash} and mapping = ${key.mapping}`;

/** The run as it stands, begun if there is none; one that had finished begins anew. */
export async function beginRun(tx: Tx, key: RunKey, fileName: string, now: Instant): Promise<Run> {
  const { rows } = await sql<Run>`
    insert into imports_run as r (jurisdiction_id, file_hash, mapping, file_name, started_at)
    values (${key.jurisdictionId}, ${key.fileHash}, ${key.mapping}, ${fileName}, ${now})
    on conflict (jurisdiction_id, file_hash, mapping) do update set file_name = excluded.file_name,
      position = case when r.finished_at is null then r.position else 0 end,
      added = case when r.finished_at is null then r.added else 0 end,
      unchanged = case when r.finished_at is null then r.unchanged else 0 end,
      updated = case when r.finished_at is null then r.updated else 0 end,
      damaged = case when r.finished_at is null then r.damaged else 0 end,
      started_at = case when r.finished_at is null then r.started_at else excluded.started_at end,
      finished_at = null
    returning position, added, unchanged, updated, damaged, finished_at as "finishedAt"`.execute(tx);
  return rows[0] as Run;
}

/** Moves the run on; false if it does not stand where it was left, because somebody else imports the same file. */
export async function advanceRun(tx: Tx, key: RunKey, from: number, counts: Counts): Promise<boolean> {
  const step = counts.added + counts.unchanged + counts.updated + counts.damaged;
  const { rows } = await sql`update imports_run set position = position + ${step}, added = added + ${counts.added},
      unchanged = unchanged + ${counts.unchanged}, updated = updated + ${counts.updated}, damaged = damaged + ${counts.damaged}
    where ${ofRun(key)} and position = ${from} and finished_at is null returning position`.execute(tx);
  return rows.length === 1;
}

/** Ends the run and forgets the damaged rows, which stand in their file now. */
export async function finishRun(tx: Tx, key: RunKey, now: Instant): Promise<void> {
  await sql`update imports_run set finished_at = ${now} where ${ofRun(key)}`.execute(tx);
  await sql`delete from imports_damage where ${ofRun(key)}`.execute(tx);
}

export interface DamagedRow {
  line: number;
  imported: boolean;
  reason: Words;
  raw: string;
}

export async function insertDamage(tx: Tx, key: RunKey, damage: readonly DamagedRow[]): Promise<void> {
  if (damage.length === 0) return;
  await sql`insert into imports_damage (jurisdiction_id, file_hash, mapping, line, imported, reason_zh, reason_en, raw)
    values ${sql.join(
      damage.map(({ line, imported, reason, raw }) => {
        // A text of the database holds no NUL.
        const kept = raw.replaceAll('\0', '\uFFFD');
        return sql`(${key.jurisdictionId}, ${key.fileHash}, ${key.mapping}, ${line}, ${imported}, ${reason.zh}, ${reason.en}, ${kept})`;
      }),
    )}`.execute(tx);
}

/** Damaged rows after a line, in the order of the file. */
export async function listDamage(tx: Tx, key: RunKey, after: number, limit: number): Promise<DamagedRow[]> {
  const { rows } =
    await sql<DamagedRow>`select line, imported, json_build_object('zh', reason_zh, 'en', reason_en) as reason, raw
    from imports_damage where ${ofRun(key)} and line > ${after} order by line limit ${limit}`.execute(tx);
  return rows;
}

/** What a source row told last, as digests. */
export interface KnownRow {
  externalId: string;
  mapping: string;
  caseId: string;
  /** Hexadecimal. */
  opening: string;
  ending: string | null;
}

const rowColumns = sql`external_id as "externalId", mapping, case_id as "caseId", encode(opening, 'hex') as opening, encode(ending, 'hex') as ending`;

export async function listRows(tx: Tx, jurisdictionId: number, externalIds: readonly string[]): Promise<KnownRow[]> {
  const { rows } = await sql<KnownRow>`select ${rowColumns} from imports_row
    where jurisdiction_id = ${jurisdictionId} and external_id = any(${externalIds})`.execute(tx);
  return rows;
}

/** The rows that came by a mapping, after a given one, in the order of their names. */
export async function listRowsOf(
  tx: Tx,
  jurisdictionId: number,
  mapping: string,
  page: { after: string; limit: number },
): Promise<KnownRow[]> {
  const { rows } = await sql<KnownRow>`select ${rowColumns} from imports_row
    where jurisdiction_id = ${jurisdictionId} and external_id > ${page.after} and mapping = ${mapping} order by external_id limit ${page.limit}`.execute(
    tx,
  );
  return rows;
}

/** Source rows that came for the first time. */
export function knownRows(jurisdictionId: number, known: readonly KnownRow[]): CopyRows {
  return {
    table: 'imports_row',
    columns: ['jurisdiction_id', 'external_id', 'mapping', 'case_id', 'opening', 'ending'],
    rows: known.map(({ externalId, mapping, caseId, opening, ending }) => [
      jurisdictionId,
      externalId,
      mapping,
      caseId,
      `\\x${opening}`,
      ending === null ? null : `\\x${ending}`,
    ]),
  };
}

export async function saveEnding(tx: Tx, jurisdictionId: number, externalId: string, ending: string): Promise<void> {
  await sql`update imports_row set ending = decode(${ending}, 'hex')
    where jurisdiction_id = ${jurisdictionId} and external_id = ${externalId}`.execute(tx);
}
