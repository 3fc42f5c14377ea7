import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { z } from 'zod';
import { followers } from '../app.ts';
import { type Lone, loneTasks } from '../bench/alone.ts';
import { besideTasks, type Stage, type Task } from '../bench/beside.ts';
import { Client } from '../bench/client.ts';
import { BenchDesk } from '../bench/desk.ts';
import { groundOf } from '../bench/ground.ts';
import { growthOf } from '../bench/growth.ts';
import { type Line, type Measured, tableOf } from '../bench/lines.ts';
import { plansOf, queriesDocument } from '../bench/plans.ts';
import { databaseCpu, ownCpu, serveApart } from '../bench/processes.ts';
import { barePool, makeThinTables, ThinSql } from '../bench/thin.ts';
import { ThinDesk } from '../bench/thin-desk.ts';
import { instant } from '../kernel/instant.ts';
import { seedScale } from '../modules/demo/scale.ts';
import { seedDemo } from '../modules/demo/seed.ts';
import type { Command, Context } from './context.ts';
import { SCALES } from './seed.ts';

const PASSWORD = 'bench-of-the-tower-2026';
const CLIENTS = 8;
const ROUNDS = 3;

interface Asked {
  json: boolean;
  scale: number;
  /** The database of DATA_DIR or DATABASE_URL as it is, instead of one of its own. */
  here: boolean;
  only: string[];
  seconds: number;
  /** Only prints docs/printed/queries.md. */
  plans: boolean;
  /** An earlier run, as `--format json` printed it, to set every line beside. */
  against: string | null;
}

const KEYS = [...besideTasks, ...loneTasks].map(({ key }) => key);

function readArguments(args: string[]): Asked | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        format: { type: 'string', default: 'table' },
        scale: { type: 'string', default: '0' },
        here: { type: 'boolean', default: false },
        plans: { type: 'boolean', default: false },
        against: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        seconds: { type: 'string', default: '1.5' },
      },
    });
    const only = values.only.flatMap((names) => names.split(','));
    const scale = SCALES[values.scale];
    const seconds = Number(values.seconds);
    const known = ['table', 'json'].includes(values.format) && only.every((name) => KEYS.includes(name));
    if (!known || scale === undefined || !(seconds > 0 && seconds <= 600)) return null;
    return {
      json: values.format === 'json',
      scale,
      here: values.here,
      only,
      seconds,
      plans: values.plans,
      against: values.against ?? null,
    };
  } catch {
    return null;
  }
}

const runShape = z.object({
  cases: z.number(),
  entries: z.number(),
  lines: z.array(z.looseObject({ key: z.string(), value: z.number(), unit: z.string() })),
});

/** A run as `--format json` printed it, whatever npm printed before it; null if it is none. */
function readRun(path: string): Measured | null {
  try {
    const text = readFileSync(path, 'utf8');
    return runShape.parse(JSON.parse(text.slice(text.indexOf('{')))) as unknown as Measured;
  } catch {
    return null;
  }
}

/**
 * Measures every work that has a target, on a demo district of the wanted size: those over HTTP beside the same
 * transactions in hand-written SQL, behind a bare Node server (`thin`) and through the driver alone. Every server has a
 * process of its own, and all take turns in one run. What the figures mean: docs/bench.md.
 */
export const benchCommand: Command = async (args, context) => {
  const asked = readArguments(args);
  if (!asked) {
    context.write(
      `drumtower bench [--format json] [--scale ${Object.keys(SCALES).join('|')}] [--here] [--against FILE] [--plans] [--seconds 1.5] [--only NAME,…]\nNAME: ${KEYS.join(' ')}`,
    );
    return 2;
  }
  const earlier = asked.against === null ? null : readRun(asked.against);
  if (asked.against !== null && !earlier) {
    context.write(
      `${asked.against}: no run of the bench; name a file that \`drumtower bench --format json\` was written to`,
    );
    return 2;
  }
  const say = asked.json ? () => undefined : context.write;
  const password = asked.here ? (context.config.demoPassword ?? PASSWORD) : PASSWORD;
  if (!asked.here) await makeDistrict(context, asked, say);
  if (asked.plans) return printPlans(context);
  await using ending = new AsyncDisposableStack();
  const measured = beside(await measureAll(context, asked, { password, say, ending }), earlier);
  context.write(asked.json ? JSON.stringify(measured, null, 1) : tableOf(measured));
  return 0;
};

