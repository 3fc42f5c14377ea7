import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import './page.css';

/** A page that is read from top to bottom: its name, what can be done at its head, and its parts below. */
export function Page({
  title,
  note,
  actions,
  wide = false,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  /** For tables and years, which use all the room there is. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={wide ? 'page wide' : 'page'}>
      <header className="page-head">
        <h1>{title}</h1>
        {note && <p className="muted">{note}</p>}
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page or of a pane, with its own heading and buttons. */
export function Section({
  title,
  note,
  actions,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="part" aria-labelledby={id}>
      <header className="part-head">
        <h2 id={id}>{title}</h2>
        {actions && <div className="page-actions">{actions}</div>}
        {note && <p className="part-note muted small">{note}</p>}
      </header>
      {children}
    </section>
  );
}

/** Names and values in two columns; a value that is not there leaves its line out. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export interface Tab<Key extends string> {
  key: Key;
  label: string;
}

/** Switches between the parts of a page; arrow keys turn. Which one is open stands in the address. */
export function Tabs<Key extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  label: string;
  tabs: readonly Tab<Key>[];
  chosen: Key;
  onChoose: (key: Key) => void;
}) {
  const at = tabs.findIndex((tab) => tab.key === chosen);
  const row = useRef<HTMLDivElement>(null);
  // A tab beyond the edge of a phone is the one that is read: it must be seen.
  useLayoutEffect(() => {
    const [box, tab] = [row.current, row.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]];
    if (!box || !tab) return;
    const [left, right] = [tab.offsetLeft - box.offsetLeft, tab.offsetLeft - box.offsetLeft + tab.offsetWidth];
    if (left < box.scrollLeft || right > box.scrollLeft + box.clientWidth)
      box.scrollLeft = left - (box.clientWidth - tab.offsetWidth) / 2;
  }, [at]);

  function turn(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next.key);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]');
    buttons[tabs.indexOf(next)]?.focus();
  }
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={label} onKeyDown={turn}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          className="tab"
          aria-selected={tab.key === chosen}
          tabIndex={tab.key === chosen ? 0 : -1}
          onClick={() => onChoose(tab.key)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
