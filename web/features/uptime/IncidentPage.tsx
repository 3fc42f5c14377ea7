import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { impactWords, incidentLifecycle } from '../../../server/modules/uptime/lifecycle.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { dayOf, fullTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { Lasted } from './Incidents.tsx';
import { actOn, type Incident, incidentQuery, refreshUptime, standingQuery } from './queries.ts';
import './uptime.css';
import { uptimeText } from './text.ts';
import { uptimeWidgets } from './widgets.tsx';

/** 故障 — one of them: what it is, what was told, and what may be done now. */
export function IncidentPage() {
  const t = useText(uptimeText);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery(incidentQuery(id));
  return (
    <div className="page">
      <header className="page-head">
        <Link
          to={'/uptime' as string}
          search={{ tab: 'incidents' } as never}
          className="button quiet icon no-print"
          aria-label={t.back}
          title={t.back}
        >
          <Icon name="left" />
        </Link>
        <h1>{data?.title ?? t.incident}</h1>
        {data && <StateMark lifecycle={incidentLifecycle} state={data.state} />}
      </header>
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <IncidentBody incident={data} />}
    </div>
  );
}

function IncidentBody({ incident }: { incident: Incident }) {
  const t = useText(uptimeText);
  const words = useWords();
  const zone = useTimeZone();
  const today = dayOf(new Date(useNow()).toISOString(), zone);
  const { data } = useQuery(standingQuery({ from: today, to: today }));
  const subject = data?.items.find(({ subject: one }) => one.id === incident.subjectId)?.subject;
  const updates = incident.updates.toReversed();
  return (
    <>
      <Section title={t.incident}>
        <Facts
          rows={[
            [t.subject, subject && words(subject.name)],
            [t.impact, words(impactWords[incident.impact])],
            [t.since, fullTime(incident.since, zone)],
            [t.due, fullTime(incident.dueAt, zone)],
            [t.ended, incident.endedAt && fullTime(incident.endedAt, zone)],
            [t.lasted, <Lasted key="lasted" incident={incident} />],
            [t.cause, incident.cause],
            [t.lesson, incident.lesson],
          ]}
        />
        <RecordActions
          of={incident.id}
          may={incident.may}
          widgets={uptimeWidgets}
          known={(action) => (action === 'resolve' ? { endedAt: new Date().toISOString() } : {})}
          act={(action, answers, key) => actOn('incident', incident, action, answers, key)}
          refresh={refreshUptime}
        />
      </Section>
      <Section title={t.updates}>
        {updates.length === 0 && <p className="muted">{t.noUpdates}</p>}
        {updates.length > 0 && (
          <table className="plain-table">
            <tbody>
              {updates.map((one) => (
                <tr key={`${one.at} ${one.message}`}>
                  <td className="muted nowrap">{fullTime(one.at, zone)}</td>
                  <td className="nowrap">
                    <StateMark lifecycle={incidentLifecycle} state={one.state} />
                  </td>
                  <td>{one.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
    </>
  );
}
