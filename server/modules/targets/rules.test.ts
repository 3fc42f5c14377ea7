import { describe, expect, test } from 'vitest';
import type { AnswerCount } from '../evaluation/source-store.ts';
import { metricOf } from './data/metrics.ts';
import { forecastOf, outlookOf } from './forecast.ts';
import type { MeasuredValue, PinnedIndicator } from './model.ts';
import { executionScore, formulaOf, gradeOf, scoreOf, totalOf, verdictOn } from './rules.ts';
import { emptyYear as empty } from './sources.fixture.ts';
import { type Sources, valueFrom } from './values.ts';

const value = (more: Partial<MeasuredValue>): MeasuredValue => ({
  state: 'live',
  numerator: null,
  denominator: null,
  value: null,
  range: null,
  sample: 0,
  months: [],
  evidence: [],
  ids: [],
  note: null,
  ...more,
});
const rate = (numerator: number, denominator: number) =>
  value({ numerator, denominator, value: (100 * numerator) / denominator });
const target = (
  operator: PinnedIndicator['operator'],
  at: string,
  more: Partial<PinnedIndicator> = {},
): PinnedIndicator => ({
  id: 'W01',
  scope: 'overall',
  goalId: null,
  level1Zh: '',
  level2Zh: '',
  level3Zh: '',
  targetPrinted: '',
  band: null,
  weight: '10',
  metric: 'budget.execution',
  choice: 'adjusted',
  systems: null,
  surveyZh: '',
  operator,
  target: at,
  unit: '%',
  metricVersion: 1,
  ...more,
});

const answers = (
  day: string,
  satisfied: number,
  fairly: number,
  dissatisfied: number,
  solved = satisfied,
): AnswerCount => ({
  day,
  calls: 2 * (satisfied + fairly + dissatisfied),
  reached: satisfied + fairly + dissatisfied,
  satisfied,
  fairly,
  dissatisfied,
  solved,
  unsolved: fairly + dissatisfied,
});

describe('实际值', () => {
  test('where nothing has happened no metric says 0% or 100%: it has no data, or cannot be computed', () => {
    for (const [metric, definition] of Object.entries(metricOf)) {
      for (const choice of Object.keys(definition?.choices ?? {})) {
        const told = valueFrom(empty, { metric, choice, systems: null, scope: 'overall' });
        if (definition?.shape === 'count') expect(told).toMatchObject({ state: 'live', value: 0 });
        else expect([metric, choice, told.value, told.state === 'live']).toEqual([metric, choice, null, false]);
      }
    }
    expect(
      valueFrom(empty, { metric: 'staff.controlRate', choice: 'cutoff', systems: null, scope: 'overall' }).state,
    ).toBe('notComputable');
  });

  test('too few answers are told as such and have no rate', () => {
    const sources = { ...empty, answers: [answers('2026-01-05', 8, 3, 1)] };
    const asked = { metric: 'hotline.satisfaction', choice: 'satisfied', systems: null, scope: 'overall' };
    expect(valueFrom(sources, asked)).toMatchObject({ state: 'insufficient', value: null, sample: 12 });
  });
});

