import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { z } from 'zod';
import { budgetLifecycle } from '../../../server/modules/budget/lifecycle.ts';
import { showAmount } from '../../../server/modules/disclosure/document/money.ts';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { Section, Tabs } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { Adjustments, ExecutionPart } from './Execution.tsx';
import { Grid } from './Grid.tsx';
import { actOnBudget, type Budget, budgetQuery, budgetsQuery, refreshBudget } from './queries.ts';
import './budget.css';
import { budgetText } from './text.ts';

const tabs = ['grid', 'execution', 'adjustments'] as const;
const address = z.object({ tab: z.enum(tabs).optional(), all: z.literal('true').optional() });
/** Entered in the grid or on pages of their own, not by a form. */
const elsewhere = new Set(['edit', 'describe', 'putProject', 'removeProject', 'askAdjustment']);

/** 部门预算 — of one year; without a year, of the newest that is approved. */
export function BudgetPage() {
  const t = useText(budgetText);
  const { year } = useParams({ strict: false }) as { year?: string };
  const years = useQuery(budgetsQuery);
  const chosen =
    years.data?.find((one) => String(one.year) === year) ??
    (year === undefined ? (years.data?.find(({ state }) => state === 'approved') ?? years.data?.[0]) : undefined);
  const found = useQuery({ ...budgetQuery(chosen?.id ?? ''), enabled: chosen !== undefined });
  const error = years.error ?? found.error;
  return (
    <div className="page wide">
      <header className="page-head">
        <h1>{t.title(String(chosen?.year ?? year ?? ''))}</h1>
        {chosen && <StateMark lifecycle={budgetLifecycle} state={chosen.state} />}
        <nav className="page-actions no-print" aria-label={t.years}>
          {years.data?.map((one) => (
            <Link
              key={one.id}
              to={'/budget/$year' as string}
              params={{ year: String(one.year) } as never}
              className="button quiet"
              aria-current={one.id === chosen?.id ? 'page' : undefined}
            >
              {one.year}
            </Link>
          ))}
        </nav>
      </header>
      {error && !found.data && <Failed error={error} retry={() => void refreshBudget()} />}
      {!error && (!years.data || (chosen && !found.data)) && <Skeleton lines={12} />}
      {years.data && !chosen && (
        <PageState
          title={years.data.length === 0 ? t.none : t.noYear}
          next={years.data.length === 0 ? t.noneNext : t.noYearNext}
        />
      )}
      {found.data && <BudgetBody key={found.data.id} budget={found.data} />}
    </div>
  );
}

function BudgetBody({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const [{ tab = 'grid', all }, change] = useAddress(address);
  const { income, expenditure } = budget.totals;
  return (
    <>
      <section className="part budget-head" aria-label={t.title(String(budget.year))}>
        <p>
          {t.income} <b>{showAmount(income)}</b> · {t.expenditure} <b>{showAmount(expenditure)}</b>
          {income !== expenditure && (
            <span className="tag overdue">
              {t.balance} {showAmount(income - expenditure)}
            </span>
          )}{' '}
          <span className="muted">
            {budget.approvedOn && t.approved(budget.approvedOn, budget.approvalDocument ?? '')}
            {budget.publishDueOn && ` · ${t.publish(budget.publishDueOn)}`}
          </span>
        </p>
        <RecordActions
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
      {tab === 'grid' && (
        <Grid budget={budget} all={all === 'true'} onAll={(wanted) => change({ all: wanted ? 'true' : undefined })} />
      )}
      {tab === 'execution' && <ExecutionPart id={budget.id} />}
      {tab === 'adjustments' && (
        <Section title={t.tabs.adjustments} note={t.unit}>
          <Adjustments budget={budget} />
        </Section>
      )}
    </>
  );
}
