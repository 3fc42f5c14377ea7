import { PUNCTUATION, SLIPS } from '../data/slips.ts';
import type { Said } from '../document/problem.ts';
import { HAN, normal, plain } from '../document/signs.ts';
import type { Amount } from '../model.ts';
import { departures } from './sentences.ts';
import { factPlace, placeOf, type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

interface Printed {
  printed: string;
  line: number;
  inTable: boolean;
  place: () => { what: string; pointer?: string | null };
}

function* printedAmounts(sheet: Sheet): Generator<Printed & { amount: Amount }> {
  for (const table of sheet.document.tables)
    for (const row of table.rows)
      for (const [column, amount] of Object.entries(row.cells))
        if (amount.printed !== '') {
          const place = () => placeOf(sheet, { table, row, column, amount });
          yield { printed: amount.printed, line: row.line, inTable: true, place, amount };
        }
  for (const fact of sheet.document.narrative.facts) {
    if (fact.kind !== 'amount') continue;
    const amount = { printed: fact.printed, fen: fact.fen ?? null };
    yield { printed: fact.printed, line: fact.line, inTable: false, place: () => factPlace(sheet, fact), amount };
  }
}

const amounts = new WeakMap<Sheet, (Printed & { amount: Amount })[]>();

function amountsOf(sheet: Sheet) {
  const known = amounts.get(sheet) ?? [...printedAmounts(sheet)];
  amounts.set(sheet, known);
  return known;
}

function twoDecimals(sheet: Sheet): Said[] {
  const bad = amountsOf(sheet).filter(
    ({ printed, amount }) => (amount.fen ?? 0) !== 0 && /^\d+(?:\.\d)?$/.test(printed),
  );
  const [first] = bad;
  if (!first) return [];
  const list = (some: Printed[]) => [...new Set(some.map(({ printed }) => printed))].join('、');
  return [
    {
      what: bad.length === 1 ? first.place().what : `金额小数位（${bad.length} 处）`,
      lines: bad.map(({ line }) => line),
      pointer: first.place().pointer ?? null,
      printed: list(bad),
      expected: [...new Set(bad.map(({ amount }) => sheet.show(amount.fen ?? 0)))].join('、'),
      message: words('金额应印两位小数', 'Amounts are printed with two decimals'),
    },
  ];
}

function oneZero(sheet: Sheet): Said[] {
  const zeros = amountsOf(sheet).filter(({ amount, printed }) => amount.fen === 0 && printed !== '');
  const inTables = zeros.filter(({ inTable }) => inTable);
  const forms = (some: Printed[]) => [...new Set(some.map(({ printed }) => printed))];
  const mixed = [inTables, zeros.filter(({ inTable }) => !inTable)].filter((some) => forms(some).length > 1);
  if (mixed.length === 0) return [];
  const all = mixed.flat();
  const firsts = forms(all).flatMap((form) => all.find(({ printed }) => printed === form) ?? []);
  return [
    {
      what: '零的写法',
      lines: firsts.map(({ line }) => line),
      pointer: firsts[0]?.place().pointer ?? null,
      printed: firsts.map(({ place, printed }) => `${place().what} “${printed}”`).join('；'),
      expected: '零只用一种写法，与不适用相区别',
      message: words(
        '零有几种写法，分不清是零还是没填',
        'Zero is printed in several ways; it cannot be told from what was not filled in',
      ),
    },
  ];
}

const ANY_HAN = new RegExp(`[${HAN}]`);
const HALF_BRACKET = /[(（][^()（）]*\)|\([^()（）]*[)）]/;

function brackets(sheet: Sheet): Said[] {
  const lines = sheet.document.lines.filter(({ t }) => HALF_BRACKET.test(t) && ANY_HAN.test(t));
  const names =
    sheet.document.lines.length > 0
      ? []
      : sheet.document.tables.flatMap(({ rows }) => rows.filter(({ nameZh }) => HALF_BRACKET.test(nameZh)));
  const found = [
    ...lines.map(({ n, t }) => ({ line: n, text: HALF_BRACKET.exec(plain(t))?.[0] ?? '' })),
    ...names.map(({ line, nameZh }) => ({ line, text: nameZh })),
  ];
  if (found.length === 0) return [];
  return [
    {
      what: `半角括号（${found.length} 行）`,
      lines: found.map(({ line }) => line),
      phrase: found[0]?.text ?? null,
      printed: [...new Set(found.map(({ text }) => text))].slice(0, 8).join('、'),
      expected: '全角括号（）',
      message: words('中文括号应统一用全角', 'Brackets are full-width throughout'),
    },
  ];
}

function* texts(sheet: Sheet): Generator<{ line: number; text: string }> {
  const { blocks, rows, headings } = sheet.reading.outline;
  for (const block of blocks)
    for (const [i, start] of block.starts.entries())
      yield { line: block.lines[i] ?? 0, text: block.text.slice(start, block.starts[i + 1]) };
  for (const { title, line } of headings) yield { line, text: title };
  for (const { cells, line } of rows)
    for (const cell of cells) if (cell.length > 12) yield { line, text: normal(cell) };
}

const passages = new WeakMap<Sheet, { line: number; text: string }[]>();

/** Everything that is written, for more than one rule. */
function textsOf(sheet: Sheet): { line: number; text: string }[] {
  const known = passages.get(sheet) ?? [...texts(sheet)];
  passages.set(sheet, known);
  return known;
}

function punctuation(sheet: Sheet): Said[] {
  const written = textsOf(sheet);
  const all = written.map(({ text }) => text).join('\n');
  const there = PUNCTUATION.filter(({ wrong }) => wrong.test(all));
  const found = written.flatMap(({ line, text }) =>
    there.flatMap(({ wrong, right }) => {
      const match = wrong.exec(text);
      if (!match) return [];
      const from = Math.max(0, match.index - 3);
      const printed = text.slice(from, match.index + match[0].length + 3);
      return [{ line, printed, expected: printed.replace(wrong, right) }];
    }),
  );
  if (found.length === 0) return [];
  return [
    {
      what: `标点（${found.length} 处）`,
      lines: found.map(({ line }) => line),
      phrase: found[0]?.printed ?? null,
      printed: found.map(({ printed }) => printed).join('；'),
      expected: found.map(({ expected }) => expected).join('；'),
      message: words('标点多余或缺失', 'Punctuation is stray or missing'),
    },
  ];
}

const ANY_SLIP = new RegExp(SLIPS.map(({ wrong }) => wrong.source).join('|'));

function slips(sheet: Sheet): Said[] {
  const told = departures(sheet);
  const places = new Set(told.flatMap(({ lines }) => lines ?? []));
  const suspect = textsOf(sheet).filter(({ line, text }) => ANY_SLIP.test(text) && !places.has(line));
  const known = suspect.flatMap(({ line, text }) =>
    SLIPS.filter(({ wrong }) => wrong.test(text)).map(({ wrong, right }): Said => {
      const match = wrong.exec(text)?.[0] ?? '';
      return {
        what: sectionPath(sheet, line),
        lines: [line],
        phrase: match,
        printed: match,
        expected: right,
        message: words(`“${match}”应为“${right}”`, `“${match}” should be “${right}”`),
      };
    }),
  );
  return [...told, ...known];
}

function explainedTerms(sheet: Sheet): Said[] {
  const { terms } = sheet.document.glossary;
  if (terms.length === 0) return [];
  const explained = new Set(terms.map(({ termZh }) => normal(termZh)));
  const used = [
    ...sheet.document.tables.flatMap(({ rows, columns }) => [
      ...rows.map(({ nameZh }) => nameZh),
      ...columns.map(({ labelZh }) => labelZh),
    ]),
    ...sheet.document.narrative.facts.map(({ labelZh }) => labelZh),
    ...sheet.reading.outline.blocks.filter(({ section }) => section !== 'glossary').map(({ text }) => text),
  ].join('\n');
  const missing = sheet.reading.template.terms.filter((term) => !explained.has(term) && used.includes(term));
  if (missing.length === 0) return [];
  return [
    {
      what: '名词解释',
      lines: [sheet.reading.outline.headings.find(({ form }) => form?.key === 'glossary')?.line ?? terms[0]?.line ?? 1],
      pointer: '/glossary/terms',
      printed: `${terms.length} 个名词`,
      expected: `增加 ${missing.join('、')}`,
      message: words(
        `用到而没有解释的名词：${missing.join('、')}`,
        `Terms used and not explained: ${missing.join(', ')}`,
      ),
    },
  ];
}

export const printRules: Rule[] = [
  rule(
    'F-03',
    'info',
    words('两位小数', 'Two decimals'),
    words('非零金额都印两位小数', 'amounts other than zero have two decimals'),
    twoDecimals,
  ),
  rule(
    'F-04',
    'info',
    words('零的写法统一', 'One way of printing zero'),
    words('表内、文内各用一种写法', 'one rendering of zero in tables and in text'),
    oneZero,
  ),
  rule(
    'F-05',
    'info',
    words('全角括号', 'Full-width brackets'),
    words('中文括号都是全角', 'brackets are full-width'),
    brackets,
  ),
  rule(
    'F-06',
    'warning',
    words('固定文字与样式一致', 'Fixed words are those of the form'),
    words(
      '标题、固定语句、名词释义与样式一致；常见错字',
      'headings, sentences and definitions of the form; known slips',
    ),
    slips,
  ),
  rule(
    'F-07',
    'info',
    words('标点', 'Punctuation'),
    words('没有多余或缺失的标点', 'no stray or missing marks'),
    punctuation,
  ),
  rule(
    'F-08',
    'info',
    words('名词都有解释', 'Terms are explained'),
    words('用到的预算名词都有解释', 'budget terms that are used are explained'),
    explainedTerms,
  ),
];
