import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { fullTime, number } from '../../kit/format.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { cellNamed } from './keys.ts';
import { type Budget, type History, historyQuery, useCodes } from './queries.ts';
import { budgetText } from './text.ts';

/** 沿革 — what was done with the budget, by whom and when; each entry opens to the cells it changed. */
export function HistoryPart({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const words = useWords();
  const zone = useTimeZone();
  const language = useLanguage();
  const [open, setOpen] = useState<number>();
  const { data, error, refetch } = useQuery(historyQuery(budget.id));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <Section title={t.tabs.history} note={t.historyNote}>
      <Scroll label={t.tabs.history}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t.time}</th>
              <th>{t.who}</th>
              <th>{t.what}</th>
              <th>{t.reason}</th>
              <th className="number">{t.cells}</th>
            </tr>
          </thead>
          <tbody>
            {data.flatMap((one) => [
              <tr key={one.seq}>
                <td className="nowrap">{fullTime(one.at, zone)}</td>
                <td className="nowrap">{one.actorName ?? '—'}</td>
                <td>
                  {words(one.label)}
                  {one.project && ` · ${one.project.code} ${one.project.nameZh}`}
                  {one.review && ' · '}
                  {one.review && (
                    <StatusMark
                      look={one.review.passed ? 'done' : 'refused'}
                      label={`${one.review.passed ? t.reviewed : t.notPassed} ${one.review.on}`}
                    />
                  )}
                </td>
                <td>{one.reason}</td>
                <td className="number">
                  {one.changed > 0 && (
                    <button
                      type="button"
                      className="link"
                      aria-expanded={open === one.seq}
                      onClick={() => setOpen(open === one.seq ? undefined : one.seq)}
                    >
                      {number(one.changed, language)}
                    </button>
                  )}
                </td>
              </tr>,
              open === one.seq && (
                <tr key={`${one.seq} cells`}>
                  <td colSpan={5}>
                    <ChangedCells budget={budget} item={one} />
                  </td>
                </tr>
              ),
            ])}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function ChangedCells({ budget, item }: { budget: Budget; item: History[number] }) {
  const t = useText(budgetText);
  const { nameOf } = useCodes(budget.year);
  const projectName = (code: string | null) => budget.projects.find((one) => one.code === code)?.nameZh ?? code;
  const part = ({ role, projectCode, kind }: { role: string | null; projectCode: string | null; kind: string }) =>
    projectCode ? projectName(projectCode) : role === 'personnel' ? t.personnel : role === 'public' ? t.public : kind;
  const told = (name: string): string => {
    const cell = cellNamed(name);
    if (cell.of === 'income')
      return `${cell.key.functionCode} ${nameOf(cell.key.functionCode)} · ${t.sources[cell.key.source]}`;
    if (cell.of === 'month') return `${t.tabs.months} · ${part(cell.key)} · ${cell.key.month}`;
    if (cell.of === 'purchase') return `${t.tabs.purchases} · ${cell.key.item} · ${t.procurement[cell.key.purchase]}`;
    return `${cell.key.economicCode} ${nameOf(cell.key.economicCode)} · ${part(cell.key)}`;
  };
  return (
    <ul className="changed-cells">
      {item.cells.map(({ cell, was, fen }) => (
        <li key={cell}>
          {told(cell)}{' '}
          <b className="nowrap">
            {showMoney(was) || '—'} → {showMoney(fen) || '—'}
          </b>
        </li>
      ))}
      {item.changed > item.cells.length && <li className="muted">{t.more(item.changed - item.cells.length)}</li>}
    </ul>
  );
}
