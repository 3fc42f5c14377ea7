import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import {
  type AssetRecord,
  assetProcedure,
  type EngagementRecord,
  engagementProcedure,
  type QuotaRecord,
  surveyProcedure,
} from './procedures.ts';
import {
  asksByAccount,
  assetOn,
  assetUse,
  controlRate,
  inPostOn,
  jobsOn,
  netValueOn,
  quotaOn,
  satisfactionOf,
  takesAnswers,
} from './rules.ts';

const quota = (posts: number, from: string, change: Partial<QuotaRecord> = {}) => ({
  posts,
  from,
  state: 'inForce' as const,
  openedAt: '2026-01-01T00:00:00.000Z' as QuotaRecord['openedAt'],
  ...change,
});
const person = (personNumber: string, change: Partial<EngagementRecord> = {}) => ({
  personNumber,
  kind: 'establishment' as const,
  state: 'engaged' as const,
  from: '2026-01-01',
  until: null,
  ...change,
});

describe('编制数', () => {
  test('is that of the latest decision in force on the day, from its first day on', () => {
    const quotas = [quota(20, '2026-07-01'), quota(18, '2026-01-01'), quota(99, '2026-03-01', { state: 'revoked' })];
    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => quotaOn(quotas, day))).toEqual([
      null,
      18,
      18,
      20,
    ]);
  });

  test('of two decisions of one day is that of the later entry', () => {
    const openedAt = '2026-02-02T00:00:00.000Z' as QuotaRecord['openedAt'];
    const [first, second] = [quota(18, '2026-01-01'), quota(19, '2026-01-01', { openedAt })];
    expect([quotaOn([first, second], '2026-05-01'), quotaOn([second, first], '2026-05-01')]).toEqual([19, 19]);
  });

  test('of none, or never approved, gives no control rate', () => {
    expect(controlRate([person('1')], [quota(0, '2026-01-01')], '2026-05-01')).toBeNull();
    expect(controlRate([person('1')], [], '2026-05-01')).toBeNull();
    expect(controlRate([], [quota(3, '2026-01-01')], '2026-05-01')).toEqual({ inPost: 0, posts: 3 });
  });
});

describe('在岗', () => {
  const count = (people: ReturnType<typeof person>[], day: string) =>
    inPostOn(people, day, ['establishment']).get('establishment')?.length;

  test('is from the first day to the last, both counted, and not where the entry was annulled', () => {
    const stay = person('1', { from: '2026-03-01', until: '2026-03-31', state: 'ended' });
    expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => count([stay], day))).toEqual([
      0, 1, 1, 0,
    ]);
    expect(count([person('1', { state: 'annulled' })], '2026-03-01')).toBe(0);
  });

  test('counts a person once, though he has two posts of one kind or of two', () => {
    expect(count([person('1'), person('1', { from: '2026-02-01' })], '2026-03-01')).toBe(1);
    const jobs = jobsOn([person('1', { kind: 'hired' }), person('1')], '2026-03-01', 'own');
    expect([...jobs].map(([kind, people]) => [kind, people.length])).toEqual([
      ['establishment', 1],
      ['hired', 0],
      ['dispatched', 0],
    ]);
  });

  test('offers jobs to those employed, to outsourced seats only by choice, and as created where they began in the year', () => {
    const people = [
      person('1', { from: '2025-12-31' }),
      person('2', { from: '2026-01-01', kind: 'hired' }),
      person('3', { from: '2026-02-01', kind: 'outsourced' }),
      person('4', { from: '2026-02-01', kind: 'intern' }),
      person('5', { from: '2026-02-01', kind: 'volunteer' }),
    ];
    const who = (choice: Parameters<typeof jobsOn>[2]) => [...jobsOn(people, '2026-06-30', choice).values()].flat();
    expect([who('own'), who('outsourced'), who('created')]).toEqual([['1', '2'], ['1', '2', '3'], ['2']]);
  });
});

