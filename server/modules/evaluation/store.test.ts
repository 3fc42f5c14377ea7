import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { transact } from '../../kernel/db.ts';
import { buildHttp } from '../../kernel/http-server.ts';
import type { Entry } from '../../kernel/log.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { catchUpWholly, type Follower } from '../../kernel/work.ts';
import { at, idOf, officer, officers, toRegistered, units } from '../cases/testing.ts';
import { addDuties, assignDuty } from '../geo/commands.ts';
import { addUnits } from '../organisation/commands.ts';
import { rebuildFacts } from './commands.ts';
import { addDistrict, place, writeLogs } from './district.fixture.ts';
import { factsOf } from './facts.ts';
import { type IndicatorCode, indicators } from './indicators.ts';
import { evaluationFollowers } from './jobs.ts';
import { completed, listFacts, measureFacts, parts } from './measure-store.ts';
import type { CaseFacts, ObjectKind, Period } from './model.ts';
import { evaluationRoutes } from './routes.ts';
import { measure } from './rules.ts';
import { defaultSchemes } from './schemes.ts';
import { came, life, type Told, went } from './testing.ts';

const march: Period = {
  from: '2026-03-01',
  to: '2026-03-31',
  start: at('2026-03-01 00:00'),
  end: at('2026-04-01 00:00'),
  months: 1,
};
const asOf = at('2026-04-08 00:00');
const now = () => at('2026-12-01 09:00');
const [follower] = evaluationFollowers as readonly [Follower];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const district = (code: string) => addDistrict(database.db, code);
const write = (logs: readonly Entry[][]) => writeLogs(database.db, logs);

async function everything(jurisdictionId: number): Promise<unknown[]> {
  const { rows: rounds } =
    await sql`select * from evaluation_round where jurisdiction_id = ${jurisdictionId} order by case_id, round`.execute(
      database.db,
    );
  const { rows: tasks } =
    await sql`select * from evaluation_task where jurisdiction_id = ${jurisdictionId} order by case_id, seq`.execute(
      database.db,
    );
  return [...rounds, ...tasks];
}

// biome-ignore lint/suspicious/noExplicitAny: an answer as the web gets it, looked into by each test
type Answer = any;

const lives = (jurisdictionId: number, count: number): Told[] =>
  Array.from({ length: count }, (_, seed) => life(seed + jurisdictionId * 1000, place, jurisdictionId));
const objectIds: Record<ObjectKind, string[]> = {
  unit: Object.values(units),
  subdistrict: [place.subdistrictCode],
  community: [place.communityCode],
  cell: [place.cellCode],
  inspector: [officers.inspector.id],
  intakeOfficer: [officers.intake.id],
  shiftLeader: [officers.shiftLeader.id],
  dispatcher: [officers.dispatcher.id],
};

describe('the follower of the log', () => {
  test('gives the same however often it runs, and in whatever portions the log comes', async () => {
    const [whole, byAndBy] = [await district('whole'), await district('by-and-by')];
    const first = lives(whole, 40);
    await write(first.map(({ log }) => log));
    const second = first.map(({ log }) =>
      log.map((entry) => ({ ...entry, jurisdictionId: byAndBy, data: moved(entry.data, byAndBy) })),
    );
    for (const [from, to] of [
      [1, 3],
      [4, 6],
      [7, 99],
    ] as const) {
      await write(second.map((log) => log.filter((entry) => entry.seq >= from && entry.seq <= to)));
      await catchUpWholly(database.db, follower, now);
    }
    await catchUpWholly(database.db, follower, now);
    const facts = await everything(whole);
    expect(facts.length).toBeGreaterThan(80);
    expect((await everything(byAndBy)).map((row) => ({ ...(row as object), jurisdiction_id: whole }))).toEqual(facts);
    await sql`delete from log_cursor`.execute(database.db);
    await catchUpWholly(database.db, follower, now);
    expect(await everything(whole)).toEqual(facts);
  });

  test('that dies in the middle leaves nothing half-done, and does it all when it comes back', async () => {
    const id = await district('dying');
    const told = lives(id, 10);
    await write(told.map(({ log }) => log));
    const dying: Follower = {
      ...follower,
      async take(entries, tx, time) {
        await follower.take(entries, tx, time);
        throw new Error('killed');
      },
    };
    await expect(catchUpWholly(database.db, dying, now)).rejects.toThrow('killed');
    expect(await everything(id)).toEqual([]);
    await catchUpWholly(database.db, follower, now);
    const { rows } = await sql<{
      n: number;
    }>`select count(distinct case_id) as n from evaluation_round where jurisdiction_id = ${id}`.execute(database.db);
    expect(rows[0]?.n).toBe(10);
  });

  test('leaves what a rebuilding from nothing gives', async () => {
    const id = await district('rebuilt');
    await write(lives(id, 30).map(({ log }) => log));
    await catchUpWholly(database.db, follower, now);
    const facts = await everything(id);
    await sql`delete from evaluation_round where jurisdiction_id = ${id}`.execute(database.db);
    await sql`delete from evaluation_task where jurisdiction_id = ${id}`.execute(database.db);
    expect(await rebuildFacts(database.db, id)).toBe(30);
    expect(await everything(id)).toEqual(facts);
    await rebuildFacts(database.db, id);
    expect(await everything(id)).toEqual(facts);
  });
});

