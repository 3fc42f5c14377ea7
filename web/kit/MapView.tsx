import type { FeatureCollection } from 'geojson';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import './map.css';
import type { GeoJSONSource, MapLibre } from './mapEngine.ts';
import { dotLayers, layersOf, type MapShape, pointLayers, sheet } from './mapStyle.ts';
import { PageState } from './PageState.tsx';
import type { Look } from './StatusMark.tsx';
import { looks, statusImage } from './statusImage.ts';
import { token, useTheme } from './theme.ts';

export interface MapPoint {
  id: string;
  lon: number;
  lat: number;
  look: Look;
  /** Written beside the pin when the point is selected. */
  label: string;
}

/** A small thing that can be picked, such as one lamp of a street; its name shows from near. */
export interface MapDot {
  id: string;
  lon: number;
  lat: number;
  name: string;
}

/** [west, south, east, north] in degrees. */
export type Bounds = readonly [number, number, number, number];

export interface MapViewProps {
  /** Everything on the map must be reachable in a list beside it; this names the map for those who use that list. */
  label: string;
  shapes?: readonly MapShape[];
  points?: readonly MapPoint[];
  /** Never clustered; `onSelect` is told the id of a dot too. */
  dots?: readonly MapDot[];
  selectedId?: string | undefined;
  onSelect?: (id: string) => void;
  /** A pin; with `onPlace` the officer puts it, and the view comes near enough to put it exactly. */
  place?: { lon: number; lat: number } | null;
  onPlace?: (place: { lon: number; lat: number }) => void;
  /** What is shown first; the points if absent. */
  bounds?: Bounds | undefined;
  /** Told when the view came to rest. */
  onView?: (bounds: Bounds) => void;
  children?: ReactNode;
}

type Engine = typeof import('./mapEngine.ts');

/** What draws WebGL here: nothing, the processor (slow), or a graphics card. */
function drawsBy(): 'nothing' | 'processor' | 'card' {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return 'nothing';
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return /SwiftShader|llvmpipe|Basic Render/i.test(name) ? 'processor' : 'card';
}

