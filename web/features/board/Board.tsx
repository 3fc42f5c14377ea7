import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { boardWindows } from '../../../server/modules/cases/board.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number, stretch } from '../../kit/format.ts';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { Aside } from './Aside.tsx';
import { boardAddress, listOf } from './address.ts';
import { HeatTable } from './HeatTable.tsx';
import { type Board as BoardAnswer, useBoard } from './queries.ts';
import '../../kit/filters.css';
import './board.css';
import { boardText } from './text.ts';

/** 看板 — what lies where, what is late, what comes in and goes out; every number opens its cases. */
export function Board() {
  const t = useText(boardText);
  const [address, changeAddress] = useAddress(boardAddress);
  const window = address.window ?? 'open';
  const board = useBoard(window);
  return (
    <div className="page wide board">
      <header className="page-head">
        <h1>{t.title}</h1>
        {/* biome-ignore lint/a11y/useSemanticElements: a row of switches, not a form's group */}
        <div className="counters" role="group" aria-label={t.window}>
          {boardWindows.map((key) => (
            <button
              key={key}
              type="button"
              className="counter"
              aria-pressed={key === window}
              onClick={() => changeAddress({ window: key === 'open' ? undefined : key })}
            >
              {t.windows[key]}
            </button>
          ))}
        </div>
        {board.data?.unitId && <p className="muted small">{t.own}</p>}
      </header>
      {board.error ? (
        <Failed error={board.error} retry={() => void board.refetch()} />
      ) : board.data ? (
        <Content board={board.data} />
      ) : (
        <Skeleton lines={10} />
      )}
    </div>
  );
}

function Content({ board }: { board: BoardAnswer }) {
  const t = useText(boardText);
  const quiet = board.days.every(({ reported, ended }) => reported + ended === 0);
  if (board.total.cases === 0 && board.total.overdue === 0 && quiet)
    return <PageState title={t.empty} next={t.emptyNext} />;
  return (
    <>
      <Figures board={board} />
      <div className="board-grid">
        <HeatTable board={board} />
        <Aside board={board} />
      </div>
    </>
  );
}

function Figures({ board }: { board: BoardAnswer }) {
  const t = useText(boardText);
  const language = useLanguage();
  const { total, days } = board;
  const today = days.at(-1);
  const took = (seconds: number | null) => (seconds === null ? '—' : stretch(seconds * 1000, language));
  return (
    <dl className="board-figures">
      <Figure label={t.cases[board.window]} to={listOf(board, {})}>
        {number(total.cases, language)}
      </Figure>
      <Figure label={t.overdue} look="overdue" to={listOf(board, { time: 'overdue' })} note={t.lateNote}>
        {number(total.overdue, language)}
      </Figure>
      <Figure label={t.amber} look="warning" to={listOf(board, { time: 'amber' })} note={t.lateNote}>
        {number(total.amber, language)}
      </Figure>
      <Figure label={t.in} to={listOf(board, { day: board.today })}>
        {number(today?.reported ?? 0, language)}
      </Figure>
      <Figure label={t.out}>{number(today?.ended ?? 0, language)}</Figure>
      <Figure label={t.mean} note={t.meanHelp} time>
        {took(total.meanSeconds)}
      </Figure>
      <Figure label={t.median} note={t.meanHelp} time>
        {took(total.medianSeconds)}
      </Figure>
      <Figure label={t.p90} note={t.meanHelp} time>
        {took(total.p90Seconds)}
      </Figure>
    </dl>
  );
}

function Figure({
  label,
  look,
  to,
  note,
  time = false,
  children,
}: {
  label: string;
  look?: 'overdue' | 'warning';
  to?: string | undefined;
  note?: string;
  time?: boolean;
  children: ReactNode;
}) {
  const t = useText(boardText);
  return (
    <div className="board-figure" data-look={look} data-time={time} title={note}>
      <dt>{label}</dt>
      <dd>
        {to ? (
          <Link to={to} aria-label={`${label} ${children}，${t.sees(label)}`}>
            {children}
          </Link>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}
