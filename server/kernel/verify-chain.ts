import { hash as hashOnce } from 'node:crypto';
import type { RawRow } from './db-raw.ts';
import { CHAIN_START, headOf, type Origin } from './log.ts';
import type { Flaw, LoggedEntry, RecordLog, Slice } from './verify-slice.ts';

const COLUMNS = 'record_id, seq, kind, action, actor_id, at, recorded_at, origin, prev_hash, hash, body';
const [RECORD, SEQ, KIND, ACTION, ACTOR, AT, RECORDED, ORIGIN, PREV, HASH, BODY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;

export const chainColumns = 11;

/** The log of a slice, in the order of records and numbers. */
export function chainQuery(jurisdictionId: number, { after, upTo }: Slice): string {
  const until = upTo === null ? '' : `and record_id <= '${upTo}'`;
  return `select ${COLUMNS} from log_entry
    where jurisdiction_id = ${jurisdictionId} and record_id > '${after}' ${until} order by record_id, seq`;
}

/** Reads entries in order, proves each to follow the one before, and keeps what rows and seals are compared with. */
export class ChainReader {
  entries = 0;
  records = 0;
  /** Entries kept for the comparison of rows. */
  held = 0;
  private readonly jurisdictionId: number;
  private readonly keeps: boolean;
  private recordId = '';
  private recordBytes = Buffer.alloc(16);
  private seq = 0;
  private hash = CHAIN_START;
  private scratch = Buffer.allocUnsafe(1 << 16);
  private open = new Map<string, RecordLog>();
  private current: RecordLog | null = null;
  private readonly hashesOf = new Map<number, GrowingBytes>();
  private readonly times = new TimeReader();

  constructor(jurisdictionId: number, keeps: boolean) {
    this.jurisdictionId = jurisdictionId;
    this.keeps = keeps;
  }

  /** The next entry, if it fits; or why it does not. */
  take(row: RawRow): Flaw | null {
    const { bytes } = row;
    const recordAt = row.start(RECORD);
    if (this.recordId === '' || bytes.compare(this.recordBytes, 0, 16, recordAt, recordAt + 16) !== 0) this.begin(row);
    const seq = row.integer(SEQ);
    if (seq !== this.seq + 1)
      return this.flaw(seq, 'gap', `entry ${seq} follows entry ${this.seq}: an entry is missing`);
    if (row.hex(PREV) !== this.hash)
      return this.flaw(seq, 'chain', 'the entry does not name the hash of the entry before it');
    const { recordId, jurisdictionId } = this;
    const kind = row.text(KIND);
    const action = row.text(ACTION);
    const actorId = row.length(ACTOR) < 0 ? null : uuidOf(row, ACTOR);
    const at = this.times.read(bytes, row.start(AT));
    const recordedAt = this.times.read(bytes, row.start(RECORDED));
    const origin = row.text(ORIGIN) as Origin;
    const head = headOf(this.hash, { jurisdictionId, kind, recordId, seq, action, actorId, at, recordedAt, origin });
    const hash = this.hashOf(head, row);
    if (row.hex(HASH) !== hash)
      return this.flaw(seq, 'hash', 'the entry was changed: its content does not give its hash');
    this.seq = seq;
    this.hash = hash;
    this.entries += 1;
    this.keepHash(row);
    if (this.keeps) this.keep(kind, { action, at, actorId, origin, body: row.text(BODY) });
    return null;
  }

  /** The logs read so far, whole; the last record may go on, and stays unless this is the end. */
  takeRecords(atEnd: boolean): Map<string, RecordLog> {
    const taken = this.open;
    this.open = new Map();
    this.held = 0;
    if (!atEnd && this.current) {
      taken.delete(this.recordId);
      this.open.set(this.recordId, this.current);
      this.held = this.current.entries.length;
    }
    return taken;
  }

  days(): { day: string; hashes: Uint8Array }[] {
    return [...this.hashesOf].map(([day, hashes]) => ({ day: dateOf(day), hashes: hashes.taken() }));
  }

  private begin(row: RawRow): void {
    row.bytes.copy(this.recordBytes, 0, row.start(RECORD), row.start(RECORD) + 16);
    this.recordId = uuidOf(row, RECORD);
    this.seq = 0;
    this.hash = CHAIN_START;
    this.current = null;
    this.records += 1;
  }

  /** Hashes the stored bytes of the body as they are, behind the head. */
  private hashOf(head: string, row: RawRow): string {
    const from = row.start(BODY);
    const length = Math.max(row.length(BODY), 0);
    const most = head.length * 3 + length;
    if (most > this.scratch.length) this.scratch = Buffer.allocUnsafe(most * 2);
    const begin = this.scratch.write(head, 0);
    row.bytes.copy(this.scratch, begin, from, from + length);
    return hashOnce('sha256', this.scratch.subarray(0, begin + length), 'hex');
  }

  private keepHash(row: RawRow): void {
    const { day } = this.times;
    const hashes = this.hashesOf.get(day) ?? new GrowingBytes();
    this.hashesOf.set(day, hashes);
    hashes.add(row.bytes, row.start(HASH), 32);
  }

  private keep(kind: string, entry: LoggedEntry): void {
    this.current ??= { kind, seq: 0, hash: '', entries: [] };
    this.open.set(this.recordId, this.current);
    this.current.seq = this.seq;
    this.current.hash = this.hash;
    this.current.entries.push(entry);
    this.held += 1;
  }

  private flaw(seq: number, what: Flaw['what'], message: string): Flaw {
    return { jurisdictionId: this.jurisdictionId, recordId: this.recordId, seq, what, message };
  }
}

function uuidOf(row: RawRow, column: number): string {
  const hex = row.hex(column);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const DAY_MS = 86_400_000;
/** PostgreSQL counts microseconds from the year 2000. */
const YEAR_2000 = Date.UTC(2000, 0, 1);

/** `00` to `99`. */
const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** Times as they were hashed. What is finer than a millisecond was not written by us, and shows in the text. */
class TimeReader {
  /** Days since 1970 of the time read last. */
  day = Number.NaN;
  private date = '';
  private micros = Number.NaN;
  private text = '';

  read(bytes: Buffer, from: number): string {
    const micros = bytes.readInt32BE(from) * 0x1_0000_0000 + bytes.readUInt32BE(from + 4);
    if (micros === this.micros) return this.text;
    const ms = YEAR_2000 + Math.floor(micros / 1000);
    const day = Math.floor(ms / DAY_MS);
    if (day !== this.day) this.date = dateOf(day);
    this.day = day;
    const rest = ms - day * DAY_MS;
    const second = Math.floor(rest / 1000);
    const minute = Math.floor(second / 60);
    const thousandths = String(rest - second * 1000).padStart(3, '0');
    const finer = micros % 1000 === 0 ? '' : `+${micros % 1000}`;
    this.micros = micros;
    this.text = `${this.date}T${TWO[Math.floor(minute / 60)]}:${TWO[minute % 60]}:${TWO[second % 60]}.${thousandths}Z${finer}`;
    return this.text;
  }
}

/** Days since 1970 as a date; what is no date of any calendar gives no text that was ever hashed. */
function dateOf(day: number): string {
  const date = new Date(day * DAY_MS);
  return Number.isNaN(date.getTime()) ? 'never' : date.toISOString().slice(0, -14);
}

class GrowingBytes {
  private bytes = new Uint8Array(1 << 12);
  private length = 0;

  add(source: Buffer, from: number, length: number): void {
    if (this.length + length > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    source.copy(this.bytes, this.length, from, from + length);
    this.length += length;
  }

  /** A copy of its own, which can be handed to another thread whole. */
  taken(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
