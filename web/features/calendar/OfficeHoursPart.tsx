import { useState } from 'react';
import type { OfficeHours, WorkdayReading } from '../../../server/modules/calendar/model.ts';
import { deadlineOf } from '../../../server/modules/calendar/rules.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import type { Told } from '../../kit/Changes.tsx';
import { EditForm } from '../../kit/EditForm.tsx';
import { fullTime, instantAt, longDay, number } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { ApiProblem } from '../../request.ts';
import { HoursField } from './HoursField.tsx';
import { draftOf, type HoursDraft, hoursOf, spansText } from './hoursDraft.ts';
import { type CalendarYear, readCalendar, reckonable, setOfficeHours } from './queries.ts';
import { hoursText } from './text.ts';

/** 作息 — when the office is open, by season, and what "a workday" means in a limit. */
export function OfficeHoursPart({ calendar, manages }: { calendar: CalendarYear; manages: boolean }) {
  const t = useText(hoursText);
  const language = useLanguage();
  const [editing, setEditing] = useState(false);
  const worth = number(calendar.minutesPerWorkday / 60, language, calendar.minutesPerWorkday % 60 === 0 ? 0 : 1);
  if (editing) return <Edit calendar={calendar} close={() => setEditing(false)} />;
  return (
    <>
      <Section
        title={t.title}
        note={t.worth(worth)}
        actions={
          manages && (
            <button type="button" className="button" onClick={() => setEditing(true)}>
              {t.edit}
            </button>
          )
        }
      >
        {calendar.hours.map((hours) => (
          <Hours key={`${hours.validFrom}${hours.season?.from ?? ''}${hours.validTo ?? ''}`} hours={hours} />
        ))}
      </Section>
      <Readings calendar={calendar} />
    </>
  );
}

/** When a set of hours holds, in words. */
function useHolding(): (hours: OfficeHours) => string {
  const t = useText(hoursText);
  return ({ validFrom, validTo, season }) =>
    [
      season && t.seasonIs(season.from, season.to),
      t.validFrom(validFrom),
      validTo ? t.validTo(validTo) : !season && t.open,
    ]
      .filter(Boolean)
      .join(' · ');
}

function Hours({ hours }: { hours: OfficeHours }) {
  const t = useText(hoursText);
  const holding = useHolding();
  const kind = hours.season ? t.season : hours.validTo ? t.period : t.usual;
  return (
    <div className="hours">
      <p className="hours-when">
        <strong>{kind}</strong> <span className="muted">{holding(hours)}</span>
      </p>
      <dl className="hours-week">
        {t.weekdays.split(' ').map((weekday, at) => {
          const spans = hours.week[at] ?? [];
          return (
            <div key={weekday} data-off={spans.length === 0 || undefined}>
              <dt>{weekday}</dt>
              {spans.length === 0 ? (
                <dd className="muted">{t.off}</dd>
              ) : (
                spans.map(([from, to]) => <dd key={from}>{`${from}–${to}`}</dd>)
              )}
            </div>
          );
        })}
      </dl>
    </div>
  );
}

const readings: readonly WorkdayReading[] = ['asWorkingHours', 'toEndOfDay'];

function Readings({ calendar }: { calendar: CalendarYear }) {
  const t = useText(hoursText);
  const language = useLanguage();
  const zone = useTimeZone();
  // A plain weekday of the year, so that both answers lie within its known holidays.
  const from = instantAt(`${calendar.year}-06-04T10:00`, zone) ?? '';
  return (
    <Section title={t.reading} note={t.exampleFrom(fullTime(from, zone))}>
      <div className="readings">
        {readings.map((reading) => {
          const due = deadlineOf(reckonable(calendar, reading), from, { amount: 2, unit: 'workdays' });
          return (
            <div key={reading} className="reading" data-chosen={reading === calendar.reading || undefined}>
              <strong>{t[reading]}</strong>
              {reading === calendar.reading && <StatusMark look="done" label={t.inForce} filled />}
              <p>{t[`${reading}Says`]}</p>
              {typeof due === 'string' && (
                <p className="muted">
                  → {fullTime(due, zone)} · {longDay(due, zone, language)}
                </p>
              )}
            </div>
          );
        })}
      </div>
    </Section>
  );
}

const schema: JsonSchema = {
  properties: {
    hours: { type: 'array', widget: 'hours', label: { zh: '作息', en: 'Office hours' } },
    reading: {
      type: 'string',
      enum: readings,
      choices: {
        asWorkingHours: { zh: '按工作时间', en: 'As working hours' },
        toEndOfDay: { zh: '到日终', en: 'To the end of the day' },
      },
      label: { zh: '“工作日”怎么算', en: 'What a workday means' },
    },
  },
  required: ['hours', 'reading'],
};
const widgets = { hours: HoursField };

function Edit({ calendar, close }: { calendar: CalendarYear; close: () => void }) {
  const t = useText(hoursText);
  const holding = useHolding();
  const told = ({ hours, reading }: CalendarYear): Told => [
    [t.reading, t[reading]],
    ...hours.map((one): [string, string] => [
      holding(one),
      one.week.map((spans) => spansText(spans) || t.off).join(' | '),
    ]),
  ];
  return (
    <Section title={t.edit} note={t.note}>
      <EditForm
        record={calendar}
        schema={schema}
        widgets={widgets}
        known={({ hours, reading }) => ({ hours: hours.map(draftOf), reading })}
        told={told}
        read={() => readCalendar(calendar.year)}
        submitLabel={t.save}
        onCancel={close}
        onDone={close}
        send={async ({ hours, reading }, { version }) => {
          const wanted = (hours as HoursDraft[]).map(hoursOf);
          const read = wanted.filter((one) => one !== null);
          if (read.length < wanted.length) throw new ApiProblem(422, { detail: t.badHours });
          await setOfficeHours(version, {
            hours: read,
            reading: reading === 'toEndOfDay' ? 'toEndOfDay' : 'asWorkingHours',
          });
          return readCalendar(calendar.year);
        }}
      />
    </Section>
  );
}
