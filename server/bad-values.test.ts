import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Officer, startTestServer, type TestServer } from './testing.ts';

/** What a careless program or a careless hand sends, one by one, through the real server. */
let server: TestServer;
let callAgent: Officer;
let administrator: Officer;
let shiftLeader: Officer;
let inside: { lon: number; lat: number };

beforeAll(async () => {
  server = await startTestServer({ days: 3 });
  [callAgent, administrator, shiftLeader] = (await Promise.all(
    ['zuoxi01', 'xitong01', 'zhibanzhang01'].map((name) => server.as(name)),
  )) as [Officer, Officer, Officer];
  const { points } = (await shiftLeader.ask('GET', '/cases/points')).body;
  inside = { lon: points[0].lon, lat: points[0].lat };
});
afterAll(() => {
  expect(server.faults).toEqual([]);
  return server.stop();
});

const sound = { source: 'hotline', nature: 'problem', description: '路灯不亮', address: '东街口' };
const report = (change: object): Promise<Answer> => callAgent.ask('POST', '/cases', { body: { ...sound, ...change } });
const faultsAt = ({ body }: Answer) => (body.errors ?? []).map((fault: { path: string }) => fault.path);

describe('a point', () => {
  test('outside the district is refused', async () => {
    const answer = await report({ point: { lon: 116.4, lat: 39.9 } });
    expect([answer.status, answer.body.code]).toEqual([422, 'outsideDistrict']);
    expect(answer.body).not.toHaveProperty('right');
  });

  test('at 0, 0 is taken for a device without a position', async () => {
    const { body } = await report({ point: { lon: 0, lat: 0 } });
    expect(body).toMatchObject({ code: 'outsideDistrict', facts: { looksLike: 'nullIsland' } });
  });

  test('with longitude and latitude exchanged is told how it would be right', async () => {
    const { body } = await report({ point: { lon: inside.lat, lat: inside.lon } });
    expect(body).toMatchObject({ code: 'outsideDistrict', facts: { looksLike: 'swapped' } });
    expect(body.right).toContain(`经度 ${inside.lon}、纬度 ${inside.lat}`);
  });

  test('beyond the poles, or of no number, is refused by its field', async () => {
    expect(faultsAt(await report({ point: { lon: 119.3, lat: 181 } }))).toEqual(['point.lat']);
    expect(faultsAt(await report({ point: { lon: '119.3', lat: 26 } }))).toEqual(['point.lon']);
    expect((await report({ point: inside })).status).toBe(201);
  });
});

describe('a category', () => {
  test('of another edition than today’s is refused by its field, and so is one that nobody has', async () => {
    const { items: editions } = (await callAgent.ask('GET', '/catalogue/editions')).body;
    const of = async (edition: string) =>
      (await callAgent.ask('GET', `/catalogue/categories?limit=5&edition=${encodeURIComponent(edition)}`)).body;
    for (const { code } of editions) {
      const { edition, items } = await of(code);
      expect(edition).toBe(code);
      expect(items.filter((item: { category: { edition: string } }) => item.category.edition !== code)).toEqual([]);
    }
    const of2013 = await report({ categoryId: (await of('GB/T 30428.2-2013')).items[0].category.id });
    expect([of2013.status, faultsAt(of2013)]).toEqual([422, ['categoryId']]);
    const of2026 = await report({ categoryId: (await of('GB/T 47678.5-2026')).items[0].category.id });
    expect(of2026.status).toBe(201);
    expect((await of('GB/T 0-1900')).items).toEqual([]);
    expect(faultsAt(await report({ categoryId: '01900000-0000-7000-8000-000000000000' }))).toEqual(['categoryId']);
  });

  test('is not added to an edition whose codes look different, nor to one that is not', async () => {
    const words = { zh: '试', en: 'Trial' };
    const add = (change: object) =>
      administrator.ask('POST', '/catalogue/categories', {
        body: {
          edition: 'GB/T 47678.5-2026',
          kind: 'matter',
          code: '06999',
          group: { code: '06', name: words },
          name: words,
          conditions: [{ condition: words, limit: { amount: 1, unit: 'workdays' }, closing: words }],
          ...change,
        },
      });
    const old = await add({ edition: 'GB/T 30428.2-2013' });
    expect([old.status, old.body.code, faultsAt(old)]).toEqual([422, 'badCategoryCode', ['categories.0.code']]);
    expect((await add({ edition: 'GB/T 0-1900' })).status).toBe(404);
    for (const amount of [0, -1, -0.5, 10_001, 1e308]) {
      const answer = await add({
        conditions: [{ condition: words, limit: { amount, unit: 'workdays' }, closing: words }],
      });
      expect([amount, faultsAt(answer)]).toEqual([amount, ['conditions.0.limit.amount']]);
    }
  });
});

