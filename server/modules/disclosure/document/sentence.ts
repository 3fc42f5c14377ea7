import { NUMBER } from './money.ts';

/**
 * A sentence of the form, as data. `{…}` is a place that is filled in, `[…]` may be missing, `(a|b)` is a choice:
 *
 *     {year}年，{unit}收入预算为{=income.total}[，比上年(增加|减少){=income.increase}]。
 *
 * `{=key}` is an amount with its unit, `{#key}` a count, `{%key}` a percentage, `{unit}` the unit's name, `{year}` and
 * `{date}` digits, anything else free words up to the next full stop.
 */
export interface Sentence {
  text: string;
  pattern: RegExp;
  slots: string[];
  nodes: Node[];
  /** Its fixed words only, to find it by likeness. */
  words: string;
  /** The longest run of fixed words that nothing can leave out: a paragraph without it need not be read by the pattern. */
  core: string;
}

interface Node {
  char?: string;
  /** Where one may go from here without reading a sign. */
  jumps?: number[];
  /** A place: its first sign (`must`), then as many as it accepts. */
  slot?: number;
  accepts?: RegExp;
  must?: boolean;
}

/** What was read out of a sentence, and where it departs from the form. */
export interface Told {
  /** By place, in the order of the sentence; with where each begins. */
  slots: { name: string; text: string; at: number }[];
  departures: Departure[];
}

export interface Departure {
  printed: string;
  expected: string;
  at: number;
}

const SLOTS: Record<string, { pattern: string; accepts: RegExp }> = {
  '=': { pattern: `(${NUMBER})`, accepts: /[-－0-9０-９.．,eE+]/ },
  u: { pattern: '(亿元|万元|元)', accepts: /[亿万元]/ },
  year: { pattern: '(\\d{4})', accepts: /\d/ },
  unit: { pattern: '([^，。：；、]{2,40}?)', accepts: /[^，。：；、0-9]/ },
  change: { pattern: '(增加|减少|增长|下降)', accepts: /[增加减少长下降]/ },
  code: { pattern: '(\\d{3,7})', accepts: /\d/ },
  label: { pattern: '([^，。：；]+?)', accepts: /[^，。：；]/ },
  ordinal: { pattern: '([一二三四五六七八九十]+)', accepts: /[一二三四五六七八九十]/ },
  date: { pattern: '(\\d{4}年\\d{1,2}月\\d{1,2}日)', accepts: /[\d年月日]/ },
  words: { pattern: '([^。]*?)', accepts: /[^。]/ },
};

