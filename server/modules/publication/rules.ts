import type { Fault } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { approvedIncomes } from '../budget/adjustments.ts';
import type { Budget } from '../budget/procedures.ts';
import { dayNumber } from '../calendar/zone.ts';
import { rules } from '../disclosure/checks/registry.ts';
import type { Code } from '../disclosure/data/classification.ts';
import { FUJIAN } from '../disclosure/data/fujian.ts';
import type { TableForm, Template } from '../disclosure/data/template.ts';
import { showAmount } from '../disclosure/document/money.ts';
import type { Finding } from '../disclosure/model.ts';
import { type PrintedPlan, targetTables, targetWords } from '../targets/tables.ts';
import { type Content, compose, missingFigures } from './compose.ts';
import { type CodedBudget, figuresOf, functionName, namesIn, rowsOf } from './figures.ts';
import type { Moved, Overrule, Written } from './model.ts';
import { asRegistered, type Register } from './register.ts';

/** A finding by what it says: corrected figures make it another one, a line added above it does not. */
export const findingKey = ({ rule, at, printed, expected }: Finding): string =>
  [rule, at.what, at.pointer ?? '', printed ?? '', expected ?? ''].join('|').slice(0, 2000);

/**
 * Which goal has an indicator a printed table shows only by the words they share. An approved plan knows: its goals name their
 * indicators or say why they need none, so a document made of one is not asked by its words.
 */
export const answeredByPlan = (findings: readonly Finding[], plan: PrintedPlan | null): Finding[] =>
  findings.filter(({ rule }) => plan === null || rule !== 'K-10');

/** Errors that nobody has answered for yet. */
export function openErrors(findings: readonly Finding[], overrules: readonly Overrule[]): Finding[] {
  const answered = new Set(overrules.filter(({ confirmedBy }) => confirmedBy !== null).map(({ key }) => key));
  return findings.filter((one) => one.severity === 'error' && !answered.has(findingKey(one)));
}

/** Warnings that nobody has noted. */
export function openWarnings(findings: readonly Finding[], overrules: readonly Overrule[]): Finding[] {
  const noted = new Set(overrules.map(({ key }) => key));
  return findings.filter((one) => one.severity === 'warning' && !noted.has(findingKey(one)));
}

/** What a disclosure must hold, and whether it does: the rules of completeness, each with its sentence. */
export function checklistOf(
  findings: readonly Finding[],
  template: Template = FUJIAN,
): { rule: string; label: Words; done: boolean }[] {
  const failed = new Set(findings.map(({ rule }) => rule));
  const tables = new Map(template.tables.map(({ content, nameZh, key }) => [content, { zh: nameZh, en: key }]));
  return rules
    .filter(({ id }) => /^C-\d/.test(id))
    .map(({ id, title }) => ({ rule: id, label: tables.get(id) ?? title, done: !failed.has(id) }));
}

const DIGITS = '[0-9０-９][0-9０-９,，.．]*';
const NUMERALS = '[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]';
/** An amount or a rate in digits or in words: 282.61万元, 3.6亿, 二百八十二万元, 98%, 百分之九十八. */
const FIGURE = new RegExp(
  [
    String.raw`${DIGITS}\s*(?:多|余)?[百千万亿]*(?:元|[%％‰]|个百分点)`,
    String.raw`${DIGITS}\s*(?:多|余)?[万亿](?![\p{L}])`,
    `${NUMERALS}{2,}(?:多|余)?元`,
    `${NUMERALS}+个百分点`,
    `[百千万]分之${NUMERALS}+`,
  ].join('|'),
  'u',
);

/** Free words, by their path. */
function* proseOf({ duties, aims, tasks, uses, goals, projects, agencyReason, reasons }: Written) {
  for (const [i, text] of duties.entries()) yield [`duties.${i}`, text] as const;
  yield ['aims', aims] as const;
  for (const [i, text] of tasks.entries()) yield [`tasks.${i}`, text] as const;
  for (const [code, text] of Object.entries(uses)) yield [`uses.${code}`, text] as const;
  for (const [i, { titleZh, textZh }] of goals.entries())
    yield* [[`goals.${i}.titleZh`, titleZh] as const, [`goals.${i}.textZh`, textZh] as const];
  for (const [i, { goalZh }] of projects.entries()) yield [`projects.${i}.goalZh`, goalZh] as const;
  yield ['agencyReason', agencyReason] as const;
  for (const [key, text] of Object.entries(reasons)) yield [`reasons.${key}`, text] as const;
}

