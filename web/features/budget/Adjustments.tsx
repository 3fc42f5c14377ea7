import { useState } from 'react';
import { keyOf, needsReason } from '../../../server/modules/budget/rules.ts';
import { useSigns, useText, useWords } from '../../i18n/language.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { Section } from '../../kit/Page.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { AskAdjustment } from './AskAdjustment.tsx';
import { type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';

/** 调整 — versions of the budget: what was approved, and each change of it with its lines, reason and decision. */
export function Adjustments({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const ask = budget.may.find(({ action }) => action === 'askAdjustment');
  return (
    <>
      <Section
        title={t.versions}
        note={t.unit}
        actions={
          ask &&
          !asking && (
            <button
              type="button"
              className="button primary"
              aria-disabled={ask.refusal ? true : undefined}
              title={ask.refusal && words(ask.refusal.message)}
              onClick={() => !ask.refusal && setAsking(true)}
            >
              {t.askAdjustment}
            </button>
          )
        }
      >
        <Versions budget={budget} />
      </Section>
      {asking && <AskAdjustment budget={budget} close={() => setAsking(false)} />}
    </>
  );
}

function Versions({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const signs = useSigns();
  const { nameOf } = useCodes(budget.year);
  const looks = { asked: 'waiting', granted: 'done', refused: 'refused' } as const;
  if (!budget.approvedLines) return <p className="muted">{t.notApprovedYet}</p>;
  let total = budget.approvedLines.reduce((sum, { fen }) => sum + fen, 0);
  const projectName = (code: string | null) => budget.projects.find((one) => one.code === code)?.nameZh ?? '';
  return (
    <Scroll label={t.versions}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.number}</th>
            <th>{t.reason}</th>
            <th>{t.code}</th>
            <th className="number">{t.amount}</th>
            <th className="number">{t.afterIt}</th>
            <th>{t.askedBy}</th>
            <th>{t.state}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>0</td>
            <td>{t.approvedVersion}</td>
            <td>{budget.approvalDocument}</td>
            <td />
            <td className="number">{showMoney(total)}</td>
            <td />
            <td className="nowrap">
              <StatusMark look="done" label={t.approvedState} /> {budget.approvedOn}
            </td>
          </tr>
          {budget.adjustments.map((one) => {
            if (one.state === 'granted') total += one.deltas.reduce((sum, { fen }) => sum + fen, 0);
            const keyed = one.deltas.map((delta) => ({
              ...delta,
              id: `${delta.functionCode} ${delta.economicCode} ${delta.fund} ${delta.role} ${delta.projectCode}`,
            }));
            return (
              <tr key={one.number}>
                <td>{one.number}</td>
                <td>
                  {one.reason}
                  {one.deltas.filter(needsReason).map((delta) => (
                    <div key={keyOf(delta)} className="muted small">
                      {delta.economicCode} {t.personnel}
                      {signs.colon}
                      {budget.personnelReasons[keyOf(delta)] ?? t.notSaid}
                    </div>
                  ))}
                </td>
                <td>
                  {keyed.map(({ id, economicCode, projectCode }) => (
                    <div key={id}>
                      <span className="muted">{economicCode}</span> {nameOf(economicCode)}{' '}
                      <span className="muted small">{projectName(projectCode)}</span>
                    </div>
                  ))}
                  {one.incomes?.map(({ functionCode, source }) => (
                    <div key={`${functionCode} ${source}`}>
                      <span className="muted">{t.income}</span> {t.sources[source]}
                    </div>
                  ))}
                </td>
                <td className="number nowrap">
                  {keyed.map(({ id, fen }) => (
                    <div key={id}>{fen > 0 ? `+${showMoney(fen)}` : showMoney(fen)}</div>
                  ))}
                  {one.incomes?.map(({ functionCode, source, fen }) => (
                    <div key={`${functionCode} ${source}`}>{fen > 0 ? `+${showMoney(fen)}` : showMoney(fen)}</div>
                  ))}
                </td>
                <td className="number">{one.state === 'granted' ? showMoney(total) : '—'}</td>
                <td className="nowrap">{(one.askedBy && budget.names[one.askedBy]) || '—'}</td>
                <td className="nowrap">
                  <StatusMark look={looks[one.state]} label={t.adjustmentStates[one.state]} /> {one.on}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
