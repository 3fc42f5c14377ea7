import type { Template } from '../data/template.ts';
import type { Amount, DisclosureDocument, Finding, Indicator, Operator, ProjectTargets } from '../model.ts';
import { halfWidth, readAmount } from './money.ts';
import type { GridRow, Outline } from './outline.ts';
import { problem } from './problem.ts';
import { nearest, normal } from './signs.ts';

export const LEVEL1 = ['产出指标', '效益指标', '满意度指标', '成本指标'];
export const LEVEL2 = [
  '数量指标',
  '质量指标',
  '时效指标',
  '成本指标',
  '经济成本指标',
  '社会成本指标',
  '生态环境成本指标',
  '经济效益指标',
  '社会效益指标',
  '生态效益指标',
  '可持续影响指标',
  '服务对象满意度指标',
];

const OPERATORS: [printed: string, operator: Operator][] = [
  ['大于等于', 'gte'],
  ['小于等于', 'lte'],
  ['不低于', 'gte'],
  ['不少于', 'gte'],
  ['不高于', 'lte'],
  ['不超过', 'lte'],
  ['大于', 'gt'],
  ['小于', 'lt'],
  ['等于', 'eq'],
  ['≥', 'gte'],
  ['≤', 'lte'],
  ['＝', 'eq'],
  ['=', 'eq'],
  ['＞', 'gt'],
  ['>', 'gt'],
  ['＜', 'lt'],
  ['<', 'lt'],
];

export interface Target {
  operatorPrinted: string;
  operator: Operator;
  target: string;
  unit: string;
}

/** Reads ≥99.8% or 大于等于 365 天; what names no number is a quality and nothing that can be measured. */
export function readTarget(printed: string): Target {
  const tight = normal(printed);
  const found = OPERATORS.find(([sign]) => tight.startsWith(sign));
  const [, target = '', unit = ''] =
    /^(-?\d+(?:\.\d+)?)(?![\d.,eE])(.*)$/.exec(halfWidth(tight.slice(found?.[0].length ?? 0))) ?? [];
  if (!found || target === '') return { operatorPrinted: '定性', operator: 'qualitative', target: '', unit: '' };
  return { operatorPrinted: found[0], operator: found[1], target, unit: unit === '％' ? '%' : unit };
}

type Performance = Pick<DisclosureDocument['performance'], 'overall' | 'projects'>;

export interface Targets extends Performance {
  problems: Finding[];
}

const GOAL_MARK = /(?=[（(][一二三四五六七八九十]+[）)])/;

/** Reads the table of the whole and that of each project. */
export function readTargets(outline: Outline, template: Template, unitFactor: number): Targets {
  const problems: Finding[] = [];
  const of = (key: string) => outline.rows.filter(({ section }) => section === key);
  const titles = (key: string) => outline.captions.filter(({ section, kind }) => section === key && kind === 'title');
  const overallRows = of('overallTargets');
  const first = overallRows[0];
  const title = titles('overallTargets')[0];
  const goals = goalsOf(overallRows);
  const funds = (rows: GridRow[], labels: string[], pointer: string) =>
    fundsOf(rows, labels, unitFactor, pointer, problems);
  const [total, project, basic] = first ? funds(overallRows, template.targets.overall, '/performance/overall') : [];
  const projects = splitProjects(of('projectTargets')).map((rows, i): ProjectTargets => {
    const begin = rows[0]?.line ?? 1;
    const caption = titles('projectTargets').findLast(({ line }) => line < begin);
    const pointer = `/performance/projects/${i}`;
    const [sum, fiscal, other] = funds(rows, template.targets.project, pointer);
    const goal = rows.find(({ cells }) => /^(?:总体|年度)目标/.test(normal(cells[0] ?? '')));
    const code = rows.flatMap(({ cells }) => cells).find((cell) => /^项目(?:代码|编码)/.test(normal(cell)));
    return {
      titlePrinted: caption?.printed ?? '',
      line: caption?.line ?? begin,
      nameZh: normal(caption?.printed ?? '').replace(/(?:项目)?(?:支出)?绩效目标表?$/, ''),
      code: code ? (/[A-Za-z0-9][A-Za-z0-9._-]*/.exec(code)?.[0] ?? null) : null,
      funds: { total: sum as Amount, fiscal: fiscal as Amount, other: other as Amount },
      overallGoalZh: goal?.cells[1] ?? '',
      overallGoalLine: goal?.line ?? begin,
      indicators: indicatorsOf(rows, 'P', `${pointer}/indicators`, problems),
    };
  });
  return {
    overall: first
      ? {
          titleZh: normal(title?.printed ?? ''),
          line: title?.line ?? first.line,
          funds: { total: total as Amount, project: project as Amount, basic: basic as Amount },
          ...goals,
          indicators: indicatorsOf(overallRows, 'W', '/performance/overall/indicators', problems),
        }
      : null,
    projects,
    problems,
  };
}

/** Each project begins with its code or name, or with its money where it has neither. */
function splitProjects(rows: GridRow[]): GridRow[][] {
  const groups: GridRow[][] = [];
  let hasMoney = true;
  for (const row of rows) {
    const cells = row.cells.map(normal);
    const money = cells.some((cell) => cell.startsWith('资金总额'));
    const begins = money || cells.some((cell) => /^项目(?:代码|编码|名称)/.test(cell));
    if (groups.length === 0 || (begins && hasMoney)) {
      groups.push([]);
      hasMoney = false;
    }
    if (money) hasMoney = true;
    groups.at(-1)?.push(row);
  }
  return groups;
}

