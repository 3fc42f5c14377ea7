import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from './app.ts';
import { BIG, hotQueries, indexesOf, type Planned, plansOf, scannedWhole } from './bench/plans.ts';
import { type TestDatabase, testDatabase } from './kernel/testing.ts';
import { seedDemo } from './modules/demo/seed.ts';

const now = '2026-06-15T02:00:00.000Z';
const MILLION = 1_000_000;

let database: TestDatabase;

/** The planner is told that each big table holds a million rows; how values are spread is as it was counted. */
async function asIfLarge(): Promise<void> {
  await sql`analyze`.execute(database.db);
  await sql`update pg_class set reltuples = ${MILLION} where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname ~ ${BIG.source}
    and reltuples > 0`.execute(database.db);
}

beforeAll(async () => {
  database = await testDatabase();
  await seedDemo(database.db, {
    password: 'plans-of-the-tower-2026',
    now,
    days: 25,
    perDay: 14,
    say: () => undefined,
    followers: followers(),
  });
  await asIfLarge();
});
afterAll(() => database.close());

describe('what is asked most often', () => {
  test('reads no table that grows with the cases from end to end', async () => {
    const planned = await plansOf(database.url, now);
    expect(planned).toHaveLength(hotQueries.length);
    expect(planned.filter((one) => one.plans.length > 0).length).toBeGreaterThanOrEqual(10);
    expect(planned.flatMap((one) => scannedWhole(one).map((table) => `${one.name} reads all of ${table}`))).toEqual([]);
  });

  test('finds what passed today by its deadline, and tasks of nobody by their age, without a look at the others', async () => {
    const planned = await plansOf(database.url, now);
    const indexesFor = (name: string) => indexesOf(planned.find((one) => one.name === name) as Planned);
    expect(indexesFor('What passed its deadline or warning today')).toEqual([
      'case_file_endangered',
      'case_file_warned',
    ]);
    expect(indexesFor('List of an inspector, newest first')).toContain('case_file_unassigned_newest');
  });

  test('would be found out: without its index a list reads the whole table', async () => {
    await sql`drop index case_file_newest`.execute(database.db);
    const planned = await plansOf(database.url, now);
    expect(planned.filter((one: Planned) => scannedWhole(one).length > 0).map(({ name }) => name)).toContain(
      'List of a dispatcher, newest first',
    );
  });
});