describe('漏报', () => {
  test('is charged to the inspector on whose ground the public found it, as the grounds were that day', async () => {
    const id = await district('grounds');
    const duty = { role: 'inspector', scopeCode: place.communityCode };
    const [former, present] = [officers.inspector.id, officers.otherInspector.id];
    await transact(database.db, async (tx) => {
      await addDuties(tx, id, [{ ...duty, accountId: former, validFrom: '2026-01-01' }], now());
      await assignDuty(tx, id, { ...duty, accountId: present, validFrom: '2026-03-10' }, now());
    });
    const found = (what: string, when: string) =>
      went(came(what, when, { jurisdictionId: id, place }), ...toRegistered).log;
    await write([
      found('before', '2026-03-09 09:00'),
      found('after', '2026-03-10 09:00'),
      found('later', '2026-03-11 09:00'),
    ]);
    await catchUpWholly(database.db, follower, now);
    const values = await measureFacts(database.db, { jurisdictionId: id, object: 'inspector', period: march, asOf });
    expect(values.get(former)?.missedReportRate).toEqual({ met: 1, of: 1, value: 1 });
    expect(values.get(present)?.missedReportRate).toEqual({ met: 2, of: 2, value: 1 });
  });
});

/** The same first entry, told in another jurisdiction. */
function moved(data: unknown, jurisdictionId: number): unknown {
  const told = data as { start?: object };
  return told.start ? { ...told, start: { ...told.start, jurisdictionId } } : data;
}

describe('the database', () => {
  test('counts what the rules count, and lists exactly as many cases as it counts', async () => {
    const id = await district('counted');
    const told = lives(id, 100);
    await write(told.map(({ log }) => log));
    await catchUpWholly(database.db, follower, now);
    const all = told.map(({ log }) => factsOf(log));
    const facts: CaseFacts = { rounds: all.flatMap((one) => one.rounds), tasks: all.flatMap((one) => one.tasks) };
    let seen = 0;
    for (const [object, ids] of Object.entries(objectIds) as [ObjectKind, string[]][]) {
      const reckoning = { jurisdictionId: id, object, period: march, asOf };
      const values = await measureFacts(database.db, reckoning);
      for (const objectId of ids) {
        const own = { ...reckoning, id: objectId };
        for (const [name, value] of Object.entries(completed(object, values.get(objectId)))) {
          const code = name as IndicatorCode;
          const what = `${code} of ${object}`;
          expect({ what, ...value }).toEqual({ what, ...measure(indicators[code], facts, own) });
          const listed = await Promise.all(
            parts.map((part) => listFacts(database.db, own, { code, part, limit: 500 })),
          );
          expect({ what, listed: listed.map(({ items }) => items.length) }).toEqual({
            what,
            listed: [value.of, value.met, value.of - value.met],
          });
          seen += value.of;
        }
      }
    }
    expect(seen).toBeGreaterThan(1000);
  });
});

