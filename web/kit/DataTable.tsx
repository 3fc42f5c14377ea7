// A virtual grid cannot be a <table>: its rows are placed by hand. The grid has the focus and the keys, by
// aria-activedescendant; its rows and cells have not.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: see above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: see above
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { number } from './format.ts';
import { Failed, PageState, Skeleton } from './PageState.tsx';
import { useShortcut } from './shortcuts.ts';
import './table.css';
import { type Column, type Sort, TableHead } from './TableHead.tsx';
import { usePhone } from './useMedia.ts';
import { windowOf } from './windowOf.ts';

export interface DataTableProps<Row> {
  /** What the table holds, for those who do not see it. */
  label: string;
  rows: readonly Row[] | undefined;
  idOf: (row: Row) => string;
  columns: readonly Column<Row>[];
  error?: unknown;
  retry?: () => void;
  /** The row whose record is open beside the table. */
  openId?: string | undefined;
  onOpen?: (row: Row) => void;
  /** Rows taken for a common action; without `onChoose` there are no boxes. */
  chosen?: ReadonlySet<string>;
  onChoose?: (chosen: ReadonlySet<string>) => void;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** Called as the end of the rows comes near. */
  onEnd?: () => void;
  loadingMore?: boolean;
  /** More could not be read: it is asked for again by the reader, not by the table over and over. */
  moreFailed?: boolean;
  /** Rows that came meanwhile; they are shown when asked for, so that nothing moves under the pointer. */
  waiting?: number;
  waitingLabel?: (count: string) => string;
  onShowWaiting?: () => void;
  empty?: { title: string; next?: ReactNode; action?: ReactNode };
  /** How a row looks on a phone; without it the cells wrap in one line. */
  card?: (row: Row) => ReactNode;
  rowHeight?: number;
  cardHeight?: number;
}

