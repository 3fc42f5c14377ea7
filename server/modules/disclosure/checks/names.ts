import { namePlaces } from '../document/parse.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import { type Sheet, sectionPath } from './sheet.ts';

/** Words by which a unit may speak of itself. */
const SHORT = /^(?:本部门|本单位|我部门|我单位|本中心|我中心|本局|我局)$/;

interface Mention {
  text: string;
  start: number;
}

/**
 * Where a text nearly says the name: the closest passage that differs from it by at most a quarter of its signs.
 * Names of fewer than eight signs are too like those of their neighbours to be told apart so.
 */
export function nearMention(text: string, name: string): Mention | null {
  const most = Math.floor(name.length / 4);
  if (name.length < 8 || text.length < name.length - most) return null;
  let best = most + 1;
  let found: Mention | null = null;
  for (const { from, to } of whereAPieceIs(text, name, most)) {
    const near = nearestIn(text, name, { from, to }, best);
    if (near === null) continue;
    best = near.changes;
    found = near.mention;
  }
  return found;
}

interface Span {
  from: number;
  to: number;
}

/** The passage of a span that differs from the name by the fewest signs, if by fewer than `least`; of equals the first. */
function nearestIn(
  text: string,
  name: string,
  { from, to }: Span,
  least: number,
): { mention: Mention; changes: number } | null {
  let before = Array.from({ length: name.length + 1 }, (_, i) => i);
  let begins = Array.from({ length: name.length + 1 }, () => from);
  let best = least;
  let found: Mention | null = null;
  for (let j = from + 1; j <= to; j++) {
    const now = [0];
    const starts = [j];
    for (let i = 1; i <= name.length; i++) {
      const keep = (before[i - 1] ?? 0) + (name[i - 1] === text[j - 1] ? 0 : 1);
      const skip = (before[i] ?? 0) + 1;
      const lack = (now[i - 1] ?? 0) + 1;
      const least = Math.min(keep, skip, lack);
      now.push(least);
      starts.push((least === keep ? begins[i - 1] : least === skip ? begins[i] : starts[i - 1]) ?? 0);
    }
    if ((now[name.length] ?? best) < best) {
      best = now[name.length] ?? best;
      found = { text: text.slice(starts[name.length], j), start: starts[name.length] ?? 0 };
    }
    before = now;
    begins = starts;
  }
  return found && { mention: found, changes: best };
}

/** With `most` signs changed, one of `most + 1` pieces of the name is still whole: the spans around those, in order. */
function whereAPieceIs(text: string, name: string, most: number): Span[] {
  const spans: Span[] = [];
  const pieces = most + 1;
  for (let i = 0; i < pieces; i++) {
    const begin = Math.floor((name.length * i) / pieces);
    const piece = name.slice(begin, Math.floor((name.length * (i + 1)) / pieces));
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1))
      spans.push({
        from: Math.max(0, at - begin - most),
        to: Math.min(text.length, at - begin + name.length + most),
      });
  }
  return spans
    .sort((a, b) => a.from - b.from)
    .reduce<Span[]>((joined, span) => {
      const last = joined.at(-1);
      if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
      else joined.push(span);
      return joined;
    }, []);
}

function said(sheet: Sheet, line: number | null, printed: string, pointer: string | null): Said {
  const name = sheet.name();
  return {
    what: line === null ? '单位名称' : `${sectionPath(sheet, line)} 单位名称`.trim(),
    lines: line === null ? [] : [line],
    pointer,
    phrase: printed,
    printed,
    expected: name,
    message: { zh: `单位名称应为“${name}”`, en: `The unit is called “${name}”` },
  };
}

/** Every mention of the unit is its name, or one of the short forms. */
export function wrongNames(sheet: Sheet): Said[] {
  const name = sheet.name();
  if (name === '') return [];
  const { document, unit, performance } = sheet.document;
  const { outline, told } = sheet.reading;
  const found: Said[] = [];
  const lines = new Set<number>();
  const wrong = (text: string) =>
    text !== '' && text !== name && text !== normal(unit.shortNameZh ?? '') && !SHORT.test(text);
  const note = (line: number | null, text: string, pointer: string | null = null) => {
    if (line !== null && lines.has(line)) return;
    if (line !== null) lines.add(line);
    found.push(said(sheet, line, text, pointer));
  };
  if (wrong(normal(unit.nameZh))) note(unit.lines.at(-1) ?? null, unit.nameZh, '/unit/nameZh');
  for (const place of namePlaces(told)) if (wrong(place.name)) note(place.line, place.name);
  const passages = [
    ...outline.front.map(({ n, t }) => ({ line: n, text: normal(t) })),
    ...outline.captions.map(({ line, printed }) => ({ line, text: normal(printed) })),
    ...outline.blocks.map(({ lines: [line = 1], text }) => ({ line, text })),
    ...outline.rows.flatMap((row) =>
      row.section === 'units' ? row.cells.map((cell) => ({ line: row.line, text: normal(cell) })) : [],
    ),
  ];
  for (const { line, text } of passages) {
    const rest = text.replaceAll(name, '。');
    const near = nearMention(rest, name);
    if (near && wrong(near.text)) note(line, near.text);
  }
  for (const [text, line, pointer] of [
    [document.titleZh, null, '/document/titleZh'],
    [performance.overall?.titleZh ?? '', performance.overall?.line ?? null, '/performance/overall/titleZh'],
  ] as const) {
    const rest = normal(text).replaceAll(name, '。');
    const near = nearMention(rest, name);
    if (near && !found.some(({ printed }) => printed === near.text)) note(line, near.text, pointer);
  }
  return found;
}
