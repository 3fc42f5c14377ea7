import type { SectionForm, Template } from '../data/template.ts';
import type { SourceLine, TocEntry } from '../model.ts';
import { likeness, type Numbered, nearest, normal, numbered, plain } from './signs.ts';

export interface Heading {
  line: number;
  level: Numbered['level'];
  mark: string;
  ordinal: number;
  /** Normalised, without its number. */
  title: string;
  /** What the form calls it; null for a heading the form does not have. */
  form: SectionForm | null;
}

/** A paragraph in one section, put together again where a page ended inside it. */
export interface Block {
  section: string;
  text: string;
  printed: string;
  /** The lines it is made of, and at which sign of `text` each begins. */
  lines: number[];
  starts: number[];
}

/** A row of cells. */
export interface GridRow {
  section: string;
  line: number;
  cells: string[];
  raw: string[];
}

/** The title above a table, and the line that names its unit of money. */
export interface Caption {
  section: string;
  line: number;
  kind: 'title' | 'unit';
  printed: string;
}

/** A text taken apart by the form's headings: nothing is lost but page numbers and blank lines. */
export interface Outline {
  front: SourceLine[];
  toc: TocEntry[];
  headings: Heading[];
  blocks: Block[];
  rows: GridRow[];
  captions: Caption[];
}

const PAGE_NUMBER = /^(?:[-—–·]?\d{1,3}[-—–·]?|第\d{1,3}页(?:[，/]?共\d{1,3}页)?)$/;
const LEADER = /[.．…·]/;
const RULE_ROW = /^[-—:\s]*$/;
const END = /[。：；！？]$/;
const YEAR = /^[0-9０-９]{2,6}年度?/;

/** A title without the year, which every document has as its own. */
export const withoutYear = (title: string) => title.replace('{year}年度', '').replace(YEAR, '');

/**
 * A line of the contents: title, dots that lead to the page, page. Read from its end, because a pattern that looks for the
 * dots from the front takes the square of the time in a line of dots that leads nowhere.
 */
function entryOf(text: string): { title: string; page: string } | null {
  const page = /\d{1,3}$/.exec(text.slice(-3))?.[0];
  if (page === undefined) return null;
  const led = text.slice(0, -page.length).trimEnd();
  let end = led.length;
  while (end > 0 && LEADER.test(led.charAt(end - 1))) end--;
  const title = led.slice(0, end).trimEnd();
  return title !== '' && led.length - end >= 3 ? { title, page } : null;
}

/** The cells of a line: parted by tabs, or by bars as in a text taken from a word processor; null for prose. */
function cellsOf(line: string): string[] | null {
  if (line.includes('\t')) return line.split('\t');
  const trimmed = line.trim();
  return trimmed.length > 2 && trimmed.startsWith('|') && trimmed.endsWith('|')
    ? trimmed.slice(1, -1).split('|')
    : null;
}

export function outline(lines: readonly SourceLine[], template: Template): Outline {
  const out: Outline = { front: [], toc: [], headings: [], blocks: [], rows: [], captions: [] };
  const finder = sectionFinder(template);
  let section = '';
  let part: string | null = null;
  let tocPart = '';
  let waitsForTitle: Heading | null = null;
  let open: Block | null = null;
  for (const { n, t } of lines) {
    const tight = normal(t);
    const printedCells = cellsOf(t);
    const isRow = printedCells !== null;
    const entry = entryOf(plain(t).trim());
    if (entry && part === null) {
      tocPart = addTocEntry(out.toc, n, entry, tocPart);
      continue;
    }
    if (tight === '' || PAGE_NUMBER.test(tight) || /^目录$/.test(tight)) continue;
    if (isRow && part !== null) {
      open = null;
      const raw = printedCells;
      const cells = raw.map((cell) => plain(cell).trim());
      if (!cells.every((cell) => RULE_ROW.test(cell)) || cells.every((cell) => cell === ''))
        out.rows.push({ section, line: n, cells, raw });
      continue;
    }
    const heading: Heading | null = headingOf(tight, n, waitsForTitle, section, part, finder);
    if (heading) {
      open = null;
      if (heading !== waitsForTitle) out.headings.push(heading);
      waitsForTitle = heading.level === 'part' && heading.title === '' ? heading : null;
      if (heading.level === 'part') part = heading.form?.key ?? heading.mark;
      if (heading.form) section = heading.form.key;
      continue;
    }
    if (part === null) {
      out.front.push({ n, t });
      continue;
    }
    const caption = captionOf(tight, n, t, section, template);
    if (caption) {
      open = null;
      section = caption.section;
      out.captions.push(caption);
      continue;
    }
    const goesOn: boolean = open !== null && open.section === section && !END.test(open.text) && !numbered(tight);
    if (open && goesOn) {
      open.starts.push(open.text.length);
      open.text += tight;
      open.printed += plain(t).trim();
      open.lines.push(n);
    } else {
      open = { section, text: tight, printed: plain(t).trim(), lines: [n], starts: [0] };
      out.blocks.push(open);
    }
  }
  return out;
}

