import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Tx, transact } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { readMigrations } from '../../kernel/migrate.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { catchUpWholly, type Follower } from '../../kernel/work.ts';
import { at, officers, units } from '../cases/testing.ts';
import { rebuildFacts, rebuildTotals } from './commands.ts';
import { countDays } from './day-store.ts';
import { addDistrict, place, writeLogs } from './district.fixture.ts';
import type { IndicatorCode } from './indicators.ts';
import { evaluationFollowers, evaluationJobs } from './jobs.ts';
import { completed, listFacts, measureFacts } from './measure-store.ts';
import { type ObjectKind, objectKinds, type Period } from './model.ts';
import { answersBySource, instantsRead, passesOf, repliesBySource } from './passes.ts';
import { periodOf } from './periods.ts';
import { columnName } from './store.ts';
import { life } from './testing.ts';
import { findTotalsFlaw, findTotalsKept, measureObjects, TOTALS_REVISION } from './total-store.ts';

const ZONE = 'Asia/Shanghai';
const now = () => at('2026-12-01 09:00');
const [follower] = evaluationFollowers as readonly [Follower];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function lived(code: string, count: number): Promise<number> {
  const id = await addDistrict(database.db, code);
  const told = Array.from({ length: count }, (_, seed) => life(seed + id * 1000, place, id));
  for (const [from, to] of [
    [1, 2],
    [3, 5],
    [6, 99],
  ] as const) {
    await writeLogs(
      database.db,
      told.map(({ log }) => log.filter((entry) => entry.seq >= from && entry.seq <= to)),
    );
    await catchUpWholly(database.db, follower, now);
  }
  return id;
}

function period(from: string, to: string): Period {
  const made = periodOf(from, to, ZONE);
  if (isRefusal(made)) throw new Error(`no period from ${from} to ${to}`);
  return made;
}

/** Months, some days and a quarter, read before, at and long after they settled. */
const reads: { period: Period; asOf: Instant }[] = [
  { period: period('2026-03-01', '2026-03-31'), asOf: at('2026-04-08 00:00') },
  { period: period('2026-03-01', '2026-03-31'), asOf: at('2026-03-09 13:17') },
  { period: period('2026-04-01', '2026-04-30'), asOf: at('2026-05-08 00:00') },
  { period: period('2026-03-03', '2026-03-17'), asOf: at('2026-03-24 00:00') },
  { period: period('2026-01-01', '2026-12-31'), asOf: now() },
  { period: period('2026-02-01', '2026-04-30'), asOf: at('2026-05-08 00:00') },
];
const ids: Record<ObjectKind, string[]> = {
  unit: Object.values(units),
  subdistrict: [place.subdistrictCode],
  community: [place.communityCode],
  cell: [place.cellCode],
  inspector: [officers.inspector.id],
  intakeOfficer: [officers.intake.id],
  shiftLeader: [officers.shiftLeader.id],
  dispatcher: [officers.dispatcher.id],
};

const sorted = (measures: Map<string, unknown>) => [...measures].sort(([a], [b]) => (a < b ? -1 : 1));
const flawIn = (id: number) => findTotalsFlaw(database.db, id, ZONE);

