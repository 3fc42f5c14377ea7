import { z } from 'zod';
import type { Tx } from '../../kernel/db.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { granted, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findAccount, listAccountsById } from '../accounts/store.ts';
import type { Area } from '../organisation/model.ts';
import { findJurisdiction, listAreas } from '../organisation/store.ts';
import { assignDuty } from './commands.ts';
import { listDutiesFor, listOfficersAt } from './duty-store.ts';
import { coordinateSystems, type Duty, type Place, type Ring } from './model.ts';
import {
  findGeometry,
  findMapVersion,
  findPlaceOf,
  listAreaShapes,
  listBasemap,
  listCells,
  listComponentsIn,
  listComponentsNear,
} from './store.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const pointShape = z.object({ lon: z.number(), lat: z.number() });
const areaName = z.object({ code: z.string(), name: words }).nullable();
const degrees = z.coerce.number().min(-180).max(180);

/** A point as it comes in an address; the same as `pointInput`, from text. */
const pointQuery = { lon: degrees, lat: degrees, system: z.enum(coordinateSystems).optional() };

const dutyShape = z.object({
  id: z.string(),
  role: z.string(),
  scopeCode: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});

const componentShape = z.object({
  code: z.string(),
  name: z.string(),
  categoryCode: z.string(),
  point: pointShape,
  cellCode: z.string(),
  ownerUnitId: z.string().nullable(),
  state: z.enum(['intact', 'damaged', 'missing', 'abandoned', 'removed']),
  metres: z.number().optional(),
});

/** The day on the wall of the jurisdiction. */
async function today(tx: Tx, jurisdictionId: number, now: Instant): Promise<string> {
  const own = await findJurisdiction(tx, jurisdictionId);
  return localDate(now, own?.timeZone ?? 'UTC');
}

async function withNames(tx: Tx, jurisdictionId: number, duties: Duty[]) {
  const accounts = await listAccountsById(tx, jurisdictionId, [...new Set(duties.map(({ accountId }) => accountId))]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return duties.map((duty) => ({ ...duty, accountName: names.get(duty.accountId) ?? '' }));
}

function namesOf(place: Place, areas: Area[]) {
  const named = (code: string | null) => {
    const area = areas.find((known) => known.code === code);
    return area ? { code: area.code, name: area.name } : null;
  };
  return {
    sector: named(place.sectorCode),
    community: named(place.communityCode),
    subdistrict: named(place.subdistrictCode),
  };
}

/** Six decimals are a tenth of a metre; common corners round alike, so the drawing keeps neither gap nor overlap. */
function rounded(ring: Ring): Ring {
  return ring.map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]);
}

const YEAR = 31_536_000;

/** Kept by the browser for ever when asked for by the present version, which is then part of the address. */
function versioned(asked: string | undefined, version: string | null, answer: unknown): FileAnswer {
  const cacheSeconds = version !== null && asked === version ? YEAR : 0;
  return new FileAnswer(JSON.stringify(answer), 'application/geo+json; charset=utf-8', { cacheSeconds });
}

const versionQuery = z.object({ version: z.string().max(40).optional() });