describe('固定资产', () => {
  const asset = (history: [on: string, state: string][], change: Partial<AssetRecord> = {}) =>
    ({
      category: 'equipment',
      valueFen: 100,
      acquiredOn: '2026-01-15',
      history: [['2026-01-15', 'inUse'] as const, ...history].map(([on, state]) => ({ on, state })),
      ...change,
    }) as AssetRecord;
  const stood = (one: AssetRecord, ...days: string[]) => days.map((day) => assetOn(one, day));

  test('is idle from the ninety-first day of being put away, and not there before it came', () => {
    const away = asset([['2026-03-01', 'idle']]);
    expect(stood(away, '2026-01-14', '2026-01-15', '2026-05-30', '2026-05-31')).toEqual([
      null,
      'inUse',
      'inUse',
      'idle',
    ]);
  });

  test('approved for disposal it is on neither side, and used again it counts again', () => {
    const back = asset([
      ['2026-02-01', 'disposing'],
      ['2026-04-01', 'inUse'],
      ['2026-05-01', 'disposing'],
      ['2026-06-01', 'disposed'],
    ]);
    expect(stood(back, '2026-01-31', '2026-02-01', '2026-04-01', '2026-05-01', '2026-06-01')).toEqual([
      'inUse',
      null,
      'inUse',
      null,
      null,
    ]);
  });

  test('is used by value and by number; of none there is no rate', () => {
    const assets = [
      asset([]),
      asset([['2026-01-16', 'idle']], { valueFen: 300 }),
      asset([['2026-01-16', 'disposing']]),
    ];
    expect(assetUse(assets, '2026-12-31')).toEqual({ inUseFen: 100, allFen: 400, inUse: 1, all: 2 });
    expect(assetUse(assets, '2025-12-31')).toBeNull();
  });

  const worth = (day: string, change: Partial<AssetRecord> = {}) =>
    netValueOn(asset([], { valueFen: 7_200, ...change }), day);

  test('is written off evenly by the month, the month in which it came being the first, until nothing is left', () => {
    expect(
      ['2025-12-31', '2026-01-31', '2026-02-01', '2027-01-01', '2031-12-31', '2032-01-01', '2040-01-01'].map((day) =>
        worth(day),
      ),
    ).toEqual([7_200, 7_200, 7_100, 6_000, 100, 0, 0]);
  });

  test('by the years told, else by the least for its category; software and the rest only where years were told', () => {
    const left = (change: Partial<AssetRecord>) => worth('2027-01-01', change);
    expect(left({ lifeYears: 2 })).toBe(3_600);
    expect(left({ category: 'vehicle' })).toBe(6_300);
    expect(left({ category: 'furniture' })).toBe(6_720);
    expect(left({ category: 'building' })).toBe(7_056);
    expect([left({ category: 'software' }), left({ category: 'other' })]).toEqual([null, null]);
    expect(left({ category: 'software', lifeYears: 10 })).toBe(6_480);
  });

  test('what is written off is rounded half up to the fen', () => {
    expect(worth('2026-02-01', { valueFen: 36 })).toBe(35);
    expect(worth('2026-02-01', { valueFen: 35 })).toBe(35);
  });
});

describe('满意度调查', () => {
  const counts = { satisfied: 3, fairly: 1, dissatisfied: 1 };

  test('counts who is satisfied or fairly so among those who answered, if enough did', () => {
    const rate = (leastAnswers: number) => satisfactionOf(counts, { asked: 20, leastAnswers }).rate;
    expect([rate(5), rate(6)]).toEqual([0.8, null]);
  });

  test('takes answers on its first day and on its last, while it is open', () => {
    const days = { opensOn: '2026-05-01', closesOn: '2026-05-10' };
    const taken = (day: string, state: 'open' | 'closed' = 'open') => takesAnswers({ state, ...days }, day) === null;
    expect([taken('2026-04-30'), taken('2026-05-01'), taken('2026-05-10'), taken('2026-05-11')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(taken('2026-05-05', 'closed')).toBe(false);
  });

  test('asks by account its own staff or all users, and never citizens', () => {
    const asked = (audience: 'staff' | 'users' | 'citizens', ofTheCentre: boolean) =>
      asksByAccount({ audience }, { ofTheCentre }) === null;
    expect([asked('staff', true), asked('staff', false), asked('users', false), asked('citizens', true)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('days that go before others', () => {
  test('nobody leaves before his first day, on which he may leave', () => {
    const ends = (until: string) =>
      engagementProcedure.refusals.endBeforeStart({ from: '2026-03-01' } as EngagementRecord, {} as never, { until });
    expect([ends('2026-02-28'), ends('2026-03-01')]).toEqual([true, false]);
  });

  test('an asset does not change before its last change, but on the same day it may change again', () => {
    const history = [
      { on: '2026-01-15', state: 'inUse' },
      { on: '2026-03-01', state: 'idle' },
    ];
    const changes = (on: string) => assetProcedure.refusals.beforeLast({ history } as AssetRecord, {} as never, { on });
    expect([changes('2026-02-28'), changes('2026-03-01')]).toEqual([true, false]);
  });

  test('a survey may last one day, and does not close before it opens', () => {
    const prepared = (closesOn: string) =>
      surveyProcedure.freeze?.(null, 'prepare', { opensOn: '2026-05-01', closesOn }, {} as never) ?? {};
    expect(['2026-04-30', '2026-05-01'].map((day) => isRefusal(prepared(day)))).toEqual([true, false]);
  });
});