/** Amounts and rates typed into free words: they would stay when the budget moves. */
export function typedFigures(content: Written, { budget, template }: Pick<Sources, 'budget' | 'template'>): Fault[] {
  const { amounts } = figuresOf(budget, { projects: 0, projectFen: 0 });
  return [...proseOf(content)].flatMap(([path, text]) => {
    const [typed] = FIGURE.exec(text) ?? [];
    if (!typed) return [];
    const known = /^([\d,.]+)\s*万元$/.exec(typed)?.[1]?.replaceAll(',', '');
    const same = known && [...amounts].find(([, fen]) => fen > 0 && Number(known) === Number(showAmount(fen)))?.[0];
    const label = same ? labelOf(template, same) : null;
    return [
      {
        path,
        message: {
          zh: `“${typed}”不能手写：删去它，数字由预算自动填入${label ? `（这是“${label}”）` : '；目标值写在绩效指标里'}。`,
          en: `"${typed}" may not be typed: leave it out, figures are filled in from the budget${
            same ? ` (this one is ${same})` : '; a target has its own field'
          }.`,
        },
      },
    ];
  });
}

/** The budget as it was approved, which is what is published; what was adjusted later is not. */
const asApproved = (budget: Budget): Budget => ({
  ...budget,
  lines: budget.approvedLines ?? budget.lines,
  incomes: approvedIncomes(budget),
});

/** Everything that a document is made of besides the words that people write. */
export interface Sources {
  budget: Budget;
  /** The approved budget of the year before. */
  last: Budget | null;
  /** The approved plan of targets of the year. */
  plan: PrintedPlan | null;
  /** The registers of staff and assets on 31 December of the year before. */
  register: Register | null;
  /** All versions of the codes, those of amendments too. */
  codes: readonly Code[];
  template: Template;
}

/** The budget with the figures of the year before taken from that year's own budget, and its unit from the registers. */
export function besideLast({ budget, last, register, codes }: Omit<Sources, 'template' | 'plan'>): CodedBudget {
  const unit = asRegistered(budget.unit, register);
  if (last === null) return { ...asApproved(budget), unit, codes };
  const { amounts } = figuresOf(asApproved(last), { projects: 0, projectFen: 0 });
  const before = (key: string) => amounts.get(key) ?? 0;
  return {
    ...asApproved(budget),
    codes,
    unit: {
      ...unit,
      prior: {
        totalFen: before('expenditure.total'),
        generalFen: before('generalBudgetExpenditure.total'),
        agencyFen: before('agencyOperatingFund.total'),
        overseasFen: before('threePublic.overseasTravel'),
        receptionFen: before('threePublic.officialReception'),
        vehiclePurchaseFen: before('threePublic.vehiclePurchase'),
        vehicleRunningFen: before('threePublic.vehicleOperation'),
      },
    },
  };
}

/** Goals and targets as they are printed: those of the approved plan; what was typed counts only where there is none. */
export function promisesOf({ budget, plan }: Pick<Sources, 'budget' | 'plan'>, content: Written) {
  if (plan === null) return { goals: content.goals, targets: content.targets, projects: content.projects };
  const money = { lines: asApproved(budget).lines, projects: budget.projects };
  const words = targetWords(targetTables(plan, money), plan.goals);
  return { ...words, projects: words.projects.map((one) => ({ ...one, otherFen: 0 })) };
}

/** Everything the text is made of, its reasons with those of the budget beside them. */
export function sourcesOf(sources: Sources, content: Written): { budget: CodedBudget; content: Content } {
  const { budget } = sources;
  const beside = besideLast(sources);
  const named = new Map(budget.projects.map((project) => [project.code, project]));
  const fenOf = (code: string, other: boolean) =>
    beside.lines
      .filter(({ projectCode, fund }) => projectCode === code && (fund === 'other') === other)
      .reduce((total, { fen }) => total + fen, 0);
  const { reasons, publishOn, ...rest } = content;
  const promises = promisesOf(sources, content);
  return {
    budget: { ...beside, unit: { ...beside.unit, reasons: { ...beside.unit.reasons, ...reasons } } },
    content: {
      ...rest,
      ...promises,
      projects: promises.projects
        .filter(({ code }) => named.has(code))
        .map((one) => ({
          ...one,
          nameZh: named.get(one.code)?.nameZh ?? one.code,
          fen: fenOf(one.code, false),
          otherFen: one.otherFen + fenOf(one.code, true),
        })),
      approvedOn: budget.approvedOn ?? publishOn,
      publishedOn: publishOn,
    },
  };
}

