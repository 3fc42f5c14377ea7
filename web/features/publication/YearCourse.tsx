import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { courseWords } from '../../../server/modules/publication/model.ts';
import { useText, useWords } from '../../i18n/language.ts';
import '../../kit/filters.css';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { type Course, yearsQuery } from './queries.ts';
import { publicationText } from './text.ts';

const looks = { done: 'done', open: 'working', late: 'overdue', ahead: 'waiting' } as const;

/** Where each step is taken; publication itself is on this page. */
const places: Record<Course['step'], (year: number) => string | null> = {
  approval: (year) => `/budget/${year}`,
  targets: (year) => `/targets?part=plan&year=${year}`,
  publication: () => null,
  monitoring: (year) => `/targets?part=rounds&year=${year}`,
  selfEvaluation: (year) => `/targets?part=evaluations&year=${year}`,
  closing: (year) => `/targets?part=report&year=${year}`,
};

/** 年度日程 — of a year what is done, what is asked for now and by when. */
export function YearCourse() {
  const t = useText(publicationText);
  const years = useQuery(yearsQuery);
  const thisYear = Number(dayOf(new Date(useNow()).toISOString(), useTimeZone()).slice(0, 4));
  const [wanted, want] = useState(thisYear);
  const shown = years.data?.find(({ year }) => year === wanted) ?? years.data?.[0];
  if (years.data && !shown) return null;
  return (
    <Section
      title={t.course}
      actions={
        <div className="counters">
          {years.data?.map(({ year }) => (
            <button
              key={year}
              type="button"
              className="counter"
              aria-pressed={year === shown?.year}
              onClick={() => want(year)}
            >
              {year}
            </button>
          ))}
        </div>
      }
    >
      {years.error && !years.data && <Failed error={years.error} retry={() => void years.refetch()} />}
      {!years.error && !years.data && <Skeleton lines={6} />}
      {shown && (
        <ol className="checklist course">
          {shown.steps.map((one) => (
            <Step key={`${one.step} ${one.cutoff}`} year={shown.year} course={one} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function Step({ year, course }: { year: number; course: Course }) {
  const t = useText(publicationText);
  const words = useWords();
  const { step, state, cutoff, doneOn, dueOn, daysLeft } = course;
  const place = places[step](year);
  const name = words(courseWords[step]);
  const told = [
    ...(cutoff ? [t.upTo(cutoff)] : []),
    ...(doneOn ? [doneOn] : []),
    ...(dueOn && state !== 'done' ? [`${t.due} ${dueOn}`] : []),
    ...(daysLeft === null ? [] : [daysLeft < 0 ? t.late(-daysLeft) : t.left(daysLeft)]),
  ];
  return (
    <li data-step={step} data-state={state}>
      <StatusMark look={looks[state]} label={t.courseStates[state]} />
      {place ? <Link to={place as string}>{name}</Link> : <span>{name}</span>}
      <span className={state === 'late' ? 'is-late' : 'muted'}>{told.join(' · ')}</span>
    </li>
  );
}
