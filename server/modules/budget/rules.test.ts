import { describe, expect, test } from 'vitest';
import { approvedIncomes } from './adjustments.ts';
import { assetFault } from './assets.ts';
import { type BudgetInput, changedCells, inputFaults, laterFaults } from './checks/input.ts';
import { versionsWith } from './classification/rules.ts';
import { historyOf } from './history.ts';
import type {
  Adjustment,
  IncomeLine,
  Line,
  LineChange,
  MonthPlan,
  Purchase,
  PurchaseChange,
  UnitFacts,
} from './model.ts';
import { bookedOf, type PaymentRecord } from './payments.ts';
import {
  executionOf,
  keyFault,
  leftOf,
  plannedByMonth,
  procurementOf,
  publishDueOn,
  takenBeyond,
  unexplained,
  unreviewed,
  withDeltas,
  withIncomeDeltas,
  withPurchases,
  yearPassed,
} from './rules.ts';
import { salary } from './salary.fixture.ts';

const line = (fen: number, change: Partial<Line> = {}): Line => ({
  ...salary,
  fen,
  ...change,
});
const ofProject = (fen: number, projectCode = 'P1') =>
  line(fen, { economicCode: '30201', kind: 'project', role: null, projectCode });
const income = (fen: number, source: IncomeLine['source'] = 'generalPublicBudget'): IncomeLine => ({
  functionCode: '2010350',
  source,
  fen,
});

describe('公开期限', () => {
  test.each([
    ['2026-01-20', '2026-02-09'],
    ['2024-02-10', '2024-03-01'],
    ['2025-12-15', '2026-01-04'],
  ])('approved on %s, a budget is to be out by %s', (approved, due) => {
    expect(publishDueOn(approved)).toBe(due);
  });
});

describe('a line of expenditure', () => {
  const faultOf = (change: Partial<Line>) => keyFault(line(1, change))?.path;

  test('is personnel or public where it is basic, and names its project where it is one; nothing else', () => {
    expect(faultOf({})).toBeUndefined();
    expect(faultOf({ role: null })).toBe('role');
    expect(faultOf({ projectCode: 'P1' })).toBe('projectCode');
    expect(faultOf({ kind: 'project', role: null })).toBe('projectCode');
    expect(faultOf({ kind: 'project', role: null, projectCode: 'P1' })).toBeUndefined();
    for (const kind of ['institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'] as const) {
      expect(faultOf({ kind, role: null })).toBeUndefined();
      expect(faultOf({ kind })).toBe('role');
      expect(faultOf({ kind, role: null, projectCode: 'P1' })).toBe('projectCode');
    }
  });

  test('that counts as personnel outside classes 301 and 303 needs a reason as soon as it is given money', () => {
    const labour = (fen: number) => line(fen, { economicCode: '30226' });
    const codes = (given: Line[]) => unexplained(given).map(({ economicCode }) => economicCode);
    expect(
      codes([line(1), line(1, { economicCode: '30301' }), line(1, { economicCode: '30201', role: 'public' })]),
    ).toEqual([]);
    expect(codes([labour(1)])).toEqual(['30226']);
    expect(codes([labour(0), labour(-100)])).toEqual([]);
  });

  test('of a project gets money only where the project was reviewed; to take money away no review is asked', () => {
    const projects = [
      { code: 'P1', nameZh: '热线扩容', reviewed: false },
      { code: 'P2', nameZh: '网格', reviewed: true },
    ];
    expect(unreviewed(projects, [ofProject(1), ofProject(2), ofProject(1, 'P2'), ofProject(1, 'P0')])).toEqual([
      'P0',
      'P1 热线扩容',
    ]);
    expect(unreviewed(projects, [ofProject(0), ofProject(-5)])).toEqual([]);
  });
});

describe('调剂', () => {
  test('adds to and takes from lines and incomes, however often a form names one of them', () => {
    const fund = { fund: 'governmentFund' as const };
    const after = withDeltas([line(100), line(50, fund)], [line(-30), line(-20), line(-50, fund)]);
    expect(after).toEqual([line(50)]);
    expect(withDeltas([], [line(-1)])).toEqual([line(-1)]);
    expect(withIncomeDeltas([income(100), income(5, 'other')], [income(7), income(-3)])).toEqual([
      income(104),
      income(5, 'other'),
    ]);
  });

  test('what was approved is what stands now without what was granted since; what was refused never came in', () => {
    const moved = (number: number, state: Adjustment['state'], fen: number): Adjustment => ({
      number,
      reason: '追加',
      askedBy: null,
      state,
      on: null,
      deltas: [],
      incomes: [income(fen)],
    });
    const adjustments = [
      moved(1, 'granted', 30),
      moved(2, 'refused', 500),
      moved(3, 'granted', -10),
      moved(4, 'asked', 9),
    ];
    expect(approvedIncomes({ incomes: [income(120)], adjustments })).toEqual([income(100)]);
  });

  test('takes no more from a line than is left of it; what was overspent before may be made good in part', () => {
    const booked = [{ ...line(0), fen: 80, on: '2026-03-01' }];
    const beyond = (planned: number, ...deltas: number[]) =>
      takenBeyond(
        [line(planned)],
        booked,
        deltas.map((fen) => line(fen)),
      ).length;
    expect([beyond(100, -20), beyond(100, -21), beyond(100, -30, 10)]).toEqual([0, 1, 0]);
    expect([beyond(50, 10), beyond(50, -1)]).toEqual([0, 1]);
  });
});

