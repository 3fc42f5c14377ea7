import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { roleLabels, roleNames } from '../../../server/modules/accounts/roles.ts';
import { useAddress } from '../../address.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { shortTime } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Panes } from '../../kit/Panes.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import '../../kit/page.css';
import { mayOpen, useMe } from '../../session.ts';
import { adminText } from './adminText.ts';
import './people.css';
import { NewPerson, Person } from './Person.tsx';
import { type Account, peopleQuery, unitsQuery } from './queries.ts';

const address = z.object({
  q: z.string().max(100).optional(),
  role: z.enum(roleNames).optional(),
  unit: z.guid().optional(),
  state: z.enum(['active', 'disabled']).optional(),
  /** The open account, or `new`. */
  id: z.union([z.guid(), z.literal('new')]).optional(),
});

/** 人员 — everybody's account, and beside the list the one that is open. */
export function People() {
  const t = useText(adminText);
  const me = useMe();
  const words = useWords();
  const [search, change] = useAddress(address);
  const units = useQuery(unitsQuery);
  const people = useInfiniteQuery(
    peopleQuery({
      query: search.q,
      role: search.role,
      unitId: search.unit,
      active: search.state && (search.state === 'active' ? 'true' : 'false'),
    }),
  );
  const rows = useMemo(() => people.data?.pages.flatMap((page) => page.items), [people.data]);
  const columns = useColumns();
  const roles = roleNames.map((role) => ({ value: role, label: words(roleLabels[role]) }));

  const list = (
    <div className="screen">
      <h1 className="unseen">{t.people}</h1>
      <FilterBar
        facets={[
          {
            key: 'state',
            label: t.state,
            single: true,
            options: [
              { value: 'active', label: t.active },
              { value: 'disabled', label: t.disabled },
            ],
          },
          { key: 'role', label: t.role, options: roles },
          {
            key: 'unit',
            label: t.unit,
            options: (units.data ?? []).map((unit) => ({ value: unit.id, label: words(unit.name) })),
          },
        ]}
        chosen={{
          state: search.state ? [search.state] : [],
          role: search.role ? [search.role] : [],
          unit: search.unit ? [search.unit] : [],
        }}
        // The list is asked for one role and one unit; the choice made last holds.
        onChoose={(key, values) => change({ [key]: values.at(-1) })}
        search={search.q}
        onSearch={(q) => change({ q: q || undefined })}
        searchLabel={t.searchPeople}
      >
        {mayOpen(me, 'account.manage') && (
          <button type="button" className="button primary" onClick={() => change({ id: 'new' }, { push: true })}>
            <Icon name="plus" size={14} />
            {t.newPerson}
          </button>
        )}
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.people}
          rows={rows}
          idOf={(row) => row.id}
          columns={columns}
          error={people.error}
          retry={() => void people.refetch()}
          openId={search.id}
          onOpen={(row) => change({ id: row.id }, { push: search.id === undefined })}
          onEnd={() => people.hasNextPage && !people.isFetching && void people.fetchNextPage()}
          loadingMore={people.isFetchingNextPage}
          moreFailed={people.isFetchNextPageError}
          empty={{ title: t.noPeople, next: t.noPeopleNext }}
          card={(row) => <Card row={row} />}
          cardHeight={76}
        />
      </div>
    </div>
  );
  const close = () => change({ id: undefined });
  const panes = [
    { key: 'list', label: t.people, content: list, least: 420 },
    ...(search.id
      ? [
          {
            key: 'person',
            label: t.people,
            width: 540,
            least: 380,
            content:
              search.id === 'new' ? (
                <NewPerson open={(id) => change({ id })} close={close} />
              ) : (
                <Person key={search.id} id={search.id} close={close} />
              ),
          },
        ]
      : []),
  ];
  return <Panes name="people" panes={panes} showing={search.id ? 'person' : 'list'} onBack={close} />;
}

export function AccountState({ account }: { account: Account }) {
  const t = useText(adminText);
  if (!account.active) return <StatusMark look="refused" label={t.disabled} />;
  if (account.mustChangePassword) return <StatusMark look="waiting" label={t.oneTime} />;
  return <StatusMark look="done" label={t.active} />;
}

export function RoleTags({ account }: { account: Account }) {
  const t = useText(adminText);
  const words = useWords();
  if (account.roles.length === 0) return <span className="muted">{t.noRole}</span>;
  return (
    <span className="role-tags">
      {account.roles.map((role) => (
        <span key={role} className="tag">
          {words(roleLabels[role])}
        </span>
      ))}
    </span>
  );
}

/** The name of a unit by its id; nothing while the units are on their way. */
export function useUnitName(): (id: string | null) => string {
  const words = useWords();
  const { data } = useQuery(unitsQuery);
  const names = useMemo(() => new Map(data?.map((unit) => [unit.id, unit.name])), [data]);
  return (id) => {
    const name = id === null ? undefined : names.get(id);
    return name ? words(name) : '';
  };
}

function Card({ row }: { row: Account }) {
  const unitName = useUnitName();
  return (
    <div className="person-card">
      <span className="person-card-line">
        <strong className="cut">{row.name}</strong>
        <AccountState account={row} />
      </span>
      <span className="person-card-line small">
        <RoleTags account={row} />
        <span className="muted cut">{unitName(row.unitId)}</span>
      </span>
    </div>
  );
}

function useColumns(): Column<Account>[] {
  const t = useText(adminText);
  const unitName = useUnitName();
  const zone = useTimeZone();
  const now = useNow();
  return [
    { key: 'name', title: t.name, least: 150, cell: (row) => row.name },
    { key: 'username', title: t.username, width: 140, cell: (row) => <span className="mono">{row.username}</span> },
    { key: 'roles', title: t.role, least: 150, cell: (row) => <RoleTags account={row} /> },
    { key: 'unit', title: t.unit, least: 160, cell: (row) => unitName(row.unitId) },
    { key: 'state', title: t.state, width: 110, cell: (row) => <AccountState account={row} /> },
    {
      key: 'changedAt',
      title: t.changedAt,
      width: 130,
      cell: (row) => <span className="muted">{shortTime(row.changedAt, zone, now)}</span>,
    },
  ];
}
