import { verdictOf } from '../../../server/modules/uptime/rules.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { uptimeText } from './text.ts';

/** 系统故障率 promised to the public: at most one in a thousand minutes. */
export const PROMISED = 0.001;

type Rate = { low: number; high: number } | null;
const looks = { met: 'done', missed: 'overdue', undecided: 'warning', noData: 'paused' } as const;

/** A failure rate as far as it is known: one figure, or the two between which it lies. */
export function RateRange({ rate }: { rate: Rate }) {
  const language = useLanguage();
  if (!rate) return <span className="watch-range">—</span>;
  const said = [rate.low, rate.high].map((one) => percent(one, language, 3));
  return <span className="watch-range">{said[0] === said[1] ? said[0] : `${said[0]}–${said[1]}`}</span>;
}

export function VerdictMark({ rate }: { rate: Rate }) {
  const t = useText(uptimeText);
  const verdict = verdictOf(rate, PROMISED);
  return <StatusMark look={looks[verdict]} label={t.verdicts[verdict]} filled />;
}

interface Day {
  date: string;
  low: number | null;
  high: number | null;
}

const lookOf = ({ low, high }: Day) =>
  low === null || high === null ? 'none' : low > 0 ? 'fault' : high > 0 ? 'unknown' : 'ok';

/** A bar for each day; what a bar says is told to those who point at it, the sum to those who listen. */
export function DayBars({ name, days }: { name: string; days: readonly Day[] }) {
  const t = useText(uptimeText);
  const language = useLanguage();
  const count = (look: string) => number(days.filter((day) => lookOf(day) === look).length, language);
  const empty = Math.max(0, 90 - days.length);
  return (
    <svg
      className="day-bars"
      viewBox="0 0 450 28"
      preserveAspectRatio="none"
      role="img"
      aria-label={t.bars(name, count('fault'), count('unknown'))}
    >
      {Array.from({ length: empty }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: days before it served have no name
        <rect key={i} data-look="none" x={i * 5} y={0} width={3.6} height={28} rx={1} />
      ))}
      {days.slice(-90).map((day, i) => (
        <rect key={day.date} data-look={lookOf(day)} x={(empty + i) * 5} y={0} width={3.6} height={28} rx={1}>
          <title>{`${day.date} · ${t.day[lookOf(day)]}${day.low ? ` ${percent(day.low, language, 2)}` : ''}`}</title>
        </rect>
      ))}
    </svg>
  );
}
