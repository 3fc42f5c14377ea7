import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { isStillAt } from './focus.ts';
import './popover.css';
import { useFloating } from './useFloating.ts';

/** A button that opens a panel below it. Esc, a click elsewhere, and leaving by Tab close it. */
export function Popover({
  button,
  label,
  className = 'button',
  align = 'left',
  children,
}: {
  button: ReactNode;
  /** The accessible name, where the button shows only an icon. */
  label?: string;
  className?: string;
  align?: 'left' | 'right';
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  useFloating(open, trigger, panel, { align });
  const close = () => {
    const here = isStillAt(root.current);
    setOpen(false);
    if (here) trigger.current?.focus();
  };

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only catches Esc on its way up
    <div
      className="popover"
      ref={root}
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div id={id} ref={panel} className="popover-panel floating">
          {children(close)}
        </div>
      )}
    </div>
  );
}
