import { describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { acting, begun, changed } from '../../kernel/procedure.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { IncomeChange, Line, LineChange, LineKey } from './model.ts';
import { type PaymentRecord, paymentProcedure } from './payments.ts';
import { type BudgetRecord, budgetProcedure } from './procedures.ts';
import { sum } from './rules.ts';
import { salary } from './salary.fixture.ts';

const now = '2026-03-05T02:00:00.000Z' as BudgetRecord['openedAt'];
const today = '2026-03-05';

/** Officers with every right over budgets, so that only who did what is left to decide by. */
const officer = (id: string) =>
  ({ id, permissions: new Set(['budget.edit', 'budget.approve', 'budget.pay']) }) as unknown as Actor;
const [one, other] = [officer('one'), officer('other')];

type Action = keyof typeof budgetProcedure.lifecycle.actions;
/** The budget after an action, or the code of the refusal. */
function act(budget: BudgetRecord, who: Actor, action: Action, input: object = {}): BudgetRecord | string {
  const facts = { actor: who, now, today };
  const entry = acting(budgetProcedure, budget, action, input, facts);
  return isRefusal(entry) ? entry.code : changed(budgetProcedure, budget, entry, { at: now, actorId: who.id });
}
const taken = (budget: BudgetRecord, who: Actor, action: Action, input: object = {}): BudgetRecord => {
  const after = act(budget, who, action, input);
  if (typeof after === 'string') throw new Error(after);
  return after;
};
const refusal = (...asked: Parameters<typeof act>) => {
  const after = act(...asked);
  return typeof after === 'string' ? after : null;
};

const ofProject: LineKey = { ...salary, economicCode: '30201', kind: 'project', role: null, projectCode: 'P1' };
const income = { functionCode: '2010350', source: 'generalPublicBudget' } as const;
const line = (key: LineKey, fen: number, was = 0): LineChange => ({ ...key, was, fen });
const comes = (fen: number, was = 0): IncomeChange => ({ ...income, was, fen });
const delta = (key: LineKey, fen: number) => ({ ...key, fen });
const project = { code: 'P1', nameZh: '热线扩容', category: 'purpose' };

const drafted = begun(
  budgetProcedure,
  { jurisdictionId: 1, id: '00000000-0000-7000-8000-000000000001' },
  {
    action: 'draft',
    data: { input: { year: 2026, unit: { nameZh: '中心', kind: 'institution' } as BudgetRecord['unit'] }, frozen: {} },
  },
  { at: now, actorId: 'one' },
);
const withProject = taken(drafted, one, 'putProject', { project });
const reviewed = taken(withProject, other, 'reviewProject', { code: 'P1', passed: true, on: today });
const entered = taken(reviewed, one, 'edit', { lines: [line(salary, 90), line(ofProject, 10)], incomes: [comes(100)] });
const approved = taken(taken(entered, one, 'submitBudget'), one, 'approveBudget', {
  approvedOn: today,
  document: '财预〔2026〕1号',
});
const asked = (deltas: object[], incomes: object[] = []) => ({ reason: '年中调整', deltas, incomes });

describe('上报', () => {
  test('is of equal income and expenditure, whichever of them is more', () => {
    expect(refusal(taken(entered, one, 'edit', { incomes: [comes(101, 100)] }), one, 'submitBudget')).toBe(
      'notBalanced',
    );
    expect(refusal(taken(entered, one, 'edit', { incomes: [comes(99, 100)] }), one, 'submitBudget')).toBe(
      'notBalanced',
    );
    expect(refusal(entered, one, 'submitBudget')).toBeNull();
  });

  test('is of something', () => {
    expect(refusal(drafted, one, 'submitBudget')).toBe('empty');
  });
});

describe('two people', () => {
  test('nobody reviews the project he put forward, whatever he may do; who changes it puts it forward', () => {
    const review = { code: 'P1', passed: true, on: today };
    expect(refusal(withProject, one, 'reviewProject', review)).toBe('ownProject');
    expect(refusal(withProject, other, 'reviewProject', review)).toBeNull();
    const again = taken(reviewed, other, 'putProject', { project });
    expect([refusal(again, other, 'reviewProject', review), refusal(again, one, 'reviewProject', review)]).toEqual([
      'ownProject',
      null,
    ]);
  });

  test('nobody grants the adjustment he asked for; he may let it fall', () => {
    const waiting = taken(approved, one, 'askAdjustment', asked([delta(salary, 5), delta(ofProject, -5)]));
    expect(refusal(waiting, one, 'grantAdjustment', { on: today })).toBe('ownRequest');
    expect(refusal(waiting, other, 'grantAdjustment', { on: today })).toBeNull();
    const fallen = taken(waiting, one, 'refuseAdjustment', { on: today, reason: '不再需要' });
    expect(fallen.adjustments).toMatchObject([{ number: 1, state: 'refused', on: today }]);
    expect(fallen.lines).toEqual(approved.lines);
  });
});

describe('调整', () => {
  test('waits for its decision before another is asked for, and each has its number and its own decision', () => {
    const first = taken(approved, one, 'askAdjustment', asked([delta(salary, 5), delta(ofProject, -5)]));
    expect(refusal(first, one, 'askAdjustment', asked([delta(salary, 1), delta(ofProject, -1)]))).toBe('oneAsked');
    const granted = taken(first, other, 'grantAdjustment', { on: '2026-03-01' });
    const second = taken(granted, one, 'askAdjustment', asked([delta(salary, 1), delta(ofProject, -1)]));
    const refused = taken(second, other, 'refuseAdjustment', { on: '2026-03-02', reason: '理由不足' });
    expect(refused.adjustments.map(({ number, state, on }) => [number, state, on])).toEqual([
      [1, 'granted', '2026-03-01'],
      [2, 'refused', '2026-03-02'],
    ]);
    expect(refused.lines.map(({ fen }) => fen)).toEqual([95, 5]);
    expect(refusal(refused, other, 'grantAdjustment', { on: today })).toBe('noneAsked');
  });

  test('adds to expenditure what comes in, no more and no less, and leaves what was approved', () => {
    const more = (lines: number, incomes: number) =>
      asked([delta(salary, lines)], incomes === 0 ? [] : [{ ...income, fen: incomes }]);
    const said = (lines: number, incomes: number) => refusal(approved, one, 'askAdjustment', more(lines, incomes));
    expect([said(7, 7), said(7, 6), said(7, 8), said(-7, -7), said(-7, 0)]).toEqual([
      null,
      'uneven',
      'uneven',
      null,
      'uneven',
    ]);
    const granted = taken(taken(approved, one, 'askAdjustment', more(7, 7)), other, 'grantAdjustment', { on: today });
    expect([sum(granted.lines), sum(granted.incomes), sum(granted.approvedLines ?? [])]).toEqual([107, 107, 100]);
  });

  test('takes a line or an income to nothing, and none below', () => {
    const said = (deltas: object[], incomes: object[] = []) =>
      refusal(approved, one, 'askAdjustment', asked(deltas, incomes));
    expect(said([delta(salary, 10), delta(ofProject, -10)])).toBeNull();
    expect(said([delta(salary, 11), delta(ofProject, -11)])).toBe('belowZero');
    const others = [
      { ...income, fen: 10 },
      { ...income, source: 'other', fen: -10 },
    ];
    expect(said([delta(salary, 1), delta(ofProject, -1)], others)).toBe('belowZero');
  });

  test('is of projects in the library', () => {
    const unknown = { ...ofProject, projectCode: 'P9' };
    expect(refusal(approved, one, 'askAdjustment', asked([delta(salary, -1), delta(unknown, 1)]))).toBe(
      'noSuchProject',
    );
  });
});

describe('a project with money, months or purchases', () => {
  const used = (action: Action, input: object) =>
    refusal(taken(reviewed, one, action, input), one, 'removeProject', { code: 'P1' });
  test('stays in the library', () => {
    const purchase = { purchase: 'services', economicCode: '30227', projectCode: 'P1', item: '运维', was: 0, fen: 1 };
    const month = { kind: 'project', projectCode: 'P1', month: 3, was: 0, fen: 1 };
    expect(used('edit', { lines: [line(ofProject, 1)] })).toBe('projectInUse');
    expect(used('plan', { purchases: [purchase] })).toBe('projectInUse');
    expect(used('plan', { months: [month] })).toBe('projectInUse');
    expect(used('edit', { lines: [line(salary, 1)] })).toBeNull();
  });
});

describe('what is said of a line', () => {
  const labour = { ...salary, economicCode: '30226' };

  test('stays when something is said of another, and can be taken back where it is a code', () => {
    const first = taken(entered, one, 'explainLine', { line: labour, reason: '编外人员劳务费' });
    const second = taken(first, one, 'explainLine', { line: { ...labour, fund: 'other' }, reason: '专项聘用人员' });
    expect(Object.values(second.personnelReasons ?? {})).toEqual(['编外人员劳务费', '专项聘用人员']);
    const mapped = taken(taken(entered, one, 'mapLine', { line: salary, code: '50101' }), one, 'mapLine', {
      line: ofProject,
      code: '50201',
    });
    expect(Object.values(mapped.government ?? {})).toEqual(['50101', '50201']);
    expect(Object.values(taken(mapped, one, 'mapLine', { line: salary, code: null }).government ?? {})).toEqual([
      '50201',
    ]);
  });
});

describe('支付', () => {
  const pay = {
    budgetId: approved.id,
    line: salary,
    fen: 1,
    on: '2026-03-05',
    voucher: '1',
    purpose: '工资',
    overrule: '',
  };
  const booked = [{ ...salary, fen: 50, on: '2026-02-01' }];
  const said = (change: object, budget: BudgetRecord | null = approved) => {
    const frozen = paymentProcedure.freeze?.(
      null,
      'pay',
      { ...pay, ...change },
      { actor: one, now, today, budget, booked },
    );
    return frozen && isRefusal(frozen) ? frozen.code : null;
  };

  test('takes all that is left of a line, and more only with a reason', () => {
    expect([said({ fen: 40 }), said({ fen: 41 }), said({ fen: 41, overrule: '抢险急需' })]).toEqual([
      null,
      'beyondBudget',
      null,
    ]);
    expect(said({ fen: 10, line: ofProject })).toBeNull();
  });

  test('is of a day of the budget’s year, not after today, and of a budget that is approved and not closed', () => {
    expect(['2025-12-31', '2026-01-01', '2026-03-05', '2026-03-06'].map((on) => said({ on }))).toEqual([
      'invalidInput',
      null,
      null,
      'invalidInput',
    ]);
    const submitted = taken(entered, one, 'submitBudget');
    const closed = taken(approved, other, 'closeBudget');
    expect([submitted, closed, entered, null].map((budget) => said({}, budget))).toEqual([
      'budgetNotApproved',
      'budgetNotApproved',
      'budgetNotApproved',
      'budgetNotApproved',
    ]);
  });

  test('is taken back on its own day or later, not before', () => {
    const payment = { state: 'booked', line: salary as Line, fen: 5, on: '2026-02-10' } as unknown as PaymentRecord;
    const reverse = (on: string, facts: object = {}) => {
      const input = { on, reason: '账户有误' };
      const entry = acting(paymentProcedure, payment, 'reverse', input, { actor: one, now, today, ...facts });
      return isRefusal(entry) ? entry.code : null;
    };
    expect([reverse('2026-02-09'), reverse('2026-02-10'), reverse(today), reverse('2026-03-06')]).toEqual([
      'beforePayment',
      null,
      null,
      'invalidInput',
    ]);
    // What comes back in a later year, or after the year was closed, moves no figure of that year any more.
    const later = { today: '2027-01-10' };
    expect([reverse('2026-12-31', later), reverse('2027-01-01', later)]).toEqual([null, 'otherYear']);
    expect(reverse(today, { budget: taken(approved, other, 'closeBudget') })).toBe('yearClosed');
  });
});
