import { describe, expect, test } from 'vitest';
import type { Line } from '../budget/model.ts';
import { salary } from '../budget/salary.fixture.ts';
import type { PlanIndicator } from './model.ts';
import { targetTables, targetWords } from './tables.ts';

const line = (change: Partial<Line>): Line => ({
  ...salary,
  fen: 0,
  ...change,
});
const project = { kind: 'project', role: null, projectCode: 'P1' } as const;
const indicator = (id: string, scope: string, level3Zh: string, targetPrinted: string): PlanIndicator => ({
  id,
  scope,
  goalId: 'g1',
  level1Zh: '产出指标',
  level2Zh: '时效指标',
  level3Zh,
  targetPrinted,
  band: null,
  weight: '10',
  metric: null,
  choice: null,
  systems: null,
  surveyZh: '',
});
const plan = {
  projects: [
    { code: 'P1', nameZh: '一般业务经费' },
    { code: 'P2', nameZh: '没有指标的项目' },
  ],
  goals: [{ id: 'g1', titleZh: '答得快', textZh: '按时回复群众诉求。', reasonWithout: '' }],
  indicators: [
    indicator('W05', 'overall', '诉求件及时回复率', '≥98%'),
    indicator('P03', 'P1', '节点按时率', '大于等于90%'),
  ],
};
const money = {
  lines: [
    line({ fen: 270_000_000 }),
    line({ ...project, economicCode: '30213', fen: 11_980_000 }),
    line({ ...project, economicCode: '30214', fund: 'other', fen: 20_000 }),
  ],
  projects: [{ code: 'P1', goalZh: '保障指挥中心运转' }],
};

describe('绩效目标表', () => {
  test('the printed tables hold the goals, the targets as they are read, and the money of the budget', () => {
    const { overall, projects } = targetTables(plan, money);
    expect(overall.funds.total).toEqual({ printed: '282.00', fen: 282_000_000 });
    expect(overall.funds.project).toEqual({ printed: '12.00', fen: 12_000_000 });
    expect(overall.goals).toEqual([{ ordinal: '一', titleZh: '答得快' }]);
    expect(overall.indicators).toMatchObject([
      { id: 'W01', level3Zh: '诉求件及时回复率', operator: 'gte', target: '98', unit: '%' },
    ]);
    expect(projects).toMatchObject([
      {
        code: 'P1',
        titlePrinted: '一般业务经费绩效目标',
        overallGoalZh: '保障指挥中心运转',
        funds: { total: { fen: 12_000_000 }, fiscal: { printed: '11.98' }, other: { printed: '0.02' } },
        indicators: [{ id: 'P01', operator: 'gte', target: '90' }],
      },
    ]);
  });

  test('without a budget the amounts stay blank, which is not nothing', () => {
    expect(targetTables(plan, null).overall.funds.total).toEqual({ printed: '', fen: null });
  });

  test('the words for the published text are those of the plan', () => {
    expect(targetWords(targetTables(plan, money), plan.goals)).toEqual({
      goals: [{ titleZh: '答得快', textZh: '按时回复群众诉求。' }],
      targets: [{ level1Zh: '产出指标', level2Zh: '时效指标', nameZh: '诉求件及时回复率', targetZh: '≥98%' }],
      projects: [
        {
          code: 'P1',
          goalZh: '保障指挥中心运转',
          otherFen: 20_000,
          targets: [{ level1Zh: '产出指标', level2Zh: '时效指标', nameZh: '节点按时率', targetZh: '大于等于90%' }],
        },
      ],
    });
  });
});
