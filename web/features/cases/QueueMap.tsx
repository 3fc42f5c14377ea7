import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDistrictMap } from '../../districtMap.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { MapView } from '../../kit/MapView.tsx';
import { useNow } from '../../kit/now.ts';
import { lateLook } from './caseClock.ts';
import type { CaseFilter } from './filters.ts';
import { lookOf, useLifecycle } from './marks.tsx';
import { pointsQuery } from './queries.ts';
import { casesText } from './text.ts';

/** The queue on the map; the list beside it is its accessible form. The open case is the pin. */
export function QueueMap({
  filter,
  openId,
  openLabel,
  onOpen,
}: {
  filter: CaseFilter;
  openId: string | undefined;
  openLabel: string;
  onOpen: (id: string) => void;
}) {
  const t = useText(casesText);
  const language = useLanguage();
  const now = useNow();
  const table = useLifecycle();
  const { shapes, bounds, loaded } = useDistrictMap();
  const { data } = useQuery(pointsQuery(filter));
  const points = useMemo(
    () =>
      (data?.points ?? []).map((point) => ({
        id: point.id,
        lon: point.lon,
        lat: point.lat,
        look: lateLook(point.dueAt, point.warnAt, now) ?? lookOf(table, point.state),
        label: point.id === openId ? openLabel : '',
      })),
    [data, table, now, openId, openLabel],
  );
  // Without a district's outline the first points say where to look.
  if (!loaded || (!bounds && !data)) return <div className="map" />;
  return (
    <MapView
      key={bounds ? 'district' : `points ${points.length > 0}`}
      label={t.map}
      shapes={shapes}
      points={points}
      bounds={bounds}
      selectedId={openId}
      onSelect={onOpen}
    >
      <span className="queue-points">{t.points(number(points.length, language))}</span>
    </MapView>
  );
}
