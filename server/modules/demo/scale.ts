import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Db, transact } from '../../kernel/db.ts';
import { LOG_TABLE, openCopier, settleTables, withoutIndexes } from '../../kernel/db-fill.ts';
import { millis } from '../../kernel/instant.ts';
import { catchUpWholly, passOver } from '../../kernel/work.ts';
import { rebuildBoard } from '../cases/board-commands.ts';
import { caseTables, numbersUsed } from '../cases/history-commands.ts';

import { FACTS_FOLLOWER, rebuildTotals } from '../evaluation/commands.ts';
import { factTables } from '../evaluation/copy-commands.ts';
import { rebuildReplies } from '../evaluation/reply-commands.ts';
import type { CastingSpot, Foundry, Order } from './scale-casting.ts';
import { canBeCast, mouldOf } from './scale-moulds.ts';
import type { ThreadTask } from './scale-worker.ts';
import { type DemoWanted, type GrownDemo, growDemo, type SeededDemo, settleDemo } from './seed.ts';
import { streetAt } from './words-of-callers.ts';

export interface ScaleWanted extends DemoWanted {
  /** The connection string, for threads with connections of their own. */
  url: string;
  /** Cases in all. */
  cases: number;
}

const DAY = 86_400_000;
/** A district's usual day; more cases make a longer history, at most of ten years. */
const CASES_A_DAY = 274;
const YEARS_AT_MOST = 10;
/** Of all cases, those under way: the work lists are as long as in the worst month. */
const UNDER_WAY = 0.1;
const MOULDS = 4000;
/** A casting thread makes much that is soon gone; given room for it, it spends half as long on clearing it away. */
const YOUNG_MB = 192;
const TABLES = [LOG_TABLE, ...caseTables, ...factTables];

/**
 * The demo district with a history as long as wanted. Some thousand cases are lived through the rules; then their
 * stories are cast again in other weeks, places and words, with the hashes reckoned over what each really says. Nine in
 * ten have ended. Filled by COPY, without indexes meanwhile: for an empty place, to be thrown away if it is interrupted.
 */
export async function seedScale(db: Db, wanted: ScaleWanted): Promise<SeededDemo> {
  const { say, url } = wanted;
  const grown = await growDemo(db, wanted);
  for (const follower of wanted.followers) await catchUpWholly(db, follower, () => wanted.now);
  const foundry = foundryOf(grown, wanted);
  const orders = ordersFor(wanted, grown);
  const done = { cases: grown.cases, entries: grown.entries };
  await withoutIndexes(url, TABLES, async () => {
    await castAll(url, foundry, orders, (cases, entries) => {
      done.cases += cases;
      done.entries += entries;
      if (Math.floor(done.cases / 50_000) > Math.floor((done.cases - cases) / 50_000))
        say(`${done.cases} 件案卷，${done.entries} 条日志 · ${done.cases} cases, ${done.entries} log entries`);
    });
    say('重建索引 · making the indexes');
  });
  const used = { cases: done.cases, supervisions: grown.world.lastSupervision(), year: Number(wanted.now.slice(0, 4)) };
  await transact(db, (tx) => numbersUsed(tx, grown.jurisdiction.id, used));
  await passOver(db, FACTS_FOLLOWER);
  say('统计与清理 · counting what is there');
  const { id } = grown.jurisdiction;
  const tidy = settleTables(url, [LOG_TABLE, ...caseTables]);
  await Promise.all([
    settleTables(url, factTables).then(() =>
      unhurried(url, async (own) => {
        await rebuildTotals(own, id);
        await rebuildReplies(own, id, FACTS_FOLLOWER);
      }),
    ),
    tidy.then(() => unhurried(url, (own) => rebuildBoard(own, id, wanted.now))),
    tidy.then(() => unhurried(url, (own) => settleDemo(own, wanted, grown))),
  ]);
  return { ...grown, ...done };
}