/** A table of many rows: only those in sight are drawn. `j` `k` move, Enter opens, Space chooses. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const t = useFrameText();
  const phone = usePhone();
  const { rows, idOf, columns, onChoose, chosen, onOpen } = props;
  const cards = phone && props.card !== undefined;
  const rowHeight = cards ? (props.cardHeight ?? 84) : (props.rowHeight ?? (phone ? 48 : 32));
  const [active, setActive] = useState(-1);
  const [scrolled, setScrolled] = useState({ top: 0, height: 600 });
  const body = useRef<HTMLDivElement>(null);
  const id = useId();

  const count = rows?.length ?? 0;
  const seen = windowOf(scrolled.top, scrolled.height, rowHeight, count);
  const { onEnd, moreFailed = false } = props;
  useEffect(() => {
    if (count > 0 && seen.last >= count - 10 && !moreFailed) onEnd?.();
  }, [seen.last, count, onEnd, moreFailed]);

  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const measure = new ResizeObserver(() => setScrolled({ top: element.scrollTop, height: element.clientHeight }));
    measure.observe(element);
    return () => measure.disconnect();
  }, []);

  function go(to: number) {
    const next = Math.max(0, Math.min(count - 1, to));
    setActive(next);
    const element = body.current;
    if (!element) return;
    const headroom = cards ? 0 : 33;
    const top = next * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight + headroom > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight + headroom - element.clientHeight;
  }
  const activeRow = rows?.[active];
  const toggle = (row: Row) => {
    const next = new Set(chosen);
    if (!next.delete(idOf(row))) next.add(idOf(row));
    onChoose?.(next);
  };

  const walk = (by: number) => {
    body.current?.focus({ preventScroll: true });
    go(active + by);
  };
  useShortcut({ key: 'j', label: t.keys.next, group: 'list' }, () => walk(1), count > 0);
  useShortcut({ key: 'k', label: t.keys.previous, group: 'list' }, () => walk(-1), count > 0);

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.target !== body.current) return;
    const page = Math.max(1, Math.floor(scrolled.height / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: count - 1,
      PageDown: active + page,
      PageUp: active - page,
    };
    const to = moves[event.key];
    if (to !== undefined) go(to);
    else return;
    event.preventDefault();
  }
  useShortcut(
    { key: 'Enter', label: t.keys.open, group: 'list' },
    () => activeRow && onOpen?.(activeRow),
    onOpen !== undefined && activeRow !== undefined,
  );
  const choose = () => activeRow && toggle(activeRow);
  const choosable = onChoose !== undefined && activeRow !== undefined;
  useShortcut({ key: 'x', label: t.keys.select, group: 'list' }, choose, choosable);
  useShortcut({ key: ' ', label: t.keys.select, group: 'list' }, choose, choosable);

  const template = `${onChoose ? '36px ' : ''}${columns.map((column) => (column.width ? `${column.width}px` : `minmax(${column.least ?? 120}px, 1fr)`)).join(' ')}`;
  const leastWidth = columns.reduce((sum, column) => sum + (column.width ?? column.least ?? 120), onChoose ? 36 : 0);
  const failed = props.error !== undefined && props.error !== null;

  return (
    <div className={cards ? 'table cards' : 'table'}>
      {(props.waiting ?? 0) > 0 && (
        <button type="button" className="table-waiting" onClick={props.onShowWaiting}>
          <Waiting count={props.waiting ?? 0} label={props.waitingLabel} />
        </button>
      )}
      <div
        ref={body}
        className="table-scroll"
        role="grid"
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-multiselectable={onChoose ? true : undefined}
        aria-activedescendant={
          activeRow && active >= seen.first && active <= seen.last ? `${id}-${idOf(activeRow)}` : undefined
        }
        aria-busy={rows === undefined && !failed}
        tabIndex={0}
        onFocus={() => active < 0 && count > 0 && setActive(0)}
        onKeyDown={onKeyDown}
        onScroll={(event) =>
          setScrolled({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })
        }
      >
        <div className="table-inner" style={cards ? {} : { minWidth: leastWidth }}>
          <TableHead {...props} template={template} hidden={cards} />
          <div role="rowgroup" className="table-rows" style={{ height: count * rowHeight }}>
            {rows?.slice(seen.first, seen.last + 1).map((row, offset) => {
              const index = seen.first + offset;
              const key = idOf(row);
              return (
                <div
                  key={key}
                  id={`${id}-${key}`}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={onChoose ? (chosen?.has(key) ?? false) : key === props.openId}
                  className="table-row"
                  data-active={index === active || undefined}
                  data-open={key === props.openId || undefined}
                  style={{
                    top: index * rowHeight,
                    height: rowHeight,
                    gridTemplateColumns: cards ? (onChoose ? '36px 1fr' : '1fr') : template,
                  }}
                  onClick={() => {
                    setActive(index);
                    onOpen?.(row);
                  }}
                >
                  {onChoose && (
                    <div role="gridcell" className="table-cell table-box" onClick={(event) => event.stopPropagation()}>
                      <input
                        type="checkbox"
                        tabIndex={-1}
                        aria-label={t.table.select}
                        checked={chosen?.has(key) ?? false}
                        onChange={() => toggle(row)}
                      />
                    </div>
                  )}
                  {cards ? (
                    <div role="gridcell" className="table-card">
                      {props.card?.(row)}
                    </div>
                  ) : (
                    columns.map((column) => (
                      <div
                        key={column.key}
                        role="gridcell"
                        className={column.align === 'right' ? 'table-cell number' : 'table-cell'}
                      >
                        {column.cell(row)}
                      </div>
                    ))
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {rows === undefined && !failed && (
        <div className="table-over">
          <Skeleton lines={10} />
        </div>
      )}
      {failed && rows === undefined && (
        <div className="table-over">
          <Failed error={props.error} {...(props.retry ? { retry: props.retry } : {})} />
        </div>
      )}
      {rows?.length === 0 && (
        <div className="table-over">
          <PageState icon="filter" title={props.empty?.title ?? t.table.empty} next={props.empty?.next}>
            {props.empty?.action}
          </PageState>
        </div>
      )}
      {props.loadingMore && <div className="table-more small muted">{t.table.more}</div>}
      {moreFailed && !props.loadingMore && (
        <div className="table-more small" role="alert">
          {t.table.moreFailed}{' '}
          <button type="button" className="link" onClick={() => onEnd?.()}>
            {t.state.retry}
          </button>
        </div>
      )}
    </div>
  );
}

function Waiting({ count, label }: { count: number; label: DataTableProps<unknown>['waitingLabel'] }) {
  const t = useFrameText().table;
  const language = useLanguage();
  return <>{(label ?? t.newRows)(number(count, language))}</>;
}
