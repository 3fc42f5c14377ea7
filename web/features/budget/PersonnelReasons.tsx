import { useId, useState } from 'react';
import type { LineKey } from '../../../server/modules/budget/model.ts';
import { keyOf, needsReason } from '../../../server/modules/budget/rules.ts';
import { useText } from '../../i18n/language.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem, newKey } from '../../request.ts';
import { lineCell } from './keys.ts';
import { actOnBudget, type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';
import type { Cells } from './useCells.ts';

/** 列入理由 — asked as soon as money outside classes 301 and 303 is typed as personnel; without it nothing is submitted. */
export function PersonnelReasons({
  budget,
  cells,
  lines,
}: {
  budget: Budget;
  cells: Cells;
  lines: readonly LineKey[];
}) {
  const t = useText(budgetText);
  const odd = lines.filter((line) => needsReason(line) && cells.amountOf(lineCell(line)) > 0);
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
  const id = useId();
  const { nameOf } = useCodes(budget.year);
  const said = budget.personnelReasons[keyOf(line)] ?? '';
  const [typed, setTyped] = useState<string>();
  const may = budget.may.some(({ action, refusal }) => action === 'explainLine' && !refusal);
  const writing = may && (typed !== undefined || said === '');
  const reason = (typed ?? said).trim();

  async function save() {
    try {
      await actOnBudget(budget, 'explainLine', { line, reason }, newKey());
      setTyped(undefined);
      toast(t.saved, { look: 'done' });
    } catch (error) {
      toast(error instanceof ApiProblem ? (error.errors[0]?.message ?? error.detail) : String(error), {
        look: 'overdue',
      });
    }
  }

  return (
    <li>
      <StatusMark look={said ? 'done' : 'warning'} label={said ? t.explained : t.unexplained} />
      <label htmlFor={writing ? id : undefined}>
        <span className="mono">{line.economicCode}</span> {nameOf(line.economicCode)} <b>{showMoney(fen)}</b>
      </label>
      {writing ? (
        <span className="personnel-reason">
          <input
            id={id}
            className="field small"
            value={typed ?? said}
            maxLength={1000}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && reason.length >= 4) void save();
              if (event.key === 'Escape') setTyped(undefined);
              // The grid and the form around it have keys of their own.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
          <button type="button" className="button small" disabled={reason.length < 4} onClick={() => void save()}>
            {t.saveReason}
          </button>
        </span>
      ) : (
        <span>
          {said || t.notSaid}{' '}
          {may && (
            <button type="button" className="button quiet small" onClick={() => setTyped(said)}>
              {t.changeReason}
            </button>
          )}
        </span>
      )}
    </li>
  );
}
