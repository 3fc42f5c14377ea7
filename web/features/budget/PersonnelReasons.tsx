import { type KeyboardEvent, useId, useState } from 'react';
import type { LineKey } from '../../../server/modules/budget/model.ts';
import { keyOf, needsReason } from '../../../server/modules/budget/rules.ts';
import { useText } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { toastFailure } from '../../kit/failure.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { StatusMark } from '../../kit/StatusMark.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { useTurn } from '../../kit/useTurn.ts';
import { newKey } from '../../request.ts';
import { lineCell } from './keys.ts';
import { actOnBudget, type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';
import { type Cells, usedLines } from './useCells.ts';

/** Of the amounts as they are typed, those that count as personnel for a reason only. */
const oddLines = (cells: Cells): LineKey[] => usedLines(cells).filter(needsReason);

/** How many reasons are asked for yet, wherever in the budget one is. */
export function ReasonsOwed({ budget, cells }: { budget: Budget; cells: Cells }) {
  const t = useText(budgetText);
  const owed = oddLines(cells).filter((line) => !budget.personnelReasons[keyOf(line)]).length;
  if (owed === 0) return null;
  return <span className="tag overdue">{t.reasonsOwed(owed)}</span>;
}

/** 列入理由 — asked as soon as money outside classes 301 and 303 is typed as personnel; without it nothing is submitted. */
export function PersonnelReasons({ budget, cells }: { budget: Budget; cells: Cells }) {
  const t = useText(budgetText);
  const odd = oddLines(cells);
  if (odd.length === 0) return null;
  return (
    <section className="part personnel-reasons" aria-label={t.personnelReasons}>
      <h2>{t.personnelReasons}</h2>
      <p className="muted small">{t.personnelReasonsNote}</p>
      <ul>
        {odd.map((line) => (
          <Reason key={keyOf(line)} budget={budget} line={line} fen={cells.amountOf(lineCell(line))} />
        ))}
      </ul>
    </section>
  );
}

function Reason({ budget, line, fen }: { budget: Budget; line: LineKey; fen: number }) {
  const t = useText(budgetText);
  const form = useFrameText().form;
  const id = useId();
  const { nameOf } = useCodes(budget.year);
  const said = budget.personnelReasons[keyOf(line)] ?? '';
  const [typed, setTyped] = useState<string>();
  const [short, setShort] = useState(false);
  const [saving, setSaving] = useState(false);
  const { place, toPlace, turn } = useTurn<HTMLSpanElement>();
  const offered = budget.may.find(({ action, refusal }) => action === 'explainLine' && !refusal);
  const may = offered !== undefined;
  const { minLength: least = 1, maxLength: most } = (offered?.form as JsonSchema | undefined)?.properties?.reason ?? {};
  const writing = may && (typed !== undefined || said === '');
  const reason = (typed ?? said).trim();
  const write = (next: string | undefined) =>
    turn(() => {
      setTyped(next);
      setShort(false);
    });

  async function save() {
    if (saving) return;
    if (reason.length < least) {
      setShort(true);
      return toPlace();
    }
    setSaving(true);
    try {
      await actOnBudget(budget, 'explainLine', { line, reason }, newKey());
      toast(t.saved, { look: 'done' });
      write(undefined);
    } catch (error) {
      toastFailure(error);
    }
    setSaving(false);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') write(undefined);
    else if (event.key === 'Enter') void save();
    else return;
    // The grid and the form around it have keys of their own.
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <li>
      <StatusMark look={said ? 'done' : 'warning'} label={said ? t.explained : t.unexplained} />
      <label htmlFor={writing ? id : undefined}>
        <span className="mono">{line.economicCode}</span> {nameOf(line.economicCode)} <b>{showMoney(fen)}</b>
      </label>
      <span ref={place} className="personnel-reason">
        {writing ? (
          <>
            <textarea
              id={id}
              className="field small"
              rows={1}
              value={typed ?? said}
              maxLength={most}
              aria-invalid={short || undefined}
              aria-describedby={short ? `${id}-short` : undefined}
              onChange={(event) => {
                setTyped(event.target.value);
                setShort(false);
              }}
              onKeyDown={onKeyDown}
            />
            <button
              type="button"
              className="button small"
              aria-disabled={saving || undefined}
              onClick={() => void save()}
            >
              {t.saveReason}
            </button>
            {short && (
              <small id={`${id}-short`} className="form-fault">
                {form.tooShort(String(least))}
              </small>
            )}
          </>
        ) : (
          <>
            <span>{said || t.notSaid}</span>
            {may && (
              <button type="button" className="button quiet small" onClick={() => write(said)}>
                {t.changeReason}
              </button>
            )}
          </>
        )}
      </span>
    </li>
  );
}