export const geoRoutes = [
  route({
    method: 'GET',
    path: '/geo',
    permission: 'signedIn',
    summary: { zh: '本辖区地图的版本与范围', en: "Version and extent of the jurisdiction's map" },
    answer: z.object({
      mapVersion: z.string().nullable(),
      cells: z.number(),
      box: z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }).nullable(),
    }),
    async handle({ tx, actor }) {
      const geometry = await findGeometry(tx, actor.jurisdictionId);
      const cells = geometry?.cells.length ?? 0;
      return { mapVersion: geometry?.version ?? null, cells, box: geometry && cells > 0 ? geometry.index.box : null };
    },
  }),
  route({
    method: 'GET',
    path: '/geo/locate',
    permission: 'signedIn',
    summary: {
      zh: '定位：单元网格、片、社区、街道和责任人',
      en: 'Locate a point: cell, sector, community, sub-district, officers',
    },
    query: z.object(pointQuery),
    answer: z.object({
      point: pointShape,
      cellCode: z.string().nullable(),
      sector: areaName,
      community: areaName,
      subdistrict: areaName,
      officers: z.array(dutyShape),
    }),
    async handle({ tx, actor, query, now }) {
      const { point, place } = granted(await findPlaceOf(tx, actor.jurisdictionId, query));
      const codes = [place.sectorCode, place.communityCode, place.subdistrictCode];
      const areas = await listAreas(tx, actor.jurisdictionId, { codes });
      const date = await today(tx, actor.jurisdictionId, now);
      const duties = await listOfficersAt(tx, actor.jurisdictionId, place, date);
      const officers = await withNames(tx, actor.jurisdictionId, duties);
      return { point, cellCode: place.cellCode, ...namesOf(place, areas), officers };
    },
  }),
  route({
    method: 'GET',
    path: '/geo/map',
    permission: 'signedIn',
    summary: {
      zh: '区、街道、社区、片的边界（GeoJSON）',
      en: 'Outlines of district, sub-districts, communities, sectors (GeoJSON)',
    },
    query: versionQuery,
    async handle({ tx, actor, query }) {
      const areas = new Map((await listAreas(tx, actor.jurisdictionId)).map((area) => [area.code, area]));
      const shapes = await listAreaShapes(tx, actor.jurisdictionId);
      const features = shapes.flatMap(({ areaCode, rings, label }) => {
        const area = areas.get(areaCode);
        if (!area) return [];
        const { code, level, parentCode, name } = area;
        const geometry = { type: 'MultiPolygon', coordinates: rings.map((ring) => [rounded(ring)]) };
        return [
          { type: 'Feature', geometry, properties: { code, level, parentCode, name, label: [label.lon, label.lat] } },
        ];
      });
      const version = await findMapVersion(tx, actor.jurisdictionId);
      return versioned(query.version, version, { type: 'FeatureCollection', features });
    },
  }),
  route({
    method: 'GET',
    path: '/geo/cells',
    permission: 'signedIn',
    summary: { zh: '单元网格（GeoJSON）', en: 'Unit-grid cells (GeoJSON)' },
    query: versionQuery,
    async handle({ tx, actor, query }) {
      const cells = await listCells(tx, actor.jurisdictionId);
      const features = cells.map(({ code, sectorCode, areaM2, ring }) => ({
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: [rounded(ring)] },
        properties: { code, sectorCode, areaM2: Math.round(areaM2) },
      }));
      const version = await findMapVersion(tx, actor.jurisdictionId);
      return versioned(query.version, version, { type: 'FeatureCollection', features });
    },
  }),
  route({
    method: 'GET',
    path: '/geo/basemap',
    permission: 'signedIn',
    summary: { zh: '底图：水面、绿地、道路（GeoJSON）', en: 'Basemap: water, green, roads (GeoJSON)' },
    query: versionQuery,
    async handle({ tx, actor, query }) {
      const layers: Record<string, { type: 'FeatureCollection'; features: unknown[] }> = {};
      for (const { layer, feature } of await listBasemap(tx, actor.jurisdictionId)) {
        layers[layer] ??= { type: 'FeatureCollection', features: [] };
        layers[layer].features.push(feature);
      }
      return versioned(query.version, await findMapVersion(tx, actor.jurisdictionId), layers);
    },
  }),
  route({
    method: 'GET',
    path: '/geo/components',
    permission: 'signedIn',
    summary: { zh: '范围内或附近的管理部件', en: 'Managed components in a box, or near a point' },
    query: z.union([
      z.object({
        west: degrees,
        south: degrees,
        east: degrees,
        north: degrees,
        categoryCode: z.string().max(10).optional(),
        limit: z.coerce.number().int().min(1).max(5000).default(2000),
      }),
      z.object({
        ...pointQuery,
        metres: z.coerce.number().min(1).max(1000).default(50),
        categoryCode: z.string().max(10).optional(),
      }),
    ]),
    answer: z.object({ items: z.array(componentShape) }),
    async handle({ tx, actor, query }) {
      if ('west' in query) return { items: await listComponentsIn(tx, actor.jurisdictionId, query, query) };
      const { point } = granted(await findPlaceOf(tx, actor.jurisdictionId, query));
      const { metres, categoryCode } = query;
      return { items: await listComponentsNear(tx, actor.jurisdictionId, { point, metres, categoryCode }) };
    },
  }),
  route({
    method: 'GET',
    path: '/geo/duties',
    permission: 'signedIn',
    summary: { zh: '一个区域的现任和历任责任人', en: 'Who answers, and answered, for an area' },
    query: z.object({ scopeCode: z.string().max(20) }),
    answer: z.object({ items: z.array(dutyShape) }),
    async handle({ tx, actor, query }) {
      const duties = await listDutiesFor(tx, actor.jurisdictionId, query.scopeCode);
      return { items: await withNames(tx, actor.jurisdictionId, duties) };
    },
  }),
  route({
    method: 'POST',
    path: '/geo/duties',
    permission: 'organisation.manage',
    setting: { kind: 'duty' },
    summary: { zh: '更换一个区域的责任人', en: 'Hand an area over to another officer' },
    status: 201,
    body: z.object({
      role: z.string().regex(/^[a-zA-Z]{2,40}$/),
      scopeCode: z.string().regex(/^\d{6,15}$/),
      accountId: z.guid(),
      validFrom: z.iso.date(),
    }),
    answer: dutyShape,
    async handle({ tx, actor, body, now }) {
      const account = await findAccount(tx, actor.jurisdictionId, body.accountId);
      if (!account) refuse(unknownRecord({ zh: '账号', en: 'account' }));
      return { ...(await assignDuty(tx, actor.jurisdictionId, body, now)), accountName: account.name };
    },
  }),
] as const;
