import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import {
  correctionLifecycle,
  correctionStates,
  maintenanceLifecycle,
} from '../../../server/modules/uptime/lifecycle.ts';
import type { Subject } from '../../../server/modules/uptime/model.ts';
import { countsBecause, standardPolicy } from '../../../server/modules/uptime/rules.ts';
import { useText, useWords } from '../../i18n/language.ts';
import type { May } from '../../kit/ActionBar.tsx';
import { fullTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { Openings, RecordActions, StateMark } from '../../kit/RecordActions.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { mayOpen, useMe } from '../../session.ts';
import {
  actOn,
  announce,
  correctionsQuery,
  type Kind,
  type Maintenance,
  maintenanceQuery,
  propose,
  refreshUptime,
} from './queries.ts';
import { uptimeText } from './text.ts';
import { uptimeWidgets } from './widgets.tsx';

interface PlannedProps {
  subjects: readonly Pick<Subject, 'id' | 'name'>[];
  today: string;
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

interface Row {
  id: string;
  version: number;
  may: readonly May[];
  cells: ReactNode[];
}

/** 计划维护、更正 — what is taken out of the reckoning, and by whose two signatures. */
export function Planned({ subjects, today, open, onOpen }: PlannedProps) {
  const t = useText(uptimeText);
  const words = useWords();
  const zone = useTimeZone();
  const me = useMe();
  const year = Number(today.slice(0, 4));
  // What is settled after the new year is of the old one; what is announced before it may be of any day of the next.
  const dates = { from: `${year - 1}-01-01`, to: `${year + 1}-12-31` };
  const maintenance = useQuery(maintenanceQuery(dates));
  const corrections = useQuery(correctionsQuery(dates));
  const names = new Map(subjects.map(({ id, name }) => [id, words(name)]));
  const permits = (permission: string) => mayOpen(me, permission);
  const part = (
    kind: Kind,
    head: string[],
    rows: Row[] | undefined,
    none: string,
    found: typeof maintenance | typeof corrections,
  ) =>
    found.error && !found.data ? (
      <Failed error={found.error} retry={() => void found.refetch()} />
    ) : !rows ? (
      <Skeleton lines={4} />
    ) : rows.length === 0 ? (
      <p className="muted">{none}</p>
    ) : (
      <RecordTable
        label={words((kind === 'maintenance' ? maintenanceLifecycle : correctionLifecycle).label)}
        kind={kind}
        head={head}
        rows={rows}
        open={open}
        onOpen={onOpen}
      />
    );
  return (
    <>
      <Section title={t.status.planned} note={t.plannedRule}>
        <Openings
          lifecycle={maintenanceLifecycle}
          names={['announce']}
          permits={permits}
          widgets={uptimeWidgets}
          open={(_name, answers, key) => announce(answers, key)}
        />
        {part(
          'maintenance',
          [t.matter, t.subject, t.state, t.from, t.to, t.announcedAt, t.counts],
          maintenance.data?.items.map((one) => ({
            ...one,
            cells: [
              one.title,
              names.get(one.subjectId) ?? '—',
              <StateMark key="state" lifecycle={maintenanceLifecycle} state={one.state} />,
              fullTime(one.from, zone),
              fullTime(one.to, zone),
              fullTime(one.announcedAt, zone),
              <Counts key="counts" maintenance={one} />,
            ],
          })),
          t.noPlanned,
          maintenance,
        )}
      </Section>
      <Section title={words(correctionLifecycle.label)}>
        <Openings
          lifecycle={correctionLifecycle}
          names={['propose']}
          permits={permits}
          widgets={uptimeWidgets}
          open={(_name, answers, key) => propose(answers, key)}
        />
        {part(
          'correction',
          [t.subject, t.from, t.to, t.shouldBe, t.state, t.reason, t.evidence],
          corrections.data?.items.map((one) => ({
            ...one,
            cells: [
              names.get(one.subjectId) ?? '—',
              fullTime(one.from, zone),
              fullTime(one.to, zone),
              words(correctionStates[one.shouldBe]),
              <StateMark key="state" lifecycle={correctionLifecycle} state={one.state} />,
              one.reason,
              one.evidence,
            ],
          })),
          t.noCorrections,
          corrections,
        )}
      </Section>
    </>
  );
}

/** Whether its time leaves what is owed, and if not, why. */
function Counts({ maintenance: { state, from, to, announcedAt, approvedAt } }: { maintenance: Maintenance }) {
  const t = useText(uptimeText);
  const now = useNow();
  const at = (text: string) => Date.parse(text);
  const why =
    state === 'cancelled'
      ? 'cancelled'
      : countsBecause(
          {
            from: at(from),
            to: at(to),
            announcedAt: at(announcedAt),
            approvedAt: approvedAt === null ? null : at(approvedAt),
          },
          standardPolicy,
        );
  if (why === null) return <StatusMark look="done" label={t.counted} />;
  if (why === 'unapproved' && at(from) > now) return <StatusMark look="waiting" label={t.onceApproved} />;
  return <StatusMark look="warning" label={t.notCounted[why]} />;
}

interface RecordTableProps extends Pick<PlannedProps, 'open' | 'onOpen'> {
  label: string;
  kind: Kind;
  head: string[];
  rows: readonly Row[];
}

/** Rows of records; one that something may be done with opens to its actions. */
function RecordTable({ label, kind, head, rows, open, onOpen }: RecordTableProps) {
  return (
    <Scroll label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.id}>
              <tr data-open={open === row.id || undefined} className="pick-row">
                {row.cells.map((cell, i) => (
                  <td key={head[i]}>
                    {i === 0 && row.may.length > 0 ? (
                      <button
                        type="button"
                        className="link"
                        aria-expanded={open === row.id}
                        onClick={() => onOpen(open === row.id ? undefined : row.id)}
                      >
                        {cell}
                      </button>
                    ) : (
                      cell
                    )}
                  </td>
                ))}
              </tr>
              {open === row.id && row.may.length > 0 && (
                <tr>
                  <td colSpan={head.length}>
                    <RecordActions
                      of={row.id}
                      may={row.may}
                      widgets={uptimeWidgets}
                      act={(action, answers, key) => actOn(kind, row, action, answers, key)}
                      refresh={refreshUptime}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
