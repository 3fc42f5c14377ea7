import { useQuery } from '@tanstack/react-query';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { moneyColumn, showMoney } from '../../kit/moneyText.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { Payments } from './Payments.tsx';
import { type Budget, type Execution, executionQuery } from './queries.ts';
import { budgetText } from './text.ts';

/** 执行 — what was paid by month, beside the month plan, or where there is none beside the share of the year passed. */
export function ExecutionPart({ budget }: { budget: Budget }) {
  const { data, error, refetch } = useQuery(executionQuery(budget.id));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton lines={10} />;
  return (
    <>
      <Executed execution={data} />
      <Payments budget={budget} execution={data} />
    </>
  );
}

function Executed({ execution }: { execution: Execution }) {
  const t = useText(budgetText);
  const language = useLanguage();
  const { plannedFen, paidFen, yearPassed, plan, cutoff } = execution;
  const rate = plannedFen === 0 ? null : paidFen / plannedFen;
  const due = plan && plannedFen > 0 ? plan.dueFen / plannedFen : null;
  const apart = rate === null ? 0 : rate - (due ?? yearPassed);
  const points = number(Math.abs(apart) * 100, language, 1);
  const shown = (fen: number) => showMoney(fen) || '0.00';
  const said = due === null ? (apart < 0 ? t.behind : t.ahead) : apart < 0 ? t.behindPlan : t.aheadOfPlan;
  return (
    <Section title={t.tabs.execution} note={`${t.unit} · ${cutoff}`}>
      <div className="execution-bars">
        <Share label={t.rate} value={rate ?? 0} said={`${shown(paidFen)} / ${shown(plannedFen)}`} />
        {plan && due !== null && <Share label={t.plannedShare} value={due} said={shown(plan.dueFen)} />}
        <Share label={t.passed} value={yearPassed} said="" />
      </div>
      {rate !== null && <p>{said(points)}</p>}
      {!plan && <p className="muted small">{t.noMonthPlan}</p>}
      <MonthTable execution={execution} />
    </Section>
  );
}

function MonthTable({ execution: { months, plan } }: { execution: Execution }) {
  const t = useText(budgetText);
  const paid = new Map(months.map(({ month, fen }) => [month, fen]));
  const all = [...new Set([...(plan?.months.map(({ month }) => month) ?? []), ...paid.keys()])].sort();
  const most = Math.max(1, ...months.map(({ fen }) => fen), ...(plan?.months.map(({ fen }) => fen) ?? []));
  const width = (fen: number) => `${(Math.max(0, fen) / most) * 100}%`;
  const inPaid = moneyColumn(months.map(({ fen }) => fen));
  let [paidSum, plannedSum] = [0, 0];
  return (
    <Scroll label={t.month}>
      <table className="plain-table execution-months">
        <thead>
          <tr>
            <th>{t.month}</th>
            {plan && <th className="number">{t.planned}</th>}
            <th className="number">{t.paid}</th>
            {plan && <th className="number">{t.plannedSoFar}</th>}
            <th className="number">{t.cumulative}</th>
            <th>
              <span className="unseen">{t.rate}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((month) => {
            const fen = paid.get(month) ?? 0;
            const planned = plan?.months.find((one) => one.month === month)?.fen ?? 0;
            paidSum += fen;
            plannedSum += planned;
            return (
              <tr key={month}>
                <td className="nowrap">{month}</td>
                {plan && <td className="number muted">{showMoney(planned) || '—'}</td>}
                <td className="number">{inPaid(fen) || '—'}</td>
                {plan && <td className="number muted">{showMoney(plannedSum) || '—'}</td>}
                <td className="number">{inPaid(paidSum) || '—'}</td>
                <td className="execution-bar">
                  {plan && <span className="planned" style={{ width: width(planned) }} />}
                  <span style={{ width: width(fen) }} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function Share({ label, value, said }: { label: string; value: number; said: string }) {
  const language = useLanguage();
  return (
    <div className="execution-share">
      <span>{label}</span>
      <meter min={0} max={1} value={Math.min(1, value)} aria-label={label} />
      <b>{percent(value, language)}</b>
      <span className="muted small">{said}</span>
    </div>
  );
}
