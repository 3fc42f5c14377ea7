import { readFileSync } from 'node:fs';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { takeIn } from '../publication/commands.ts';

const TEXT = new URL('../disclosure/data/gulou-2022.txt', import.meta.url);

/** The centre's budget of 2022 as it was published, with its faults: something to reconcile. */
export async function takeInPublished(tx: Tx, wanted: { jurisdictionId: number; actor: Actor; now: Instant }) {
  const source = readFileSync(TEXT, 'utf8');
  await takeIn({ tx, ...wanted, origin: 'simulated' }, { name: '2022年度部门预算.txt', source });
}
