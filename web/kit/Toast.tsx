import { useSyncExternalStore } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import './toast.css';

interface Toast {
  id: number;
  text: string;
  look: 'plain' | 'done' | 'overdue';
  undo?: () => void;
}

/** With 撤销 a message stays ten seconds: long enough to see the mistake, instead of asking "are you sure?" before. */
const STAY_MS = { plain: 5_000, undo: 10_000 };

let shown: readonly Toast[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  change(shown.filter((one) => one.id !== id));
}

/** Says something at the foot of the page, without taking the focus. */
export function toast(text: string, more: { look?: Toast['look']; undo?: () => void } = {}): void {
  const id = ++counter;
  change([...shown.slice(-2), { id, text, look: more.look ?? 'plain', ...(more.undo ? { undo: more.undo } : {}) }]);
  setTimeout(() => dismiss(id), more.undo || more.look === 'overdue' ? STAY_MS.undo : STAY_MS.plain);
}

export function Toasts() {
  const t = useFrameText().toast;
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((one) => (
        <div key={one.id} className="toast floating" data-look={one.look}>
          <span>{one.text}</span>
          {one.undo && (
            <button
              type="button"
              className="button small"
              onClick={() => {
                one.undo?.();
                dismiss(one.id);
              }}
            >
              {t.undo}
            </button>
          )}
          <button
            type="button"
            className="button quiet small icon"
            aria-label={t.dismiss}
            onClick={() => dismiss(one.id)}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}
