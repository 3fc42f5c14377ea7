import { useState } from 'react';
import { z } from 'zod';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { Tabs } from '../../kit/Page.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { toast } from '../../kit/Toast.tsx';
import { Adjustments } from './Adjustments.tsx';
import { ExecutionPart } from './Execution.tsx';
import { Expenditure } from './Expenditure.tsx';
import { HistoryPart } from './HistoryPart.tsx';
import { ImportLines } from './ImportLines.tsx';
import { Income } from './Income.tsx';
import { Months } from './Months.tsx';
import { ReasonsOwed } from './PersonnelReasons.tsx';
import { Projects } from './Projects.tsx';
import { Purchases } from './Purchases.tsx';
import { actOnBudget, type Budget, refreshBudget, saveCells } from './queries.ts';
import { budgetText } from './text.ts';
import { UnitFacts } from './UnitFacts.tsx';
import { type Cells, useCells } from './useCells.ts';

const tabs = [
  'grid',
  'income',
  'purchases',
  'months',
  'projects',
  'unit',
  'execution',
  'adjustments',
  'history',
] as const;
const address = z.object({ tab: z.enum(tabs).optional(), all: z.literal('true').optional() });
/** Entered in grids and forms of their own, not by a button. */
const elsewhere = new Set([
  'edit',
  'plan',
  'describe',
  'mapLine',
  'explainLine',
  'putProject',
  'reviewProject',
  'removeProject',
  'askAdjustment',
]);

/** One year's budget: its balance while somebody types, what may be done with it, and its parts. */
export function BudgetBody({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const [{ tab = 'grid', all }, change] = useAddress(address);
  const [importing, setImporting] = useState(false);
  const can = (name: string) => budget.may.some(({ action, refusal }) => action === name && !refusal);
  const [editable, plannable] = [can('edit'), can('plan')];
  const cells = useCells(budget, { what: 'budget', may: editable || plannable }, (edits, key) =>
    saveCells(budget.id, edits, key),
  );

  async function save() {
    if (cells.marked > 0 || cells.edits.size === 0) return;
    try {
      if (await cells.save()) toast(t.saved, { look: 'done' });
    } catch (error) {
      toastFailure(error);
    }
  }

  const grid = { budget, cells, save };
  return (
    <>
      <section className="part budget-head" aria-label={t.title(String(budget.year))}>
        <Balance budget={budget} cells={cells} />
        <RecordActions
          of={budget.id}
          may={budget.may.filter(({ action }) => !elsewhere.has(action))}
          act={(action, answers, key) => actOnBudget(budget, action, answers, key)}
          refresh={refreshBudget}
        />
      </section>
      <Tabs
        label={t.title(String(budget.year))}
        tabs={tabs.map((key) => ({ key, label: t.tabs[key] }))}
        chosen={tab}
        onChoose={(key) => change({ tab: key })}
      />
      {importing && editable && <ImportLines budget={budget} close={() => setImporting(false)} />}
      {tab === 'grid' && (
        <Expenditure
          {...grid}
          label={t.tabs.grid}
          editable={editable}
          readOnly={t.readOnly}
          all={all === 'true'}
          onAll={(wanted) => change({ all: wanted ? 'true' : undefined })}
        >
          {editable && !importing && (
            <button type="button" className="button small" onClick={() => setImporting(true)}>
              {t.import}
            </button>
          )}
        </Expenditure>
      )}
      {tab === 'income' && <Income {...grid} editable={editable} />}
      {tab === 'purchases' && <Purchases {...grid} editable={plannable} />}
      {tab === 'months' && <Months {...grid} editable={plannable} />}
      {tab === 'projects' && <Projects budget={budget} />}
      {tab === 'unit' && <UnitFacts budget={budget} />}
      {tab === 'execution' && <ExecutionPart budget={budget} />}
      {tab === 'adjustments' && <Adjustments budget={budget} />}
      {tab === 'history' && <HistoryPart budget={budget} />}
    </>
  );
}

/** 收支平衡 — as it would stand after saving. */
function Balance({ budget, cells }: { budget: Budget; cells: Cells }) {
  const t = useText(budgetText);
  const [income, expenditure] = [cells.sumOf('income'), cells.sumOf('line')];
  const shown = (fen: number) => showMoney(fen) || '0.00';
  return (
    <p>
      {t.income} <b>{shown(income)}</b> · {t.expenditure} <b>{shown(expenditure)}</b> {t.wan}{' '}
      <span role="status">
        {income !== expenditure && (
          <span className="tag overdue">
            {t.balance} {shown(income - expenditure)}
          </span>
        )}{' '}
        <ReasonsOwed budget={budget} cells={cells} />
      </span>{' '}
      <span className="muted">
        {budget.approvedOn && ` · ${t.approved(budget.approvedOn, budget.approvalDocument ?? '')}`}
        {budget.publishDueOn && ` · ${t.publish(budget.publishDueOn)}`}
      </span>
    </p>
  );
}
