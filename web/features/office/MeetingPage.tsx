import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { meetingKindWords, meetingLifecycle, taskLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { fullTime, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { History } from './History.tsx';
import {
  actOnMeeting,
  caseNameQuery,
  historyQuery,
  type Meeting,
  meetingQuery,
  refreshOffice,
  tasksOfMeetingQuery,
} from './queries.ts';
import './office.css';
import { officeText } from './text.ts';
import { officeWidgets, useNames } from './widgets.tsx';

/** 会议 — one of them: who came, what was said, what was decided. */
export function MeetingPage() {
  const t = useText(officeText);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(meetingQuery(id));
  return (
    <div className="page">
      <header className="page-head">
        <Link to={'/meetings' as string} className="button quiet icon no-print" aria-label={t.back} title={t.back}>
          <Icon name="left" />
        </Link>
        <h1>{data?.title ?? t.meeting}</h1>
        {data && <StateMark lifecycle={meetingLifecycle} state={data.state} />}
      </header>
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <MeetingBody meeting={data} />}
    </div>
  );
}

function MeetingBody({ meeting }: { meeting: Meeting }) {
  const t = useText(officeText);
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const { data: history } = useQuery(historyQuery('meetings', meeting.id));
  const nameOf = useNames({ ...history?.names, ...meeting.names });
  const minutes = meeting.minutesOfMeeting;
  const here = new Set(meeting.present.map(({ id }) => id));
  const absent = meeting.state === 'planned' ? [] : meeting.invited.filter((id) => !here.has(id));
  return (
    <>
      <Section title={t.meeting}>
        <Facts
          rows={[
            [t.kind, words(meetingKindWords[meeting.kind])],
            [t.time, `${fullTime(meeting.startsAt, zone)} · ${t.long(number(meeting.minutes, language))}`],
            [t.room, meeting.room],
            [t.project, meeting.projectCode],
            [t.case, meeting.caseId && <CaseLink key="case" id={meeting.caseId} />],
            [t.invited, meeting.invited.map(nameOf).join(' · ')],
            [t.notSignedIn, absent.map(nameOf).join(' · ')],
          ]}
        />
        <RecordActions
          of={meeting.id}
          may={meeting.may}
          widgets={officeWidgets}
          known={(action) => (action === 'minute' && minutes ? { ...minutes } : {})}
          act={(action, answers, key) => actOnMeeting(meeting, action, answers, key)}
          refresh={refreshOffice}
        />
      </Section>
      <Section title={`${t.present} ${t.people(number(meeting.present.length, language))}`}>
        {meeting.present.length === 0 && <p className="muted">{t.nobodyPresent}</p>}
        <ul className="tags">
          {meeting.present.map(({ id, at }) => (
            <li key={id} className="tag">
              {nameOf(id)} <span className="muted">{fullTime(at, zone).slice(11)}</span>
            </li>
          ))}
        </ul>
      </Section>
      {minutes && (
        <Section title={t.minutes}>
          <Facts
            rows={[
              [t.host, minutes.host],
              [t.recorder, minutes.recorder],
              [t.absent, minutes.absent],
            ]}
          />
          <p className="minutes-text">{minutes.text}</p>
          {minutes.decisions.length > 0 && (
            <>
              <h3>{t.decisions}</h3>
              <ol className="decisions">
                {minutes.decisions.map((one) => (
                  <li key={`${one.text} ${one.mainUnitId} ${one.dueOn}`}>
                    {one.text}
                    <Assigned decision={one} nameOf={nameOf} />
                  </li>
                ))}
              </ol>
            </>
          )}
        </Section>
      )}
      <TasksDecided meetingId={meeting.id} />
      <History of="meetings" id={meeting.id} version={meeting.version} />
    </>
  );
}

interface AssignedProps {
  decision: NonNullable<Meeting['minutesOfMeeting']>['decisions'][number];
  nameOf: (id: string | null) => string;
}

/** To whom a decision is given and until when; with only one of them it becomes no task. */
function Assigned({ decision: { mainUnitId, dueOn }, nameOf }: AssignedProps) {
  const t = useText(officeText);
  const signs = useSigns();
  if (mainUnitId === null && dueOn === null) return null;
  const said = [mainUnitId && nameOf(mainUnitId), dueOn].filter(Boolean).join(' · ');
  const lead = mainUnitId && dueOn ? `${t.becomesTask}${signs.colon}${said}` : `${said} · ${t.becomesNone}`;
  return <span className="muted small">{` · ${lead}`}</span>;
}

/** The case that it is about, for those who may read it; others see that there is one. */
function CaseLink({ id }: { id: string }) {
  const t = useText(officeText);
  const { data, error } = useQuery(caseNameQuery(id));
  if (error) return <span className="muted">{t.caseHidden}</span>;
  return <a href={`/cases/${id}`}>{data ? `${data.number} ${data.description.slice(0, 40)}` : '…'}</a>;
}

/** 议定事项的督办 — the tasks that its decisions became, and how they stand. */
function TasksDecided({ meetingId }: { meetingId: string }) {
  const t = useText(officeText);
  const nameOf = useNames();
  const { data } = useQuery({ ...tasksOfMeetingQuery(meetingId), enabled: mayOpen(useMe(), 'task.read') });
  if (!data || data.length === 0) return null;
  return (
    <Section title={t.tasksDecided}>
      <ul className="office-tasks">
        {data.map((task) => (
          <li key={task.id}>
            <Link to={'/tasks/$id' as string} params={{ id: task.id } as never}>
              {task.title}
            </Link>{' '}
            <StateMark lifecycle={taskLifecycle} state={task.state} />{' '}
            <span className="muted small">
              {nameOf(task.mainUnitId)} · {task.dueOn}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
