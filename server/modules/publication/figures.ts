import type { Line } from '../budget/model.ts';
import type { Budget } from '../budget/procedures.ts';
import { procurementOf } from '../budget/rules.ts';
import { growthInPoints } from '../disclosure/checks/growth.ts';
import { CODES, type Code, codesIn, ROLES } from '../disclosure/data/classification.ts';
import type { TableForm } from '../disclosure/data/template.ts';

/** Everything a published document says in figures, by the keys of its template; amounts in fen. */
export interface Figures {
  amounts: ReadonlyMap<string, number>;
  counts: ReadonlyMap<string, number>;
  /** Figures that would be printed and that nobody has entered. */
  missing: string[];
}

const sum = (lines: readonly { fen: number }[]) => lines.reduce((total, { fen }) => total + fen, 0);
const general = ({ fund }: Line) => fund === 'generalPublicBudget';
const basic = ({ kind }: Line) => kind === 'basic';
const among = (codes: readonly string[]) => (line: Line) => codes.includes(line.economicCode) && general(line);

/** The figures of the situation text. A change is this year's less last year's; without last year's it is missing. */
export function figuresOf(budget: Budget, targets: { projects: number; projectFen: number }): Figures {
  const { lines, incomes, unit } = budget;
  const income = sum(incomes);
  const spent = (wanted: (line: Line) => boolean) => sum(lines.filter(wanted));
  const overseas = spent(among(ROLES.overseasTravel));
  const reception = spent(among(ROLES.officialReception));
  const running = spent(among(ROLES.vehicleOperation));
  const purchase = spent(among(ROLES.vehiclePurchase));
  const institution = unit.kind === 'institution';
  const agency = institution ? 0 : spent((line) => general(line) && line.role === 'public');
  const { goods, works, services } = procurementOf(budget);
  const amounts = new Map<string, number>([
    ['income.total', income],
    ...SOURCE_KEYS.map((key): [string, number] => [
      `income.${key}`,
      sum(incomes.filter(({ source }) => source === key)),
    ]),
    ['expenditure.total', sum(lines)],
    ['expenditure.basic', spent(basic)],
    ...(['project', 'institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'] as const).map(
      (key): [string, number] => [`expenditure.${key}`, spent(({ kind }) => kind === key)],
    ),
    ['generalBudgetExpenditure.total', spent(general)],
    ['basicExpenditure.total', spent((line) => general(line) && basic(line))],
    ['basicExpenditure.personnel', spent((line) => general(line) && basic(line) && line.role === 'personnel')],
    ['basicExpenditure.public', spent((line) => general(line) && basic(line) && line.role === 'public')],
    ['threePublic.overseasTravel', overseas],
    ['threePublic.officialReception', reception],
    ['threePublic.vehicleOperation', running],
    ['threePublic.vehiclePurchase', purchase],
    ['threePublic.officialVehicles', running + purchase],
    ['performance.declaredFiscalAmount', targets.projectFen],
    ['agencyOperatingFund.total', agency],
    ['procurement.total', goods + works + services],
    ['procurement.goods', goods],
    ['procurement.works', works],
    ['procurement.services', services],
  ]);
  const missing: string[] = [];
  const change = (key: string, now: number, before: number | null) => {
    if (before === null) missing.push(key);
    else amounts.set(key, now - before);
  };
  change('income.increase', income, unit.prior.totalFen);
  change('expenditure.increase', sum(lines), unit.prior.totalFen);
  const { generalFen, agencyFen, totalFen } = unit.prior;
  change('generalBudgetExpenditure.increase', spent(general), generalFen ?? (lines.every(general) ? totalFen : null));
  const agencyBefore = agencyFen ?? (institution ? 0 : null);
  if (agencyBefore !== null) amounts.set('agencyOperatingFund.change', agency - agencyBefore);
  change('threePublic.overseasTravelChange', overseas, unit.prior.overseasFen);
  change('threePublic.officialReceptionChange', reception, unit.prior.receptionFen);
  change('threePublic.vehicleOperationChange', running, unit.prior.vehicleRunningFen);
  change('threePublic.vehiclePurchaseChange', purchase, unit.prior.vehiclePurchaseFen);
  const { vehicles, equipment } = unit;
  const counts = new Map<string, number>([
    ['performance.declaredProjectTargets', targets.projects],
    ...Object.entries(vehicles).map(([kind, n]): [string, number] => [`assets.vehicles.${kind}`, n]),
    ['assets.vehicles.total', Object.values(vehicles).reduce((total, n) => total + n, 0)],
    ['assets.generalEquipmentOver500k', equipment.over500k],
    ['assets.specialEquipmentOver1m', equipment.over1m],
    ['plannedPurchases.vehicles', equipment.plannedVehicles],
    ['plannedPurchases.generalEquipmentOver500k', equipment.planned500k],
    ['plannedPurchases.specialEquipmentOver1m', equipment.planned1m],
  ]);
  if (unit.internalDepartments === null) missing.push('unit.internalDepartments');
  else counts.set('unit.internalDepartments', unit.internalDepartments);
  if (unit.subordinateUnits !== null && unit.subordinateUnits > 0)
    counts.set('unit.subordinateUnits', unit.subordinateUnits);
  if (unit.staffInPost === null) missing.push('unit.staffInPost');
  else counts.set('unit.staffInPost', unit.staffInPost);
  return { amounts, counts, missing };
}

const SOURCE_KEYS = [
  'generalPublicBudget',
  'governmentFund',
  'stateCapital',
  'fiscalSpecialAccount',
  'institutionOperating',
  'institutionBusiness',
  'superiorSubsidy',
  'affiliateRemittance',
  'other',
  'priorYearCarryover',
] as const;

