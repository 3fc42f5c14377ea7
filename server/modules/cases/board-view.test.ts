import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { type BoardWindow, boardDimensions, boardWindows, firstDayOf, quantile } from './board.ts';
import { foldBoards } from './board-commands.ts';
import { type Board, type BoardRow, boardOf, recentBoard } from './board-view.ts';
import { type Centre, openCentre, report, TO_CHECKED, through, work } from './centre.fixture.ts';
import { countOpen } from './counters.ts';
import { type CaseState, openStates } from './lifecycle.ts';
import { type CaseFilter, countCases, listCases } from './list-store.ts';
import { at } from './testing.ts';

const ZONE = 'Asia/Shanghai';
const NOW = at('2026-03-05 09:30');

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
  const days = ['2026-01-20 09:00', '2026-02-20 10:00', '2026-03-02 09:00', '2026-03-04 16:00', '2026-03-05 09:00'];
  for (const [i, when] of days.entries()) {
    for (const steps of [0, 1, 2, 3, 5, 6]) {
      const source = (['hotline', 'web'] as const)[(i + steps) % 2];
      let kase = await report(centre, source ? { source } : {}, { at: when });
      for (const action of TO_CHECKED.slice(0, steps)) kase = await work(centre, kase, action, {}, { at: when });
      if (steps === 6) await work(centre, kase, 'close', {}, { at: when });
    }
  }
  await report(centre, {}, { in: centre.abroad });
  await transact(centre.db, (tx) => foldBoards(tx, NOW));
  await through(centre, await report(centre, { description: '折叠之后的井盖缺失' }), 'accept');
});
afterAll(() => centre.close());

const board = (window: BoardWindow, unitId: string | null = null): Promise<Board> =>
  boardOf(centre.db, { jurisdictionId: centre.home.id, timeZone: ZONE, unitId, window, now: NOW });

async function listed(filter: CaseFilter): Promise<number> {
  const { dispatcher } = centre.home.officers;
  return (await listCases(centre.db, dispatcher, { filter, order: 'newest', limit: 500, now: NOW })).cases.length;
}

const narrowed = (dimension: (typeof boardDimensions)[number], row: BoardRow): CaseFilter => {
  const field = { category: 'categoryId', unit: 'unitId', subdistrict: 'subdistrictCode', source: 'source' }[dimension];
  return { [field]: row.value };
};

describe('every number of the board', () => {
  test.each(boardWindows)('is as many as the cases that its list opens: %s', async (window) => {
    const { rows, total, from } = await board(window);
    const came = from === null ? {} : { reportedFrom: at(`${from} 00:00`) };
    let seen = 0;
    for (const dimension of boardDimensions) {
      expect(rows[dimension].reduce((sum, row) => sum + row.cases, 0)).toBe(total.cases);
      for (const row of rows[dimension].filter(({ value }) => value !== null)) {
        const whose = narrowed(dimension, row);
        for (const [state, cases] of Object.entries(row.states)) {
          const what = `${dimension} ${state}`;
          expect({ what, cases }).toEqual({
            what,
            cases: await listed({ ...whose, ...came, states: [state as CaseState] }),
          });
          seen += cases;
        }
        expect(row.overdue).toBe(await listed({ ...whose, open: true, time: 'overdue' }));
        expect(row.amber).toBe(await listed({ ...whose, open: true, time: 'amber' }));
      }
    }
    expect(seen).toBeGreaterThan(window === 'today' ? 10 : 30);
    if (window === 'open')
      expect(Object.keys(total.states).every((state) => openStates.includes(state as CaseState))).toBe(true);
  });

  test('is the counters’ above the work list', async () => {
    const { total } = await board('open');
    const counts = await countCases(centre.db, centre.home.officers.dispatcher, {}, NOW);
    expect(total).toMatchObject({
      cases: counts.open,
      overdue: counts.overdue,
      amber: counts.amber,
      states: counts.states,
    });
    expect(total.overdue).toBeGreaterThan(3);
  });

  test('is what the counters say that are read from it, for all cases and for one value of each dimension', async () => {
    const { dispatcher } = centre.home.officers;
    const { rows } = await board('open');
    const filters = [
      {},
      { open: true },
      { source: 'nowhere' },
      ...boardDimensions.flatMap((dimension) =>
        rows[dimension].filter(({ value }) => value !== null).map((row) => narrowed(dimension, row)),
      ),
      { urgent: true },
      { source: '' },
      { subdistrictCode: '' },
      { unitId: centre.home.units.water.toUpperCase() },
      { source: 'hotline', unitId: centre.home.units.water },
    ];
    expect(filters.length).toBeGreaterThan(8);
    for (const filter of filters)
      expect({ filter, ...(await countOpen(centre.db, dispatcher, filter, NOW)) }).toEqual({
        filter,
        ...(await countCases(centre.db, dispatcher, filter, NOW)),
      });
  });

  test('is of its own unit for a unit', async () => {
    const { water } = centre.home.units;
    const whole = await board('all');
    const own = await board('all', water);
    const line = whole.rows.unit.find(({ value }) => value === water);
    expect(own.total).toMatchObject({
      cases: line?.cases,
      states: line?.states,
      overdue: line?.overdue,
      amber: line?.amber,
    });
    expect(own.total.cases).toBeLessThan(whole.total.cases);
    expect(own.rows.unit).toEqual([]);
  });
});

