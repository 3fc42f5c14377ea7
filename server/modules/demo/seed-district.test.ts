import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { transact } from '../../kernel/db.ts';
import { buildHttp } from '../../kernel/http-server.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { geoRoutes } from '../geo/routes.ts';
import { findGeometry, listCells } from '../geo/store.ts';
import { organisationRoutes } from '../organisation/routes.ts';
import { listAreas, listUnits } from '../organisation/store.ts';
import { generateDistrict } from './district.ts';
import { type SeededDistrict, seedDistrict } from './seed-district.ts';

const now = '2026-06-15T02:00:00.000Z';
const nobody = '01890000-0000-7000-8000-00000000dead';
const district = generateDistrict();

let database: TestDatabase;
let seeded: SeededDistrict;
let http: Awaited<ReturnType<typeof buildHttp>>;

beforeAll(async () => {
  database = await testDatabase();
  seeded = await transact(database.db, (tx) => seedDistrict(tx, district, now));
  const actor: Actor = {
    id: '01890000-0000-7000-8000-000000000001',
    jurisdictionId: seeded.jurisdiction.id,
    name: '演示',
    roles: [],
    permissions: new Set(['organisation.manage']),
    unitId: null,
    sessionId: null,
  };
  http = await buildHttp([...geoRoutes, ...organisationRoutes], [], {
    db: database.db,
    identify: async () => actor,
    clock: () => Date.parse(now),
    afterWrite: () => undefined,
    logger: (line) => {
      throw new Error(JSON.stringify(line));
    },
  });
});
afterAll(async () => {
  await http.close();
  await database.close();
});

async function get(url: string) {
  const answer = await http.inject({ method: 'GET', url: `/api${url}` });
  return { status: answer.statusCode, cache: answer.headers['cache-control'], json: answer.json() };
}

const some = district.components[100]!;
const at = `lon=${some.point.lon}&lat=${some.point.lat}`;

describe('the demo district in the database', () => {
  test('is written whole', async () => {
    const { id } = seeded.jurisdiction;
    expect(await listCells(database.db, id)).toEqual([...district.cells].sort((a, b) => (a.code < b.code ? -1 : 1)));
    expect(await listAreas(database.db, id)).toHaveLength(district.areas.length);
    expect(await listUnits(database.db, id)).toHaveLength(district.units.length);
    expect((await findGeometry(database.db, id))?.cells).toHaveLength(district.cells.length);
    expect(seeded.offices).toContainEqual({ areaCode: '350102100', unitCode: 'JD100' });
  });

  test('locates a point with names', async () => {
    const { status, json } = await get(`/geo/locate?${at}`);
    expect(status).toBe(200);
    expect(json.cellCode).toBe(some.cellCode);
    expect(json.subdistrict).toMatchObject({ code: some.cellCode.slice(0, 9) });
    expect(json.community.name.zh).toMatch(/社区$/);
    expect(json.sector.name.en).toMatch(/Sector \d$/);
  });

  test('refuses a point outside with a guess, and no point at all', async () => {
    const swapped = await get(`/geo/locate?lon=${some.point.lat}&lat=${some.point.lon}`);
    expect(swapped.status).toBe(422);
    expect(swapped.json).toMatchObject({ code: 'outsideDistrict', facts: { looksLike: 'swapped' } });
    expect((await get('/geo/locate?lon=NaN&lat=26')).json.code).toBe('invalidInput');
    expect((await get('/geo/locate?lat=26')).status).toBe(422);
  });

  test('hands no area over to an account that does not exist', async () => {
    const payload = {
      role: 'sectorLead',
      scopeCode: some.cellCode.slice(0, 12),
      accountId: nobody,
      validFrom: '2026-06-01',
    };
    const answer = await http.inject({ method: 'POST', url: '/api/geo/duties', payload });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknownRecord']);
  });

  test('draws its map, kept by the browser when asked for by version', async () => {
    const { json: geo } = await get('/geo');
    expect(geo).toMatchObject({ cells: district.cells.length });
    for (const path of ['map', 'cells', 'basemap']) {
      expect((await get(`/geo/${path}`)).cache).toBe('no-store');
      expect((await get(`/geo/${path}?version=${geo.mapVersion}`)).cache).toMatch(/immutable/);
    }
    const { json: map } = await get('/geo/map');
    expect(map.features).toHaveLength(district.areas.length);
    const { json: cells } = await get('/geo/cells');
    expect(cells.features).toHaveLength(district.cells.length);
    const { json: basemap } = await get('/geo/basemap');
    expect(Object.keys(basemap).sort()).toEqual(['green', 'road', 'water', 'waterway']);
  });

  test('lists components near a point and in a box', async () => {
    const { json: near } = await get(`/geo/components?${at}&metres=30`);
    expect(near.items[0]).toMatchObject({ code: some.code, metres: 0 });
    const { lon, lat } = some.point;
    const box = `west=${lon - 0.001}&south=${lat - 0.001}&east=${lon + 0.001}&north=${lat + 0.001}`;
    const { json: inBox } = await get(`/geo/components?${box}&limit=5`);
    expect(inBox.items).toHaveLength(5);
  });

  test('answers its own name, units and areas', async () => {
    expect((await get('/jurisdiction')).json).toMatchObject({ code: 'gulou', demo: true, version: 1 });
    expect((await get('/units?query=rqgs')).json.items).toMatchObject([{ code: 'RQ' }]);
    expect((await get('/units?query=rqgs&active=false')).json.items).toEqual([]);
    expect((await get('/areas?level=subdistrict')).json.items).toHaveLength(10);
  });
});
