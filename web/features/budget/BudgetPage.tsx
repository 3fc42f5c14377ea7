import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { budgetLifecycle } from '../../../server/modules/budget/lifecycle.ts';
import { useText } from '../../i18n/language.ts';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { BudgetBody } from './BudgetBody.tsx';
import { NewYear } from './NewYear.tsx';
import { budgetQuery, budgetsQuery, refreshBudget } from './queries.ts';
import './budget.css';
import { budgetText } from './text.ts';

/** 部门预算 — of one year; without a year, of the newest that is approved. */
export function BudgetPage() {
  const t = useText(budgetText);
  const me = useMe();
  const { year } = useParams({ strict: false }) as { year?: string };
  const years = useQuery(budgetsQuery);
  const chosen =
    years.data?.find((one) => String(one.year) === year) ??
    (year === undefined ? (years.data?.find(({ state }) => state === 'approved') ?? years.data?.[0]) : undefined);
  const found = useQuery({ ...budgetQuery(chosen?.id ?? ''), enabled: chosen !== undefined });
  const error = years.error ?? found.error;
  const starting = year === 'new' && mayOpen(me, 'budget.edit');
  return (
    <div className="page wide">
      <header className="page-head">
        <h1>{starting ? t.newYear : t.title(String(chosen?.year ?? year ?? ''))}</h1>
        {chosen && <StateMark lifecycle={budgetLifecycle} state={chosen.state} />}
        <nav className="page-actions budget-years no-print" aria-label={t.years}>
          {years.data?.map((one) => (
            <YearLink key={one.id} year={String(one.year)} label={String(one.year)} chosen={one.id === chosen?.id} />
          ))}
          {mayOpen(me, 'budget.edit') && <YearLink year="new" label={t.newYear} chosen={starting} />}
          <Link to={'/classification' as string} className="button quiet">
            {t.classification}
          </Link>
        </nav>
      </header>
      {error && !found.data && <Failed error={error} retry={() => void refreshBudget()} />}
      {!error && (!years.data || (chosen && !found.data)) && <Skeleton lines={12} />}
      {years.data && starting && <NewYear years={years.data} />}
      {years.data && !chosen && !starting && (
        <PageState
          title={years.data.length === 0 ? t.none : t.noYear}
          next={years.data.length === 0 ? t.noneNext : t.noYearNext}
        />
      )}
      {found.data && <BudgetBody key={found.data.id} budget={found.data} />}
    </div>
  );
}

function YearLink({ year, label, chosen }: { year: string; label: string; chosen: boolean }) {
  return (
    <Link
      to={'/budget/$year' as string}
      params={{ year } as never}
      className="button quiet"
      aria-current={chosen ? 'page' : undefined}
    >
      {label}
    </Link>
  );
}
