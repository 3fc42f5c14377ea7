import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { impactWords, incidentLifecycle } from '../../../server/modules/uptime/lifecycle.ts';
import type { Subject } from '../../../server/modules/uptime/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { shortTime, stretch } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { Openings, StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { type Incident, incidentsQuery, reportFault } from './queries.ts';
import { uptimeText } from './text.ts';
import { uptimeWidgets } from './widgets.tsx';

type Named = Pick<Subject, 'id' | 'name'>;

/** 故障 — those of the last year, the newest first; anybody at the centre may report one. */
export function Incidents({ subjects, today }: { subjects: readonly Named[]; today: string }) {
  const t = useText(uptimeText);
  const me = useMe();
  const from = `${Number(today.slice(0, 4)) - 1}${today.slice(4).replace('02-29', '02-28')}`;
  const found = useQuery(incidentsQuery({ from, to: today }));
  return (
    <Section title={t.tabs.incidents}>
      <Openings
        lifecycle={incidentLifecycle}
        names={['reportFault']}
        permits={(permission) => mayOpen(me, permission)}
        widgets={uptimeWidgets}
        open={(_name, answers, key) => reportFault(answers, key)}
      />
      {found.error && !found.data && <Failed error={found.error} retry={() => void found.refetch()} />}
      {!found.data && !found.error && <Skeleton lines={8} />}
      {found.data?.items.length === 0 && <PageState icon="check" title={t.noIncidents} />}
      {found.data && found.data.items.length > 0 && <IncidentTable items={found.data.items} subjects={subjects} />}
    </Section>
  );
}

function IncidentTable({ items, subjects }: { items: readonly Incident[]; subjects: readonly Named[] }) {
  const t = useText(uptimeText);
  const words = useWords();
  const zone = useTimeZone();
  const now = useNow();
  const names = new Map(subjects.map(({ id, name }) => [id, words(name)]));
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
                  {one.title}
                </Link>
              </td>
              <td>{names.get(one.subjectId) ?? '—'}</td>
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
  const end = incident.endedAt === null ? now : Date.parse(incident.endedAt);
  const late = end > Date.parse(incident.dueAt) && incident.state !== 'falseAlarm' && incident.state !== 'merged';
  return (
    <>
      {late && <span className="tag overdue">{t.late}</span>} {stretch(end - Date.parse(incident.since), language)}
    </>
  );
}
