import { useQuery } from '@tanstack/react-query';
import { useLanguage, useText } from '../../i18n/language.ts';
import { Clock, ExplainedClock } from '../../kit/Clock.tsx';
import { number } from '../../kit/format.ts';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { ClockWhy } from './ClockWhy.tsx';
import { byUrgency, isGoing, readingOf } from './caseClock.ts';
import './clocks.css';
import { type CaseClock, type CaseView, clocksQuery } from './queries.ts';
import { casesText } from './text.ts';

export function useClockName(): (name: string) => string {
  const names: Record<string, string> = useText(casesText).clock.names;
  return (name) => names[name] ?? name;
}

/** The clocks that run or rest now, each with the answer to "why then?"; those that ended are folded away. */
export function Clocks({ kase, ended = true }: { kase: CaseView; ended?: boolean }) {
  const t = useText(casesText).clock;
  const language = useLanguage();
  const nameOf = useClockName();
  const going = kase.clocks.filter(isGoing).sort(byUrgency);
  const past = kase.clocks.filter((clock) => !isGoing(clock));
  return (
    <div className="clocks">
      {going.length === 0 && <p className="muted">{t.none}</p>}
      {going.map((clock) => (
        <ExplainedClock key={clock.id} clock={readingOf(clock)} label={nameOf(clock.name)}>
          {() => <Why id={kase.id} clockId={clock.id} />}
        </ExplainedClock>
      ))}
      {ended && past.length > 0 && (
        <details className="clocks-past">
          <summary>{t.ended(number(past.length, language))}</summary>
          {past.map((clock) => (
            <PastClock key={clock.id} id={kase.id} clock={clock} name={nameOf(clock.name)} />
          ))}
        </details>
      )}
    </div>
  );
}

function PastClock({ id, clock, name }: { id: string; clock: CaseView['clocks'][number]; name: string }) {
  const t = useText(casesText).clock;
  if (clock.ended === 'cancelled') {
    return (
      <p className="clock-explained">
        <span className="clock-label">{name}</span>
        <span className="muted">{t.cancelled}</span>
      </p>
    );
  }
  return (
    <ExplainedClock clock={readingOf(clock)} label={name}>
      {() => <Why id={id} clockId={clock.id} />}
    </ExplainedClock>
  );
}

function Why({ id, clockId }: { id: string; clockId: number }) {
  const { data, error, refetch } = useQuery(clocksQuery(id));
  const clock: CaseClock | undefined = data?.clocks.find((one) => one.id === clockId);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return clock ? <ClockWhy clock={clock} /> : <Skeleton lines={4} />;
}

/** The one clock that matters most, for lists and heads. */
export function FirstClock({ kase }: { kase: CaseView }) {
  const nameOf = useClockName();
  const first = kase.clocks.filter(isGoing).sort(byUrgency)[0];
  if (!first) return null;
  return (
    <span className="case-first-clock">
      <span className="muted">{nameOf(first.name)}</span>
      <Clock clock={readingOf(first)} label={nameOf(first.name)} />
    </span>
  );
}
