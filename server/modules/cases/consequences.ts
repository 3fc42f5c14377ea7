import { type CaseAction, caseStates } from './lifecycle.ts';
import type { CaseFile } from './model.ts';

import type { CaseEntry } from './rules.ts';

/** What follows for other cases when an entry is made: done in the same transaction, by the system. */
export type Consequence = { on: string; action: CaseAction; input: Record<string, unknown> };

/** The other cases' part: a main case takes in and ends its duplicates, a parent hears of its sub-cases. */
export function consequencesOf(before: CaseFile, after: CaseFile, entry: CaseEntry): Consequence[] {
  const found: Consequence[] = [];
  if (entry.action === 'merge')
    found.push({ on: entry.data.input.intoId, action: 'absorb', input: { caseId: after.id } });
  if (entry.action === 'unmerge' && before.mergedInto)
    found.push({ on: before.mergedInto, action: 'release', input: { caseId: after.id } });
  if (entry.action === 'reopen' && before.mergedInto)
    found.push({ on: before.mergedInto, action: 'release', input: { caseId: after.id } });
  if (entry.action === 'reopen' && after.parentId)
    found.push({ on: after.parentId, action: 'subCaseReopened', input: { caseId: after.id } });
  const endedNow = caseStates[after.state].final === true && after.state !== before.state;
  if (endedNow && (after.state === 'closed' || after.state === 'rejected') && entry.action !== 'endWithMain') {
    const reply = 'reply' in entry.data.input ? entry.data.input.reply : '';
    for (const on of after.absorbed) {
      found.push({
        on,
        action: 'endWithMain',
        input: { ended: after.state, reply, outcome: after.outcome === 'imported' ? null : after.outcome },
      });
    }
  }
  if (endedNow && after.parentId)
    found.push({ on: after.parentId, action: 'subCaseEnded', input: { caseId: after.id } });
  return found;
}
