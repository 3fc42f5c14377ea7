import { useDeferredValue, useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { ActionBar } from '../../kit/ActionBar.tsx';
import { type Look, StatusShape } from '../../kit/StatusMark.tsx';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem, newKey } from '../../request.ts';
import { Goals } from './Goals.tsx';
import { PlanFields, type Typed } from './PlanFields.tsx';
import { actOnPlan, type Content, type Indicator, type Plan, type PlanFault, useFaults } from './queries.ts';
import { targetsText } from './text.ts';

const looks: Record<PlanFault['severity'], Look> = { error: 'overdue', warning: 'warning', info: 'waiting' };

const typedOf = ({ operator: _o, target: _t, unit: _u, metricVersion: _v, wording: _w, ...typed }: Indicator): Typed =>
  typed;

/** 目标编制 — the plan as it is typed, each fault beside what it is about. */
export function PlanPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const writing = plan.may.find(({ action, refusal }) => action === 'writePlan' && !refusal);
  const [indicators, setIndicators] = useState(() => plan.indicators.map(typedOf));
  const [goals, setGoals] = useState(() => [...plan.goals]);
  const [staffInPost, setStaff] = useState(plan.staffInPost);
  const { projects } = plan;
  const content: Content = { staffInPost, projects, goals, indicators };
  const checked = useFaults(plan.year, useDeferredValue(content), writing !== undefined);
  const faults = writing ? (checked.data?.faults ?? plan.faults) : plan.faults;
  const change = (id: string, part: Partial<Typed>) =>
    setIndicators((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = (goalId: string | null = null) => setIndicators((all) => [...all, { ...blank(all), goalId }]);
  const apply = (fix: PlanFault['fix']) =>
    setIndicators((all) =>
      all.map((one) => Object.assign({ ...one }, ...fix.filter(({ at }) => at === one.id).map(({ set }) => set))),
    );
  const bare = new Set(goals.filter(({ id }) => !indicators.some(({ goalId }) => goalId === id)).map(({ id }) => id));
  const save = () =>
    actOnPlan(plan, 'writePlan', content, newKey()).then(
      () => toast(t.saved),
      (error) => {
        if (error instanceof ApiProblem) toast(error.detail, { look: 'overdue' });
      },
    );
  return (
    <>
      <ActionBar
        may={plan.may.filter(({ action }) => action !== 'writePlan')}
        onAct={(action, answers, key) => actOnPlan(plan, action, answers, key)}
      />
      {plan.manuals
        .filter(({ confirmedBy }) => confirmedBy === null)
        .map(({ indicatorId }) => (
          <p key={indicatorId} className="muted">
            {t.manualWaiting(indicatorId)}
          </p>
        ))}
      <label className="plan-staff">
        <span>{t.staff}</span>
        <input
          className="input"
          type="number"
          min={0}
          value={staffInPost ?? ''}
          disabled={!writing}
          onChange={({ target }) => setStaff(target.value === '' ? null : Number(target.value))}
        />
      </label>
      <Goals goals={goals} disabled={!writing} onChange={setGoals} onAddFor={({ id }) => add(id)} bare={bare} />
      <Faults
        faults={faults.filter(({ at }) => !indicators.some(({ id }) => id === at))}
        onApply={writing ? apply : undefined}
      />
      <ol className="plan-lines">
        {indicators.map((one) => (
          <li key={one.id}>
            <PlanFields
              one={one}
              plan={{ projects, goals }}
              disabled={!writing}
              onChange={(part) => change(one.id, part)}
            />
            {writing && (
              <button
                type="button"
                className="button quiet"
                onClick={() => setIndicators((all) => all.filter(({ id }) => id !== one.id))}
              >
                {t.remove}
              </button>
            )}
            <Faults faults={faults.filter(({ at }) => at === one.id)} onApply={writing ? apply : undefined} />
          </li>
        ))}
      </ol>
      {writing && (
        <p className="plan-buttons">
          <button type="button" className="button" onClick={() => add()}>
            {t.add}
          </button>
          <button type="button" className="button primary" onClick={save}>
            {t.save}
          </button>
        </p>
      )}
    </>
  );
}

function blank(all: readonly Typed[]): Typed {
  const last = all.reduce((most, { id }) => Math.max(most, Number(/\d+$/.exec(id)?.[0] ?? 0)), 0);
  return {
    id: `W${String(last + 1).padStart(2, '0')}`,
    scope: 'overall',
    goalId: null,
    level1Zh: '产出指标',
    level2Zh: '数量指标',
    level3Zh: '—',
    targetPrinted: '',
    band: null,
    weight: null,
    metric: null,
    choice: null,
    systems: null,
    surveyZh: '',
  };
}

interface FaultsProps {
  faults: readonly PlanFault[];
  onApply: ((fix: PlanFault['fix']) => void) | undefined;
}

/** What is wrong, what would be right, and one click that puts it so where the rule says it exactly. */
function Faults({ faults, onApply }: FaultsProps) {
  const t = useText(targetsText);
  const words = useWords();
  if (faults.length === 0) return null;
  return (
    <ul className="plan-faults" aria-live="polite">
      {faults.map(({ rule, severity, message, better, at, fix }) => (
        <li key={`${rule} ${at} ${message.zh}`} data-severity={severity}>
          <StatusShape look={looks[severity]} /> <b>{rule}</b> {words(message)}
          {better && (
            <span className="better">
              {t.better} <b>{better}</b>
            </span>
          )}
          {onApply && fix.length > 0 && (
            <button type="button" className="button small-button" onClick={() => onApply(fix)}>
              {t.apply}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
