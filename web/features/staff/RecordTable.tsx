import { Fragment, type ReactNode } from 'react';
import { useText } from '../../i18n/language.ts';
import type { May } from '../../kit/ActionBar.tsx';
import { YuanField } from '../../kit/MoneyField.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { actOn, type Kind, refreshStaff } from './queries.ts';
import { staffText } from './text.ts';

export interface RecordRow {
  id: string;
  version: number;
  may: readonly May[];
  cells: ReactNode[];
}

interface RecordTableProps {
  label: string;
  kind: Kind;
  head: readonly { title: string; number?: boolean }[];
  rows: readonly RecordRow[];
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** A date, a number, a word: broken over two lines it would be read twice. */
const isShort = (cell: ReactNode) => typeof cell === 'string' && cell.length <= 14;

/** Dense rows of records; one that something may be done with opens to its actions. */
export function RecordTable({ label, kind, head, rows, open, onOpen }: RecordTableProps) {
  const t = useText(staffText);
  if (rows.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <Scroll tall label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            {head.map(({ title, number }) => (
              <th key={title} className={number ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.id}>
              <tr>
                {row.cells.map((cell, i) => (
                  <td
                    key={head[i]?.title}
                    className={head[i]?.number ? 'number nowrap' : isShort(cell) ? 'nowrap' : undefined}
                  >
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
                      widgets={{ money: YuanField }}
                      act={(action, answers, key) => actOn(kind, row, action, answers, key)}
                      refresh={refreshStaff}
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
