import { type Db, type Tx, transact } from '../kernel/db.ts';
import { type ErasureRule, type ErasureRun, erasePortion } from '../kernel/erasure.ts';
import type { Job } from '../kernel/work.ts';
import { type Doer, recordAudit } from '../modules/accounts/commands.ts';
import { accountErasures } from '../modules/accounts/retention.ts';
import { caseErasures } from '../modules/cases/retention.ts';
import { officeErasures } from '../modules/office/retention.ts';
import { listJurisdictions } from '../modules/organisation/store.ts';

/** THE list of terms: how long each kind of personal data is kept, and why. */
export const erasureRules: readonly ErasureRule[] = [...caseErasures, ...officeErasures, ...accountErasures];

/** A portion of what is over its term, with its proof and a line in the audit. */
async function keepTerm(tx: Tx, rule: ErasureRule, jurisdictionId: number, by: Doer): Promise<ErasureRun | null> {
  const run = await erasePortion(tx, rule, jurisdictionId, by.now);
  if (!run) return null;
  const { id, rule: name, ruleVersion: version, before, records, root } = run;
  await recordAudit(tx, by, {
    jurisdictionId,
    action: 'personalErased',
    kind: 'erasure',
    recordId: id,
    detail: { rule: name, version, before, records, root, source: rule.source },
  });
  return run;
}

/** Erases all that is over its term in one jurisdiction, in portions of their own transactions. */
export async function keepTerms(db: Db, jurisdictionId: number, by: Doer): Promise<ErasureRun[]> {
  const runs: ErasureRun[] = [];
  for (const rule of erasureRules) {
    for (;;) {
      const run = await transact(db, (tx) => keepTerm(tx, rule, jurisdictionId, by));
      if (!run) break;
      runs.push(run);
    }
  }
  return runs;
}

/** The same by the clock: a portion of each rule an hour, which is more than ever becomes due in one. */
export const retentionJob: Job = {
  name: 'system.keepTerms',
  everySeconds: 3600,
  async run(tx, now) {
    const by = { actor: null, now, address: 'clock' };
    for (const { id } of await listJurisdictions(tx)) for (const rule of erasureRules) await keepTerm(tx, rule, id, by);
  },
};
