import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { Expenditure } from './Expenditure.tsx';
import { Income } from './Income.tsx';
import { deltasOf } from './keys.ts';
import { actOnBudget, type Budget } from './queries.ts';
import { budgetText } from './text.ts';
import { useCells } from './useCells.ts';

/** 申请调整 — the amounts are typed as they shall stand; what differs is asked for, and somebody else decides. */
export function AskAdjustment({ budget, close }: { budget: Budget; close: () => void }) {
  const t = useText(budgetText);
  const [all, setAll] = useState(false);
  const cells = useCells(budget, { what: 'adjustment', may: true }, async () => undefined);
  const end = () => {
    cells.discard();
    close();
  };
  const { deltas, incomes } = deltasOf(cells.edits, cells.stored);
  const total = (list: readonly { fen: number }[]) => list.reduce((sum, { fen }) => sum + fen, 0);
  const shown = (fen: number) => (fen > 0 ? `+${showMoney(fen)}` : showMoney(fen) || '0.00');
  const even = total(deltas) === total(incomes);
  const asks = budget.may.find(({ action }) => action === 'askAdjustment')?.form as JsonSchema | undefined;
  const { deltas: _, incomes: __, ...properties } = asks?.properties ?? {};
  // The button that was pressed has made way: the next Tab is the first grid's.
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => whole.current?.focus({ preventScroll: true }), []);
  return (
    <div className="asked-adjustment" ref={whole} tabIndex={-1}>
      <Expenditure
        budget={budget}
        cells={cells}
        all={all}
        onAll={setAll}
        label={t.askAdjustment}
        editable
        readOnly={t.readOnly}
      />
      <Income budget={budget} cells={cells} editable />
      <section className="part" aria-label={t.askAdjustment}>
        <p>
          {t.deltaLines(deltas.length)} · {t.expenditure} <b>{shown(total(deltas))}</b> · {t.income}{' '}
          <b>{shown(total(incomes))}</b> {!even && <span className="tag overdue">{t.uneven}</span>}
        </p>
        <SchemaForm
          schema={{ ...asks, properties, required: ['reason'] }}
          submitLabel={t.askAdjustment}
          onCancel={end}
          onSubmit={async (answers, key) => {
            if (deltas.length === 0 || cells.marked > 0) {
              toast(cells.marked > 0 ? t.marked(String(cells.marked)) : t.noDelta, { look: 'overdue' });
              return;
            }
            await actOnBudget(budget, 'askAdjustment', { ...answers, deltas, incomes }, key);
            toast(t.saved, { look: 'done' });
            end();
          }}
        />
      </section>
    </div>
  );
}
