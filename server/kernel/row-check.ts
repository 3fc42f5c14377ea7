import { isDeepStrictEqual } from 'node:util';
import type { RawRow } from './db-raw.ts';
import type { Instant } from './instant.ts';
import type { Origin } from './log.ts';
import { type AnyProcedure, begun, type Column, changed, type Filed } from './procedure.ts';
import type { Flaw, Slice } from './verify-slice.ts';

/** An entry as far as a record is folded from it. */
export interface LoggedEntry {
  action: string;
  at: Instant;
  actorId: string | null;
  origin: Origin;
  data: unknown;
}

/** One kind of record whose rows must be what their logs amount to. */
export interface RowKind {
  kind: string;
  table: string;
  /** The record after one more entry, null before its first; may throw at what nothing of ours can have written. */
  fold(record: unknown, entry: LoggedEntry, place: { jurisdictionId: number; id: string }): unknown;
  /** The row's own columns, by which lists filter and sort, as far as they follow from the record alone. */
  columns(record: unknown): Record<string, Column>;
}

/** The rows of a procedure. */
export function procedureRows(procedure: AnyProcedure): RowKind {
  return {
    kind: procedure.lifecycle.kind,
    table: procedure.table,
    fold: (record, entry, place) =>
      record === null
        ? begun(procedure, place, entry as never, entry)
        : changed(procedure, record as Filed, entry as never, entry),
    columns: (record) => ({
      state: (record as Filed).state,
      updated_at: (record as Filed).updatedAt,
      ...procedure.columns(record as Filed),
    }),
  };
}

const [KIND, ID, VERSION, LOG_HASH, BODY, LISTED] = [0, 1, 2, 3, 4, 5] as const;

export const rowColumns = 6;

/** The rows of all kinds in a slice, in any order; `before` leaves out that record and those behind it. */
export function rowsQuery(
  book: RowBook,
  jurisdictionId: number,
  { after, upTo, before }: Slice & { before: string | null },
): string {
  const since = after === null ? '' : `and id > '${after}'`;
  const until = before !== null ? `and id < '${before}'` : upTo !== null ? `and id <= '${upTo}'` : '';
  return [...book.kinds.values()]
    .map(
      ({ kind, table }) => `select '${kind}', id, version, log_hash, body::text,
          json_build_array(${book.listedOf(kind).map((name) => `"${name}"`)})::text from "${table}"
        where jurisdiction_id = ${jurisdictionId} ${since} ${until}`,
    )
    .join(' union all ');
}

/** A record's row as its log wants it; the text of its body lies in `RowBook.texts`, or is nowhere. */
interface Expected {
  kind: string;
  id: string;
  seq: number;
  hash: string;
  from: number;
  length: number;
  /** The length of the columns' text, which lies behind that of the body. */
  listed: number;
}

/**
 * 行 = 日志之折叠 — folds the records of a slice from their entries while these are read, and then proves that every stored
 * row is what its log amounts to, and that none stands there without a log.
 */
export class RowBook {
  private readonly jurisdictionId: number;
  readonly kinds: ReadonlyMap<string, RowKind>;
  private readonly expected = new Map<string, Expected>();
  private readonly listed = new Map<string, readonly string[]>();
  /** Bodies as bytes, for they are many: as strings each would be carried about until its row comes. */
  private texts = Buffer.allocUnsafe(1 << 20);
  private filled = 0;
  private place = { jurisdictionId: 0, id: '' };
  private kind: RowKind | undefined;
  private record: unknown = null;
  private folds = true;
  private first: Flaw | null = null;

  constructor(jurisdictionId: number, kinds: ReadonlyMap<string, RowKind>) {
    this.jurisdictionId = jurisdictionId;
    this.kinds = kinds;
  }

  begin(kind: string, id: string): void {
    this.place = { jurisdictionId: this.jurisdictionId, id };
    this.kind = this.kinds.get(kind);
    this.record = null;
    this.folds = true;
  }

  /** Whether the record that was begun has a row, so that its entries are worth decoding. */
  get wants(): boolean {
    return this.kind !== undefined;
  }

  add(entry: Omit<LoggedEntry, 'data'>, body: string): void {
    if (!this.kind || !this.folds) return;
    try {
      this.record = this.kind.fold(this.record, { ...entry, data: JSON.parse(body) }, this.place);
    } catch {
      this.folds = false;
    }
  }

