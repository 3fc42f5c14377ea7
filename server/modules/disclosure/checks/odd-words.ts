import type { Code } from '../data/classification.ts';
import type { Template } from '../data/template.ts';
import type { Said } from '../document/problem.ts';
import { HAN, normal } from '../document/signs.ts';
import { LEVEL1, LEVEL2 } from '../document/targets.ts';
import { departures } from './sentences.ts';
import { type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

interface Passage {
  line: number;
  text: string;
}

/** Everything written in words of the unit's own: what the form prescribes has rules of its own. */
function passagesOf(sheet: Sheet): Passage[] {
  const { outline, told } = sheet.reading;
  const fixed = new Set(told.map(({ block }) => block));
  const targets = new Set(sheet.indicators().map(({ line }) => line));
  return [
    ...outline.blocks.filter((block) => !fixed.has(block)).map(({ lines: [line = 1], text }) => ({ line, text })),
    ...told.flatMap(({ block, told: { slots } }) =>
      slots.filter(({ name }) => OWN.has(name)).map(({ text }) => ({ line: block.lines[0] ?? 1, text })),
    ),
    ...outline.rows.flatMap(({ line, cells, section }) =>
      cells
        .filter((cell) => cell.length > 20 || (targets.has(line) && /targets/i.test(section)))
        .map((cell) => ({ line, text: normal(cell) })),
    ),
    ...outline.headings.filter(({ form }) => form === null).map(({ line, title }) => ({ line, text: title })),
    ...outline.captions
      .filter(({ kind }) => kind === 'title')
      .map(({ line, printed }) => ({ line, text: normal(printed) })),
  ];
}

const OWN = new Set(['aims', 'use', 'reason', 'label']);

/** The signs that stand in the middle of five, each as often as it does, by the four around it. */
type Around = Map<string, string>;

const RUN = new RegExp(`[${HAN}]{5,}`, 'g');
const COUNTED = /[一二三四五六七八九十百千]/;

const runsIn = (text: string): string[] => text.match(RUN) ?? [];

function note(around: Around, runs: readonly string[]) {
  for (const run of runs)
    for (let i = 0; i + 5 <= run.length; i++) {
      const key = run.slice(i, i + 2) + run.slice(i + 3, i + 5);
      around.set(key, (around.get(key) ?? '') + run.charAt(i + 2));
    }
}

const once = (middles: string, sign: string) => middles.indexOf(sign) === middles.lastIndexOf(sign);

const vocabularies = new WeakMap<Template, WeakMap<readonly Code[], Around>>();

/** The words every such document uses: of the form, its definitions and the classification. */
function vocabularyOf({ reading: { template }, versions }: Sheet): Around {
  const kept = vocabularies.get(template) ?? new WeakMap<readonly Code[], Around>();
  vocabularies.set(template, kept);
  const known = kept.get(versions);
  if (known) return known;
  const made: Around = new Map();
  const texts = [
    ...template.sentences.map(({ text }) => text.replace(/[[\]()|{}]/g, ' ')),
    ...template.glossary.flatMap(({ termZh, wordings }) => [termZh, ...wordings]),
    ...template.sections.map(({ titleZh }) => titleZh),
    ...template.tables.flatMap(({ nameZh, rows }) => [nameZh, ...rows.map((row) => row.nameZh)]),
    ...versions.map(({ nameZh }) => nameZh),
    ...LEVEL1,
    ...LEVEL2,
  ];
  for (const text of texts) note(made, runsIn(text));
  kept.set(versions, made);
  return made;
}

/** How often a word stands that is one; what the form says counts as often each time. */
const OFTEN = 2;

/**
 * A word that stands once and differs in one sign, in its middle, from a word that the document or the form uses often
 * is most likely that word mistyped. Numbers are left alone: 一级 and 二级 are two things.
 */
function oddWords(sheet: Sheet): Said[] {
  const passages = passagesOf(sheet).map(({ line, text }) => ({ line, runs: runsIn(text) }));
  const own: Around = new Map();
  for (const { runs } of passages) note(own, runs);
  const fixed = vocabularyOf(sheet);
  const lines = new Set(departures(sheet).flatMap(({ lines: told }) => told ?? []));
  return passages.flatMap(({ line, runs }) =>
    runs.flatMap((run) => {
      for (let i = 0; i + 5 <= run.length; i++) {
        const middle = run.charAt(i + 2);
        const key = run.slice(i, i + 2) + run.slice(i + 3, i + 5);
        const here = own.get(key) ?? '';
        const form = fixed.get(key) ?? '';
        if (here.length + form.length * OFTEN <= OFTEN || !once(here, middle) || form.includes(middle)) continue;
        if (lines.has(line) || COUNTED.test(middle)) continue;
        const other = [...here, ...form].find(
          (sign) => sign !== middle && !COUNTED.test(sign) && (form.includes(sign) || !once(here, sign)),
        );
        if (other === undefined) continue;
        lines.add(line);
        const printed = run.slice(i, i + 5);
        const expected = `${run.slice(i, i + 2)}${other}${run.slice(i + 3, i + 5)}`;
        return [
          {
            what: sectionPath(sheet, line),
            lines: [line],
            phrase: printed,
            printed,
            expected,
            message: words(`“${printed}”疑为“${expected}”之误`, `“${printed}” looks like “${expected}” mistyped`),
          },
        ];
      }
      return [];
    }),
  );
}

const PAIRS = [
  ['（', '）'],
  ['“', '”'],
  ['《', '》'],
] as const;

const PAIRED = /[（）“”《》]/;

const countOf = (text: string, sign: string) => text.split(sign).length - 1;

/** Brackets and quotation marks come in pairs. */
function unpaired(sheet: Sheet): Said[] {
  const { blocks, headings, rows } = sheet.reading.outline;
  const passages = [
    ...blocks.map(({ lines: [line = 1], text }) => ({ line, text })),
    ...headings.map(({ line, mark, title }) => ({ line, text: mark + title })),
    ...rows.map(({ line, cells }) => ({ line, text: normal(cells.join('')) })),
  ];
  const bracketed = passages.filter(({ text }) => PAIRED.test(text));
  return bracketed.flatMap(({ line, text }) =>
    PAIRS.flatMap(([open, close]) => {
      const gap = countOf(text, open) - countOf(text, close);
      if (gap === 0) return [];
      const [lacking, there] = gap > 0 ? [close, open] : [open, close];
      const at = gap > 0 ? text.lastIndexOf(there) : text.indexOf(there);
      return [
        {
          what: sectionPath(sheet, line),
          lines: [line],
          phrase: text.slice(Math.max(0, at - 6), at + 8),
          printed: there.repeat(Math.min(Math.abs(gap), 3)),
          expected: `${open}${close}`,
          message: words(`“${there}”没有对应的“${lacking}”`, `${there} has no ${lacking}`),
        },
      ];
    }),
  );
}

export const oddWordRules: Rule[] = [
  rule(
    'F-13',
    'warning',
    words('没有疑似错字', 'No word looks mistyped'),
    words(
      '只出现一次、与常用说法只差中间一字的五字词',
      'no five signs that stand once and differ in the middle one from five that stand often',
    ),
    oddWords,
  ),
  rule(
    'F-14',
    'info',
    words('括号引号成对', 'Brackets and quotes are paired'),
    words('（）、“”、《》左右个数相等', 'as many opening as closing'),
    unpaired,
  ),
];