/** 增长率 in percent as it is printed, without its sign; null where there was nothing before. */
export function growthPercent(now: number, increase: number): string | null {
  const points = growthInPoints(increase, now);
  return points === null ? null : (Math.abs(points) / 100).toFixed(2);
}

/** One row of a table: its code, its name, and its amounts by column; null for a cell that is left blank. */
export interface FigureRow {
  key: string;
  code: string;
  nameZh: string;
  cells: Record<string, number | null>;
}

/** A budget with the versions of the codes that its year is laid out by; absent, those that the house came with. */
export interface CodedBudget extends Budget {
  codes?: readonly Code[];
}
type Coded = Pick<CodedBudget, 'year' | 'codes' | 'codeNames'>;

/** What the codes of a budget's year are called, as the budget froze them where it did. */
export function namesIn({ year, codes = CODES, codeNames = {} }: Coded): ReadonlyMap<string, string> {
  const names = [...codesIn(codes, year).values()].map(({ code, nameZh }): [string, string] => [code, nameZh]);
  return new Map([...names, ...Object.entries(codeNames)]);
}

/** 项 as it is printed: its name, and its 款 behind it. */
export function functionName(code: string, names: ReadonlyMap<string, string>): string {
  const group = names.get(code.slice(0, 5));
  const own = names.get(code) ?? code;
  return group ? `${own}（${group}）` : own;
}

/** The rows of a table of codes, by what the template says of it; the first row is the total. */
export function rowsOf(form: TableForm, budget: Coded & Pick<Budget, 'lines' | 'incomes'>): FigureRow[] {
  const { lines, incomes } = budget;
  const names = namesIn(budget);
  if (form.key === 'incomeBySource') {
    const codes = [...new Set(incomes.map(({ functionCode }) => functionCode))].sort();
    const row = (code: string | null): Record<string, number | null> => {
      const own = incomes.filter(({ functionCode }) => code === null || functionCode === code);
      return blanked({
        total: sum(own),
        ...Object.fromEntries(SOURCE_KEYS.map((key) => [key, sum(own.filter(({ source }) => source === key))])),
      });
    };
    return withTotal(
      row(null),
      codes.map((code) => ({ key: `c${code}`, code, nameZh: functionName(code, names), cells: row(code) })),
    );
  }
  const chosen = lines.filter(scopes[form.key] ?? (() => false));
  if (form.codes === 'functional') {
    const codes = [...new Set(chosen.map(({ functionCode }) => functionCode))].sort();
    const row = (code: string | null) => byKind(chosen.filter((line) => code === null || line.functionCode === code));
    return withTotal(
      row(null),
      codes.map((code) => ({ key: `c${code}`, code, nameZh: functionName(code, names), cells: row(code) })),
    );
  }
  const depth = form.codes === 'economicClass' ? 3 : 5;
  const carrying = chosen.map(({ economicCode }) => economicCode);
  const all = [...new Set([...names.keys(), ...carrying])]
    .filter((code) => code.startsWith('3') && (code.length === 3 || code.length === depth))
    .sort();
  const row = (prefix: string) => byRole(chosen.filter(({ economicCode }) => economicCode.startsWith(prefix)));
  return withTotal(
    row(''),
    all.map((code) => ({ key: `c${code}`, code, nameZh: names.get(code) ?? code, cells: row(code) })),
  );
}

/** Which lines a table is about. */
const scopes: Record<string, (line: Line) => boolean> = {
  expenditureByFunction: () => true,
  generalPublicBudgetExpenditure: general,
  governmentFundExpenditure: ({ fund }) => fund === 'governmentFund',
  stateCapitalExpenditure: ({ fund }) => fund === 'stateCapital',
  generalBudgetByEconomicClass: general,
  basicExpenditureByEconomicItem: (line) => general(line) && basic(line),
};

const KIND_KEYS = ['total', 'basic', 'project', 'institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'];
const ROLE_KEYS = ['total', 'budget', 'personnel', 'public'];

/** The tables of codes that can be reckoned, each with the columns it may have. */
export const knownTables: ReadonlyMap<string, readonly string[]> = new Map([
  ['incomeBySource', ['total', ...SOURCE_KEYS]],
  ...Object.keys(scopes).map((key): [string, readonly string[]] => [
    key,
    key.includes('Economic') ? ROLE_KEYS : KIND_KEYS,
  ]),
]);

function byKind(lines: readonly Line[]): Record<string, number | null> {
  const of = (kind: Line['kind']) => sum(lines.filter((line) => line.kind === kind));
  return blanked({
    total: sum(lines),
    basic: of('basic'),
    project: of('project'),
    institutionBusiness: of('institutionBusiness'),
    remitToSuperior: of('remitToSuperior'),
    affiliateSubsidy: of('affiliateSubsidy'),
  });
}

function byRole(lines: readonly Line[]): Record<string, number | null> {
  const of = (role: Line['role']) => sum(lines.filter((line) => line.role === role));
  return blanked({ total: sum(lines), budget: sum(lines), personnel: of('personnel'), public: of('public') });
}

/** One rule for nothing: a cell without money is blank. */
function blanked(cells: Record<string, number>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(cells).map(([key, fen]) => [key, fen === 0 ? null : fen]));
}

const withTotal = (cells: Record<string, number | null>, rows: FigureRow[]): FigureRow[] => [
  { key: 'total', code: '', nameZh: '合计', cells },
  ...rows,
];
