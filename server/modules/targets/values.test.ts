import { describe, expect, test } from 'vitest';
import { emptyYear } from './sources.fixture.ts';
import { type Sources, valueFrom } from './values.ts';

/** The first half of 2026, with so much told. */
const told = (sources: Partial<Sources>, metric: string, choice: string, scope = 'overall') =>
  valueFrom({ ...emptyYear, ...sources }, { metric, choice, systems: null, scope });
/** Only what the reckoning reads; the rest of such a record says nothing to it. */
const some = <T>(parts: object): T => parts as T;
const monthsOf = ({ months }: { months: readonly { value: number | null }[] }) => months.map(({ value }) => value);

describe('重点工作与节点', () => {
  const task = (id: string, dueOn: string, acceptedOn: string | null, more: object = {}): Sources['tasks'][number] =>
    some({ id, isKey: true, state: 'inProgress', dueOn, firstDueOn: dueOn, acceptedOn, milestones: [], ...more });
  const tasks = [
    task('in time', '2026-02-10', '2026-02-08', { projectCode: 'P-1' }),
    task('extended', '2026-03-20', '2026-03-15', { firstDueOn: '2026-03-01', projectCode: 'P-2' }),
    task('not accepted', '2026-04-10', null, { projectCode: 'P-1' }),
    task('after the cut-off', '2026-06-20', '2026-07-05'),
    task('no key task', '2026-02-10', '2026-02-08', { isKey: false, projectCode: 'P-1' }),
    task('cancelled', '2026-05-10', null, { state: 'cancelled' }),
    task('not due yet', '2026-09-10', '2026-03-01'),
  ];

  test('of those due, the ones accepted by the cut-off; by the first promise only those that kept it', () => {
    const closed = told({ tasks }, 'task.keyTaskClosure', 'due');
    expect(closed).toMatchObject({ numerator: 2, denominator: 4, value: 50 });
    expect(closed.note?.en).toBe('1 in time, 1 cancelled with approval');
    expect(monthsOf(closed)).toEqual([null, 100, 100, 0, null, 0]);
    expect(told({ tasks }, 'task.keyTaskClosure', 'onTime')).toMatchObject({ numerator: 1, denominator: 4 });
  });

  test('tasks of a project are counted in its own table, those of all in the overall one, key tasks or not', () => {
    const of = (scope: string) => told({ tasks }, 'task.milestones', 'tasks', scope);
    expect(of('overall')).toMatchObject({ numerator: 3, denominator: 5 });
    expect(of('P-1')).toMatchObject({ numerator: 2, denominator: 3 });
    expect(of('P-2')).toMatchObject({ numerator: 1, denominator: 1 });
    expect(of('P-3')).toMatchObject({ denominator: 0, state: 'noData' });
  });

  test('milestones are reached by their own dates, in the table of their project', () => {
    const milestones = [
      { dueOn: '2026-02-01', reachedOn: '2026-02-01' },
      { dueOn: '2026-03-01', reachedOn: '2026-03-02' },
      { dueOn: '2026-08-01', reachedOn: null },
    ];
    const one = [task('one', '2026-12-01', null, { projectCode: 'P-1', milestones })];
    expect(told({ tasks: one }, 'task.milestones', 'onTime', 'P-1')).toMatchObject({ numerator: 1, denominator: 2 });
    expect(told({ tasks: one }, 'task.milestones', 'onTime')).toMatchObject({ numerator: 1, denominator: 2 });
    expect(told({ tasks: one }, 'task.milestones', 'onTime', 'P-2').state).toBe('noData');
  });
});

