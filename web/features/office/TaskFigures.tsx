import { useQuery } from '@tanstack/react-query';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { figuresQuery } from './queries.ts';
import { officeText } from './text.ts';
import { useNames } from './widgets.tsx';

interface TaskFiguresProps {
  year: string;
  chosen: string | undefined;
  choose: (unitId: string | undefined) => void;
}

/** 办结率 — of the year's key tasks, of their milestones, and of each unit; a unit opens to its tasks. */
export function TaskFigures({ year, chosen, choose }: TaskFiguresProps) {
  const t = useText(officeText);
  const language = useLanguage();
  const nameOf = useNames();
  const { data, error, refetch } = useQuery(figuresQuery({ from: `${year}-01-01`, to: `${year}-12-31` }));
  const rate = (met: number, of: number) =>
    of === 0 ? t.nothingDue : `${percent(met / of, language)} · ${number(met, language)}/${number(of, language)}`;
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton lines={3} />;
  const { due, closed, onTime, cancelled } = data.keyTasks;
  return (
    <Section title={t.closureOf(year)} note={t.closureRule}>
      <dl className="office-figures">
        <div>
          <dt>{t.closure}</dt>
          <dd>{rate(closed.length, due.length)}</dd>
        </div>
        <div>
          <dt>{t.closureOnTime}</dt>
          <dd>{rate(onTime.length, due.length)}</dd>
        </div>
        <div>
          <dt>{t.milestoneRate}</dt>
          <dd>{rate(data.milestones.reached, data.milestones.due)}</dd>
        </div>
        <div>
          <dt>{t.cancelledTasks}</dt>
          <dd>{number(cancelled.length, language)}</dd>
        </div>
      </dl>
      {data.units.length > 0 && (
        <details>
          <summary>{t.byUnit}</summary>
          <div className="scroll-x" tabIndex={-1}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{t.unit}</th>
                  <th className="number">{t.dueTasks}</th>
                  <th className="number">{t.closure}</th>
                  <th className="number">{t.closureOnTime}</th>
                  <th className="number">{t.overdueTasks}</th>
                </tr>
              </thead>
              <tbody>
                {data.units.map((one) => (
                  <tr key={one.unitId}>
                    <td>
                      <button
                        type="button"
                        className="link"
                        aria-pressed={chosen === one.unitId}
                        onClick={() => choose(chosen === one.unitId ? undefined : one.unitId)}
                      >
                        {nameOf(one.unitId)}
                      </button>
                    </td>
                    <td className="number">{number(one.due, language)}</td>
                    <td className="number">{one.due === 0 ? t.nothingDue : percent(one.closed / one.due, language)}</td>
                    <td className="number">{one.due === 0 ? t.nothingDue : percent(one.onTime / one.due, language)}</td>
                    <td className="number">{number(one.overdue, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </Section>
  );
}
