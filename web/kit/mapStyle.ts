import type { GeoJSON } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

/** How a set of shapes is drawn. Later ones lie above earlier ones, except that names are always on top. */
export type MapDraw =
  | 'water'
  | 'waterway'
  | 'park'
  | 'building'
  | 'road'
  | 'mainRoad'
  | 'grid'
  | 'border'
  | 'shade'
  | 'veil'
  | 'names';

export interface MapShape {
  id: string;
  /** GeoJSON, or where to fetch it. */
  data: GeoJSON | string;
  draw: MapDraw;
  /** The property that holds the name to be written, if any. */
  name?: string;
  /** The property that holds a fraction 0–1, for `shade`. */
  value?: string;
  fromZoom?: number;
  toZoom?: number;
}

type Tokens = (name: string) => string;

// No `glyphs`: all text is drawn from the machine's own fonts, Chinese and Latin alike.
const FONT = ['Noto Sans CJK SC Regular', 'Microsoft YaHei', 'PingFang SC', 'sans-serif'];
const BOLD = ['Noto Sans CJK SC Bold', 'Microsoft YaHei Bold', 'PingFang SC Semibold', 'sans-serif'];

/** The empty sheet: land, nothing else. */
export function sheet(token: Tokens): StyleSpecification {
  return {
    version: 8,
    sources: {},
    layers: [{ id: 'land', type: 'background', paint: { 'background-color': token('map-land') } }],
  };
}

function zooms(shape: MapShape): { minzoom?: number; maxzoom?: number } {
  return {
    ...(shape.fromZoom === undefined ? {} : { minzoom: shape.fromZoom }),
    ...(shape.toZoom === undefined ? {} : { maxzoom: shape.toZoom }),
  };
}

/** The layers of one set of shapes, lowest first. */
export function layersOf(shape: MapShape, token: Tokens): LayerSpecification[] {
  const base = { source: shape.id, ...zooms(shape) };
  const fill = (color: string, opacity = 1): LayerSpecification => ({
    ...base,
    id: `${shape.id}-fill`,
    type: 'fill',
    paint: { 'fill-color': color, 'fill-opacity': opacity },
  });
  const line = (part: string, color: string, width: number, more: object = {}): LayerSpecification => ({
    ...base,
    id: `${shape.id}-${part}`,
    type: 'line',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': color,
      'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 11, width / 4, 14, width, 18, width * 5],
      ...more,
    },
  });
  const drawn: Record<MapDraw, () => LayerSpecification[]> = {
    water: () => [fill(token('map-water'))],
    waterway: () => [line('line', token('map-water'), 3)],
    park: () => [fill(token('map-park'))],
    building: () => [{ ...fill(token('map-building')), minzoom: shape.fromZoom ?? 14 } as LayerSpecification],
    road: () => [line('casing', token('map-casing'), 4.5), line('road', token('map-road'), 3.2)],
    mainRoad: () => [line('casing', token('map-casing'), 7), line('road', token('map-road-main'), 5.2)],
    grid: () => [
      {
        ...base,
        id: `${shape.id}-line`,
        type: 'line',
        paint: { 'line-color': token('map-border'), 'line-width': 0.6, 'line-opacity': 0.35 },
      },
    ],
    border: () => [
      {
        ...base,
        id: `${shape.id}-line`,
        type: 'line',
        paint: { 'line-color': token('map-border'), 'line-width': 1.4, 'line-dasharray': [4, 2], 'line-opacity': 0.8 },
      },
    ],
    // The lowest classes stay uncoloured, so that the map is not drowned.
    shade: () => [
      fill(token('overdue'), 0),
      {
        ...base,
        id: `${shape.id}-shade`,
        type: 'fill',
        paint: {
          'fill-color': token('overdue'),
          'fill-opacity': [
            'interpolate',
            ['linear'],
            ['coalesce', ['get', shape.value ?? 'value'], 0],
            0.2,
            0,
            1,
            0.45,
          ],
        },
      },
    ],
    veil: () => [fill(token('map-veil'), 0.72)],
    names: () => [],
  };
  return [...drawn[shape.draw](), ...namesOf(shape, token)];
}

function namesOf(shape: MapShape, token: Tokens): LayerSpecification[] {
  if (!shape.name) return [];
  const along = shape.draw === 'road' || shape.draw === 'mainRoad';
  return [
    {
      id: `${shape.id}-name`,
      source: shape.id,
      ...zooms(shape),
      type: 'symbol',
      layout: {
        'text-field': ['get', shape.name],
        'text-font': shape.draw === 'border' || shape.draw === 'names' ? BOLD : FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 11, 16, 14],
        'symbol-placement': along ? 'line' : 'point',
        'text-max-width': 8,
      },
      paint: { 'text-color': token('map-name'), 'text-halo-color': token('map-halo'), 'text-halo-width': 1.4 },
    },
  ];
}

/** Small things to pick from, named when the view is near. */
export function dotLayers(token: Tokens): LayerSpecification[] {
  return [
    {
      id: 'dots',
      source: 'dots',
      type: 'circle',
      paint: {
        'circle-color': token('surface'),
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 15, 3, 18, 6],
        'circle-stroke-color': token('accent'),
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'dots-name',
      source: 'dots',
      type: 'symbol',
      minzoom: 17,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 11,
        'text-offset': [0, 0.9],
        'text-anchor': 'top',
      },
      paint: { 'text-color': token('text-2'), 'text-halo-color': token('map-halo'), 'text-halo-width': 1.4 },
    },
  ];
}

/** Points and their clusters: a red ring where something overdue is inside, red altogether where it is a quarter or more. */
export function pointLayers(token: Tokens): LayerSpecification[] {
  const cluster = ['has', 'point_count'] as never;
  const bad = ['>=', ['get', 'overdue'], ['*', 0.25, ['get', 'point_count']]] as never;
  return [
    {
      id: 'points-cluster',
      source: 'points',
      type: 'circle',
      filter: cluster,
      paint: {
        'circle-color': ['case', bad, token('overdue'), token('accent-fill')],
        'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'point_count']], 1, 12, 6, 18, 20, 28],
        'circle-stroke-color': ['case', ['>', ['get', 'overdue'], 0], token('overdue'), token('map-halo')],
        'circle-stroke-width': ['case', ['>', ['get', 'overdue'], 0], 3, 2],
      },
    },
    {
      id: 'points-count',
      source: 'points',
      type: 'symbol',
      filter: cluster,
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-font': BOLD,
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': ['case', bad, token('surface'), '#ffffff'] },
    },
    {
      id: 'points-one',
      source: 'points',
      type: 'symbol',
      filter: ['!', cluster],
      layout: {
        'icon-image': ['concat', 'look-', ['get', 'look']],
        'icon-size': 0.5,
        'icon-allow-overlap': true,
        // What is in trouble lies on top.
        'symbol-sort-key': ['match', ['get', 'look'], 'overdue', 3, 'warning', 2, 'done', 0, 1],
      },
    },
  ];
}
