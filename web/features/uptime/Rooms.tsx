import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { inspectionLifecycle } from '../../../server/modules/uptime/lifecycle.ts';
import { localeOf, useLanguage, useText, useWords } from '../../i18n/language.ts';
import { fullTime, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { Openings, RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { type Look, StatusMark } from '../../kit/StatusMark.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { actOn, type Inspections, inspect, inspectionDaysQuery, inspectionsQuery, refreshUptime } from './queries.ts';
import { uptimeText } from './text.ts';
import type { uptimeAddress } from './Uptime.tsx';
import { uptimeWidgets } from './widgets.tsx';

interface RoomsProps {
  today: string;
  address: z.output<typeof uptimeAddress>;
  change: (part: z.input<typeof uptimeAddress>) => void;
}

const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
const monthBeside = (month: string, step: number) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + step, 1)).toISOString().slice(0, 7);

/** 机房巡检 — a month of each room, day by day, and the sheets of the chosen day. */
export function Rooms({ today, address, change }: RoomsProps) {
  const t = useText(uptimeText);
  const words = useWords();
  const month = address.month ?? today.slice(0, 7);
  const found = useQuery(inspectionsQuery({ from: `${month}-01`, to: lastOf(month) }));
  if (found.error && !found.data) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton lines={10} />;
  if (found.data.rooms.length === 0) return <PageState title={t.noRooms} next={t.noRoomsNext} />;
  const room = found.data.rooms.find(({ id }) => id === address.room) ?? found.data.rooms[0];
  const day = address.day ?? today;
  return (
    <>
      <div className="page-head">
        <button
          type="button"
          className="button quiet icon"
          aria-label={t.previous}
          onClick={() => change({ month: monthBeside(month, -1), day: undefined })}
        >
          <Icon name="left" />
        </button>
        <strong className="nowrap">{month}</strong>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t.next}
          onClick={() => change({ month: monthBeside(month, 1), day: undefined })}
        >
          <Icon name="right" />
        </button>
      </div>
      <div className="room-split">
        <div>
          {found.data.rooms.map((one) => (
            <Section
              key={one.id}
              title={words(one.name)}
              note={
                <>
                  <Count found={found.data} roomId={one.id} month={month} today={today} />
                  <YearCount roomId={one.id} year={month.slice(0, 4)} today={today} />
                </>
              }
            >
              <Month
                {...{ month, today, found: found.data }}
                roomId={one.id}
                chosen={one.id === room?.id ? day : undefined}
                choose={(next) => change({ room: one.id, day: next, month })}
              />
              {one.contracts.map((contract) => (
                <p key={contract.number} className="muted small">
                  {t.contract(contract.number, contract.from, contract.to)}
                </p>
              ))}
            </Section>
          ))}
        </div>
        {room && <DaySheets found={found.data} room={room} day={day} today={today} />}
      </div>
    </>
  );
}

function Count({ found, roomId, month, today }: { found: Inspections; roomId: string; month: string; today: string }) {
  const t = useText(uptimeText);
  const language = useLanguage();
  const passed = lastOf(month) <= today ? Number(lastOf(month).slice(8)) : Number(today.slice(8));
  const days = found.perRoom.find((one) => one.roomId === roomId)?.days.length ?? 0;
  return <>{t.inspected(number(days, language), number(month > today.slice(0, 7) ? 0 : passed, language))}</>;
}

/** 维护机房天数 of the year so far: the days there were, those looked after, those filled in late, and the gaps. */
function YearCount({ roomId, year, today }: { roomId: string; year: string; today: string }) {
  const t = useText(uptimeText);
  const language = useLanguage();
  const last = `${year}-12-31` < today ? `${year}-12-31` : today;
  const { data } = useQuery(inspectionDaysQuery({ from: `${year}-01-01`, to: last }));
  const own = data?.perRoom.find((one) => one.roomId === roomId);
  if (!own || last < `${year}-01-01`) return null;
  const days = Math.round((Date.parse(last) - Date.parse(`${year}-01-01`)) / 86_400_000) + 1;
  const said = [own.days.length, days, own.late.length, days - own.days.length].map((n) => number(n, language));
  const [done = '', of = '', late = '', missing = ''] = said;
  return <> · {t.yearDays(done, of, late, missing)}</>;
}

const looks: Record<string, Look> = {
  signed: 'done',
  accepted: 'done',
  backfilled: 'waiting',
  struck: 'refused',
  missing: 'warning',
};

