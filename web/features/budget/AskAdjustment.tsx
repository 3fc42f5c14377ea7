import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import type { Edits } from './cells.ts';
import { Expenditure } from './Expenditure.tsx';
import { cellNamed } from './keys.ts';
import { actOnBudget, type Budget } from './queries.ts';
import { budgetText } from './text.ts';
import { useCells } from './useCells.ts';

/** The lines of an adjustment: how far each cell shall move. */
const deltasOf = (edits: Edits) =>
  [...edits].flatMap(([name, { was, fen }]) => {
    const cell = cellNamed(name);
    return cell.of === 'line' && fen !== null ? [{ ...cell.key, fen: fen - was }] : [];
  });

/** 申请调整 — the amounts are typed as they shall stand; what differs is asked for, and somebody else decides. */
export function AskAdjustment({ budget, close }: { budget: Budget; close: () => void }) {
  const t = useText(budgetText);
  const [all, setAll] = useState(false);
  const cells = useCells(budget, async () => undefined);
  const deltas = deltasOf(cells.edits);
  const sum = deltas.reduce((total, { fen }) => total + fen, 0);
  const asks = budget.may.find(({ action }) => action === 'askAdjustment')?.form as JsonSchema | undefined;
  const { deltas: _, ...properties } = asks?.properties ?? {};
  return (
    <>
      <Expenditure
        budget={budget}
        cells={cells}
        all={all}
        onAll={setAll}
        label={t.askAdjustment}
        editable
        readOnly={t.readOnly}
      />
      <section className="part" aria-label={t.askAdjustment}>
        <p>
          {t.deltaLines(deltas.length)} · {t.deltaSum}{' '}
          <b>{sum > 0 ? `+${showMoney(sum)}` : showMoney(sum) || '0.00'}</b>
        </p>
        <SchemaForm
          schema={{ ...asks, properties, required: ['reason'] }}
          submitLabel={t.askAdjustment}
          onCancel={close}
          onSubmit={async (answers, key) => {
            if (deltas.length === 0 || cells.marked > 0) {
              toast(cells.marked > 0 ? t.marked(String(cells.marked)) : t.noDelta, { look: 'overdue' });
              return;
            }
            await actOnBudget(budget, 'askAdjustment', { ...answers, deltas }, key);
            toast(t.saved, { look: 'done' });
            close();
          }}
        />
      </section>
    </>
  );
}
