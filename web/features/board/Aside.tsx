import { Link } from '@tanstack/react-router';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, stretch } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { type Look, StatusMark } from '../../kit/StatusMark.tsx';
import { listOf } from './address.ts';
import { type Board, useLifecycle } from './queries.ts';
import { boardText } from './text.ts';

/** Beside the table: the days, the states, and what takes longest. */
export function Aside({ board }: { board: Board }) {
  return (
    <div className="board-aside">
      <Flows board={board} />
      <Stages board={board} />
      <Slowest board={board} />
    </div>
  );
}

const HEIGHT = 84;

/** Each day two bars: what was reported, what ended. */
function Flows({ board: { days } }: { board: Board }) {
  const t = useText(boardText);
  const language = useLanguage();
  const most = Math.max(1, ...days.flatMap(({ reported, ended }) => [reported, ended]));
  const width = 100 / days.length;
  const bar = (cases: number) => (cases / most) * (HEIGHT - 4);
  const sum = (key: 'reported' | 'ended') =>
    number(
      days.reduce((total, day) => total + day[key], 0),
      language,
    );
  return (
    <Section title={t.flows} note={t.flowsNote(String(days.length))}>
      <p className="board-legend small">
        <span data-flow="reported">
          {t.reported} <b>{sum('reported')}</b>
        </span>
        <span data-flow="ended">
          {t.ended} <b>{sum('ended')}</b>
        </span>
      </p>
      <svg
        className="board-flows"
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t.flowsNote(String(days.length))}
      >
        {days.map(({ day, reported, ended }, i) => (
          <g key={day}>
            <title>{t.dayFlow(day, number(reported, language), number(ended, language))}</title>
            <rect className="board-day" x={i * width} y={0} width={width} height={HEIGHT} />
            <rect
              data-flow="reported"
              x={(i + 0.12) * width}
              y={HEIGHT - bar(reported)}
              width={width * 0.38}
              height={bar(reported)}
            />
            <rect
              data-flow="ended"
              x={(i + 0.52) * width}
              y={HEIGHT - bar(ended)}
              width={width * 0.38}
              height={bar(ended)}
            />
          </g>
        ))}
      </svg>
      <p className="board-axis muted small">
        <span>{days[0]?.day.slice(5)}</span>
        <span>{days.at(-1)?.day.slice(5)}</span>
      </p>
    </Section>
  );
}

function Stages({ board }: { board: Board }) {
  const t = useText(boardText);
  const words = useWords();
  const language = useLanguage();
  const lifecycle = useLifecycle();
  const states = Object.entries(lifecycle.data?.states ?? {}).flatMap(([state, { label, look }]) => {
    const cases = board.total.states[state] ?? 0;
    return cases > 0 ? [{ state, cases, label: words(label), look: look as Look }] : [];
  });
  const most = Math.max(1, ...states.map(({ cases }) => cases));
  return (
    <Section title={t.stages}>
      <ul className="board-stages">
        {states.map(({ state, cases, label, look }) => (
          <li key={state}>
            <StatusMark look={look} label={label} />
            <meter className="board-meter" min={0} max={most} value={cases} aria-label={label} />
            <Link to={listOf(board, { state }) ?? '/cases'} aria-label={`${number(cases, language)}，${t.sees(label)}`}>
              {number(cases, language)}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const SHOWN = 8;
const LEAST = 5;

function Slowest({ board }: { board: Board }) {
  const t = useText(boardText);
  const words = useWords();
  const language = useLanguage();
  const slow = board.rows.category
    .flatMap((row) => (row.meanSeconds === null || row.closed < LEAST ? [] : [{ ...row, took: row.meanSeconds }]))
    .sort((a, b) => b.took - a.took)
    .slice(0, SHOWN);
  const name = (value: string | null) => {
    const known = value === null ? undefined : board.names[value];
    return known ? words(known) : t.none.category;
  };
  return (
    <Section title={t.slowest} note={t.slowestNote(String(LEAST))}>
      {slow.length === 0 ? (
        <p className="muted">{t.slowestNone}</p>
      ) : (
        <ol className="board-slow">
          {slow.map((row) => (
            <li key={row.value ?? ''}>
              <span className="cut" title={name(row.value)}>
                {name(row.value)}
              </span>
              <span className="muted small">{t.closedCases(number(row.closed, language))}</span>
              <b>{stretch(row.took * 1000, language)}</b>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
