import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useAddress } from '../../address.ts';
import { useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { type Pane, Panes } from '../../kit/Panes.tsx';
import { useShortcut } from '../../kit/shortcuts.ts';
import { usePhone } from '../../kit/useMedia.ts';
import { mayOpen, useMe } from '../../session.ts';
import { BulkPane } from './BulkPane.tsx';
import { CompactCase } from './CaseParts.tsx';
import './case.css';
import './workbench.css';
import { caseAddress, deskOf, filterOf, sameQueue, saysNothing, toQueue, usualOrder } from './filters.ts';
import { useCaseLive, useQueueLive } from './live.ts';
import { OrderSwitch, QueueFilters } from './QueueFilters.tsx';
import { QueueList } from './QueueList.tsx';
import { QueueMap } from './QueueMap.tsx';
import { type CaseLine, caseQuery, exportAddress, listQuery, type Names } from './queries.ts';
import { casesText } from './text.ts';

const NONE: ReadonlySet<string> = new Set();

/** 工作台 — each role's queue: list, map, and the case in hand. Everything chosen stands in the address. */
export function Workbench() {
  const t = useText(casesText);
  const me = useMe();
  const phone = usePhone();
  const zone = useTimeZone();
  const navigate = useNavigate();
  const [address, change] = useAddress(caseAddress);
  const [chosen, setChosen] = useState(NONE);
  const blank = saysNothing(address);
  const desk = deskOf(me.roles);
  const order = address.order ?? usualOrder(me.roles);
  const filter = useMemo(() => filterOf(blank ? { ...address, ...desk } : address, zone), [blank, address, desk, zone]);

  // The link shows what its sender saw, so an officer's own queue is written out.
  useEffect(() => {
    if (blank) change(toQueue(desk));
  }, [blank, change, desk]);

  const list = useInfiniteQuery(listQuery(filter, order));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.cases), [list.data]);
  const names = useMemo<Names>(
    () => Object.assign({}, ...(list.data?.pages.map((page) => page.names) ?? [])),
    [list.data],
  );
  const live = useQueueLive(filter, order, rows ?? [], list.refetch);
  const lines = rows?.filter((line) => chosen.has(line.id)) ?? [];
  const openId = lines.length > 0 ? undefined : address.case;
  useCaseLive(openId);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const open = (id: string) => {
    if (phone || id === address.case) void navigate({ to: `/cases/${id}` });
    else change({ case: id }, { push: address.case === undefined });
  };
  const close = () => {
    if (lines.length > 0) setChosen(NONE);
    else change({ case: undefined });
  };
  useShortcut({ key: 'Escape', label: t.keys.back, group: 'page' }, close, openId !== undefined || lines.length > 0);

  const own = sameQueue(address, desk);
  const panes: Pane[] = [
    {
      key: 'list',
      label: t.list,
      width: 660,
      least: 360,
      content: (
        <QueueList
          rows={rows}
          names={names}
          error={list.error}
          retry={() => void list.refetch()}
          openId={openId}
          onOpen={(line: CaseLine) => open(line.id)}
          chosen={chosen}
          onChoose={setChosen}
          onEnd={onEnd}
          loadingMore={isFetchingNextPage}
          moreFailed={list.isFetchNextPageError}
          fresh={live.fresh}
          gone={live.gone}
          settle={live.settle}
          empty={{
            title: t.empty.title,
            next: own ? t.empty.own : t.empty.filtered,
            action: (
              <button
                type="button"
                className="button"
                onClick={() =>
                  change({
                    ...toQueue({ scope: 'open' }),
                    q: undefined,
                    unit: undefined,
                    subdistrict: undefined,
                    category: undefined,
                    source: undefined,
                    from: undefined,
                    to: undefined,
                  })
                }
              >
                {t.empty.showOpen}
              </button>
            ),
          }}
        />
      ),
    },
    {
      key: 'map',
      label: t.map,
      least: 220,
      content: (
        <QueueMap
          filter={filter}
          openId={openId}
          openLabel={rows?.find((line) => line.id === openId)?.number ?? ''}
          onOpen={open}
        />
      ),
    },
    ...(lines.length > 0
      ? [
          {
            key: 'bulk',
            label: t.detail,
            width: 480,
            least: 360,
            content: <BulkPane lines={lines} clear={() => setChosen(NONE)} />,
          },
        ]
      : []),
    ...(openId
      ? [
          {
            key: 'detail',
            label: t.detail,
            width: 480,
            least: 360,
            content: <Detail key={openId} id={openId} close={close} openPage={() => open(openId)} />,
          },
        ]
      : []),
  ];
  const showing = lines.length > 0 ? 'bulk' : (address.view ?? 'list');
  return (
    <div className="screen workbench">
      <h1 className="unseen">{t.workbench}</h1>
      <QueueFilters address={blank ? { ...address, ...desk } : address} change={change}>
        <OrderSwitch
          order={order}
          onOrder={(next) => change({ order: next === usualOrder(me.roles) ? undefined : next })}
        />
        {mayOpen(me, 'case.export') && !phone && (
          <a className="button small" href={exportAddress(filter)} download title={t.exportAll}>
            <Icon name="download" size={14} />
            {t.exportShort}
          </a>
        )}
        {phone && (
          <button
            type="button"
            className="button small"
            aria-pressed={address.view === 'map'}
            onClick={() => change({ view: address.view ? undefined : 'map' })}
          >
            <Icon name={address.view ? 'menu' : 'pin'} size={14} />
            {address.view ? t.showList : t.showMap}
          </button>
        )}
      </QueueFilters>
      <div className="fill">
        <Panes
          name="workbench"
          panes={panes}
          showing={showing}
          onBack={() => (lines.length > 0 ? setChosen(NONE) : change({ view: undefined }))}
        />
      </div>
    </div>
  );
}

/** The case in hand, beside its list. */
function Detail({ id, close, openPage }: { id: string; close: () => void; openPage: () => void }) {
  const t = useText(casesText);
  const { data, error, refetch } = useQuery(caseQuery(id));
  return (
    <>
      <div className="detail-bar">
        <button type="button" className="button quiet small" onClick={openPage}>
          <Icon name="external" size={14} />
          {t.openPage}
        </button>
        <button type="button" className="button quiet small icon" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {data && <CompactCase kase={data} />}
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={10} />}
    </>
  );
}
