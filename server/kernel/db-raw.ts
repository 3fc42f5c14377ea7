import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
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

  /** Takes the row that begins at `from`; gives where the next begins, or null if this one is not complete. */
  lay(bytes: Buffer, from: number): number | null {
    this.bytes = bytes;
    let place = from + 2;
    for (let column = 0; column < this.starts.length; column++) {
      if (place + 4 > bytes.length) return null;
      const length = bytes.readInt32BE(place);
      this.starts[column] = place + 4;
      this.lengths[column] = length;
      place += 4 + Math.max(length, 0);
    }
    return place > bytes.length ? null : place;
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

  integer(column: number): number {
    return this.bytes.readInt32BE(this.start(column));
  }
}

/** A connection of its own that sees the database as it was at a moment, and hands rows over undecoded. */
export interface RawReader {
  /**
   * Shows every row of a query without parameters to `visit`, and calls `between` after each piece that came; stops as
   * soon as either gives false, and then reads nothing more.
   */
  read(
    query: string,
    columns: number,
    watch: { visit: (row: RawRow) => boolean; between: () => Promise<boolean> },
  ): Promise<void>;
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
    async read(query, columns, { visit, between }) {
      const rows = binaryRows(columns);
      const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (!rows(chunk, visit) || !(await between())) return;
      }
    },
    close: () => client.end(),
  };
}

/** PostgreSQL's signature, flags, and an extension area, which is always empty. */
const HEADER_BYTES = 19;

/** Takes a binary COPY piece by piece and shows each row that is complete; false as soon as nobody wants more. */
function binaryRows(columns: number): (chunk: Buffer, visit: (row: RawRow) => boolean) => boolean {
  const row = new RawRow(columns);
  let rest: Buffer = Buffer.alloc(0);
  let toSkip = HEADER_BYTES;
  return (chunk, visit) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    rest = bytes;
    if (bytes.length < toSkip) return true;
    let from = toSkip;
    toSkip = 0;
    // After the last row stands −1 where the next would have its number of columns.
    while (from + 2 <= bytes.length && bytes.readInt16BE(from) === columns) {
      const next = row.lay(bytes, from);
      if (next === null) break;
      if (!visit(row)) return false;
      from = next;
    }
    rest = bytes.subarray(from);
    return true;
  };
}
