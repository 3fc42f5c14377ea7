import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { unitKinds } from '../../../server/modules/organisation/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Panes } from '../../kit/Panes.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import { mayOpen, useMe } from '../../session.ts';
import type { ChangeAddress, OrganisationAddress } from './Organisation.tsx';
import { type Unit, unitsQuery } from './queries.ts';
import { organisationText } from './text.ts';
import { NewUnitPane, UnitPane } from './UnitPane.tsx';

/** 责任单位 — all units, and beside the list the one that is open. */
export function Units({ search, change }: { search: OrganisationAddress; change: ChangeAddress }) {
  const t = useText(organisationText);
  const rowsText = useFrameText().table.rows;
  const me = useMe();
  const language = useLanguage();
  const found = useQuery(unitsQuery({ query: search.q, kind: search.kind }));
  const all = useQuery(unitsQuery()).data;
  const open = all?.find((unit) => unit.id === search.id);
  const columns = useColumns(all);
  const close = () => change({ id: undefined });
  const list = (
    <div className="screen">
      <FilterBar
        facets={[
          {
            key: 'kind',
            label: t.kind,
            single: true,
            options: unitKinds.map((kind) => ({ value: kind, label: t.kinds[kind] })),
          },
        ]}
        chosen={{ kind: search.kind ? [search.kind] : [] }}
        onChoose={(_key, values) => change({ kind: unitKinds.find((kind) => kind === values[0]) })}
        search={search.q}
        onSearch={(q) => change({ q: q || undefined })}
        searchLabel={t.search}
      >
        {found.data && rowsText(number(found.data.length, language))}
        {mayOpen(me, 'organisation.manage') && (
          <button type="button" className="button primary" onClick={() => change({ id: 'new' }, { push: true })}>
            <Icon name="plus" size={14} />
            {t.newUnit}
          </button>
        )}
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.units}
          rows={found.data}
          idOf={(unit) => unit.id}
          columns={columns}
          error={found.error}
          retry={() => void found.refetch()}
          openId={search.id}
          onOpen={(unit) => change({ id: unit.id }, { push: search.id === undefined })}
          empty={{ title: t.none, next: t.noneNext }}
          card={(unit) => <Card unit={unit} />}
          cardHeight={72}
        />
      </div>
    </div>
  );
  const shown = search.id === 'new' || open;
  const panes = [
    { key: 'list', label: t.units, content: list, least: 420 },
    ...(shown
      ? [
          {
            key: 'unit',
            label: t.name,
            width: 480,
            least: 360,
            content: open ? (
              <UnitPane key={open.id} unit={open} all={all ?? []} close={close} />
            ) : (
              <NewUnitPane all={all ?? []} open={(id) => change({ id })} close={close} />
            ),
          },
        ]
      : []),
  ];
  return <Panes name="units" panes={panes} showing={shown ? 'unit' : 'list'} onBack={close} />;
}

export function UnitState({ unit }: { unit: Unit }) {
  const t = useText(organisationText);
  return unit.active ? <StatusMark look="done" label={t.active} /> : <StatusMark look="refused" label={t.inactive} />;
}

function Card({ unit }: { unit: Unit }) {
  const t = useText(organisationText);
  const words = useWords();
  return (
    <div className="unit-card">
      <span className="unit-card-line">
        <strong className="cut">{words(unit.name)}</strong>
        <UnitState unit={unit} />
      </span>
      <span className="muted small">
        {t.kinds[unit.kind]} · {unit.group}
      </span>
    </div>
  );
}

function useColumns(all: readonly Unit[] | undefined): Column<Unit>[] {
  const t = useText(organisationText);
  const words = useWords();
  const names = useMemo(() => new Map(all?.map((unit) => [unit.id, unit.name])), [all]);
  return [
    { key: 'code', title: t.code, width: 110, cell: (unit) => <span className="mono">{unit.code}</span> },
    { key: 'name', title: t.name, least: 200, cell: (unit) => words(unit.name) },
    { key: 'kind', title: t.kind, width: 110, cell: (unit) => <span className="tag">{t.kinds[unit.kind]}</span> },
    { key: 'group', title: t.group, least: 110, cell: (unit) => unit.group },
    {
      key: 'parent',
      title: t.parent,
      least: 130,
      cell: (unit) => {
        const name = unit.parentId === null ? undefined : names.get(unit.parentId);
        return name && <span className="muted">{words(name)}</span>;
      },
    },
    { key: 'state', title: t.state, width: 90, cell: (unit) => <UnitState unit={unit} /> },
  ];
}