describe('人员与资产', () => {
  const engaged = (personNumber: string, from: string, until: string | null = null, kind = 'establishment') =>
    ({ personNumber, kind, from, until, state: until ? 'ended' : 'engaged' }) as unknown as Sources['engagements'][0];
  const quota = (posts: number, from: string) =>
    ({ posts, from, state: 'inForce', openedAt: `${from}T00:00:00.000Z` }) as unknown as Sources['quotas'][0];
  const asset = (valueFen: number, history: { on: string; state: string }[]) =>
    ({ valueFen, history }) as unknown as Sources['assets'][0];
  const sources: Sources = {
    ...empty,
    dates: { from: '2026-01-01', to: '2026-04-15' },
    quotas: [quota(10, '2025-01-01'), quota(5, '2026-03-01')],
    engagements: [
      engaged('1', '2020-01-01'),
      engaged('2', '2020-01-01'),
      engaged('3', '2026-02-10'),
      engaged('4', '2020-01-01', '2026-02-15'),
      engaged('5', '2026-04-10'),
      engaged('6', '2026-02-10', null, 'outsourced'),
    ],
    assets: [
      asset(900, [{ on: '2020-01-01', state: 'inUse' }]),
      asset(100, [
        { on: '2020-01-01', state: 'inUse' },
        { on: '2026-01-05', state: 'idle' },
      ]),
    ],
  };
  const of = (metric: string, choice: string) =>
    valueFrom(sources, { metric, choice, systems: null, scope: 'overall' });

  test('the mean of a rate is taken over the ends of the months that are over, and of no other', () => {
    // At the ends of January to March: 3, 3, 3 in post on 10, 10, 5 posts. On 15 April four on five.
    expect(of('staff.controlRate', 'average')).toMatchObject({ numerator: 3, denominator: 25 / 3 });
    expect(of('staff.controlRate', 'cutoff')).toMatchObject({ numerator: 4, denominator: 5, value: 80 });
    expect(of('staff.controlRate', 'average').months.map((one) => one.value)).toEqual([30, 30, 60, 80]);
  });

  test('jobs are those of the day, their mean, those with the outsourced ones, or the new ones, as was chosen', () => {
    expect(of('staff.jobs', 'own').value).toBe(4);
    expect(of('staff.jobs', 'average').value).toBe(3);
    expect(of('staff.jobs', 'outsourced').value).toBe(5);
    expect(of('staff.jobs', 'created').value).toBe(2);
  });

  test('assets count by value or by number', () => {
    expect(of('asset.use', 'value')).toMatchObject({ numerator: 900, denominator: 1000, value: 90, sample: 2 });
    expect(of('asset.use', 'number')).toMatchObject({ numerator: 1, denominator: 2, value: 50 });
  });
});

describe('人工填报的平均数', () => {
  test('a mean in another unit than percent is held to its target as it is', () => {
    const mean = value({ state: 'manual', numerator: 30, denominator: 10, value: 3 });
    const of = (operator: PinnedIndicator['operator'], at: string) =>
      verdictOn(mean, target(operator, at, { unit: '天' }), null);
    expect([of('gte', '5'), of('gte', '3'), of('lte', '5'), of('lte', '2.5')]).toEqual([
      'missed',
      'met',
      'met',
      'missed',
    ]);
  });
});

describe('满意度', () => {
  const asked = { metric: 'hotline.satisfaction', systems: null, scope: 'overall' };
  const sources = { ...empty, answers: [answers('2026-01-05', 30, 8, 2), answers('2026-02-03', 40, 15, 5, 50)] };
  const of = (choice: string) => valueFrom(sources, { ...asked, choice });

  test('基本满意 counts by the usual choice, not by 只计满意, and how the rate is built stands beside it either way', () => {
    expect(of('satisfied')).toMatchObject({ numerator: 93, denominator: 100, value: 93 });
    expect(of('full')).toMatchObject({ numerator: 70, denominator: 100, value: 70 });
    for (const choice of ['satisfied', 'full'])
      expect(of(choice).note?.zh).toBe('满意 70、基本满意 23、不满意 7；回访 200 次，有效回答率 50%');
    expect(Object.keys(metricOf['hotline.satisfaction']?.choices ?? {})[0]).toBe('satisfied');
  });

  test('whether it is solved is another question with its own answers', () => {
    expect(of('solved')).toMatchObject({ numerator: 80, denominator: 110 });
  });
});

describe('项目完成率', () => {
  const money = { 'P-1': 60, 'P-2': 40 };
  const budget = {
    id: 'b',
    lines: Object.entries(money).map(([projectCode, fen]) => ({ projectCode, fen })),
  } as unknown as Sources['budget'];
  const task = (projectCode: string, acceptedOn: string | null, more: object = {}) =>
    ({
      id: `${projectCode} ${acceptedOn}`,
      projectCode,
      acceptedOn,
      dueOn: '2026-09-30',
      state: 'inProgress',
      ...more,
    }) as unknown as Sources['tasks'][number];
  const told = (tasks: Sources['tasks'], choice = 'byMoney') =>
    valueFrom(
      { ...empty, budget, tasks },
      { metric: 'budget.projectCompletion', choice, systems: null, scope: 'overall' },
    );

  test('weighs each project’s accepted deliverables by its money', () => {
    const tasks = [task('P-1', '2026-03-01'), task('P-1', null), task('P-2', '2026-05-05')];
    expect(told(tasks).value).toBeCloseTo(70);
    expect(told(tasks, 'byNumber').value).toBeCloseTo(50);
  });

  test('one that was accepted after the cut-off does not count yet, one cancelled with approval not at all', () => {
    const tasks = [task('P-1', '2026-07-01'), task('P-2', '2026-05-05'), task('P-2', null, { state: 'cancelled' })];
    expect(told(tasks).value).toBeCloseTo(40);
  });

  test('a project that lists no deliverable makes a range, and no project doing so makes no data', () => {
    expect(told([task('P-1', '2026-03-01')])).toMatchObject({ value: 60, range: { low: 60, high: 100 } });
    expect(told([])).toMatchObject({ state: 'noData', value: null });
  });
});

