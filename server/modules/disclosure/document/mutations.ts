import { isRecord } from './mould.ts';
import type { Block, GridRow, Outline } from './outline.ts';
import type { Reading } from './parse.ts';
import { normal } from './signs.ts';

/** What kind of thing was changed; each kind has its own rate of being found. */
export type Kind =
  | 'tableAmount'
  | 'blankFilled'
  | 'code'
  | 'rowName'
  | 'tableHeader'
  | 'heading'
  | 'contents'
  | 'contentsPage'
  | 'sentenceNumber'
  | 'equipmentCount'
  | 'sentenceWord'
  | 'unitName'
  | 'listedItem'
  | 'reasonWord'
  | 'targetMoney'
  | 'targetNumber'
  | 'targetClass'
  | 'indicatorName'
  | 'definition'
  | 'freeWord';

export interface Mutation {
  kind: Kind;
  line: number;
  before: string;
  after: string;
}

/** A place that may be changed: signs `from` to `to` of a line. */
interface Spot {
  kind: Kind;
  line: number;
  from: number;
  to: number;
}

/** Numbers without end from a seed, 0 to 1: the same seed gives the same mutations. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NUMBER = /\d+(?:\.\d+)?/g;
const WORD = /\p{Script=Han}{2,}/gu;
/** Counts that nothing else in a document repeats. */
const ALONE = /^#(?:assets|plannedPurchases)\.\w*Equipment|^#unit\./;
const FREE_SLOTS = new Set(['aims', 'use', 'label', 'functionName', 'reason']);

/** Every place of a text that may be changed, by kind. */
export function spotsOf(reading: Reading, lines: readonly string[]): Map<Kind, Spot[]> {
  const spots = new Map<Kind, Spot[]>();
  const add = (kind: Kind, line: number, from: number, to: number) => {
    const list = spots.get(kind) ?? [];
    list.push({ kind, line, from, to });
    spots.set(kind, list);
  };
  const textOf = (line: number) => lines[line - 1] ?? '';
  const each = (
    kind: Kind,
    line: number,
    pattern: RegExp,
    within: [number, number] = [0, Number.POSITIVE_INFINITY],
  ) => {
    for (const match of textOf(line).matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (from >= within[0] && to <= within[1]) add(kind, line, from, to);
    }
  };
  const { outline, template } = reading;
  const tables = new Set(template.tables.map(({ key }) => key));
  for (const { line } of outline.headings) each('heading', line, WORD);
  for (const { line, kind } of outline.captions) if (kind === 'title') each('heading', line, WORD);
  for (const { line } of reading.document.toc) {
    each('contents', line, WORD);
    each('contentsPage', line, /\d+(?=(?:<\/b>)?$)/g);
  }
  for (const row of outline.rows) {
    if (tables.has(row.section)) tableSpots(row, outline, textOf(row.line), add);
    else if (/targets/i.test(row.section)) targetSpots(row, reading, textOf(row.line), add, each);
  }
  for (const block of outline.blocks) {
    const told = reading.told.find((one) => one.block === block)?.told;
    for (const line of block.lines) {
      if (told) sentenceSpots(block, told.slots, line, textOf(line), add);
      else if (tables.has(block.section)) each('sentenceWord', line, WORD);
      else each(block.section === 'glossary' ? 'definition' : 'freeWord', line, WORD);
    }
  }
  return spots;
}

type Add = (kind: Kind, line: number, from: number, to: number) => void;

/** The cells of a line with where each begins. */
function* cellsOf(text: string): Generator<{ cell: string; from: number; place: number }> {
  let from = 0;
  for (const [place, cell] of text.split('\t').entries()) {
    yield { cell, from, place };
    from += cell.length + 1;
  }
}

function tableSpots(row: GridRow, { rows }: Outline, text: string, add: Add) {
  const first = rows.find(({ section }) => section === row.section);
  const isHeader = row === first || !row.cells.some((cell) => /^\d|、|合计/.test(cell));
  for (const { cell, from, place } of cellsOf(text)) {
    const inner = /[^<>]*(?=<\/b>)|^[^<]*$/.exec(cell);
    const begin = from + (inner?.index ?? 0);
    const word = inner?.[0] ?? '';
    if (isHeader) {
      if (/\p{Script=Han}{2}/u.test(word)) add('tableHeader', row.line, begin, begin + word.length);
    } else if (/^\d{3,7}$/.test(word) && place === 0) add('code', row.line, begin, begin + word.length);
    else if (/^\d+(\.\d+)?$/.test(word)) add('tableAmount', row.line, begin, begin + word.length);
    else if (word === '' && place > 1) add('blankFilled', row.line, begin, begin);
    else if (/\p{Script=Han}{2}/u.test(word)) add('rowName', row.line, begin, begin + word.length);
  }
}

function targetSpots(
  row: GridRow,
  reading: Reading,
  text: string,
  add: Add,
  each: (kind: Kind, line: number, pattern: RegExp) => void,
) {
  const { overall, projects } = reading.document.performance;
  const indicator = [...(overall?.indicators ?? []), ...projects.flatMap(({ indicators }) => indicators)].find(
    ({ line }) => line === row.line,
  );
  if (!indicator) {
    const money = row.cells.some((cell) => /(?:总额|支出|拨款|资金)[：:]$/.test(cell));
    if (money) each('targetMoney', row.line, NUMBER);
    else if (text.length > 60) each('freeWord', row.line, WORD);
    return;
  }
  for (const { cell, from } of cellsOf(text)) {
    const trimmed = cell.trim();
    const begin = from + cell.indexOf(trimmed);
    if (trimmed === '') continue;
    if (trimmed === indicator.targetPrinted) {
      const at = trimmed.search(/\d/);
      if (at >= 0)
        add('targetNumber', row.line, begin + at, begin + at + (NUMBER.exec(trimmed.slice(at))?.[0].length ?? 1));
      NUMBER.lastIndex = 0;
    } else if (trimmed.endsWith('指标')) add('targetClass', row.line, begin, begin + trimmed.length);
    else if (trimmed === indicator.level3Zh) add('indicatorName', row.line, begin, begin + trimmed.length);
  }
}

