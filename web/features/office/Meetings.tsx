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
import { mayOpen, useMe } from '../../session.ts';
import { figuresQuery, type MeetingLine, meetingsQuery, planMeeting } from './queries.ts';
import './office.css';
import { officeText } from './text.ts';
import { officeWidgets } from './widgets.tsx';

const address = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});
const beside = (month: string, step: number) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + step, 1)).toISOString().slice(0, 7);
const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** 会议 — a month, day by day, the latest first, and how many the year has had. */
export function Meetings() {
  const t = useText(officeText);
  const me = useMe();
  const language = useLanguage();
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const [chosen, change] = useAddress(address);
  const month = chosen.month ?? today.slice(0, 7);
  const year = month.slice(0, 4);
  const found = useQuery(meetingsQuery({ from: `${month}-01`, to: lastOf(month) }));
  const figures = useQuery({
    ...figuresQuery({ from: `${year}-01-01`, to: `${year}-12-31` }),
    enabled: mayOpen(me, 'task.readAll'),
  });
  const days = [...Map.groupBy(found.data ?? [], ({ day }) => day)].sort(([a], [b]) => (a < b ? 1 : -1));
  return (
    <Page
      title={t.meetings}
      wide
      note={figures.data && t.counted(number(figures.data.meetings.counted.length, language), year)}
    >
      <Openings
        lifecycle={meetingLifecycle}
        names={['plan']}
        permits={(permission) => mayOpen(me, permission)}
        widgets={officeWidgets}
        open={(_name, answers, key) => planMeeting(answers, key)}
      />
      <Section
        title={month}
        actions={
          <>
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
                <MeetingRow key={meeting.id} meeting={meeting} />
              ))}
            </ul>
          </div>
        ))}
      </Section>
    </Page>
  );
}

function MeetingRow({ meeting }: { meeting: MeetingLine }) {
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
    </li>
  );
}
