import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { type AuditAction, auditActions } from '../../../server/modules/accounts/model.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { dayOf, fullTime, instantAt, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Panes } from '../../kit/Panes.tsx';
import { StatusShape } from '../../kit/StatusMark.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import { toast } from '../../kit/Toast.tsx';
import '../../kit/page.css';
import { AuditDetail } from './AuditDetail.tsx';
import { auditText } from './adminText.ts';
import { DayFilter, PersonFilter } from './logFilters.tsx';
import './people.css';
import { type AuditLine, auditAddress, auditQuery, proveAudit, sentenceOf } from './queries.ts';

const names = Object.keys(auditActions) as [AuditAction, ...AuditAction[]];
const address = z.object({
  actor: z.guid().optional(),
  record: z.string().max(100).optional(),
  action: z.enum(names).optional(),
  /** Days on the jurisdiction's wall, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  scope: z.literal('installation').optional(),
  line: z.coerce.number().int().optional(),
});

/** 审计 — what was done to accounts, rights and secrets, newest first; the audit administrator's own page. */
export function Audit() {
  const t = useText(auditText);
  const words = useWords();
  const zone = useTimeZone();
  const [search, change] = useAddress(address);
  const filter = {
    actorId: search.actor,
    recordId: search.record,
    action: search.action,
    from: search.from && (instantAt(search.from, zone) ?? undefined),
    to: search.to && dayAfter(search.to, zone),
    installation: search.scope && ('true' as const),
  };
  const log = useInfiniteQuery(auditQuery(filter));
  const rows = useMemo(() => log.data?.pages.flatMap((page) => page.items), [log.data]);
  const open = rows?.find((row) => row.seq === search.line);
  const columns = useColumns();
  const close = () => change({ line: undefined });

  const list = (
    <div className="screen">
      <h1 className="unseen">{t.audit}</h1>
      <FilterBar
        facets={[
          {
            key: 'scope',
            label: t.scope,
            single: true,
            options: [{ value: 'installation', label: t.installation }],
          },
          {
            key: 'action',
            label: t.action,
            options: names.map((name) => ({ value: name, label: words(auditActions[name]) })),
          },
        ]}
        chosen={{ scope: search.scope ? [search.scope] : [], action: search.action ? [search.action] : [] }}
        onChoose={(key, values) => change({ [key]: values.at(-1), line: undefined })}
        search={search.record}
        onSearch={(record) => change({ record: record || undefined, line: undefined })}
        searchLabel={t.recordId}
      >
        <PersonFilter id={search.actor} onChoose={(actor) => change({ actor, line: undefined })} />
        <DayFilter label={t.from} value={search.from} onChange={(from) => change({ from, line: undefined })} />
        <DayFilter label={t.to} value={search.to} onChange={(to) => change({ to, line: undefined })} />
        <a className="button small" href={auditAddress(filter)} download title={t.exportAll}>
          <Icon name="download" size={14} />
          {t.export}
        </a>
        <Proof />
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.audit}
          rows={rows}
          idOf={(row) => String(row.seq)}
          columns={columns}
          error={log.error}
          retry={() => void log.refetch()}
          openId={search.line === undefined ? undefined : String(search.line)}
          onOpen={(row) => change({ line: row.seq }, { push: search.line === undefined })}
          onEnd={() => log.hasNextPage && !log.isFetching && void log.fetchNextPage()}
          loadingMore={log.isFetchingNextPage}
          moreFailed={log.isFetchNextPageError}
          empty={{ title: t.noLines, next: t.noLinesNext }}
          card={(row) => <Card row={row} />}
          cardHeight={70}
        />
      </div>
    </div>
  );
  const panes = [
    { key: 'list', label: t.audit, content: list, least: 480 },
    ...(open
      ? [
          {
            key: 'line',
            label: t.detail,
            width: 460,
            least: 340,
            content: (
              <AuditDetail
                line={open}
                close={close}
                showRecord={() => change({ record: open.recordId, line: undefined })}
              />
            ),
          },
        ]
      : []),
  ];
  return <Panes name="audit" panes={panes} showing={open ? 'line' : 'list'} onBack={close} />;
}

/** The instant at which the day after a local day begins. */
function dayAfter(day: string, zone: string): string | undefined {
  const noon = instantAt(`${day}T12:00`, zone);
  if (!noon) return undefined;
  const next = dayOf(new Date(Date.parse(noon) + 86_400_000).toISOString(), zone);
  return instantAt(next, zone) ?? undefined;
}

function Proof() {
  const t = useText(auditText);
  const language = useLanguage();
  const [result, setResult] = useState<Awaited<ReturnType<typeof proveAudit>>>();
  const [busy, setBusy] = useState(false);
  async function prove() {
    if (busy) return;
    setBusy(true);
    setResult(undefined);
    try {
      setResult(await proveAudit());
    } catch (error) {
      toast(sentenceOf(error), { look: 'overdue' });
    } finally {
      setBusy(false);
    }
  }
  const look = result?.whole ? 'done' : 'overdue';
  return (
    <>
      <button type="button" className="button small" aria-disabled={busy || undefined} onClick={() => void prove()}>
        {busy ? t.proving : t.prove}
      </button>
      <span role="status">
        {result && (
          <span className="status filled" data-look={look}>
            <StatusShape look={look} />
            {result.whole ? t.whole : t.broken(number(result.firstFlaw, language))}
          </span>
        )}
      </span>
    </>
  );
}

function Actor({ actor }: { actor: { id: string; name: string } | null }) {
  const t = useText(auditText);
  return actor ? actor.name || actor.id : <span className="muted">{t.nobody}</span>;
}

function Card({ row }: { row: AuditLine }) {
  const words = useWords();
  const zone = useTimeZone();
  return (
    <div className="person-card">
      <span className="person-card-line">
        <strong>{words(row.label)}</strong>
        <span className="muted small">{fullTime(row.at, zone)}</span>
      </span>
      <span className="small">
        <Actor actor={row.actor} />
      </span>
    </div>
  );
}

function useColumns(): Column<AuditLine>[] {
  const t = useText(auditText);
  const words = useWords();
  const zone = useTimeZone();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  return [
    { key: 'seq', title: t.number, width: 80, align: 'right', cell: (row) => <span className="muted">{row.seq}</span> },
    { key: 'at', title: t.time, width: 150, cell: (row) => fullTime(row.at, zone) },
    { key: 'action', title: t.what, width: 140, cell: (row) => words(row.label) },
    { key: 'actor', title: t.who, least: 140, cell: (row) => <Actor actor={row.actor} /> },
    {
      key: 'record',
      title: t.record,
      least: 160,
      cell: (row) => (
        <>
          {kinds[row.kind] ?? row.kind} <span className="mono muted small">{row.recordId}</span>
        </>
      ),
    },
    { key: 'address', title: t.address, width: 130, cell: (row) => <span className="mono">{row.address}</span> },
  ];
}
