import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { taskLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { hasLight } from '../../../server/modules/office/rules.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { dayOf, number } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Page } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { LightMark, lights } from './marks.tsx';
import { NewTask } from './NewTask.tsx';
import { type TaskLine, tasksQuery } from './queries.ts';
import './office.css';
import { TaskFigures } from './TaskFigures.tsx';
import { officeText } from './text.ts';
import { useNames } from './widgets.tsx';

const address = z.object({
  light: z.enum(['red', 'yellow', 'blue', 'green']).optional(),
  state: z.string().max(20).optional(),
  unit: z.uuid().optional(),
  all: z.literal('true').optional(),
  /** Those set up in this year, whenever they are due. */
  setUp: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
});

const isClosed = (state: string | undefined) => state === 'accepted' || state === 'cancelled';
const isOpen = ({ state }: TaskLine) => !isClosed(state);
const urgency = (task: TaskLine) => (isOpen(task) ? lights.indexOf(task.light) : lights.length);

/** 督办 — the most urgent first: overdue, behind, due soon, on course, whenever due; what is done only when asked for. */
export function Tasks() {
  const t = useText(officeText);
  const words = useWords();
  const nameOf = useNames();
  const me = useMe();
  const [chosen, change] = useAddress(address);
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const year = Number(today.slice(0, 4));
  const setUpIn = chosen.setUp
    ? ({ from: `${chosen.setUp}-01-01`, to: `${chosen.setUp}-12-31`, by: 'setUp' } as const)
    : undefined;
  const found = useQuery(tasksQuery(setUpIn ?? { open: 'true' }));
  const all = (chosen.all === 'true' || isClosed(chosen.state)) && !setUpIn;
  const recent = useQuery({ ...tasksQuery({ from: `${year - 1}-01-01` }), enabled: all });
  const failed = [found, recent].find(({ error, data }) => error && !data);
  const waits = !found.data || (all && !recent.data);
  const whole = [...(found.data ?? []), ...((all && recent.data?.filter((task) => !isOpen(task))) || [])];
  const shown = whole
    .filter((task) => !chosen.light || (hasLight(task) && task.light === chosen.light))
    .filter(({ state }) => !chosen.state || state === chosen.state)
    .filter(({ mainUnitId }) => !chosen.unit || mainUnitId === chosen.unit)
    .toSorted((a, b) => urgency(a) - urgency(b) || (a.dueOn < b.dueOn ? -1 : 1));
  const units = [...new Set(whole.map(({ mainUnitId }) => mainUnitId))];
  const looks = { red: 'overdue', yellow: 'warning', blue: 'working', green: 'done' } as const;
  return (
    <Page title={t.tasks} wide>
      {mayOpen(me, taskLifecycle.openings.setUp.by) && <NewTask />}
      {mayOpen(me, 'task.readAll') && (
        <TaskFigures year={String(year)} chosen={chosen.unit} choose={(unit) => change({ unit })} />
      )}
      <section className="part" aria-label={t.tasks}>
        <FilterBar
          facets={[
            {
              key: 'light',
              label: t.filters.light,
              single: true,
              options: lights.map((light) => ({
                value: light,
                label: t.lights[light],
                look: looks[light],
                ...(found.data && { count: whole.filter((task) => hasLight(task) && task.light === light).length }),
              })),
            },
            {
              key: 'state',
              label: t.filters.state,
              one: true,
              options: Object.entries(taskLifecycle.states).map(([value, { label }]) => ({
                value,
                label: words(label),
              })),
            },
            {
              key: 'unit',
              label: t.filters.unit,
              one: true,
              options: units.map((id) => ({ value: id, label: nameOf(id) })),
            },
          ]}
          chosen={{
            light: chosen.light ? [chosen.light] : [],
            state: chosen.state ? [chosen.state] : [],
            unit: chosen.unit ? [chosen.unit] : [],
          }}
          onChoose={(key, [value]) => change({ [key]: value })}
        >
          {chosen.setUp && (
            <button type="button" className="button small" onClick={() => change({ setUp: undefined })}>
              {t.setUpIn(chosen.setUp)} ×
            </button>
          )}
          <button
            type="button"
            className="button small"
            aria-pressed={chosen.all === 'true'}
            onClick={() => change({ all: chosen.all ? undefined : 'true' })}
          >
            {chosen.all ? t.open : t.all}
          </button>
        </FilterBar>
        {failed?.error && <Failed error={failed.error} retry={() => void failed.refetch()} />}
        {!failed && waits && <Skeleton lines={10} />}
        {!failed && !waits && shown.length === 0 && <PageState icon="filter" title={t.none} next={t.noneNext} />}
        {shown.length > 0 && <TaskTable tasks={shown} today={today} nameOf={nameOf} />}
      </section>
    </Page>
  );
}

interface TaskTableProps {
  tasks: readonly TaskLine[];
  today: string;
  nameOf: (id: string | null) => string;
}

function TaskTable({ tasks, today, nameOf }: TaskTableProps) {
  const t = useText(officeText);
  const language = useLanguage();
  return (
    <div className="scroll-x" tabIndex={-1}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.light}</th>
            <th>{t.task}</th>
            <th>{t.unit}</th>
            <th>{t.state}</th>
            <th>{t.due}</th>
            <th className="number">{t.milestones}</th>
            <th>{t.progress}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <td className="nowrap">{hasLight(task) && <LightMark light={task.light} />}</td>
              <td>
                <Link to={'/tasks/$id' as string} params={{ id: task.id } as never}>
                  {task.title}
                </Link>
              </td>
              <td className="nowrap">{nameOf(task.mainUnitId)}</td>
              <td className="nowrap">
                <StateMark lifecycle={taskLifecycle} state={task.state} />
              </td>
              <td className="nowrap">
                {task.dueOn} <DaysLeft task={task} today={today} />
              </td>
              <td className="number">
                {t.ofMilestones(
                  number(task.milestones.filter(({ reachedOn }) => reachedOn !== null).length, language),
                  number(task.milestones.length, language),
                )}
              </td>
              <td>
                <meter
                  className="task-meter"
                  min={0}
                  max={100}
                  value={task.state === 'accepted' ? 100 : (task.progress.at(-1)?.percent ?? 0)}
                  aria-label={`${task.title} ${t.progress}`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DaysLeft({ task, today }: { task: TaskLine; today: string }) {
  const t = useText(officeText);
  const language = useLanguage();
  if (!isOpen(task)) return null;
  const days = Math.round((Date.parse(task.dueOn) - Date.parse(today)) / 86_400_000);
  const said = number(Math.abs(days), language);
  return <span className={days < 0 ? 'tag overdue' : 'muted small'}>{days < 0 ? t.over(said) : t.days(said)}</span>;
}
