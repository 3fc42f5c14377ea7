import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/**
 * The one registry of keys: it obeys them, and feeds the cheat sheet. A key is a `KeyboardEvent.key` (`j`, `Enter`,
 * `?`), with `ctrl+` in front where Ctrl (or ⌘) is held.
 */
export interface Shortcut {
  key: string;
  label: string;
  group: 'everywhere' | 'list' | 'actions' | 'page';
  /** Also while the officer types in a field; otherwise only keys with Ctrl reach through. */
  whileTyping?: boolean;
}

/** Keys that a part of the page obeys itself while it has the focus, as a grid does: the cheat sheet lists them. */
export interface KeyList {
  label: string;
  keys: readonly string[];
}

interface Registered extends Shortcut {
  run: () => void;
}

// Enter and the space bar belong to the button or link that has the focus.
const PRESSES = new Set(['Enter', ' ']);

let registered: readonly Registered[] = [];
let listed: readonly KeyList[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Registered[]): void {
  registered = next;
  for (const listener of listeners) listener();
}

/** True where keys are text: fields, and anything that is edited in place. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  );
}

/** How a keystroke is written in the registry. */
export function keyOf(event: { key: string; ctrlKey: boolean; metaKey: boolean }): string {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `ctrl+${name}` : name;
}

function obey(event: KeyboardEvent): void {
  // While a Chinese input method is composing, every key belongs to it.
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.defaultPrevented) return;
  const key = keyOf(event);
  // The last registered wins: what was opened last lies on top.
  const found = registered.findLast((one) => one.key === key);
  if (!found) return;
  if (isTyping(event.target) && !found.whileTyping && !key.startsWith('ctrl+')) return;
  if (PRESSES.has(key) && event.target instanceof Element && event.target.closest('button, a, input, summary, label'))
    return;
  if (document.querySelector('dialog[open]')) return;
  event.preventDefault();
  found.run();
}

/** To be called once. */
export function startShortcuts(): void {
  addEventListener('keydown', obey);
}

/** Gives the page a key while the component is shown and `on`. */
export function useShortcut(shortcut: Shortcut, run: () => void, on = true): void {
  const act = useEffectEvent(run);
  const { key, label, group, whileTyping = false } = shortcut;
  useEffect(() => {
    if (!on) return;
    const mine: Registered = { key, label, group, whileTyping, run: () => act() };
    change([...registered, mine]);
    return () => change(registered.filter((one) => one !== mine));
  }, [key, label, group, whileTyping, on]);
}

/** Puts the keys of a part of the page on the cheat sheet while it is shown; of two such parts alike, once. */
export function useKeyList(list: readonly KeyList[]): void {
  const shown = JSON.stringify(list);
  useEffect(() => {
    listed = JSON.parse(shown) as KeyList[];
    change(registered);
    return () => {
      listed = [];
      change(registered);
    };
  }, [shown]);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useKeyLists = (): readonly KeyList[] => useSyncExternalStore(listen, () => listed);

/** What can be pressed now, each key once. */
export function useShortcuts(): readonly Shortcut[] {
  const all = useSyncExternalStore(listen, () => registered);
  return all.filter((one, index) => all.findLastIndex((other) => other.key === one.key) === index);
}
