import { useQuery } from '@tanstack/react-query';
import type { Feature, FeatureCollection } from 'geojson';
import { useMemo } from 'react';
import type { Words } from '../server/kernel/words.ts';
import { call } from './api.ts';
import { useLanguage } from './i18n/language.ts';
import type { Bounds } from './kit/MapView.tsx';
import type { MapShape } from './kit/mapStyle.ts';

/** The map of one's own jurisdiction, which every feature with a map draws alike. It is versioned: asked for once. */
export const districtMapQuery = {
  queryKey: ['geo', 'map'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    const { box, mapVersion } = await call('GET /geo');
    if (box === null || mapVersion === null) return { box, areas: undefined, base: undefined };
    const query = { version: mapVersion };
    const [areas, base] = await Promise.all([call('GET /geo/map', { query }), call('GET /geo/basemap', { query })]);
    // GeoJSON is answered as a file, which has no type of its own.
    return { box, areas: areas as FeatureCollection, base: base as Partial<Record<string, FeatureCollection>> };
  },
};

const NOTHING: readonly MapShape[] = [];

/** What to draw, and the district's extent; neither while it loads, nor where a jurisdiction has no map of its own. */
export function useDistrictMap(): { shapes: readonly MapShape[]; bounds: Bounds | undefined; loaded: boolean } {
  const language = useLanguage();
  const { data } = useQuery(districtMapQuery);
  const shapes = useMemo(() => {
    if (!data?.areas || !data.base) return NOTHING;
    const { areas, base } = data;
    const name = language === 'zh' ? 'name' : 'nameEn';
    const level = (wanted: string) => areasAs(areas, language, (feature) => feature.properties?.level === wanted);
    const roads = (wanted: (level: number) => boolean) => part(base.road, (of) => wanted(Number(of?.level ?? 3)));
    const drawn: MapShape[] = [
      { id: 'green', data: part(base.green), draw: 'park', name, fromZoom: 12 },
      { id: 'water', data: part(base.water), draw: 'water', name },
      { id: 'waterway', data: part(base.waterway), draw: 'waterway', name },
      { id: 'roads', data: roads((one) => one >= 2), draw: 'road', name, fromZoom: 13 },
      { id: 'main-roads', data: roads((one) => one < 2), draw: 'mainRoad', name },
      { id: 'communities', data: level('community'), draw: 'grid', name: 'name', fromZoom: 14 },
      { id: 'subdistricts', data: level('subdistrict'), draw: 'border', name: 'name' },
    ];
    return drawn;
  }, [data, language]);
  const box = data?.box;
  const bounds = useMemo<Bounds | undefined>(
    () => (box ? [box.west, box.south, box.east, box.north] : undefined),
    [box],
  );
  return { shapes, bounds, loaded: data !== undefined };
}

function part(
  collection: FeatureCollection | undefined,
  wanted: (properties: Feature['properties']) => boolean = () => true,
): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: (collection?.features ?? []).filter((feature) => wanted(feature.properties)),
  };
}

function areasAs(
  areas: FeatureCollection,
  language: keyof Words,
  wanted: (feature: Feature) => boolean,
): FeatureCollection {
  const features = areas.features.filter(wanted).map((feature) => {
    const words = feature.properties?.name as Words | undefined;
    return { ...feature, properties: { ...feature.properties, name: words?.[language] ?? '' } };
  });
  return { type: 'FeatureCollection', features };
}
