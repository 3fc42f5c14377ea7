import { hash as hashOnce } from 'node:crypto';
import type { RawRow } from './db-raw.ts';
import { CHAIN_START, headOf, type Origin } from './log.ts';
import type { RowBook } from './row-check.ts';
import type { Flaw, Slice } from './verify-slice.ts';

const COLUMNS = 'record_id, seq, kind, action, actor_id, at, recorded_at, origin, prev_hash, hash, body';
const [RECORD, SEQ, KIND, ACTION, ACTOR, AT, RECORDED, ORIGIN, PREV, HASH, BODY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;

export const chainColumns = 11;

/** The log of a slice, in the order of records and numbers. */
export function chainQuery(jurisdictionId: number, { after, upTo }: Slice): string {
  const since = after === null ? '' : `and record_id > '${after}'`;
  const until = upTo === null ? '' : `and record_id <= '${upTo}'`;
  return `select ${COLUMNS} from log_entry
    where jurisdiction_id = ${jurisdictionId} ${since} ${until} order by record_id, seq`;
}

/** Reads entries in order, proves each to follow the one before, and keeps what rows and seals are compared with. */
export class ChainReader {
  entries = 0;
  records = 0;
  private readonly jurisdictionId: number;
  private readonly rows: RowBook | null;
  private recordId = '';
  private readonly recordBytes = Buffer.alloc(16);
  private seq = 0;
  private hash = CHAIN_START;
  private scratch = Buffer.allocUnsafe(1 << 16);
  private readonly hashesOf = new Map<number, GrowingBytes>();
  private readonly times = new TimeReader();

  constructor(jurisdictionId: number, rows: RowBook | null) {
    this.jurisdictionId = jurisdictionId;
    this.rows = rows;
  }

  /** The next entry, if it fits; or why it does not. */
  take(row: RawRow): Flaw | null {
    const { bytes } = row;
    const kind = words.read(row, KIND);
    if (this.recordId === '' || !same(this.recordBytes, 0, bytes, row.start(RECORD), 16)) this.begin(row, kind);
    const seq = row.integer(SEQ);
    if (seq !== this.seq + 1)
      return this.flaw(seq, 'gap', `entry ${seq} follows entry ${this.seq}: an entry is missing`);
    if (!isHex(this.hash, row, PREV))
      return this.flaw(seq, 'chain', 'the entry does not name the hash of the entry before it');
    const { recordId, jurisdictionId } = this;
    const action = words.read(row, ACTION);
    const actorId = row.length(ACTOR) < 0 ? null : actors.read(row, ACTOR);
    const at = this.times.read(bytes, row.start(AT));
    const recordedAt = this.times.read(bytes, row.start(RECORDED));
    const origin = words.read(row, ORIGIN) as Origin;
    const head = headOf(this.hash, { jurisdictionId, kind, recordId, seq, action, actorId, at, recordedAt, origin });
    const hash = this.hashOf(head, row);
    if (!isHex(hash, row, HASH))
      return this.flaw(seq, 'hash', 'the entry was changed: its content does not give its hash');
    this.seq = seq;
    this.hash = hash;
    this.entries += 1;
    this.keepHash(row);
    if (this.rows?.wants) this.rows.add({ action, at, actorId, origin }, row.text(BODY));
    return null;
  }

  /** The last record is whole. */
  end(): void {
    if (this.seq > 0) this.rows?.end(this.seq, this.hash);
  }

  days(): { day: string; hashes: Uint8Array }[] {
    return [...this.hashesOf].map(([day, hashes]) => ({ day: dateOf(day), hashes: hashes.taken() }));
  }

  private begin(row: RawRow, kind: string): void {
    this.end();
    row.bytes.copy(this.recordBytes, 0, row.start(RECORD), row.start(RECORD) + 16);
    this.recordId = row.uuid(RECORD);
    this.seq = 0;
    this.hash = CHAIN_START;
    this.records += 1;
    this.rows?.begin(kind, this.recordId);
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

  private flaw(seq: number, what: Flaw['what'], message: string): Flaw {
    return { jurisdictionId: this.jurisdictionId, recordId: this.recordId, seq, what, message };
  }
}

function same(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aFrom + i] !== b[bFrom + i]) return false;
  return true;
}

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Whether a column holds just the bytes that are written in hexadecimal. */
function isHex(hex: string, row: RawRow, column: number): boolean {
  const { bytes } = row;
  const from = row.start(column);
  if (row.length(column) * 2 !== hex.length) return false;
  for (let i = 0, at = 0; at < hex.length; i++, at += 2) {
    const byte = bytes[from + i] ?? 0;
    if (hex.charCodeAt(at) !== DIGITS[byte >> 4] || hex.charCodeAt(at + 1) !== DIGITS[byte & 15]) return false;
  }
  return true;
}

/** Short values that come again and again, each decoded once: what an entry says of itself is nearly always one of them. */
class Known {
  private readonly decode: (row: RawRow, column: number) => string;
  private readonly seen: ({ bytes: Uint8Array; text: string } | undefined)[] = Array.from({ length: 1024 });

  constructor(decode: (row: RawRow, column: number) => string) {
    this.decode = decode;
  }

  read(row: RawRow, column: number): string {
    const { bytes } = row;
    const from = row.start(column);
    const length = row.length(column);
    let sum = length;
    for (let i = 0; i < length; i++) sum = (sum * 31 + (bytes[from + i] ?? 0)) & 1023;
    const known = this.seen[sum];
    if (known?.bytes.length === length && same(known.bytes, 0, bytes, from, length)) return known.text;
    const text = this.decode(row, column);
    this.seen[sum] = { bytes: Uint8Array.prototype.slice.call(bytes, from, from + length), text };
    return text;
  }
}

const words = new Known((row, column) => row.text(column));
const actors = new Known((row, column) => row.uuid(column));

const DAY_MS = 86_400_000;
/** PostgreSQL counts microseconds from the year 2000. */
const YEAR_2000 = Date.UTC(2000, 0, 1);

/** `00` to `99`, `000` to `999`. */
const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const THREE = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));

/** Times as they were hashed. What is finer than a millisecond was not written by us, and shows in the text. */
class TimeReader {
  /** Days since 1970 of the time read last. */
  day = Number.NaN;
  private micros = Number.NaN;
  private text = '';
  private readonly dates = new Map<number, string>();

  read(bytes: Buffer, from: number): string {
    const micros = bytes.readInt32BE(from) * 0x1_0000_0000 + bytes.readUInt32BE(from + 4);
    if (micros === this.micros) return this.text;
    const ms = YEAR_2000 + Math.floor(micros / 1000);
    const day = Math.floor(ms / DAY_MS);
    const rest = ms - day * DAY_MS;
    const second = Math.floor(rest / 1000);
    const minute = Math.floor(second / 60);
    const finer = micros % 1000 === 0 ? '' : `+${micros % 1000}`;
    this.day = day;
    this.micros = micros;
    this.text = `${this.dateOf(day)}T${TWO[Math.floor(minute / 60)]}:${TWO[minute % 60]}:${TWO[second % 60]}.${THREE[rest - second * 1000]}Z${finer}`;
    return this.text;
  }

  private dateOf(day: number): string {
    const known = this.dates.get(day) ?? dateOf(day);
    this.dates.set(day, known);
    return known;
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
