// A grid of cells with one focus, as spreadsheets have it: the table has the keys, its cells have not.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: see above
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: see above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
import type { ReactNode } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { isFine, showMoney } from '../../kit/moneyText.ts';
import { useKeyList } from '../../kit/shortcuts.ts';
import { CellHistory } from './CellHistory.tsx';
import type { CellAt, GridColumn, GridRow } from './cells.ts';
import { GridBar } from './GridBar.tsx';
import { GridCell } from './GridCell.tsx';
import { gridDeeds, gridKeys } from './gridKeys.ts';
import { Paste } from './Paste.tsx';
import { budgetText } from './text.ts';
import type { Cells } from './useCells.ts';
import { useGrid, within } from './useGrid.ts';

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
  /** What is known of one cell besides its history. */
  about?: (cell: string) => ReactNode;
  /** Buttons of this grid alone. */
  children?: ReactNode;
}

/** 表格填报 — amounts by rows and columns with a spreadsheet's keys; the cell is what one works on. */
export function MoneyGrid(props: MoneyGridProps) {
  const { rows, columns, cellAt, cells, editable, against } = props;
  const t = useText(budgetText);
  const language = useLanguage();
  const grid = useGrid({ rows, columns, cellAt, cells, editable, save: props.save });
  const { active, activeCell, block, chosen, typing, pasted, told } = grid;
  useKeyList(gridDeeds.map((deed) => ({ label: t.gridKeys[deed], keys: gridKeys[deed] })));
  const amountAt = (row: GridRow, column: GridColumn) => {
    const cell = cellAt(row, column);
    return cell === null ? 0 : cells.amountOf(cell);
  };
  const fine = rows.some((row) => !row.sum && columns.some((column) => isFine(amountAt(row, column))));
  const chosenSum = showMoney(chosen.reduce((sum, cell) => sum + cells.amountOf(cell), 0)) || '0.00';
  const chosenText = chosen.length > 1 ? t.chosen(number(chosen.length, language), chosenSum) : '';
  const labelOf = (cell: string): [code: string, name: string, column: string] => {
    for (const row of rows)
      for (const column of columns) if (cellAt(row, column) === cell) return [row.code, row.name, column.label];
    return ['', cell, ''];
  };

  return (
    <section className="part" aria-label={props.label}>
      <GridBar {...props} chosen={chosenText}>
        {props.children}
        {activeCell !== null && (
          <button type="button" className="button quiet small" aria-expanded={told} onClick={() => grid.setTold(!told)}>
            {t.cellHistory}
            <kbd>H</kbd>
          </button>
        )}
      </GridBar>
      {told && activeCell !== null && (
        <CellHistory budgetId={props.budgetId} cell={activeCell} label={labelOf(activeCell).filter(Boolean).join(' ')}>
          {props.about?.(activeCell)}
        </CellHistory>
      )}
      {pasted && (
        <Paste
          pasted={pasted}
          labelOf={labelOf}
          close={() => grid.closePaste(false)}
          apply={() => grid.closePaste(true)}
        />
      )}
      <div className="scroll-x grid-scroll">
        <table
          ref={grid.table}
          className={columns.length > 6 ? 'money-grid narrow' : 'money-grid'}
          role="grid"
          aria-label={`${props.label} · ${t.unit}`}
          aria-readonly={!editable}
          aria-multiselectable
          tabIndex={0}
          aria-activedescendant={typing === undefined ? grid.cellId(active) : undefined}
          {...grid.on}
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
                <th key={column.key} scope="col" className="number" title={column.label}>
                  <span className="column-label">{column.label}</span>
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
                  const at = { row: r, column: c };
                  const isActive = active.row === r && active.column === c;
                  return cell === null ? (
                    <td key={column.key} role="gridcell" className="number">
                      {showMoney(sumOf(row, [column])) || '—'}
                    </td>
                  ) : (
                    <GridCell
                      key={column.key}
                      id={grid.cellId(at)}
                      active={isActive}
                      chosen={within(block, r, c)}
                      typing={isActive ? typing : undefined}
                      label={`${row.name} ${column.label}`}
                      stored={cells.stored.get(cell) ?? 0}
                      edit={cells.edits.get(cell)}
                      theirs={cells.theirs.get(cell)}
                      press={(event) => grid.press(at, event)}
                      drag={() => grid.drag(at)}
                      begin={() => grid.begin(at, cell)}
                      type={grid.setTyping}
                      leave={grid.leave}
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
