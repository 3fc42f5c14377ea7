import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from '../../app.ts';
import { transact } from '../../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { verifyLog } from '../../kernel/verify.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { planFaults } from '../targets/checks/plan.ts';
import { findApprovedPlan, listRounds } from '../targets/store.ts';
import { type SeededDemo, seedDemo } from './seed.ts';

let database: TestDatabase;
let demo: SeededDemo;

beforeAll(async () => {
  database = await testDatabase();
  demo = await seedDemo(database.db, {
    password: 'not-used-in-this-test',
    now: '2026-08-03T02:00:00.000Z',
    days: 60,
    perDay: 1,
    say: () => undefined,
    followers: followers(),
  });
});
afterAll(() => database.close());

describe('the demo in the middle of its year', () => {
  test('the round of 30 June is filled by finance, reviewed by the leader, and explains each deviation once', async () => {
    const rounds = await transact(database.db, (tx) => listRounds(tx, demo.jurisdiction.id));
    expect(rounds).toHaveLength(1);
    const [round] = rounds;
    expect(round).toMatchObject({ cutoff: '2026-06-30', state: 'reviewed' });
    const owed = (round?.lines ?? []).filter(({ verdict }) => verdict !== 'met').map(({ indicatorId }) => indicatorId);
    expect(owed.length).toBeGreaterThan(0);
    expect(round?.explanations.map(({ indicatorId }) => indicatorId).sort()).toEqual(owed.sort());
    const meetings = round?.lines.find(({ metric }) => metric === 'meeting.heldCount');
    expect(meetings?.value.months.at(-1)?.month).toBe('2026-06');
    expect(round?.money.paidFen).toBeGreaterThan(0);
  });

  test('every entry of it was there when its day was sealed: the whole log proves itself', async () => {
    const verified = await verifyLog(database.db, demo.jurisdiction.id);
    expect(verified.flaw).toBeNull();
    expect(verified.seals).toBeGreaterThan(50);
  });

  test('the month plan follows the adjustment of June: each project plans what it has', async () => {
    const budget = await transact(database.db, (tx) => findBudgetOfYear(tx, demo.jurisdiction.id, 2026));
    const of = (list: readonly { projectCode: string | null; fen: number }[], code: string) =>
      list.filter(({ projectCode }) => projectCode === code).reduce((sum, { fen }) => sum + fen, 0);
    expect(budget?.adjustments).toMatchObject([{ state: 'granted' }]);
    for (const code of ['XM01', 'XM02'])
      expect([code, of(budget?.months ?? [], code)]).toEqual([code, of(budget?.lines ?? [], code)]);
  });

  test('the board numbers its indicators as the published document does', async () => {
    const plan = await transact(database.db, (tx) => findApprovedPlan(tx, demo.jurisdiction.id, 2026));
    expect(plan && planFaults(plan).filter(({ rule }) => rule === 'K-21')).toEqual([]);
  });
});
