import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { z } from 'zod';
import { deviceOf } from '../../../server/modules/accounts/devices.ts';
import { type Oddity, oddities } from '../../../server/modules/accounts/notices.ts';
import { useAddress } from '../../address.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { fullTime } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import type { Column } from '../../kit/TableHead.tsx';
import '../../kit/page.css';
import { PersonFilter } from './logFilters.tsx';
import { noticeText } from './noticeText.ts';
import './people.css';
import { type OddSignIn, oddSignInsQuery } from './queries.ts';

const names = Object.keys(oddities) as [Oddity, ...Oddity[]];
const address = z.object({ account: z.guid().optional(), oddity: z.enum(names).optional() });

/** 异常登录 — sign-ins of the district unlike those before, and lock-outs, newest first. */
export function OddSignIns() {
  const t = useText(noticeText);
  const words = useWords();
  const [search, change] = useAddress(address);
  const found = useInfiniteQuery(oddSignInsQuery({ accountId: search.account, oddity: search.oddity }));
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items), [found.data]);
  const columns = useColumns();
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = found;
  const more = () => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  };
  // A page may hold nothing odd although there is more to look through.
  const nothingYet = rows?.length === 0 && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (nothingYet) void fetchNextPage();
  }, [nothingYet, fetchNextPage]);
  return (
    <div className="screen">
      <h1 className="unseen">{t.oddSignIns}</h1>
      <FilterBar
        facets={[
          {
            key: 'oddity',
            label: t.why,
            one: true,
            options: names.map((name) => ({ value: name, label: words(oddities[name]) })),
          },
        ]}
        chosen={{ oddity: search.oddity ? [search.oddity] : [] }}
        onChoose={(_, values) => change({ oddity: names.find((name) => name === values.at(-1)) })}
      >
        <PersonFilter id={search.account} onChoose={(account) => change({ account })} />
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.oddSignIns}
          rows={isFetchNextPageError && rows?.length === 0 ? undefined : rows}
          idOf={(row) => String(row.seq)}
          columns={columns}
          error={found.error}
          retry={() => void found.refetch()}
          onEnd={more}
          loadingMore={found.isFetchingNextPage}
          moreFailed={isFetchNextPageError && (rows?.length ?? 0) > 0}
          empty={hasNextPage ? { title: t.looking } : { title: t.noOdd, next: t.noOddNext }}
          card={(row) => <Card row={row} />}
          cardHeight={92}
        />
      </div>
    </div>
  );
}

function Why({ row }: { row: OddSignIn }) {
  const t = useText(noticeText);
  const words = useWords();
  return row.oddities.map((name) => words(oddities[name])).join(t.and);
}

function Card({ row }: { row: OddSignIn }) {
  const zone = useTimeZone();
  return (
    <div className="person-card">
      <span className="person-card-line">
        <strong>{row.account.name}</strong>
        <span className="muted small">{fullTime(row.at, zone)}</span>
      </span>
      <span className="small cut">
        <Why row={row} />
      </span>
      <span className="small muted cut">
        {row.address} {row.agent !== null && deviceOf(row.agent)}
      </span>
    </div>
  );
}

function useColumns(): Column<OddSignIn>[] {
  const t = useText(noticeText);
  const zone = useTimeZone();
  return [
    { key: 'at', title: t.time, width: 160, cell: (row) => fullTime(row.at, zone) },
    { key: 'account', title: t.person, least: 140, cell: (row) => row.account.name || row.account.id },
    { key: 'why', title: t.why, least: 200, cell: (row) => <Why row={row} /> },
    { key: 'address', title: t.address, width: 150, cell: (row) => <span className="mono">{row.address}</span> },
    {
      key: 'device',
      title: t.device,
      width: 180,
      cell: (row) => row.agent !== null && (deviceOf(row.agent) ?? t.unknownDevice),
    },
  ];
}
