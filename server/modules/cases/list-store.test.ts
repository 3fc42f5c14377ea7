import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { type FollowedEntry, readLogs } from '../../kernel/log.ts';
import { Refused } from '../../kernel/refusal.ts';
import { type Centre, doing, MIDDLE, openCentre, report, through, type Working, work } from './centre.fixture.ts';
import { openCase } from './commands.ts';
import { caseHearing } from './hearing.ts';
import type { CaseState } from './lifecycle.ts';
import {
  type CaseFilter,
  countCases,
  listAlikeCases,
  listCasePoints,
  listCases,
  listLastDispatches,
  listNearCases,
} from './list-store.ts';
import type { CaseFile } from './model.ts';
import type { CaseOrder } from './page-store.ts';
import { at } from './testing.ts';

let centre: Centre;
/** What the day left behind: one case in each of these states, by what was reported. */
const kases = new Map<string, CaseFile>();
const NOON = at('2026-03-02 12:00');

beforeAll(async () => {
  centre = await openCentre();
  const made: [string, string, string, ...Parameters<typeof work>[2][]][] = [
    ['09:00', '鼓屏路口井盖缺失，车辆颠簸', '鼓屏路 1 号', 'accept', 'register', 'dispatch', 'acknowledge'],
    ['09:10', '湖滨路路灯不亮', '湖滨路 20 号', 'accept', 'register', 'dispatch'],
    ['09:20', '五四路垃圾未清运', '五四路 123 号', 'accept', 'register'],
    ['09:30', '鼓屏路井盖不见了', '鼓屏路 3 号', 'reject'],
    ['09:40', 'LED 广告牌松动', '东街口', 'flagUrgent'],
    ['09:50', '树枝断落挡路', '西湖公园', 'sendToVerify'],
  ];
  for (const [time, description, address, ...steps] of made) {
    let kase = await report(centre, { description, address }, { at: `2026-03-02 ${time}` });
    for (const step of steps) kase = await work(centre, kase, step, {}, { at: `2026-03-02 ${time}` });
    kases.set(description.slice(0, 3), kase);
  }
  const elsewhere: Working = { in: centre.abroad };
  await report(centre, { description: '鼓屏路口井盖缺失' }, elsewhere);
});
afterAll(() => centre.close());

async function listed(
  filter: CaseFilter = {},
  how: { order?: CaseOrder; by?: keyof Centre['home']['officers']; now?: string } = {},
): Promise<string[]> {
  const actor = centre.home.officers[how.by ?? 'dispatcher'];
  const { cases } = await listCases(centre.db, actor, {
    filter,
    order: how.order ?? 'newest',
    limit: 50,
    now: how.now ?? NOON,
  });
  return cases.map(({ summary }) => summary.slice(0, 3));
}

const ALL = ['树枝断', 'LED', '鼓屏路', '五四路', '湖滨路', '鼓屏路'];

