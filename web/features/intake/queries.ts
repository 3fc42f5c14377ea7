import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { likeness } from '../../../server/modules/cases/similarity.ts';
import { call } from '../../api.ts';
import { usePause } from '../../kit/usePause.ts';
import { queries } from '../../session.ts';
import { type bodyOf, type Category, likeliest, type Photo, type Place, type Report } from './report.ts';

/** Shorter texts say nothing: two Chinese characters, or a word. */
const TELLS = 2;

const catalogue = { staleTime: Number.POSITIVE_INFINITY };

/** Where a point lies and who answers there. */
function placeQuery(place: Place | null) {
  return queryOptions({
    queryKey: ['geo', 'locate', place?.lon, place?.lat],
    queryFn: ({ signal }) => call('GET /geo/locate', { query: place ?? { lon: 0, lat: 0 }, signal }),
    enabled: place !== null,
    staleTime: 300_000,
  });
}
export const useLocated = (place: Place | null) => useQuery(placeQuery(place));

/** Coordinates of another system become the point that is kept; throws the server's refusal with its guess. */
export async function readPlace(place: Place, system: 'CGCS2000' | 'GCJ-02' | 'BD-09'): Promise<Place> {
  const located = await call('GET /geo/locate', { query: { ...place, system } });
  queries.setQueryData(placeQuery(located.point).queryKey, located);
  return located.point;
}

/**
 * Managed components within arm's reach of the point, those of the category first. A component keeps the code of the
 * edition by which it was surveyed, so the category's counterparts in the other edition count too.
 */
export function useComponents(place: Place | null, category: Category | null) {
  const found = useQuery({
    queryKey: ['geo', 'components', place?.lon, place?.lat],
    queryFn: ({ signal }) =>
      call('GET /geo/components', { query: { ...(place ?? { lon: 0, lat: 0 }), metres: 60 }, signal }),
    enabled: place !== null,
    staleTime: 60_000,
  });
  const counterparts = useCategory(category?.id).data?.counterparts;
  return useMemo(() => {
    if (place === null) return [];
    const meant = [category, ...(counterparts ?? []).map((one) => one.category)].filter(
      (one) => one?.kind === 'component' || one?.kind === 'matter',
    );
    const fits = (one: { categoryCode: string }) => Number(meant.some((own) => own?.code === one.categoryCode));
    return [...(found.data?.items ?? [])].sort((a, b) => fits(b) - fits(a) || (a.metres ?? 0) - (b.metres ?? 0));
  }, [place, category, counterparts, found.data]);
}

