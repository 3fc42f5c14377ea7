import { describe, expect, test } from 'vitest';
import type { Line } from '../../budget/model.ts';
import { salary } from '../../budget/salary.fixture.ts';
import type { PlanIndicator } from '../model.ts';
import { type PlanDraft, type PlanFault, planFaults } from './plan.ts';
import { pinned } from './typed.ts';

const indicator = (
  id: string,
  metric: string | null,
  targetPrinted: string,
  more: Partial<PlanIndicator> = {},
): PlanIndicator => ({
  id,
  scope: 'overall',
  goalId: 'g',
  level1Zh: '产出指标',
  level2Zh: '质量指标',
  level3Zh: `指标${id}`,
  targetPrinted,
  band: null,
  weight: null,
  metric,
  choice: null,
  systems: null,
  surveyZh: '',
  ...more,
});
const line = (fen: number, more: Partial<Line>): Line => ({
  ...salary,
  fen,
  ...more,
});
const money = {
  lines: [
    line(259_430_000, {}),
    line(11_200_000, { role: 'public' }),
    line(11_980_000, { kind: 'project', role: null, projectCode: 'P1' }),
  ],
  projects: [{ code: 'P1', goalZh: '' }],
};
const draft = (indicators: PlanIndicator[], more: Partial<PlanDraft> = {}): PlanDraft => ({
  year: 2022,
  staffInPost: 17,
  projects: [{ code: 'P1', nameZh: '一般业务经费' }],
  goals: [{ id: 'g', titleZh: '目标', reasonWithout: '' }],
  indicators,
  money,
  ...more,
});
const found = (plan: PlanDraft, rule: string): PlanFault[] => planFaults(plan).filter((one) => one.rule === rule);

/** The plan after every one-click change of a rule. */
function mended(plan: PlanDraft, rule: string): PlanDraft {
  const sets = found(plan, rule).flatMap(({ fix }) => fix);
  const indicators = plan.indicators.map((one) =>
    Object.assign({ ...one }, ...sets.filter(({ at }) => at === one.id).map(({ set }) => set)),
  );
  return { ...plan, indicators };
}

const spending = indicator('W06', 'budget.execution', '=95%', { choice: 'adjusted' });

describe('资金目标能否同时实现', () => {
  test('=95% of 282.61 leaves 14.13 unspent, more than the project of 11.98: pay would stay unpaid', () => {
    const [fault] = found(draft([spending]), 'K-05');
    expect(fault?.message.zh).toContain('14.13 万元');
    expect(fault?.message.zh).toContain('11.98 万元');
    expect(fault?.better).toBe('≥95%');
  });

  test('a whole that must reach more than its parts may spend is told, with what can be reached', () => {
    const frugal = indicator('W09', 'budget.publicExpense', '≤50%', { choice: 'adjusted' });
    const plan = draft([{ ...spending, targetPrinted: '≥99%' }, frugal]);
    expect(found(plan, 'K-05')[0]?.better).toBe('≥98%');
    expect(found(mended(plan, 'K-05'), 'K-05')).toEqual([]);
  });

  test('parts that must spend more than the whole may are told', () => {
    const all = indicator('P04', 'budget.projectExecution', '≥95%', { scope: 'P1', choice: 'adjusted' });
    const rich = {
      ...money,
      lines: [line(10_000_000, {}), line(90_000_000, { kind: 'project', role: null, projectCode: 'P1' })],
    };
    const plan = draft([{ ...spending, targetPrinted: '≤80%' }, all], { money: rich });
    expect(found(plan, 'K-05')[0]?.message.zh).toContain('超过总额上限 80.00 万元');
  });

  test('the same targets with ≥95%, or without a budget to hold them against, pass', () => {
    expect(found(draft([{ ...spending, targetPrinted: '≥95%' }]), 'K-05')).toEqual([]);
    expect(found(draft([spending], { money: null }), 'K-05')).toEqual([]);
  });
});

