import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meetingLifecycle } from '../../../server/modules/office/lifecycle.ts';
import { useText } from '../../i18n/language.ts';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { coordinationQuery } from './queries.ts';
import { casesText } from './text.ts';

/** 协调会 — the meetings that a case in dispute was given, and the way to one. */
export function Coordination({ caseId, open }: { caseId: string; open: boolean }) {
  const t = useText(casesText).coordination;
  const me = useMe();
  const zone = useTimeZone();
  const { data = [] } = useQuery({ ...coordinationQuery(caseId), enabled: mayOpen(me, 'meeting.read') });
  const plans = open && mayOpen(me, meetingLifecycle.openings.plan.by);
  if (data.length === 0 && !plans) return null;
  return (
    <Section title={t.title}>
      {data.length > 0 && (
        <ul>
          {data.map((one) => (
            <li key={one.id}>
              <Link to={'/meetings/$id' as string} params={{ id: one.id } as never}>
                {one.title}
              </Link>{' '}
              <span className="muted small">{fullTime(one.startsAt, zone)}</span>{' '}
              <StateMark lifecycle={meetingLifecycle} state={one.state} />
            </li>
          ))}
        </ul>
      )}
      {plans && (
        <Link className="button small" to={'/meetings' as string} search={{ plan: caseId } as never}>
          {t.plan}
        </Link>
      )}
    </Section>
  );
}
