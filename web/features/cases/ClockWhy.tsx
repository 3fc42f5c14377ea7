import { useLanguage, useText } from '../../i18n/language.ts';
import { fullTime, longDay, stretch, wallTime } from '../../kit/format.ts';
import { limitText } from '../../kit/limitText.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import type { CaseClock } from './queries.ts';
import { casesText } from './text.ts';

type Span = CaseClock['spans'][number];

/** 为什么是这个时间 — the limit, what moved it, and day by day the time that was counted. */
export function ClockWhy({ clock }: { clock: CaseClock }) {
  const t = useText(casesText).clock;
  const language = useLanguage();
  const zone = useTimeZone();
  const days = new Map<string, Span[]>();
  for (const span of clock.spans) days.set(span.date, [...(days.get(span.date) ?? []), span]);
  const [version = '', reading = ''] = clock.rule.split('/');
  const read = reading in t.rules ? t.rules[reading as keyof typeof t.rules] : reading;
  return (
    <div className="why">
      <ClockBar clock={clock} />
      <dl className="why-sum">
        <dt>{t.start}</dt>
        <dd>{fullTime(clock.startedAt, zone)}</dd>
        <dt>{t.limit}</dt>
        <dd>{limitText(clock.limit, language)}</dd>
        {clock.extensions.map((extension) => (
          <div key={extension.at} className="why-row">
            <dt>{t.extended}</dt>
            <dd>
              + {limitText(extension.limit, language)} <span className="muted">{fullTime(extension.at, zone)}</span>
            </dd>
          </div>
        ))}
        <dt>{t.warns}</dt>
        <dd>{fullTime(clock.warnAt, zone)}</dd>
        <dt>{t.due}</dt>
        <dd>
          <b>{fullTime(clock.dueAt, zone)}</b>
        </dd>
        <dt>{t.rule}</dt>
        <dd>{[t.calendarVersion(version.replace(/^\D*/, '')), read].filter(Boolean).join('，')}</dd>
      </dl>
      {!clock.sameRule && <p className="why-note">{t.otherRule}</p>}
      <table className="why-days">
        <caption className="unseen">{t.days}</caption>
        <tbody>
          {[...days].map(([day, spans]) =>
            spans.map((span, index) => (
              <tr key={span.from} data-what={span.what}>
                <th scope="row">{index === 0 ? longDay(span.from, zone, language) : ''}</th>
                <td>
                  {hour(span.from, zone)}–{hour(span.to, zone, day)}
                </td>
                <td>
                  {span.minutes > 0
                    ? stretch(span.minutes * 60_000, language)
                    : (span.note ?? (t.what as Record<string, string>)[span.what])}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

function hour(at: string, zone: string, startDay?: string): string {
  const wall = wallTime(at, zone);
  const day = `${wall.year}-${wall.month}-${wall.day}`;
  const time = `${wall.hour}:${wall.minute}`;
  if (startDay === undefined || day === startDay) return time;
  return time === '00:00' ? '24:00' : `${wall.month}-${wall.day} ${time}`;
}

/** The same as one line: what was counted, what was paused, where amber begins, and where we are. */
function ClockBar({ clock }: { clock: CaseClock }) {
  const t = useText(casesText).clock;
  const zone = useTimeZone();
  const now = useNow();
  const start = Date.parse(clock.startedAt);
  const stopped = clock.stoppedAt ? Date.parse(clock.stoppedAt) : now;
  const end = Math.max(
    Date.parse(clock.dueAt),
    Math.min(stopped, Date.parse(clock.dueAt) + (Date.parse(clock.dueAt) - start)),
  );
  const at = (time: number) => `${Math.max(0, Math.min(100, (100 * (time - start)) / Math.max(1, end - start)))}%`;
  const width = (from: number, to: number) =>
    `${Math.max(0, Math.min(100, (100 * (to - from)) / Math.max(1, end - start)))}%`;
  return (
    <div
      className="why-bar"
      role="img"
      aria-label={t.bar(fullTime(clock.startedAt, zone), fullTime(clock.dueAt, zone))}
    >
      {clock.spans.map((span) => (
        <i
          key={span.from}
          data-what={span.what}
          style={{ left: at(Date.parse(span.from)), width: width(Date.parse(span.from), Date.parse(span.to)) }}
        />
      ))}
      <i className="why-late" style={{ left: at(Date.parse(clock.dueAt)), right: 0 }} />
      <i className="why-mark" data-look="warning" style={{ left: at(Date.parse(clock.warnAt)) }} />
      <i className="why-mark" data-look="overdue" style={{ left: at(Date.parse(clock.dueAt)) }} />
      <i className="why-now" style={{ left: at(stopped) }} />
    </div>
  );
}
