import { z } from 'zod';
import type { Call } from '../../kernel/http.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { type CaseAction, caseActions } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { maySee } from './rules.ts';
import { findCase } from './store.ts';

/** What the routes of cases have in common. */
export const caseId = z.object({ id: z.uuid() });

const officersActions = Object.keys(caseActions).filter((name) => !caseActions[name as CaseAction].system);
/** The actions an officer may name; the system's own are not among them. */
export const actionNames = officersActions as [CaseAction, ...CaseAction[]];

export const caseUnknown = unknownRecord({ zh: '案卷', en: 'case' });

/** The case of the address, if this officer may see it; one he may not see does not exist for him. */
export async function seen(call: Pick<Call<{ id: string }>, 'tx' | 'actor' | 'params'>): Promise<CaseFile> {
  const found = await findCase(call.tx, call.actor.jurisdictionId, call.params.id);
  if (!found || !maySee(found.kase, call.actor)) refuse(caseUnknown);
  return found.kase;
}

export const doingOf = (call: Pick<Call, 'tx' | 'actor' | 'now'>) => ({
  tx: call.tx,
  actor: call.actor,
  jurisdictionId: call.actor.jurisdictionId,
  now: call.now,
});
