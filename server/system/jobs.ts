import { forgetOldAnswers } from '../kernel/answers.ts';
import { openMonths } from '../kernel/log-months.ts';
import { sealPastDays } from '../kernel/seal.ts';
import type { Job } from '../kernel/work.ts';

export const systemJobs: readonly Job[] = [
  { name: 'system.openMonths', everySeconds: 3600, run: async (tx, now) => void (await openMonths(tx, now)) },
  { name: 'system.seal', everySeconds: 600, run: async (tx, now) => void (await sealPastDays(tx, now)) },
  { name: 'system.forgetAnswers', everySeconds: 3600, run: (tx) => forgetOldAnswers(tx) },
];
