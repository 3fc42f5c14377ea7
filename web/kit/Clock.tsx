import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import './clock.css';
import { type ClockReading, readClock, type Tone } from './clockText.ts';
import { fullTime } from './format.ts';
import { useNow, useTimeZone } from './now.ts';
import { Popover } from './Popover.tsx';
import { type Look, StatusShape } from './StatusMark.tsx';

const looks: Record<Tone, Look | undefined> = {
  calm: undefined,
  warning: 'warning',
  overdue: 'overdue',
  paused: 'paused',
  done: 'done',
};

/** What is left or what is over, ticking each half minute; amber, then red, with shape as well as colour. */
export function Clock({
  clock,
  label,
}: {
  clock: ClockReading /** What is timed, where it is not plain from the place. */;
  label?: string;
}) {
  const language = useLanguage();
  const zone = useTimeZone();
  const { text, tone } = readClock(clock, useNow(), language, zone);
  const look = looks[tone];
  const t = useFrameText().clock;
  return (
    <time
      className="clock"
      data-tone={tone}
      data-look={look}
      dateTime={clock.dueAt}
      title={`${label ? `${label} · ` : ''}${t.due(fullTime(clock.dueAt, zone))}`}
    >
      {look && <StatusShape look={look} />}
      {text}
    </time>
  );
}

/** The same as a button that opens the answer to "why then?": start, pauses, calendar, rule. */
export function ExplainedClock({
  clock,
  label,
  children,
}: {
  clock: ClockReading;
  label: string;
  children: () => ReactNode;
}) {
  const t = useFrameText().clock;
  const zone = useTimeZone();
  return (
    <div className="clock-explained">
      <span className="clock-label">{label}</span>
      <Popover className="clock-button" button={<Clock clock={clock} label={label} />}>
        {() => (
          <div className="clock-why">
            <h3>{t.why}</h3>
            <p className="muted small">{t.due(fullTime(clock.dueAt, zone))}</p>
            {children()}
          </div>
        )}
      </Popover>
      <span className="muted small">{t.due(fullTime(clock.dueAt, zone))}</span>
    </div>
  );
}
