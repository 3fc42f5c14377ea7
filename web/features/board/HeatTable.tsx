import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { type BoardDimension, boardDimensions } from '../../../server/modules/cases/board.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, stretch } from '../../kit/format.ts';
import { Tabs } from '../../kit/Page.tsx';
import { Skeleton } from '../../kit/PageState.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { boardAddress, type Counted, heat, listOf, type Order, ordered } from './address.ts';
import { type Board, type Row, useLifecycle } from './queries.ts';
import { boardText } from './text.ts';

const FIRST = 20;

interface Head {
  state: string;
  label: string;
}

/** Rows by states: the more cases, the warmer. */
export function HeatTable({ board }: { board: Board }) {
  const t = useText(boardText);
  const words = useWords();
  const language = useLanguage();
  const [address, changeAddress] = useAddress(boardAddress);
  const lifecycle = useLifecycle();
  const cuts = boardDimensions.filter((key) => key !== 'unit' || board.unitId === null);
  const by = cuts.includes(address.by ?? 'category') ? (address.by ?? 'category') : 'category';
  const order = address.order ?? 'cases';
  // Columns that came later would move under the mouse.
  if (lifecycle.isPending) return <Skeleton lines={10} />;
  const rows = ordered(board.rows[by], order);
  const shown = address.all ? rows : rows.slice(0, FIRST);
  const states: Head[] = Object.entries(lifecycle.data?.states ?? {})
    .filter(([state]) => (board.total.states[state] ?? 0) > 0)
    .map(([state, { label }]) => ({ state, label: words(label) }));
  const most = Math.max(0, ...rows.flatMap((row) => states.map(({ state }) => row.states[state] ?? 0)));
  const withTime = by === 'category';

  const sorter = (key: Order, label: string) => (
    <th key={key} scope="col" className="number board-sort" aria-sort={order === key ? 'descending' : 'none'}>
      <button type="button" onClick={() => changeAddress({ order: key === 'cases' ? undefined : key })}>
        {label}
      </button>
    </th>
  );

  return (
    <section className="part board-heat" aria-label={t.heat}>
      <Tabs
        label={t.by}
        tabs={cuts.map((key) => ({ key, label: t.dimensions[key] }))}
        chosen={by}
        onChoose={(key) => changeAddress({ by: key === 'category' ? undefined : key, all: undefined })}
      />
      <Scroll label={t.dimensions[by]}>
        <table className="heat-table">
          <thead>
            <tr>
              <th scope="col">{t.dimensions[by]}</th>
              {states.map(({ state, label }) => (
                <th key={state} scope="col" className="number">
                  {label}
                </th>
              ))}
              {sorter('cases', t.total)}
              {sorter('overdue', t.overdue)}
              {sorter('amber', t.amber)}
              {withTime && sorter('time', t.time)}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <HeatRow key={row.value ?? ''} {...{ board, row, by, states, most, withTime }} />
            ))}
          </tbody>
          <tfoot>
            <HeatRow {...{ board, row: board.total, by: null, states, most: 0, withTime }} />
          </tfoot>
        </table>
      </Scroll>
      {rows.length > FIRST && (
        <button
          type="button"
          className="button quiet board-more"
          onClick={() => changeAddress({ all: address.all ? undefined : 'true' })}
        >
          {address.all ? t.showFewer : t.showAll(number(rows.length, language))}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  board: Board;
  row: Row;
  /** Null: the sum of all rows. */
  by: BoardDimension | null;
  states: readonly Head[];
  most: number;
  withTime: boolean;
}

function HeatRow({ board, row, by, states, most, withTime }: RowProps) {
  const t = useText(boardText);
  const words = useWords();
  const language = useLanguage();
  const known = row.value === null ? undefined : board.names[row.value];
  const name = by === null ? t.sum : known ? words(known) : row.value === null ? t.none[by] : row.value;
  const whose = by === null ? {} : { dimension: by, value: row.value };
  const cell = (cases: number, label: string, counted: Counted) => (
    <Count cases={cases} to={listOf(board, { ...whose, ...counted })} label={`${name} · ${label}`} />
  );
  return (
    <tr>
      <th scope="row" className="heat-name" title={name}>
        {name}
      </th>
      {states.map(({ state, label }) => {
        const cases = row.states[state] ?? 0;
        return (
          <td key={state} className="number heat-cell" style={{ '--heat': heat(cases, most) } as CSSProperties}>
            {cell(cases, label, { state })}
          </td>
        );
      })}
      <td className="number heat-sum">{cell(row.cases, t.total, {})}</td>
      <td className="number" data-look="overdue">
        {cell(row.overdue, t.overdue, { time: 'overdue' })}
      </td>
      <td className="number" data-look="warning">
        {cell(row.amber, t.amber, { time: 'amber' })}
      </td>
      {withTime && (
        <td className="number muted">{row.meanSeconds === null ? '' : stretch(row.meanSeconds * 1000, language)}</td>
      )}
    </tr>
  );
}

function Count({ cases, to, label }: { cases: number; to: string | undefined; label: string }) {
  const t = useText(boardText);
  const language = useLanguage();
  if (cases === 0) return <span className="heat-zero">·</span>;
  const written = number(cases, language);
  if (!to) return <span>{written}</span>;
  return (
    <Link to={to} aria-label={`${written}，${t.sees(label)}`}>
      {written}
    </Link>
  );
}
