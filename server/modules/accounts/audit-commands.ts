import type { Tx } from '../../kernel/db.ts';
import type { Call, Setting } from '../../kernel/http.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { listAuditedJurisdictions, trimAudit } from './audit-store.ts';
import { recordAudit } from './commands.ts';
import { accessPolicy } from './policy.ts';

const TRIMMED_AT_ONCE = 10_000;

/** More than this is told by the names of its fields: a whole catalogue does not go into a line. */
const MOST_TOLD = 4000;

/** 更改设置 — what an administrator settled for the whole district, as it was given. */
export async function recordSetting(
  { tx, actor, now, address, params, body }: Call,
  { kind, untold = [] }: Setting,
  answer: unknown,
): Promise<void> {
  const idOf = (one: unknown) => (isFields(one) && typeof one.id === 'string' ? one.id : null);
  const given = isFields(body) ? Object.entries(body).filter(([name]) => !untold.includes(name)) : [];
  const told = Object.fromEntries(given);
  await recordAudit(
    tx,
    { actor, now, address },
    {
      jurisdictionId: actor.jurisdictionId,
      action: 'settingsChanged',
      kind,
      recordId: idOf(params) ?? idOf(answer) ?? String(actor.jurisdictionId),
      detail: JSON.stringify(told).length > MOST_TOLD ? { fields: given.map(([name]) => name) } : told,
    },
  );
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

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
