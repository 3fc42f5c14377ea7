import type { Words } from '../../../kernel/words.ts';
import { words } from '../../disclosure/checks/sheet.ts';
import { daysOf, micro } from '../../disclosure/checks/targets.ts';
import { ordinalZh } from '../../disclosure/document/signs.ts';
import { readTarget } from '../../disclosure/document/targets.ts';
import type { Severity } from '../../disclosure/model.ts';
import { type Metric, metricOf } from '../data/metrics.ts';
import type { Goal, PlanIndicator } from '../model.ts';
import { type PlanMoney, tableOf } from '../tables.ts';
import { alikeFaults } from './alike.ts';
import { moneyFaults } from './money.ts';
import { faultOf, printedRules } from './plan-rules.ts';
import { planSheet } from './sheet.ts';
import { isJudged, NORMAL, unfolded } from './typed.ts';
import { weightFaults } from './weights.ts';

/** What is wrong with a plan, where, and what would be right. */
export interface PlanFault {
  rule: string;
  severity: Severity;
  /** The indicator or goal it stands at; null for the plan as a whole. */
  at: string | null;
  title: Words;
  message: Words;
  better: string | null;
  /** What to put where with one click; empty where a person must think. */
  fix: Fix[];
}

export interface Fix {
  /** The indicator. */
  at: string;
  set: Partial<
    Pick<PlanIndicator, 'level1Zh' | 'level2Zh' | 'targetPrinted' | 'band' | 'weight' | 'metric' | 'choice'>
  >;
}

export interface PlanDraft {
  year: number;
  staffInPost: number | null;
  projects: readonly { code: string; nameZh: string }[];
  goals: readonly Goal[];
  indicators: readonly PlanIndicator[];
  /** The budget of the year, for what the money allows; absent while there is none. */
  money?: PlanMoney | null;
}

/** Rules whose question a plan answers better than a printed table can: goals name their indicators, definitions are data. */
const ANSWERED = new Set(['K-05', 'K-06', 'K-10', 'K-11', 'K-13', 'K-14']);
const reused = printedRules.filter(({ id }) => !ANSWERED.has(id));
/** Rules that put several indicators of a document into one finding; a plan is told of each at its own place. */
const TOGETHER = new Set(['K-08', 'K-09']);

/** 目标校验 — the same rules that read a published document, run while the plan is typed. */
export function planFaults(typed: PlanDraft): PlanFault[] {
  const draft = { ...typed, indicators: typed.indicators.map(unfolded) };
  const alone = draft.indicators.map((one) => planSheet({ ...draft, indicators: [one] }));
  const whole = [planSheet(draft)];
  const found = reused.flatMap((rule) =>
    (TOGETHER.has(rule.id) ? alone : whole).flatMap(({ sheet, places }) =>
      rule.check(sheet).map((said): PlanFault => {
        const at = places.get(said.pointer ?? '') ?? null;
        return faultOf(rule.id, {
          severity: said.severity ?? rule.severity,
          at,
          message: said.message,
          better: said.expected ?? null,
          fix: at === null ? [] : fixOf(draft, rule.id, at, said.expected ?? ''),
        });
      }),
    ),
  );
  const banded = new Set(draft.indicators.filter(({ band }) => band !== null).map(({ id }) => id));
  const asked = new Set(draft.indicators.filter(({ surveyZh }) => surveyZh !== '').map(({ id }) => id));
  const judged = new Set(draft.indicators.filter(isJudged).map(({ id }) => id));
  const answered: Record<string, ReadonlySet<string> | undefined> = { 'K-03': banded, 'K-09': asked, 'K-15': judged };
  const read = found.filter(({ rule, at }) => answered[rule]?.has(at ?? '') !== true);
  const said = (rule: string, at: string) => read.some((one) => one.rule === rule && one.at === at);
  const own = draft.indicators.flatMap((one) => definitionFaults(draft, one, said));
  return [
    ...read,
    ...own,
    ...scopeFaults(draft),
    ...goalFaults(draft),
    ...alikeFaults(draft),
    ...moneyFaults(draft),
    ...weightFaults(draft),
    ...numberFaults(draft),
  ];
}

const TARGET = /^[≥≤=]\d+(?:\.\d+)?\D*$/;

