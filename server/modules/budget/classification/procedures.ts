import type { Procedure, RecordOf, Situation } from '../../../kernel/procedure.ts';
import { invalidInput } from '../../../kernel/refusal.ts';
import { redact } from '../../cases/redaction.ts';
import { ISSUED_CODES } from './data/codes.ts';
import { amendmentLifecycle } from './lifecycle.ts';
import type { Amendment, CodeVersion } from './model.ts';
import { amendmentFault } from './rules.ts';

export interface AmendmentFacts extends Situation {
  /** What holds before the amendment is made. */
  versions: readonly CodeVersion[];
  /** The codes under which budgets have money. */
  used: ReadonlySet<string>;
}

const amendmentOf = (input: Record<string, unknown>): Amendment =>
  ({ nameZh: null, to: null, ...(input as object) }) as Amendment;

export const amendmentProcedure: Procedure<typeof amendmentLifecycle, Amendment, AmendmentFacts> = {
  lifecycle: amendmentLifecycle,
  table: 'budget_code',
  freeze(record, _name, input, { versions }) {
    const fault = record === null ? amendmentFault(versions, amendmentOf(input)) : null;
    return fault ? invalidInput([fault]) : {};
  },
  begin: ({ data: { input } }) => amendmentOf(input),
  change: () => ({}),
  relations: {},
  refusals: {
    // A renamed code goes back to the name it came with; one that only the amendment brought would be missing.
    codeInUse: ({ scheme, code, nameZh }, { used }) =>
      nameZh !== null &&
      used.has(`${scheme} ${code}`) &&
      !ISSUED_CODES.some((one) => one.scheme === scheme && one.code === code),
  },
  maySee: (_amendment, actor) => actor.permissions.has('budget.read'),
  columns: ({ scheme, code, from }) => ({ scheme, code, valid_from: from }),
  cleaned: redact,
};
export type AmendmentRecord = RecordOf<typeof amendmentProcedure>;