/** The three amounts above the goals, in the order of the form. */
function fundsOf(rows: GridRow[], labels: string[], factor: number, pointer: string, problems: Finding[]): Amount[] {
  const until = rows.findIndex(({ cells }) => normal(cells[0] ?? '').endsWith('目标'));
  const head = rows.slice(0, until < 0 ? 3 : until);
  return labels.map((label, i) => {
    const has = (row: GridRow) => row.cells.some((cell) => normal(cell).replace(/：?$/, '：') === label);
    const row = head.find(has) ?? head[i];
    const printed = row?.cells.findLast((cell) => cell !== '') ?? '';
    if (row && has(row)) return readAmount(normal(printed).startsWith(label.slice(0, -1)) ? '' : printed, factor);
    problems.push(
      problem('C-17', {
        what: `绩效目标表 · ${label}`,
        lines: row ? [row.line] : [],
        pointer: `${pointer}/funds`,
        printed: row?.cells.filter(Boolean).join(' | ') ?? null,
        expected: label,
        message: { zh: `缺“${label}”一行`, en: `The line “${label}” is missing` },
      }),
    );
    return readAmount(/\d/.test(printed) ? printed : '', factor);
  });
}

function goalsOf(rows: GridRow[]): { goals: { ordinal: string; titleZh: string }[]; goalLines: number[] } {
  const begin = rows.findIndex(({ cells }) => /年度(?:总体)?目标$/.test(normal(cells[0] ?? '')));
  const end = rows.findIndex(({ cells }, i) => i > begin && cells.some((cell) => /[一二三]级指标/.test(normal(cell))));
  const told = begin < 0 ? [] : rows.slice(begin, end < 0 ? begin + 1 : end);
  const text = (row: GridRow) =>
    row.raw
      .slice(1)
      .join('')
      .replace(/<\/?p>/g, '\n');
  const goals = told
    .flatMap((row) => text(row).split(GOAL_MARK))
    .flatMap((part) => {
      const [, ordinal, rest = ''] = /^[（(]([一二三四五六七八九十]+)[）)]([\s\S]*)$/.exec(part.trim()) ?? [];
      if (!ordinal) return [];
      const line = rest.trim().split('\n')[0] ?? '';
      const titleZh = line.length <= 40 ? line : (line.split(/[。：]|(?<!\s)\s+(?=\S{12})|(?=一[是要])/)[0] ?? line);
      return [{ ordinal, titleZh: titleZh.trim().replace(/。$/, '') }];
    });
  return { goals, goalLines: told.filter((row) => text(row).trim() !== '').map(({ line }) => line) };
}

function indicatorsOf(rows: GridRow[], letter: string, pointer: string, problems: Finding[]): Indicator[] {
  const header = rows.findIndex(({ cells }) => cells.some((cell) => normal(cell) === '三级指标'));
  const near =
    header >= 0
      ? header
      : rows.findIndex(({ cells }) =>
          cells.some((cell) => nearest(normal(cell), ['三级指标', '一级指标'], String, 0.4)),
        );
  const found: Indicator[] = [];
  let level1 = '';
  let level2 = '';
  const weightAt = rows[near]?.cells.findIndex((cell) => /分值|权重/.test(normal(cell))) ?? -1;
  for (const row of near < 0 ? [] : rows.slice(near + 1)) {
    const weight = weightAt < 0 ? '' : (row.cells[weightAt] ?? '');
    const cells = row.cells.filter((cell, i) => cell !== '' && i !== weightAt);
    if (normal(cells[0] ?? '').startsWith('备注') || cells.length < 2) continue;
    const printed = cells.at(-1) ?? '';
    const name = cells.at(-2) ?? '';
    const levels = cells.slice(0, -2).map(normal);
    const inherited: string[] = [];
    const cost = levels.length === 1 && levels[0] === '成本指标' && level1 !== '';
    const own1 = cost
      ? undefined
      : levels.find(
          (level) => LEVEL1.includes(level) && (level !== '成本指标' || (levels.length > 1 && levels[0] === level)),
        );
    const own2 = cost ? levels[0] : levels.findLast((level) => LEVEL2.includes(level) && level !== own1);
    if (own1) level1 = own1;
    else inherited.push('level1Zh');
    if (own2) level2 = own2;
    else inherited.push('level2Zh');
    for (const level of levels.filter((one) => one !== own1 && one !== own2)) {
      problems.push(
        problem('R-SHAPE', {
          what: `绩效目标表 · ${name}`,
          lines: [row.line],
          pointer: `${pointer}/${found.length}`,
          printed: level,
          expected: nearest(level, [...LEVEL1, ...LEVEL2], String, 0.3),
          message: { zh: `“${level}”不是绩效指标的类别`, en: `“${level}” is not a kind of indicator` },
        }),
      );
    }
    found.push({
      id: `${letter}${String(found.length + 1).padStart(2, '0')}`,
      line: row.line,
      level1Zh: level1,
      level2Zh: level2,
      level3Zh: name,
      inherited,
      targetPrinted: printed,
      ...readTarget(printed),
      weight: /^\d+(\.\d+)?$/.test(weight) ? weight : null,
    });
  }
  return found;
}
