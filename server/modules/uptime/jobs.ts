import type { Job } from '../../kernel/work.ts';
import { lookAround, lookMeanwhile, lookOn } from './looking.ts';

export const uptimeJobs: readonly Job[] = [
  { name: 'uptime.look', everySeconds: 5, run: lookAround, committed: lookOn, meanwhile: lookMeanwhile },
];
