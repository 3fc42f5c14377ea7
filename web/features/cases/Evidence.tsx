import { useQuery } from '@tanstack/react-query';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { distance, fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Photos } from '../../kit/Photos.tsx';
import { useLifecycle } from './marks.tsx';
import { type CaseView, photoAddress, photosQuery } from './queries.ts';
import { casesText } from './text.ts';

type Spot = { lon: number; lat: number };

/** Metres between two points of one district, where the earth is flat enough. */
function metresBetween(a: Spot, b: Spot): number {
  const eastward = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(eastward, a.lat - b.lat) * 111_320;
}

/** The evidence: by which step each picture came, when it was taken, and how far from the place. */
export function Evidence({ kase }: { kase: CaseView }) {
  const t = useText(casesText).photo;
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const table = useLifecycle();
  const { data } = useQuery({ ...photosQuery(kase.id), enabled: kase.photos.length > 0 });
  const photos = kase.photos.map(({ id, action, at }) => {
    const read = data?.photos.find((one) => one.id === id);
    const label = (table?.actions[action] ?? table?.openings[action])?.label;
    const caption = [
      label && words(label),
      read?.takenAt ? t.taken(fullTime(read.takenAt, zone)) : t.noTime,
      t.uploaded(fullTime(at, zone)),
      read?.takenPoint && kase.point && t.metres(distance(metresBetween(read.takenPoint, kase.point), language)),
    ];
    return { id, thumb: photoAddress(id), full: photoAddress(id), caption: caption.filter(Boolean).join(' · ') };
  });
  return <Photos photos={photos} />;
}