describe('数字城管综合评价', () => {
  const month = (at: string, grade: string, state = 'confirmed') =>
    ({ id: at, month: at, grade, state, publishedOn: `${at}-28` }) as unknown as Sources['assessments'][number];
  const told = (choice: string) =>
    valueFrom(
      {
        ...empty,
        assessments: [
          month('2026-01', 'A'),
          month('2026-02', 'B'),
          month('2026-03', 'C'),
          month('2026-04', 'A', 'recorded'),
          month('2026-06', 'D'),
        ].filter(({ publishedOn }) => publishedOn < '2026-06-28'),
      },
      { metric: 'assessment.grades', choice, systems: null, scope: 'overall' },
    );

  test('months at the agreed grade or better, of those published and confirmed', () => {
    expect(told('district')).toMatchObject({ numerator: 2, denominator: 3, note: { zh: '另有 1 期待确认' } });
    expect(told('excellent')).toMatchObject({ numerator: 1, denominator: 3 });
    expect(told('fair')).toMatchObject({ numerator: 3, denominator: 3 });
  });
});

describe('达标判断', () => {
  test('is exact at the target: 0.1000% meets a ceiling of 0.1%, 0.1008% misses it, a range across it decides nothing', () => {
    const ceiling = target('lte', '0.1', { metric: 'system.failureRate' });
    expect(verdictOn(rate(480, 525_600), ceiling, 100)).toBe('met');
    expect(verdictOn(value({ numerator: 525.6, denominator: 525_600, value: 0.1 }), ceiling, 100)).toBe('met');
    expect(verdictOn(rate(530, 525_600), ceiling, 100)).toBe('missed');
    const unknown = value({ value: 0.0913, range: { low: 0.0913, high: 0.1027 } });
    expect(verdictOn(unknown, ceiling, 100)).toBe('undecided');
  });

  test('two thirds are below 66.67% and above 66.66%, however they are shown', () => {
    expect(verdictOn(rate(2, 3), target('gte', '66.67'), 100)).toBe('missed');
    expect(verdictOn(rate(2, 3), target('gte', '66.66'), 100)).toBe('met');
  });

  test('no value is no data, and nothing is forecast from it', () => {
    expect(verdictOn(value({ state: 'noData' }), target('gte', '0'), 100)).toBe('noData');
    const metric = metricOf['hotline.replyRate'];
    expect(metric && forecastOf(metric, value({ state: 'noData' }), 0.5, 2026)).toBeNull();
  });

  test('“=” holds within its band, and at the upper bound like a floor', () => {
    expect(verdictOn(rate(94, 100), target('eq', '95', { band: '2' }), 100)).toBe('met');
    expect(verdictOn(rate(94, 100), target('eq', '95'), 100)).toBe('missed');
    expect(verdictOn(rate(100, 100), target('eq', '100'), 100)).toBe('met');
  });

  test('a rate that is the target by its parts is no hair above or below it', () => {
    // As floats 41 ÷ 125 lies below 32.8 %, and 83 ÷ 125 above 66.4 %.
    expect(verdictOn(rate(41, 125), target('gte', '32.8'), 100)).toBe('met');
    expect(verdictOn(rate(83, 125), target('lte', '66.4'), 100)).toBe('met');
    expect(verdictOn(rate(410, 1251), target('gte', '32.8'), 100)).toBe('missed');
  });
});

