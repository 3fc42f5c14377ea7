import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { transact } from '../../kernel/db.ts';
import { buildHttp } from '../../kernel/http-server.ts';
import { Refused } from '../../kernel/refusal.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { addClosure, importYear, removeClosure, setOfficeHours, setUpCalendar } from './commands.ts';
import { holidaysOfChina } from './data/holidays-cn.ts';
import { type HolidayNotice, mondayToFriday, type OfficeSpan } from './model.ts';
import { calendarRoutes } from './routes.ts';
import { deadlineOf, isWorkday } from './rules.ts';
import { findCalendar, forgetCalendar, listChanges, listDays, listNotices } from './store.ts';

const now = '2026-06-15T02:00:00.000Z';
const officer = '01890000-0000-7000-8000-000000000001';
const change = { by: officer, at: now };
const usual: OfficeSpan[] = [
  ['08:00', '12:00'],
  ['14:00', '18:00'],
];
const hours = [{ validFrom: '1990-01-01', week: mondayToFriday(usual) }];
const hour = { amount: 1, unit: 'workHours' } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A new jurisdiction with the usual calendar of China. */
async function district(): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into organisation_jurisdiction (code, name_zh, name_en, time_zone)
    values ('d' || substr(md5(random()::text), 1, 10), '测试区', 'Test district', 'Asia/Shanghai') returning id`.execute(
    database.db,
  );
  const id = rows[0]?.id ?? 0;
  const made = { timeZone: 'Asia/Shanghai', hours, notices: holidaysOfChina };
  await transact(database.db, (tx) => setUpCalendar(tx, id, made, { by: null, at: now }));
  return id;
}

describe('a calendar that is kept', () => {
  test('reckons as it was set up', async () => {
    const calendar = await findCalendar(database.db, await district());
    expect(deadlineOf(calendar, '2022-09-30T09:00:00.000Z', { amount: 2, unit: 'workHours' })).toBe(
      '2022-10-08T01:00:00.000Z',
    );
    expect(calendar.definition).toMatchObject({ version: 1, hours, years: [2022, 2023, 2024, 2025, 2026] });
  });
  test('is set up once, and in a real time zone', async () => {
    const id = await district();
    const again = (timeZone: string) =>
      transact(database.db, (tx) => setUpCalendar(tx, id, { timeZone, hours }, change));
    await expect(again('Asia/Shanghai')).rejects.toMatchObject({ refusal: { code: 'calendarExists' } });
    await expect(again('Asia/Nowhere')).rejects.toMatchObject({ refusal: { code: 'unknownTimeZone' } });
  });
  test('of one database is never taken for that of another, whose jurisdictions have the same numbers', async () => {
    const id = await district();
    await findCalendar(database.db, id);
    const other = await testDatabase();
    await expect(findCalendar(other.db, id)).rejects.toMatchObject({ refusal: { code: 'noCalendar' } });
    await other.close();
  });
  test('is missing where none was set up', async () => {
    await expect(findCalendar(database.db, 999_999)).rejects.toBeInstanceOf(Refused);
  });
  test('is read once while it does not change', async () => {
    const id = await district();
    expect(await findCalendar(database.db, id)).toBe(await findCalendar(database.db, id));
  });
  test('that was changed and rolled back is the old one', async () => {
    const id = await district();
    await expect(
      transact(database.db, async (tx) => {
        await addClosure(tx, id, { fromDate: '2026-06-16', toDate: '2026-06-16', reason: '台风' }, change);
        expect(isWorkday(await findCalendar(tx, id), '2026-06-16')).toBe(false);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    // Another process changes it meanwhile, to the same version number.
    await transact(database.db, (tx) =>
      addClosure(tx, id, { fromDate: '2026-06-17', toDate: '2026-06-17', reason: '台风' }, change),
    );
    const calendar = await findCalendar(database.db, id);
    expect([isWorkday(calendar, '2026-06-16'), isWorkday(calendar, '2026-06-17')]).toEqual([true, false]);
  });
  test('changed by another process is seen within a second', async () => {
    const id = await district();
    await findCalendar(database.db, id);
    await sql`update calendar_policy set reading = 'toEndOfDay', stamp = gen_random_uuid() where jurisdiction_id = ${id}`.execute(
      database.db,
    );
    await expect.poll(async () => (await findCalendar(database.db, id)).definition.reading).toBe('toEndOfDay');
  });
});

describe('changes', () => {
  test("a year's notice can be imported, and again with a correction", async () => {
    const id = await district();
    const notice: HolidayNotice = {
      year: 2027,
      title: '关于2027年部分节假日安排的通知',
      source: 'https://www.gov.cn/example/2027.htm',
      daysOff: [{ name: '元旦', from: '2026-12-31', to: '2027-01-02' }],
      makeUp: [{ name: '元旦', date: '2027-01-03' }],
    };
    await transact(database.db, (tx) => importYear(tx, id, { notice, version: 1 }, change));
    const calendar = await findCalendar(database.db, id);
    expect(deadlineOf(calendar, '2026-12-30T09:00:00.000Z', { ...hour, amount: 2 })).toBe('2027-01-03T01:00:00.000Z');
    expect(
      await transact(database.db, (tx) =>
        importYear(tx, id, { notice: { ...notice, makeUp: [] }, version: 2 }, change),
      ),
    ).toBe(3);
    expect(await listDays(database.db, id, 2027)).toEqual([
      { date: '2027-01-01', kind: 'holiday', name: '元旦', notice: 2027 },
      { date: '2027-01-02', kind: 'holiday', name: '元旦', notice: 2027 },
    ]);
    expect((await listNotices(database.db, id)).at(-1)).toMatchObject({ year: 2027, source: notice.source });
  });
  test('every one is written down with who made it', async () => {
    const id = await district();
    await transact(database.db, async (tx) => {
      const closure = await addClosure(
        tx,
        id,
        { from: '2026-06-16T00:00:00.000Z', to: '2026-06-16T04:00:00.000Z', reason: '停电' },
        change,
      );
      await removeClosure(tx, id, { id: closure.id, version: closure.version }, change);
      await setOfficeHours(tx, id, { hours, reading: 'toEndOfDay', version: 3 }, change);
    });
    expect(
      (await listChanges(database.db, id)).map(({ version, what, changedBy }) => [version, what, changedBy]),
    ).toEqual([
      [4, 'officeHours', officer],
      [3, 'closureRemoved', officer],
      [2, 'closureAdded', officer],
      [1, 'setUp', null],
    ]);
  });
});

describe('over HTTP', () => {
  async function server(jurisdictionId: number, permissions: string[] = ['calendar.manage'], at: string = now) {
    const actor: Actor = {
      id: officer,
      jurisdictionId,
      name: 'test',
      roles: [],
      permissions: new Set(permissions),
      unitId: null,
      sessionId: null,
    };
    return buildHttp(calendarRoutes, [], {
      db: database.db,
      identify: async () => actor,
      clock: () => Date.parse(at),
      afterWrite: () => undefined,
      logger: (line) => {
        throw new Error(JSON.stringify(line));
      },
    });
  }
  const question = { from: '2022-09-30T17:00:00+08:00', limit: { amount: 2, unit: 'workHours' } };

  test('the year that is shown unasked is the one that it is there, from its first midnight on', async () => {
    const newYear = await server(await district(), [], '2025-12-31T16:00:00.000Z');
    expect((await newYear.inject({ method: 'GET', url: '/api/calendar' })).json().year).toBe(2026);
  });

  test('a deadline is answered with its spans', async () => {
    const app = await server(await district(), []);
    const answer = await app.inject({ method: 'POST', url: '/api/calendar/deadline', payload: question });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      due: '2022-10-08T01:00:00.000Z',
      spans: [
        {
          from: '2022-09-30T09:00:00.000Z',
          to: '2022-09-30T10:00:00.000Z',
          minutes: 60,
          what: 'office',
          date: '2022-09-30',
        },
        {
          from: '2022-09-30T16:00:00.000Z',
          to: '2022-10-07T16:00:00.000Z',
          minutes: 0,
          what: 'off',
          date: '2022-10-01',
          note: '国庆节',
        },
        {
          from: '2022-10-08T00:00:00.000Z',
          to: '2022-10-08T01:00:00.000Z',
          minutes: 60,
          what: 'office',
          date: '2022-10-08',
          note: '国庆节调休上班',
        },
      ],
      rule: 'calendar-1/asWorkingHours',
    });
  });
  test.each([
    ['a limit of nothing', { ...question, limit: { amount: 0, unit: 'workHours' } }, 422],
    ['an unknown unit', { ...question, limit: { amount: 1, unit: 'fortnights' } }, 422],
    ['a time without its zone', { ...question, from: '2022-09-30T17:00:00' }, 422],
    ['a 31st of September', { ...question, from: '2022-09-31T17:00:00Z' }, 422],
    ['the year 9999', { ...question, from: '9999-01-01T00:00:00Z' }, 422],
    ['the year 2150', { ...question, from: '2150-01-01T00:00:00Z' }, 422],
    [
      'a pause that runs backwards',
      { ...question, pauses: [{ from: '2022-10-08T00:00:00Z', to: '2022-10-07T00:00:00Z' }] },
      422,
    ],
    ['a clock that stands still', { ...question, pauses: [{ from: '2022-09-30T17:30:00+08:00' }] }, 409],
  ])('%s is refused', async (_what, payload, status) => {
    const app = await server(await district(), []);
    const answer = await app.inject({ method: 'POST', url: '/api/calendar/deadline', payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
  test('a whole day is shut, seen, and opened again', async () => {
    const id = await district();
    const app = await server(id);
    const made = await app.inject({
      method: 'POST',
      url: '/api/calendar/closures',
      payload: { fromDate: '2026-07-01', toDate: '2026-07-02', reason: '台风' },
    });
    expect(made.statusCode).toBe(201);
    const closure = made.json();
    expect(closure).toMatchObject({ from: '2026-06-30T16:00:00.000Z', to: '2026-07-02T16:00:00.000Z', version: 2 });
    const seen = (await app.inject({ method: 'GET', url: '/api/calendar?year=2026' })).json();
    expect(seen).toMatchObject({
      version: 2,
      year: 2026,
      minutesPerWorkday: 480,
      closures: [{ id: closure.id, reason: '台风' }],
    });
    expect(seen.days).toHaveLength(33 + 6);
    const remove = (version: number) =>
      app.inject({
        method: 'DELETE',
        url: `/api/calendar/closures/${closure.id}`,
        headers: { 'if-match': `"${version}"` },
      });
    expect((await remove(1)).statusCode).toBe(412);
    expect((await remove(2)).statusCode).toBe(204);
    expect((await remove(3)).statusCode).toBe(404);
    forgetCalendar(database.db, id);
    expect(isWorkday(await findCalendar(database.db, id), '2026-07-01')).toBe(true);
  });
  test('office hours are changed by one officer at a time, for what comes', async () => {
    const app = await server(await district());
    const put = (version: number, week: OfficeSpan[][]) =>
      app.inject({
        method: 'PUT',
        url: '/api/calendar/office-hours',
        headers: { 'if-match': String(version) },
        payload: { reading: 'asWorkingHours', hours: [...hours, { validFrom: '2026-07-01', week }] },
      });
    const changed = await put(1, mondayToFriday([['09:00', '17:00']]));
    expect([changed.statusCode, changed.json(), changed.headers.etag]).toEqual([200, { version: 2 }, '"2"']);
    expect((await put(1, mondayToFriday(usual))).statusCode).toBe(412);
    expect((await put(2, mondayToFriday([['12:00', '08:00']]))).statusCode).toBe(422);
    expect((await put(2, mondayToFriday([]))).statusCode).toBe(422);
    const due = async (from: string) =>
      (await app.inject({ method: 'POST', url: '/api/calendar/deadline', payload: { from, limit: hour } })).json().due;
    expect(await due('2026-06-29T18:00:00+08:00')).toBe('2026-06-30T01:00:00.000Z');
    expect(await due('2026-06-30T18:00:00+08:00')).toBe('2026-07-01T02:00:00.000Z');
  });
  test('a notice that contradicts itself is refused, and so is whoever may not', async () => {
    const id = await district();
    const notice = {
      year: 2027,
      title: '通知',
      source: 'https://www.gov.cn/x',
      daysOff: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }],
      makeUp: [{ name: '元旦', date: '2027-01-02' }],
    };
    const post = async (
      permissions: string[],
      payload: object,
      headers: Record<string, string> = { 'if-match': '"1"' },
    ) =>
      (await (await server(id, permissions)).inject({ method: 'POST', url: '/api/calendar/years', headers, payload }))
        .statusCode;
    expect(await post(['calendar.manage'], notice)).toBe(422);
    expect(await post(['calendar.manage'], { ...notice, makeUp: [], source: 'from memory' })).toBe(422);
    expect(
      await post(['calendar.manage'], {
        ...notice,
        makeUp: [],
        daysOff: [{ name: '元旦', from: '2027-02-30', to: '2027-03-01' }],
      }),
    ).toBe(422);
    expect(await post(['calendar.manage'], { ...notice, makeUp: [] }, {})).toBe(428);
    expect(await post(['calendar.manage'], { ...notice, makeUp: [] })).toBe(200);
    expect(await post(['calendar.manage'], { ...notice, makeUp: [] })).toBe(412);
    expect(await post([], { ...notice, makeUp: [] })).toBe(403);
  });
});
