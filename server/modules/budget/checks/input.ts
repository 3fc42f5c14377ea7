import type { Fault } from '../../../kernel/refusal.ts';
import { assetFault } from '../assets.ts';
import type { CodeVersion } from '../classification/model.ts';
import { codeFault, codesIn, type When } from '../classification/rules.ts';
import type {
  IncomeChange,
  IncomeLine,
  Line,
  LineChange,
  LineKey,
  MonthChange,
  MonthPlan,
  Project,
  Purchase,
  PurchaseChange,
} from '../model.ts';
import { incomeKeyOf, keyFault, keyOf, monthKeyOf, needsReason, purchaseKeyOf } from '../rules.ts';

/** What the forms of a budget may hold: changes of cells, an adjustment by lines, a line that is explained, or a project. */
export interface BudgetInput {
  lines?: LineChange[];
  incomes?: IncomeChange[];
  months?: MonthChange[];
  purchases?: PurchaseChange[];
  deltas?: (LineKey & { fen: number })[];
  line?: LineKey;
  project?: Pick<Project, 'firstYear' | 'lastYear'>;
}

function periodFaults({ firstYear, lastYear }: Partial<Pick<Project, 'firstYear' | 'lastYear'>> = {}): Fault[] {
  if (!firstYear || !lastYear || firstYear <= lastYear) return [];
  const message = { zh: '结束年度不能早于起始年度。', en: 'The last year cannot be before the first.' };
  return [{ path: 'project.lastYear', message }];
}

/** Nobody can tell what has not happened yet: a decision or a payment is of today, or of a day before. */
export function laterFaults(told: { on?: string; approvedOn?: string }, today: string | undefined): Fault[] {
  const message = { zh: `不能晚于今天（${today}）。`, en: `It cannot be after today (${today}).` };
  return (['on', 'approvedOn'] as const)
    .filter((path) => today !== undefined && (told[path] ?? '') > today)
    .map((path) => ({ path, message }));
}

interface Sheet {
  year: number;
  versions: readonly CodeVersion[];
  /** The local day; of a budget that is not of this year, the nearest of its days. */
  today: string;
}

/** Everything that is wrong with the codes and keys of a form, each at its cell. */
export function inputFaults(input: BudgetInput, sheet: Sheet): Fault[] {
  const { lines = [], incomes = [], months = [], purchases = [], deltas = [], line: explained, project } = input;
  const inYear: When = { year: sheet.year };
  const code = (path: string, scheme: 'functional' | 'departmentEconomic', value: string, when: When): Fault[] => {
    const message = codeFault(sheet.versions, scheme, value, when);
    return message ? [{ path, message }] : [];
  };
  const line = (path: string, one: LineKey, when: When): Fault[] => [
    ...code(`${path}.functionCode`, 'functional', one.functionCode, when),
    ...code(`${path}.economicCode`, 'departmentEconomic', one.economicCode, when),
    ...keyFaults(path, one),
  ];
  // Money may be taken from a code that was ended within the year; it may not be given to it any more.
  const givenOn = (fen: number): When => (fen > 0 ? { day: within(sheet) } : inYear);
  return [
    ...periodFaults(project),
    ...twiceFaults('lines', lines.map(keyOf)),
    ...twiceFaults('incomes', incomes.map(incomeKeyOf)),
    ...twiceFaults('months', months.map(monthKeyOf)),
    ...twiceFaults('purchases', purchases.map(purchaseKeyOf)),
    ...lines.flatMap((one, i) => line(`lines.${i}`, one, inYear)),
    ...incomes.flatMap((one, i) => code(`incomes.${i}.functionCode`, 'functional', one.functionCode, inYear)),
    ...months.flatMap((one, i) => keyFaults(`months.${i}`, one)),
    ...purchases.flatMap((one, i) =>
      code(`purchases.${i}.economicCode`, 'departmentEconomic', one.economicCode, inYear),
    ),
    ...assetFaults(purchases, sheet),
    ...deltas.flatMap((one, i) => line(`deltas.${i}`, one, givenOn(one.fen))),
    ...(explained ? [...line('line', explained, inYear), ...explainedFaults(explained)] : []),
  ];
}

