import { Link, useRouter } from '@tanstack/react-router';
import { useFrameText } from '../i18n/text.ts';
import { Failed, PageState } from '../kit/PageState.tsx';
import { ApiProblem, Unreachable } from '../request.ts';

function Home() {
  const t = useFrameText().state;
  return (
    <Link className="button" to="/">
      {t.home}
    </Link>
  );
}

export function NotFound() {
  const t = useFrameText().state;
  return (
    <PageState icon="search" title={t.notFound} next={t.notFoundNext}>
      <Home />
    </PageState>
  );
}

export function Forbidden() {
  const t = useFrameText().state;
  return (
    <PageState icon="warn" title={t.forbidden} next={t.notFoundNext}>
      <Home />
    </PageState>
  );
}

export function NoScreens() {
  const t = useFrameText().frame;
  return <PageState icon="person" title={t.noScreens} next={t.noScreensNext} />;
}

/** Where a page itself failed: a refusal in the server's words, anything else with a way to open the page anew. */
export function PageFault({ error, reset }: { error: unknown; reset: () => void }) {
  const t = useFrameText().state;
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (error instanceof ApiProblem || error instanceof Unreachable) return <Failed error={error} retry={again} />;
  return (
    <div role="alert">
      <PageState icon="warn" title={t.fault} next={t.faultNext}>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t.reopen}
        </button>
        <Home />
        <code className="small muted">{error instanceof Error ? error.message : String(error)}</code>
      </PageState>
    </div>
  );
}
