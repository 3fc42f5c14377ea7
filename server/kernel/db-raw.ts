import pg from 'pg';
import { poolConfig } from './db.ts';

/** A moment of a database to which other connections can be set: its address, and the name of an exported snapshot. */
export interface Moment {
  url: string;
  snapshot: string;
}

/** One row as it came, undecoded. Good until the next row. */
export class RawRow {
  bytes: Buffer = Buffer.alloc(0);
  private readonly starts: Int32Array;
  private readonly lengths: Int32Array;

  constructor(columns: number) {
    this.starts = new Int32Array(columns);
    this.lengths = new Int32Array(columns);
  }

  /** Takes the row whose first column begins at `from`. */
  lay(bytes: Buffer, from: number): void {
    this.bytes = bytes;
    let place = from;
    for (let column = 0; column < this.starts.length; column++) {
      const length = bytes.readInt32BE(place);
      this.starts[column] = place + 4;
      this.lengths[column] = length;
      place += 4 + Math.max(length, 0);
    }
  }

  /** Where a column's bytes begin in `bytes`. */
  start(column: number): number {
    return this.starts[column] ?? 0;
  }

  /** How many bytes a column has; −1 if it is null. */
  length(column: number): number {
    return this.lengths[column] ?? 0;
  }

  text(column: number): string {
    return this.bytes.toString('utf8', this.start(column), this.start(column) + this.length(column));
  }

  hex(column: number): string {
    return this.bytes.toString('hex', this.start(column), this.start(column) + this.length(column));
  }

  uuid(column: number): string {
    const hex = this.hex(column);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  integer(column: number): number {
    return this.bytes.readInt32BE(this.start(column));
  }
}

/** A connection of its own that sees the database as it was at a moment, and hands rows over undecoded. */
export interface RawReader {
  /** Shows the rows of a query without parameters to `visit` until it gives false; what comes after is passed over. */
  read(query: string, columns: number, visit: (row: RawRow) => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function openRawReader({ url, snapshot }: Moment): Promise<RawReader> {
  const client = new pg.Client({ ...poolConfig(url), options: '-c timezone=UTC' });
  // A connection lost between two readings is told by the next one.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin isolation level repeatable read read only');
  await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
  return {
    read: (query, columns, visit) => client.query(new CopyOut(query, columns, visit)).done,
    close: () => client.end(),
  };
}

/** The letters by which the protocol tells its messages apart. */
const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);
/** Letter and length. */
const MESSAGE_HEAD = 5;
/** Before the first row: PostgreSQL's signature, flags, and an extension area, which is always empty. */
const HEADER_BYTES = 19;

type Listener = (bytes: Buffer) => void;

/**
 * A binary COPY that looks at each row where it lies in what the socket gave. It stands in the driver's place while rows
 * come: as a stream of copies, as the driver's own, a row costs more to fetch than to hash.
 */
class CopyOut implements pg.Submittable {
  private readonly query: string;
  private readonly columns: number;
  private readonly visit: (row: RawRow) => boolean;
  private readonly row: RawRow;
  private readonly settled = Promise.withResolvers<void>();
  private rest: Buffer = Buffer.alloc(0);
  private joint: Buffer = Buffer.alloc(0);
  private begun = false;
  private wanted = true;

  constructor(query: string, columns: number, visit: (row: RawRow) => boolean) {
    this.query = query;
    this.columns = columns;
    this.visit = visit;
    this.row = new RawRow(columns);
  }

  /** When the last row was shown; or the error that ended it. */
  get done(): Promise<void> {
    return this.settled.promise;
  }

  submit(connection: pg.Connection): void {
    const { stream } = connection;
    const driver = stream.listeners('data')[0] as Listener;
    const listener: Listener = (chunk) => {
      const after = this.attempt(chunk, stream);
      if (after === null) return;
      stream.off('data', listener).on('data', driver);
      driver(after);
    };
    stream.off('data', driver).on('data', listener);
    connection.query(`copy (${this.query}) to stdout (format binary)`);
  }

  handleError(error: Error): void {
    this.settled.reject(error);
  }

  handleReadyForQuery(): void {
    this.settled.resolve();
  }

  handleCommandComplete(): void {
    // How many rows there were, their visitor knows.
  }

  /** Shows the rows of a piece; gives what is no row any more, null as long as there may be more. */
  private attempt(chunk: Buffer, stream: { destroy(error: Error): unknown }): Buffer | null {
    try {
      return this.take(chunk);
    } catch (error) {
      stream.destroy(error as Error);
      return null;
    }
  }

  private take(chunk: Buffer): Buffer | null {
    const bytes = this.rest.length > 0 ? this.joined(chunk) : chunk;
    let from = 0;
    while (from + MESSAGE_HEAD <= bytes.length) {
      const what = bytes[from];
      if (what === COPY_DONE || what === ERROR) return bytes.subarray(from);
      const next = from + 1 + bytes.readInt32BE(from + 1);
      if (next > bytes.length) break;
      if (what === COPY_DATA && this.wanted) this.wanted = this.show(bytes, from + MESSAGE_HEAD);
      from = next;
    }
    this.rest = bytes.subarray(from);
    return null;
  }

  /** A row that was cut in two, with all that came behind it; always in the same place, for it is good for a moment only. */
  private joined(chunk: Buffer): Buffer {
    const length = this.rest.length + chunk.length;
    if (this.joint.length < length) this.joint = Buffer.concat([this.rest, chunk], length * 2);
    else {
      this.rest.copy(this.joint, 0);
      chunk.copy(this.joint, this.rest.length);
    }
    return this.joint.subarray(0, length);
  }

  /** Each message of the server is one row; the first begins with the header, and the last is no row but −1. */
  private show(bytes: Buffer, from: number): boolean {
    const place = this.begun ? from : from + HEADER_BYTES;
    this.begun = true;
    if (bytes.readInt16BE(place) !== this.columns) return true;
    this.row.lay(bytes, place + 2);
    return this.visit(this.row);
  }
}
