import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { followers } from '../app.ts';
import { Client } from '../bench/client.ts';
import { BenchDesk } from '../bench/desk.ts';
import {
  type Effort,
  type Measured,
  measure,
  measureHere,
  type Side,
  type SideName,
  tableOf,
  type Works,
} from '../bench/measure.ts';
import { databaseCpu, ownCpu, serveApart } from '../bench/processes.ts';
import { barePool, makeThinTables, ThinSql } from '../bench/thin.ts';
import { ThinDesk } from '../bench/thin-desk.ts';
import type { Db } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { deadlineOf } from '../modules/calendar/rules.ts';
import { findCalendar } from '../modules/calendar/store.ts';
import { seedDemo } from '../modules/demo/seed.ts';
import { locate } from '../modules/geo/rules.ts';
import { findGeometry } from '../modules/geo/store.ts';
import type { Command } from './context.ts';

const PASSWORD = 'bench-of-the-tower-2026';
const EFFORT: Effort = { clients: 8, seconds: 1.5, rounds: 3 };

const WORKS: [keyof Works, string][] = [
  ['create', 'report a case'],
  ['read', 'one case with what may be done'],
  ['list', 'list of 50, most endangered first'],
  ['search', 'search for a Chinese word, 50 newest'],
  ['act', 'an action'],
  ['life', 'case life-cycle of four calls'],
  ['scores', 'scores of all units of a month'],
];

/**
 * Measures the main works on a small demo district, each beside the same transactions in hand-written SQL: behind a bare
 * Node server (`thin`) and through the driver alone. Every server has a process of its own, and all take turns in one
 * run. Ratios and processor time count; how often a second depends on the machine.
 */
export const benchCommand: Command = async (args, { url, db, opened, write }) => {
  const json = args.includes('--format') && args.includes('json');
  const say = json ? () => undefined : write;
  say('making a demo district …');
  const { jurisdiction } = await seedDemo(db, {
    password: PASSWORD,
    now: instant(Date.now()),
    days: 60,
    perDay: 20,
    say: () => undefined,
    followers: followers(),
  });
  await makeThinTables(opened.pool);
  await using ending = new AsyncDisposableStack();
  const direct = ending.adopt(barePool(url, EFFORT.clients), (pool) => pool.end());
  const ours = ending.adopt(await serveApart('ours', url), (served) => served.stop());
  const thin = ending.adopt(await serveApart('thin', url), (served) => served.stop());
  const desk = ending.adopt(await BenchDesk.open(ours.address, PASSWORD), (opened) => opened.close());
  const client = ending.adopt(new Client(thin.address), (opened) => opened.close());
  const thinSql = await ThinSql.open(direct);
  const nothing = async () => undefined;
  const sides: Record<SideName, Side> = {
    ours: { works: desk, cpu: ours.cpu, settled: () => followed(direct) },
    thin: {
      works: await ThinDesk.open(async (work, kase) => (await client.ask('POST', `/${work}`, {}, kase)).body),
      cpu: thin.cpu,
      settled: nothing,
    },
    sql: { works: await ThinDesk.open((work, kase) => thinSql.do(work, kase)), cpu: ownCpu, settled: nothing },
  };
  await direct.query('vacuum analyze');
  const database = await databaseCpu(direct);
  const lines: Measured[] = [];
  for (const [work, name] of WORKS) {
    say(`measuring: ${name}`);
    lines.push(await measure(name, work, sides, database, EFFORT));
  }
  lines.push(...(await measureReckoning(db, jurisdiction.id)));
  write(json ? JSON.stringify(lines) : tableOf(lines));
  return 0;
};

/** Until every follower has read the log to its end. */
async function followed(pool: Pool): Promise<void> {
  const behind = 'select 1 from log_cursor c join log_entry e on (e.tx, e.position) > (c.tx, c.position) limit 1';
  while ((await pool.query(behind)).rowCount !== 0) await wait(20);
}

/** What is reckoned in memory: where a point lies, and when something is due. */
async function measureReckoning(db: Db, jurisdictionId: number): Promise<Measured[]> {
  const geometry = await findGeometry(db, jurisdictionId);
  const calendar = await findCalendar(db, jurisdictionId);
  if (!geometry) return [];
  const point = (i: number) => [119.25 + ((i * 7919) % 1000) * 7e-5, 26.06 + ((i * 104_729) % 1000) * 6e-5] as const;
  return [
    await measureHere('locate a point', (i) => void locate(geometry.index, ...point(i)), 1),
    await measureHere(
      'deadline, up to a year of workdays',
      (i) => void deadlineOf(calendar, '2026-03-02T01:30:00.000Z', { amount: 1 + (i % 240), unit: 'workdays' }),
      1,
    ),
  ];
}