describe('many who look at once', () => {
  test('share one reading for a second, and none with another unit or window', async () => {
    const look = (now: string, unitId: string | null = null, window: BoardWindow = 'open') =>
      recentBoard(centre.db, { jurisdictionId: centre.home.id, timeZone: ZONE, unitId, window, now });
    const first = await look('2026-03-05T01:30:00.000Z');
    expect(await look('2026-03-05T01:30:00.900Z')).toBe(first);
    expect(await look('2026-03-05T01:30:00.900Z', centre.home.units.water)).not.toBe(first);
    expect(await look('2026-03-05T01:30:00.900Z', null, 'all')).not.toBe(first);
    expect(await look('2026-03-05T01:30:01.000Z')).not.toBe(first);
  });
});

describe('flows and times to close', () => {
  test('tell each day what came in and what ended', async () => {
    const { days } = await board('open');
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toEqual({ day: '2026-03-05', reported: 6, ended: 1 });
    expect(days.find(({ day }) => day === '2026-02-20')).toMatchObject({ reported: 6, ended: 1 });
  });

  test('are those of the cases closed in the window', async () => {
    const { total } = await board('days30');
    expect(total).toMatchObject({ closed: 4, meanSeconds: 0 });
    expect(total.medianSeconds).toBeLessThan(80);
  });

  test('find a median and a ninth decile within a fifth of the true ones', () => {
    const step = (minutes: number) => Math.floor(Math.log2(minutes) * 4);
    const steps = new Map<number, number>();
    for (let minutes = 60; minutes <= 6000; minutes += 1) steps.set(step(minutes), (steps.get(step(minutes)) ?? 0) + 1);
    expect(Math.abs((quantile(steps, 0.5) ?? 0) / 60 / 3030 - 1)).toBeLessThan(0.2);
    expect(Math.abs((quantile(steps, 0.9) ?? 0) / 60 / 5406 - 1)).toBeLessThan(0.2);
    expect(quantile(new Map(), 0.5)).toBeNull();
  });
});

describe('a window', () => {
  test.each([
    ['today', '2026-03-05'],
    ['week', '2026-02-27'],
    ['days30', '2026-02-04'],
    ['month', '2026-03-01'],
    ['open', null],
    ['all', null],
  ] as const)('%s begins on %s', (window, day) => {
    expect(firstDayOf(window, '2026-03-05')).toBe(day);
  });
});
