import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { localDate } from '../../kernel/instant.ts';
import { dayBefore, FLOOR_DAYS } from './board.ts';
import { foldBoards, rebuildBoard } from './board-commands.ts';
import { findBoardFlaw, findFloor, foldChanges } from './board-store.ts';
import { type Centre, openCentre, report, TO_CHECKED, through, work } from './centre.fixture.ts';
import type { CaseFile } from './model.ts';
import { at } from './testing.ts';

const ZONE = 'Asia/Shanghai';
const NOW = at('2026-03-02 18:00');

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterAll(() => centre.close());

async function keeping(jurisdictionId = centre.home.id) {
  return { timeZone: ZONE, floor: await findFloor(centre.db, jurisdictionId, localDate(NOW, ZONE)) };
}
const flaw = async (jurisdictionId = centre.home.id) =>
  findBoardFlaw(centre.db, jurisdictionId, await keeping(jurisdictionId));
const fold = (now = NOW) => transact(centre.db, (tx) => foldBoards(tx, now));

async function noted(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from case_board_change`.execute(centre.db);
  return rows[0]?.n ?? 0;
}

/** Proved at every step, whether what was noted has been folded or not. */
async function proved(): Promise<void> {
  expect(await flaw()).toBeNull();
  await fold();
  expect(await flaw()).toBeNull();
  expect(await noted()).toBe(0);
}

describe('the board is what the cases amount to', () => {
  test('from the report to the end, and through every reopening', async () => {
    const kase = await report(centre);
    await proved();
    for (const action of TO_CHECKED) {
      await through(centre, kase, action);
      await proved();
    }
    await work(centre, kase, 'close', {}, { at: '2026-03-04 10:00' });
    await proved();
    await work(centre, kase, 'reopen', {}, { at: '2026-03-05 10:00' });
    await proved();
  });

  test('through merging and parting again, rejecting, voiding and correcting', async () => {
    const main = await report(centre);
    const double = await report(centre);
    await work(centre, double, 'merge', { intoId: main.id });
    await proved();
    await work(centre, double, 'unmerge');
    await proved();
    await work(centre, double, 'correct', { address: '别处', categoryId: centre.home.category });
    await work(centre, await report(centre), 'reject');
    await work(centre, await report(centre), 'void');
    await proved();
  });

  test('through splitting, with the parts that come of it', async () => {
    const kase = await through(centre, await report(centre), 'accept', 'register');
    await work(centre, kase, 'split');
    await proved();
  });

  test('while sixteen officers work at once and totals are folded in between', async () => {
    const lives = Array.from({ length: 16 }, async (_, i) => {
      const source = (['hotline', 'web', 'sensor'] as const)[i % 3] ?? 'web';
      let kase: CaseFile = await report(centre, { source, description: `第 ${i} 处井盖缺失` });
      for (const action of TO_CHECKED) kase = await work(centre, kase, action);
      if (i % 2 === 0) await work(centre, kase, 'close');
    });
    const folds = Array.from({ length: 6 }, async () => {
      await fold();
      expect(await flaw()).toBeNull();
    });
    await Promise.all([...lives, ...folds]);
    await proved();
  });

  test('and tells nothing of another district', async () => {
    await report(centre, {}, { in: centre.abroad });
    expect(await flaw(centre.abroad.id)).toBeNull();
    const { rows } = await sql<{ n: number }>`select sum(weight) as n from case_board_change
      where jurisdiction_id = ${centre.abroad.id}`.execute(centre.db);
    expect(rows[0]?.n).toBe(1);
    await proved();
  });

  test('and notes nothing of what was taken back', async () => {
    const before = await noted();
    const failed = transact(centre.db, async (tx) => {
      await sql`insert into case_board_change (jurisdiction_id, weight, state, source, reported_at)
        values (${centre.home.id}, 1, 'reported', 'web', now())`.execute(tx);
      throw new Error('taken back');
    });
    await expect(failed).rejects.toThrow('taken back');
    expect(await noted()).toBe(before);
  });
});

describe('a board that is not what the cases amount to', () => {
  test('is named, and counted anew', async () => {
    await fold();
    await sql`update case_board_total set cases = cases + 1
      where jurisdiction_id = ${centre.home.id} and axis = 'now' and dimension = 'source' and value = 'hotline' and state = 'reported'`.execute(
      centre.db,
    );
    expect(await flaw()).toMatch(/^board now -infinity source hotline reported: kept \d+, counted \d+$/);
    await rebuildBoard(centre.db, centre.home.id, NOW);
    expect(await flaw()).toBeNull();
  });

  test('is counted anew while people work, and loses nothing of it', async () => {
    const working = Array.from({ length: 6 }, async () => through(centre, await report(centre), 'accept', 'register'));
    await Promise.all([
      ...working,
      rebuildBoard(centre.db, centre.home.id, NOW),
      rebuildBoard(centre.db, centre.home.id, NOW),
    ]);
    await proved();
  });
});

describe('as days go by', () => {
  test('what is too old to be told by day is let go of, and the board stays what the cases amount to', async () => {
    const later = at('2026-05-20 09:00');
    await fold(later);
    const floor = await findFloor(centre.db, centre.home.id, '2026-05-20');
    expect(floor).toBe(dayBefore('2026-05-20', FLOOR_DAYS));
    expect(await findBoardFlaw(centre.db, centre.home.id, { timeZone: ZONE, floor })).toBeNull();
    const { rows } = await sql<{
      axis: string;
      days: number;
    }>`select axis, count(distinct day) as days from case_board_total
      where jurisdiction_id = ${centre.home.id} and axis in ('reported', 'due') group by axis order by axis`.execute(
      centre.db,
    );
    expect(rows).toEqual([{ axis: 'due', days: 1 }]);
    const again = await report(centre, {}, { at: '2026-05-20 09:05' });
    await through(centre, again, 'accept');
    await transact(centre.db, (tx) => foldChanges(tx, centre.home.id, { timeZone: ZONE, floor }));
    expect(await findBoardFlaw(centre.db, centre.home.id, { timeZone: ZONE, floor })).toBeNull();
  });
});
