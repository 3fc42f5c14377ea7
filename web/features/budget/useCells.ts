import { useState } from 'react';
import type { LineKey } from '../../../server/modules/budget/model.ts';
import { keepDraft, keptDraft } from '../../drafts.ts';
import { ApiProblem, newKey } from '../../request.ts';
import { draftKey, useMe } from '../../session.ts';
import { type Edits, rebased, restored, type Typed, withTyped, writtenOf } from './cells.ts';
import { cellNamed, storedOf } from './keys.ts';
import { type Budget, readAnew } from './queries.ts';

export type Cells = ReturnType<typeof useCells>;

/** The lines of the budget that have money as it is typed. */
export const usedLines = (cells: Cells): LineKey[] =>
  [...new Set([...cells.stored.keys(), ...cells.edits.keys()])].flatMap((name) => {
    const cell = cellNamed(name);
    return cell.of === 'line' && cells.amountOf(name) !== 0 ? [cell.key] : [];
  });

/**
 * The cells of a budget while somebody types: what differs, what can be taken back and brought back, and whose change came between.
 * `send` says what becomes of the block: amounts entered, or an adjustment asked for. What is typed outlives a reload and the end
 * of a session under the name of `what`, and is taken up again where it `may` still be typed.
 */
export function useCells(
  budget: Budget,
  { what, may }: { what: string; may: boolean },
  send: (edits: Edits, key: string) => Promise<void>,
) {
  const me = useMe();
  const key = draftKey(`${what}.${budget.id}`, me.id);
  const stored = storedOf(budget);
  const [taken] = useState(() => restored(may ? keptDraft(key) : null, stored));
  const [edits, setTyped] = useState<Edits>(taken.edits);
  const [before, setBefore] = useState<readonly Edits[]>([]);
  const [undone, setUndone] = useState<readonly Edits[]>([]);
  const [theirs, setTheirs] = useState<ReadonlyMap<string, number>>(taken.theirs);
  const [saving, setSaving] = useState(false);

  function setEdits(next: Edits) {
    setTyped(next);
    keepDraft(key, next.size > 0 ? writtenOf(next) : null);
  }

  function put(typed: readonly Typed[]) {
    const next = withTyped(edits, typed, stored);
    if (typed.every(({ cell }) => next.get(cell)?.typed === edits.get(cell)?.typed)) return;
    setBefore([...before.slice(-99), edits]);
    setUndone([]);
    setEdits(next);
  }

  function undo() {
    const last = before.at(-1);
    if (!last) return;
    setEdits(rebased(last, stored));
    setBefore(before.slice(0, -1));
    setUndone([...undone, edits]);
  }

  function redo() {
    const next = undone.at(-1);
    if (!next) return;
    setEdits(rebased(next, stored));
    setBefore([...before, edits]);
    setUndone(undone.slice(0, -1));
  }

  function discard() {
    setBefore([...before, edits]);
    setUndone([]);
    setEdits(new Map());
    setTheirs(new Map());
  }

  /** Sends the block. Where somebody was faster, what is typed stays, and theirs is shown beside it. */
  async function save(): Promise<boolean> {
    if (saving) return false;
    setSaving(true);
    try {
      await send(edits, newKey());
      setEdits(new Map());
      setBefore([]);
      setUndone([]);
      setTheirs(new Map());
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 409)) throw error;
      const fresh = storedOf(await readAnew(budget.id));
      // What stands there already as it was typed needs no second saving.
      const left = [...edits].filter(([cell, { fen }]) => (fresh.get(cell) ?? 0) !== fen);
      const moved = left.filter(([cell, { was }]) => (fresh.get(cell) ?? 0) !== was);
      setEdits(new Map(left));
      if (moved.length === 0) throw error;
      setTheirs(new Map(moved.map(([cell]) => [cell, fresh.get(cell) ?? 0])));
      setEdits(new Map(left.map(([cell, edit]) => [cell, { ...edit, was: fresh.get(cell) ?? 0 }])));
      return false;
    } finally {
      setSaving(false);
    }
  }

  /** The amount as it would stand after saving; what is no amount counts as what is stored. */
  const amountOf = (cell: string): number => edits.get(cell)?.fen ?? stored.get(cell) ?? 0;
  /** What all cells of a kind would add up to. */
  const sumOf = (kind: string, fits: (cell: string) => boolean = () => true): number =>
    [...new Set([...stored.keys(), ...edits.keys()])]
      .filter((cell) => cell.startsWith(`${kind} `) && fits(cell))
      .reduce((sum, cell) => sum + amountOf(cell), 0);
  const marked = [...edits.values()].filter(({ fen }) => fen === null).length;
  return {
    edits,
    theirs,
    stored,
    saving,
    marked,
    canUndo: before.length > 0,
    canRedo: undone.length > 0,
    put,
    undo,
    redo,
    discard,
    save,
    amountOf,
    sumOf,
  };
}
