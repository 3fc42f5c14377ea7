import { unlessTaken } from '../../../kernel/db.ts';
import type { Asked, OpeningOf } from '../../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../../kernel/records.ts';
import { listBudgets } from '../store.ts';
import type { amendmentLifecycle } from './lifecycle.ts';
import { type AmendmentFacts, type AmendmentRecord, amendmentProcedure } from './procedures.ts';
import { listCodes } from './store.ts';

export async function amendmentFacts({
  tx,
  actor,
  now,
  jurisdictionId,
}: Pick<Deed, 'tx' | 'actor' | 'now' | 'jurisdictionId'>): Promise<AmendmentFacts> {
  const budgets = await listBudgets(tx, jurisdictionId);
  const used = budgets.flatMap(({ lines, incomes }) => [
    ...lines.flatMap(({ functionCode, economicCode }) => [
      `functional ${functionCode}`,
      `departmentEconomic ${economicCode}`,
    ]),
    ...incomes.map(({ functionCode }) => `functional ${functionCode}`),
  ]);
  return { actor, now, versions: await listCodes(tx, jurisdictionId), used: new Set(used) };
}

/** 增设、更名、停用科目 — by a document, from a day on. */
export const amendCode = (
  deed: Deed,
  name: OpeningOf<typeof amendmentLifecycle>,
  asked: unknown,
): Promise<AmendmentRecord> =>
  unlessTaken(
    {
      refused: 'conflict',
      code: 'amendedThatDay',
      message: { zh: '这个科目在这一天已有一项调整。', en: 'The code is amended on that day already.' },
      right: { zh: '先撤回那一项，或另选日期。', en: 'Withdraw that one first, or choose another day.' },
    },
    async () => openRecord(deed, amendmentProcedure, name, asked, await amendmentFacts(deed)),
  );

export const handleAmendment = (deed: Deed, asked: Asked<typeof amendmentLifecycle>): Promise<AmendmentRecord> =>
  actOn(deed, amendmentProcedure, asked, () => amendmentFacts(deed));
