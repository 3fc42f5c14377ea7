import { useEffect, useRef, useState } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import './keys.css';
import { type KeyList, useKeyLists, useShortcut, useShortcuts } from './shortcuts.ts';

const groups = ['everywhere', 'list', 'actions', 'page'] as const;

const names: Record<string, string> = {
  Enter: '↵',
  Escape: 'Esc',
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  arrows: '← ↑ ↓ →',
  ctrl: 'Ctrl',
  shift: 'Shift',
};

function written(key: string): string[] {
  return key.split('+').map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** `?` shows what can be pressed here and now, read from the same registry that obeys the keys. */
export function KeyHelp() {
  const t = useFrameText().keys;
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const shortcuts = useShortcuts();
  const grid = useKeyLists();
  useShortcut({ key: '?', label: t.help, group: 'everywhere' }, () => setOpen(true));
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself
    <dialog
      ref={dialog}
      className="keys floating"
      aria-label={t.title}
      onClose={() => setOpen(false)}
      onClick={(event) => event.target === dialog.current && setOpen(false)}
    >
      {open && (
        <div className="keys-inner">
          <header>
            <h2>{t.title}</h2>
            <button type="button" className="button quiet icon" aria-label={t.close} onClick={() => setOpen(false)}>
              <Icon name="close" />
            </button>
          </header>
          {groups.map((group) => (
            <Group
              key={group}
              title={t.groups[group]}
              lists={shortcuts.flatMap(({ key, label, group: own }) => (own === group ? [{ label, keys: [key] }] : []))}
            />
          ))}
          <Group title={t.groups.grid} lists={grid} />
        </div>
      )}
    </dialog>
  );
}

function Group({ title, lists }: { title: string; lists: readonly KeyList[] }) {
  if (lists.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lists.map(({ label, keys }) => (
          <div key={keys[0]}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <span key={key}>
                  {written(key).map((part) => (
                    <kbd key={part}>{part}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