describe('边填边查，一键改正', () => {
  test.each([
    ['K-01', indicator('W1', 'hotline.replyRate', '≥120%', { choice: 'working', level3Zh: '回复率' })],
    ['K-02', indicator('W1', 'hotline.replyRate', '≥100%', { choice: 'working', level3Zh: '回复率' })],
    ['K-03', indicator('W1', 'asset.use', '=90%', { choice: 'value', level3Zh: '固定资产利用率' })],
    ['K-04', indicator('W1', 'staff.controlRate', '≥90%', { choice: 'cutoff', level3Zh: '在职人员控制率' })],
    ['K-07', indicator('W1', 'staff.jobs', '≥19个', { choice: 'own', level3Zh: '提供就业岗位数' })],
    ['K-08', indicator('W1', 'room.inspectedDays', '=365天', { choice: 'signed', level3Zh: '维护机房天数' })],
    ['K-14', indicator('W1', null, '≥90%', { level3Zh: '按期结案率' })],
    ['K-15', indicator('W1', 'hotline.replyRate', '尽量好', { choice: 'working', level3Zh: '回复率' })],
  ])('%s is told where it stands and gone after one click', (rule, one) => {
    const plan = draft([one]);
    const faults = found(plan, rule);
    expect(faults.map(({ at }) => at)).toContain('W1');
    expect(faults.flatMap(({ fix }) => fix).length).toBeGreaterThan(0);
    expect(found(mended(plan, rule), rule)).toEqual([]);
  });

  test('a failure rate that allows minutes and a run that allows none contradict each other', () => {
    const failing = indicator('W04', 'system.failureRate', '≤0.1%', { choice: 'time' });
    const running = indicator('W13', 'system.availability', '=100%', { choice: 'time' });
    const plan = draft([failing, running]);
    expect(found(plan, 'K-06')).toMatchObject([{ at: 'W13', better: '≥99.9%' }]);
    expect(found(mended(plan, 'K-06'), 'K-06')).toEqual([]);
    const apart = draft([
      { ...failing, systems: 'a' },
      { ...running, systems: 'b' },
    ]);
    expect(found(apart, 'K-06')).toEqual([]);
  });

  test('a rate of faulty device-days says nothing of minutes, so it contradicts no availability', () => {
    const failing = indicator('W04', 'system.failureRate', '≤5%', { choice: 'deviceDays' });
    const running = indicator('W13', 'system.availability', '≥99%', { choice: 'time' });
    expect(found(draft([failing, running]), 'K-06')).toEqual([]);
    expect(found(draft([{ ...failing, choice: 'time' }, running]), 'K-06')).toHaveLength(1);
  });

  test('one measure cannot have two targets', () => {
    const one = indicator('W1', 'hotline.replyRate', '≥95%', { choice: 'working' });
    expect(found(draft([one, { ...one, id: 'W2', targetPrinted: '≥90%' }]), 'K-06')).toMatchObject([
      { at: 'W2', better: '≥95%' },
    ]);
  });

  test('a name that stands twice, a floor below one half and a ceiling above all the money are told as in a printed table', () => {
    const one = indicator('W1', 'hotline.replyRate', '≥95%', { choice: 'working', level3Zh: '诉求件及时回复率' });
    const again = { ...one, id: 'W2', metric: 'case.onTimeClosing', choice: 'scored' };
    expect(found(draft([one, again]), 'K-18')).toMatchObject([{ at: 'W2', severity: 'warning' }]);
    expect(found(draft([{ ...one, targetPrinted: '≥9%' }]), 'K-17')).toMatchObject([{ at: 'W1' }]);
    const dear = draft([indicator('P1', null, '≤12万元', { scope: 'P1', level3Zh: '项目总成本' })]);
    expect(found(dear, 'K-16')).toMatchObject([{ at: 'P1', better: '≤11.98万元' }]);
    expect(found(mended(dear, 'K-16'), 'K-16')).toEqual([]);
  });

  test('95%±2% is “=95%” with a band of two, and no fault', () => {
    const one = indicator('W1', 'budget.execution', '95%±2%', { choice: 'adjusted', level3Zh: '资金使用率' });
    expect(planFaults(draft([one], { money: null })).filter(({ rule }) => rule !== 'K-11' && rule !== 'K-21')).toEqual(
      [],
    );
    expect(pinned(one)).toMatchObject({ operator: 'eq', target: '95', unit: '%', band: '2', targetPrinted: '=95%' });
    expect(pinned({ ...one, targetPrinted: '±2%' }).operator).toBe('qualitative');
  });

  test('a choice in words has the target 正常, is told what to write otherwise, and holds nobody to a minute', () => {
    const failing = indicator('W04', 'system.failureRate', '≤0.1%', { choice: 'time', systems: 'a' });
    const running = indicator('W13', 'system.availability', '=100%', {
      choice: 'judged',
      systems: 'a',
      level3Zh: '系统正常运行情况',
    });
    const plan = draft([failing, running]);
    expect(found(plan, 'K-14')).toMatchObject([{ at: 'W13', better: '正常' }]);
    const [, after] = mended(plan, 'K-14').indicators;
    expect(after?.targetPrinted).toBe('正常');
    expect(
      planFaults(mended(plan, 'K-14')).filter(
        ({ at, rule, severity }) => at === 'W13' && rule !== 'K-11' && severity === 'error',
      ),
    ).toEqual([]);
    expect(found(mended(plan, 'K-14'), 'K-06')).toEqual([]);
    expect(after && pinned(after)).toMatchObject({ operator: 'eq', target: '100', unit: '%', targetPrinted: '正常' });
    expect(pinned({ ...running, choice: 'time', targetPrinted: '正常' }).operator).toBe('qualitative');
  });

  test('what contradicts what is named by the number and name it has on the board; a goal as the document numbers it', () => {
    const failing = indicator('W04', 'system.failureRate', '≤0.1%', { choice: 'time', level3Zh: '系统故障率' });
    const running = indicator('W13', 'system.availability', '=100%', { choice: 'time' });
    expect(found(draft([failing, running]), 'K-06')[0]?.message.zh).toContain('W04 系统故障率');
    const goals = [
      { id: 'g', titleZh: '平稳', reasonWithout: '' },
      { id: 'g2', titleZh: '厉行节约', reasonWithout: '' },
    ];
    expect(found(draft([failing], { goals }), 'K-10')[0]?.message.zh).toBe('没有指标的目标：（二）厉行节约');
  });

  test('a finding names the indicator as the board does, wherever it stands in the table', () => {
    const misplaced = indicator('W13', 'system.availability', '≥99%', {
      choice: 'days',
      level1Zh: '效益指标',
      level2Zh: '社会效益指标',
      level3Zh: '系统正常运行情况',
    });
    const [fault] = found(draft([indicator('W12', null, '≥1%'), misplaced]), 'K-08');
    expect(fault).toMatchObject({ at: 'W13' });
    expect(fault?.message.zh).toMatch(/^W13 /);
  });

  test('numbers other than those of the published table are told, for its findings name them', () => {
    const named = (...ids: string[]) => draft(ids.map((id) => indicator(id, null, '≥1%')));
    expect(found(named('W01', 'W02'), 'K-21')).toEqual([]);
    expect(found(named('W01', 'W05'), 'K-21')).toMatchObject([{ at: null, severity: 'info' }]);
    expect(found(named('W01', 'W05'), 'K-21')[0]?.message.zh).toContain('W05 → W02');
  });

  test('execution weighed among the targets would be scored twice', () => {
    expect(found(draft([{ ...spending, weight: '5' }]), 'K-19')).toHaveLength(1);
    expect(found(draft([spending]), 'K-19')).toEqual([]);
  });

  test('a goal without an indicator, and an indicator of no project, are errors', () => {
    const plan = draft([indicator('W1', null, '≥1%', { goalId: null, scope: 'P9' })]);
    expect(found(plan, 'K-10')).toMatchObject([{ at: 'g', severity: 'error' }]);
    expect(found(plan, 'K-20')).toMatchObject([{ at: 'W1', severity: 'error' }]);
  });
});

