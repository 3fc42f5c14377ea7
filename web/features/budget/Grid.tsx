// A grid of cells with one focus, as spreadsheets have it: the table has the keys, its cells have not.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: see above
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: see above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { keyOf } from '../../../server/modules/budget/rules.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem } from '../../request.ts';
import { fallOf, type GridColumn, type GridRow, gridColumns, gridRows, readBlock, showCell } from './cells.ts';
import { GridCell } from './GridCell.tsx';
import { Paste, type Pasted } from './Paste.tsx';
import type { Budget } from './queries.ts';
import { budgetText } from './text.ts';
import { useCells } from './useCells.ts';

const DIGIT = /^[0-9０-９.．]$/;
const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** 预算表 — economic items by personnel, public and projects; the cell is what one works on. */
export function Grid({ budget, all, onAll }: { budget: Budget; all: boolean; onAll: (all: boolean) => void }) {
  const t = useText(budgetText);
  const language = useLanguage();
  const cells = useCells(budget);
  const columns = gridColumns(t, budget.projects);
  const rows = gridRows(budget.year, budget.lines, all);
  const functionCode = budget.lines[0]?.functionCode ?? budget.incomes[0]?.functionCode ?? '2010350';
  const editable = budget.may.some(({ action, refusal }) => action === 'edit' && !refusal);
  const [active, setActive] = useState({ row: 1, column: 0 });
  const [typing, setTyping] = useState<string>();
  const [pasted, setPasted] = useState<Pasted[]>();
  const table = useRef<HTMLTableElement>(null);
  const id = useId();
  const marked = [...cells.edits.values()].filter(({ fen }) => fen === null).length;
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`;
  const lineAt = (row: number, column: number) => columns[column]?.line(functionCode, rows[row]?.code ?? '');

  function move(byRow: number, byColumn: number) {
    let row = active.row + byRow;
    while (rows[row]?.sum) row += byRow || 1;
    const column = Math.max(0, Math.min(columns.length - 1, active.column + byColumn));
    const next = { row: rows[row] ? row : active.row, column };
    setActive(next);
    document.getElementById(cellId(next.row, next.column))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function commit(byRow: number, byColumn: number) {
    const line = lineAt(active.row, active.column);
    if (typing !== undefined && line) cells.put([{ line, text: typing }]);
    setTyping(undefined);
    table.current?.focus();
    move(byRow, byColumn);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (typing !== undefined) {
      const way = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
      if (event.key === 'Escape') {
        setTyping(undefined);
        table.current?.focus();
      } else if (!way) return;
      else commit(way[0] ?? 0, way[1] ?? 0);
      return event.preventDefault();
    }
    const control = event.ctrlKey || event.metaKey;
    const step = steps[event.key];
    const line = lineAt(active.row, active.column);
    const shown = line ? (cells.edits.get(keyOf(line))?.typed ?? showCell(cells.amountOf(line))) : '';
    const atEdge = event.key === 'Tab' && (event.shiftKey ? active.column === 0 : active.column === columns.length - 1);
    if (step && !control) move(...step);
    else if (event.key === 'Tab' && !atEdge) move(0, event.shiftKey ? -1 : 1);
    else if (event.key === 'Enter') move(event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'Home') move(0, -active.column);
    else if (event.key === 'End') move(0, columns.length);
    else if (control && event.key.toLowerCase() === 'z') cells.undo();
    else if (control && event.key.toLowerCase() === 's' && editable) void save();
    else if (!editable || control || event.altKey) return;
    else if (event.key === 'F2') setTyping(shown);
    else if ((event.key === 'Delete' || event.key === 'Backspace') && line) cells.put([{ line, text: '' }]);
    else if (DIGIT.test(event.key)) setTyping(event.key);
    else return;
    event.preventDefault();
  }

  async function save() {
    if (marked > 0 || cells.edits.size === 0) return;
    try {
      if (await cells.save()) toast(t.saved, { look: 'done' });
    } catch (error) {
      toast(error instanceof ApiProblem ? error.detail : String(error), { look: 'overdue' });
    }
  }

  function onPaste(event: React.ClipboardEvent) {
    if (!editable || typing !== undefined) return;
    event.preventDefault();
    const fallen = fallOf(readBlock(event.clipboardData.getData('text')), active, { rows, columns, functionCode });
    setPasted(fallen.map(({ line, text }) => ({ line, text, was: cells.amountOf(line) })));
  }

  return (
    <section className="part" aria-label={t.tabs.grid}>
      <div className="grid-bar no-print">
        <span className="muted small">{editable ? t.keys : t.readOnly}</span>
        <span className="page-actions">
          <button type="button" className="button quiet small" aria-pressed={all} onClick={() => onAll(!all)}>
            {all ? t.usedCodes : t.allCodes}
          </button>
          {cells.canUndo && (
            <button type="button" className="button small" onClick={cells.undo}>
              {t.undo}
              <kbd>Ctrl Z</kbd>
            </button>
          )}
          {cells.edits.size > 0 && (
            <>
              <button type="button" className="button quiet small" onClick={cells.discard}>
                {t.discard}
              </button>
              <button
                type="button"
                className="button primary small"
                aria-disabled={marked > 0 || cells.saving || undefined}
                onClick={() => void save()}
              >
                {t.save(number(cells.edits.size, language))}
                <kbd>Ctrl S</kbd>
              </button>
            </>
          )}
        </span>
      </div>
      <div role="alert">
        {cells.theirs.size > 0 && (
          <p className="actions-warns">
            <Icon name="warn" />
            {t.conflict}
          </p>
        )}
        {marked > 0 && <p className="form-fault">{t.marked(number(marked, language))}</p>}
      </div>
      {pasted && (
        <Paste
          pasted={pasted}
          columns={columns}
          close={() => {
            setPasted(undefined);
            table.current?.focus();
          }}
          apply={() => {
            cells.put(pasted);
            setPasted(undefined);
            table.current?.focus();
          }}
        />
      )}
      <div className="scroll-x grid-scroll">
        <table
          ref={table}
          className="money-grid"
          role="grid"
          aria-label={`${t.tabs.grid} · ${t.unit}`}
          aria-readonly={!editable}
          tabIndex={0}
          aria-activedescendant={typing === undefined ? cellId(active.row, active.column) : undefined}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        >
          <thead>
            <tr>
              <th scope="col" className="mono">
                {t.code}
              </th>
              <th scope="col">{t.unit}</th>
              {columns.map((column) => (
                <th key={column.key} scope="col" className="number">
                  {column.label}
                </th>
              ))}
              <th scope="col" className="number">
                {t.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={row.code} className={row.sum ? 'sum' : undefined}>
                <th scope="row" className="mono">
                  {row.code}
                </th>
                <th scope="row" className="name">
                  {row.name}
                </th>
                {columns.map((column, c) =>
                  row.sum ? (
                    <td key={column.key} role="gridcell" className="number">
                      {showCell(sumOf(row, [column])) || '—'}
                    </td>
                  ) : (
                    <GridCell
                      key={column.key}
                      id={cellId(r, c)}
                      active={active.row === r && active.column === c}
                      typing={active.row === r && active.column === c ? typing : undefined}
                      label={`${row.name} ${column.label}`}
                      stored={cells.stored.get(keyOf(column.line(functionCode, row.code))) ?? 0}
                      edit={cells.edits.get(keyOf(column.line(functionCode, row.code)))}
                      theirs={cells.theirs.get(keyOf(column.line(functionCode, row.code)))}
                      choose={() => {
                        if (typing !== undefined) commit(0, 0);
                        setActive({ row: r, column: c });
                        table.current?.focus();
                      }}
                      begin={() => {
                        if (editable) {
                          setActive({ row: r, column: c });
                          const line = column.line(functionCode, row.code);
                          setTyping(cells.edits.get(keyOf(line))?.typed ?? showCell(cells.amountOf(line)));
                        }
                      }}
                      type={setTyping}
                      leave={() => commit(0, 0)}
                    />
                  ),
                )}
                <td role="gridcell" className="number total">
                  {showCell(sumOf(row, columns)) || '—'}
                </td>
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
                  {showCell(grand([column])) || '—'}
                </td>
              ))}
              <td role="gridcell" className="number total">
                {showCell(grand(columns)) || '—'}
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );

  function sumOf(row: GridRow, of: readonly GridColumn[]): number {
    const items = row.sum ? rows.filter((one) => !one.sum && one.code.startsWith(row.code)) : [row];
    return items.reduce(
      (sum, { code }) => sum + of.reduce((own, column) => own + cells.amountOf(column.line(functionCode, code)), 0),
      0,
    );
  }

  function grand(of: readonly GridColumn[]): number {
    return rows.filter(({ sum }) => !sum).reduce((sum, row) => sum + sumOf(row, of), 0);
  }
}
