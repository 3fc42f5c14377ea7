import { z } from 'zod';

/** A point in CGCS2000 (EPSG:4490), degrees; equal to WGS 84 at our scale. Other systems exist only at the edge. */
export interface Point {
  lon: number;
  lat: number;
}

export const coordinateSystems = ['CGCS2000', 'WGS84', 'GCJ-02', 'BD-09'] as const;
export type CoordinateSystem = (typeof coordinateSystems)[number];

/**
 * A point as it comes in, with the system it was measured in; CGCS2000 if none is named. Latitudes beyond ±90 are let
 * through to be answered as what they mostly are: longitude and latitude exchanged.
 */
export const pointInput = z.object({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-180).max(180),
  system: z.enum(coordinateSystems).optional(),
});
export type PointInput = z.infer<typeof pointInput>;

/** [lon, lat] pairs, closed: the first is repeated at the end. Outer rings run counter-clockwise. */
export type Ring = [number, number][];

/** Where a point lies: 单元网格, 片, 社区, 街道, with names for people. Codes may be null outside China's coding. */
export interface Place {
  cellCode: string | null;
  sectorCode: string | null;
  communityCode: string | null;
  subdistrictCode: string | null;
}

/** 管理部件 — a managed component with its 16-digit (2013) or 17-digit (2026) identifier. */
export interface Component {
  code: string;
  name: string;
  categoryCode: string;
  point: Point;
  cellCode: string;
  ownerUnitId: string | null;
  state: 'intact' | 'damaged' | 'missing' | 'abandoned' | 'removed';
}

/** 单元网格 — about 10,000 m²; a closed ring of [lon, lat], first point repeated at the end. */
export interface Cell {
  /** 15 digits: 6 division + 3 sub-district + 3 community + 3 order. */
  code: string;
  /** The older 14 digits with 2 for the order; null where the order exceeds 99. */
  oldCode: string | null;
  sectorCode: string;
  communityCode: string;
  subdistrictCode: string;
  ring: Ring;
  areaM2: number;
}

/** The outline of a district, sub-district, community or sector; inside means inside an odd number of the rings. */
export interface AreaShape {
  areaCode: string;
  rings: Ring[];
  /** Where its name is written on the map. */
  label: Point;
}

/** Parts of the basemap, drawn in this order. */
export const basemapLayers = ['green', 'water', 'waterway', 'road'] as const;
export type BasemapLayer = (typeof basemapLayers)[number];

export interface BasemapFeature {
  layer: BasemapLayer;
  geometry:
    | { type: 'LineString'; coordinates: Ring }
    | { type: 'MultiLineString'; coordinates: Ring[] }
    | { type: 'Polygon'; coordinates: Ring[] };
  properties: Record<string, string | number>;
}

/**
 * 责任人 — who answers for an area in one role, from a day on until another (not included). The scope is the code of a
 * cell, sector, community, sub-district or the district.
 */
export interface Duty {
  id: string;
  role: string;
  scopeCode: string;
  accountId: string;
  validFrom: string;
  validTo: string | null;
}
