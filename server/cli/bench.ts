import { type Measured, rate, rateOf, sideBySide, tableOf } from '../bench/measure.ts';
import { makeThinTables, thinLifecycle } from '../bench/thin.ts';
import { followers } from '../app.ts';
import { openDb } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { deadlineOf } from '../modules/calendar/rules.ts';
import { findCalendar } from '../modules/calendar/store.ts';
import { seedDemo } from '../modules/demo/seed.ts';
import { locate } from '../modules/geo/rules.ts';
import { findGeometry } from '../modules/geo/store.ts';
import { startServer } from '../serve.ts';
import { BenchDesk } from '../bench/desk.ts';
import type { Command } from './context.ts';

const PASSWORD = 'bench-of-the-tower-2026';
const SECONDS = 3;
const ROUNDS = 3;
const CLIENTS = 8;

/**
 * Measures the main works on an empty database with a small demo district, each beside the same transactions in
 * hand-written SQL, in alternating rounds of one run. Ratios count; the figures depend on the machine.
 */
export const benchCommand: Command = async (args, { url, db, logger, write }) => {
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
  const opened = openDb(url, { size: 16 });
  await makeThinTables(opened.pool);
  const server = await startServer(
    opened,
    { host: '127.0.0.1', port: 0, trustProxy: false, secureCookies: false },
    logger,
  );
  const lines: Measured[] = [];
  try {
    const desk = await BenchDesk.open(server.address, PASSWORD);
    const measure = async (name: string, ours: () => Promise<void>, thin: () => Promise<void>) => {
      say(`measuring: ${name}`);
      const both = await sideBySide(
        () => rate(ours, { clients: CLIENTS, seconds: SECONDS }),
        () => rate(thin, { clients: CLIENTS, seconds: SECONDS }),
        ROUNDS,
      );
      lines.push({ name, perSecond: both.ours, thinPerSecond: both.thin });
    };
    const { pool } = opened;
    await measure(
      'case life-cycle, 4 calls over HTTP (report, answer, follow up, reopen)',
      () => desk.shortLife(),
      () => thinLifecycle(pool, 4),
    );
    await measure(
      'case life-cycle, 8 calls over HTTP (report … close)',
      () => desk.wholeLife(),
      () => thinLifecycle(pool, 8),
    );
    await measure(
      'list of 50, most endangered first',
      () => desk.list(),
      async () => {
        await pool.query(
          `select f.id, f.number, f.version, f.state, f.summary, f.address, f.due_at, f.unit_id, f.category_id from case_file f
        where f.jurisdiction_id = $1 order by coalesce(f.due_at, '2200-01-01T00:00:00Z'), f.id limit 51`,
          [jurisdiction.id],
        );
      },
    );
    await measure(
      'one case with its actions',
      () => desk.read(),
      async () => {
        await pool.query('select body from case_file where jurisdiction_id = $1 and id = $2', [
          jurisdiction.id,
          desk.someCase,
        ]);
      },
    );
    await measure(
      'scores of all units of a month',
      () => desk.scores(),
      async () => {
        await pool.query(
          `select unit_id, count(*), count(*) filter (where handled_at <= due_at), count(*) filter (where closed_at <= closing_due_at) from evaluation_round
        where jurisdiction_id = $1 and due_at > now() - interval '30 days' group by unit_id`,
          [jurisdiction.id],
        );
      },
    );
    const geometry = await findGeometry(db, jurisdiction.id);
    const calendar = await findCalendar(db, jurisdiction.id);
    if (geometry) {
      const perSecond = rateOf(
        (i) => void locate(geometry.index, 119.25 + ((i * 7919) % 1000) * 7e-5, 26.06 + ((i * 104_729) % 1000) * 6e-5),
        1,
      );
      lines.push({ name: 'locate a point', perSecond, thinPerSecond: null });
    }
    const perSecond = rateOf(
      (i) => void deadlineOf(calendar, '2026-03-02T01:30:00.000Z', { amount: 1 + (i % 240), unit: 'workdays' }),
      1,
    );
    lines.push({ name: 'deadline, up to a year of workdays', perSecond, thinPerSecond: null });
  } finally {
    await server.stop();
    await opened.close();
  }
  write(json ? JSON.stringify(lines) : tableOf(lines));
  return 0;
};