interface MonthProps {
  month: string;
  today: string;
  found: Inspections;
  roomId: string;
  chosen: string | undefined;
  choose: (day: string) => void;
}

function Month({ month, today, found, roomId, chosen, choose }: MonthProps) {
  const t = useText(uptimeText);
  const language = useLanguage();
  const first = new Date(`${month}-01T00:00:00Z`);
  const lead = (first.getUTCDay() + 6) % 7;
  const days = Array.from(
    { length: Number(lastOf(month).slice(8)) },
    (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`,
  );
  const weekday = new Intl.DateTimeFormat(localeOf(language), { weekday: 'short', timeZone: 'UTC' });
  const stateOf = (day: string) => {
    const own = found.items.filter((sheet) => sheet.roomId === roomId && sheet.day === day);
    const best = ['signed', 'accepted', 'backfilled', 'struck'].find((state) => own.some((one) => one.state === state));
    return (best ?? (day >= today ? 'ahead' : 'missing')) as keyof typeof t.marks;
  };
  return (
    <div className="room-month">
      {Array.from({ length: 7 }, (_, i) => (
        <span key={weekday.format(Date.UTC(2024, 0, i + 1))} className="weekday" aria-hidden="true">
          {weekday.format(Date.UTC(2024, 0, i + 1))}
        </span>
      ))}
      {days.map((day, i) => {
        const state = stateOf(day);
        return (
          <button
            key={day}
            type="button"
            className="room-day"
            data-look={state}
            style={i === 0 ? { gridColumnStart: lead + 1 } : undefined}
            aria-pressed={chosen === day}
            onClick={() => choose(day)}
          >
            <span>{Number(day.slice(8))}</span>
            {looks[state] && <StatusMark look={looks[state]} label={t.marks[state]} />}
            <span className="unseen">{looks[state] ? day : `${t.marks[state]} ${day}`}</span>
          </button>
        );
      })}
    </div>
  );
}

interface DaySheetsProps {
  found: Inspections;
  room: Inspections['rooms'][number];
  day: string;
  today: string;
}

function DaySheets({ found, room, day, today }: DaySheetsProps) {
  const t = useText(uptimeText);
  const words = useWords();
  const me = useMe();
  const zone = useTimeZone();
  const sheets = found.items.filter((sheet) => sheet.roomId === room.id && sheet.day === day);
  const standing = sheets.some(({ state }) => state !== 'struck');
  return (
    <Section title={t.sheetsOf(day)} note={words(room.name)}>
      {sheets.length === 0 && <p className="muted">{t.noSheet}</p>}
      {sheets.map((sheet) => (
        <article key={sheet.id} className="form">
          <p>
            <StateMark lifecycle={inspectionLifecycle} state={sheet.state} />
            {' · '}
            {t.temperature} {sheet.temperature} °C
            {sheet.humidity !== null && ` · ${t.humidity} ${sheet.humidity}%`}
            {' · '}
            <span className={sheet.inOrder ? 'muted' : 'tag overdue'}>{sheet.inOrder ? t.inOrder : t.notInOrder}</span>
          </p>
          <ul className="tags">
            {(sheet.items ?? room.checklist).map((item, i) => (
              <li key={item.zh}>
                <StatusMark look={sheet.checked[i] ? 'done' : 'overdue'} label={words(item)} />
              </li>
            ))}
          </ul>
          <p className="muted small">
            {t.signedBy} {found.names[sheet.openedBy ?? ''] ?? '—'} · {fullTime(sheet.openedAt, zone)}
          </p>
          {sheet.remarks && <p>{sheet.remarks}</p>}
          {sheet.reasonLate && <p className="muted">{sheet.reasonLate}</p>}
          <RecordActions
            of={sheet.id}
            may={sheet.may}
            act={(action, answers, key) => actOn('inspection', sheet, action, answers, key)}
            refresh={refreshUptime}
          />
        </article>
      ))}
      {!standing && day <= today && (
        <>
          <Openings
            key={`${room.id} ${day}`}
            of={`${room.id}.${day}`}
            lifecycle={inspectionLifecycle}
            names={['inspect']}
            permits={(permission) => mayOpen(me, permission)}
            widgets={uptimeWidgets}
            known={{ roomId: room.id, day }}
            open={(_name, answers, key) => inspect(answers, key)}
          />
          {mayOpen(me, 'uptime.inspect') && <p className="muted small">{t.signNote}</p>}
        </>
      )}
    </Section>
  );
}
