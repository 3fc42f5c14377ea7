import { queryOptions, useQuery } from '@tanstack/react-query';
import { ISSUED_CODES } from '../../../server/modules/budget/classification/data/codes.ts';
import type { CodeVersion } from '../../../server/modules/budget/classification/model.ts';
import { codesIn } from '../../../server/modules/budget/classification/rules.ts';
import type {
  IncomeChange,
  Line,
  LineChange,
  LineKey,
  MonthChange,
  MonthPlan,
  Purchase,
  PurchaseChange,
} from '../../../server/modules/budget/model.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { onSeen } from '../../kit/failure.ts';
import { queries } from '../../session.ts';
import type { Edits } from './cells.ts';
import { cellNamed } from './keys.ts';

type Routes = Contract<ApiRoutes>;
type BudgetAnswer = AnswerOf<Routes['GET /budgets/:id']>;
export type Budget = Omit<BudgetAnswer, 'lines' | 'months' | 'purchases' | 'adjustments'> & {
  lines: Line[];
  months: MonthPlan[];
  purchases: Purchase[];
  adjustments: (Omit<BudgetAnswer['adjustments'][number], 'deltas'> & { deltas: Line[] })[];
};
type PaymentAnswer = AnswerOf<Routes['GET /budgets/:id/execution']>['payments'][number];
export type Payment = Omit<PaymentAnswer, 'line'> & { line: LineKey };
export type Execution = Omit<AnswerOf<Routes['GET /budgets/:id/execution']>, 'payments'> & { payments: Payment[] };
export type History = AnswerOf<Routes['GET /budgets/:id/history']>['items'];
export type Preview = AnswerOf<Routes['POST /budgets/:id/import']>;
export type Amendment = AnswerOf<Routes['GET /classification']>['amendments'][number];
export type Project = Budget['projects'][number];

// What is null by the shapes' defaults is null in what was kept, too.
const keyed = <T extends { role?: unknown; projectCode?: unknown }>(one: T) => ({
  ...one,
  role: one.role ?? null,
  projectCode: one.projectCode ?? null,
});
const whole = (budget: BudgetAnswer): Budget => ({
  ...budget,
  lines: budget.lines.map(keyed) as Line[],
  months: budget.months.map(keyed) as MonthPlan[],
  purchases: budget.purchases.map((one) => ({ ...one, projectCode: one.projectCode ?? null })),
  adjustments: budget.adjustments.map((one) => ({ ...one, deltas: one.deltas.map(keyed) as Line[] })),
});

export const budgetsQuery = queryOptions({
  queryKey: ['budget', 'years'],
  queryFn: async () => (await call('GET /budgets')).items,
});
const read = async (id: string) => whole(await call('GET /budgets/:id', { params: { id } }));
export const budgetQuery = (id: string) => queryOptions({ queryKey: ['budget', 'one', id], queryFn: () => read(id) });
export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ['budget', 'execution', id],
    queryFn: async (): Promise<Execution> => {
      const answer = await call('GET /budgets/:id/execution', { params: { id } });
      return { ...answer, payments: answer.payments.map((one) => ({ ...one, line: keyed(one.line) as LineKey })) };
    },
  });
export const historyQuery = (id: string, cell?: string) =>
  queryOptions({
    queryKey: ['budget', 'history', id, cell ?? ''],
    queryFn: async () => (await call('GET /budgets/:id/history', { params: { id }, query: { cell } })).items,
  });
export const classificationQuery = queryOptions({
  queryKey: ['budget', 'classification'],
  queryFn: () => call('GET /classification'),
});

export const refreshBudget = () => queries.invalidateQueries({ queryKey: ['budget'] });

/** The codes of a budget year as the district knows them; until they are here, as the house came with them. */
export function useCodes(year: number): { codes: CodeVersion[]; nameOf: (code: string) => string } {
  const { data } = useQuery(classificationQuery);
  const codes = codesIn(data?.versions ?? ISSUED_CODES, year);
  const names = new Map(codes.map(({ code, nameZh }) => [code, nameZh]));
  return { codes, nameOf: (code) => names.get(code) ?? code };
}

async function taken(answer: BudgetAnswer): Promise<void> {
  queries.setQueryData(budgetQuery(answer.id).queryKey, whole(answer));
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['budget', 'years'] }),
    queries.invalidateQueries({ queryKey: ['budget', 'history'] }),
    queries.invalidateQueries({ queryKey: ['budget', 'execution'] }),
  ]);
}

/** Sends the changed cells, each with what was seen there: all of them are taken, or none. */
export async function saveCells(id: string, edits: Edits, idempotencyKey: string): Promise<void> {
  const body = { lines: [], incomes: [], months: [], purchases: [] } as Required<Entered>;
  for (const [name, { was, fen }] of edits) {
    if (fen === null) continue;
    const cell = cellNamed(name);
    if (cell.of === 'line') body.lines.push({ ...cell.key, was, fen });
    else if (cell.of === 'income') body.incomes.push({ ...cell.key, was, fen });
    else if (cell.of === 'month') body.months.push({ ...cell.key, was, fen });
    else body.purchases.push({ ...cell.key, was, fen });
  }
  await enter(id, body, idempotencyKey);
}

interface Entered {
  lines: LineChange[];
  incomes: IncomeChange[];
  months?: MonthChange[];
  purchases?: PurchaseChange[];
}

export async function enter(id: string, body: Entered, idempotencyKey: string): Promise<void> {
  await taken(await call('POST /budgets/:id/amounts', { params: { id }, body, idempotencyKey }));
}

export const readAnew = (id: string) => queries.fetchQuery({ ...budgetQuery(id), staleTime: 0 });

export async function actOnBudget(
  { id, version }: { id: string; version: number },
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
): Promise<Budget> {
  const params = { id, action: action as never };
  const answer = await onSeen(
    call('POST /budgets/:id/actions/:action', { params, version, body, idempotencyKey }),
    refreshBudget,
  );
  await taken(answer);
  return whole(answer);
}

// The forms are drawn from the shapes that the server reads; what they hold is judged there.
export async function draftBudget(body: Record<string, unknown>, idempotencyKey: string): Promise<number> {
  const { year } = await call('POST /budgets', { body, idempotencyKey } as never);
  await refreshBudget();
  return year;
}

export async function pay(body: Record<string, unknown>, idempotencyKey: string): Promise<void> {
  await call('POST /payments', { body, idempotencyKey } as never);
  await refreshBudget();
}

export async function actOnPayment(
  { id, version }: { id: string; version: number },
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
): Promise<void> {
  await call('POST /payments/:id/actions/:action', { params: { id, action }, version, body, idempotencyKey } as never);
  await refreshBudget();
}

export const previewFile = (id: string, file: File): Promise<Preview> =>
  call('POST /budgets/:id/import', { params: { id }, files: [{ field: 'file', file, name: file.name }] });

const openings = { amendCode: 'POST /classification/amendments', endCode: 'POST /classification/endings' } as const;
export async function amend(name: string, body: Record<string, unknown>, idempotencyKey: string): Promise<void> {
  await call(openings[name as keyof typeof openings], { body, idempotencyKey } as never);
  await refreshBudget();
}

export async function actOnAmendment(
  { id, version }: { id: string; version: number },
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
): Promise<void> {
  await call('POST /classification/amendments/:id/actions/:action', {
    params: { id, action },
    version,
    body,
    idempotencyKey,
  } as never);
  await refreshBudget();
}
