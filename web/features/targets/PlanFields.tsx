import { useSigns, useText, useWords } from '../../i18n/language.ts';
import type { Content, Plan } from './queries.ts';
import { useMetrics } from './queries.ts';
import { targetsText } from './text.ts';

export type Typed = Content['indicators'][number];

interface FieldsProps {
  one: Typed;
  plan: Pick<Plan, 'projects' | 'goals'>;
  disabled: boolean;
  onChange: (part: Partial<Typed>) => void;
}

type TextField = 'level1Zh' | 'level2Zh' | 'level3Zh' | 'targetPrinted' | 'weight' | 'band' | 'systems' | 'surveyZh';
/** Left empty these say nothing, which is not an empty word. */
const NULLABLE: readonly TextField[] = ['weight', 'band', 'systems'];

/** One promise as it is typed, by the definition it measures itself with. */
export function PlanFields({ one, plan, disabled, onChange }: FieldsProps) {
  const t = useText(targetsText);
  const signs = useSigns();
  const words = useWords();
  const metrics = useMetrics().data?.items ?? [];
  const metric = metrics.find(({ key }) => key === one.metric);
  const formula = metric?.choices.find(({ key }) => key === one.choice)?.formula;
  const text = (field: TextField, label: string) => (
    <label className={`plan-${field}`}>
      <span>{label}</span>
      <input
        className="input"
        value={one[field] ?? ''}
        disabled={disabled}
        onChange={({ target }) =>
          onChange({ [field]: target.value === '' && NULLABLE.includes(field) ? null : target.value })
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
  const scopes: [string, string][] = [
    ['overall', t.overall],
    ...plan.projects.map(({ code, nameZh }): [string, string] => [code, nameZh]),
  ];
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
      {select(t.scope, one.scope, scopes, (key) => onChange({ scope: key ?? 'overall' }))}
      {select(
        t.goals,
        one.goalId,
        plan.goals.map(({ id, titleZh }) => [id, titleZh]),
        (key) => onChange({ goalId: key }),
      )}
      {metric?.asks === 'systems' && text('systems', t.systems)}
      {/满意/.test(one.level3Zh) && text('surveyZh', t.survey)}
      {formula && (
        <p className="plan-formula muted small">
          {words(formula.numerator)}
          {formula.denominator && <> ÷ {words(formula.denominator)}</>} · {words(formula.rule)}
        </p>
      )}
      {metric && metric.notOffered.length > 0 && (
        <details className="plan-formula target-definition">
          <summary>{t.notOffered}</summary>
          {metric.notOffered.map(({ label, why }) => (
            <p key={label.zh}>
              {words(label)}
              {signs.colon}
              {words(why)}
            </p>
          ))}
        </details>
      )}
    </fieldset>
  );
}
