import type { ReactNode } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { digitsOf, number } from '../../kit/format.ts';
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

/** Whether the parts of a value are money. */
function isMoney({ metric, choice }: Pick<BoardLine, 'metric' | 'choice'>): boolean {
  return metric === 'asset.use'
    ? choice === 'value'
    : (metric?.startsWith('budget.') ?? false) && choice !== 'byNumber';
}

/** What was measured, with its parts; what could not be, in words. */
export function Actual({ line, unit }: { line: Pick<BoardLine, 'value' | 'metric' | 'choice'>; unit: string }) {
  const t = useText(targetsText);
  const words = useWords();
  const language = useLanguage();
  const show = (told: number | null) => `${number(told, language, digitsOf(unit, told))}${unit}`;
  const { value } = line;
  const { numerator, denominator, range, state, word, beside = [] } = value;
  const inFen = isMoney(line);
  const part = (told: number) =>
    inFen ? number(told / FEN_IN_WAN, language, 2) : number(told, language, Number.isInteger(told) ? 0 : 1);
  const others = beside.map(({ label, ...one }) => (
    <small key={label.zh} className="target-parts target-beside">
      {words(label)} {one.value === null ? t.verdicts.noData : show(one.value)}
      {one.numerator !== null && one.denominator !== null && (
        <span className="nowrap">{` ${part(one.numerator)} ÷ ${part(one.denominator)}`}</span>
      )}
    </small>
  ));
  if (value.value === null)
    return (
      <>
        <span className="muted">{t.states[state] || t.verdicts.noData}</span>
        {others}
      </>
    );
  return (
    <>
      <strong>{word ? words(word) : range ? `${show(range.low)}–${show(range.high)}` : show(value.value)}</strong>
      {state === 'manual' && <span className="by-hand">{t.states.manual}</span>}
      {numerator !== null && denominator !== null && (
        <small className="target-parts">
          <span className="nowrap">{`${part(numerator)} ÷ ${part(denominator)}${inFen ? ` ${t.wan}` : ''}`}</span>
        </small>
      )}
      {others}
    </>
  );
}

const [WIDE, HIGH, EDGE] = [112, 28, 3];

/** The months as a line, the target as a dashed one; a month without data breaks it. */
export function Spark({ months, target }: { months: BoardLine['value']['months']; target: number | null }) {
  const known = months.flatMap(({ value }) => value ?? []);
  if (known.length < 2) return <span className="muted">—</span>;
  const marks = target === null ? known : [...known, target];
  const [low, high] = [Math.min(...marks), Math.max(...marks)];
  const x = (i: number) => EDGE + (i * (WIDE - 2 * EDGE)) / Math.max(1, months.length - 1);
  const y = (value: number) =>
    high === low ? HIGH / 2 : HIGH - EDGE - ((value - low) / (high - low)) * (HIGH - 2 * EDGE);
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
    <svg
      className="spark"
      width={WIDE}
      height={HIGH}
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      aria-hidden="true"
      focusable="false"
    >
      {target !== null && <line className="spark-target" x1="0" x2={WIDE} y1={y(target)} y2={y(target)} />}
      <path d={path} />
      <circle cx={x(last)} cy={y(months[last]?.value ?? 0)} r="2.5" />
    </svg>
  );
}

interface RangeProps {
  forecast: NonNullable<BoardLine['forecast']>;
  target: number | null;
  outlook: Verdict;
}

/** The range of the forecast as a bar with its likely end, beside the target. */
export function RangeBar({ forecast: { low, likely, high }, target, outlook }: RangeProps) {
  const marks = [low, high, ...(target === null ? [] : [target])];
  const [from, to] = [Math.min(...marks), Math.max(...marks)];
  if (to === from) return null;
  const at = (value: number) => EDGE + ((value - from) / (to - from)) * (WIDE - 2 * EDGE);
  return (
    <svg
      className="range-bar"
      data-outlook={outlook}
      width={WIDE}
      height="12"
      viewBox={`0 0 ${WIDE} 12`}
      aria-hidden="true"
      focusable="false"
    >
      <line className="range-track" x1={EDGE} x2={WIDE - EDGE} y1="6" y2="6" />
      <line className="range-span" x1={at(low)} x2={Math.max(at(high), at(low) + 1)} y1="6" y2="6" />
      <circle cx={at(likely)} cy="6" r="3" />
      {target !== null && <line className="range-target" x1={at(target)} x2={at(target)} y1="0" y2="12" />}
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
