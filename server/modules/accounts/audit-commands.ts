import type { Tx } from '../../kernel/db.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { listAuditedJurisdictions, trimAudit } from './audit-store.ts';
import { recordAudit } from './commands.ts';
import { accessPolicy } from './policy.ts';

const TRIMMED_AT_ONCE = 10_000;

/**
 * Takes lines of the audit that are older than they must be kept, and writes into the audit that it did, how many, and
 * which hash the rest follows.
 */
export async function trimOldAudit(tx: Tx, now: Instant): Promise<void> {
  const before = instant(millis(now) - accessPolicy(tx).auditDays * 86_400_000);
  for (const jurisdictionId of await listAuditedJurisdictions(tx)) {
    const trimmed = await trimAudit(tx, jurisdictionId, before, TRIMMED_AT_ONCE);
    if (!trimmed) continue;
    const by = { actor: null, now, address: '' };
    const what = {
      jurisdictionId,
      action: 'auditTrimmed',
      kind: 'audit',
      recordId: '',
      detail: { ...trimmed },
    } as const;
    await recordAudit(tx, by, what);
  }
}
