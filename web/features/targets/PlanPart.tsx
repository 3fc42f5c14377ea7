import { useDeferredValue, useState } from 'react';
import { useWriting } from '../../drafts.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { type Look, StatusShape } from '../../kit/StatusMark.tsx';
import { toast } from '../../kit/Toast.tsx';
import { newKey } from '../../request.ts';
import { Goals } from './Goals.tsx';
import { PlanFields, type Typed } from './PlanFields.tsx';
import {
  actOnPlan,
  type Content,
  type Indicator,
  type Plan,
  type PlanFault,
  refreshTargets,
  useFaults,
} from './queries.ts';
import { targetsText } from './text.ts';
import { Choices, owingFirst, targetWidgets } from './widgets.tsx';

const looks: Record<PlanFault['severity'], Look> = { error: 'overdue', warning: 'warning', info: 'waiting' };

const typedOf = ({ operator: _o, target: _t, unit: _u, metricVersion: _v, wording: _w, ...typed }: Indicator): Typed =>
  typed;

/** 目标编制 — the plan as it is typed, each fault beside what it is about. */
export function PlanPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const may = plan.may.some(({ action, refusal }) => action === 'writePlan' && !refusal);
  const [saving, setSaving] = useState(false);
  const { projects } = plan;
  const stands = { staffInPost: plan.staffInPost, goals: plan.goals, indicators: plan.indicators.map(typedOf) };
  const writing = useWriting(`plan.${plan.id}`, stands);
  const draft = may ? writing.draft : null;
  const written = draft ?? stands;
  const { staffInPost, goals, indicators } = written;
  const content: Content = { ...written, projects };
  const put = (part: Partial<typeof stands>) => writing.write({ ...written, ...part });
  const checked = useFaults(plan.year, useDeferredValue(content), may);
  const faults = may ? (checked.data?.faults ?? plan.faults) : plan.faults;
  const change = (id: string, part: Partial<Typed>) =>
    put({ indicators: indicators.map((one) => (one.id === id ? { ...one, ...part } : one)) });
  const add = (goalId: string | null = null) => put({ indicators: [...indicators, { ...blank(indicators), goalId }] });
  const apply = (fix: PlanFault['fix']) =>
    put({
      indicators: indicators.map((one) =>
        Object.assign({ ...one }, ...fix.filter(({ at }) => at === one.id).map(({ set }) => set)),
      ),
    });
  const bare = new Set(goals.filter(({ id }) => !indicators.some(({ goalId }) => goalId === id)).map(({ id }) => id));
  const waiting = plan.manuals.flatMap(({ confirmedBy, indicatorId }) => (confirmedBy === null ? [indicatorId] : []));
  async function save() {
    if (saving) return;
    setSaving(true);
    try {
      await actOnPlan(plan, 'writePlan', content, newKey());
      writing.end();
      toast(t.saved, { look: 'done' });
    } catch (error) {
      toastFailure(error);
    }
    setSaving(false);
  }
  return (
    <>
      <Choices value={owingFirst(plan.indicators, (id) => waiting.includes(id))}>
        <RecordActions
          of={plan.id}
          may={plan.may.filter(({ action }) => action !== 'writePlan')}
          act={(action, answers, key) => actOnPlan(plan, action, answers, key)}
          refresh={refreshTargets}
          widgets={targetWidgets}
        />
      </Choices>
      {waiting.map((indicatorId) => (
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
          disabled={!may}
          onChange={({ target }) => put({ staffInPost: target.value === '' ? null : Number(target.value) })}
        />
      </label>
      <Goals
        goals={goals}
        disabled={!may}
        onChange={(changed) => put({ goals: changed })}
        onAddFor={({ id }) => add(id)}
        bare={bare}
      />
      <Faults
        faults={faults.filter(({ at }) => !indicators.some(({ id }) => id === at))}
        onApply={may ? apply : undefined}
      />
      <ol className="plan-lines">
        {indicators.map((one) => (
          <li key={one.id}>
            <PlanFields
              one={one}
              plan={{ projects, goals }}
              disabled={!may}
              onChange={(part) => change(one.id, part)}
            />
            {may && (
              <button
                type="button"
                className="button quiet"
                onClick={() => put({ indicators: indicators.filter(({ id }) => id !== one.id) })}
              >
                {t.remove}
              </button>
            )}
            <Faults faults={faults.filter(({ at }) => at === one.id)} onApply={may ? apply : undefined} />
          </li>
        ))}
      </ol>
      {may && (
        <p className="plan-buttons">
          <button type="button" className="button" onClick={() => add()}>
            {t.add}
          </button>
          <button
            type="button"
            className="button primary"
            aria-disabled={saving || undefined}
            onClick={() => void save()}
          >
            {t.save}
          </button>
          {draft !== null && (
            <button type="button" className="button quiet" onClick={writing.end}>
              {t.discard}
            </button>
          )}
          <span className="muted small" role="status">
            {draft !== null && t.unsaved}
          </span>
        </p>
      )}
      {draft !== null && writing.overtaken && !saving && (
        <p className="form-fault" role="alert">
          {t.overtaken}
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
