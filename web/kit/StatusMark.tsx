import './status.css';

/** How a status looks everywhere: word, shape and colour. The first six are the `look` of a life-cycle's state. */
export type Look = 'waiting' | 'working' | 'checking' | 'paused' | 'done' | 'refused' | 'warning' | 'overdue';

/** Drawn in a box of 10 × 10; the map draws the same. */
export const shapes: Record<Look, string> = {
  waiting: 'M5 9a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z',
  working: 'M5 9.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z',
  checking: 'M5 .2 9.8 5 5 9.8.2 5Z',
  paused: 'M1.5 1h2.5v8H1.5zM6 1h2.5v8H6z',
  done: 'm1.2 5.4 2.6 2.4 5-5.6',
  refused: 'm1.8 1.8 6.4 6.4m0-6.4-6.4 6.4',
  warning: 'M5 .6 9.8 9.3H.2Z',
  overdue: 'M.8.8h8.4v8.4H.8z',
};

export const outlined = new Set<Look>(['waiting', 'done', 'refused']);

/** The shape alone; give it a word beside it. */
export function StatusShape({ look }: { look: Look }) {
  const line = outlined.has(look);
  return (
    <svg
      className="status-shape"
      data-look={look}
      width="10"
      height="10"
      viewBox="0 0 10 10"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={shapes[look]}
        fill={line ? 'none' : 'currentColor'}
        stroke={line ? 'currentColor' : 'none'}
        strokeWidth={line ? 1.8 : 0}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function StatusMark({ look, label, filled = false }: { look: Look; label: string; filled?: boolean }) {
  return (
    <span className={filled ? 'status filled' : 'status'} data-look={look}>
      <StatusShape look={look} />
      {label}
    </span>
  );
}