/** On a connection that waits for a statement as long as it takes. */
async function unhurried<T>(url: string, work: (own: Db) => Promise<T>): Promise<T> {
  const opened = await openCopier(url);
  try {
    return await work(opened.db);
  } finally {
    await opened.close();
  }
}

function foundryOf({ jurisdiction, district, people, world }: GrownDemo, { now }: DemoWanted): Foundry {
  const streets = district.streets.map(({ name, lines }) => ({ name: name.zh, lines }));
  const spots = district.cells.map((cell) => {
    const corners = cell.ring.slice(0, -1);
    const lon = corners.reduce((sum, corner) => sum + corner[0], 0) / corners.length;
    const lat = corners.reduce((sum, corner) => sum + corner[1], 0) / corners.length;
    const { code: cellCode, sectorCode, communityCode } = cell;
    return { communityCode, spot: { lon, lat, cellCode, sectorCode, street: streetAt({ lon, lat }, streets) } };
  });
  const byCommunity = new Map<string, CastingSpot[]>();
  for (const { communityCode, spot } of spots)
    byCommunity.set(communityCode, [...(byCommunity.get(communityCode) ?? []), spot]);
  const inspectors = people.flatMap(({ post, account }) =>
    post.role === 'inspector' ? post.areaCodes.map((code) => [code, account.id] as const) : [],
  );
  const lived = [...world.cases.values()].filter(canBeCast).slice(-MOULDS);
  return {
    code: jurisdiction.code,
    timeZone: jurisdiction.timeZone,
    now,
    moulds: lived.map((one) => mouldOf(one, now)),
    spots: byCommunity,
    names: new Map(
      world.ground.catalogue.categories.map(({ id, name, synonyms }) => [
        id,
        [name.zh.replace(/异常$/, '损坏'), ...synonyms],
      ]),
    ),
    inspectors: new Map(inspectors),
    inspectorsFrom: now.slice(0, 10),
  };
}

/** The same number of cases in every week, and those under way at the end. */
function ordersFor({ cases, now }: ScaleWanted, grown: GrownDemo): { ended: Order[]; underWay: Order[] } {
  const missing = Math.max(0, cases - grown.cases);
  const underWay = Math.round(missing * UNDER_WAY);
  const days = Math.min(YEARS_AT_MOST * 365, Math.max(365, cases / CASES_A_DAY));
  const weeks = Math.floor(days / 7);
  let number = grown.world.nextNumber();
  const order = (week: number | null, of: number): Order => {
    number += of;
    return { week, cases: of, firstNumber: number - of };
  };
  const share = (all: number, i: number) => Math.floor((all * (i + 1)) / weeks) - Math.floor((all * i) / weeks);
  const ended = Array.from({ length: weeks }, (_, i) =>
    order(millis(now) - (weeks - i) * 7 * DAY, share(missing - underWay, i)),
  );
  return { ended, underWay: Array.from({ length: weeks }, (_, i) => order(null, share(underWay, i))) };
}

/** Each thread casts a run of weeks, so that the log grows at as many ends as there are threads. */
async function castAll(
  url: string,
  foundry: Foundry,
  orders: { ended: Order[]; underWay: Order[] },
  copied: (cases: number, entries: number) => void,
): Promise<void> {
  const threads = Math.max(1, Math.min(4, availableParallelism()));
  const each = Math.ceil(orders.ended.length / threads);
  const tasks = Array.from({ length: threads }, (_, i) => ({
    url,
    foundry,
    orders: [orders.ended, orders.underWay].flatMap((all) => all.slice(i * each, (i + 1) * each)),
    seed: i + 1,
  })) satisfies ThreadTask[];
  await Promise.all(
    tasks.map(async (task) => {
      const worker = new Worker(new URL('scale-worker.ts', import.meta.url), {
        workerData: task,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
      worker.on('message', (told: { cases: number; entries: number }) => copied(told.cases, told.entries));
      const [status] = (await once(worker, 'exit')) as [number];
      if (status !== 0) throw new Error(`a casting thread ended: ${status}`);
    }),
  );
}
