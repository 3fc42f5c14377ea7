import { type ReactNode, useRef, useState } from 'react';
import './popover.css';
import { useFloating } from './useFloating.ts';

/** A sentence beside something, on hover and focus. `id` lets the thing name it in aria-describedby. */
export function Tip({ id, text, children }: { id: string; text: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLSpanElement>(null);
  useFloating(open, anchor, panel, { side: 'above' });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shows what is said to others by aria-describedby
    <span
      ref={anchor}
      className="tip-anchor"
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={() => setOpen(false)}
      onFocus={() => setOpen(true)}
      onBlur={() => setOpen(false)}
    >
      {children}
      <span ref={panel} id={id} role="tooltip" className="tip" hidden={!open}>
        {text}
      </span>
    </span>
  );
}
