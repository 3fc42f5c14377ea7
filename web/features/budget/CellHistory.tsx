import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { historyQuery } from './queries.ts';
import { budgetText } from './text.ts';

interface CellHistoryProps {
  budgetId: string;
  cell: string;
  label: string;
  /** What else is known of it. */
  children?: ReactNode;
}

/** 本格沿革 — who made what of one cell, the latest first. */
export function CellHistory({ budgetId, cell, label, children }: CellHistoryProps) {
  const t = useText(budgetText);
  const words = useWords();
  const zone = useTimeZone();
  const { data, error, refetch } = useQuery(historyQuery(budgetId, cell));
  return (
    <section className="actions-form cell-history" aria-label={t.cellHistory}>
      <h3>{label}</h3>
      {children}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!error && !data && <Skeleton lines={2} />}
      {data?.length === 0 && <p className="muted">{t.noHistory}</p>}
      {data && data.length > 0 && (
        <ul>
          {data.map(({ seq, at, actorName, label: action, reason, cells: [change] }) => (
            <li key={seq}>
              <span className="muted nowrap">{fullTime(at, zone)}</span> {actorName} {words(action)}{' '}
              <b className="nowrap">
                {showMoney(change?.was ?? 0) || '—'} → {showMoney(change?.fen ?? 0) || '—'}
              </b>{' '}
              <span className="muted">{reason}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
