import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { LoggedEntry, RowCheck } from '../../kernel/verify-slice.ts';
import { apply, begin } from './fold.ts';
import type { CaseFile } from './model.ts';
import type { CaseEntry, OpeningEntry } from './rules.ts';

/** Folds entries to the case they amount to. */
export function foldEntries(
  entries: readonly {
    action: string;
    at: string;
    actorId: string | null;
    origin: 'acted' | 'imported' | 'simulated';
    data: unknown;
  }[],
): CaseFile | null {
  let kase: CaseFile | null = null;
  for (const entry of entries) {
    const stamp = { at: entry.at, actorId: entry.actorId, origin: entry.origin };
    kase =
      kase === null
        ? begin(entry as unknown as OpeningEntry, stamp)
        : apply(kase, entry as unknown as CaseEntry, stamp);
  }
  return kase;
}

/** 行 = 日志之折叠 — proves that every stored case is what its log amounts to, and that none stands there without a log. */
export const checkCaseRows: RowCheck = async (tx, jurisdictionId, { records, after, upTo }) => {
  const logged = new Map([...records].filter(([, record]) => record.kind === 'case'));
  const { rows } = await sql<{ id: string; version: number; body: string; log_hash: Buffer }>`
    select id, version, body::text as body, log_hash from case_file where jurisdiction_id = ${jurisdictionId} and id > ${after} ${upTo ? sql`and id <= ${upTo}` : sql``}
    order by id limit ${logged.size + 1}`.execute(tx);
  const stored = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) {
    if (!logged.has(row.id))
      return {
        jurisdictionId,
        recordId: row.id,
        seq: row.version,
        what: 'row',
        message: 'a row shows a case of which the log knows nothing',
      };
  }
  for (const [recordId, record] of logged) {
    const row = stored.get(recordId);
    const at = { jurisdictionId, recordId, seq: record.seq, what: 'row' as const };
    if (!row) return { ...at, message: 'the log has a case that no row shows' };
    if (row.version !== record.seq)
      return { ...at, message: `the row is at version ${row.version}, the log ends at ${record.seq}` };
    if (row.log_hash.toString('hex') !== record.hash)
      return { ...at, message: 'the row does not name the last entry of its log' };
    if (!showsFold(row.body, record.entries)) return { ...at, message: 'the row is not the fold of its log' };
  }
  return null;
};

/** Nearly always the very same text; it may name the same fields in another order. */
function showsFold(body: string, entries: readonly LoggedEntry[]): boolean {
  try {
    const fold = JSON.stringify(foldEntries(entries.map((entry) => ({ ...entry, data: JSON.parse(entry.body) }))));
    return fold === body || isDeepStrictEqual(JSON.parse(fold), JSON.parse(body));
  } catch {
    // What nothing of ours can have written amounts to nothing.
    return false;
  }
}
