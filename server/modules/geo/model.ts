/** A point in CGCS2000 (EPSG:4490), degrees; equal to WGS 84 at our scale. Other systems exist only at the edge. */
export interface Point {
  lon: number;
  lat: number;
}

export const coordinateSystems = ['CGCS2000', 'WGS84', 'GCJ-02', 'BD-09'] as const;
export type CoordinateSystem = (typeof coordinateSystems)[number];

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
  ring: [number, number][];
  areaM2: number;
}
