import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { impactWords, incidentLifecycle } from '../../../server/modules/uptime/lifecycle.ts';
import { type Subject, type SubjectKind, subjectKinds } from '../../../server/modules/uptime/model.ts';
import { handledInTime } from '../../../server/modules/uptime/rules.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { dayOf, number, percent, shortTime, stretch } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { Openings, StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { type Incident, incidentsQuery, reportFault } from './queries.ts';
import { uptimeText } from './text.ts';
import { uptimeWidgets } from './widgets.tsx';

type Named = Pick<Subject, 'id' | 'name' | 'kind'>;

/** 故障 — those of the last year, the newest first; anybody at the centre may report one. */
export function Incidents({ subjects, today }: { subjects: readonly Named[]; today: string }) {
  const t = useText(uptimeText);
  const me = useMe();
  const from = `${Number(today.slice(0, 4)) - 1}${today.slice(4).replace('02-29', '02-28')}`;
  const found = useQuery(incidentsQuery({ from, to: today }));
  const [kind, setKind] = useState<'' | SubjectKind>('');
  const own = new Set(subjects.filter((one) => kind === '' || one.kind === kind).map(({ id }) => id));
  const items = found.data?.items.filter(({ subjectId }) => kind === '' || own.has(subjectId)) ?? [];
  return (
    <Section
      title={t.tabs.incidents}
      note={
        <>
          {found.data && <Handled items={items} year={today.slice(0, 4)} />} {t.handledRule}
        </>
      }
      actions={
        <label className="small beside">
          {t.kindFilter}{' '}
          <select className="field" value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
            <option value="">{t.everything}</option>
            {subjectKinds.map((one) => (
              <option key={one} value={one}>
                {t.kinds[one]}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Openings
        lifecycle={incidentLifecycle}
        names={['reportFault']}
        permits={(permission) => mayOpen(me, permission)}
        widgets={uptimeWidgets}
        open={(_name, answers, key) => reportFault(answers, key)}
      />
      {found.error && !found.data && <Failed error={found.error} retry={() => void found.refetch()} />}
      {!found.data && !found.error && <Skeleton lines={8} />}
      {found.data && items.length === 0 && <PageState icon="check" title={t.noIncidents} />}
      {items.length > 0 && <IncidentTable items={items} subjects={subjects} />}
    </Section>
  );
}

/** 异常处理率 of the year's faults, by the same rule as the target. */
function Handled({ items, year }: { items: readonly Incident[]; year: string }) {
  const t = useText(uptimeText);
  const language = useLanguage();
  const zone = useTimeZone();
  const now = new Date(useNow()).toISOString();
  const { reached, due } = handledInTime(
    items
      .filter(({ state, since }) => state !== 'merged' && dayOf(since, zone).startsWith(year))
      .map((one) => ({ ...one, from: one.since, falseAlarm: one.state === 'falseAlarm' })),
    now,
  );
  if (due === 0) return <strong>{t.handledNone(year)}</strong>;
  return (
    <strong>
      {t.handled(percent(reached / due, language), number(reached, language), number(due, language), year)}
    </strong>
  );
}

function IncidentTable({ items, subjects }: { items: readonly Incident[]; subjects: readonly Named[] }) {
  const t = useText(uptimeText);
  const words = useWords();
  const zone = useTimeZone();
  const now = useNow();
  const names = new Map(subjects.map(({ id, name }) => [id, name]));
  /** What a probe found is called as its system, which stands beside it already. */
  const titleOf = ({ subjectId, title }: Incident) =>
    title === names.get(subjectId)?.zh ? words(incidentLifecycle.openings.detect.label) : title;
  return (
    <div className="scroll-x" tabIndex={-1}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.incident}</th>
            <th>{t.subject}</th>
            <th>{t.state}</th>
            <th>{t.impact}</th>
            <th>{t.since}</th>
            <th className="number">{t.lasted}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to={'/uptime/incidents/$id' as string} params={{ id: one.id } as never}>
                  {titleOf(one)}
                </Link>
              </td>
              <td>{words(names.get(one.subjectId) ?? { zh: '—', en: '—' })}</td>
              <td>
                <StateMark lifecycle={incidentLifecycle} state={one.state} />
              </td>
              <td>{words(impactWords[one.impact])}</td>
              <td className="nowrap">{shortTime(one.since, zone, now)}</td>
              <td className="number nowrap">
                <Lasted incident={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How long it lasted, and whether it is gone in the time it should have been. */
export function Lasted({ incident }: { incident: Incident }) {
  const t = useText(uptimeText);
  const language = useLanguage();
  const now = useNow();
  const was = incident.state !== 'falseAlarm' && incident.state !== 'merged';
  if (!was && incident.endedAt === null) return '—';
  const end = incident.endedAt === null ? now : Date.parse(incident.endedAt);
  const late = was && end > Date.parse(incident.dueAt);
  return (
    <>
      {late && <span className="tag overdue">{t.late}</span>} {stretch(end - Date.parse(incident.since), language)}
    </>
  );
}