function boundsOf(points: readonly MapPoint[]): Bounds | undefined {
  if (points.length === 0) return undefined;
  const lons = points.map((point) => point.lon);
  const lats = points.map((point) => point.lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function collection(points: readonly MapPoint[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: points.map(({ id, lon, lat, look }) => ({
      type: 'Feature',
      properties: { id, look },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}

function dotCollection(dots: readonly MapDot[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: dots.map(({ id, lon, lat, name }) => ({
      type: 'Feature',
      properties: { id, name },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}

/** From this zoom on a pin is put exactly: a pixel is about a metre. */
const NEAR_ZOOM = 16.5;
// One empty list for ever: a new one at each drawing would look like a change.
const NO_SHAPES: readonly MapShape[] = [];
const NO_POINTS: readonly MapPoint[] = [];
const NO_DOTS: readonly MapDot[] = [];
const PICKED = ['points-one', 'points-cluster', 'dots'];

export function MapView(props: MapViewProps) {
  const t = useFrameText().map;
  const theme = useTheme();
  const holder = useRef<HTMLDivElement>(null);
  const [drawer] = useState(drawsBy);
  const [engine, setEngine] = useState<Engine>();
  const [map, setMap] = useState<MapLibre>();
  const [drawn, setDrawn] = useState(0);
  const { shapes = NO_SHAPES, points = NO_POINTS, dots = NO_DOTS, selectedId, place } = props;
  const picking = props.onPlace !== undefined;
  const first = props.bounds ?? boundsOf(points);
  const select = useEffectEvent((id: string) => props.onSelect?.(id));
  const put = useEffectEvent((at: { lon: number; lat: number }) => props.onPlace?.(at));
  const rest = useEffectEvent((bounds: Bounds) => props.onView?.(bounds));

  useEffect(() => {
    if (drawer !== 'nothing') void import('./mapEngine.ts').then(setEngine);
  }, [drawer]);

  const make = useEffectEvent((library: Engine, container: HTMLElement) => {
    const made = new library.MapLibre({
      container,
      style: sheet(token),
      ...(first
        ? { bounds: [first[0], first[1], first[2], first[3]], fitBoundsOptions: { padding: 32, maxZoom: 16 } }
        : {}),
      attributionControl: false,
      fadeDuration: drawer === 'processor' ? 0 : 150,
      canvasContextAttributes: { antialias: drawer === 'card' },
      localIdeographFontFamily: '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif',
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 19,
      locale: {
        'Map.Title': props.label,
        'NavigationControl.ZoomIn': t.zoomIn,
        'NavigationControl.ZoomOut': t.zoomOut,
      },
    });
    made.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
    made.addControl(new library.ScaleControl({ unit: 'metric' }), 'bottom-left');
    return made;
  });

  useEffect(() => {
    if (!engine || !holder.current) return;
    const made = make(engine, holder.current);
    made.on('load', () => setMap(made));
    made.on('click', (event) => {
      const { x, y } = event.point;
      const layers = PICKED.filter((layer) => made.getLayer(layer));
      const found = made.queryRenderedFeatures(
        [
          [x - 4, y - 4],
          [x + 4, y + 4],
        ],
        { layers },
      )[0];
      const source = made.getSource<GeoJSONSource>('points');
      if (found?.properties.point_count && found.geometry.type === 'Point' && source) {
        const center = found.geometry.coordinates as [number, number];
        void source
          .getClusterExpansionZoom(Number(found.properties.cluster_id))
          .then((zoom) => made.easeTo({ center, zoom, duration: drawer === 'processor' ? 0 : 250 }));
      } else if (found) select(String(found.properties.id));
      else put({ lon: event.lngLat.lng, lat: event.lngLat.lat });
    });
    made.on('moveend', () => {
      const bounds = made.getBounds();
      rest([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    });
    return () => {
      setMap(undefined);
      made.remove();
    };
  }, [engine, drawer]);

  // Colours are part of the style, so another theme draws the whole sheet anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what `token` gives
  useEffect(() => {
    if (!map) return;
    let stale = false;
    const draw = () => {
      if (stale) return;
      for (const look of looks) {
        const image = statusImage(look);
        if (image && !map.hasImage(`look-${look}`)) map.addImage(`look-${look}`, image);
      }
      for (const shape of shapes) map.addSource(shape.id, { type: 'geojson', data: shape.data });
      const layers = shapes.flatMap((shape) => layersOf(shape, token));
      for (const layer of [
        ...layers.filter((one) => one.type !== 'symbol'),
        ...layers.filter((one) => one.type === 'symbol'),
      ])
        map.addLayer(layer);
      map.addSource('points', {
        type: 'geojson',
        data: collection([]),
        cluster: true,
        clusterMaxZoom: 16,
        clusterRadius: drawer === 'processor' ? 60 : 44,
        clusterProperties: { overdue: ['+', ['case', ['==', ['get', 'look'], 'overdue'], 1, 0]] },
      });
      map.addSource('dots', { type: 'geojson', data: dotCollection([]) });
      for (const layer of [...dotLayers(token), ...pointLayers(token)]) map.addLayer(layer);
      setDrawn((before) => before + 1);
    };
    map.once('style.load', draw);
    map.setStyle(sheet(token), { diff: false });
    return () => {
      stale = true;
    };
  }, [map, shapes, theme, drawer]);

  useEffect(() => {
    if (drawn > 0) void map?.getSource<GeoJSONSource>('points')?.setData(collection(points));
  }, [map, drawn, points]);

  useEffect(() => {
    if (drawn > 0) void map?.getSource<GeoJSONSource>('dots')?.setData(dotCollection(dots));
  }, [map, drawn, dots]);

  const selected = points.find((point) => point.id === selectedId);
  useEffect(() => {
    if (!map || !engine) return;
    const at = selected ?? place;
    if (!at) return;
    const element = document.createElement('div');
    element.className = 'map-pin';
    element.dataset.look = selected?.look ?? 'working';
    const label = document.createElement('span');
    label.textContent = selected?.label ?? '';
    element.append(document.createElement('i'), label);
    const marker = new engine.Marker({ element, anchor: 'bottom', draggable: !selected })
      .setLngLat([at.lon, at.lat])
      .addTo(map);
    marker.on('dragend', () => put({ lon: marker.getLngLat().lng, lat: marker.getLngLat().lat }));
    const far = picking && !selected && map.getZoom() < NEAR_ZOOM - 1;
    if (far) map.easeTo({ center: [at.lon, at.lat], zoom: NEAR_ZOOM, duration: 0 });
    // Also when the pane beside was opened: what is selected stays in sight, its words inside the map.
    const keep = () => {
      if (!map.getBounds().contains([at.lon, at.lat])) map.easeTo({ center: [at.lon, at.lat], duration: 0 });
      const right = map.project([at.lon, at.lat]).x > map.getContainer().clientWidth * 0.6;
      element.dataset.side = right ? 'left' : 'right';
    };
    keep();
    map.on('resize', keep);
    return () => {
      map.off('resize', keep);
      marker.remove();
    };
  }, [map, engine, selected, place, picking]);

  if (drawer === 'nothing') {
    return (
      <div className="map">
        <PageState icon="pin" title={props.label} next={t.noWebGl} />
      </div>
    );
  }
  return (
    <div className="map" data-picking={picking || undefined}>
      <div ref={holder} className="map-canvas" data-ready={map !== undefined || undefined} />
      {first && map && (
        <button
          type="button"
          className="map-fit"
          aria-label={t.fit}
          title={t.fit}
          onClick={() =>
            map.fitBounds([first[0], first[1], first[2], first[3]], { padding: 32, maxZoom: 16, duration: 0 })
          }
        >
          <Icon name="fit" />
        </button>
      )}
      <span className="map-note">{[t.system, drawer === 'processor' ? t.slow : ''].filter(Boolean).join(' · ')}</span>
      {props.children}
    </div>
  );
}
