import { queryOptions } from '@tanstack/react-query';
import type { Line } from '../../../server/modules/budget/model.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';
import type { Edit } from './cells.ts';

type Routes = Contract<ApiRoutes>;
type BudgetAnswer = AnswerOf<Routes['GET /budgets/:id']>;
export type Budget = Omit<BudgetAnswer, 'lines'> & { lines: Line[] };
export type Execution = AnswerOf<Routes['GET /budgets/:id/execution']>;

export const budgetsQuery = queryOptions({
  queryKey: ['budget', 'years'],
  queryFn: async () => (await call('GET /budgets')).items,
});
const whole = (budget: BudgetAnswer): Budget => ({
  ...budget,
  lines: budget.lines.map((line) => ({ ...line, role: line.role ?? null, projectCode: line.projectCode ?? null })),
});
const read = async (id: string) => whole(await call('GET /budgets/:id', { params: { id } }));

export const budgetQuery = (id: string) => queryOptions({ queryKey: ['budget', 'one', id], queryFn: () => read(id) });
export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ['budget', 'execution', id],
    queryFn: () => call('GET /budgets/:id/execution', { params: { id } }),
  });

export const refreshBudget = () => queries.invalidateQueries({ queryKey: ['budget'] });

/** Sends the changed cells, each with what was seen there; income follows expenditure only when somebody types it. */
export async function saveCells(id: string, edits: readonly Edit[], idempotencyKey: string): Promise<void> {
  const lines = edits.flatMap(({ line, was, fen }) => (fen === null ? [] : [{ ...line, was, fen }]));
  const saved = await call('POST /budgets/:id/amounts', { params: { id }, body: { lines }, idempotencyKey });
  queries.setQueryData(budgetQuery(id).queryKey, whole(saved));
  await queries.invalidateQueries({ queryKey: ['budget', 'years'] });
}

export const readAnew = (id: string) => queries.fetchQuery({ ...budgetQuery(id), staleTime: 0 });

export async function actOnBudget(
  { id, version }: { id: string; version: number },
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
): Promise<void> {
  await call('POST /budgets/:id/actions/:action', {
    params: { id, action: action as never },
    version,
    body,
    idempotencyKey,
  });
  await refreshBudget();
}
