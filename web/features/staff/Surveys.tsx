import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { audienceWords, surveyLifecycle } from '../../../server/modules/staff/lifecycle.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Page, Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { Begin } from './Begin.tsx';
import { isOutOfTime, type SurveyLine, surveysQuery } from './queries.ts';
import './staff.css';
import { staffText } from './text.ts';

/** 满意度调查 — those that wait for my answer first, then all there were. */
export function Surveys() {
  const t = useText(staffText);
  return (
    <Page title={t.tabs.surveys} wide>
      <SurveyList />
    </Page>
  );
}

export function SurveyList() {
  const t = useText(staffText);
  const words = useWords();
  const found = useQuery(surveysQuery);
  if (!found.data)
    return found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Skeleton lines={8} />;
  const waiting = found.data.filter(({ mine }) => mine === 'toAnswer');
  return (
    <>
      {waiting.length > 0 && (
        <Section title={t.waiting}>
          <ul className="survey-waiting">
            {waiting.map((one) => (
              <li key={one.id}>
                <SurveyLink survey={one} />
                <span className="muted small">{t.answerBy(one.closesOn)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words(surveyLifecycle.label)}>
        <Begin lifecycle={surveyLifecycle} name="prepare" />
        {found.data.length === 0 ? <PageState title={t.noSurveys} /> : <SurveyTable surveys={found.data} />}
      </Section>
    </>
  );
}

function SurveyLink({ survey }: { survey: SurveyLine }) {
  return (
    <Link to={'/surveys/$id' as string} params={{ id: survey.id } as never}>
      {survey.title}
    </Link>
  );
}

function SurveyTable({ surveys }: { surveys: readonly SurveyLine[] }) {
  const t = useText(staffText);
  const words = useWords();
  const language = useLanguage();
  return (
    <div className="scroll-x" tabIndex={-1}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.survey}</th>
            <th>{t.audience}</th>
            <th>{t.period}</th>
            <th className="number">{t.answers}</th>
            <th className="number">{t.rate}</th>
            <th>{t.state}</th>
            <th>{t.mine}</th>
          </tr>
        </thead>
        <tbody>
          {surveys.map((one) => (
            <tr key={one.id}>
              <td>
                <SurveyLink survey={one} />
              </td>
              <td className="nowrap">{words(audienceWords[one.audience])}</td>
              <td className="nowrap">{`${one.opensOn} – ${one.closesOn}`}</td>
              <td className="number nowrap">
                {`${number(one.result.answers, language)} / ${number(one.result.asked, language)}`}
              </td>
              <td className="number nowrap">
                {one.result.rate === null ? t.tooFew : percent(one.result.rate, language)}
              </td>
              <td className="nowrap">
                <StateMark lifecycle={surveyLifecycle} state={one.state} />
                {isOutOfTime(one) && <span className="muted small"> {t.notNow}</span>}
              </td>
              <td className="nowrap">
                {one.mine === 'answered' && <StatusMark look="done" label={t.answered} />}
                {one.mine === 'toAnswer' && <StatusMark look="waiting" label={t.toAnswer} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
