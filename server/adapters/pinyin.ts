import { createRequire } from 'node:module';

type Library = typeof import('pinyin-pro');
let library: Library | undefined;

/** Four megabytes of dictionaries, read in when the first name is spelled and not by every server that starts. */
function dictionaries(): Library {
  library ??= createRequire(import.meta.url)('pinyin-pro') as Library;
  return library;
}

/** How officers type a Chinese name on a keyboard: `gulouqu` and `glq` for 鼓楼区; lower case, letters and digits only. */
export interface Spelling {
  pinyin: string;
  initials: string;
}

/** Letters and digits inside the name are kept as they are, so 智慧城市5G办 is found by `zhcs5gb`. */
export function spell(name: string): Spelling {
  const { pinyin } = dictionaries();
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true });
  const firsts = pinyin(name, { toneType: 'none', type: 'array', pattern: 'first', v: true });
  return { pinyin: plain(syllables), initials: plain(firsts) };
}

function plain(parts: string[]): string {
  return parts
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

const known = new Map<string, readonly string[]>();

/**
 * Every reading of one character (长: chang, zhang; 绿: lv, lu), so that a name is found whichever one is typed. A letter
 * or digit reads as itself.
 */
export function readingsOf(character: string): readonly string[] {
  const found = known.get(character);
  if (found) return found;
  const read = dictionaries().pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true });
  const readings = [...new Set(read.map((one) => one.toLowerCase().replace('ü', 'v')))];
  known.set(character, readings);
  return readings;
}
