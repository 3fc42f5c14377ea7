import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDistrictMap } from '../../districtMap.ts';
import { useSigns, useText, useWords } from '../../i18n/language.ts';
import { type Bounds, MapView } from '../../kit/MapView.tsx';
import { useNow } from '../../kit/now.ts';
import { Facts } from '../../kit/Page.tsx';
import { byUrgency, isGoing, lateLook, readingOf } from './caseClock.ts';
import { type Row, useCaseName } from './caseFacts.tsx';
import { lookOf, useLifecycle } from './marks.tsx';
import { type CaseView, placeQuery, rolesQuery } from './queries.ts';
import { casesText } from './text.ts';

const AROUND = { lon: 0.0035, lat: 0.0024 };

/** Where it is: a small map, the address, the areas, and who answers for them. */
export function Where({ kase }: { kase: CaseView }) {
  const text = useText(casesText);
  const t = text.facts;
  const words = useWords();
  const nameOf = useCaseName(kase);
  const { point, place } = kase;
  const { data: located } = useQuery({ ...placeQuery(point ?? { lon: 0, lat: 0 }), enabled: point !== null });
  const { data: roles } = useQuery(rolesQuery);
  const roleOf = (role: string) => {
    const known = roles?.items.find((one) => one.role === role);
    return known ? words(known.label) : role;
  };
  const officers = located?.officers.map((one): Row => [roleOf(one.role), one.accountName]) ?? [];
  return (
    <>
      {point && <SmallMap kase={kase} point={point} />}
      <Facts
        rows={[
          [t.address, kase.address],
          [t.subdistrict, nameOf(place?.subdistrictCode ?? null)],
          [t.community, nameOf(place?.communityCode ?? null)],
          [t.sector, nameOf(place?.sectorCode ?? null)],
          [t.cell, place?.cellCode && <span className="mono">{place.cellCode}</span>],
          ...officers,
          [t.coordinates, point && <span className="mono">{`${point.lon.toFixed(6)}, ${point.lat.toFixed(6)}`}</span>],
        ]}
      />
    </>
  );
}

function SmallMap({ kase, point }: { kase: CaseView; point: { lon: number; lat: number } }) {
  const t = useText(casesText);
  const signs = useSigns();
  const { shapes } = useDistrictMap();
  const table = useLifecycle();
  const now = useNow();
  const first = kase.clocks.filter((clock) => isGoing(clock) && !readingOf(clock).pausedSince).sort(byUrgency)[0];
  const look = lateLook(first?.dueAt ?? null, first?.warnAt ?? null, now) ?? lookOf(table, kase.state);
  const { lon, lat } = point;
  const bounds = useMemo<Bounds>(
    () => [lon - AROUND.lon, lat - AROUND.lat, lon + AROUND.lon, lat + AROUND.lat],
    [lon, lat],
  );
  const points = useMemo(() => [{ id: kase.id, lon, lat, look, label: '' }], [kase.id, lon, lat, look]);
  return (
    <div className="case-map">
      <MapView
        key={`${lon} ${lat}`}
        label={`${t.sections.where}${signs.colon}${kase.address}`}
        shapes={shapes}
        points={points}
        selectedId={kase.id}
        bounds={bounds}
      />
    </div>
  );
}
