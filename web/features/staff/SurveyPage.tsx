import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { answerWords, audienceWords, surveyLifecycle, wayWords } from '../../../server/modules/staff/lifecycle.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { toast } from '../../kit/Toast.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { AnswerForm } from './AnswerForm.tsx';
import { actOn, answerSurvey, isOutOfTime, refreshStaff, type Survey, surveyQuery } from './queries.ts';
import { SurveyLinks } from './SurveyLinks.tsx';
import './staff.css';
import { staffText } from './text.ts';

/** 调查 — one of them: to answer it, to run it, and what came of it. */
export function SurveyPage() {
  const t = useText(staffText);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(surveyQuery(id));
  return (
    <div className="page">
      <header className="page-head">
        <Link to={'/surveys' as string} className="button quiet icon no-print" aria-label={t.back} title={t.back}>
          <Icon name="left" />
        </Link>
        <h1>{data?.title ?? t.survey}</h1>
        {data && <StateMark lifecycle={surveyLifecycle} state={data.state} />}
      </header>
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <SurveyBody survey={data} />}
    </div>
  );
}

function SurveyBody({ survey }: { survey: Survey }) {
  const t = useText(staffText);
  const runs = mayOpen(useMe(), 'survey.manage');
  const [round, setRound] = useState(0);
  const writes = survey.mine === 'writeDown';
  const done = () => {
    toast(t.thanks, { look: 'done' });
    setRound(round + 1);
  };
  return (
    <>
      {(survey.mine === 'toAnswer' || writes) && (
        <Section title={writes ? t.writeDown : t.toAnswer} note={writes ? t.writeDownNote : undefined}>
          <AnswerForm
            key={round}
            question={survey.question}
            send={(answers, key) => answerSurvey(survey.id, answers, key)}
            onDone={done}
          />
        </Section>
      )}
      {survey.mine === 'answered' && (
        <p className="survey-done">
          <StatusMark look="done" label={t.answeredNote} />
        </p>
      )}
      {isOutOfTime(survey) && <p className="survey-done muted">{t.notNow}</p>}
      <Result survey={survey} />
      {survey.may.length > 0 && (
        <Section title={t.run}>
          <RecordActions
            of={survey.id}
            may={survey.may}
            act={(action, answers, key) => actOn('survey', survey, action, answers, key)}
            refresh={refreshStaff}
          />
        </Section>
      )}
      {runs && survey.audience === 'citizens' && <SurveyLinks survey={survey} />}
    </>
  );
}

function Result({ survey }: { survey: Survey }) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  const { answers, asked, rate, counts } = survey.result;
  const ways = Object.entries(survey.ways).map(
    ([way, n]) => `${way === 'unknown' ? t.wayUnknown : words(wayWords[way as keyof typeof wayWords])} ${n}`,
  );
  return (
    <Section title={t.result}>
      {counts === null ? (
        <PageState icon="warn" title={t.tooFew} next={t.tooFewNext(number(survey.leastAnswers, language))} />
      ) : (
        <>
          <p className="survey-rate">
            <span className="muted">{t.rate}</span> <strong>{percent(rate, language)}</strong>
          </p>
          <ul className="survey-bars">
            {Object.entries(answerWords).map(([key, label]) => {
              const n = counts[key as keyof typeof counts];
              return (
                <li key={key}>
                  <span>{words(label)}</span>
                  <meter min={0} max={answers} value={n} aria-label={words(label)} />
                  <span className="number">
                    {number(n, language)} · {percent(n / answers, language)}
                  </span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <Facts
        rows={[
          [t.question, survey.question],
          [t.audience, words(audienceWords[survey.audience])],
          [t.period, `${survey.opensOn} – ${survey.closesOn}`],
          [
            t.sample,
            t.sampleOf(number(answers, language), number(asked, language), percent(answers / asked, language)),
          ],
          [t.least, number(survey.leastAnswers, language)],
          [t.ways, ways.join(' · ')],
          [t.method, t.methodWords],
        ]}
      />
      {survey.remarks.length > 0 && (
        <>
          <h3>{t.remarks}</h3>
          <ul className="survey-remarks">
            {survey.remarks.map((remark, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: many say the same, and none has a name
              <li key={at}>{remark}</li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
