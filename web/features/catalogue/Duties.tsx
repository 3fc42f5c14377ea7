import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Panes } from '../../kit/Panes.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import { mayOpen, useMe } from '../../session.ts';
import type { CataloguePartProps } from './Catalogue.tsx';
import { DutyPane, NewDuty } from './DutyPane.tsx';
import { type DutyWords, useDutyWords } from './dutyWords.ts';
import { type Duty, dutiesQuery } from './queries.ts';
import { catalogueText } from './text.ts';

/** 派单目录 — category × area → unit, from which dispatch takes its suggestion. */
export function Duties({ edition, search, change }: CataloguePartProps) {
  const t = useText(catalogueText);
  const me = useMe();
  const language = useLanguage();
  const duties = useQuery(dutiesQuery(edition));
  const words = useDutyWords(edition);
  const rows = useMemo(() => duties.data && filtered(duties.data, words, search.q), [duties.data, words, search.q]);
  const open = duties.data?.find((duty) => duty.id === search.duty);
  const close = () => change({ duty: undefined });
  const columns: Column<Duty>[] = [
    {
      key: 'scope',
      title: t.scope,
      least: 200,
      cell: (duty) => (
        <>
          {words.scope(duty)} <span className="muted mono small">{words.code(duty)}</span>
        </>
      ),
    },
    { key: 'kind', title: t.kind, width: 96, cell: (duty) => <span className="tag">{t.kinds[duty.kind]}</span> },
    { key: 'area', title: t.area, least: 120, cell: (duty) => words.area(duty) },
    { key: 'unit', title: t.unit, least: 150, cell: (duty) => words.unit(duty) },
    { key: 'basis', title: t.basis, least: 180, cell: (duty) => <span className="muted">{duty.basis}</span> },
  ];
  const list = (
    <div className="screen">
      <FilterBar
        facets={[]}
        chosen={{}}
        onChoose={() => undefined}
        search={search.q}
        onSearch={(q) => change({ q: q || undefined })}
        searchLabel={t.searchDuties}
      >
        {rows && t.rows(number(rows.length, language), number(duties.data?.length, language))}
        {mayOpen(me, 'catalogue.manage') && (
          <button type="button" className="button primary" onClick={() => change({ duty: 'new' }, { push: true })}>
            <Icon name="plus" size={14} />
            {t.newDuty}
          </button>
        )}
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.duties}
          rows={rows}
          idOf={(duty) => duty.id}
          columns={columns}
          error={duties.error}
          retry={() => void duties.refetch()}
          openId={search.duty}
          onOpen={(duty) => change({ duty: duty.id }, { push: search.duty === undefined })}
          empty={{ title: t.noDuties, next: t.noDutiesNext }}
          card={(duty) => (
            <div className="category-card">
              <span>
                <strong>{words.scope(duty)}</strong> <span className="muted small">{words.area(duty)}</span>
              </span>
              <span className="small cut">{words.unit(duty)}</span>
            </div>
          )}
          cardHeight={72}
        />
      </div>
    </div>
  );
  const shown = search.duty === 'new' || open;
  const panes = [
    { key: 'list', label: t.duties, content: list, least: 480 },
    ...(shown
      ? [
          {
            key: 'duty',
            label: t.duty,
            width: 460,
            least: 360,
            content: open ? (
              <DutyPane key={open.id} duty={open} words={words} close={close} />
            ) : (
              <NewDuty edition={edition ?? ''} open={(id) => change({ duty: id })} close={close} />
            ),
          },
        ]
      : []),
  ];
  return <Panes name="duties" panes={panes} showing={shown ? 'duty' : 'list'} onBack={close} />;
}

function filtered(duties: readonly Duty[], words: DutyWords, q: string | undefined): readonly Duty[] {
  const wanted = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return duties;
  return duties.filter((duty) => {
    const text = [words.scope(duty), words.code(duty), words.area(duty), words.unit(duty), duty.basis]
      .join(' ')
      .toLowerCase();
    return wanted.every((part) => text.includes(part));
  });
}
