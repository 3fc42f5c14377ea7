/**
 * 表格按键 — what each key does in a grid; the help prints this table, and the grid obeys it. Arrows and figures stand for
 * all of their kind; copying, cutting and pasting are the clipboard's own.
 */
export const gridKeys = {
  move: ['arrows'],
  extend: ['shift+arrows'],
  all: ['ctrl+a'],
  along: ['Tab', 'shift+Tab'],
  down: ['Enter', 'shift+Enter'],
  first: ['Home'],
  last: ['End'],
  replace: ['0–9'],
  edit: ['F2'],
  clear: ['Delete', 'Backspace'],
  copy: ['ctrl+c'],
  cut: ['ctrl+x'],
  paste: ['ctrl+v'],
  undo: ['ctrl+z'],
  redo: ['ctrl+y', 'ctrl+shift+z'],
  save: ['ctrl+s'],
  history: ['h'],
} as const satisfies Record<string, readonly string[]>;

export type GridDeed = keyof typeof gridKeys;

export const gridDeeds = Object.keys(gridKeys) as GridDeed[];
const deeds = new Map(gridDeeds.flatMap((deed) => gridKeys[deed].map((key) => [key as string, deed] as const)));

const FIGURE = /^[0-9０-９.．]$/;

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** How a keystroke is written in the table; Shift is no part of a letter that is typed. */
function nameOf({ key, ctrlKey, metaKey, shiftKey }: Pressed): string {
  const control = ctrlKey || metaKey;
  if (!control && FIGURE.test(key)) return '0–9';
  const name = key.startsWith('Arrow') ? 'arrows' : key.length === 1 ? key.toLowerCase() : key;
  return `${control ? 'ctrl+' : ''}${shiftKey && (control || name.length > 1) ? 'shift+' : ''}${name}`;
}

/** What a keystroke does in a grid; undefined where the grid leaves it to the page. */
export const deedOf = (pressed: Pressed): GridDeed | undefined =>
  pressed.altKey ? undefined : deeds.get(nameOf(pressed));
