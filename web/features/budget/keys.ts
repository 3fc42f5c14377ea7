import type {
  FundType,
  IncomeLine,
  IncomeSource,
  Line,
  LineKey,
  LineKind,
  LineRole,
  MonthKey,
  ProcurementKind,
  PurchaseKey,
} from '../../../server/modules/budget/model.ts';
import { incomeKeyOf, keyOf, monthKeyOf, purchaseKeyOf } from '../../../server/modules/budget/rules.ts';
import type { Edits } from './cells.ts';
import type { Budget } from './queries.ts';

/** Every amount of a budget by the name of its cell, as the history of the server names them. */
export const lineCell = (key: LineKey): string => `line ${keyOf(key)}`;
export const incomeCell = (key: { functionCode: string; source: IncomeSource }): string => `income ${incomeKeyOf(key)}`;
export const monthCell = (key: MonthKey): string => `month ${monthKeyOf(key)}`;
export const purchaseCell = (key: PurchaseKey): string => `purchase ${purchaseKeyOf(key)}`;

/** What a cell's name says; the names are made above and nowhere else. */
export type Cell =
  | { of: 'line'; key: LineKey }
  | { of: 'income'; key: { functionCode: string; source: IncomeSource } }
  | { of: 'month'; key: MonthKey }
  | { of: 'purchase'; key: PurchaseKey };

export function cellNamed(name: string): Cell {
  const [of = '', a = '', b = '', c = '', d = '', e = '', f = ''] = name.split(' ');
  if (of === 'income') return { of, key: { functionCode: a, source: b as IncomeSource } };
  if (of === 'month')
    return {
      of,
      key: { kind: a as LineKind, role: (b || null) as LineRole | null, projectCode: c || null, month: Number(d) },
    };
  if (of === 'purchase') {
    const item = name.split(' ').slice(4).join(' ');
    return { of, key: { purchase: a as ProcurementKind, economicCode: b, projectCode: c || null, item } };
  }
  return {
    of: 'line',
    key: {
      functionCode: a,
      economicCode: b,
      fund: c as FundType,
      kind: d as LineKind,
      role: (e || null) as LineRole | null,
      projectCode: f || null,
    },
  };
}

/** The lines of an adjustment: how far each cell shall move from what the server holds, though it changed since it was typed. */
export function deltasOf(edits: Edits, stored: ReadonlyMap<string, number>): { deltas: Line[]; incomes: IncomeLine[] } {
  const deltas: Line[] = [];
  const incomes: IncomeLine[] = [];
  for (const [name, { fen }] of edits) {
    const cell = cellNamed(name);
    const moved = (fen ?? 0) - (stored.get(name) ?? 0);
    if (fen === null || moved === 0) continue;
    if (cell.of === 'line') deltas.push({ ...cell.key, fen: moved });
    else if (cell.of === 'income') incomes.push({ ...cell.key, fen: moved });
  }
  return { deltas, incomes };
}

/** All amounts that the server holds. */
export function storedOf({ lines, incomes, months, purchases }: Budget): Map<string, number> {
  return new Map([
    ...lines.map((one) => [lineCell(one), one.fen] as const),
    ...incomes.map((one) => [incomeCell(one), one.fen] as const),
    ...months.map((one) => [monthCell(one), one.fen] as const),
    ...purchases.map((one) => [purchaseCell(one), one.fen] as const),
  ]);
}
