import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { showMoney } from '../../kit/moneyText.ts';
import { type At, type Block, blockOf, cellsIn, type Field, fallOf, readBlock, writeBlock } from './cells.ts';
import { deedOf } from './gridKeys.ts';
import type { Pasted } from './Paste.tsx';
import type { Cells } from './useCells.ts';

const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export const within = ({ top, bottom, left, right }: Block, row: number, column: number): boolean =>
  top <= row && row <= bottom && left <= column && column <= right;

interface GridProps extends Field {
  cells: Cells;
  editable: boolean;
  save?: (() => Promise<void>) | undefined;
}

/** One cell to work on, a block around it, and what keys, mouse and clipboard do with both, as spreadsheets have it. */
export function useGrid({ rows, columns, cellAt, cells, editable, save }: GridProps) {
  const start: At = { row: rows.findIndex(({ sum }) => !sum), column: 0 };
  const [active, setActive] = useState(start);
  const [head, setHead] = useState(start);
  const [typing, setTyping] = useState<string>();
  const [pasted, setPasted] = useState<Pasted[]>();
  const [told, setTold] = useState(false);
  const dragging = useRef(false);
  const table = useRef<HTMLTableElement>(null);
  const id = useId();
  const field = { rows, columns, cellAt };
  const block = blockOf(active, head);
  const cellId = ({ row, column }: At) => `${id}-${row}-${column}`;
  const shownAt = (cell: string) => cells.edits.get(cell)?.typed ?? showMoney(cells.amountOf(cell));
  const [[activeCell = null] = []] = cellsIn(blockOf(active, active), field);
  const chosen = cellsIn(block, field).flatMap((row) => row.filter((cell) => cell !== null));

  useEffect(() => {
    const drop = () => {
      dragging.current = false;
    };
    addEventListener('mouseup', drop);
    return () => removeEventListener('mouseup', drop);
  }, []);

  function choose(at: At) {
    setActive(at);
    setHead(at);
  }

  /** The next cell that way; sums are stepped over. */
  function stepped(from: At, byRow: number, byColumn: number): At {
    let row = from.row + byRow;
    while (rows[row]?.sum) row += byRow || 1;
    const column = Math.max(0, Math.min(columns.length - 1, from.column + byColumn));
    const next = { row: rows[row] ? row : from.row, column };
    document.getElementById(cellId(next))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return next;
  }

  const move = (byRow: number, byColumn: number) => choose(stepped(active, byRow, byColumn));

  function commit(byRow: number, byColumn: number) {
    if (typing !== undefined && activeCell !== null) cells.put([{ cell: activeCell, text: typing }]);
    setTyping(undefined);
    table.current?.focus();
    move(byRow, byColumn);
  }

  const clear = () => cells.put(chosen.map((cell) => ({ cell, text: '' })));

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
    const deed = deedOf(event);
    const back = event.shiftKey ? -1 : 1;
    const atEdge = active.column === (event.shiftKey ? 0 : columns.length - 1);
    const typed = editable && activeCell !== null;
    if (deed === 'move') move(...(steps[event.key] ?? [0, 0]));
    else if (deed === 'extend') setHead(stepped(head, ...(steps[event.key] ?? [0, 0])));
    else if (deed === 'all') {
      setActive(start);
      setHead({ row: rows.length - 1, column: columns.length - 1 });
    } else if (deed === 'along' && !atEdge) move(0, back);
    else if (deed === 'down') move(back, 0);
    else if (deed === 'first') move(0, -active.column);
    else if (deed === 'last') move(0, columns.length);
    else if (deed === 'undo') cells.undo();
    else if (deed === 'redo') cells.redo();
    else if (deed === 'save' && editable && save) void save();
    else if (deed === 'history') setTold(!told);
    else if (deed === 'edit' && typed) setTyping(shownAt(activeCell));
    else if (deed === 'clear' && typed) clear();
    else if (deed === 'replace' && typed) setTyping(event.key);
    else return;
    event.preventDefault();
  }

  function onPaste(event: ClipboardEvent) {
    if (!editable || typing !== undefined) return;
    event.preventDefault();
    const fallen = fallOf(readBlock(event.clipboardData.getData('text')), block, field);
    setPasted(fallen.map((one) => ({ ...one, was: cells.amountOf(one.cell) })));
  }

  function onCopy(event: ClipboardEvent) {
    if (typing !== undefined || chosen.length === 0) return;
    event.preventDefault();
    const shown = cellsIn(block, field).map((row) => row.map((cell) => (cell === null ? '' : shownAt(cell))));
    event.clipboardData.setData('text/plain', writeBlock(shown));
  }

  function onCut(event: ClipboardEvent) {
    if (!editable || typing !== undefined) return;
    onCopy(event);
    clear();
  }

  function closePaste(fill: boolean) {
    if (fill && pasted) cells.put(pasted);
    setPasted(undefined);
    table.current?.focus();
  }

  return {
    active,
    activeCell,
    block,
    chosen,
    typing,
    pasted,
    told,
    table,
    cellId,
    setTyping,
    setTold,
    closePaste,
    /** What the table listens to. */
    on: { onKeyDown, onPaste, onCopy, onCut },
    press(at: At, event: MouseEvent) {
      if (event.button !== 0) return;
      event.preventDefault();
      if (typing !== undefined) commit(0, 0);
      if (event.shiftKey) setHead(at);
      else choose(at);
      dragging.current = true;
      table.current?.focus();
    },
    drag(at: At) {
      if (dragging.current) setHead(at);
    },
    begin(at: At, cell: string) {
      if (!editable) return;
      choose(at);
      setTyping(shownAt(cell));
    },
    leave: () => commit(0, 0),
  };
}
