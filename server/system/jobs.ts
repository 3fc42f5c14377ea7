import { forgetOldAnswers } from '../kernel/answers.ts';
import { sealPastDays } from '../kernel/seal.ts';
import type { Job } from '../kernel/work.ts';

export const systemJobs: readonly Job[] = [
  { name: 'system.seal', everySeconds: 600, run: async (tx, now) => void (await sealPastDays(tx, now)) },
  { name: 'system.forgetAnswers', everySeconds: 3600, run: (tx) => forgetOldAnswers(tx) },
];