/** What one click would put in the place of what is wrong, as far as the rule says it exactly. */
function fixOf(draft: PlanDraft, rule: string, at: string, expected: string): Fix[] {
  if (rule === 'K-15') {
    const targetPrinted = usualTarget(metricOf[draft.indicators.find(({ id }) => id === at)?.metric ?? ''], draft.year);
    return targetPrinted === null ? [] : [{ at, set: { targetPrinted } }];
  }
  if (rule === 'K-07' && draft.staffInPost !== null) return [{ at, set: { targetPrinted: `≥${draft.staffInPost}个` } }];
  if (rule === 'K-08') {
    const level2Zh = /→ ?([^/；]+)/.exec(expected)?.[1] ?? '';
    const level1Zh = firstLevelOf(level2Zh);
    return level1Zh === null ? [] : [{ at, set: { level1Zh, level2Zh } }];
  }
  const [, most] = /^0–(\d.*)$/.exec(expected) ?? [];
  if (rule === 'K-01' && most) return [{ at, set: { targetPrinted: `=${most}` } }];
  if (rule === 'K-09') return [{ at, set: { targetPrinted: '≥95%' } }];
  return TARGET.test(expected) ? [{ at, set: { targetPrinted: expected } }] : [];
}

/** A target to begin with where none was named; a count has no usual size. */
function usualTarget(metric: Metric | undefined, year: number): string | null {
  if (!metric) return null;
  if (metric.most === 'daysOfYear') return `=${daysOf(year)}天`;
  if (metric.unit !== '%') return null;
  if (metric.better === 'higher') return '≥95%';
  return metric.most === null ? '≤100%' : '≤0.1%';
}

const SECOND_LEVELS: [level1Zh: string, level2Zh: string[]][] = [
  ['产出指标', ['数量指标', '质量指标', '时效指标', '成本指标']],
  ['效益指标', ['经济效益指标', '社会效益指标', '生态效益指标', '可持续影响指标']],
  ['成本指标', ['经济成本指标', '社会成本指标', '生态环境成本指标']],
  ['满意度指标', ['服务对象满意度指标']],
];

const firstLevelOf = (level2Zh: string): string | null =>
  SECOND_LEVELS.find(([, seconds]) => seconds.includes(level2Zh))?.[0] ?? null;

/** What the definition says of a target, whatever the indicator is called. */
function definitionFaults(
  { year }: PlanDraft,
  one: PlanIndicator,
  said: (rule: string, at: string) => boolean,
): PlanFault[] {
  const metric = metricOf[one.metric ?? ''];
  const { operator, target, unit } = readTarget(one.targetPrinted);
  const faults: PlanFault[] = [];
  const say = (rule: string, severity: Severity, message: Words, better: string | null, set?: Fix['set']) => {
    const fix = set ? [{ at: one.id, set }] : [];
    if (!said(rule, one.id)) faults.push(faultOf(rule, { severity, at: one.id, message, better, fix }));
  };
  if (!metric) {
    const why = words(
      '没有选定计算口径，两个人会算出两个数',
      'No definition is chosen: two people would compute two values',
    );
    const metricKey = Object.entries(metricOf).find(([, known]) => known && alike(known.label.zh, one.level3Zh))?.[0];
    const choice = Object.keys(metricOf[metricKey ?? '']?.choices ?? {})[0];
    const better = metricOf[metricKey ?? '']?.label.zh ?? null;
    say('K-14', 'error', why, better, metricKey && choice ? { metric: metricKey, choice } : undefined);
    return faults;
  }
  if (!one.choice || !Object.hasOwn(metric.choices, one.choice)) {
    const why = words('计算口径有几种，须选定一种', 'The definition offers choices; one must be taken');
    const [usual] = Object.entries(metric.choices);
    say('K-14', 'error', why, usual?.[1].zh ?? null, usual && { choice: usual[0] });
  }
  if (metric.asks === 'systems' && !one.systems)
    say(
      'K-14',
      'warning',
      words('未指明哪些系统，将计全部系统', 'No group of systems is named: all of them count'),
      null,
    );
  if (metric.asks === 'project' && one.scope === 'overall')
    say('K-14', 'error', words('这一口径属于某个项目', 'This definition belongs to a project'), null);
  if (EXECUTION.has(one.metric ?? '') && micro(one.weight ?? '0') > 0)
    say(
      'K-19',
      'warning',
      words(
        '预算执行另计 10 分，这里再给分即重复计分',
        'Execution has 10 points of its own: these would score it twice',
      ),
      null,
    );
  if (isJudged(one)) {
    const why = words('定性口径的目标写“正常”', 'The target of a choice in words reads 正常');
    if (one.targetPrinted !== NORMAL) say('K-14', 'error', why, NORMAL, { targetPrinted: NORMAL });
    return faults;
  }
  if (operator === 'qualitative') return faults;
  const most = metric.most === 'daysOfYear' ? daysOf(year) : metric.most;
  if (most !== null && micro(target) > most * 1e6)
    say(
      'K-01',
      'error',
      words(`按定义最多 ${most}${metric.unit}`, `By its definition it is at most ${most}${metric.unit}`),
      `=${most}${metric.unit}`,
      { targetPrinted: `=${most}${metric.unit}` },
    );
  if (unit !== metric.unit)
    say(
      'K-14',
      'error',
      words(`按定义，单位应为“${metric.unit}”`, `By its definition the unit is ${metric.unit}`),
      `${SIGNS[operator] ?? '='}${target}${metric.unit}`,
      { targetPrinted: `${SIGNS[operator] ?? '='}${target}${metric.unit}` },
    );
  const wrongWay =
    metric.better === 'lower' ? operator === 'gte' || operator === 'gt' : operator === 'lte' || operator === 'lt';
  if (wrongWay) {
    const right = `${metric.better === 'lower' ? '≤' : '≥'}${target}${unit}`;
    const why =
      metric.better === 'lower'
        ? words('越低越好的应定上限（≤）', 'What is better the lower it is needs a ceiling (≤)')
        : words('越高越好的应定下限（≥）', 'What is better the higher it is needs a floor (≥)');
    say('K-04', 'error', why, right, { targetPrinted: right });
  }
  return faults;
}