/** Categories by name, code, initials or everyday words. */
export function useCategorySearch(typed: string) {
  const text = usePause(typed.trim(), 120);
  return useQuery({
    ...catalogue,
    queryKey: ['catalogue', 'search', text],
    queryFn: ({ signal }) => call('GET /catalogue/categories', { query: { query: text, limit: 12 }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Categories that fit what was told, with grounds. */
export function useSuggestions(told: string) {
  const text = usePause(told.trim(), 350);
  return useQuery({
    ...catalogue,
    queryKey: ['catalogue', 'suggest', text],
    queryFn: ({ signal }) => call('POST /catalogue/suggest', { body: { text, limit: 4 }, signal }),
    enabled: text.length >= TELLS,
    placeholderData: keepPreviousData,
  });
}

function categoryQuery(id: string | undefined) {
  return queryOptions({
    ...catalogue,
    queryKey: ['catalogue', 'category', id],
    queryFn: ({ signal }) => call('GET /catalogue/categories/:id', { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
  });
}
export const useCategory = (id: string | undefined) => useQuery(categoryQuery(id));

/** Cases that may be the same thing, near in place, time and words. */
export function useAlike(place: Place | null, told: string) {
  const text = usePause(told.trim(), 500);
  return useQuery({
    queryKey: ['cases', 'near', place?.lon, place?.lat, text],
    queryFn: ({ signal }) => call('POST /cases/near', { body: { point: place, text }, signal }),
    enabled: place !== null || text.length >= 4,
    placeholderData: keepPreviousData,
  });
}

export const useLifecycle = () =>
  useQuery({ ...catalogue, queryKey: ['lifecycle', 'case'], queryFn: () => call('GET /lifecycles/case') });

/** What will probably become of it: the unit by the list of duties, the likeliest condition, and when its limit would end. */
export function useOutlook(report: Report, now: number) {
  const { category, place, description } = report;
  const located = useLocated(place).data;
  const areas = [located?.community, located?.subdistrict].flatMap((area) => area?.code ?? []).join(',');
  // A deadline for the minute: asked anew as the clock moves on, and not more often.
  const from = new Date(Math.floor(now / 60_000) * 60_000).toISOString();
  const condition = likeliest(useCategory(category?.id).data?.conditions ?? [], usePause(description, 350), likeness);
  const limit = condition?.limit;
  const [responsible, deadline, units] = useQueries({
    queries: [
      {
        ...catalogue,
        queryKey: ['catalogue', 'responsible', category?.id, areas],
        queryFn: () =>
          call('GET /catalogue/responsible', { query: { categoryId: category?.id ?? '', areaCode: areas } }),
        enabled: category !== null,
      },
      {
        queryKey: ['calendar', 'deadline', from, limit?.amount, limit?.unit],
        queryFn: () =>
          call('POST /calendar/deadline', { body: { from, limit: limit ?? { amount: 1, unit: 'workdays' as const } } }),
        enabled: limit !== undefined,
        placeholderData: keepPreviousData,
      },
      {
        ...catalogue,
        queryKey: ['units', 'all'],
        queryFn: () => call('GET /units', { query: { limit: 500 } }),
        enabled: category !== null,
      },
    ],
  });
  const duty = responsible.data?.responsible ?? null;
  const unit = units.data?.items.find(({ id }) => id === duty?.responsibility.unitId);
  return {
    condition,
    unit,
    grounds: duty?.grounds,
    due: limit && deadline.data?.due,
    known: category === null || !responsible.isPending,
  };
}

export async function uploadPhotos(files: readonly File[]): Promise<Photo[]> {
  const answer = await call('POST /files', { files: files.map((file) => ({ field: 'photo', file, name: file.name })) });
  return answer.files;
}

/** Where a photo of one's own, not yet part of a case, is shown from. */
export const photoAddress = (id: string) => `/api/files/${id}`;

/** What the officer wants done with the report: each part under a key of its own, so that sending twice does it once. */
export interface Intent {
  report: string;
  link: string;
}

export interface Sent {
  id: string;
  number: string;
  dueAt: string | null;
  /** The case it was merged into or noted beside; `failed` tells why that part was not done. */
  link: { number: string; id: string; merged: boolean; failed?: unknown } | null;
}

/** Opens the case; then merges it into the one it repeats, or notes there that it does, by what this officer may. */
export async function sendReport(
  body: ReturnType<typeof bodyOf>,
  keys: Intent,
  same: { id: string; number: string; merge: boolean; note: string } | null,
): Promise<Sent> {
  const kase = await call('POST /cases', { body, idempotencyKey: keys.report });
  void queries.invalidateQueries({ queryKey: ['cases'] });
  const dueAt = kase.clocks.find((clock) => clock.stoppedAt === null)?.dueAt ?? null;
  const sent: Sent = { id: kase.id, number: kase.number, dueAt, link: null };
  if (!same) return sent;
  const link = { id: same.id, number: same.number, merged: same.merge };
  try {
    const asked = { idempotencyKey: keys.link, version: kase.version };
    if (same.merge)
      await call('POST /cases/:id/actions/:action', {
        ...asked,
        params: { id: kase.id, action: 'merge' },
        body: { intoId: same.id, note: same.note },
      });
    else
      await call('POST /cases/:id/actions/:action', {
        ...asked,
        params: { id: kase.id, action: 'addNote' },
        body: { text: same.note },
      });
    return { ...sent, link };
  } catch (failed) {
    return { ...sent, link: { ...link, failed } };
  }
}