describe('年末预测', () => {
  test('meetings go on at their pace; the further the year, the narrower the range', () => {
    const metric = metricOf['meeting.heldCount'];
    if (!metric) throw new Error('no such metric');
    const half = forecastOf(metric, value({ value: 100 }), 0.5, 2026);
    const late = forecastOf(metric, value({ value: 180 }), 0.9, 2026);
    expect(half).toMatchObject({ likely: 200 });
    expect(late?.likely).toBeCloseTo(200);
    // Counted by chance, of a hundred so far: 1.96 × √(100 × 1 × 2) either way, and never fewer than are there.
    expect(half?.low).toBeCloseTo(200 - 27.7, 1);
    expect(half?.high).toBeCloseTo(200 + 27.7, 1);
    expect(forecastOf(metric, value({ value: 100, dispersion: 4 }), 0.5, 2026)?.high).toBeCloseTo(200 + 55.4, 1);
    expect(forecastOf(metric, value({ value: 1, dispersion: 9 }), 0.5, 2026)?.low).toBe(1);
    expect((late?.high ?? 0) - (late?.low ?? 0)).toBeLessThan((half?.high ?? 0) - (half?.low ?? 0));
    expect(outlookOf(half, target('gte', '210'), null)).toBe('undecided');
    expect(outlookOf(late, target('gte', '260'), null)).toBe('missed');
  });

  test('a day that was missed in the machine room cannot be made good', () => {
    const metric = metricOf['room.inspectedDays'];
    if (!metric) throw new Error('no such metric');
    const forecast = forecastOf(metric, value({ value: 180 }), 182.5 / 365, 2026);
    expect(forecast?.high).toBeCloseTo(362.5);
    expect(outlookOf(forecast, target('gte', '365'), 365)).toBe('missed');
  });
});

describe('自评', () => {
  test('points follow the formulae: reached is full, else in proportion; far beyond asks for a reason and adds nothing', () => {
    expect(scoreOf(target('gte', '80'), rate(40, 100), 2026)).toMatchObject({ score: 5 });
    expect(scoreOf(target('gte', '50'), rate(90, 100), 2026)).toMatchObject({ score: 10, overReached: true });
    expect(scoreOf(target('lte', '0.1', { metric: 'system.failureRate' }), rate(2, 1000), 2026)).toMatchObject({
      score: 5,
    });
    expect(scoreOf(target('eq', '50', { metric: 'staff.controlRate' }), rate(40, 100), 2026).score).toBeCloseTo(8);
    expect(scoreOf(target('gte', '50'), value({}), 2026).score).toBeNull();
  });

  test('each score shows the formula that made it, with its numbers', () => {
    expect(formulaOf(target('gte', '80'), rate(40, 100), 2026)).toBe('40 ÷ 80 × 10 = 5');
    expect(formulaOf(target('lte', '0.1', { metric: 'system.failureRate' }), rate(2, 1000), 2026)).toBe(
      '0.1 ÷ 0.2 × 10 = 5',
    );
    expect(formulaOf(target('eq', '50', { metric: 'staff.controlRate' }), rate(40, 100), 2026)).toBe(
      '(1 − |40 − 50| ÷ 50) × 10 = 8',
    );
    const allYear = target('eq', '365', { metric: 'room.inspectedDays', unit: '天' });
    expect(formulaOf(allYear, value({ numerator: 292, value: 292 }), 2026)).toBe('292 ÷ 365 × 10 = 8');
    expect(formulaOf(target('gte', '80', { targetPrinted: '≥80%' }), rate(90, 100), 2026)).toBe('90 → ≥80%: 10');
    expect(formulaOf(target('gte', '80'), value({}), 2026)).toBeNull();
  });

  test('execution has at most its ten points; grades go by the unrounded total; a gap leaves the total open', () => {
    expect(executionScore({ plannedFen: 200, paidFen: 100 })).toBe(5);
    expect(executionScore({ plannedFen: 100, paidFen: 130 })).toBe(10);
    expect(executionScore({ plannedFen: 0, paidFen: 0 })).toBeNull();
    expect([90, 89.9999, 80, 79.9, 60, 59.9].map(gradeOf)).toEqual([
      'excellent',
      'good',
      'good',
      'fair',
      'fair',
      'poor',
    ]);
    const scores = [{ indicatorId: 'a', points: 90, score: null, overReached: false }];
    expect(totalOf(scores, 10)).toEqual({ total: null, known: 10 });
  });
});
