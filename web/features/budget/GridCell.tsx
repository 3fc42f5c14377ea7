// biome-ignore-all lint/a11y/useKeyWithMouseEvents: the grid has the keys
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid
import { type MouseEvent, useEffect, useRef } from 'react';
import { useText } from '../../i18n/language.ts';
import { moneyText } from '../../kit/MoneyField.tsx';
import { isFine, readMoney, showMoney } from '../../kit/moneyText.ts';
import type { Edit } from './cells.ts';
import { budgetText } from './text.ts';

interface GridCellProps {
  id: string;
  label: string;
  active: boolean;
  /** Among those that copying, clearing and pasting are about. */
  chosen: boolean;
  /** What is being typed here; undefined as long as nobody types. */
  typing: string | undefined;
  stored: number;
  edit: Edit | undefined;
  /** What somebody else put here meanwhile. */
  theirs: number | undefined;
  press: (event: MouseEvent) => void;
  drag: () => void;
  begin: () => void;
  type: (text: string) => void;
  leave: () => void;
}

/** One amount. A changed cell shows what it was until it is saved, and what somebody else made of it. */
export function GridCell({ id, label, active, chosen, typing, stored, edit, theirs, ...on }: GridCellProps) {
  const t = useText(budgetText);
  const money = useText(moneyText);
  const input = useRef<HTMLInputElement>(null);
  const open = typing !== undefined;
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open]);
  const read = edit && readMoney(edit.typed);
  const fault = read && 'fault' in read ? read.fault : undefined;
  return (
    <td
      id={id}
      role="gridcell"
      className="number cell"
      aria-selected={chosen}
      data-active={active || undefined}
      aria-invalid={fault !== undefined || undefined}
      data-fine={isFine(edit?.fen ?? stored) || undefined}
      data-changed={edit ? true : undefined}
      data-theirs={theirs !== undefined || undefined}
      onMouseDown={on.press}
      onMouseEnter={on.drag}
      onDoubleClick={on.begin}
    >
      {open ? (
        <input
          ref={input}
          aria-label={label}
          inputMode="decimal"
          value={typing}
          onChange={(event) => on.type(event.target.value)}
          onBlur={on.leave}
          onMouseDown={(event) => event.stopPropagation()}
        />
      ) : (
        <>
          {edit ? (edit.fen === null ? edit.typed : showMoney(edit.fen) || '—') : showMoney(stored) || '—'}
          {fault && <small className="cell-fault">{money.faults[fault]}</small>}
          {edit && theirs === undefined && <small className="cell-was">{t.was(showMoney(edit.was) || '—')}</small>}
          {theirs !== undefined && <small className="cell-fault">{t.theirs(showMoney(theirs) || '—')}</small>}
        </>
      )}
    </td>
  );
}
