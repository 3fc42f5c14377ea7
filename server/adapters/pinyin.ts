import { pinyin } from 'pinyin-pro';

/** How officers type a Chinese name on a keyboard: `gulouqu` and `glq` for 鼓楼区; lower case, letters and digits only. */
export interface Spelling {
  pinyin: string;
  initials: string;
}

/** Letters and digits inside the name are kept as they are, so 智慧城市5G办 is found by `zhcs5gb`. */
export function spell(name: string): Spelling {
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
