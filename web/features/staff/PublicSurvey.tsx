import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { LanguageButton } from '../../kit/LanguageButton.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { ApiProblem } from '../../request.ts';
import { AnswerForm } from './AnswerForm.tsx';
import { answerByLink, openedSurveyQuery } from './queries.ts';
import '../../kit/page.css';
import './staff.css';
import { staffText } from './text.ts';

/** 扫码答卷 — for anybody who scanned a slip or stands before a kiosk, without signing in. */
export function PublicSurvey() {
  const t = useText(staffText);
  const { word = '' } = useParams({ strict: false }) as { word?: string };
  const { data, error, refetch } = useQuery(openedSurveyQuery(word));
  const [round, setRound] = useState(0);
  const [done, setDone] = useState(false);
  useEffect(() => {
    document.title = data?.title ?? t.survey;
  }, [data?.title, t.survey]);
  const unknown = error instanceof ApiProblem && (error.status === 404 || error.status === 422);
  return (
    <main className="page answer-page">
      <header className="page-head">
        <h1>{data?.title ?? t.survey}</h1>
        <div className="page-actions">
          <LanguageButton />
        </div>
      </header>
      {!data && !error && <Skeleton lines={6} />}
      {unknown && <PageState icon="warn" title={t.noSuchCode} next={t.noSuchCodeNext} />}
      {!data && error && !unknown && <Failed error={error} retry={() => void refetch()} />}
      {data && done && (
        <div role="status">
          <PageState icon="check" title={t.thanks} next={data.kind === 'kiosk' ? t.nextPerson : t.thanksNext} />
          {data.kind === 'kiosk' && (
            <button
              type="button"
              className="button primary answer-send"
              onClick={() => {
                setRound(round + 1);
                setDone(false);
              }}
            >
              {t.next}
            </button>
          )}
        </div>
      )}
      {data && !done && !data.open && (
        <PageState icon="warn" title={data.used ? t.codeUsed : t.surveyOver} next={data.used ? t.codeUsedNext : ''} />
      )}
      {data && !done && data.open && (
        <AnswerForm
          key={round}
          question={data.question}
          send={(answers, key) => answerByLink(word, answers, key)}
          onDone={() => setDone(true)}
        />
      )}
    </main>
  );
}
