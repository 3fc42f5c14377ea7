import type { Job } from '../../kernel/work.ts';
import { issueSlips } from './commands.ts';

export const officeJobs: readonly Job[] = [
  {
    name: 'office.slips',
    everySeconds: 600,
    run: async (tx, now) => void (await issueSlips(tx, now)),
  },
];