/** Assets bought under another class; an amount that is taken away is no purchase. */
function assetFaults(purchases: readonly PurchaseChange[], { versions, year }: Sheet): Fault[] {
  const nameOf = (code: string) => codesIn(versions, year).find((one) => one.code === code)?.nameZh ?? '';
  return purchases.flatMap((one, i) => {
    const message = one.fen > 0 ? assetFault(one, nameOf) : null;
    return message ? [{ path: `purchases.${i}.economicCode`, message }] : [];
  });
}

/** A cell has one amount: of two in one form nobody could say which is meant. */
function twiceFaults(list: string, keys: readonly string[]): Fault[] {
  const seen = new Set<string>();
  return keys.flatMap((key, i) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: `${list}.${i}`, message: { zh: '同一单元格给了两次。', en: 'The same cell is given twice.' } }];
  });
}

function keyFaults(path: string, key: Pick<LineKey, 'kind' | 'role' | 'projectCode'>): Fault[] {
  const fault = keyFault(key);
  return fault ? [{ path: `${path}.${fault.path}`, message: { zh: fault.zh, en: fault.en } }] : [];
}

const explainedFaults = (line: LineKey): Fault[] =>
  needsReason(line)
    ? []
    : [
        {
          path: 'line.economicCode',
          message: {
            zh: '只有列入人员经费、而不属于 301、303 类的科目须说明理由。',
            en: 'Only a line counted as personnel outside classes 301 and 303 needs a reason.',
          },
        },
      ];

function within({ year, today }: Sheet): string {
  if (today < `${year}-01-01`) return `${year}-01-01`;
  return today > `${year}-12-31` ? `${year}-12-31` : today;
}

/** The names of those codes of a form that an amendment brought; kept with the budget, as no release of the house knows them. */
export function amendedNames(
  { lines = [], incomes = [], deltas = [] }: BudgetInput,
  { year, versions }: Pick<Sheet, 'year' | 'versions'>,
): Record<string, string> {
  const codes = new Set(
    [...lines, ...incomes, ...deltas].flatMap((one) => [
      one.functionCode,
      ...('economicCode' in one ? [one.economicCode] : []),
    ]),
  );
  return Object.fromEntries(
    codesIn(versions, year)
      .filter(({ code, amendmentId }) => amendmentId !== null && codes.has(code))
      .map(({ code, nameZh }) => [code, nameZh]),
  );
}

/** Of all cells of a change, those that are not any more what its author saw. */
export function changedCells(
  budget: { lines: readonly Line[]; incomes: readonly IncomeLine[]; months?: MonthPlan[]; purchases?: Purchase[] },
  input: BudgetInput,
): string[] {
  const months = new Map(budget.months?.map((one) => [monthKeyOf(one), one.fen]));
  const purchases = new Map(budget.purchases?.map((one) => [purchaseKeyOf(one), one.fen]));
  const lines = new Map(budget.lines.map((line) => [keyOf(line), line.fen]));
  const incomes = new Map(budget.incomes.map((line) => [incomeKeyOf(line), line.fen]));
  return [
    ...(input.lines ?? []).filter((one) => (lines.get(keyOf(one)) ?? 0) !== one.was).map(keyOf),
    ...(input.incomes ?? []).filter((one) => (incomes.get(incomeKeyOf(one)) ?? 0) !== one.was).map(incomeKeyOf),
    ...(input.months ?? []).filter((one) => (months.get(monthKeyOf(one)) ?? 0) !== one.was).map(monthKeyOf),
    ...(input.purchases ?? []).filter((one) => (purchases.get(purchaseKeyOf(one)) ?? 0) !== one.was).map(purchaseKeyOf),
  ];
}