describe('a list', () => {
  test('holds the district’s cases, newest first, and none of another district', async () => {
    expect(await listed()).toEqual(ALL);
  });

  test('by danger begins with what ends first; what has no clock comes last', async () => {
    const order = await listed({}, { order: 'endangered' });
    const dues = order.map((name) => kases.get(name)).map((kase) => kase?.state);
    expect(dues.at(-1)).toBe('rejected');
    expect(order[0]).toBe('五四路');
  });

  test.each([
    [{ states: ['handling', 'dispatched'] as CaseState[] }, ['湖滨路', '鼓屏路']],
    [{ open: true }, ALL.toSpliced(2, 1)],
    [{ urgent: true }, ['LED']],
    [{ source: 'kiosk' }, []],
    [{ reportedFrom: at('2026-03-02 09:20'), reportedTo: at('2026-03-02 09:40') }, ['鼓屏路', '五四路']],
    [{ subdistrictCode: '350102001' }, ALL],
    [{ subdistrictCode: '350102002' }, []],
    [{ open: true, urgent: true, states: ['handling'] as CaseState[] }, []],
  ] as [CaseFilter, string[]][])('narrowed by %j', async (filter, expected) => {
    expect(await listed(filter)).toEqual(expected);
  });

  test('narrowed by unit, category, cell and ids', async () => {
    const { units, category } = centre.home;
    expect(await listed({ unitId: units.water })).toEqual(['湖滨路', '鼓屏路']);
    expect(await listed({ unitId: units.roads })).toEqual([]);
    expect(await listed({ categoryId: category })).toEqual(['五四路', '湖滨路', '鼓屏路']);
    const cellCode = kases.get('LED')?.place?.cellCode ?? '';
    expect(await listed({ cellCode })).toEqual(ALL);
    expect(await listed({ cellCode: '350102001001999' })).toEqual([]);
    expect(await listed({ ids: [kases.get('LED')?.id ?? ''] })).toEqual(['LED']);
  });

  test('narrowed by requests that wait for approval', async () => {
    expect(await listed({ pending: true })).toEqual([]);
    const kase = await through(
      centre,
      await report(centre, { description: '待批延期' }),
      'accept',
      'register',
      'dispatch',
      'acknowledge',
      'requestExtension',
    );
    expect(await listed({ pending: true })).toEqual(['待批延']);
    await through(centre, kase, 'refuseExtension', 'reportFixed', 'checkFix', 'close');
    expect(await listed({ pending: true })).toEqual([]);
  });

  test('narrowed to amber or overdue holds a case in one of them, at its last moment still in amber', async () => {
    // Half an hour to dispatch, from 09:20; amber after four fifths of it.
    const five = { states: ['registered'] as CaseState[] };
    const standing = async (time: string) => {
      const now = at(`2026-03-02 ${time}`);
      return [
        (await listed({ ...five, time: 'amber' }, { now })).length,
        (await listed({ ...five, time: 'overdue' }, { now })).length,
      ];
    };
    expect(await standing('09:43')).toEqual([0, 0]);
    expect(await standing('09:44')).toEqual([1, 0]);
    expect(await standing('09:50')).toEqual([1, 0]);
    expect(await standing('09:51')).toEqual([0, 1]);
  });
});

describe('a search', () => {
  test.each([
    ['井盖', ['鼓屏路', '鼓屏路']],
    ['井盖缺失', ['鼓屏路']],
    ['路灯', ['湖滨路']],
    ['五四路 123', ['五四路']],
    ['led', ['LED']],
    ['ＬＥＤ', ['LED']],
    ['灯', ['湖滨路']],
    ['%', []],
    ['，', []],
    ['没有的事', []],
  ])('for “%s”', async (text, expected) => {
    const found = (await listed({ text })).filter((name) => name !== '待批延');
    expect(found).toEqual(expected);
  });

  test('finds a case by its number, and by an address corrected since, no longer by the old one', async () => {
    const kase = kases.get('LED')!;
    expect(await listed({ text: kase.number })).toEqual(['LED']);
    await work(centre, kase, 'correct', { address: '杨桥路 8 号' });
    expect(await listed({ text: '杨桥路' })).toEqual(['LED']);
    expect(await listed({ text: '东街口' })).toEqual([]);
  });
});

