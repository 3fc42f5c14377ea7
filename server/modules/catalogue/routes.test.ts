import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildHttp } from '../../kernel/http-server.ts';
import { millis } from '../../kernel/instant.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { addJurisdiction, addUnits } from '../organisation/commands.ts';
import { seedCatalogue } from './commands.ts';
import { catalogueRoutes } from './routes.ts';

const now = '2026-11-22T02:00:00.000Z';
let base: TestDatabase;
let app: FastifyInstance;
const words = (zh: string) => ({ zh, en: zh });

beforeAll(async () => {
  base = await testDatabase();
  const { id } = await addJurisdiction(base.db, {
    code: 'catalogue-http',
    name: words('示范区'),
    timeZone: 'Asia/Shanghai',
    division: null,
    demo: true,
  });
  const units = await addUnits(
    base.db,
    id,
    ['SZ', 'HW', 'CGJ'].map((code) => ({ code, name: words(code), kind: 'department' as const, group: 'demo' })),
    now,
  );
  await seedCatalogue(base.db, id, { unitIdByCode: new Map(units.map((unit) => [unit.code, unit.id])) }, now);
  app = await buildHttp(catalogueRoutes, [], {
    db: base.db,
    // The bearer token is the one permission its holder has.
    identify: async ({ authorization }) => ({
      id: '018f0000-0000-7000-8000-000000000001',
      jurisdictionId: id,
      name: 'test',
      roles: [],
      permissions: new Set([authorization?.replace('Bearer ', '') ?? '']),
      unitId: null,
      sessionId: null,
    }),
    clock: () => millis(now),
    afterWrite: () => undefined,
    logger: () => undefined,
  });
});

afterAll(async () => {
  await app.close();
  await base.close();
});

const get = async (url: string) => (await app.inject({ method: 'GET', url: `/api${url}` })).json();
const manager = { authorization: 'Bearer catalogue.manage' };

describe('the catalogue over HTTP', () => {
  test('finds categories of the edition in force today unless another day or edition is named', async () => {
    const today = await get('/catalogue/categories?query=ldbl&limit=1');
    expect([today.edition, today.items[0].category.code]).toEqual(['GB/T 47678.5-2026', '01037']);
    const before = await get('/catalogue/categories?query=ldbl&limit=1&on=2026-06-30');
    expect([before.edition, before.items[0].category.code]).toEqual(['GB/T 30428.2-2013', '0137']);
    const hotline = await get(`/catalogue/categories?query=${encodeURIComponent('停电')}&edition=local`);
    expect(hotline.items[0].category.code).toBe('0102');
  });

  test('opens a category with its conditions, what it is confused with, and its counterpart of 2013', async () => {
    const found = await get('/catalogue/categories?query=06010&kind=matter');
    const litter = await get(`/catalogue/categories/${found.items[0].category.id}`);
    expect(litter.conditions).toMatchObject([
      { limit: { amount: 4, unit: 'workHours' }, closing: { zh: '已清运，地面干净' } },
    ]);
    expect(litter.confusedWith.map((one: { category: { code: string } }) => one.category.code).sort()).toEqual([
      '06011',
      '06042',
    ]);
    expect(litter.counterparts).toMatchObject([{ category: { code: '0110', kind: 'event' } }]);
  });

  test('suggests categories for what was told, with grounds and the unit that answers', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/catalogue/suggest',
      payload: { text: '楼下垃圾好几天没人收' },
    });
    const [first] = answer.json().items;
    expect(first.category.code).toBe('06010');
    expect(first.grounds.zh).toContain('垃圾');
    expect(first.responsible.grounds.zh).toContain('派单目录');
    const { responsible } = await get(
      `/catalogue/responsible?categoryId=${first.category.id}&areaCode=350199,350199001`,
    );
    expect(responsible).toEqual(first.responsible);
  });

  test('lets only who manages the catalogue change a condition', async () => {
    const found = await get('/catalogue/categories?query=06012&kind=matter');
    const { conditions } = await get(`/catalogue/categories/${found.items[0].category.id}`);
    const payload = {
      condition: words('路面脏'),
      limit: { amount: 3, unit: 'workHours' },
      closing: words('干净'),
      validFrom: '2026-12-01',
    };
    const request = { method: 'POST', url: `/api/catalogue/conditions/${conditions[0].id}/versions`, payload } as const;
    expect((await app.inject(request)).statusCode).toBe(403);
    expect((await app.inject({ ...request, headers: manager })).statusCode).toBe(428);
    const seen = { ...manager, 'if-match': '"1"' };
    const changed = await app.inject({ ...request, headers: seen });
    expect([changed.statusCode, changed.json().version]).toEqual([201, 2]);
    expect((await app.inject({ ...request, headers: seen })).statusCode).toBe(412);
    expect((await get(`/catalogue/categories/${found.items[0].category.id}?on=2026-12-02`)).conditions).toMatchObject([
      { version: 2 },
    ]);
  });

  test('changes a row of the list of duties only for who saw its present version', async () => {
    const { items } = await get('/catalogue/responsibilities?edition=local');
    const { id, version, ...duty } = items[0];
    const put = (ifMatch: string) =>
      app.inject({
        method: 'PUT',
        url: `/api/catalogue/responsibilities/${id}`,
        headers: { ...manager, 'if-match': ifMatch },
        payload: { ...duty, basis: '新依据' },
      });
    expect((await put(`"${version}"`)).json()).toMatchObject({ basis: '新依据', version: version + 1 });
    expect((await put(`"${version}"`)).statusCode).toBe(412);
    const removed = await app.inject({
      method: 'DELETE',
      url: `/api/catalogue/responsibilities/${id}`,
      headers: { ...manager, 'if-match': `"${version + 1}"` },
    });
    expect(removed.statusCode).toBe(204);
  });

  test('says that a category does not exist', async () => {
    const answer = await app.inject({
      method: 'GET',
      url: '/api/catalogue/categories/018f0000-0000-7000-8000-000000000009',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknownRecord']);
  });
});