function beside(measured: Measured, earlier: Measured | null): Measured {
  if (!earlier) return measured;
  const lines = measured.lines.map((line) => ({ ...line, grown: growthOf(line, earlier) }));
  return { ...measured, lines, against: { cases: earlier.cases, entries: earlier.entries } };
}

const QUERIES = fileURLToPath(new URL('../../docs/printed/queries.md', import.meta.url));

async function printPlans({ url, write }: Context): Promise<number> {
  const pool = barePool(url, 1);
  const { cases } = await groundOf(pool, '').finally(() => pool.end());
  writeFileSync(QUERIES, queriesDocument(await plansOf(url, instant(Date.now())), Math.round(cases / 1000) * 1000));
  write('docs/printed/queries.md');
  return 0;
}

async function makeDistrict({ db, url }: Context, { scale }: Asked, say: (line: string) => void): Promise<void> {
  say('making a demo district …');
  const wanted = {
    password: PASSWORD,
    now: instant(Date.now()),
    days: scale > 0 ? 365 : 60,
    perDay: 17,
    say: (line: string) => say(`  ${line}`),
    followers: followers(),
  };
  await (scale > 0 ? seedScale(db, { ...wanted, url, cases: scale }) : seedDemo(db, wanted));
}

async function measureAll(
  { url, db }: Context,
  { only, seconds }: Asked,
  { password, say, ending }: { password: string; say: (line: string) => void; ending: AsyncDisposableStack },
): Promise<Measured> {
  const direct = ending.adopt(barePool(url, CLIENTS), (pool) => pool.end());
  await makeThinTables(direct);
  const ground = await groundOf(direct, password);
  const ours = ending.adopt(await serveApart('ours', url), (served) => served.stop());
  const desk = ending.adopt(await BenchDesk.open(ours.address, ground), (opened) => opened.close());
  const thin = ending.adopt(await serveApart('thin', url), (served) => served.stop());
  const client = ending.adopt(new Client(thin.address), (opened) => opened.close());
  const thinSql = await ThinSql.open(direct);
  const nothing = async () => undefined;
  const stage: Stage = {
    desk,
    ground,
    database: await databaseCpu(direct),
    effort: { clients: CLIENTS, seconds, rounds: ROUNDS },
    sides: {
      ours: { works: desk, cpu: ours.cpu, settled: () => followed(direct) },
      thin: {
        works: await ThinDesk.open(async (work, kase) => (await client.ask('POST', `/${work}`, {}, kase)).body),
        cpu: thin.cpu,
        settled: nothing,
      },
      sql: { works: await ThinDesk.open((work, kase) => thinSql.do(work, kase)), cpu: ownCpu, settled: nothing },
    },
  };
  await followed(direct);
  const lines: Line[] = [];
  const wanted = ({ key }: Task | Lone) => only.length === 0 || only.includes(key);
  for (const task of besideTasks.filter(wanted)) {
    say(`measuring: ${task.work}`);
    lines.push({ key: task.key, work: task.work, ...(await task.run(stage)) });
  }
  for (const task of loneTasks.filter(wanted)) {
    say(`measuring: ${task.work}`);
    lines.push({ key: task.key, work: task.work, ...(await task.run({ db, url, stage, ourPid: ours.pid })) });
  }
  return { cases: ground.cases, entries: ground.entries, lines };
}

/** Until every follower has read the log to its end. */
async function followed(pool: Pool): Promise<void> {
  const behind = `select 1 from log_cursor c cross join lateral (select 1 from log_entry e
    where (e.tx, e.position) > (c.tx, c.position) order by e.tx, e.position limit 1) e limit 1`;
  while ((await pool.query(behind)).rowCount !== 0) await wait(20);
}