export function textOf(sources: Sources, content: Written): string {
  const made = sourcesOf(sources, content);
  return compose(made.budget, made.content, sources.template);
}

/** Which figure moves by a change, in the order in which the text tells them. */
const CHANGES = new Map([
  ['income.increase', 'income.total'],
  ['expenditure.increase', 'expenditure.total'],
  ['generalBudgetExpenditure.increase', 'generalBudgetExpenditure.total'],
  ['threePublic.overseasTravelChange', 'threePublic.overseasTravel'],
  ['threePublic.officialReceptionChange', 'threePublic.officialReception'],
  ['threePublic.vehicleOperationChange', 'threePublic.vehicleOperation'],
  ['threePublic.vehiclePurchaseChange', 'threePublic.vehiclePurchase'],
]);

/** Figures that a set prints without a word of their own before them. */
const UNNAMED: Readonly<Record<string, string>> = { 'unit.internalDepartments': '内设机构数' };

/**
 * A figure as the set in force calls it, else as the house does. A change is called alike wherever it is told, so what
 * changes stands before it.
 */
function labelOf({ facts }: Template, key: string): string {
  const name = (one: string) => (facts[one]?.labelZh || FUJIAN.facts[one]?.labelZh || '').replace(/为$/, '');
  const changing = CHANGES.get(key);
  return (changing ? `${name(changing)}${name(key)}` : name(key)) || (UNNAMED[key] ?? key);
}

/** Figures that must be published and that nobody has entered, in words. */
export function missingOf(sources: Sources): string[] {
  return missingFigures(besideLast(sources)).map((key) => labelOf(sources.template, key));
}

/** This year beside the last: the figures that the text tells, then each function; a reason is asked where one moved. */
export function movesOf(sources: Sources, content: Written): Moved[] {
  const { budget, last, codes } = sources;
  const now = besideLast(sources);
  const { amounts } = figuresOf(now, { projects: 0, projectFen: 0 });
  const reasons: Record<string, string> = { ...budget.unit.reasons, ...content.reasons };
  const moved = (key: string, labelZh: string, nowFen: number, beforeFen: number | null): Moved => {
    const reason = reasons[key]?.trim() || null;
    return { key, labelZh, nowFen, beforeFen, reason, asks: beforeFen !== null && nowFen !== beforeFen && !reason };
  };
  const told = [...CHANGES].map(([change, figure]) => {
    const by = amounts.get(change);
    const nowFen = amounts.get(figure) ?? 0;
    return moved(change, labelOf(sources.template, figure), nowFen, by === undefined ? null : nowFen - by);
  });
  if (last === null) return told;
  const form = { key: 'generalPublicBudgetExpenditure', codes: 'functional' } as TableForm;
  const rows = (of: CodedBudget) =>
    new Map(
      rowsOf(form, of)
        .slice(1)
        .map(({ code, cells }) => [code, cells.total ?? 0]),
    );
  const [ours, theirs] = [rows(now), rows({ ...asApproved(last), codes })];
  const names = new Map([...namesIn({ ...last, codes }), ...namesIn(now)]);
  const functions = [...new Set([...ours.keys(), ...theirs.keys()])]
    .sort()
    .map((code) =>
      moved(`function.${code}`, `${code} ${functionName(code, names)}`, ours.get(code) ?? 0, theirs.get(code) ?? 0),
    );
  return [...told, ...functions];
}

/** What a use is written for: each function that general public money is spent on. */
export function usesOf(sources: Sources): { code: string; nameZh: string; fen: number }[] {
  const form = { key: 'generalPublicBudgetExpenditure', codes: 'functional' } as TableForm;
  return rowsOf(form, besideLast(sources))
    .slice(1)
    .map(({ code, nameZh, cells }) => ({ code, nameZh, fen: cells.total ?? 0 }));
}

/** Days left until it must be out; negative when it is late. */
export const daysLeft = (dueOn: string, today: string): number => dayNumber(dueOn) - dayNumber(today);
