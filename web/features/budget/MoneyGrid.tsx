// A grid of cells with one focus, as spreadsheets have it: the table has the keys, its cells have not.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: see above
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: see above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { isFine, showMoney } from '../../kit/moneyText.ts';
import { CellHistory } from './CellHistory.tsx';
import { type CellAt, fallOf, type GridColumn, type GridRow, readBlock } from './cells.ts';
import { GridBar } from './GridBar.tsx';
import { GridCell } from './GridCell.tsx';
import { Paste, type Pasted } from './Paste.tsx';
import { budgetText } from './text.ts';
import type { Cells } from './useCells.ts';

const DIGIT = /^[0-9０-９.．]$/;
const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export interface MoneyGridProps {
  label: string;
  budgetId: string;
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
  cellAt: CellAt;
  cells: Cells;
  editable: boolean;
  /** Saves what is typed; absent where the grid is part of a form that sends it. */
  save?: () => Promise<void>;
  /** Said where nothing may be typed. */
  readOnly: string;
  /** Beside the total of a row, what it should come to. */
  against?: { label: string; of: (row: GridRow) => number };
  /** Buttons of this grid alone. */
  children?: ReactNode;
}

/** 表格填报 — amounts by rows and columns with a spreadsheet's keys; the cell is what one works on. */
export function MoneyGrid(props: MoneyGridProps) {
  const { rows, columns, cellAt, cells, editable, against } = props;
  const t = useText(budgetText);
  const language = useLanguage();
  const [active, setActive] = useState({ row: rows.findIndex(({ sum }) => !sum), column: 0 });
  const [typing, setTyping] = useState<string>();
  const [pasted, setPasted] = useState<Pasted[]>();
  const [told, setTold] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const id = useId();
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`;
  const nameAt = (r: number, c: number) => {
    const [row, column] = [rows[r], columns[c]];
    return row && column && !row.sum ? cellAt(row, column) : null;
  };
  const amountAt = (row: GridRow, column: GridColumn) => {
    const cell = cellAt(row, column);
    return cell === null ? 0 : cells.amountOf(cell);
  };
  const activeCell = nameAt(active.row, active.column);
  const shownAt = (cell: string) => cells.edits.get(cell)?.typed ?? showMoney(cells.amountOf(cell));
  const fine = rows.some((row) => !row.sum && columns.some((column) => isFine(amountAt(row, column))));

  function move(byRow: number, byColumn: number) {
    let row = active.row + byRow;
    while (rows[row]?.sum) row += byRow || 1;
    const column = Math.max(0, Math.min(columns.length - 1, active.column + byColumn));
    const next = { row: rows[row] ? row : active.row, column };
    setActive(next);
    document.getElementById(cellId(next.row, next.column))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function commit(byRow: number, byColumn: number) {
    if (typing !== undefined && activeCell !== null) cells.put([{ cell: activeCell, text: typing }]);
    setTyping(undefined);
    table.current?.focus();
    move(byRow, byColumn);
  }

  function whileTyping(event: KeyboardEvent) {
    const way = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
    if (event.key === 'Escape') {
      setTyping(undefined);
      table.current?.focus();
    } else if (way) commit(way[0] ?? 0, way[1] ?? 0);
    else return;
    event.preventDefault();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (typing !== undefined) return whileTyping(event);
    const control = event.ctrlKey || event.metaKey;
    const step = steps[event.key];
    const atEdge = event.key === 'Tab' && (event.shiftKey ? active.column === 0 : active.column === columns.length - 1);
    if (step && !control) move(...step);
    else if (event.key === 'Tab' && !atEdge) move(0, event.shiftKey ? -1 : 1);
    else if (event.key === 'Enter') move(event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'Home') move(0, -active.column);
    else if (event.key === 'End') move(0, columns.length);
    else if (control && event.key.toLowerCase() === 'z') cells.undo();
    else if (control && event.key.toLowerCase() === 's' && editable && props.save) void props.save();
    else if (event.key.toLowerCase() === 'h' && !control && !event.altKey) setTold(!told);
    else if (!editable || control || event.altKey || activeCell === null) return;
    else if (event.key === 'F2') setTyping(shownAt(activeCell));
    else if (event.key === 'Delete' || event.key === 'Backspace') cells.put([{ cell: activeCell, text: '' }]);
    else if (DIGIT.test(event.key)) setTyping(event.key);
    else return;
    event.preventDefault();
  }

  function onPaste(event: ClipboardEvent) {
    if (!editable || typing !== undefined) return;
    event.preventDefault();
    const fallen = fallOf(readBlock(event.clipboardData.getData('text')), active, { rows, columns, cellAt });
    setPasted(fallen.map((one) => ({ ...one, was: cells.amountOf(one.cell) })));
  }

  function onCopy(event: ClipboardEvent) {
    if (typing !== undefined || activeCell === null) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', shownAt(activeCell));
  }

  const closePaste = () => {
    setPasted(undefined);
    table.current?.focus();
  };
  const labelOf = (cell: string): [code: string, name: string, column: string] => {
    for (const row of rows)
      for (const column of columns) if (cellAt(row, column) === cell) return [row.code, row.name, column.label];
    return ['', cell, ''];
  };

  return (
    <section className="part" aria-label={props.label}>
      <GridBar {...props}>
        {props.children}
        {activeCell !== null && (
          <button type="button" className="button quiet small" aria-expanded={told} onClick={() => setTold(!told)}>
            {t.cellHistory}
            <kbd>H</kbd>
          </button>
        )}
      </GridBar>
      {told && activeCell !== null && (
        <CellHistory
          budgetId={props.budgetId}
          cell={activeCell}
          label={labelOf(activeCell).filter(Boolean).join(' ')}
        />
      )}
      {pasted && (
        <Paste
          pasted={pasted}
          labelOf={labelOf}
          close={closePaste}
          apply={() => {
            cells.put(pasted);
            closePaste();
          }}
        />
      )}
      <div className="scroll-x grid-scroll">
        <table
          ref={table}
          className={columns.length > 6 ? 'money-grid narrow' : 'money-grid'}
          role="grid"
          aria-label={`${props.label} · ${t.unit}`}
          aria-readonly={!editable}
          tabIndex={0}
          aria-activedescendant={typing === undefined ? cellId(active.row, active.column) : undefined}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onCopy={onCopy}
        >
          <thead>
            <tr>
              <th scope="col" className="mono">
                {t.code}
              </th>
              <th scope="col" className="name">
                {t.unit}
              </th>
              {columns.map((column) => (
                <th key={column.key} scope="col" className="number">
                  {column.label}
                </th>
              ))}
              <th scope="col" className="number">
                {t.total}
              </th>
              {against && (
                <th scope="col" className="number">
                  {against.label}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={row.key} className={row.sum ? 'sum' : undefined}>
                <th scope="row" className="mono">
                  {row.code}
                </th>
                <th scope="row" className="name" title={row.name}>
                  {row.name}
                </th>
                {columns.map((column, c) => {
                  const cell = row.sum ? null : cellAt(row, column);
                  const isActive = active.row === r && active.column === c;
                  return cell === null ? (
                    <td key={column.key} role="gridcell" className="number">
                      {showMoney(sumOf(row, [column])) || '—'}
                    </td>
                  ) : (
                    <GridCell
                      key={column.key}
                      id={cellId(r, c)}
                      active={isActive}
                      typing={isActive ? typing : undefined}
                      label={`${row.name} ${column.label}`}
                      stored={cells.stored.get(cell) ?? 0}
                      edit={cells.edits.get(cell)}
                      theirs={cells.theirs.get(cell)}
                      choose={() => {
                        if (typing !== undefined) commit(0, 0);
                        setActive({ row: r, column: c });
                        table.current?.focus();
                      }}
                      begin={() => {
                        if (!editable) return;
                        setActive({ row: r, column: c });
                        setTyping(shownAt(cell));
                      }}
                      type={setTyping}
                      leave={() => commit(0, 0)}
                    />
                  );
                })}
                <td role="gridcell" className="number total">
                  {showMoney(sumOf(row, columns)) || '—'}
                </td>
                {against && (
                  <td
                    role="gridcell"
                    className="number"
                    data-apart={against.of(row) !== sumOf(row, columns) || undefined}
                  >
                    {showMoney(against.of(row)) || '—'}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="sum">
              <th scope="row" className="mono" />
              <th scope="row" className="name">
                {t.grandTotal}
              </th>
              {columns.map((column) => (
                <td key={column.key} role="gridcell" className="number">
                  {showMoney(grand([column])) || '—'}
                </td>
              ))}
              <td role="gridcell" className="number total">
                {showMoney(grand(columns)) || '—'}
              </td>
              {against && (
                <td role="gridcell" className="number">
                  {showMoney(rows.reduce((sum, row) => sum + against.of(row), 0)) || '—'}
                </td>
              )}
            </tr>
          </tfoot>
        </table>
      </div>
      {fine && <p className="muted small">{t.fine}</p>}
      <span className="unseen" role="status">
        {cells.edits.size > 0 ? t.save(number(cells.edits.size, language)) : ''}
      </span>
    </section>
  );

  function sumOf(row: GridRow, of: readonly GridColumn[]): number {
    const items = row.sum ? rows.filter((one) => !one.sum && one.code.startsWith(row.code)) : [row];
    return items.reduce((sum, item) => sum + of.reduce((own, column) => own + amountAt(item, column), 0), 0);
  }

  function grand(of: readonly GridColumn[]): number {
    return rows.filter(({ sum }) => !sum).reduce((sum, row) => sum + sumOf(row, of), 0);
  }
}
