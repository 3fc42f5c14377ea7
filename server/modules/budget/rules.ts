import { dateOf, dayNumber } from '../calendar/zone.ts';
import type {
  IncomeLine,
  Line,
  LineKey,
  MonthKey,
  MonthPlan,
  ProcurementKind,
  Project,
  Purchase,
  PurchaseKey,
  UnitFacts,
} from './model.ts';

/** 公开期限 — published within so many days of its approval: 预算法 art. 14. */
export const PUBLISH_DAYS = 20;

export function publishDueOn(approvedOn: string): string {
  return dateOf(dayNumber(approvedOn) + PUBLISH_DAYS);
}

/** The projects that would get money and that nobody has agreed to, each with its code and name. */
export function unreviewed(
  projects: readonly Pick<Project, 'code' | 'nameZh' | 'reviewed'>[],
  given: readonly Pick<Line, 'projectCode' | 'fen'>[],
): string[] {
  const known = new Map(projects.map((one) => [one.code, one]));
  const funded = given.flatMap(({ projectCode, fen }) => (projectCode !== null && fen > 0 ? [projectCode] : []));
  return [...new Set(funded)]
    .filter((code) => !known.get(code)?.reviewed)
    .sort()
    .map((code) => [code, known.get(code)?.nameZh].filter(Boolean).join(' '));
}

/** One text for one line, by which it is found. */
export function keyOf({ functionCode, economicCode, fund, kind, role, projectCode }: LineKey): string {
  return [functionCode, economicCode, fund, kind, role ?? '', projectCode ?? ''].join(' ');
}

export function incomeKeyOf({ functionCode, source }: Pick<IncomeLine, 'functionCode' | 'source'>): string {
  return `${functionCode} ${source}`;
}

export function monthKeyOf({ kind, role, projectCode, month }: MonthKey): string {
  return [kind, role ?? '', projectCode ?? '', month].join(' ');
}

/** The item stands last: it is free text. */
export function purchaseKeyOf({ purchase, economicCode, projectCode, item }: PurchaseKey): string {
  return [purchase, economicCode, projectCode ?? '', item].join(' ');
}

/** What is wrong with a line's key in itself, in words; null if nothing. */
export function keyFault({
  kind,
  role,
  projectCode,
}: Pick<LineKey, 'kind' | 'role' | 'projectCode'>): { path: string; zh: string; en: string } | null {
  if (kind === 'basic' && role === null)
    return {
      path: 'role',
      zh: '基本支出须分人员经费或公用经费。',
      en: 'Basic expenditure is either personnel or public.',
    };
  if (kind !== 'basic' && role !== null)
    return { path: 'role', zh: '只有基本支出才分人员与公用。', en: 'Only basic expenditure has a role.' };
  if (kind === 'project' && projectCode === null)
    return { path: 'projectCode', zh: '项目支出须指明项目。', en: 'Project expenditure names its project.' };
  if (kind !== 'project' && projectCode !== null)
    return { path: 'projectCode', zh: '只有项目支出才有项目。', en: 'Only project expenditure has a project.' };
  return null;
}

/** 人员经费 holds classes 301 and 303 only (rule R-T09-4): what else is counted as personnel is so for a reason that is told. */
export const needsReason = ({ role, economicCode }: Pick<LineKey, 'role' | 'economicCode'>): boolean =>
  role === 'personnel' && !/^30[13]/.test(economicCode);

/** Lines with money that count as personnel without anybody having said why; `reasons` by the line's key. */
export const unexplained = <T extends LineKey & { fen: number }>(
  lines: readonly T[],
  reasons: Readonly<Record<string, string>> = {},
): T[] => lines.filter((line) => line.fen > 0 && needsReason(line) && !reasons[keyOf(line)]);

export const sum = (list: readonly { fen: number }[]): number => list.reduce((total, { fen }) => total + fen, 0);

export function totals(budget: { lines: readonly Line[]; incomes: readonly IncomeLine[] }): {
  income: number;
  expenditure: number;
} {
  return { income: sum(budget.incomes), expenditure: sum(budget.lines) };
}

/** Lines with some of them put in place; a line of nothing is left out. The order is that of the keys. */
export function withLines(lines: readonly Line[], changes: readonly (LineKey & { fen: number })[]): Line[] {
  const byKey = new Map(lines.map((line) => [keyOf(line), line]));
  for (const { functionCode, economicCode, fund, kind, role, projectCode, fen } of changes) {
    const line = { functionCode, economicCode, fund, kind, role, projectCode, fen };
    byKey.set(keyOf(line), line);
  }
  return sorted(byKey);
}

/** Lines with something added to or taken from them. */
export function withDeltas(lines: readonly Line[], deltas: readonly (LineKey & { fen: number })[]): Line[] {
  const byKey = new Map(lines.map((line) => [keyOf(line), line]));
  for (const { functionCode, economicCode, fund, kind, role, projectCode, fen } of deltas) {
    const line = { functionCode, economicCode, fund, kind, role, projectCode, fen };
    byKey.set(keyOf(line), { ...line, fen: (byKey.get(keyOf(line))?.fen ?? 0) + fen });
  }
  return sorted(byKey);
}

