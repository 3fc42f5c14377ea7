import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { Clock } from '../../kit/Clock.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { shortTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import type { Column } from '../../kit/TableHead.tsx';
import { StateMark, UrgentMark } from './marks.tsx';
import type { CaseLine, Names } from './queries.ts';
import { casesText } from './text.ts';

interface QueueListProps {
  rows: readonly CaseLine[] | undefined;
  names: Names;
  error: unknown;
  retry: () => void;
  openId: string | undefined;
  onOpen: (line: CaseLine) => void;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onEnd: () => void;
  loadingMore: boolean;
  moreFailed: boolean;
  fresh: number;
  gone: ReadonlySet<string>;
  settle: () => void;
  empty: { title: string; next: string; action?: ReactNode };
}

/** Which columns there is room for, the most needed first. */
const ROOM = { where: 560, unit: 780, category: 920, number: 1080, reported: 1200 } as const;

export function QueueList(props: QueueListProps) {
  const t = useText(casesText);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const columns = useColumns(props.names, props.gone, width);
  const { gone, settle, openId } = props;
  // Rows that left the queue go when nobody looks at the list: neither pointer nor focus, and none of them open.
  const left = () => {
    const element = frame.current;
    if (!element || element.matches(':hover') || element.contains(document.activeElement)) return;
    if (gone.size > 0 && !(openId !== undefined && gone.has(openId))) settle();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices that the pointer or the focus left
    <div ref={frame} className="queue-list" onPointerLeave={left} onBlur={() => setTimeout(left)}>
      <DataTable
        label={t.list}
        rows={props.rows}
        idOf={(line) => line.id}
        columns={columns}
        error={props.error}
        retry={props.retry}
        openId={openId}
        onOpen={props.onOpen}
        chosen={props.chosen}
        onChoose={props.onChoose}
        onEnd={props.onEnd}
        loadingMore={props.loadingMore}
        moreFailed={props.moreFailed}
        waiting={props.fresh}
        waitingLabel={t.waiting}
        onShowWaiting={settle}
        empty={props.empty}
        card={(line) => <Card line={line} names={props.names} gone={gone.has(line.id)} />}
        cardHeight={92}
      />
    </div>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!element.current) return;
    const measure = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 600));
    measure.observe(element.current);
    return () => measure.disconnect();
  }, [element]);
  return width;
}

function useColumns(names: Names, gone: ReadonlySet<string>, width: number): Column<CaseLine>[] {
  const t = useText(casesText);
  const words = useWords();
  const zone = useTimeZone();
  const now = useNow();
  const english = useLanguage() === 'en';
  const nameOf = (id: string | null) => {
    const name = id === null ? undefined : names[id];
    return name ? words(name) : '';
  };
  const cell = (draw: (line: CaseLine) => ReactNode) => (line: CaseLine) =>
    gone.has(line.id) ? <span className="case-gone">{draw(line)}</span> : draw(line);
  const all: (Column<CaseLine> & { from?: number })[] = [
    {
      key: 'clock',
      title: t.columns.clock,
      width: english ? 150 : 148,
      cell: cell((line) => <LineClock line={line} />),
    },
    {
      key: 'state',
      title: t.columns.state,
      width: english ? 190 : 116,
      cell: cell((line) => <StateMark state={line.state} />),
    },
    {
      key: 'what',
      title: t.columns.what,
      least: 180,
      cell: cell((line) => (
        <span title={line.summary}>
          {line.urgent && <UrgentMark />}
          {line.summary}
        </span>
      )),
    },
    {
      key: 'where',
      title: t.columns.where,
      width: 96,
      from: ROOM.where,
      cell: cell((line) => nameOf(line.subdistrictCode)),
    },
    { key: 'unit', title: t.columns.unit, width: 150, from: ROOM.unit, cell: cell((line) => nameOf(line.unitId)) },
    {
      key: 'category',
      title: t.columns.category,
      width: 120,
      from: ROOM.category,
      cell: cell((line) => nameOf(line.categoryId)),
    },
    {
      key: 'number',
      title: t.columns.number,
      width: 164,
      from: ROOM.number,
      cell: cell((line) => <span className="mono small">{line.number}</span>),
    },
    {
      key: 'reported',
      title: t.columns.reported,
      width: 104,
      from: ROOM.reported,
      cell: cell((line) => shortTime(line.reportedAt, zone, now)),
    },
  ];
  return all.filter((column) => width >= (column.from ?? 0));
}

function LineClock({ line }: { line: CaseLine }) {
  const t = useText(casesText);
  if (line.dueAt === null)
    return <span className="muted">{line.suspendedUntil ?? (line.closedAt ? '' : t.noClock)}</span>;
  return <Clock clock={{ dueAt: line.dueAt, warnAt: line.warnAt }} />;
}

function Card({ line, names, gone }: { line: CaseLine; names: Names; gone: boolean }) {
  const words = useWords();
  const area = line.subdistrictCode === null ? undefined : names[line.subdistrictCode];
  return (
    <div className={gone ? 'case-card case-gone' : 'case-card'}>
      <p className="case-card-head">
        <StateMark state={line.state} />
        <LineClock line={line} />
      </p>
      <p className="case-card-words">
        {line.urgent && <UrgentMark />}
        {line.summary}
      </p>
      <p className="case-card-foot muted small">
        <span className="mono">{line.number}</span>
        {area && <span>{words(area)}</span>}
      </p>
    </div>
  );
}