describe('执行', () => {
  const paid = (fen: number, on: string, reversedOn: string | null = null) =>
    ({ line: line(0), fen, on, reversedOn }) as unknown as PaymentRecord;
  const payments = [paid(70, '2026-01-31'), paid(30, '2026-01-05'), paid(20, '2026-02-01', '2026-03-10')];

  test('counts a payment in its month and its reversal in the month of the reversal, up to and with the day asked for', () => {
    const until = (cutoff: string) => executionOf([line(500)], bookedOf(payments), cutoff);
    expect(until('2026-01-31')).toEqual({ plannedFen: 500, paidFen: 100, months: [{ month: '2026-01', fen: 100 }] });
    expect(until('2026-01-30').paidFen).toBe(30);
    expect(until('2026-02-28').paidFen).toBe(120);
    expect(until('2026-03-10')).toMatchObject({ paidFen: 100, months: [{}, {}, { month: '2026-03', fen: -20 }] });
  });

  test('what is left of a line is its own amount less what was paid from it alone', () => {
    const other = line(40, { economicCode: '30102' });
    const booked = [...bookedOf(payments), { ...other, fen: 15, on: '2026-02-01' }];
    expect([leftOf([line(500), other], booked, line(0)), leftOf([line(500), other], booked, other)]).toEqual([400, 25]);
    expect(leftOf([line(500)], booked, other)).toBe(-15);
  });

  test.each([
    ['2025-11-30', 0],
    ['2025-12-31', 0],
    ['2026-01-01', 1 / 365],
    ['2026-12-31', 1],
    ['2027-01-01', 1],
    ['2028-02-29', 1],
  ])('on %s so much of 2026 has passed: %d', (day, share) => {
    expect(yearPassed(2026, day)).toBeCloseTo(share, 9);
  });

  test('a leap year has a day more', () => {
    expect(yearPassed(2028, '2028-02-29')).toBeCloseTo(60 / 366, 9);
  });

  test('a month plan is due by the end of the month of the day, from January to December', () => {
    const month = (at: number, fen: number): MonthPlan => ({
      kind: 'basic',
      role: 'public',
      projectCode: null,
      month: at,
      fen,
    });
    const plan = [month(1, 1), month(6, 10), month(6, 100), month(12, 1000)];
    const dueOn = (cutoff: string) => plannedByMonth(plan, 2026, cutoff)?.dueFen;
    expect(['2026-01-01', '2026-05-31', '2026-06-01', '2026-12-31', '2027-01-01'].map(dueOn)).toEqual([
      1, 1, 111, 1111, 1111,
    ]);
    expect(plannedByMonth(plan, 2026, '2026-06-30')?.months.at(5)).toEqual({ month: '2026-06', fen: 110 });
    expect(plannedByMonth([], 2026, '2026-06-30')).toBeNull();
  });
});

describe('沿革', () => {
  test('tells the cells that were changed; one that was saved as it stood is none', () => {
    const entry = (seq: number, data: object) => ({ seq, at: '', action: 'edit', actorId: null, data }) as never;
    const lines = [
      { ...line(7), was: 5 },
      { ...line(3, { economicCode: '30102' }), was: 3 },
    ];
    const items = historyOf([entry(1, { input: { lines: [] } }), entry(2, { input: { lines, incomes: [] } })]);
    expect(items.map(({ seq, cells }) => [seq, cells.map(({ was, fen }) => [was, fen])])).toEqual([
      [2, [[5, 7]]],
      [1, []],
    ]);
  });
});

describe('政府采购', () => {
  const buy = (purchase: Purchase['purchase'], fen: number, more: Partial<Purchase> = {}): Purchase => ({
    purchase,
    economicCode: '30227',
    projectCode: null,
    item: '平台运维',
    fen,
    ...more,
  });
  const unit = { procurement: { goods: 1, works: 2, services: 3 } } as Pick<UnitFacts, 'procurement'>;

  test('is what is listed, by goods, works and services; the totals told count only where nothing is listed', () => {
    expect(procurementOf({ unit })).toEqual({ goods: 1, works: 2, services: 3 });
    const purchases = [buy('goods', 10), buy('services', 300), buy('goods', 40), buy('works', 7)];
    expect(procurementOf({ unit, purchases })).toEqual({ goods: 50, works: 7, services: 300 });
    expect(procurementOf({ unit, purchases: [buy('works', 7)] })).toEqual({ goods: 0, works: 7, services: 0 });
  });

  test('the same thing for two projects is two purchases', () => {
    expect(withPurchases([buy('goods', 1)], [buy('goods', 2, { projectCode: 'P1' })])).toHaveLength(2);
  });

  test('an asset is bought under class 310 or, in basic construction, 309; not under what only begins alike', () => {
    const wrong = (economicCode: string) =>
      assetFault({ purchase: 'goods', economicCode, item: '空 调' }, () => '办公设备购置') !== null;
    expect(['31002', '30902', '31201', '30201'].map(wrong)).toEqual([false, false, true, true]);
    expect(assetFault({ purchase: 'services', economicCode: '30227', item: '服务器机柜' }, () => '')).toBeNull();
  });
});