describe('the kept totals', () => {
  let id = 0;
  beforeAll(async () => {
    id = await lived('kept', 120);
  });

  test('give for every object, period and day of reading what the facts give one by one', async () => {
    expect(await findTotalsKept(database.db, id)).toBe(true);
    let seen = 0;
    for (const object of objectKinds) {
      const kept = await measureObjects(database.db, { jurisdictionId: id, object }, reads);
      for (const [i, read] of reads.entries()) {
        const right = await measureFacts(database.db, { jurisdictionId: id, object, ...read });
        expect({ object, i, values: sorted(kept[i] ?? new Map()) }).toEqual({ object, i, values: sorted(right) });
        seen += right.size;
      }
      for (const one of ids[object]) {
        const own = await measureObjects(database.db, { jurisdictionId: id, object, id: one }, reads);
        for (const [i] of reads.entries()) expect(own[i]?.get(one)).toEqual(kept[i]?.get(one));
      }
    }
    expect(seen).toBeGreaterThan(40);
  });

  test('give day by day, of the district and of each source, what the facts give one by one', async () => {
    const { rows } = await sql<{
      source: string;
    }>`select distinct source from evaluation_round where jurisdiction_id = ${id}`.execute(database.db);
    let seen = 0;
    for (const { period: within, asOf } of reads) {
      const asked = { jurisdictionId: id, period: within, timeZone: ZONE, asOf };
      for (const [pass, one] of [
        ...rows.flatMap(({ source }) => [[repliesBySource, source] as const, [answersBySource, source] as const]),
        ...passesOf('subdistrict').map((own) => [own, undefined] as const),
      ]) {
        const days = (where: 'kept' | 'facts') =>
          transact(database.db, async (tx) => {
            if (where === 'facts') await sql`delete from evaluation_revision where jurisdiction_id = ${id}`.execute(tx);
            const told = await countDays(tx, pass, { ...asked, id: one });
            if (where === 'facts')
              await sql`insert into evaluation_revision values (${id}, ${TOTALS_REVISION}, now())`.execute(tx);
            return told.filter(({ counts }) => counts.some((count) => count !== 0));
          });
        const kept = await days('kept');
        expect({ pass: pass.name, one, kept }).toEqual({ pass: pass.name, one, kept: await days('facts') });
        seen += kept.length;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  test('say as many as the cases that open behind each number', async () => {
    for (const read of reads.slice(0, 4)) {
      const [values] = await measureObjects(database.db, { jurisdictionId: id, object: 'unit' }, [read]);
      for (const one of ids.unit) {
        for (const [code, { of, met }] of Object.entries(completed('unit', values?.get(one)))) {
          const own = { jurisdictionId: id, object: 'unit' as const, id: one, ...read };
          const opened = async (part: 'of' | 'met') =>
            (await listFacts(database.db, own, { code: code as IndicatorCode, part, limit: 500 })).items.length;
          expect({ code, of, met }).toEqual({ code, of: await opened('of'), met: await opened('met') });
        }
      }
    }
  });

  test('are told to be right, and stay so when the facts are read anew and when they are added up anew', async () => {
    expect(await flawIn(id)).toBeNull();
    await rebuildFacts(database.db, id);
    expect(await flawIn(id)).toBeNull();
    await rebuildTotals(database.db, id);
    expect(await flawIn(id)).toBeNull();
  });

  test('that are not what the facts add up to are named', async () => {
    const broken = await lived('broken', 12);
    await sql`update evaluation_total set counts[2] = counts[2] + 1
      where jurisdiction_id = ${broken} and pass = 'round.dueAt.unitId'`.execute(database.db);
    expect(await flawIn(broken)).toMatch(/^evaluation totals round\.dueAt\.unitId of .*: kept \d.*, counted \d/);
    await sql`delete from evaluation_total where jurisdiction_id = ${broken}`.execute(database.db);
    expect(await flawIn(broken)).toMatch(/kept nothing/);
    await rebuildTotals(database.db, broken);
    expect(await flawIn(broken)).toBeNull();
  });

  test('of older definitions are not read; the job adds them up anew', async () => {
    const old = await lived('old', 12);
    await sql`update evaluation_revision set revision = 'older' where jurisdiction_id = ${old}`.execute(database.db);
    await sql`update evaluation_total set counts[2] = 1000 where jurisdiction_id = ${old}`.execute(database.db);
    const [read] = reads as [(typeof reads)[number]];
    const right = sorted(await measureFacts(database.db, { jurisdictionId: old, object: 'unit', ...read }));
    const told = async () => {
      const [values] = await measureObjects(database.db, { jurisdictionId: old, object: 'unit' }, [read]);
      return sorted(values ?? new Map());
    };
    expect(await told()).toEqual(right);
    for (const job of evaluationJobs) await transact(database.db, (tx) => job.run(tx, now()));
    expect(await findTotalsKept(database.db, old)).toBe(true);
    expect(await told()).toEqual(right);
    expect(await flawIn(old)).toBeNull();
  });
});

describe('at scale', () => {
  const many = 50_000;

  async function readings(tx: Tx): Promise<{ scans: number; read: number }> {
    const { rows } = await sql<{
      scans: number;
      read: number;
    }>`select sum(seq_scan) as scans, sum(idx_tup_fetch) as read
      from pg_stat_xact_user_tables where relname in ('evaluation_round', 'evaluation_task')`.execute(tx);
    return { scans: rows[0]?.scans ?? 0, read: rows[0]?.read ?? 0 };
  }

  test('a card and a ranking read the totals and the few facts that moved later, and go through no table', async () => {
    const id = await addDistrict(database.db, 'large');
    await sql`insert into evaluation_round (jurisdiction_id, case_id, round, number, state, source, origin, unit_id, subdistrict_code, urgent,
        opened_at, from_public, registered_at, dispatched_at, due_at, handled_at, closed_at, limited, reworks, extensions, declines, version)
      select ${id}, gen_random_uuid(), 1, n::text, 'closed', 'web', 'acted', (array[${units.water}, ${units.roads}]::uuid[])[1 + n % 2], ${place.subdistrictCode}, false,
        at, true, at, at, at + interval '1 day', at + interval '2 hours', at + interval '3 hours' + (case when n % 100 = 0 then interval '60 days' else interval '0' end), true, 0, 0, 0, 1
      from (select n, timestamptz '2025-06-01 00:00Z' + n * interval '10 minutes' as at from generate_series(1, ${many}::integer) as n) as made`.execute(
      database.db,
    );
    await rebuildTotals(database.db, id);
    await sql`analyze evaluation_round`.execute(database.db);
    await sql`analyze evaluation_total`.execute(database.db);
    const month = { period: period('2026-02-01', '2026-02-28'), asOf: at('2026-03-08 00:00') };
    for (const whose of [{}, { id: units.water }]) {
      const { scans, read, told } = await transact(database.db, async (tx) => {
        const before = await readings(tx);
        const [measures] = await measureObjects(tx, { jurisdictionId: id, object: 'unit', ...whose }, [month]);
        const after = await readings(tx);
        return { scans: after.scans - before.scans, read: after.read - before.read, told: measures?.get(units.water) };
      });
      expect(told).toEqual(
        (await measureFacts(database.db, { jurisdictionId: id, object: 'unit', ...month })).get(units.water),
      );
      expect(told?.due?.of).toBeGreaterThan(1900);
      expect(scans).toBe(0);
      expect(read).toBeLessThan(200);
    }
    expect(await flawIn(id)).toBeNull();
  });
});

describe('what a reading as of a day depends on', () => {
  const definitions = readMigrations()
    .map(({ text }) => text)
    .join('\n');

  test.each(['round', 'task'] as const)('is all among the instants by which a %s has last moved', (over) => {
    const made = new RegExp(`alter table evaluation_${over} add column moved_at [^;]*greatest\\(([^)]*)\\)`, 'g');
    const [, moved = ''] = [...definitions.matchAll(made)].at(-1) ?? [];
    const told = moved.split(',').map((column) => column.trim());
    expect([...instantsRead(over)].map(columnName).filter((column) => !told.includes(column))).toEqual([]);
  });
});
