import { useState } from 'react';
import { formulaOf } from '../../../server/modules/targets/rules.ts';
import { useLanguage, useSigns, useText } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { Downloads } from './Downloads.tsx';
import { Actual, Scroll } from './marks.tsx';
import {
  actOnEvaluation,
  type Evaluation,
  openEvaluation,
  type Plan,
  refreshTargets,
  useEvaluations,
} from './queries.ts';
import { Opening } from './RoundsPart.tsx';
import { targetsText } from './text.ts';
import { Choices, owingFirst, targetWidgets } from './widgets.tsx';

const WAN = 1_000_000;

/** 绩效自评 — scored by the formulae, in the columns of the official form, ready to print. */
export function EvaluationsPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const evaluations = useEvaluations();
  const [scope, setScope] = useState('overall');
  if (evaluations.error && !evaluations.data)
    return <Failed error={evaluations.error} retry={() => evaluations.refetch()} />;
  if (!evaluations.data) return <Skeleton />;
  const own = evaluations.data.items.filter(({ planId }) => planId === plan.id);
  return (
    <>
      <div className="opening no-print">
        <label>
          <span>{t.scope}</span>{' '}
          <select className="input" value={scope} onChange={({ target }) => setScope(target.value)}>
            <option value="overall">{t.overall}</option>
            {plan.projects.map(({ code, nameZh }) => (
              <option key={code} value={code}>
                {nameZh}
              </option>
            ))}
          </select>
        </label>
        <Opening
          plan={plan}
          label={t.openEvaluation}
          open={(cutoff, key) => openEvaluation(plan.id, scope, cutoff, key)}
        />
      </div>
      {own.length === 0 && <PageState title={t.noEvaluations} next={t.fromApproved} />}
      {own.map((one) => (
        <Form key={one.id} evaluation={one} plan={plan} />
      ))}
    </>
  );
}

function Form({ evaluation, plan }: { evaluation: Evaluation; plan: Plan }) {
  const t = useText(targetsText);
  const signs = useSigns();
  const language = useLanguage();
  const { money, execution, total, grade, scope, cutoff } = evaluation;
  const name =
    scope === 'overall' ? t.overall : (plan.projects.find(({ code }) => code === scope)?.nameZh ?? t.project(scope));
  const shown = (score: number | null) => number(score, language, 2);
  const saidOf = (id: string) => evaluation.explanations.find(({ indicatorId }) => indicatorId === id);
  const scored = plan.indicators.filter(({ id }) => evaluation.scores.some(({ indicatorId }) => indicatorId === id));
  const owing = new Set(
    evaluation.scores.flatMap(({ indicatorId, points, score, overReached }) =>
      (overReached || (score ?? 0) < points) && !saidOf(indicatorId) ? [indicatorId] : [],
    ),
  );
  return (
    <Section
      title={`${name} · ${t.asOf(cutoff)}`}
      note={total === null ? t.open : `${t.total} ${shown(total)}${grade ? ` · ${t.grades[grade]}` : ''}`}
    >
      <Downloads path={`/targets/evaluations/${evaluation.id}/form`} formats={['html', 'docx', 'xlsx', 'pdf']} />
      <p className="muted small">
        {t.executionFormula}
        {signs.semicolon}
        {t.levels}
      </p>
      <Choices value={owingFirst(scored, (id) => owing.has(id))}>
        <RecordActions
          of={evaluation.id}
          may={evaluation.may}
          act={(action, answers, key) => actOnEvaluation(evaluation, action, answers, key)}
          refresh={refreshTargets}
          widgets={targetWidgets}
        />
      </Choices>
      <Scroll label={`${name} ${cutoff}`}>
        <table className="form-p5">
          <thead>
            <tr>
              <th>{t.indicator}</th>
              <th className="number">{t.original}</th>
              <th className="number">{t.planned}</th>
              <th className="number">{t.paid}</th>
              <th className="number">{t.points}</th>
              <th className="number">{t.rate}</th>
              <th className="number">{t.score}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t.execution}</th>
              <td className="number">{number((money.originalFen ?? money.plannedFen) / WAN, language, 2)}</td>
              <td className="number">{number(money.plannedFen / WAN, language, 2)}</td>
              <td className="number">{number(money.paidFen / WAN, language, 2)}</td>
              <td className="number">10</td>
              <td className="number">
                {money.plannedFen > 0 ? percent(money.paidFen / money.plannedFen, language, 2) : '—'}
              </td>
              <td className="number">{shown(execution)}</td>
            </tr>
          </tbody>
        </table>
        <table className="form-p5">
          <thead>
            <tr>
              <th className="level">{t.level1}</th>
              <th className="level">{t.level2}</th>
              <th>{t.name}</th>
              <th className="number">{t.target}</th>
              <th className="number">{t.actual}</th>
              <th className="number">{t.points}</th>
              <th className="number">{t.score}</th>
              <th>{t.how}</th>
              <th>
                {t.cause} · {t.action}
              </th>
            </tr>
          </thead>
          <tbody>
            {evaluation.scores.map(({ indicatorId, points, score, overReached }) => {
              const indicator = plan.indicators.find(({ id }) => id === indicatorId);
              const line = evaluation.lines.find((one) => one.indicatorId === indicatorId);
              const said = saidOf(indicatorId);
              return (
                <tr key={indicatorId}>
                  <td className="level">{indicator?.level1Zh}</td>
                  <td className="level">{indicator?.level2Zh}</td>
                  <th scope="row">
                    <small className="muted">{indicatorId}</small> {indicator?.level3Zh}
                  </th>
                  <td className="number">{indicator?.targetPrinted}</td>
                  <td className="number">{line && <Actual line={line} unit={indicator?.unit ?? ''} />}</td>
                  <td className="number">{points}</td>
                  <td className="number">{shown(score)}</td>
                  <td className="score-formula">{indicator && line && formulaOf(indicator, line.value, plan.year)}</td>
                  <td className="target-told">
                    {overReached && <small className="target-parts">{t.over}</small>}
                    {said
                      ? `${said.cause} ${said.action}`
                      : owing.has(indicatorId) && <span className="muted">{t.unexplained}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {evaluation.opinion && (
        <p>
          {t.opinion}
          {signs.colon}
          {evaluation.opinion}
        </p>
      )}
    </Section>
  );
}
