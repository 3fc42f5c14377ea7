import { readFileSync } from 'node:fs';
import { checkDocument } from '../modules/disclosure/checks/registry.ts';
import { trial } from '../modules/disclosure/checks/trial.ts';
import { readContent } from '../modules/disclosure/document/read.ts';
import type { Lone } from './alone.ts';
import { below } from './lines.ts';

const published = new URL('../modules/disclosure/data/gulou-2022.txt', import.meta.url);
const CHECKS = 60;
const MUTANTS = 1000;
/** Ten thousand in three minutes. */
const MUTANT_MS = 18;

function checkOnce(text: string): void {
  const reading = readContent(text);
  if ('refused' in reading) throw new Error(reading.refused.en);
  checkDocument(reading);
}

/** The work of reconciling a document, which needs no database. */
export const documentTasks: readonly Lone[] = [
  {
    key: 'budgetCheck',
    work: 'read and reconcile a published budget, by all rules',
    run() {
      const text = readFileSync(published, 'utf8');
      const times = Array.from({ length: CHECKS }, () => {
        const started = performance.now();
        checkOnce(text);
        return performance.now() - started;
      }).sort((a, b) => a - b);
      const [middle = 0, most = 0] = [times[CHECKS >> 1], times.at(-1)];
      return Promise.resolve({ ...below(middle, 50, 'ms'), also: `the slowest of ${CHECKS}: ${most.toFixed(1)} ms` });
    },
  },
  {
    key: 'budgetMutants',
    work: 'a document with one thing changed at random, read and reconciled',
    run() {
      const started = performance.now();
      const rates = trial(readFileSync(published, 'utf8'), MUTANTS, 1);
      const each = (performance.now() - started) / MUTANTS;
      const [made, found] = rates.reduce(([all, seen], one) => [all + one.made, seen + one.found], [0, 0]);
      return Promise.resolve({
        ...below(each, MUTANT_MS, 'ms'),
        also: `${found} of ${made} found; 10,000 take ${((each * 10_000) / 60_000).toFixed(1)} min`,
      });
    },
  },
];