describe('a time', () => {
  const deadline = (from: unknown, limit: unknown = { amount: 1, unit: 'workdays' }) =>
    callAgent.ask('POST', '/calendar/deadline', { body: { from, limit } });

  test.each([
    ['without its zone', '2026-11-22T09:30:00'],
    ['without a time of day', '2026-11-22'],
    ['on 29 February of a year without one', '2025-02-29T09:00:00+08:00'],
    ['on 31 April', '2026-04-31T09:00:00+08:00'],
    ['in the year 9999', '9999-12-31T23:59:59Z'],
    ['in the year 1', '0001-01-01T00:00:00Z'],
    ['at 25 o’clock', '2026-11-22T25:00:00+08:00'],
    ['as a number', 1_795_000_000],
    ['in words', '明天上午'],
  ])('%s is refused by its field', async (_what, from) => {
    const answer = await deadline(from);
    expect([answer.status, faultsAt(answer)]).toEqual([422, ['from']]);
  });

  test('on 29 February of a leap year is a time like others', async () => {
    expect((await deadline('2028-02-29T09:00:00+08:00')).status).toBe(200);
  });

  test('beyond the calendar is refused, not reckoned for ever', async () => {
    expect((await deadline('2199-01-01T00:00:00Z')).body.code).toBe('beyondCalendar');
    expect((await deadline('2099-12-30T00:00:00Z', { amount: 10_000, unit: 'workdays' })).body.code).toBe(
      'beyondCalendar',
    );
  });

  test.each([0, -1, -0.001, 10_001, null, '2'])('limit of %s is refused by its field', async (amount) => {
    expect(faultsAt(await deadline('2026-11-22T09:00:00+08:00', { amount, unit: 'workHours' }))).toEqual([
      'limit.amount',
    ]);
  });

  test('filters lists only if it is one', async () => {
    for (const time of ['2026-11-22', '9999-12-31T00:00:00Z', '2025-02-29T00:00:00Z', '2026-11-22T09:00:00'])
      expect(faultsAt(await callAgent.ask('GET', `/cases?from=${time}`))).toEqual(['query.from']);
  });
});

describe('a text', () => {
  const told = async (answer: Answer) => [answer.status, answer.body.code, faultsAt(answer)];

  test('of 4,001 characters is refused, of 4,000 taken', async () => {
    expect(await told(await report({ description: '坏'.repeat(4001) }))).toEqual([
      422,
      'invalidInput',
      ['description'],
    ]);
    expect((await report({ description: '坏'.repeat(4000) })).status).toBe(201);
  });

  test.each([
    ['NUL', 'a\u0000b'],
    ['a bell', 'a\u0007b'],
    ['an escape sequence', '\u001b[31m红'],
    ['a control character of another century', 'a\u0085b'],
    ['the first half of a surrogate pair', 'a\ud83d'],
    ['the second half of a surrogate pair', '\udea7b'],
  ])('with %s is refused by its field', async (_what, description) => {
    expect(await told(await report({ description }))).toEqual([422, 'badCharacter', ['description']]);
  });

  test('with line breaks, tabs, emoji, rare and old characters is kept as it was sent', async () => {
    const description = '井盖没了🚧👨‍👩‍👧‍👦\n第二行\t𠮷野家，㐂、﨑';
    const made = await report({ description });
    expect(made.status).toBe(201);
    expect((await callAgent.ask('GET', `/cases/${made.body.id}`)).body.description).toBe(description);
  });

  test('loses marks that turn the direction of writing or cannot be seen, in names above all', async () => {
    const made = await report({ description: '\u202e亮不灯路\u202c\ufeff', address: '东\u200e街\u2066口\u2069' });
    expect(made.body).toMatchObject({ description: '亮不灯路', address: '东街口' });
    const unit = await administrator.ask('POST', '/units', {
      body: { code: 'SHI-1', kind: 'unit', group: '试', name: { zh: '\u202e环卫\u202c处', en: 'Cleaning\u200f' } },
    });
    if (unit.status === 201) expect(unit.body.name).toEqual({ zh: '环卫处', en: 'Cleaning' });
    else expect(faultsAt(unit)).toEqual(['kind']);
  });

  test('that looks like a program stays a text', async () => {
    const description = `'; drop table case_file; -- <script>alert(1)</script> \${7*7} {{7*7}} %s %n`;
    const made = await report({ description });
    expect(made.body.description).toBe(description);
    expect((await callAgent.ask('GET', `/cases?text=${encodeURIComponent("'; drop table")}`)).status).toBe(200);
  });
});

describe('a key of an object', () => {
  test('that every object has is none of ours', async () => {
    const raw = (text: string) =>
      fetch(`${server.url}/api/cases`, {
        method: 'POST',
        headers: { cookie: callAgent.cookie, 'content-type': 'application/json' },
        body: text,
      });
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      const answer = await raw(`{"source":"hotline","description":"路灯","${key}":{"urgent":true,"polluted":1}}`);
      expect([key, answer.status]).toEqual([key, 422]);
      expect(((await answer.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(key);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('a change', () => {
  test('of what is there already needs the version that was seen', async () => {
    const notice = {
      year: 2031,
      title: '通知',
      source: 'https://www.gov.cn/',
      daysOff: [{ name: '元旦', from: '2031-01-01', to: '2031-01-01' }],
      makeUp: [],
    };
    const { version } = (await administrator.ask('GET', '/calendar')).body;
    const years = (seen?: number) =>
      administrator.ask('POST', '/calendar/years', { body: notice, ...(seen === undefined ? {} : { version: seen }) });
    expect((await years()).body).toMatchObject({ status: 428, code: 'versionMissing' });
    expect((await years(version + 1)).status).toBe(412);
    expect((await years(version)).body).toEqual({ version: version + 1 });
    expect((await years(version)).status).toBe(412);
  });

  test('sent again under its key is answered as before; under the same key another content is refused', async () => {
    const headers = { 'idempotency-key': 'bad-values-0001' };
    const send = (description: string) => callAgent.ask('POST', '/cases', { body: { ...sound, description }, headers });
    const first = await send('第一次');
    expect((await send('第一次')).body.id).toBe(first.body.id);
    expect((await send('另一份')).body).toMatchObject({ status: 409, code: 'idempotencyKeyReused' });
  });
});
