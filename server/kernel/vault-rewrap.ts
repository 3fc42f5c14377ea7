import { type RawBuilder, sql } from 'kysely';
import { type Db, type Tx, transact } from './db.ts';
import type { Instant } from './instant.ts';
import type { Vault } from './vault.ts';
import { noteCurrent } from './vault-start.ts';

/** A column of sealed values, so that they can be brought under another key. */
export interface SealedColumn {
  table: string;
  column: string;
  /** The columns of the primary key after `jurisdiction_id`, with their types; joined by `/` they are the seal's id. */
  key: Readonly<Record<string, 'uuid' | 'integer' | 'text'>>;
  /** The column of blind marks beside it, and the values that are marked. */
  marks?: { column: string; purpose: string; valuesOf: (plain: string) => readonly string[] };
}

const BATCH = 500;
/** Rounds that pass over what somebody holds; after them one waits for it. */
const PASSING = 2;

type Row = Record<string, string | number> & { jurisdiction_id: number };
interface SealedRow {
  sealed: Buffer;
  key: Row;
}

/** How many values each key has sealed, by the id in their first bytes. */
export async function countByKey(tx: Tx, columns: readonly SealedColumn[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, column } of columns) {
    const { rows } = await sql<{ id: string; n: number }>`
      select encode(substring(${sql.ref(column)} from 2 for 4), 'hex') as id, count(*) as n
      from ${sql.table(table)} where ${sql.ref(column)} is not null group by 1`.execute(tx);
    for (const { id, n } of rows) counts.set(id, (counts.get(id) ?? 0) + n);
  }
  return counts;
}

/**
 * Seals with the newest key whatever another has sealed, in portions of their own transactions: a run that was killed
 * goes on where it stopped, and several may run at once. Rows that somebody holds are left for a later round, the last of which
 * waits for them; when none is left, the other keys are retired: the next start does not ask for them.
 */
export async function rewrap(
  db: Db,
  vault: Vault,
  columns: readonly SealedColumn[],
  now: Instant,
  onPortion: (done: number) => void = () => undefined,
): Promise<{ current: string; rewrapped: number; left: number }> {
  const current = await transact(db, (tx) => noteCurrent(tx, vault, now));
  let rewrapped = 0;
  for (let round = 0; round <= PASSING; round += 1) {
    const held = round < PASSING ? sql`skip locked` : sql``;
    for (const column of columns) {
      for (let after: Row | null = null; ; ) {
        const portion: SealedRow[] = await transact(db, (tx) =>
          rewrapPortion(tx, vault, column, { current, after, held }),
        );
        rewrapped += portion.length;
        if (portion.length > 0) onPortion(rewrapped);
        after = portion.at(-1)?.key ?? null;
        if (portion.length < BATCH || !after) break;
      }
    }
    const left = leftOf(await countByKey(db, columns), current);
    if (left > 0) continue;
    await sql`update vault_key set retired_at = ${now} where id <> ${current} and retired_at is null`.execute(db);
    return { current, rewrapped, left };
  }
  return { current, rewrapped, left: leftOf(await countByKey(db, columns), current) };
}

function leftOf(counts: ReadonlyMap<string, number>, current: string): number {
  return [...counts].reduce((sum, [id, n]) => (id === current ? sum : sum + n), 0);
}

async function rewrapPortion(
  tx: Tx,
  vault: Vault,
  { table, column, key, marks }: SealedColumn,
  { current, after, held }: { current: string; after: Row | null; held: RawBuilder<unknown> },
): Promise<SealedRow[]> {
  const names = ['jurisdiction_id', ...Object.keys(key)];
  const refs = sql.join(names.map((name) => sql.ref(name)));
  const behind = after ? sql`and (${refs}) > (${sql.join(names.map((name) => after[name]))})` : sql``;
  const { rows } = await sql<Row & { sealed_value: Buffer }>`
    select ${refs}, ${sql.ref(column)} as sealed_value from ${sql.table(table)}
    where substring(${sql.ref(column)} from 2 for 4) <> decode(${current}, 'hex') ${behind}
    order by ${refs} limit ${BATCH} for update ${held}`.execute(tx);
  const done: SealedRow[] = [];
  const values = [];
  for (const { sealed_value: sealed, ...row } of rows as unknown as (Row & { sealed_value: Buffer })[]) {
    const id = Object.keys(key)
      .map((name) => row[name])
      .join('/');
    const context = { jurisdictionId: row.jurisdiction_id as number, table, id };
    const plain = await vault.open(sealed, context);
    const anew = await vault.seal(plain, context);
    const marked = await newestMarks(vault, marks, plain, context.jurisdictionId);
    const keys = Object.entries(key).map(([name, type]) => sql`${row[name]}::${sql.raw(type)}`);
    values.push(sql`(${context.jurisdictionId}::integer, ${sql.join(keys)}, ${anew}::bytea, ${marked}::bytea[])`);
    done.push({ sealed: anew, key: row as Row });
  }
  if (values.length === 0) return done;
  const same = names.map((name) => sql`${sql.ref(`t.${name}`)} = ${sql.ref(`v.${name}`)}`);
  await sql`update ${sql.table(table)} t set ${sql.ref(column)} = v.anew
    ${marks ? sql`, ${sql.ref(marks.column)} = v.marked` : sql``}
    from (values ${sql.join(values)}) v (${refs}, anew, marked) where ${sql.join(same, sql` and `)}`.execute(tx);
  return done;
}

async function newestMarks(
  vault: Vault,
  marks: SealedColumn['marks'],
  plain: string,
  jurisdictionId: number,
): Promise<Buffer[] | null> {
  const found: Buffer[] = [];
  for (const value of marks?.valuesOf(plain) ?? []) {
    const [newest] = await vault.marks(value, marks?.purpose ?? '', jurisdictionId);
    if (newest) found.push(newest);
  }
  return found.length > 0 ? found : null;
}
