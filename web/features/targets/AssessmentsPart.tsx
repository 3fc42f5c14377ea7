import { cityAssessmentLifecycle } from '../../../server/modules/targets/lifecycle.ts';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { Openings, RecordActions } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { type Assessment, actOnAssessment, recordAssessment, refreshTargets, useAssessments } from './queries.ts';
import { targetsText } from './text.ts';

/** 市级考评 — what the city published of each month, with its text; two officers stand for each. */
export function AssessmentsPart({ year }: { year: number }) {
  const t = useText(targetsText);
  const me = useMe();
  const found = useAssessments(year);
  if (found.error && !found.data) return <Failed error={found.error} retry={() => found.refetch()} />;
  if (!found.data) return <Skeleton />;
  return (
    <>
      <div className="no-print">
        <Openings
          lifecycle={cityAssessmentLifecycle}
          names={['recordAssessment']}
          permits={(permission) => mayOpen(me, permission)}
          known={{ month: `${year}-` }}
          open={(_name, answers, key) => recordAssessment(answers, key)}
        />
      </div>
      {found.data.items.length === 0 && <PageState title={t.noAssessments} next={t.noAssessmentsNext} />}
      {found.data.items.map((one) => (
        <One key={one.id} one={one} />
      ))}
    </>
  );
}

function One({ one }: { one: Assessment }) {
  const t = useText(targetsText);
  const signs = useSigns();
  const words = useWords();
  const language = useLanguage();
  const state = cityAssessmentLifecycle.states[one.state];
  const score = one.score === null ? '' : ` · ${number(one.score, language, 2)}`;
  return (
    <Section
      title={`${one.month} · ${t.cityGrades[one.grade]}${score}`}
      note={<StatusMark look={state.look} label={words(state.label)} />}
    >
      <details className="target-definition">
        <summary>
          {one.document} · {t.publishedOn} {one.publishedOn}
        </summary>
        <p className="assessment-text">{one.text}</p>
      </details>
      {one.objects && one.objects.length > 0 && (
        <p className="small">
          {t.objectsGraded}
          {signs.colon}
          {one.objects.map(({ nameZh, grade }) => `${nameZh} ${t.cityGrades[grade]}`).join(signs.comma)}
        </p>
      )}
      {one.may.length > 0 && (
        <RecordActions
          of={one.id}
          may={one.may}
          act={(action, answers, key) => actOnAssessment(one, action, answers, key)}
          refresh={refreshTargets}
        />
      )}
    </Section>
  );
}