  /** The record that was begun is whole: so many entries, the last of this hash. */
  end(seq: number, hash: string): void {
    if (!this.kind) return;
    const { kind } = this.kind;
    const { id } = this.place;
    const from = this.filled;
    const columns = this.columnsOf(this.kind);
    if (columns) this.write(JSON.stringify(this.record));
    const length = this.filled - from;
    if (columns) {
      if (!this.listed.has(kind)) this.listed.set(kind, Object.keys(columns));
      this.write(arrayText(Object.values(columns)));
    }
    this.expected.set(keyOf(kind, id), { kind, id, seq, hash, from, length, listed: this.filled - from - length });
  }

  /** Null where the entries do not amount to a record of this kind. */
  private columnsOf(kind: RowKind): Record<string, Column> | null {
    if (!this.folds) return null;
    try {
      return kind.columns(this.record);
    } catch {
      return null;
    }
  }

  /** The names of a kind's columns that are compared, once one of its records was folded. */
  listedOf(kind: string): readonly string[] {
    return this.listed.get(kind) ?? [];
  }

  /** Compares a row with what its log amounts to. */
  compare(row: RawRow): void {
    const kind = row.text(KIND);
    const id = row.uuid(ID);
    const key = keyOf(kind, id);
    const expected = this.expected.get(key);
    this.expected.delete(key);
    const version = row.integer(VERSION);
    if (!expected) return this.note(id, version, `a row shows a ${kind} of which the log knows nothing`);
    const { seq } = expected;
    if (version !== seq) this.note(id, seq, `the row is at version ${version}, the log ends at ${seq}`);
    else if (row.hex(LOG_HASH) !== expected.hash) this.note(id, seq, 'the row does not name the last entry of its log');
    else if (!this.shows(row, expected)) this.note(id, seq, 'the row is not the fold of its log');
    else {
      const other = this.listedOtherwise(row, expected);
      if (other !== null) this.note(id, seq, `the row is listed by another ${other} than its log says`);
    }
  }

  /** After all rows were compared: the first record whose row does not fit. */
  flaw(): Flaw | null {
    for (const { kind, id, seq } of this.expected.values())
      this.note(id, seq, `the log has a ${kind} that no row shows`);
    return this.first;
  }

  private note(recordId: string, seq: number, message: string): void {
    if (this.first?.recordId && this.first.recordId <= recordId) return;
    this.first = { jurisdictionId: this.jurisdictionId, recordId, seq, what: 'row', message };
  }

  private write(text: string): void {
    const most = this.filled + text.length * 3;
    if (most > this.texts.length) {
      const larger = Buffer.allocUnsafe(most * 2);
      this.texts.copy(larger, 0, 0, this.filled);
      this.texts = larger;
    }
    this.filled += this.texts.write(text, this.filled);
  }

  /** The first column that does not follow from the record; null if all do. */
  private listedOtherwise(row: RawRow, { kind, from, length, listed }: Expected): string | null {
    const begin = row.start(LISTED);
    const [first, last] = [from + length, from + length + listed];
    if (this.texts.compare(row.bytes, begin, begin + row.length(LISTED), first, last) === 0) return null;
    const wanted: unknown[] = JSON.parse(this.texts.toString('utf8', first, last));
    const found: unknown[] = JSON.parse(row.text(LISTED));
    const at = wanted.findIndex((value, n) => !sameValue(value, found[n]));
    return this.listedOf(kind)[at] ?? null;
  }

  /** Nearly always the very same text; it may name the same fields in another order. */
  private shows(row: RawRow, { from, length }: Expected): boolean {
    if (length === 0) return false;
    const begin = row.start(BODY);
    const end = begin + row.length(BODY);
    if (this.texts.compare(row.bytes, begin, end, from, from + length) === 0) return true;
    try {
      return isDeepStrictEqual(
        JSON.parse(this.texts.toString('utf8', from, from + length)),
        JSON.parse(row.text(BODY)),
      );
    } catch {
      return false;
    }
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Values as the database writes them into JSON. */
const arrayText = (values: readonly Column[]): string => `[${values.map(valueText).join(', ')}]`;

function valueText(value: Column): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (INSTANT.test(value)) return `"${value.slice(0, 19)}${value.slice(19, 23).replace(/\.?0+$/, '')}+00:00"`;
  // A text that was cut within a character bears the sign that stands for what cannot be written.
  return JSON.stringify(value.toWellFormed());
}

/** A text that reads like an instant is stored as it is. */
const sameValue = (wanted: unknown, found: unknown) =>
  isDeepStrictEqual(wanted, found) ||
  (typeof found === 'string' && INSTANT.test(found) && arrayText([found]) === JSON.stringify([wanted]));

const keyOf = (kind: string, id: string) => `${kind} ${id}`;
