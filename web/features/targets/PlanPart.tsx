import { useDeferredValue, useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { ActionBar } from '../../kit/ActionBar.tsx';
import { type Look, StatusShape } from '../../kit/StatusMark.tsx';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem, newKey } from '../../request.ts';
import {
  actOnPlan,
  type Content,
  type Indicator,
  type Plan,
  type PlanFault,
  useFaults,
  useMetrics,
} from './queries.ts';
import { targetsText } from './text.ts';

type Typed = Content['indicators'][number];

const looks: Record<PlanFault['severity'], Look> = { error: 'overdue', warning: 'warning', info: 'waiting' };

const typedOf = ({ operator: _o, target: _t, unit: _u, metricVersion: _v, ...typed }: Indicator): Typed => typed;

/** 目标编制 — the plan as it is typed, each fault beside what it is about. */
export function PlanPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const writing = plan.may.find(({ action, refusal }) => action === 'writePlan' && !refusal);
  const [indicators, setIndicators] = useState(() => plan.indicators.map(typedOf));
  const { staffInPost, projects, goals } = plan;
  const content: Content = { staffInPost, projects, goals, indicators };
  const checked = useFaults(plan.year, useDeferredValue(content), writing !== undefined);
  const faults = writing ? (checked.data?.faults ?? plan.faults) : plan.faults;
  const change = (id: string, part: Partial<Typed>) =>
    setIndicators((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => setIndicators((all) => [...all, blank(all)]);
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
      <Faults faults={faults.filter(({ at }) => !indicators.some(({ id }) => id === at))} />
      <ol className="plan-lines">
        {indicators.map((one) => (
          <li key={one.id}>
            <Fields one={one} plan={plan} disabled={!writing} onChange={(part) => change(one.id, part)} />
            {writing && (
              <button
                type="button"
                className="button quiet"
                onClick={() => setIndicators((all) => all.filter(({ id }) => id !== one.id))}
              >
                {t.remove}
              </button>
            )}
            <Faults faults={faults.filter(({ at }) => at === one.id)} />
          </li>
        ))}
      </ol>
      {writing && (
        <p className="plan-buttons">
          <button type="button" className="button" onClick={add}>
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

interface FieldsProps {
  one: Typed;
  plan: Plan;
  disabled: boolean;
  onChange: (part: Partial<Typed>) => void;
}

function Fields({ one, plan, disabled, onChange }: FieldsProps) {
  const t = useText(targetsText);
  const words = useWords();
  const metrics = useMetrics().data?.items ?? [];
  const metric = metrics.find(({ key }) => key === one.metric);
  const text = (field: 'level1Zh' | 'level2Zh' | 'level3Zh' | 'targetPrinted' | 'weight' | 'band', label: string) => (
    <label className={`plan-${field}`}>
      <span>{label}</span>
      <input
        className="input"
        value={one[field] ?? ''}
        disabled={disabled}
        onChange={({ target }) =>
          onChange({ [field]: target.value === '' && (field === 'weight' || field === 'band') ? null : target.value })
        }
      />
    </label>
  );
  const select = (
    label: string,
    value: string | null | undefined,
    options: [string, string][],
    take: (key: string | null) => void,
  ) => (
    <label>
      <span>{label}</span>
      <select
        className="input"
        value={value ?? ''}
        disabled={disabled}
        onChange={({ target }) => take(target.value || null)}
      >
        <option value="">{t.undefined}</option>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  const usual = (key: string | null) => metrics.find((each) => each.key === key)?.choices[0]?.key ?? null;
  return (
    <fieldset className="plan-fields">
      <legend>
        {one.id} · {one.scope === 'overall' ? t.overall : t.project(one.scope)}
      </legend>
      {text('level3Zh', t.name)}
      {text('targetPrinted', t.target)}
      {text('weight', t.weight)}
      {text('band', t.band)}
      {select(
        t.metric,
        one.metric,
        metrics.map((each) => [each.key, words(each.label)]),
        (key) => onChange({ metric: key, choice: usual(key) }),
      )}
      {select(
        t.choice,
        one.choice,
        (metric?.choices ?? []).map((each) => [each.key, `${words(each.label)}${each.usual ? t.usual : ''}`]),
        (key) => onChange({ choice: key }),
      )}
      {text('level1Zh', t.level1)}
      {text('level2Zh', t.level2)}
      {select(
        t.goals,
        one.goalId,
        plan.goals.map(({ id, titleZh }) => [id, titleZh]),
        (key) => onChange({ goalId: key }),
      )}
    </fieldset>
  );
}

function Faults({ faults }: { faults: readonly PlanFault[] }) {
  const t = useText(targetsText);
  const words = useWords();
  if (faults.length === 0) return null;
  return (
    <ul className="plan-faults" aria-live="polite">
      {faults.map(({ rule, severity, message, better, at }) => (
        <li key={`${rule} ${at} ${message.zh}`} data-severity={severity}>
          <StatusShape look={looks[severity]} /> <b>{rule}</b> {words(message)}
          {better && (
            <span className="better">
              {t.better} <b>{better}</b>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
