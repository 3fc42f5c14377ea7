import {
  type GeoJSONSource,
  Map as MapLibre,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

// MapLibre looks for its worker beside its own module, from which a bundler has moved it.
setWorkerUrl(workerUrl);

/** The one door to the map library, so that it is loaded with the first map and not before. */
export { type GeoJSONSource, MapLibre, Marker, NavigationControl, ScaleControl };