function kindOf(name: string): string {
  if (/^[=#%]/.test(name)) return '=';
  return name in SLOTS ? name : 'words';
}

/** Reads the notation above. An amount is two places: the number, then its unit. */
export function sentence(text: string): Sentence {
  const slots: string[] = [];
  const nodes: Node[] = [];
  let pattern = '';
  let words = '';
  let core = '';
  const open: { jump: Node; alternatives: Node[]; optional: boolean }[] = [];
  const place = (name: string) => {
    const kind = kindOf(name);
    const { pattern: part, accepts } = SLOTS[kind] as { pattern: string; accepts: RegExp };
    const slot = slots.push(name) - 1;
    pattern += part;
    if (kind !== 'words') nodes.push({ slot, accepts, must: true });
    nodes.push({ slot, accepts, jumps: [nodes.length + 1] });
  };
  for (const token of text.match(/\{[^}]*\}|[[\]()|]|[^{}[\]()|]+/g) ?? []) {
    if (token.startsWith('{')) {
      place(token.slice(1, -1));
      if (token.startsWith('{=')) place('u');
    } else if (token === '[' || token === '(') {
      const jump: Node = { jumps: [nodes.length + 1] };
      nodes.push(jump);
      open.push({ jump, alternatives: [], optional: token === '[' });
      pattern += '(?:';
    } else if (token === '|') {
      const group = open.at(-1);
      const leave: Node = { jumps: [] };
      nodes.push(leave);
      group?.alternatives.push(leave);
      group?.jump.jumps?.push(nodes.length);
      pattern += '|';
    } else if (token === ']' || token === ')') {
      const group = open.pop();
      for (const leave of group?.alternatives ?? []) leave.jumps?.push(nodes.length);
      if (group?.optional) group.jump.jumps?.push(nodes.length);
      pattern += group?.optional ? ')?' : ')';
    } else {
      for (const char of token) nodes.push({ char });
      words += token;
      if (open.length === 0 && token.length > core.length) core = token;
      pattern += token.replace(/[.*+?^$\\/]/g, '\\$&');
    }
  }
  return { text, pattern: new RegExp(`^${pattern}$`, 'd'), slots, nodes, words, core };
}

/** Reads a paragraph by a sentence of the form: word for word where it keeps to it, else by the closest reading. */
export const read = (form: Sentence, paragraph: string): Told => readExactly(form, paragraph) ?? align(form, paragraph);

/** Reads a paragraph that keeps to a sentence of the form word for word; null where it does not. */
export function readExactly(form: Sentence, paragraph: string): Told | null {
  const match = paragraph.includes(form.core) ? form.pattern.exec(paragraph) : null;
  if (!match) return null;
  const slots = form.slots.flatMap((name, i) => {
    const text = match[i + 1];
    return text === undefined ? [] : [{ name, text, at: match.indices?.[i + 1]?.[0] ?? 0 }];
  });
  return { slots, departures: [] };
}

const CHANGES = ['增加', '减少', '增长', '下降'];
const LONGEST = 1500;

/** The reading with the fewest signs changed, added or left out. */
export function align(form: Sentence, paragraph: string): Told {
  const text = paragraph.slice(0, LONGEST);
  const { nodes } = form;
  const width = nodes.length + 1;
  const cost = new Float32Array((text.length + 1) * width).fill(Number.POSITIVE_INFINITY);
  const back = new Int32Array(cost.length).fill(-1);
  cost[0] = 0;
  const reach = (to: number, from: number, price: number) => {
    const total = (cost[from] as number) + price;
    if (total < (cost[to] as number)) {
      cost[to] = total;
      back[to] = from;
    }
  };
  for (let i = 0; i <= text.length; i++) {
    const sign = text[i];
    for (let j = 0; j < width; j++) {
      const here = i * width + j;
      if (cost[here] === Number.POSITIVE_INFINITY) continue;
      const node = nodes[j];
      for (const jump of node?.jumps ?? []) reach(i * width + jump, here, 0);
      if (node?.char !== undefined || node?.must) reach(here + 1, here, node.must ? 1.2 : 1);
      if (sign === undefined) continue;
      const below = here + width;
      if (node?.char !== undefined) reach(below + 1, here, node.char === sign ? 0 : 1.1);
      else if (node?.must) reach(below + 1, here, node.accepts?.test(sign) ? 0 : 1.1);
      const loops = node?.accepts && !node.must && node.accepts.test(sign);
      reach(below, here, loops ? 0.001 : 1);
    }
  }
  return retrace(form, text, width, back);
}

/** Walks the cheapest reading from its end to its beginning. */
function retrace(form: Sentence, text: string, width: number, back: Int32Array): Told {
  const filled = new Map<number, { text: string; at: number }>();
  const departures: Departure[] = [];
  let last = -2;
  const depart = (printed: string, expected: string, at: number, step: number) => {
    const open = departures.at(-1);
    if (open && last - step <= 1) {
      open.printed = printed + open.printed;
      open.expected = expected + open.expected;
      open.at = at;
    } else departures.push({ printed, expected, at });
    last = step;
  };
  let here = text.length * width + form.nodes.length;
  for (let step = 0; back[here] !== undefined && (back[here] as number) >= 0; ) {
    const from = back[here] as number;
    const i = Math.floor(from / width);
    const node = form.nodes[from % width];
    const read = Math.floor(here / width) > i ? (text[i] as string) : '';
    const moved = here % width !== from % width;
    const jumped = read === '' && node?.jumps !== undefined;
    if (!jumped) step++;
    if (node?.slot !== undefined && read !== '' && node.accepts?.test(read)) {
      const slot = filled.get(node.slot);
      filled.set(node.slot, { text: read + (slot?.text ?? ''), at: i });
    } else if (!jumped && !(read !== '' && moved && node?.char === read)) {
      depart(read, moved ? (node?.char ?? '') : '', i, -step);
    }
    here = from;
  }
  for (const [slot, { text: word, at }] of filled)
    if (form.slots[slot] === 'change' && !CHANGES.includes(word))
      departures.push({ printed: word, expected: '增加或减少', at });
  return {
    slots: form.slots.flatMap((name, slot) => {
      const found = filled.get(slot);
      return found ? [{ name, ...found }] : [];
    }),
    departures: departures.reverse(),
  };
}
