import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { type AnyProcedure, begun, changed, type Filed } from './procedure.ts';
import type { LoggedEntry, RowCheck } from './verify-slice.ts';

/** One kind of record whose rows must be what their logs amount to. */
export interface RowKind {
  kind: string;
  table: string;
  /** The record that these entries amount to; may throw at what nothing of ours can have written. */
  fold: (entries: readonly LoggedEntry[], place: { jurisdictionId: number; id: string }) => unknown;
}

/** 行 = 日志之折叠 — proves that every stored row is what its log amounts to, and that none stands there without a log. */
export function rowCheckOf({ kind, table, fold }: RowKind): RowCheck {
  return async (tx, jurisdictionId, { records, after, upTo }) => {
    const logged = new Map([...records].filter(([, record]) => record.kind === kind));
    const { rows } = await sql<{ id: string; version: number; body: string; log_hash: Buffer }>`
      select id, version, body::text as body, log_hash from ${sql.table(table)}
      where jurisdiction_id = ${jurisdictionId} and id > ${after} ${upTo ? sql`and id <= ${upTo}` : sql``}
      order by id limit ${logged.size + 1}`.execute(tx);
    const stored = new Map(rows.map((row) => [row.id, row]));
    for (const { id, version } of rows) {
      if (!logged.has(id))
        return {
          jurisdictionId,
          recordId: id,
          seq: version,
          what: 'row',
          message: `a row shows a ${kind} of which the log knows nothing`,
        };
    }
    for (const [recordId, record] of logged) {
      const row = stored.get(recordId);
      const at = { jurisdictionId, recordId, seq: record.seq, what: 'row' as const };
      if (!row) return { ...at, message: `the log has a ${kind} that no row shows` };
      if (row.version !== record.seq)
        return { ...at, message: `the row is at version ${row.version}, the log ends at ${record.seq}` };
      if (row.log_hash.toString('hex') !== record.hash)
        return { ...at, message: 'the row does not name the last entry of its log' };
      if (!shows(row.body, () => fold(record.entries, { jurisdictionId, id: recordId })))
        return { ...at, message: 'the row is not the fold of its log' };
    }
    return null;
  };
}

/** Nearly always the very same text; it may name the same fields in another order. */
function shows(body: string, fold: () => unknown): boolean {
  try {
    const text = JSON.stringify(fold());
    return text === body || isDeepStrictEqual(JSON.parse(text), JSON.parse(body));
  } catch {
    return false;
  }
}

/** The rows of a procedure. */
export function procedureRows(procedure: AnyProcedure): RowKind {
  return {
    kind: procedure.lifecycle.kind,
    table: procedure.table,
    fold(entries, place) {
      let record: Filed | null = null;
      for (const { action, at, actorId, body } of entries) {
        const entry = { action, data: JSON.parse(body) } as never;
        record = (
          record === null
            ? begun(procedure, place, entry, { at, actorId })
            : changed(procedure, record, entry, { at, actorId })
        ) as Filed;
      }
      return record;
    },
  };
}

/** Several kinds together: the first flaw of any. */
export function everyRow(checks: readonly RowCheck[]): RowCheck {
  return async (tx, jurisdictionId, portion) => {
    for (const check of checks) {
      const flaw = await check(tx, jurisdictionId, portion);
      if (flaw) return flaw;
    }
    return null;
  };
}
