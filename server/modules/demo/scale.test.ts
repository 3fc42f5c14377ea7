import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from '../../app.ts';
import type { Actor } from '../../kernel/actor.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { verifyLog } from '../../kernel/verify.ts';
import type { Role } from '../accounts/roles.ts';
import { permissionsOf } from '../accounts/rules.ts';
import { caseRows } from '../cases/case-rows.ts';
import { listCases } from '../cases/list-store.ts';
import { maySee } from '../cases/rules.ts';
import { listCasesAfter } from '../cases/store.ts';
import { rebuildFacts } from '../evaluation/commands.ts';
import { findTotalsFlaw } from '../evaluation/total-store.ts';
import { findPlaceAt } from '../geo/store.ts';
import { seedScale } from './scale.ts';
import type { SeededDemo } from './seed.ts';

const now = '2026-06-15T02:00:00.000Z';
const CASES = 2600;

let database: TestDatabase;
let seeded: SeededDemo;

beforeAll(async () => {
  database = await testDatabase();
  seeded = await seedScale(database.db, {
    url: database.url,
    cases: CASES,
    password: 'scale-of-the-tower-2026',
    now,
    days: 15,
    perDay: 12,
    say: () => undefined,
    followers: followers(),
  });
});
afterAll(() => database.close());

/** Every fact as text, in one order. */
async function factTexts(): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select to_jsonb(f)::text as text from evaluation_round f union all select to_jsonb(f)::text from evaluation_task f order by 1`.execute(
    database.db,
  );
  return rows.map(({ text }) => text);
}

const all = () => listCasesAfter(database.db, seeded.jurisdiction.id, '00000000-0000-0000-0000-000000000000', 5000);

function actorOf(role: Role): Actor {
  const account = seeded.shown.find(({ post }) => post.role === role)?.account;
  if (!account) throw new Error(`nobody is ${role}`);
  const { id, jurisdictionId, name, roles, unitId } = account;
  return { id, jurisdictionId, name, roles, unitId, permissions: permissionsOf(roles), sessionId: null };
}

/** The ids of a search, read page by page, each page in its order and none of them twice. */
async function everyPage(actor: Actor, text: string, order: 'newest' | 'endangered'): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCases(database.db, actor, { filter: { text }, order, cursor, limit: 70, now });
    const times = page.cases.map(({ reportedAt }) => reportedAt);
    if (order === 'newest') expect(times).toEqual([...times].sort().reverse());
    found.push(...page.cases.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(new Set(found).size).toBe(found.length);
  return found;
}

describe('a district with a long history', () => {
  test('has as many cases as asked for, nine in ten of them ended, over a year', async () => {
    const cases = await all();
    expect(cases).toHaveLength(CASES);
    const ended = cases.filter(({ state }) => state === 'closed' || state === 'rejected').length;
    expect(ended / CASES).toBeGreaterThan(0.8);
    expect(ended / CASES).toBeLessThan(0.95);
    const months = new Set(cases.map(({ reportedAt }) => reportedAt.slice(0, 7)));
    expect(months.size).toBeGreaterThanOrEqual(12);
    expect(new Set(cases.map(({ number }) => number)).size).toBe(CASES);
  });

  test('holds before the proof: every hash, every seal, every row', async () => {
    const proved = await verifyLog(database.db, seeded.jurisdiction.id, { rows: [caseRows] });
    expect(proved.flaw).toBeNull();
    const { rows } = await sql<{ records: number; entries: number }>`
      select count(distinct record_id) as records, count(*) as entries from log_entry where kind = 'case'`.execute(
      database.db,
    );
    expect(rows).toEqual([{ records: CASES, entries: seeded.entries }]);
    expect(proved.seals).toBeGreaterThan(300);
  });

  test('is evaluated as if every log had been read', async () => {
    const copied = await factTexts();
    await rebuildFacts(database.db, seeded.jurisdiction.id);
    expect(copied.length).toBeGreaterThan(CASES);
    const read = await factTexts();
    expect(read.filter((text, i) => text !== copied[i]).slice(0, 3)).toEqual([]);
    expect(read).toHaveLength(copied.length);
    expect(await findTotalsFlaw(database.db, seeded.jurisdiction.id, seeded.jurisdiction.timeZone)).toBeNull();
  });

  test('has every case where its cell is, and finds it by its own words', async () => {
    const cases = await all();
    const actor = {
      jurisdictionId: seeded.jurisdiction.id,
      permissions: new Set(['case.readAll']),
    } as unknown as Actor;
    for (const kase of cases.filter((_, i) => i % 90 === 0)) {
      if (kase.point) expect(await findPlaceAt(database.db, kase.jurisdictionId, kase.point)).toEqual(kase.place);
      const filter = { text: `${kase.address} ${kase.number}` };
      const { cases: found } = await listCases(database.db, actor, { filter, order: 'newest', limit: 5, now });
      expect(found.map(({ id }) => id)).toContain(kase.id);
    }
  });

  test.each(['门口', '井盖', '井盖 学校', '共享单车 请尽快', '龙舟训练', '盲道 评话书场', '没有的词'])(
    'finds by “%s” every case that says so, page by page, for everybody what he sees',
    async (text) => {
      const words = text.split(' ');
      const cases = (await all()).filter(({ description }) => words.every((word) => description.includes(word)));
      for (const order of ['newest', 'endangered'] as const) {
        for (const actor of (['dispatcher', 'unitOfficer', 'inspector'] as const).map(actorOf)) {
          const seen = cases.filter((kase) => maySee(kase, actor)).map(({ id }) => id);
          expect((await everyPage(actor, text, order)).sort(), `${order} for ${actor.roles}`).toEqual(seen.sort());
        }
      }
    },
  );
});