/** On which line of the source a sign of a block stands. */
export function lineAt(block: Block, at: number): number {
  let line = block.lines[0] ?? 0;
  block.starts.forEach((start, i) => {
    if (start <= at) line = block.lines[i] ?? line;
  });
  return line;
}

function addTocEntry(toc: TocEntry[], line: number, entry: { title: string; page: string }, part: string): string {
  const { title, page } = entry;
  const number = numbered(normal(title));
  if (number?.level === 'part') {
    const titleZh = title.replace(/^第[^部]*部分\s*/, '');
    const name = number.mark;
    toc.push({ line, level: 1, part: name, ordinal: null, titleZh, page: Number(page) });
    return name;
  }
  const titleZh = number ? title.replace(/^[^、）.]*[、）.]\s*/, '') : title;
  toc.push({ line, level: 2, part, ordinal: number?.ordinalText ?? null, titleZh, page: Number(page) });
  return part;
}

type Find = (
  title: string,
  level: Numbered['level'] | null,
  section: string,
  part: string | null,
) => SectionForm | null;

/** Finds the heading of the form that a printed one is: the same words first, then near ones in the same part. */
function sectionFinder({ sections }: Template): Find {
  const partOf = new Map<string, string>();
  let part = '';
  for (const form of sections) {
    if (form.level === 'part') part = form.key;
    partOf.set(form.key, part);
  }
  const titles = new Map(sections.map((form) => [form, withoutYear(normal(form.titleZh))]));
  const titleOf = (form: SectionForm) => titles.get(form) ?? '';
  return (title, level, section, inPart) => {
    const bare = withoutYear(title);
    const here = sections.findIndex(({ key }) => key === section);
    const fits = (form: SectionForm) => level === null || form.level === level;
    const after = [...sections.slice(here + 1), ...sections.slice(0, here + 1)];
    const exact = after.filter((form) => titleOf(form) === bare);
    const same = exact.find((form) => fits(form) && partOf.get(form.key) === inPart) ?? exact.find(fits) ?? exact[0];
    if (same) return same;
    const near = after.filter((form) => fits(form) && (form.level === 'part' || partOf.get(form.key) === inPart));
    return nearest(bare, near, titleOf, 0.5) ?? nearest(bare, after, titleOf, 0.7);
  };
}

const TITLE_LENGTH = 40;

function headingOf(
  tight: string,
  line: number,
  waiting: Heading | null,
  section: string,
  part: string | null,
  find: Find,
): Heading | null {
  const number = numbered(tight);
  if (number?.level === 'part') {
    const form = number.rest === '' ? null : find(number.rest, 'part', section, part);
    return { line, level: 'part', mark: number.mark, ordinal: number.ordinal, title: number.rest, form };
  }
  const isTitle = tight.length <= TITLE_LENGTH && !/[。：；，！？]/.test(tight);
  if (waiting && isTitle && !number) {
    const form = find(tight, 'part', section, part);
    if (form) return Object.assign(waiting, { title: tight, form, line });
  }
  if (!number || !isTitle || part === null) return null;
  const form = find(number.rest, number.level, section, part);
  if (form === null && (number.level === 'section' || /[）.]$/.test(number.mark)) && number.rest.length > 24)
    return null;
  return { line, level: number.level, mark: number.mark, ordinal: number.ordinal, title: number.rest, form };
}

function captionOf(tight: string, line: number, t: string, section: string, { tables }: Template): Caption | null {
  const printed = plain(t).trim();
  if (/^(?:金额)?单位：?.{1,6}$/.test(tight)) return { section, line, kind: 'unit', printed };
  if (/[。：；，！？]/.test(tight) || tight.length > TITLE_LENGTH + 20) return null;
  if (/绩效目标表?$/.test(tight)) return { section, line, kind: 'title', printed };
  if (!YEAR.test(tight)) return null;
  const bare = withoutYear(tight);
  const current = tables.find(({ key }) => key === section);
  if (current && likeness(bare, normal(current.nameZh)) >= 0.5) return { section, line, kind: 'title', printed };
  const table = nearest(bare, tables, ({ nameZh }) => normal(nameZh), 0.7);
  return table ? { section: table.key, line, kind: 'title', printed } : null;
}
