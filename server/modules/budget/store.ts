import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { PaymentRecord } from './payments.ts';
import type { BudgetRecord } from './procedures.ts';

export async function listBudgets(tx: Tx, jurisdictionId: number): Promise<BudgetRecord[]> {
  const { rows } = await sql<{ body: BudgetRecord }>`select body from budget_year
    where jurisdiction_id = ${jurisdictionId} order by year desc limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function findBudgetOfYear(tx: Tx, jurisdictionId: number, year: number): Promise<BudgetRecord | null> {
  const { rows } = await sql<{ body: BudgetRecord }>`select body from budget_year
    where jurisdiction_id = ${jurisdictionId} and year = ${year}`.execute(tx);
  return rows[0]?.body ?? null;
}

/** Everything that was paid from a budget, the oldest first. */
export async function listPayments(tx: Tx, jurisdictionId: number, budgetId: string): Promise<PaymentRecord[]> {
  const { rows } = await sql<{ body: PaymentRecord }>`select body from budget_payment
    where jurisdiction_id = ${jurisdictionId} and budget_id = ${budgetId} order by paid_on, id limit 50000`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Locks a budget, so that two payments do not spend the same money. */
export async function lockBudget(tx: Tx, jurisdictionId: number, id: string): Promise<BudgetRecord | null> {
  const { rows } = await sql<{ body: BudgetRecord }>`select body from budget_year
    where jurisdiction_id = ${jurisdictionId} and id = ${id} for update`.execute(tx);
  return rows[0]?.body ?? null;
}
