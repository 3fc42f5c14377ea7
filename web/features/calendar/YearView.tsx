import { useMemo } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { dayOf, fullTime, longDay, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import type { CalendarYear } from './queries.ts';
import { calendarText } from './text.ts';
import { countWorkdays, type DayKind, monthsOf, weekdayOf, type YearDay } from './yearDays.ts';

/** Twelve months on one page: holidays, make-up workdays, closures, and how many days the office is open. */
export function YearView({ calendar }: { calendar: CalendarYear }) {
  const t = useText(calendarText);
  const language = useLanguage();
  const months = useMemo(() => monthsOf(calendar), [calendar]);
  const all = months.flat();
  const count = (kind: DayKind) => t.days(number(all.filter((day) => day.kind === kind).length, language));
  const sums = [
    ['work', t.sumWorkdays, t.days(number(countWorkdays(months), language))],
    ['holiday', t.sumHolidays, count('holiday')],
    ['makeUp', t.sumMakeUp, count('makeUp')],
    ['closed', t.sumClosed, count('closed')],
  ] as const;
  const notices = calendar.notices.filter(({ year }) => year === calendar.year);
  return (
    <>
      <dl className="year-sums">
        {sums.map(([kind, label, value]) => (
          <div key={kind}>
            <dt>
              <i className="year-key" data-kind={kind} />
              {label}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {notices.length === 0 && (
        <p className="year-unknown">
          <Icon name="warn" />
          {t.unannounced(String(calendar.year))}
        </p>
      )}
      <div className="year">
        {months.map((days, month) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: months have no name but their number
          <Month key={month} month={month} days={days} />
        ))}
      </div>
      {notices.map((notice) => (
        <p key={notice.year} className="muted small">
          {t.notice}{' '}
          <a href={notice.source} target="_blank" rel="noreferrer">
            {notice.title}
          </a>
        </p>
      ))}
      <Changes calendar={calendar} />
    </>
  );
}

function Month({ month, days }: { month: number; days: readonly YearDay[] }) {
  const t = useText(calendarText);
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const today = dayOf(new Date(now).toISOString(), zone);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month, 15));
  const before = weekdayOf(days[0]?.date ?? '');
  return (
    <section className="month" aria-label={name}>
      <h2>{name}</h2>
      <ol className="month-days">
        {t.weekdays.split(' ').map((weekday, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the letters repeat in English
          <li key={at} className="month-weekday" aria-hidden="true">
            {weekday}
          </li>
        ))}
        {days.map((day, at) => (
          <Day key={day.date} day={day} isToday={day.date === today} column={at === 0 ? before + 1 : undefined} />
        ))}
      </ol>
    </section>
  );
}

function Day({ day, isToday, column }: { day: YearDay; isToday: boolean; column: number | undefined }) {
  const t = useText(calendarText);
  const language = useLanguage();
  const says: Record<DayKind, string> = {
    work: t.officeDay,
    rest: t.dayOff,
    holiday: t.holiday,
    makeUp: t.makeUp,
    closed: t.closed,
  };
  const badge = { holiday: t.rest, makeUp: t.work, closed: '×', work: day.partly ? '×' : '', rest: '' }[day.kind];
  const said = [longDay(`${day.date}T12:00:00Z`, 'UTC', language), says[day.kind], day.name, isToday && t.today];
  const text = said.filter(Boolean).join(' · ');
  return (
    <li
      className="day"
      data-kind={day.kind}
      data-partly={day.partly || undefined}
      aria-current={isToday ? 'date' : undefined}
      title={text}
      style={column ? { gridColumnStart: column } : undefined}
    >
      <span aria-hidden="true">{Number(day.date.slice(8))}</span>
      {badge && (
        <em aria-hidden="true" lang={language}>
          {badge}
        </em>
      )}
      <span className="unseen">{text}</span>
    </li>
  );
}

function Changes({ calendar }: { calendar: CalendarYear }) {
  const t = useText(calendarText);
  const language = useLanguage();
  const zone = useTimeZone();
  const names: Readonly<Record<string, string>> = t.changed;
  return (
    <Section title={t.changes}>
      <table className="plain-table">
        <tbody>
          {calendar.changes.map((change) => (
            <tr key={change.version}>
              <td className="muted">{t.version(number(change.version, language))}</td>
              <td>{names[change.what] ?? change.what}</td>
              <td className="end muted">{fullTime(change.changedAt, zone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
