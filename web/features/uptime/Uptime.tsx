import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { dayOf } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Tabs } from '../../kit/Page.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { Board } from './Board.tsx';
import { Incidents } from './Incidents.tsx';
import { Planned } from './Planned.tsx';
import { standingQuery } from './queries.ts';
import { Rooms } from './Rooms.tsx';
import { Setup } from './Setup.tsx';
import './uptime.css';
import { uptimeText } from './text.ts';

const tabs = ['board', 'incidents', 'planned', 'rooms', 'setup'] as const;
export const uptimeAddress = z.object({
  tab: z.enum(tabs).optional(),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  day: z.iso.date().optional(),
  room: z.uuid().optional(),
  open: z.uuid().optional(),
});

/** The local date so many days before another. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** 运行状态 — what runs, what did not, what was planned, and who looked after the machine rooms. */
export function Uptime() {
  const t = useText(uptimeText);
  const me = useMe();
  const [address, change] = useAddress(uptimeAddress);
  const today = dayOf(new Date(useNow()).toISOString(), useTimeZone());
  const manages = mayOpen(me, 'uptime.manage');
  const tab = address.tab === 'setup' && !manages ? 'board' : (address.tab ?? 'board');
  const standing = useQuery(standingQuery({ from: daysBefore(today, 89), to: today }));
  const subjects = standing.data?.items.map(({ subject }) => subject) ?? [];
  return (
    <div className="page wide">
      <header className="page-head">
        <h1>{t.title}</h1>
        <div className="page-actions no-print">
          <a className="button quiet" href={`/status/${me.jurisdiction.code}`}>
            {t.publicPage}
          </a>
        </div>
      </header>
      <Tabs
        label={t.title}
        tabs={tabs.filter((key) => key !== 'setup' || manages).map((key) => ({ key, label: t.tabs[key] }))}
        chosen={tab}
        onChoose={(key) => change({ tab: key, open: undefined, day: undefined })}
      />
      {tab === 'board' && <Board standing={standing} today={today} />}
      {tab === 'incidents' && <Incidents subjects={subjects} today={today} />}
      {tab === 'planned' && (
        <Planned subjects={subjects} today={today} open={address.open} onOpen={(open) => change({ open })} />
      )}
      {tab === 'setup' && (
        <Setup standing={standing} today={today} open={address.open} onOpen={(open) => change({ open })} />
      )}
      {tab === 'rooms' && <Rooms today={today} address={address} change={change} />}
    </div>
  );
}
