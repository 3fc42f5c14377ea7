import { useQuery } from '@tanstack/react-query';
import { CODES } from '../../../server/modules/disclosure/data/classification.ts';
import { showAmount } from '../../../server/modules/disclosure/document/money.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { percent } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { type Budget, type Execution, executionQuery } from './queries.ts';
import { budgetText } from './text.ts';

const nameOf = (code: string) => CODES.find((one) => one.code === code)?.nameZh ?? code;

/** 执行 — what was paid by month, beside the share of the year that has passed. */
export function ExecutionPart({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(executionQuery(id));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton lines={10} />;
  return <Executed execution={data} />;
}

function Executed({ execution }: { execution: Execution }) {
  const t = useText(budgetText);
  const language = useLanguage();
  const { plannedFen, paidFen, yearPassed, months, payments, cutoff } = execution;
  const rate = plannedFen === 0 ? null : paidFen / plannedFen;
  const apart = rate === null ? 0 : rate - yearPassed;
  const points = percent(Math.abs(apart), language);
  const most = Math.max(1, ...months.map(({ fen }) => fen));
  let sum = 0;
  return (
    <>
      <Section title={t.tabs.execution} note={`${t.unit} · ${cutoff}`}>
        <div className="execution-bars">
          <Share label={t.rate} value={rate ?? 0} said={`${showAmount(paidFen)} / ${showAmount(plannedFen)}`} />
          <Share label={t.passed} value={yearPassed} said="" />
        </div>
        {rate !== null && <p>{apart < 0 ? t.behind(points) : t.ahead(points)}</p>}
        <table className="plain-table execution-months">
          <thead>
            <tr>
              <th>{t.month}</th>
              <th className="number">{t.paid}</th>
              <th className="number">{t.cumulative}</th>
              <th>
                <span className="unseen">{t.rate}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, fen }) => {
              sum += fen;
              return (
                <tr key={month}>
                  <td>{month}</td>
                  <td className="number">{showAmount(fen)}</td>
                  <td className="number">{showAmount(sum)}</td>
                  <td className="execution-bar">
                    <span style={{ width: `${(Math.max(0, fen) / most) * 100}%` }} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Section>
      <Section title={t.payments} note={t.unit}>
        {payments.length === 0 && <p className="muted">{t.noPayments}</p>}
        {payments.length > 0 && (
          <div className="scroll-x" tabIndex={-1}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{t.day}</th>
                  <th>{t.voucher}</th>
                  <th>{t.code}</th>
                  <th>{t.purpose}</th>
                  <th className="number">{t.amount}</th>
                </tr>
              </thead>
              <tbody>
                {payments
                  .toSorted((a, b) => (a.on < b.on ? 1 : -1))
                  .slice(0, 200)
                  .map((one) => (
                    <tr key={one.id}>
                      <td className="nowrap">{one.on}</td>
                      <td className="nowrap">{one.voucher}</td>
                      <td>
                        <span className="muted">{one.line.economicCode}</span> {nameOf(one.line.economicCode)}
                      </td>
                      <td>
                        {one.purpose} {one.reversedOn && <span className="tag overdue">{t.reversed}</span>}
                      </td>
                      <td className="number">{showAmount(one.fen)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        )}
      </Section>
    </>
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

/** 调剂、追加 — each with its lines, its reason and how it was decided. */
export function Adjustments({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const looks = { asked: 'waiting', granted: 'done', refused: 'refused' } as const;
  if (budget.adjustments.length === 0) return <p className="muted">{t.noAdjustments}</p>;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th>{t.number}</th>
          <th>{t.reason}</th>
          <th>{t.code}</th>
          <th className="number">{t.amount}</th>
          <th>{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {budget.adjustments.map((one) => (
          <tr key={one.number}>
            <td>{one.number}</td>
            <td>{one.reason}</td>
            <td>
              {one.deltas.map((delta) => (
                <div key={`${delta.economicCode} ${delta.role} ${delta.projectCode}`}>
                  <span className="muted">{delta.economicCode}</span> {nameOf(delta.economicCode)} {delta.projectCode}
                </div>
              ))}
            </td>
            <td className="number">
              {one.deltas.map((delta) => (
                <div key={`${delta.economicCode} ${delta.role} ${delta.projectCode}`}>
                  {showAmount(delta.fen).replace('-', '−')}
                </div>
              ))}
            </td>
            <td className="nowrap">
              <StatusMark look={looks[one.state]} label={t.adjustmentStates[one.state]} /> {one.on}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