describe('异常处理率', () => {
  const fault = (since: string, dueAt: string, endedAt: string | null, state = 'ended') =>
    some<Sources['incidents'][number]>({ id: since, since, dueAt, endedAt, state });
  const on = (day: number, hour = 0) =>
    `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const incidents = [
    fault(on(1), on(1, 4), on(1, 3)),
    fault(on(2), on(2, 4), on(2, 9)),
    fault(on(3), on(3, 4), null, 'open'),
    fault(on(4), on(4, 4), on(4, 1), 'falseAlarm'),
    fault(on(5), on(5, 4), on(5, 1), 'merged'),
    fault('2026-06-30T15:00:00.000Z', '2026-06-30T19:00:00.000Z', null, 'open'),
  ];

  test('handled in time, or at all, of those that are due; false alarms and merged ones are none', () => {
    expect(told({ incidents }, 'incident.handledInTime', 'inTime')).toMatchObject({ numerator: 1, denominator: 3 });
    expect(told({ incidents }, 'incident.handledInTime', 'atAll')).toMatchObject({ numerator: 2, denominator: 3 });
  });

  test('one that began last year counts there, however long it went on into this one', () => {
    const before = fault('2025-12-31T15:59:00.000Z', '2025-12-31T19:00:00.000Z', '2026-01-02T00:00:00.000Z');
    const newYear = fault('2025-12-31T16:00:00.000Z', '2025-12-31T20:00:00.000Z', '2025-12-31T19:00:00.000Z');
    const both = { incidents: [before, newYear], timeZone: 'Asia/Shanghai' };
    expect(told(both, 'incident.handledInTime', 'inTime')).toMatchObject({ numerator: 1, denominator: 1 });
  });
});

describe('资金使用率', () => {
  const line = (role: string, projectCode: string | null, fen: number) => ({ role, projectCode, fen });
  const budget = some<Sources['budget']>({
    id: 'b',
    approvedLines: [line('public', null, 100), line('project', 'P-1', 400), line('project', 'P-2', 500)],
    lines: [line('public', null, 200), line('project', 'P-1', 300), line('project', 'P-2', 500)],
  });
  const booked = [
    { ...line('public', null, 50), on: '2026-01-31' },
    { ...line('project', 'P-1', 150), on: '2026-02-01' },
    { ...line('project', 'P-1', -30), on: '2026-03-05' },
    { ...line('project', 'P-2', 100), on: '2026-07-01' },
  ] as unknown as Sources['booked'];
  const of = (metric: string, choice: string, scope?: string) => told({ budget, booked }, metric, choice, scope);

  test('paid by the cut-off, refunds taken off, of the budget as adjusted or as approved', () => {
    expect(of('budget.execution', 'adjusted')).toMatchObject({ numerator: 170, denominator: 1000 });
    expect(monthsOf(of('budget.execution', 'adjusted'))).toEqual([5, 20, 17, 17, 17, 17]);
    expect(of('budget.projectExecution', 'adjusted', 'P-1')).toMatchObject({ numerator: 120, denominator: 300 });
    expect(of('budget.projectExecution', 'original', 'P-1')).toMatchObject({ numerator: 120, denominator: 400 });
    expect(of('budget.publicExpense', 'adjusted')).toMatchObject({ numerator: 50, denominator: 200 });
  });

  test('of a budget that was never approved there is no rate', () => {
    const draft = some<Sources['budget']>({ ...budget, approvedLines: null });
    expect(told({ budget: draft, booked }, 'budget.execution', 'adjusted').state).toBe('noData');
  });
});

describe('考评等级与满意率', () => {
  test('a month counts at the grade that was agreed, once it is published and confirmed', () => {
    const month = (at: string, grade: string, state = 'confirmed', publishedOn = `${at}-28`) =>
      some<Sources['assessments'][number]>({ id: at, month: at, grade, state, publishedOn });
    const assessments = [
      month('2026-01', 'A'),
      month('2026-02', 'B'),
      month('2026-03', 'C'),
      month('2026-04', 'D'),
      month('2026-05', 'A', 'recorded'),
      month('2026-06', 'A', 'confirmed', '2026-07-08'),
    ];
    const of = (choice: string) => told({ assessments }, 'assessment.grades', choice);
    expect(of('excellent')).toMatchObject({ numerator: 1, denominator: 4 });
    expect(of('district')).toMatchObject({ numerator: 2, denominator: 4, note: { zh: '另有 1 期待确认' } });
    expect(of('fair')).toMatchObject({ numerator: 3, denominator: 4 });
    expect(monthsOf(of('district'))).toEqual([100, 100, 0, 0]);
  });

  test('the latest survey of the year speaks, but not one that is only drafted, nor one of another year', () => {
    const survey = (id: string, opensOn: string, state = 'closed') =>
      some<Sources['surveys'][number]>({ id, audience: 'staff', opensOn, state, asked: 40, leastAnswers: 5 });
    const surveyed = new Map([
      ['before', { satisfied: 10, fairly: 0, dissatisfied: 0 }],
      ['first', { satisfied: 4, fairly: 4, dissatisfied: 2 }],
      ['second', { satisfied: 9, fairly: 0, dissatisfied: 1 }],
    ]);
    const of = (...surveys: Sources['surveys']) => told({ surveys, surveyed }, 'survey.staff', 'latest').value;
    const [first, second] = [survey('first', '2026-02-01'), survey('second', '2026-05-01')];
    expect(of(first, second)).toBe(90);
    expect(of(second, first)).toBe(90);
    expect(of(first, survey('second', '2026-05-01', 'drafted'))).toBe(80);
    expect(of(first, survey('second', '2026-07-01'))).toBe(80);
    // Just opened, and nobody or too few have answered: what was found out before still stands.
    expect(of(first, survey('third', '2026-05-01', 'open'))).toBe(80);
    expect(of(first, survey('second', '2026-05-01', 'open'))).toBe(of(second));
    expect(of(survey('before', '2025-12-31'))).toBeNull();
  });
});