describe('a form of amounts', () => {
  const ended = (code: string, from: string) => ({
    id: code,
    scheme: 'departmentEconomic' as const,
    code,
    nameZh: null,
    from,
    to: null,
    source: '财预〔2026〕41号',
  });
  const versions = versionsWith([ended('30103', '2026-06-01'), ended('30107', '2027-01-01')]);
  const faults = (input: BudgetInput, today = '2026-07-01') =>
    inputFaults(input, { year: 2026, versions, today }).map(({ path }) => path);
  const cell = (change: Partial<LineChange> = {}): LineChange => ({ ...line(1), was: 0, ...change });
  const bought: PurchaseChange = {
    purchase: 'goods',
    economicCode: '30201',
    projectCode: null,
    item: '打印机',
    was: 0,
    fen: 1,
  };
  const month = { kind: 'basic', role: 'public', projectCode: null, month: 1, was: 0, fen: 1 } as const;

  test('gives each cell once, in every list', () => {
    const twice = <T>(one: T): [T, T] => [one, one];
    const { fen: _, ...service } = { ...bought, purchase: 'services' as const };
    expect(faults({ lines: twice(cell()) })).toEqual(['lines.1']);
    expect(faults({ incomes: twice({ ...income(1), was: 0 }) })).toEqual(['incomes.1']);
    expect(
      faults({
        incomes: [
          { ...income(1), was: 0 },
          { ...income(1, 'other'), was: 0 },
        ],
      }),
    ).toEqual([]);
    expect(faults({ months: twice(month) })).toEqual(['months.1']);
    expect(faults({ purchases: twice({ ...service, fen: 1 }) })).toEqual(['purchases.1']);
  });

  test('names for incomes and months what is wrong at their cells', () => {
    expect(faults({ incomes: [{ ...income(1), functionCode: '9999999', was: 0 }] })).toEqual([
      'incomes.0.functionCode',
    ]);
    expect(faults({ months: [{ ...month, role: null }] })).toEqual(['months.0.role']);
  });

  test('gives no money any more to a code that has ended; takes it back, and plans the year with it', () => {
    const moved = (fen: number, today?: string) => faults({ deltas: [line(fen, { economicCode: '30103' })] }, today);
    expect(moved(1, '2026-05-31')).toEqual([]);
    expect(moved(1, '2026-06-01')).toEqual(['deltas.0.economicCode']);
    expect(moved(-1, '2026-06-01')).toEqual([]);
    expect(faults({ lines: [cell({ economicCode: '30103' })] })).toEqual([]);
    expect([moved(1, '2025-12-31'), moved(1, '2027-01-05')]).toEqual([[], ['deltas.0.economicCode']]);
    expect(faults({ deltas: [line(1, { economicCode: '30107' })] }, '2027-01-05')).toEqual([]);
  });

  test('lets what was wrongly listed be taken off again', () => {
    expect(faults({ purchases: [bought] })).toEqual(['purchases.0.economicCode']);
    expect(faults({ purchases: [{ ...bought, was: 1, fen: 0 }] })).toEqual([]);
  });

  test('a project may run for one year only; it does not end before it begins', () => {
    const years = (firstYear: number, lastYear: number) => faults({ project: { firstYear, lastYear } });
    expect([years(2026, 2026), years(2026, 2025)]).toEqual([[], ['project.lastYear']]);
  });

  test('a decision may be of today, not of tomorrow', () => {
    expect(laterFaults({ on: '2026-07-01', approvedOn: '2026-06-30' }, '2026-07-01')).toEqual([]);
    expect(laterFaults({ on: '2026-07-02', approvedOn: '2026-07-02' }, '2026-07-01').map(({ path }) => path)).toEqual([
      'on',
      'approvedOn',
    ]);
  });

  test('tells of every list which cells are not any more what their author saw', () => {
    const budget = {
      lines: [line(5)],
      incomes: [income(6)],
      purchases: [{ ...bought, fen: 7 }],
      months: [{ ...month, fen: 8 }],
    };
    const seen = (lines: number, incomes: number, purchases: number, months: number) =>
      changedCells(budget, {
        lines: [cell({ was: lines })],
        incomes: [{ ...income(1), was: incomes }],
        purchases: [{ ...bought, was: purchases }],
        months: [{ ...month, was: months }],
      }).length;
    expect([seen(5, 6, 7, 8), seen(0, 6, 7, 8), seen(5, 0, 7, 8), seen(5, 6, 0, 8), seen(5, 6, 7, 0)]).toEqual([
      0, 1, 1, 1, 1,
    ]);
    expect(changedCells({ lines: [], incomes: [] }, { lines: [cell({ was: 3 })] })).toHaveLength(1);
  });
});
