import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { type Days, kindOf, type PeriodKind, periodAround, periodKinds, stepped } from './period.ts';
import { type ScoresText, scoresText } from './text.ts';

/** `2026 年 10 月`, `2026 年第 4 季度`, `2026 年`, or the two days. */
export function periodName(days: Days, t: ScoresText): string {
  const [year = '', month = ''] = days.from.split('-');
  const names: Record<PeriodKind, string> = {
    month: t.month(year, String(Number(month))),
    quarter: t.quarter(year, String(Math.ceil(Number(month) / 3))),
    year: t.year(year),
    custom: t.days(days.from, days.to),
  };
  return names[kindOf(days)];
}

/** 考评期 — month, quarter, year or days of one's own, and steps to the one before and after. */
export function PeriodBar({ days, onChange }: { days: Days; onChange: (days: Days) => void }) {
  const t = useText(scoresText);
  const [own, setOwn] = useState(false);
  const kind = own ? 'custom' : kindOf(days);
  return (
    <div className="period">
      {/* biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group */}
      <div className="counters" role="group" aria-label={t.period}>
        {periodKinds.map((one) => (
          <button
            key={one}
            type="button"
            className="counter"
            aria-pressed={kind === one}
            onClick={() => {
              setOwn(one === 'custom');
              if (one !== 'custom') onChange(periodAround(one, days.from));
            }}
          >
            {t.kinds[one]}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="button quiet icon"
        aria-label={t.previous}
        title={t.previous}
        onClick={() => onChange(stepped(days, -1))}
      >
        <Icon name="left" />
      </button>
      {kind === 'custom' ? (
        <span className="period-own">
          <input
            className="field"
            type="date"
            aria-label={t.from}
            value={days.from}
            max={days.to}
            onChange={(event) => event.target.value && onChange({ ...days, from: event.target.value })}
          />
          <span aria-hidden="true">–</span>
          <input
            className="field"
            type="date"
            aria-label={t.to}
            value={days.to}
            min={days.from}
            onChange={(event) => event.target.value && onChange({ ...days, to: event.target.value })}
          />
        </span>
      ) : (
        <strong className="period-name">{periodName(days, t)}</strong>
      )}
      <button
        type="button"
        className="button quiet icon"
        aria-label={t.next}
        title={t.next}
        onClick={() => onChange(stepped(days, 1))}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

/** As of when the log was read, and whether the figures can still move. */
export function Standing({
  period,
}: {
  period: { from: string; to: string; asOf: string; final: boolean } | undefined;
}) {
  const t = useText(scoresText);
  const zone = useTimeZone();
  if (!period) return null;
  return (
    <span className="muted small standing">
      {t.days(period.from, period.to)} · {t.asOf(fullTime(period.asOf, zone))} ·{' '}
      <b data-final={period.final}>{period.final ? t.final : t.open}</b>
    </span>
  );
}
