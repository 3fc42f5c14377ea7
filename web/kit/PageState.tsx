import { type ReactNode, useEffect, useState } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { ApiProblem, Unreachable } from '../request.ts';
import { Icon, type IconName } from './Icon.tsx';
import './state.css';

/** What a page or a pane says instead of its content: what, why, and the next step. */
export function PageState({
  icon = 'info',
  title,
  next,
  children,
}: {
  icon?: IconName;
  title: string;
  next?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="page-state">
      <span className="page-state-icon">
        <Icon name={icon} size={22} />
      </span>
      <p className="page-state-title">{title}</p>
      {next && <p className="page-state-next">{next}</p>}
      {children && <div className="page-state-actions">{children}</div>}
    </div>
  );
}

/** A failure in words: the server's own sentence where it gave one. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useFrameText().state;
  const problem = error instanceof ApiProblem ? error : undefined;
  const away = error instanceof Unreachable;
  // What an address does not name will not be there the next time either.
  const [absent, garbled] = [problem?.status === 404, problem?.code === 'invalidInput'];
  const said = problem && [problem.detail, problem.right].filter(Boolean).join(' ');
  const next = away ? t.offline : garbled ? t.notFoundNext : (said ?? t.faultNext);
  return (
    <div role="alert">
      <PageState icon="warn" title={garbled ? t.notFound : (problem?.title ?? t.failed)} next={next}>
        {retry && !absent && !garbled && (
          <button type="button" className="button" onClick={retry}>
            <Icon name="refresh" />
            {t.retry}
          </button>
        )}
        {problem && problem.status >= 500 && problem.instance && (
          <span className="small muted">{t.number(problem.instance)}</span>
        )}
      </PageState>
    </div>
  );
}

const widths = [92, 78, 86, 64, 90, 72, 83, 58, 94, 68];

/** Grey bars in the place of what is coming, only if it takes longer than 300 ms: a flicker is worse than a wait. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const [shown, setShown] = useState(false);
  const t = useFrameText().state;
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status" aria-busy="true">
      <span className="unseen">{t.loading}</span>
      {shown &&
        widths
          .slice(0, lines)
          .map((width) => <span key={width} className="skeleton-line" style={{ width: `${width}%` }} />)}
    </div>
  );
}
