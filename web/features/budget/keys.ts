import type {
  FundType,
  IncomeSource,
  LineKey,
  LineKind,
  LineRole,
  MonthKey,
  ProcurementKind,
  PurchaseKey,
} from '../../../server/modules/budget/model.ts';
import { incomeKeyOf, keyOf, monthKeyOf, purchaseKeyOf } from '../../../server/modules/budget/rules.ts';
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

/** All amounts that the server holds. */
export function storedOf({ lines, incomes, months, purchases }: Budget): Map<string, number> {
  return new Map([
    ...lines.map((one) => [lineCell(one), one.fen] as const),
    ...incomes.map((one) => [incomeCell(one), one.fen] as const),
    ...months.map((one) => [monthCell(one), one.fen] as const),
    ...purchases.map((one) => [purchaseCell(one), one.fen] as const),
  ]);
}
