import { instant, millis } from '../../kernel/instant.ts';
import type { Job } from '../../kernel/work.ts';
import { trimOldAudit } from './audit-commands.ts';
import { FAILURES_REMEMBERED, SESSIONS_KEPT } from './rules.ts';
import { forgetOld } from './session-store.ts';

export const accountsJobs: readonly Job[] = [
  {
    name: 'accounts.forgetOld',
    everySeconds: 3600,
    run: (tx, now) =>
      forgetOld(tx, {
        failures: instant(millis(now) - FAILURES_REMEMBERED),
        sessions: instant(millis(now) - SESSIONS_KEPT),
      }),
  },
  { name: 'accounts.trimAudit', everySeconds: 3600, run: trimOldAudit },
];
