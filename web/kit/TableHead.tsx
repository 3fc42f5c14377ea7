// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, its headings only their buttons
import type { ReactNode } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';

export interface Column<Row> {
  key: string;
  title: string;
  /** Pixels; without it the column shares what is left, never below `least`. */
  width?: number;
  least?: number;
  align?: 'right';
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
}

export interface Sort {
  key: string;
  down: boolean;
}

interface TableHeadProps<Row> {
  rows: readonly Row[] | undefined;
  idOf: (row: Row) => string;
  columns: readonly Column<Row>[];
  chosen?: ReadonlySet<string>;
  onChoose?: (chosen: ReadonlySet<string>) => void;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** CSS grid columns, the same as the rows'. */
  template: string;
  /** On a phone the headings are only read out. */
  hidden: boolean;
}

export function TableHead<Row>({
  columns,
  rows,
  idOf,
  chosen,
  onChoose,
  sort,
  onSort,
  template,
  hidden,
}: TableHeadProps<Row>) {
  const t = useFrameText().table;
  const all = rows !== undefined && rows.length > 0 && rows.every((row) => chosen?.has(idOf(row)));
  return (
    <div role="rowgroup" className={hidden ? 'unseen' : 'table-head'}>
      <div role="row" className="table-head-row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {onChoose && (
          <div role="columnheader" className="table-cell table-box">
            <input
              type="checkbox"
              tabIndex={hidden ? -1 : 0}
              aria-label={t.selectAll}
              checked={all}
              onChange={() => onChoose(all ? new Set() : new Set(rows?.map(idOf)))}
            />
          </div>
        )}
        {columns.map((column) => {
          const sorted = sort?.key === column.key;
          const direction = sort?.down ? 'descending' : 'ascending';
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={sorted ? direction : undefined}
              className={column.align === 'right' ? 'table-cell number' : 'table-cell'}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className="table-sort"
                  onClick={() => onSort({ key: column.key, down: sorted ? !sort.down : false })}
                >
                  {column.title}
                  {sorted && <Icon name={sort.down ? 'down' : 'up'} size={12} />}
                </button>
              ) : (
                column.title
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