describe('分值 10/50/30/10', () => {
  const weighed = (level1Zh: string, ...weights: string[]) =>
    weights.map((weight, i) => indicator(`${level1Zh}${i}`, null, '≥1%', { level1Zh, weight }));
  const told = (...lists: PlanIndicator[][]) => found(draft(lists.flat()), 'K-11').map(({ message }) => message.zh);

  test('output has 50, benefit 30, satisfaction 10, in each table', () => {
    const right = [weighed('产出指标', '30', '20'), weighed('效益指标', '30'), weighed('满意度指标', '10')];
    expect(told(...right)).toEqual([]);
    const [first, ...rest] = told(
      weighed('产出指标', '40', '20'),
      weighed('效益指标', '20'),
      weighed('满意度指标', '10'),
    );
    expect(first).toContain('产出指标分值合计 60，应为 50');
    expect(rest).toHaveLength(1);
  });

  test('with cost as a first level it is 20, 40, 20, 10; a table without satisfaction gives its points to output', () => {
    const cost = [
      weighed('成本指标', '20'),
      weighed('产出指标', '40'),
      weighed('效益指标', '20'),
      weighed('满意度指标', '10'),
    ];
    expect(told(...cost)).toEqual([]);
    expect(told(weighed('产出指标', '60'), weighed('效益指标', '30'))).toEqual([]);
  });

  test('one click shares the points out as they were weighed', () => {
    const plan = draft([
      ...weighed('产出指标', '4', '4', '2'),
      ...weighed('效益指标', '1', '1', '1'),
      ...weighed('满意度指标', '7'),
    ]);
    const after = mended(plan, 'K-11');
    expect(found(after, 'K-11')).toEqual([]);
    expect(after.indicators.slice(0, 3).map(({ weight }) => weight)).toEqual(['20', '20', '10']);
  });
});
