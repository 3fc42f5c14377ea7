import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { useShortcut } from '../../kit/shortcuts.ts';
import { WholeCase } from './CaseParts.tsx';
import './case.css';
import { useCaseLive } from './live.ts';
import { caseQuery } from './queries.ts';
import { casesText } from './text.ts';

/** 案卷 — one case, whole: what, where, who, how long, what was done, and what this officer may do now. */
export function CasePage() {
  const t = useText(casesText);
  const keys = useFrameText().keys;
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(caseQuery(id));
  const navigate = useNavigate();
  const router = useRouter();
  useCaseLive(id);
  useShortcut({ key: 'Escape', label: keys.back, group: 'page' }, () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/cases' });
  });
  useEffect(() => {
    if (data) document.title = [data.number, document.title.split(' · ').at(-1)].join(' · ');
  }, [data]);
  return (
    <div className="case-page">
      <nav className="case-back" aria-label={t.back}>
        <Link to="/cases" className="button quiet small">
          <Icon name="left" size={14} />
          {t.workbench}
        </Link>
      </nav>
      {data && <WholeCase kase={data} />}
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={12} />}
    </div>
  );
}
