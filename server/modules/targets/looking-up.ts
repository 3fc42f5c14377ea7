import type { Tx } from '../../kernel/db.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { findJurisdiction } from '../organisation/store.ts';
import type { MonitoringRecord, SelfEvaluationRecord, TargetPlanRecord } from './procedures.ts';
import { listEvaluationsOf, listRoundsOf } from './store.ts';
import type { PlanMoney } from './tables.ts';

type Whose = Pick<TargetPlanRecord, 'jurisdictionId' | 'year'>;

/** What the budget of the year gives to whom; null while there is none. */
export async function findMoney(tx: Tx, { jurisdictionId, year }: Whose): Promise<PlanMoney | null> {
  const budget = await findBudgetOfYear(tx, jurisdictionId, year);
  return budget && { lines: budget.lines, projects: budget.projects };
}

/** Whose report it is: the unit of the budget, else the district. */
export async function findUnitName(tx: Tx, jurisdictionId: number, year: number): Promise<string> {
  const budget = await findBudgetOfYear(tx, jurisdictionId, year);
  return budget?.unit.nameZh || ((await findJurisdiction(tx, jurisdictionId))?.name.zh ?? '');
}

export async function findProcedures(
  tx: Tx,
  { jurisdictionId, id }: Pick<TargetPlanRecord, 'jurisdictionId' | 'id'>,
): Promise<{ rounds: MonitoringRecord[]; evaluations: SelfEvaluationRecord[] }> {
  return {
    rounds: await listRoundsOf(tx, jurisdictionId, id),
    evaluations: await listEvaluationsOf(tx, jurisdictionId, id),
  };
}
