import { parentPort, workerData } from 'node:worker_threads';
import { openCopier } from '../../kernel/db-fill.ts';
import { copyHistories } from '../cases/history-commands.ts';
import { copyFacts } from '../evaluation/copy-commands.ts';
import { randomFrom } from './random.ts';
import { castOrder, type Foundry, type Order } from './scale-casting.ts';

/** What a thread is given: it casts its orders one after another and copies each in at once, whole or not at all. */
export interface ThreadTask {
  url: string;
  foundry: Foundry;
  orders: Order[];
  seed: number;
}

/** So few that what a portion needs is gone before it is taken for something that stays. */
const PORTION = 400;

const { url, foundry, orders, seed } = workerData as ThreadTask;
const random = randomFrom(seed);
const copier = await openCopier(url);
try {
  for (const order of orders) {
    for (let from = 0; from < order.cases; from += PORTION) {
      const part = {
        week: order.week,
        cases: Math.min(PORTION, order.cases - from),
        firstNumber: order.firstNumber + from,
      };
      const cases = castOrder(foundry, part, random);
      await copier.together(async () => {
        await copyHistories(copier, cases);
        await copyFacts(
          copier,
          cases.map(({ facts }) => facts),
        );
      });
      parentPort?.postMessage({ cases: cases.length, entries: cases.reduce((sum, { log }) => sum + log.length, 0) });
    }
  }
} finally {
  await copier.close();
}
