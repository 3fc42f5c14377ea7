import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { rhythmWords, sourceWords, taskLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { hasLight } from '../../../server/modules/office/rules.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { Evidence } from './Evidence.tsx';
import { History, Linked } from './History.tsx';
import { LightMark } from './marks.tsx';
import { actOnTask, historyQuery, refreshOffice, type Task, taskQuery } from './queries.ts';
import './office.css';
import { officeText } from './text.ts';
import { officeWidgets, useNames } from './widgets.tsx';

/** 督办事项 — one of them: what was promised, how far it is, and what may be done now. */
export function TaskPage() {
  const t = useText(officeText);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(taskQuery(id));
  return (
    <div className="page">
      <header className="page-head">
        <Link to={'/tasks' as string} className="button quiet icon no-print" aria-label={t.back} title={t.back}>
          <Icon name="left" />
        </Link>
        <h1>{data?.title ?? t.task}</h1>
        {data && <StateMark lifecycle={taskLifecycle} state={data.state} />}
        {data && hasLight(data) && <LightMark light={data.light} />}
      </header>
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <TaskBody task={data} />}
    </div>
  );
}

function TaskBody({ task }: { task: Task }) {
  const t = useText(officeText);
  const words = useWords();
  const { data: history } = useQuery(historyQuery('tasks', task.id));
  const nameOf = useNames(history?.names);
  const nextNode = task.milestones.find(({ reachedOn }) => reachedOn === null)?.name;
  return (
    <>
      <Section title={t.task}>
        <Facts
          rows={[
            [t.unit, nameOf(task.mainUnitId)],
            [t.assists, task.assistUnitIds.map(nameOf).join(' · ')],
            [t.due, task.dueOn],
            [t.firstDue, task.firstDueOn === task.dueOn ? null : task.firstDueOn],
            [t.source, words(sourceWords[task.source])],
            [t.projectCode, task.projectCode],
            [t.basis, task.basis && <Linked key="basis" text={task.basis} />],
            [
              t.decidedIn,
              task.meetingId && (
                <Link to={'/meetings/$id' as string} params={{ id: task.meetingId } as never}>
                  {t.meeting}
                </Link>
              ),
            ],
            [t.rhythm, words(rhythmWords[task.rhythm])],
            [t.result, task.result],
          ]}
        />
        {task.pendingPostponement && task.state === 'inProgress' && (
          <p className="actions-warns">
            <Icon name="warn" />
            {t.postponement(task.pendingPostponement.dueOn, task.pendingPostponement.reason)}
          </p>
        )}
        <RecordActions
          of={task.id}
          may={task.may}
          widgets={officeWidgets}
          known={(action) => (action === 'reach' && nextNode ? { name: nextNode } : {})}
          act={(action, answers, key) => actOnTask(task, action, answers, key)}
          refresh={refreshOffice}
        />
      </Section>
      <Section title={t.milestones}>
        {task.milestones.length === 0 && <p className="muted">{t.nothingYet}</p>}
        <ol className="nodes">
          {task.milestones.map((one) => (
            <li key={one.name} data-reached={one.reachedOn !== null || undefined}>
              <StatusMark look={one.reachedOn === null ? 'waiting' : 'done'} label={one.name} />
              <span className="muted small">
                {t.due} {one.dueOn}
                {one.reachedOn && ` · ${t.reached} ${one.reachedOn}`}
              </span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t.progress}>
        {task.progress.length === 0 && <p className="muted">{t.nothingYet}</p>}
        {task.progress.length > 0 && (
          <table className="plain-table">
            <tbody>
              {task.progress.toReversed().map((one, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: reports have no name but their place
                <tr key={task.progress.length - at}>
                  <td className="muted nowrap">{one.on}</td>
                  <td className="number">{one.percent}%</td>
                  <td>
                    {one.text}
                    {one.evidence && (
                      <span className="muted">
                        {' · '}
                        <Linked text={one.evidence} />
                      </span>
                    )}
                  </td>
                  <td className="muted nowrap">{nameOf(one.by)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Evidence task={task} nameOf={nameOf} />
      {task.slips.length > 0 && (
        <Section title={t.slips}>
          <ul className="tags">
            {task.slips.map((slip) => (
              <li key={`${slip.on} ${slip.colour}`} className={slip.colour === 'red' ? 'tag overdue' : 'tag'}>
                {slip.on} · {t.slipWords[slip.colour]}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <History of="tasks" id={task.id} version={task.version} />
    </>
  );
}