export function withIncomes(incomes: readonly IncomeLine[], changes: readonly IncomeLine[]): IncomeLine[] {
  const byKey = new Map(incomes.map((line) => [incomeKeyOf(line), line]));
  for (const { functionCode, source, fen } of changes)
    byKey.set(incomeKeyOf({ functionCode, source }), { functionCode, source, fen });
  return sorted(byKey);
}

/** Incomes with something added to or taken from them. */
export function withIncomeDeltas(incomes: readonly IncomeLine[], deltas: readonly IncomeLine[]): IncomeLine[] {
  const known = new Map(incomes.map((line) => [incomeKeyOf(line), line.fen]));
  const sums = new Map<string, IncomeLine>();
  for (const { functionCode, source, fen } of deltas) {
    const key = incomeKeyOf({ functionCode, source });
    sums.set(key, { functionCode, source, fen: (sums.get(key)?.fen ?? known.get(key) ?? 0) + fen });
  }
  return withIncomes(incomes, [...sums.values()]);
}

export function withMonths(months: readonly MonthPlan[], changes: readonly MonthPlan[]): MonthPlan[] {
  const byKey = new Map(months.map((one) => [monthKeyOf(one), one]));
  for (const { kind, role, projectCode, month, fen } of changes) {
    const one = { kind, role, projectCode, month, fen };
    byKey.set(monthKeyOf(one), one);
  }
  return sorted(byKey);
}

export function withPurchases(purchases: readonly Purchase[], changes: readonly Purchase[]): Purchase[] {
  const byKey = new Map(purchases.map((one) => [purchaseKeyOf(one), one]));
  for (const { purchase, economicCode, projectCode, item, fen } of changes) {
    const one = { purchase, economicCode, projectCode, item, fen };
    byKey.set(purchaseKeyOf(one), one);
  }
  return sorted(byKey);
}

/** 政府采购 by goods, works and services: what is listed; where nothing is, the totals that the unit has told. */
export function procurementOf({
  unit,
  purchases = [],
}: {
  unit: Pick<UnitFacts, 'procurement'>;
  purchases?: readonly Purchase[];
}): Record<ProcurementKind, number> {
  if (purchases.length === 0) return unit.procurement;
  const of = (kind: ProcurementKind) => sum(purchases.filter(({ purchase }) => purchase === kind));
  return { goods: of('goods'), works: of('works'), services: of('services') };
}

/** The month plan of a year: each month's total, and what was to be paid by the end of the month of a day. */
export function plannedByMonth(
  months: readonly MonthPlan[],
  year: number,
  cutoff: string,
): { months: { month: string; fen: number }[]; dueFen: number } | null {
  if (months.length === 0) return null;
  const all = Array.from({ length: 12 }, (_, i) => ({
    month: `${year}-${String(i + 1).padStart(2, '0')}`,
    fen: sum(months.filter(({ month }) => month === i + 1)),
  }));
  return { months: all, dueFen: sum(all.filter(({ month }) => month <= cutoff.slice(0, 7))) };
}

function sorted<T extends { fen: number }>(byKey: Map<string, T>): T[] {
  return [...byKey]
    .filter(([, { fen }]) => fen !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line);
}

/** What was paid from a line, or refunded to it, and in which month it counts. */
export interface Booked extends LineKey {
  fen: number;
  on: string;
}

/** 执行 — paid of planned, by month of the local year; a refund is taken off in the month in which it was booked. */
export function executionOf(
  lines: readonly Line[],
  booked: readonly Booked[],
  cutoff: string,
): { plannedFen: number; paidFen: number; months: { month: string; fen: number }[] } {
  const until = booked.filter(({ on }) => on <= cutoff);
  const months = new Map<string, number>();
  for (const { on, fen } of until) months.set(on.slice(0, 7), (months.get(on.slice(0, 7)) ?? 0) + fen);
  return {
    plannedFen: sum(lines),
    paidFen: sum(until),
    months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, fen]) => ({ month, fen })),
  };
}

/** What is left of a line. */
export function leftOf(lines: readonly Line[], booked: readonly Booked[], key: LineKey): number {
  const own = keyOf(key);
  const planned = lines.find((line) => keyOf(line) === own)?.fen ?? 0;
  return planned - sum(booked.filter((one) => keyOf(one) === own));
}

/** Of an adjustment, the lines from which more is taken than is left of them: it would stand below what was paid. */
export const takenBeyond = (
  lines: readonly Line[],
  booked: readonly Booked[],
  deltas: readonly (LineKey & { fen: number })[],
): Line[] => withDeltas([], deltas).filter((one) => one.fen < 0 && leftOf(lines, booked, one) + one.fen < 0);

/** Share of the year that has passed on a day, its first and last day counted. */
export function yearPassed(year: number, day: string): number {
  const first = dayNumber(`${year}-01-01`);
  const after = dayNumber(`${year + 1}-01-01`);
  return Math.min(1, Math.max(0, (dayNumber(day) - first + 1) / (after - first)));
}
