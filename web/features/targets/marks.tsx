import type { ReactNode } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { type Look, StatusMark } from '../../kit/StatusMark.tsx';
import type { BoardLine } from './queries.ts';
import { targetsText } from './text.ts';

/** 万元 in fen. */
const FEN_IN_WAN = 1_000_000;

type Verdict = BoardLine['verdict'];

const nowLooks: Record<Verdict, Look> = { met: 'done', missed: 'overdue', undecided: 'warning', noData: 'waiting' };

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return <StatusMark look={nowLooks[verdict]} label={useText(targetsText).verdicts[verdict]} />;
}

export function OutlookMark({ outlook }: { outlook: Verdict }) {
  return <StatusMark look={nowLooks[outlook]} label={useText(targetsText).outlooks[outlook]} />;
}

/** As many digits as tell a rate of a thousandth from nothing; whole things have none. */
export function digitsOf(unit: string, value: number | null): number {
  if (unit !== '%') return 0;
  return value !== null && Math.abs(value) < 1 && value !== 0 ? 3 : 2;
}

/** What was measured, with its parts; what could not be, in words. */
export function Actual({ line, unit }: { line: Pick<BoardLine, 'value' | 'metric' | 'choice'>; unit: string }) {
  const t = useText(targetsText);
  const language = useLanguage();
  const show = (told: number | null) => `${number(told, language, digitsOf(unit, told))}${unit}`;
  const { value } = line;
  const { numerator, denominator, range, state } = value;
  const inFen = line.metric?.startsWith('budget.') || (line.metric === 'asset.use' && line.choice === 'value');
  const part = (told: number) =>
    inFen ? number(told / FEN_IN_WAN, language, 2) : number(told, language, Number.isInteger(told) ? 0 : 1);
  if (value.value === null) return <span className="muted">{t.states[state] || t.verdicts.noData}</span>;
  return (
    <>
      <strong>{range ? `${show(range.low)}–${show(range.high)}` : show(value.value)}</strong>
      {state === 'manual' && <span className="by-hand">{t.states.manual}</span>}
      {numerator !== null && denominator !== null && (
        <small className="target-parts">
          {part(numerator)} ÷ {part(denominator)}
          {inFen && ` ${t.wan}`}
        </small>
      )}
    </>
  );
}

/** The months as a line; a month without data breaks it. */
export function Spark({ months }: { months: BoardLine['value']['months'] }) {
  const known = months.flatMap(({ value }) => value ?? []);
  if (known.length < 2) return <span className="muted">—</span>;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number) => 2 + (i * 92) / Math.max(1, months.length - 1);
  const y = (value: number) => (high === low ? 12 : 22 - ((value - low) / (high - low)) * 20);
  let pen = 'M';
  const path = months
    .map(({ value }, i) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
      return step;
    })
    .join('');
  const last = months.findLastIndex(({ value }) => value !== null);
  return (
    <svg className="spark" width="96" height="24" viewBox="0 0 96 24" aria-hidden="true" focusable="false">
      <path d={path} />
      <circle cx={x(last)} cy={y(months[last]?.value ?? 0)} r="2" />
    </svg>
  );
}

/** A table that is wider than the screen scrolls by itself, also by keyboard. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
    <section className="target-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
