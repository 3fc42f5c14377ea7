import type { Words } from '../../../kernel/words.ts';
import { words } from '../../disclosure/checks/sheet.ts';
import { targetTableRules } from '../../disclosure/checks/target-tables.ts';
import { micro, targetRules } from '../../disclosure/checks/targets.ts';
import { readTarget } from '../../disclosure/document/targets.ts';
import type { Severity } from '../../disclosure/model.ts';
import { metricOf } from '../data/metrics.ts';
import type { Goal, PinnedIndicator, PlanIndicator } from '../model.ts';
import { planSheet } from './sheet.ts';

/** What is wrong with a plan, where, and what would be right. */
export interface PlanFault {
  rule: string;
  severity: Severity;
  /** The indicator or goal it stands at; null for the plan as a whole. */
  at: string | null;
  title: Words;
  message: Words;
  better: string | null;
}

export interface PlanDraft {
  year: number;
  staffInPost: number | null;
  projects: readonly { code: string; nameZh: string }[];
  goals: readonly Goal[];
  indicators: readonly PlanIndicator[];
}

/** The indicator with what its printed target says, and the version of its definition. */
export function pinned(indicator: PlanIndicator): PinnedIndicator {
  const { operator, target, unit } = readTarget(indicator.targetPrinted);
  const strict = operator === 'gt' ? 'gte' : operator === 'lt' ? 'lte' : operator;
  return {
    ...indicator,
    operator: strict,
    target,
    unit,
    metricVersion: metricOf[indicator.metric ?? '']?.version ?? null,
  };
}

/** Rules whose question a plan answers better than a printed table can: goals name their indicators, definitions are data. */
const ANSWERED = new Set(['K-10', 'K-11', 'K-13', 'K-14']);
const reused = [...targetRules, ...targetTableRules].filter(({ id }) => !ANSWERED.has(id));

/** 目标校验 — the same rules that read a published document, run while the plan is typed. */
export function planFaults(draft: PlanDraft): PlanFault[] {
  const { sheet, places } = planSheet(draft);
  const found = reused.flatMap((rule) =>
    rule.check(sheet).map((said): PlanFault => {
      const at = places.get(said.pointer ?? '') ?? null;
      return {
        rule: rule.id,
        severity: said.severity ?? rule.severity,
        at,
        title: rule.title,
        message: said.message,
        better: said.expected ?? null,
      };
    }),
  );
  const banded = new Set(draft.indicators.filter(({ band }) => band !== null).map(({ id }) => id));
  const asked = new Set(draft.indicators.filter(({ surveyZh }) => surveyZh !== '').map(({ id }) => id));
  const read = found.filter(
    ({ rule, at }) => !(rule === 'K-03' && banded.has(at ?? '')) && !(rule === 'K-09' && asked.has(at ?? '')),
  );
  const said = (rule: string, at: string) => read.some((one) => one.rule === rule && one.at === at);
  const own = draft.indicators.flatMap((one) => definitionFaults(one, said));
  return [...read, ...own, ...goalFaults(draft), ...weightFaults(draft)];
}

/** What the definition says of a target, whatever the indicator is called. */
function definitionFaults(one: PlanIndicator, said: (rule: string, at: string) => boolean): PlanFault[] {
  const metric = metricOf[one.metric ?? ''];
  const { operator, target, unit } = readTarget(one.targetPrinted);
  const faults: PlanFault[] = [];
  const say = (rule: string, severity: Severity, title: Words, message: Words, better: string | null) => {
    if (!said(rule, one.id)) faults.push({ rule, severity, at: one.id, title, message, better });
  };
  const defined = words('指标有定义', 'Indicators are defined');
  if (!metric) {
    say(
      'K-14',
      'error',
      defined,
      words('没有选定计算口径，两个人会算出两个数', 'No definition is chosen: two people would compute two values'),
      null,
    );
    return faults;
  }
  if (!one.choice || !Object.hasOwn(metric.choices, one.choice))
    say(
      'K-14',
      'error',
      defined,
      words('计算口径有几种，须选定一种', 'The definition offers choices; one must be taken'),
      Object.values(metric.choices)[0]?.zh ?? null,
    );
  if (metric.asks === 'systems' && !one.systems)
    say(
      'K-14',
      'warning',
      defined,
      words('未指明哪些系统，将计全部系统', 'No group of systems is named: all of them count'),
      null,
    );
  if (metric.asks === 'project' && one.scope === 'overall')
    say('K-14', 'error', defined, words('这一口径属于某个项目', 'This definition belongs to a project'), null);
  if (operator === 'qualitative') return faults;
  if (unit !== metric.unit)
    say(
      'K-14',
      'error',
      words('单位与定义一致', 'The unit is that of the definition'),
      words(`单位应为“${metric.unit}”`, `The unit is ${metric.unit}`),
      `${target}${metric.unit}`,
    );
  const wrongWay =
    metric.better === 'lower' ? operator === 'gte' || operator === 'gt' : operator === 'lte' || operator === 'lt';
  if (wrongWay)
    say(
      'K-04',
      'error',
      words('方向正确', 'Directions are right'),
      metric.better === 'lower'
        ? words('越低越好的应定上限（≤）', 'What is better the lower it is needs a ceiling (≤)')
        : words('越高越好的应定下限（≥）', 'What is better the higher it is needs a floor (≥)'),
      `${metric.better === 'lower' ? '≤' : '≥'}${target}${unit}`,
    );
  return faults;
}

function goalFaults({ goals, indicators }: PlanDraft): PlanFault[] {
  return goals
    .filter(({ id, reasonWithout }) => reasonWithout === '' && !indicators.some(({ goalId }) => goalId === id))
    .map(({ id, titleZh }) => ({
      rule: 'K-10',
      severity: 'error' as const,
      at: id,
      title: words('每项目标有指标', 'Every goal has an indicator'),
      message: words(`“${titleZh}”没有指标`, `“${titleZh}” has no indicator`),
      better: '设一个指标，或写明为何不设',
    }));
}

const WEIGHTS = 90e6;

/** 90 points in each table; with cost as a first level of its own the district shares them out otherwise. */
function weightFaults({ indicators }: PlanDraft): PlanFault[] {
  const scopes = [...new Set(indicators.map(({ scope }) => scope))];
  return scopes.flatMap((scope) => {
    const own = indicators.filter((one) => one.scope === scope);
    const total = own.reduce((sum, { weight }) => sum + micro(weight ?? '0'), 0);
    if (total === WEIGHTS) return [];
    const shown = total / 1e6;
    const name = scope === 'overall' ? words('整体', 'overall') : words(scope, scope);
    return [
      {
        rule: 'K-11',
        severity: 'error' as const,
        at: null,
        title: words('分值合计 90', 'Weights make 90'),
        message: words(
          `${name.zh}目标分值合计 ${shown}，应为 90（另有预算执行 10）`,
          `The weights of ${name.en} make ${shown}, not 90 (execution has 10)`,
        ),
        better: '90',
      },
    ];
  });
}

/** Whether a plan may be approved. */
export const isSound = (faults: readonly PlanFault[]): boolean => !faults.some(({ severity }) => severity === 'error');
