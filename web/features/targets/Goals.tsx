import { useText } from '../../i18n/language.ts';
import type { Content } from './queries.ts';
import { targetsText } from './text.ts';

type Goal = Content['goals'][number];

interface GoalsProps {
  goals: readonly Goal[];
  disabled: boolean;
  onChange: (goals: Goal[]) => void;
  /** A goal that has no indicator gets one. */
  onAddFor: (goal: Goal) => void;
  bare: ReadonlySet<string>;
}

/** 年度目标 — what the year is to bring; one without an indicator says why, or gets one. */
export function Goals({ goals, disabled, onChange, onAddFor, bare }: GoalsProps) {
  const t = useText(targetsText);
  const change = (id: string, part: Partial<Goal>) =>
    onChange(goals.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => {
    const last = goals.reduce((most, { id }) => Math.max(most, Number(/\d+$/.exec(id)?.[0] ?? 0)), 0);
    onChange([...goals, { id: `G${last + 1}`, titleZh: '—', textZh: '', reasonWithout: '' }]);
  };
  const field = (goal: Goal, name: 'titleZh' | 'textZh' | 'reasonWithout', label: string) => (
    <label className={`goal-${name}`}>
      <span>{label}</span>
      <input
        className="input"
        value={goal[name] ?? ''}
        disabled={disabled}
        onChange={({ target }) => change(goal.id, { [name]: target.value })}
      />
    </label>
  );
  return (
    <section className="plan-goals" aria-label={t.goals}>
      <h2>{t.goals}</h2>
      {goals.map((goal) => (
        <fieldset key={goal.id} className="goal-fields">
          <legend>{goal.id}</legend>
          {field(goal, 'titleZh', t.goal)}
          {field(goal, 'textZh', t.goalText)}
          {(bare.has(goal.id) || (goal.reasonWithout ?? '') !== '') && field(goal, 'reasonWithout', t.reasonWithout)}
          {!disabled && (
            <span className="goal-buttons">
              {bare.has(goal.id) && (
                <button type="button" className="button" onClick={() => onAddFor(goal)}>
                  {t.addFor}
                </button>
              )}
              <button
                type="button"
                className="button quiet"
                onClick={() => onChange(goals.filter(({ id }) => id !== goal.id))}
              >
                {t.remove}
              </button>
            </span>
          )}
        </fieldset>
      ))}
      {!disabled && (
        <button type="button" className="button" onClick={add}>
          {t.addGoal}
        </button>
      )}
    </section>
  );
}
