import { useQuery } from '@tanstack/react-query';
import { categoryKinds } from '../../../server/modules/catalogue/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { number } from '../../kit/format.ts';
import { Panes } from '../../kit/Panes.tsx';
import type { Column } from '../../kit/TableHead.tsx';
import type { CataloguePartProps } from './Catalogue.tsx';
import { CategoryPane } from './CategoryPane.tsx';
import { categoriesQuery, type Found } from './queries.ts';
import { catalogueText } from './text.ts';

/** All categories of an edition, found by name, everyday words, pinyin or code. */
export function Categories({ edition, search, change }: CataloguePartProps) {
  const t = useText(catalogueText);
  const rowsText = useFrameText().table.rows;
  const language = useLanguage();
  const found = useQuery(categoriesQuery({ query: search.q, edition, kind: search.kind }));
  const rows = found.data?.items;
  const columns = useColumns(search.q !== undefined);
  const close = () => change({ id: undefined });

  const list = (
    <div className="screen">
      <FilterBar
        facets={[
          { key: 'kind', label: t.kind, options: categoryKinds.map((kind) => ({ value: kind, label: t.kinds[kind] })) },
        ]}
        chosen={{ kind: search.kind ? [search.kind] : [] }}
        onChoose={(key, values) => change({ [key]: values.at(-1) })}
        search={search.q}
        onSearch={(q) => change({ q: q || undefined })}
        searchLabel={t.search}
      >
        {rows && rowsText(number(rows.length, language))}
      </FilterBar>
      <div className="fill">
        <DataTable
          label={t.categories}
          rows={rows}
          idOf={({ category }) => category.id}
          columns={columns}
          error={found.error}
          retry={() => void found.refetch()}
          openId={search.id}
          onOpen={({ category }) => change({ id: category.id }, { push: search.id === undefined })}
          empty={{ title: t.none, next: t.noneNext }}
          card={(row) => <Card row={row} />}
          cardHeight={72}
        />
      </div>
    </div>
  );
  const panes = [
    { key: 'list', label: t.categories, content: list, least: 420 },
    ...(search.id
      ? [
          {
            key: 'category',
            label: t.name,
            width: 640,
            least: 380,
            content: <CategoryPane key={search.id} id={search.id} open={(id) => change({ id })} close={close} />,
          },
        ]
      : []),
  ];
  return <Panes name="catalogue" panes={panes} showing={search.id ? 'category' : 'list'} onBack={close} />;
}

function Card({ row }: { row: Found }) {
  const t = useText(catalogueText);
  const words = useWords();
  const { category } = row;
  return (
    <div className="category-card">
      <span className="category-card-name">
        <strong className="cut">{words(category.name)}</strong> <span className="tag">{t.kinds[category.kind]}</span>
      </span>
      <span className="muted small cut">
        <span className="mono">{category.code}</span> {words(category.group.name)}
      </span>
    </div>
  );
}

function useColumns(searching: boolean): Column<Found>[] {
  const t = useText(catalogueText);
  const words = useWords();
  return [
    { key: 'code', title: t.code, width: 80, cell: ({ category }) => <span className="mono">{category.code}</span> },
    { key: 'name', title: t.name, least: 160, cell: ({ category }) => words(category.name) },
    {
      key: 'kind',
      title: t.kind,
      width: 96,
      cell: ({ category }) => <span className="tag">{t.kinds[category.kind]}</span>,
    },
    {
      key: 'group',
      title: t.group,
      least: 130,
      cell: ({ category }) => <span className="muted">{words(category.group.name)}</span>,
    },
    ...(searching
      ? [
          {
            key: 'why',
            title: t.found,
            least: 160,
            cell: ({ grounds }: Found) => <span className="muted small">{words(grounds)}</span>,
          },
        ]
      : []),
  ];
}