describe('the score routes', () => {
  let id = 0;
  let call: (who: Actor, url: string, body?: unknown) => Promise<{ status: number; body: Answer }>;
  let close: () => Promise<unknown>;
  const evaluator = () => officer('evaluator', { jurisdictionId: id });
  const water = () => officer('unitOfficer', { jurisdictionId: id, unitId: units.water });

  beforeAll(async () => {
    id = await district('served');
    await write(lives(id, 120).map(({ log }) => log));
    await catchUpWholly(database.db, follower, now);
    let who: Actor | null = null;
    const app = await buildHttp(evaluationRoutes, [], {
      db: database.db,
      identify: async () => who,
      clock: () => Date.parse(now()),
      afterWrite: () => undefined,
      logger: () => undefined,
    });
    close = () => app.close();
    call = async (actor, url, body) => {
      who = actor;
      const answer = await app.inject({
        method: body ? 'POST' : 'GET',
        url: `/api${url}`,
        ...(body ? { payload: body } : {}),
      });
      return { status: answer.statusCode, body: answer.json() };
    };
  });
  afterAll(() => close());

  const inMarch = 'from=2026-03-01&to=2026-03-31';

  test('rank units within their group and open every number to its cases', async () => {
    const { status, body } = await call(evaluator(), `/scores?object=unit&${inMarch}`);
    expect(status).toBe(200);
    expect(body.period).toMatchObject({
      from: '2026-03-01',
      to: '2026-03-31',
      asOf: '2026-04-07T16:00:00.000Z',
      final: true,
    });
    const line = body.lines.find((one: { id: string }) => one.id === units.water);
    expect(line).toMatchObject({ group: 'works', score: { enough: true } });
    expect(body.lines.map((one: { rank: number | null }) => one.rank)).toEqual([1, 2, null]);
    expect(body.lines.find((one: { id: string }) => one.id === units.gardens)).toMatchObject({
      rank: null,
      score: { value: null, grade: null },
    });
    const missed = [];
    for (let cursor = ''; ; ) {
      const page = await call(
        evaluator(),
        `/scores/unit/${units.water}/cases?indicator=closingRate&part=missed&limit=7&${inMarch}${cursor}`,
      );
      missed.push(...page.body.items.map((item: { caseId: string; round: number }) => `${item.caseId} ${item.round}`));
      if (page.body.next === null) break;
      cursor = `&cursor=${encodeURIComponent(page.body.next)}`;
    }
    expect(missed.length).toBeGreaterThan(7);
    expect(new Set(missed).size).toBe(line.values.closingRate.of - line.values.closingRate.met);
  });
  test('rank areas and people by their names as well, a community among those of its sub-district', async () => {
    const linesOf = async (object: string) =>
      (await call(evaluator(), `/scores?object=${object}&${inMarch}`)).body.lines.map(
        ({ id: code, name, group }: { id: string; name: { zh: string }; group: string | null }) => [
          code,
          name.zh,
          group,
        ],
      );
    expect(await linesOf('subdistrict')).toEqual([[place.subdistrictCode, '街道', null]]);
    expect(await linesOf('community')).toEqual([[place.communityCode, '社区', place.subdistrictCode]]);
    expect(await linesOf('cell')).toEqual([[place.cellCode, place.cellCode, null]]);
  });
  test('leave units that handle no cases out of the ranking', async () => {
    const home = await district('with-a-centre');
    const name = { zh: '中心', en: 'Centre' };
    await transact(database.db, (tx) =>
      addUnits(tx, home, [{ code: 'centre', name, kind: 'centre', group: 'centre' }], now()),
    );
    const { body } = await call(officer('evaluator', { jurisdictionId: home }), `/scores?object=unit&${inMarch}`);
    const ids = [units.water, units.roads, units.gardens];
    expect(body.lines.map((one: { id: string }) => one.id).toSorted()).toEqual(ids.toSorted());
  });
  test('show one scorecard, the same numbers as in the ranking', async () => {
    const ranking = (await call(evaluator(), `/scores?${inMarch}`)).body.lines.find(
      (one: { id: string }) => one.id === units.water,
    );
    const { rank: _, ...line } = ranking;
    expect((await call(water(), `/scores/unit/${units.water}?${inMarch}`)).body).toMatchObject(line);
  });
  test('show a unit its own card and its group’s ranking, and nothing else', async () => {
    const ranking = await call(water(), `/scores?group=greens&${inMarch}`);
    expect(ranking.body.lines.map((one: { id: string }) => one.id).sort()).toEqual([units.water, units.roads].sort());
    expect((await call(water(), `/scores/unit/${units.roads}?${inMarch}`)).status).toBe(403);
    expect((await call(water(), `/scores/unit/${units.roads}/cases?indicator=due&${inMarch}`)).status).toBe(403);
    expect((await call(water(), `/scores?object=inspector&${inMarch}`)).status).toBe(403);
    expect((await call(water(), `/scores/summary?${inMarch}`)).status).toBe(403);
  });
  test('show nothing of another jurisdiction', async () => {
    const stranger = officer('evaluator', { jurisdictionId: await district('stranger') });
    const card = await call(stranger, `/scores/unit/${units.water}?${inMarch}`);
    expect(card.body).toMatchObject({ score: { value: null, sample: 0 } });
    expect((await call(stranger, `/scores/unit/${idOf('nobody')}?${inMarch}`)).status).toBe(404);
  });
  test('refuse what makes no sense, saying where', async () => {
    expect((await call(evaluator(), '/scores?from=2026-03-31&to=2026-03-01')).body).toMatchObject({
      status: 422,
      code: 'badPeriod',
    });
    expect((await call(evaluator(), '/scores/unit/not-a-unit')).status).toBe(422);
    expect((await call(evaluator(), `/scores/unit/${units.water}/cases?indicator=accepted`)).body).toMatchObject({
      code: 'unknownIndicator',
    });
  });
  test('sum up categories and days, and the days add up to the month', async () => {
    const { body } = await call(evaluator(), `/scores/summary?${inMarch}`);
    expect(body.days).toHaveLength(31);
    const sum = (list: { [key: string]: number }[], key: string) =>
      list.reduce((total, one) => total + (one[key] ?? 0), 0);
    expect(sum(body.days, 'opened')).toBe(sum(body.categories, 'n'));
    expect(sum(body.days, 'opened')).toBeGreaterThanOrEqual(120);
  });
  test('tell what every indicator means', async () => {
    const { body } = await call(water(), '/indicators');
    expect(body.indicators).toHaveLength(Object.keys(indicators).length);
    expect(body.schemes.map((scheme: { version: number }) => scheme.version)).toEqual(
      Object.keys(defaultSchemes).map(() => 0),
    );
  });
  test('take a new scheme for days to come only, and leave published scores as they were', async () => {
    const before = (await call(evaluator(), `/scores/unit/${units.water}?${inMarch}`)).body;
    const scheme = { parts: [{ indicator: 'closingRate', weight: 1 }] };
    expect((await call(water(), '/scores/schemes', { object: 'unit', validFrom: '2027-01-01', scheme })).status).toBe(
      403,
    );
    expect(
      (await call(evaluator(), '/scores/schemes', { object: 'unit', validFrom: '2026-12-01', scheme })).body,
    ).toMatchObject({ code: 'schemeInThePast' });
    const half = { parts: [{ indicator: 'closingRate', weight: 0.5 }] };
    expect(
      (await call(evaluator(), '/scores/schemes', { object: 'unit', validFrom: '2027-01-01', scheme: half })).body,
    ).toMatchObject({ code: 'weightsNotOne' });
    expect(
      (await call(evaluator(), '/scores/schemes', { object: 'unit', validFrom: '2027-01-01', scheme })).body,
    ).toMatchObject({ version: 1, minSample: 30 });
    expect((await call(evaluator(), `/scores/unit/${units.water}?${inMarch}`)).body).toEqual(before);
    const january = await call(evaluator(), `/scores/unit/${units.water}?from=2027-01-01&to=2027-01-31`);
    expect(january.body.scheme.parts).toEqual([{ indicator: 'closingRate', weight: 1, inverted: false }]);
  });
});
