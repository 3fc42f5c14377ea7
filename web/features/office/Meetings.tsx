import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { meetingKindWords, meetingLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { dayOf, longDay, number, wallTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Page, Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { Openings, StateMark } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { mayOpen, useMe } from '../../session.ts';
import {
  type Figures,
  figuresQuery,
  type MeetingLine,
  meetingsQuery,
  meetingTargetQuery,
  planMeeting,
} from './queries.ts';
import './office.css';
import { officeText } from './text.ts';
import { officeWidgets } from './widgets.tsx';

const address = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  kind: z.enum(Object.keys(meetingKindWords) as [MeetingKind, ...MeetingKind[]]).optional(),
  /** The case that a coordination is to be planned for. */
  plan: z.uuid().optional(),
  /** Paid from the money of this budget project, or of any. */
  project: z.string().max(40).optional(),
});
type MeetingKind = keyof typeof meetingKindWords;
const beside = (month: string, step: number) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + step, 1)).toISOString().slice(0, 7);
const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** 会议 — a month, day by day, the latest first, and how many the year has had. */
export function Meetings() {
  const t = useText(officeText);
  const me = useMe();
  const language = useLanguage();
  const words = useWords();
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const [chosen, change] = useAddress(address);
  const month = chosen.month ?? today.slice(0, 7);
  const year = month.slice(0, 4);
  const paid = chosen.project === undefined ? {} : { project: chosen.project };
  const found = useQuery(meetingsQuery({ from: `${month}-01`, to: lastOf(month), ...paid }));
  const figures = useQuery({
    ...figuresQuery({ from: `${year}-01-01`, to: `${year}-12-31` }),
    enabled: mayOpen(me, 'task.readAll'),
  });
  const left = new Map(figures.data?.meetings.left.map(({ id, why }) => [id, why]));
  const counted = new Set(figures.data?.meetings.counted);
  const shown = (found.data ?? []).filter(({ kind }) => !chosen.kind || kind === chosen.kind);
  const days = [...Map.groupBy(shown, ({ day }) => day)].sort(([a], [b]) => (a < b ? 1 : -1));
  return (
    <Page title={t.meetings} wide>
      {figures.error && !figures.data && <Failed error={figures.error} retry={() => void figures.refetch()} />}
      {figures.data && <MeetingFigures figures={figures.data} year={year} />}
      {chosen.plan && <p className="office-plan">{t.planFor}</p>}
      <Openings
        key={chosen.plan}
        of={chosen.plan ?? ''}
        known={chosen.plan ? { kind: 'coordination', caseId: chosen.plan } : {}}
        startsOpen={chosen.plan !== undefined}
        lifecycle={meetingLifecycle}
        names={['plan']}
        permits={(permission) => mayOpen(me, permission)}
        widgets={officeWidgets}
        open={async (_name, answers, key) => {
          const { day } = await planMeeting(answers, key);
          change({ plan: undefined, month: day.slice(0, 7) });
        }}
      />
      <Section
        title={month}
        actions={
          <>
            {chosen.project && (
              <button type="button" className="button small" onClick={() => change({ project: undefined })}>
                {chosen.project === 'any' ? t.paidByAny : t.paidBy(chosen.project)} ×
              </button>
            )}
            <label className="small beside">
              {t.kind}{' '}
              <select
                className="field"
                value={chosen.kind ?? ''}
                onChange={(event) => change({ kind: (event.target.value || undefined) as MeetingKind | undefined })}
              >
                <option value="">{t.all}</option>
                {Object.entries(meetingKindWords).map(([key, label]) => (
                  <option key={key} value={key}>
                    {words(label)}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              className="button quiet icon"
              aria-label={t.previous}
              onClick={() => change({ month: beside(month, -1) })}
            >
              <Icon name="left" />
            </button>
            <button
              type="button"
              className="button quiet icon"
              aria-label={t.next}
              onClick={() => change({ month: beside(month, 1) })}
            >
              <Icon name="right" />
            </button>
          </>
        }
      >
        {found.error && !found.data && <Failed error={found.error} retry={() => void found.refetch()} />}
        {!found.data && !found.error && <Skeleton lines={10} />}
        {found.data && days.length === 0 && <PageState title={t.noMeetings} />}
        {days.map(([day, meetings]) => (
          <div key={day} className="meeting-day" data-today={day === today || undefined}>
            <h3>{longDay(`${day}T12:00:00.000Z`, 'UTC', language)}</h3>
            <ul>
              {meetings.map((meeting) => (
                <MeetingRow
                  key={meeting.id}
                  meeting={meeting}
                  counts={left.get(meeting.id) ?? (counted.has(meeting.id) ? 'counted' : null)}
                />
              ))}
            </ul>
          </div>
        ))}
      </Section>
    </Page>
  );
}

type Counts = 'counted' | keyof typeof notCountedLooks;
const notCountedLooks = {
  ahead: 'waiting',
  calledOff: 'refused',
  notHeld: 'overdue',
  unproved: 'warning',
  twice: 'warning',
} as const;

/** 召开会议次数 — how many of the year count, how many do not and why, and how many were studies. */
function MeetingFigures({ figures, year }: { figures: Figures; year: string }) {
  const t = useText(officeText);
  const language = useLanguage();
  const me = useMe();
  const target = useQuery({ ...meetingTargetQuery(Number(year)), enabled: mayOpen(me, 'target.read') });
  const { counted, left } = figures.meetings;
  const by = (why: string) => left.filter((one) => one.why === why).length;
  return (
    <Section title={t.countOf(year)} note={t.countRule}>
      <dl className="office-figures">
        <div>
          <dt>{t.countedMeetings}</dt>
          <dd>
            {number(counted.length, language)}
            {target.data != null && <span className="muted small"> {t.target(target.data)}</span>}
          </dd>
        </div>
        <div>
          <dt>{t.studies}</dt>
          <dd>{number(figures.studies.length, language)}</dd>
        </div>
        <div>
          <dt>{t.notCounted}</dt>
          <dd className="office-left">
            {left.length === 0 && number(0, language)}
            {Object.entries(notCountedLooks)
              .filter(([why]) => by(why) > 0)
              .map(([why, look]) => (
                <StatusMark
                  key={why}
                  look={look}
                  label={`${t.why[why as keyof typeof notCountedLooks]} ${number(by(why), language)}`}
                />
              ))}
          </dd>
        </div>
      </dl>
    </Section>
  );
}

function MeetingRow({ meeting, counts }: { meeting: MeetingLine; counts: Counts | null }) {
  const t = useText(officeText);
  const words = useWords();
  const language = useLanguage();
  const { hour, minute } = wallTime(meeting.startsAt, useTimeZone());
  return (
    <li className="meeting-row">
      <span className="meeting-time">{`${hour}:${minute}`}</span>
      <Link to={'/meetings/$id' as string} params={{ id: meeting.id } as never}>
        {meeting.title}
      </Link>
      <span className="tag">{words(meetingKindWords[meeting.kind])}</span>
      <span className="muted small">{meeting.room}</span>
      <span className="muted small">
        {meeting.present.length > 0 && `${t.present} ${t.people(number(meeting.present.length, language))}`}
      </span>
      <StateMark lifecycle={meetingLifecycle} state={meeting.state} />
      {counts !== null && counts !== 'ahead' && counts !== 'calledOff' && (
        <span className={counts === 'counted' ? 'muted small' : 'tag overdue'}>{t.why[counts]}</span>
      )}
    </li>
  );
}
