import { useLanguage, useText } from '../../i18n/language.ts';
import { dayOf, fullTime, longDay, stretch } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import type { Deadline } from './queries.ts';
import { whyText } from './text.ts';

type Span = Deadline['spans'][number];

interface Row {
  date: string;
  spans: Span[];
  /** Minutes counted up to the end of the row. */
  sum: number;
}

/** One row a day of what counted; a pause or a run of days off is a row of its own. */
function rowsOf(spans: readonly Span[]): Row[] {
  const rows: Row[] = [];
  let sum = 0;
  for (const span of spans) {
    sum += span.minutes;
    const last = rows.at(-1);
    const alone = span.what === 'pause' || span.what === 'off';
    if (last && !alone && last.date === span.date && last.spans[0]?.what === span.what) {
      last.spans.push(span);
      last.sum = sum;
    } else rows.push({ date: span.date, spans: [span], sum });
  }
  return rows;
}

/** The explanation of a deadline, day by day: which hours counted, which did not and why, and the sum so far. */
export function Spans({ deadline, from }: { deadline: Deadline; from: string }) {
  const t = useText(whyText);
  const language = useLanguage();
  const zone = useTimeZone();
  return (
    <ol className="spans">
      {rowsOf(deadline.spans).map((row) => {
        const [first] = row.spans;
        if (!first) return null;
        const minutes = row.spans.reduce((total, span) => total + span.minutes, 0);
        return (
          <li key={first.from + first.what} className="span-row" data-what={first.what}>
            <span className="span-day">{longDay(first.from < from ? from : first.from, zone, language)}</span>
            <Track spans={row.spans} />
            <span className="span-text">
              {row.spans.map((span) => timesOf(span, zone)).join('，')}
              {first.note && <em>{first.note}</em>}
              {!first.note && first.what !== 'office' && <em>{t.what[first.what]}</em>}
            </span>
            <span className="span-minutes">
              {minutes > 0 ? `+ ${stretch(minutes * 60_000, language)}` : t.what.off}
            </span>
            <span className="span-sum muted">{minutes > 0 && hours(row.sum, language)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** Office time adds up in hours, because a working day has none of 24. */
function hours(minutes: number, language: 'zh' | 'en'): string {
  const whole = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (language === 'zh') return [whole > 0 && `${whole} 小时`, rest > 0 && `${rest} 分`].filter(Boolean).join(' ');
  return [whole > 0 && `${whole} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ');
}

function timesOf(span: Span, zone: string): string {
  const sameDay = dayOf(span.from, zone) === dayOf(span.to, zone);
  const [begin, end] = [fullTime(span.from, zone), fullTime(span.to, zone)];
  return sameDay ? `${begin.slice(11)}–${end.slice(11)}` : `${begin.slice(5)} – ${end.slice(5)}`;
}

/** The day as a line from midnight to midnight, with what counted filled in. */
function Track({ spans }: { spans: readonly Span[] }) {
  const zone = useTimeZone();
  const share = (at: string) =>
    (Number(fullTime(at, zone).slice(11, 13)) * 60 + Number(fullTime(at, zone).slice(14))) / 14.4;
  return (
    <span className="span-track" aria-hidden="true">
      {spans.map((span) => {
        const left = share(span.from);
        const ends = dayOf(span.from, zone) === dayOf(span.to, zone) ? share(span.to) : 100;
        return <i key={span.from} style={{ left: `${left}%`, width: `${Math.max(0.8, ends - left)}%` }} />;
      })}
    </span>
  );
}