function sentenceSpots(
  block: Block,
  slots: { name: string; text: string; at: number }[],
  line: number,
  text: string,
  add: Add,
) {
  const start = block.starts[block.lines.indexOf(line)] ?? 0;
  for (const match of text.matchAll(/\d+(?:\.\d+)?|\p{Script=Han}{2,}/gu)) {
    const at = start + normal(text.slice(0, match.index)).length;
    const slot = slots.find((one) => at >= one.at && at < one.at + one.text.length);
    const to = match.index + match[0].length;
    if (/^\d/.test(match[0]))
      add(slot && ALONE.test(slot.name) ? 'equipmentCount' : 'sentenceNumber', line, match.index, to);
    else add(wordKind(slot?.name), line, match.index, Math.min(to, match.index + 6));
  }
}

function wordKind(slot: string | undefined): Kind {
  if (slot === 'unit') return 'unitName';
  if (slot === 'personnelItems' || slot === 'publicItems') return 'listedItem';
  if (slot === 'reason') return 'reasonWord';
  return slot !== undefined && FREE_SLOTS.has(slot) ? 'freeWord' : 'sentenceWord';
}

const OTHER_WORDS = '部门收入支出预算经费管理服务项目资金基本工作科目编制标准年度单位指标';

/** Changes one place: a digit, an amount, or one sign of a word. */
export function mutate(
  lines: readonly string[],
  spot: Spot,
  roll: () => number,
): { lines: string[]; mutation: Mutation } {
  const text = lines[spot.line - 1] ?? '';
  const before = text.slice(spot.from, spot.to);
  const after = changed(before, roll);
  const made = [...lines];
  made[spot.line - 1] = text.slice(0, spot.from) + after + text.slice(spot.to);
  return { lines: made, mutation: { kind: spot.kind, line: spot.line, before, after } };
}

function changed(before: string, roll: () => number): string {
  if (before === '') return `${1 + Math.floor(roll() * 99)}.${10 + Math.floor(roll() * 90)}`;
  const isNumber = /^\d+(?:\.\d+)?$/.test(before);
  const choices = [...before]
    .map((sign, i) => ({ sign, i }))
    .filter(({ sign }) => (isNumber ? /\d/ : /\p{Script=Han}/u).test(sign));
  const chosen = choices[Math.floor(roll() * choices.length)];
  if (!chosen) return `${before}${before}`;
  const { sign, i } = chosen;
  if (!isNumber && roll() < 0.2 && before.length > 2) return before.slice(0, i) + before.slice(i + 1);
  let other = sign;
  while (other === sign)
    other = isNumber ? String(Math.floor(roll() * 10)) : (OTHER_WORDS[Math.floor(roll() * OTHER_WORDS.length)] ?? '部');
  return before.slice(0, i) + other + before.slice(i + 1);
}

/** A value of a JSON document that may be changed, by its way down from the top. */
export interface Leaf {
  kind: 'jsonAmount' | 'jsonFact' | 'jsonWord' | 'jsonNumber' | 'jsonLine';
  holder: Record<string, unknown>;
  key: string;
}

/** Every value of a JSON document but identifiers and the source's description. */
export function leavesOf(json: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (value: unknown, path: string) => {
    if (Array.isArray(value))
      for (const [i, one] of value.entries())
        walkInto(value as unknown as Record<string, unknown>, String(i), one, `${path}/${i}`);
    else if (isRecord(value)) {
      if (typeof value.printed === 'string' && 'cents' in value)
        leaves.push({ kind: 'unitPrinted' in value ? 'jsonFact' : 'jsonAmount', holder: value, key: 'printed' });
      for (const [key, one] of Object.entries(value))
        if (key !== 'printed' || !('cents' in value)) walkInto(value, key, one, `${path}/${key}`);
    }
  };
  const walkInto = (holder: Record<string, unknown>, key: string, value: unknown, path: string) => {
    if (IDENTIFIERS.test(path)) return;
    if (typeof value === 'string' && value !== '')
      leaves.push({ kind: path.startsWith('/lines/') ? 'jsonLine' : 'jsonWord', holder, key });
    else if (typeof value === 'number') leaves.push({ kind: 'jsonNumber', holder, key });
    else walk(value, path);
  };
  walk(json, '');
  return leaves;
}

const IDENTIFIERS =
  /^\/(?:\$schema|schemaVersion)|^\/document\/(?:id|source|currency\/centsMeaning)|\/shortNameZh$|^\/unit\/lines/;

/** Changes one value in its place and gives the way back. */
export function mutateLeaf(
  { kind, holder, key }: Leaf,
  roll: () => number,
): { before: string; after: string; undo: () => void } {
  const old = { ...holder };
  const value = holder[key];
  const before = String(value);
  const after = typeof value === 'number' ? String(value + 1 + Math.floor(roll() * 8)) : changed(before, roll);
  holder[key] = typeof value === 'number' ? Number(after) : after;
  if (kind === 'jsonAmount' || kind === 'jsonFact') holder.cents = Math.round(Number(after) * 100);
  return { before, after, undo: () => Object.assign(holder, old) };
}
