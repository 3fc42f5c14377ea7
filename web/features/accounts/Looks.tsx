import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import type { Column } from '../../kit/TableHead.tsx';
import '../../kit/page.css';
import { auditText } from './adminText.ts';
import { PersonFilter } from './logFilters.tsx';
import './people.css';
import { type LookLine, looksQuery } from './queries.ts';

const address = z.object({ account: z.guid().optional(), record: z.guid().optional() });

/** 查阅记录 — who opened which record, and when. */
export function Looks() {
  const t = useText(auditText);
  const [search, change] = useAddress(address);
  const looks = useInfiniteQuery(looksQuery({ accountId: search.account, recordId: search.record }));
  const rows = useMemo(() => looks.data?.pages.flatMap((page) => page.items), [looks.data]);
  const columns = useColumns((record) => change({ record }));
  return (
    <div className="screen">
      <h1 className="unseen">{t.looks}</h1>
      <FilterBar
        facets={[]}
        chosen={{}}
        onChoose={() => undefined}
        search={search.record}
        // Half an id is not yet a question to the server.
        onSearch={(record) => change({ record: z.guid().safeParse(record).success ? record : undefined })}
        searchLabel={t.recordId}
      >
        <PersonFilter id={search.account} onChoose={(account) => change({ account })} />
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.looks}
          rows={rows}
          idOf={(row) => `${row.minute}~${row.recordId}~${row.actor?.id ?? ''}`}
          columns={columns}
          error={looks.error}
          retry={() => void looks.refetch()}
          onEnd={() => looks.hasNextPage && !looks.isFetching && void looks.fetchNextPage()}
          loadingMore={looks.isFetchingNextPage}
          moreFailed={looks.isFetchNextPageError}
          empty={{ title: t.noLooks, next: t.noLooksNext }}
          card={(row) => <Card row={row} />}
          cardHeight={70}
        />
      </div>
    </div>
  );
}

function Card({ row }: { row: LookLine }) {
  const t = useText(auditText);
  const zone = useTimeZone();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  return (
    <div className="person-card">
      <span className="person-card-line">
        <strong>{row.actor?.name}</strong>
        <span className="muted small">{fullTime(row.minute, zone)}</span>
      </span>
      <span className="small muted cut">
        {kinds[row.kind] ?? row.kind} {row.recordId}
      </span>
    </div>
  );
}

function useColumns(showRecord: (id: string) => void): Column<LookLine>[] {
  const t = useText(auditText);
  const zone = useTimeZone();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  return [
    { key: 'minute', title: t.time, width: 160, cell: (row) => fullTime(row.minute, zone) },
    { key: 'actor', title: t.who, least: 160, cell: (row) => row.actor?.name || row.actor?.id },
    { key: 'kind', title: t.record, width: 90, cell: (row) => kinds[row.kind] ?? row.kind },
    {
      key: 'record',
      title: t.recordId,
      width: 340,
      cell: (row) => (
        <button type="button" className="link mono" title={t.allOf} onClick={() => showRecord(row.recordId)}>
          {row.recordId}
        </button>
      ),
    },
    { key: 'purpose', title: t.purpose, least: 140, cell: (row) => row.purpose },
  ];
}
