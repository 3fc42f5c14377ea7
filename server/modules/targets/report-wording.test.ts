import { describe, expect, test } from 'vitest';
import { sha256 } from '../../kernel/digest.ts';
import type { FrozenLine, MeasuredValue, PinnedIndicator, Wording } from './model.ts';
import type { TargetPlanRecord } from './procedures.ts';
import { reportOf, type YearReport } from './report.ts';
import { paperOfReport } from './report-paper.ts';
import { wordingOf } from './rules.ts';

const value: MeasuredValue = {
  state: 'live',
  numerator: 9,
  denominator: 10,
  value: 90,
  range: null,
  sample: 10,
  months: [],
  evidence: [],
  ids: [],
  note: null,
};
const money = { plannedFen: 0, paidFen: 0, yearPassed: 1 };
const words = (zh: string) => ({ zh, en: zh });
/** As the definition read in a year that is over. */
const then: Wording = {
  label: words('及时回复率'),
  numerator: words('当年的分子'),
  denominator: words('当年的分母'),
  rule: words('当年的计法'),
  source: words('当年的来源'),
  choice: words('当年的口径'),
  version: 0,
};
const indicator: PinnedIndicator = {
  id: 'W01',
  scope: 'overall',
  goalId: null,
  level1Zh: '产出指标',
  level2Zh: '时效指标',
  level3Zh: '12345诉求件及时回复率',
  targetPrinted: '≥95%',
  band: null,
  weight: '50',
  metric: 'hotline.replyRate',
  choice: 'working',
  systems: null,
  surveyZh: '',
  operator: 'gte',
  target: '95',
  unit: '%',
  metricVersion: 0,
};
const line = (wording?: Wording): FrozenLine => ({
  indicatorId: 'W01',
  metric: 'hotline.replyRate',
  metricVersion: 0,
  choice: 'working',
  value,
  verdict: 'missed',
  ...(wording ? { wording } : {}),
});
const reported = (frozen: FrozenLine, pinned = indicator): YearReport => {
  const plan = { id: 'p', year: 2024, state: 'closed', projects: [], goals: [], indicators: [pinned] };
  const outcome = { cutoff: '2024-12-31', lines: [frozen], money };
  return reportOf({ plan: plan as unknown as TargetPlanRecord, unitZh: '中心', outcome, rounds: [], evaluations: [] });
};
const printed = (report: YearReport) => JSON.stringify(paperOfReport(report, [], ''));

describe('年度报告的定义原文', () => {
  test('a closed year keeps the words by which it was measured, whatever the definition says today', () => {
    const report = reported(line(then));
    expect(report.tables[0]?.lines[0]?.definition).toEqual(then);
    expect(printed(report)).toContain('当年的分子 ÷ 当年的分母。当年的计法');
    expect(printed(report)).not.toContain(wordingOf('hotline.replyRate', 'working')?.rule.zh);
  });

  test('its checksum is made of those words, so a definition that changes later does not break it', () => {
    const [kept, other] = [reported(line(then)), reported(line({ ...then, rule: words('别的计法') }))];
    expect(sha256(JSON.stringify(kept))).not.toBe(sha256(JSON.stringify(other)));
  });

  test('where the plan was written by another definition than it was measured by, both are printed', () => {
    const report = reported(line(then), { ...indicator, wording: { ...then, rule: words('编制时的计法') } });
    expect(printed(report)).toContain('编制时的定义');
    expect(printed(report)).toContain('编制时的计法');
    expect(printed(reported(line(then), { ...indicator, wording: then }))).not.toContain('编制时的定义');
  });

  test('a year closed before words were kept shows those of today', () => {
    expect(reported(line()).tables[0]?.lines[0]?.definition).toEqual(wordingOf('hotline.replyRate', 'working'));
  });

  test('money is printed in 万元, and its parts too, unless things are counted', () => {
    const spent = { ...value, numerator: 123_456_789, denominator: 200_000_000 };
    const of = (metric: string, choice: string) =>
      printed(reported({ ...line(then), value: spent }, { ...indicator, metric, choice }));
    expect(of('budget.execution', 'adjusted')).toContain('123.46 万元 ÷ 200.00 万元');
    expect(of('budget.projectCompletion', 'byNumber')).toContain('123456789 ÷ 200000000');
    expect(of('budget.projectCompletion', 'byNumber')).not.toContain('123.46 万元 ÷');
  });

  test('what stands beside a value, and a value in words, are printed as such', () => {
    const beside = [{ label: words('按原期限'), numerator: 7, denominator: 10, value: 70 }];
    expect(printed(reported({ ...line(then), value: { ...value, beside } }))).toContain('按原期限 70%（7 ÷ 10）');
    expect(printed(reported({ ...line(then), value: { ...value, word: words('不正常') } }))).toContain(
      '不正常（系统计算',
    );
  });
});