const EXECUTION: ReadonlySet<string> = new Set(['budget.execution', 'budget.projectExecution']);
const SIGNS: Record<string, string> = { gte: '≥', gt: '≥', lte: '≤', lt: '≤', eq: '=' };

/** Whether an indicator is called as a definition is, blanks aside. */
const alike = (label: string, name: string): boolean => label.replaceAll(' ', '') === name.replaceAll(' ', '');

function scopeFaults({ indicators, projects }: PlanDraft): PlanFault[] {
  const known = new Set(['overall', ...projects.map(({ code }) => code)]);
  return indicators
    .filter(({ scope }) => !known.has(scope))
    .map(({ id, scope }) =>
      faultOf('K-20', {
        severity: 'error',
        at: id,
        message: words(`目标里没有项目 ${scope}`, `The plan has no project ${scope}`),
        better: projects[0]?.code ?? 'overall',
        fix: [],
      }),
    );
}

/** A goal is named as the published table numbers it. */
function goalFaults({ goals, indicators }: PlanDraft): PlanFault[] {
  return goals
    .map((goal, i) => ({ ...goal, name: `（${ordinalZh(i + 1)}）${goal.titleZh}` }))
    .filter(({ id, reasonWithout }) => reasonWithout === '' && !indicators.some(({ goalId }) => goalId === id))
    .map(({ id, name }) =>
      faultOf('K-10', {
        severity: 'error',
        at: id,
        message: words(`没有指标的目标：${name}`, `Goals without an indicator: ${name}`),
        better: '设一个指标，或写明为何不设',
        fix: [],
      }),
    );
}

/** A document numbers its indicators by their place; under other numbers nobody finds one of its findings on the board. */
function numberFaults({ indicators, projects }: PlanDraft): PlanFault[] {
  const scopes = ['overall', ...projects.map(({ code }) => code)];
  const moved = scopes.flatMap((scope) => {
    const own = indicators.filter((one) => one.scope === scope);
    return tableOf({ indicators: own }, scope).flatMap(({ id }, i) =>
      own[i]?.id === id ? [] : [`${own[i]?.id} → ${id}`],
    );
  });
  if (moved.length === 0) return [];
  const list = moved.join('、');
  const message = words(`公布的表按次序编号：${list}`, `The published table numbers by place: ${list}`);
  return [faultOf('K-21', { severity: 'info', at: null, message, better: null, fix: [] })];
}

/** Whether a plan may be approved. */
export const isSound = (faults: readonly PlanFault[]): boolean => !faults.some(({ severity }) => severity === 'error');
