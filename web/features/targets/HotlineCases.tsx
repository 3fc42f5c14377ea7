import { Link, useParams } from '@tanstack/react-router';
import { useText } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Page } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { useHotlineCases } from './queries.ts';
import './targets.css';
import { targetsText } from './text.ts';

/** 依据 — the cases of the hotline that failed a promise, the latest first. */
export function HotlineCases() {
  const t = useText(targetsText);
  const zone = useTimeZone();
  const { year = '', indicatorId = '' } = useParams({ strict: false }) as { year?: string; indicatorId?: string };
  const cases = useHotlineCases(Number(year), indicatorId);
  const items = cases.data?.items ?? [];
  return (
    <Page title={`${indicatorId} · ${t.missedCases}`} actions={<Link to={'/targets' as '/'}>{t.back}</Link>}>
      {cases.error ? (
        <Failed error={cases.error} retry={() => cases.refetch()} />
      ) : !cases.data ? (
        <Skeleton />
      ) : items.length === 0 ? (
        <PageState title={t.noCases} />
      ) : (
        <ul className="failed-cases">
          {items.map(({ caseId, number, dueAt }) => (
            <li key={caseId}>
              <Link to={`/cases/${caseId}` as '/'}>{number}</Link>
              <span className="muted">
                {t.due} {fullTime(dueAt, zone)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
