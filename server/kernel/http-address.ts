import type { FastifyRequest } from 'fastify';
import type { AnyRoute, Stream } from './http.ts';

/**
 * Whether a request is for the API: by the route that will answer it, for one address can be written in many ways
 * (`/%61pi/cases`, `http://city.example/api/cases`). What no route answers is held to be.
 */
export function isOfApi({ routeOptions, url }: Pick<FastifyRequest, 'routeOptions' | 'url'>): boolean {
  return (routeOptions.url ?? '/api/').startsWith('/api/') || url.startsWith('/api/');
}

/** The methods that an address takes; none if there is no such address. */
export function methodsAt(routes: readonly AnyRoute[], streams: readonly Stream[], url: string): string[] {
  const asked = url.split('?')[0]?.replace(/\/$/, '');
  const isAt = ({ path }: { path: string }) => new RegExp(`^/api${path.replace(/:\w+/g, '[^/]+')}$`).test(asked ?? '');
  const found = routes.filter(isAt).map(({ method }) => method);
  return streams.some(isAt) ? [...found, 'GET'] : found;
}
