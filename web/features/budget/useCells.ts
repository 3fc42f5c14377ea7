import { useState } from 'react';
import type { LineKey } from '../../../server/modules/budget/model.ts';
import { keyOf } from '../../../server/modules/budget/rules.ts';
import { ApiProblem, newKey } from '../../request.ts';
import { type Edits, withTyped } from './cells.ts';
import { type Budget, readAnew, saveCells } from './queries.ts';

const storedOf = ({ lines }: Pick<Budget, 'lines'>) => new Map(lines.map((line) => [keyOf(line), line.fen]));

/** The cells of a budget while somebody types: what differs, what can be taken back, and whose change came between. */
export function useCells(budget: Budget) {
  const [edits, setEdits] = useState<Edits>(new Map());
  const [before, setBefore] = useState<readonly Edits[]>([]);
  const [theirs, setTheirs] = useState<ReadonlyMap<string, number>>(new Map());
  const [saving, setSaving] = useState(false);
  const stored = storedOf(budget);

  function put(typed: readonly { line: LineKey; text: string }[]) {
    const next = withTyped(edits, typed, stored);
    setBefore([...before.slice(-99), edits]);
    setEdits(next);
  }

  function undo() {
    const last = before.at(-1);
    if (!last) return;
    setEdits(last);
    setBefore(before.slice(0, -1));
  }

  function discard() {
    setBefore([...before, edits]);
    setEdits(new Map());
    setTheirs(new Map());
  }

  /** Sends the block. Where somebody was faster, what is typed stays, and theirs is shown beside it. */
  async function save(): Promise<boolean> {
    if (saving) return false;
    setSaving(true);
    try {
      await saveCells(budget.id, [...edits.values()], newKey());
      setEdits(new Map());
      setBefore([]);
      setTheirs(new Map());
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 409)) throw error;
      const fresh = storedOf(await readAnew(budget.id));
      const moved = [...edits].filter(([key, { was }]) => (fresh.get(key) ?? 0) !== was);
      if (moved.length === 0) throw error;
      setTheirs(new Map(moved.map(([key]) => [key, fresh.get(key) ?? 0])));
      setEdits(new Map([...edits].map(([key, edit]) => [key, { ...edit, was: fresh.get(key) ?? 0 }])));
      return false;
    } finally {
      setSaving(false);
    }
  }

  /** The amount as it would stand after saving; what is no amount counts as what is stored. */
  const amountOf = (line: LineKey): number => edits.get(keyOf(line))?.fen ?? stored.get(keyOf(line)) ?? 0;
  return { edits, theirs, stored, saving, canUndo: before.length > 0, put, undo, discard, save, amountOf };
}