describe('pages', () => {
  test.each(['newest', 'endangered'] as CaseOrder[])(
    'by %s show each case once, although cases come and go meanwhile',
    async (order) => {
      const actor = centre.abroad.officers.dispatcher;
      const made = await transact(centre.db, async (tx) => {
        const list: CaseFile[] = [];
        for (let i = 0; i < 7; i++) {
          const how: Working = { in: centre.abroad, at: `2026-03-03 0${7 + Math.floor(i / 3)}:00` };
          list.push(
            await openCase(doing(centre, tx, 'callAgent', how), {
              source: 'web',
              nature: 'problem',
              description: `第 ${i} 件`,
              address: '',
              point: null,
              categoryId: null,
              urgent: false,
              photos: [],
            }),
          );
        }
        return list;
      });
      const filter = {
        reportedFrom: at('2026-03-03 00:00'),
        reportedTo: at('2026-03-04 00:00'),
      };
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listCases(centre.db, actor, { filter, order, cursor, limit: 3, now: NOON });
        expect(page.cases.length).toBeLessThanOrEqual(3);
        seen.push(...page.cases.map(({ id }) => id));
        cursor = page.next ?? undefined;
        await report(
          centre,
          { point: null },
          { in: centre.abroad, at: order === 'newest' ? '2026-03-03 23:00' : '2026-03-03 00:01' },
        );
        const unseen = made.find(({ id }) => !seen.includes(id));
        if (unseen) await work(centre, unseen, 'addNote', {}, { in: centre.abroad });
      } while (cursor);
      expect(made.map(({ id }) => seen.filter((one) => one === id).length)).toEqual(made.map(() => 1));
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  test.each([
    'nonsense',
    '2026-99-99T00:00:00.000Z~00000000-0000-7000-8000-000000000001',
    '2026-03-02T00:00:00.000Z~------------------------------------',
    "2026-03-02T00:00:00.000Z~'; drop table case_file",
  ])('do not go on from %s', async (cursor) => {
    const asked = listCases(centre.db, centre.home.officers.dispatcher, {
      filter: {},
      order: 'newest',
      cursor,
      limit: 3,
      now: NOON,
    });
    await expect(asked).rejects.toThrow(Refused);
  });
});

describe('each officer', () => {
  test('sees in lists, counts, points and near cases what the rules let him see of each', async () => {
    const seenBy = async (by: keyof Centre['home']['officers']) =>
      (await listed({}, { by })).filter((name) => name !== '待批延');
    expect(await seenBy('intakeOfficer')).toEqual(ALL);
    expect(await seenBy('unitOfficer')).toEqual(['湖滨路', '鼓屏路']);
    expect(await seenBy('roadsOfficer')).toEqual([]);
    expect(await seenBy('inspector')).toEqual(['树枝断']);
    expect(await seenBy('financeOfficer')).toEqual([]);
    expect(await seenBy('systemAdministrator')).toEqual([]);
    const { unitOfficer, roadsOfficer } = centre.home.officers;
    expect((await countCases(centre.db, unitOfficer, {}, NOON)).open).toBe(2);
    expect(await listCasePoints(centre.db, roadsOfficer, {}, NOON, 100)).toEqual([]);
    const near = { point: MIDDLE, metres: 100, since: at('2026-03-01 00:00'), text: '' };
    expect((await listNearCases(centre.db, roadsOfficer, near)).length).toBe(0);
  });

  test('hears live of exactly the cases he sees, and of what takes one away from him', async () => {
    const { officers } = centre.home;
    const entriesOf = async (ids: readonly string[]) =>
      [...(await readLogs(centre.db, centre.home.id, ids)).values()].flat() as unknown as FollowedEntry[];
    const heard = async (entries: readonly FollowedEntry[], by: keyof typeof officers) => {
      const hearing = caseHearing(centre.db);
      const concerns = await hearing.audience(entries);
      return entries.filter((entry) => hearing.hearsAll(officers[by]) || concerns(entry, officers[by]));
    };
    const all = await entriesOf([...kases.values()].map(({ id }) => id));
    expect(await heard(all, 'dispatcher')).toHaveLength(all.length);
    expect(await heard(all, 'systemAdministrator')).toEqual([]);
    expect(new Set((await heard(all, 'unitOfficer')).map(({ recordId }) => recordId))).toContain(
      kases.get('湖滨路')?.id,
    );
    const stray = await report(centre, { description: '错派的井盖' });
    await through(centre, stray, 'accept', 'register', 'dispatch', 'decline', 'void');
    const log = await entriesOf([stray.id]);
    const actions = (of: readonly FollowedEntry[]) => of.map(({ action }) => action);
    const own = actions(await heard(log, 'unitOfficer'));
    expect(own).toContain('dispatch');
    expect(own.at(-1)).toBe('decline');
    expect(own).not.toContain('register');
    expect(await heard(log, 'roadsOfficer')).toEqual([]);
    const hearing = caseHearing(centre.db);
    const concerns = await hearing.audience(log);
    expect(log.some((entry) => concerns(entry, centre.abroad.officers.unitOfficer))).toBe(false);
  });

  test('finds his own tasks', async () => {
    const sent = await work(centre, await report(centre, { description: '派给监督员' }), 'sendToVerify', {
      inspectorId: centre.home.officers.inspector.id,
    });
    expect(await listed({ mine: true }, { by: 'inspector' })).toEqual(['派给监']);
    expect(await listed({}, { by: 'secondInspector' })).not.toContain('派给监');
    await work(centre, sent, 'verify');
    await work(centre, sent, 'void');
  });
});

describe('counts', () => {
  test('are of open cases, by state, and of what is late or soon late', async () => {
    const counts = await countCases(centre.db, centre.home.officers.dispatcher, {}, NOON);
    expect(counts.states).toMatchObject({ handling: 1, dispatched: 1, registered: 1, verifying: 1, reported: 1 });
    expect(counts.states).not.toHaveProperty('rejected');
    expect(counts.open).toBe(Object.values(counts.states).reduce((sum, n) => sum + n, 0));
    expect(counts).toMatchObject({ urgent: 1, pending: 0 });
    for (const [time, n] of [
      ['overdue', counts.overdue],
      ['amber', counts.amber],
    ] as const)
      expect(await listed({ open: true, time })).toHaveLength(n);
  });
});

describe('near duplicates', () => {
  const near = (more: Partial<Parameters<typeof listNearCases>[2]> = {}) =>
    listNearCases(centre.db, centre.home.officers.intakeOfficer, {
      point: MIDDLE,
      metres: 250,
      since: at('2026-03-01 00:00'),
      text: '井盖没有了',
      ...more,
    });

  test('come likest first; what was rejected or lies far away or long ago is not one', async () => {
    const found = await near();
    expect(found[0]).toMatchObject({ summary: '鼓屏路口井盖缺失，车辆颠簸', metres: 0 });
    expect(found[0]?.likeness).toBeGreaterThan(0);
    expect(found.map(({ state }) => state)).not.toContain('rejected');
    expect(await near({ since: NOON })).toEqual([]);
    const west = { lon: MIDDLE.lon - 0.0009, lat: MIDDLE.lat };
    const far = await report(centre, { description: '井盖没有了', point: west });
    expect((await near({ metres: 50 })).map(({ id }) => id)).not.toContain(far.id);
    expect((await near({ metres: 100 })).find(({ id }) => id === far.id)?.metres).toBeCloseTo(90, -1);
  });

  test('leave out the case that asks', async () => {
    const [first] = await near();
    expect((await near({ except: first?.id })).map(({ id }) => id)).not.toContain(first?.id);
  });

  test('of a report without a place are found by its words', async () => {
    const found = await listAlikeCases(centre.db, centre.home.officers.intakeOfficer, {
      text: '湖滨路路灯',
      since: at('2026-03-01 00:00'),
      now: NOON,
    });
    expect(found.map(({ summary }) => summary)).toEqual(['湖滨路路灯不亮']);
  });
});

test('how the like were dispatched lately is told, those of the same community first', async () => {
  const { officers, category, units } = centre.home;
  const last = await listLastDispatches(
    centre.db,
    officers.dispatcher,
    category,
    kases.get('鼓屏路')?.place?.communityCode ?? null,
  );
  expect(last.length).toBeLessThanOrEqual(3);
  for (const { unitId } of last) expect(unitId).toBe(units.water);
});

test('points of the map are those of the list that have a place', async () => {
  const points = await listCasePoints(centre.db, centre.home.officers.dispatcher, { open: true }, NOON, 3);
  expect(points).toHaveLength(3);
  for (const { lon, lat } of points) expect([lon, lat]).toEqual([expect.any(Number), expect.any(Number)]);
});
