import type { Words } from '../../../kernel/words.ts';
import { PUNCTUATION, SLIPS } from '../data/slips.ts';

import type { Said } from '../document/problem.ts';
import { normal, plain } from '../document/signs.ts';
import type { Amount, Severity } from '../model.ts';
import { departures } from './sentences.ts';
import { factPlace, placeOf, type Rule, type Sheet, sectionPath } from './sheet.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

function rule(
  id: string,
  severity: Severity,
  title: Words,
  compares: Words,
  check: Rule['check'],
  tolerance: string | null = null,
): Rule {
  return { id, severity, title, compares, tolerance, check };
}

function tocAndHeadings(sheet: Sheet): Said[] {
  const { toc } = sheet.document;
  const { headings } = sheet.reading.outline;
  if (toc.length === 0 || headings.length === 0) return [];
  let part = '';
  const body = headings.flatMap((heading) => {
    if (heading.level === 'part') part = heading.mark;
    if (heading.level !== 'part' && heading.level !== 'section') return [];
    return [{ ...heading, part, name: heading.title.replace(/年度/, '年度') }];
  });
  const same = (a: string, b: string) => normal(a) === normal(b);
  const printed = (entry: (typeof toc)[number]) =>
    `${entry.ordinal ? `${entry.ordinal}、` : `${entry.part} `}${entry.titleZh}`;
  const missing = toc
    .filter(
      (entry) =>
        !body.some(
          (one) =>
            same(one.title, entry.titleZh) &&
            (entry.level === 1 ? one.level === 'part' : one.level === 'section' && one.mark === `${entry.ordinal}、`) &&
            (entry.level === 1 ? one.mark === entry.part : one.part === entry.part),
        ),
    )
    .map((entry): Said => {
      const near = body.find(
        (one) =>
          one.part === entry.part && (entry.level === 1 ? one.level === 'part' : one.mark === `${entry.ordinal}、`),
      );
      return {
        what: `目录 ${printed(entry)}`,
        lines: near ? [entry.line, near.line] : [entry.line],
        pointer: `/toc/${toc.indexOf(entry)}`,
        printed: printed(entry),
        expected: near ? `${near.level === 'part' ? `${near.mark} ` : near.mark}${near.title}` : null,
        message: words('目录与正文标题不一致', 'The contents and the headings do not agree'),
      };
    });
  const unlisted = body
    .filter((one) => one.form !== null && !toc.some((entry) => same(entry.titleZh, one.title)))
    .filter((one) => !missing.some(({ lines }) => lines?.includes(one.line)))
    .map(
      (one): Said => ({
        what: `${sectionPath(sheet, one.line)} ${one.title}`,
        lines: [one.line],
        printed: one.title,
        message: words('标题不在目录中', 'The heading is not in the contents'),
      }),
    );
  return [...missing, ...unlisted];
}

function tocPages(sheet: Sheet): Said[] {
  let before = 0;
  return sheet.document.toc.flatMap((entry, i) => {
    const back = entry.page < before;
    const last = before;
    before = Math.max(before, entry.page);
    if (!back) return [];
    return [
      {
        what: `目录 ${entry.titleZh}`,
        lines: [entry.line],
        pointer: `/toc/${i}/page`,
        printed: String(entry.page),
        expected: `≥ ${last}`,
        message: words('目录页码倒退', 'The pages of the contents go back'),
      },
    ];
  });
}

interface Printed {
  printed: string;
  line: number;
  what: string;
  pointer: string;
  inTable: boolean;
}

function* printedAmounts(sheet: Sheet): Generator<Printed & { amount: Amount }> {
  for (const table of sheet.document.tables)
    for (const row of table.rows)
      for (const [column, amount] of Object.entries(row.cells)) {
        const { what, pointer } = placeOf(sheet, { table, row, column, amount });
        yield { printed: amount.printed, line: row.line, what, pointer: pointer ?? '', inTable: true, amount };
      }
  for (const fact of sheet.document.narrative.facts) {
    if (fact.kind !== 'amount') continue;
    const { what, pointer } = factPlace(sheet, fact);
    const amount = { printed: fact.printed, fen: fact.fen ?? null };
    yield { printed: fact.printed, line: fact.line, what, pointer: pointer ?? '', inTable: false, amount };
  }
}

function twoDecimals(sheet: Sheet): Said[] {
  const bad = [...printedAmounts(sheet)].filter(
    ({ printed, amount }) => (amount.fen ?? 0) !== 0 && /^\d+(?:\.\d)?$/.test(printed),
  );
  const [first] = bad;
  if (!first) return [];
  const list = (some: Printed[]) => [...new Set(some.map(({ printed }) => printed))].join('、');
  return [
    {
      what: bad.length === 1 ? first.what : `金额小数位（${bad.length} 处）`,
      lines: bad.map(({ line }) => line),
      pointer: first.pointer,
      printed: list(bad),
      expected: [...new Set(bad.map(({ amount }) => sheet.show(amount.fen ?? 0)))].join('、'),
      message: words('金额应印两位小数', 'Amounts are printed with two decimals'),
    },
  ];
}

function oneZero(sheet: Sheet): Said[] {
  const zeros = [...printedAmounts(sheet)].filter(({ amount, printed }) => amount.fen === 0 && printed !== '');
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
      pointer: firsts[0]?.pointer ?? null,
      printed: firsts.map(({ what, printed }) => `${what} “${printed}”`).join('；'),
      expected: '零只用一种写法，与不适用相区别',
      message: words(
        '零有几种写法，分不清是零还是没填',
        'Zero is printed in several ways; it cannot be told from what was not filled in',
      ),
    },
  ];
}

const HALF_BRACKET = /[(（][^()（）]*\)|\([^()（）]*[)）]/;

function brackets(sheet: Sheet): Said[] {
  const lines = sheet.document.lines.filter(({ t }) => HALF_BRACKET.test(t) && /\p{Script=Han}/u.test(t));
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

function punctuation(sheet: Sheet): Said[] {
  const found = [...texts(sheet)].flatMap(({ line, text }) =>
    PUNCTUATION.flatMap(({ wrong, right }) => {
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

function slips(sheet: Sheet): Said[] {
  const told = departures(sheet);
  const places = new Set(told.flatMap(({ lines }) => lines ?? []));
  const known = [...texts(sheet)].flatMap(({ line, text }) =>
    SLIPS.filter(({ wrong }) => wrong.test(text) && !places.has(line)).map(({ wrong, right }): Said => {
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

const DUE_DAYS = 20;

function dates(sheet: Sheet): Said[] {
  const { approvalDate, publicationDate } = sheet.document.document;
  const place = { what: '封面 批复日期、公开日期', lines: sheet.reading.outline.front.slice(0, 2).map(({ n }) => n) };
  if (approvalDate === null || publicationDate === null) {
    const missing = [approvalDate === null ? '批复日期' : '', publicationDate === null ? '公开日期' : '']
      .filter(Boolean)
      .join('、');
    return [
      {
        ...place,
        pointer: approvalDate === null ? '/document/approvalDate' : '/document/publicationDate',
        printed: `没有${missing}`,
        expected: '批复日期和公开日期（批复后 20 日内公开）',
        message: words(`没有${missing}，无法核对公开是否及时`, 'Without both dates timeliness cannot be checked'),
      },
    ];
  }
  const late = (Date.parse(publicationDate) - Date.parse(approvalDate)) / 86_400_000;
  if (late <= DUE_DAYS && late >= 0) return [];
  return [
    {
      ...place,
      severity: 'error',
      pointer: '/document/publicationDate',
      printed: publicationDate,
      expected: `${approvalDate} 起 ${DUE_DAYS} 日内`,
      difference: String(late),
      message:
        late < 0
          ? words('公开早于批复', 'Published before approval')
          : words(`批复后第 ${late} 日才公开，超过 20 日`, `Published ${late} days after approval; the limit is 20`),
    },
  ];
}

const RESIDUE = /^附件[\d一二三四五六七八九十]*$|[×XＸ]{2,}(?:局|中心|部门|单位|县|区)|（填写|模板|样表/;

function residue(sheet: Sheet): Said[] {
  const { front, blocks } = sheet.reading.outline;
  const label = sheet.document.document.attachmentLabel;
  const found = [
    ...front.map(({ n, t }) => ({ line: n, text: normal(t) })),
    ...blocks.map(({ lines, text }) => ({ line: lines[0] ?? 1, text })),
  ].filter(({ text }) => RESIDUE.test(text));
  if (found.length === 0 && label) found.push({ line: 1, text: normal(label) });
  return found.map(({ line, text }) => ({
    what: line <= (front.at(-1)?.n ?? 0) || front.length === 0 ? '封面' : sectionPath(sheet, line),
    lines: [line],
    pointer: label && normal(label) === text ? '/document/attachmentLabel' : null,
    printed: RESIDUE.exec(text)?.[0] ?? text,
    message: words('样式或来文留下的字样，应删去', 'Left over from a template or a covering letter; remove it'),
  }));
}

function officesOfTheKind(sheet: Sheet): Said[] {
  const { unit } = sheet.document;
  const label = unit.internalDepartmentsLabelZh ?? '';
  if (!/机关|行政/.test(label) || !sheet.isInstitution()) return [];
  const row = sheet.details('expenditureByFunction')[0];
  const operating = sheet.fact('agencyOperatingFund.total');
  return [
    {
      what: `${sectionPath(sheet, unit.lines[0] ?? 1)} 内设机构`,
      lines: [unit.lines[0] ?? 1, ...(row ? [row.line] : []), ...(operating ? [operating.line] : [])],
      pointer: '/unit/internalDepartmentsLabelZh',
      phrase: label,
      printed: `${unit.internalDepartments ?? ''}个${label}`,
      expected: `${unit.internalDepartments ?? ''}个内设科室`,
      message: words(
        '按功能科目是事业单位，不称“机关行政”科室',
        'By its functional code it is an institution; its offices are no administrative ones',
      ),
    },
  ];
}

/** A transcription says what its source lines say; said as advice, for a corrected figure differs on purpose. */
function transcription(sheet: Sheet): Said[] {
  const { document, retold } = sheet.reading;
  if (!retold) return [];
  const found: Said[] = [];
  const compare = (own: unknown, source: unknown, pointer: string, line: number) => {
    if (found.length >= MOST_DIFFERENCES || IGNORED.test(pointer)) return;
    if (typeof own === 'object' && own !== null && typeof source === 'object' && source !== null) {
      const at = 'line' in own && typeof own.line === 'number' ? own.line : line;
      if (Array.isArray(own) && Array.isArray(source) && own.length !== source.length)
        return note(pointer, at, String(own.length), String(source.length));
      for (const key of Object.keys(own))
        compare(own[key as keyof typeof own], source[key as keyof typeof source], `${pointer}/${key}`, at);
      return;
    }
    const text = (value: unknown) => (typeof value === 'string' ? normal(value) : JSON.stringify(value ?? null));
    if (text(own) !== text(source)) note(pointer, line, show(own), show(source));
  };
  const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
  const note = (pointer: string, line: number, printed: string, expected: string) => {
    found.push({
      what: `原文 ${sectionPath(sheet, line)}`.trim(),
      lines: line > 0 ? [line] : [],
      pointer,
      printed,
      expected,
      message: words('与所附原文不一致', 'Not what the attached source lines say'),
    });
  };
  for (const key of ['document', 'unit', 'toc', 'overview', 'tables', 'narrative', 'performance', 'glossary'] as const)
    compare(document[key], retold[key], `/${key}`, 0);
  return found;
}

const MOST_DIFFERENCES = 20;
const IGNORED = /^\/document\/(?:id|language|source|currency)|^\/unit\/shortNameZh|\/fen$|\/fault$/;

const CONTENT: [id: string, severity: Severity, zh: string, en: string, has: (sheet: Sheet) => boolean][] = [
  ['C-01', 'error', '部门主要职责', 'main duties', ({ document }) => document.overview.duties.length > 0],
  [
    'C-02',
    'error',
    '部门预算单位构成（单位、经费性质、在职人数）',
    'units of the budget with staff',
    ({ document: { unit } }) => unit.nameZh !== '' && unit.staffInPost !== null,
  ],
  ['C-03', 'error', '部门主要工作任务', 'main tasks of the year', ({ document }) => document.overview.tasks.length > 0],
];

function missingContent(sheet: Sheet, zh: string, en: string): Said[] {
  return [{ what: zh, expected: zh, message: words(`缺少“${zh}”`, `Missing: ${en}`) }].map((one) => ({
    ...one,
    lines: sheet.document.lines.slice(0, 0).map(({ n }) => n),
  }));
}

const TABLE_CONTENT = Array.from({ length: 11 }, (_, i) => `C-${String(i + 4).padStart(2, '0')}`);

/** Each of the form's tables is there, with its rows and its unit. */
function missingTable(id: string, sheet: Sheet): Said[] {
  return sheet.reading.template.tables
    .filter(({ content }) => content === id)
    .flatMap((form) => {
      const table = sheet.table(form.key);
      if (!table) return missingContent(sheet, form.nameZh, `table ${form.key}`);
      const rows = form.rows.filter(({ key }) => !table.rows.some((row) => row.key === key));
      const empty = form.layout !== 'catalogue' && table.rows.length === 0;
      const total = form.layout === 'codes' && !empty && !table.rows.some(({ kind }) => kind === 'total');
      return [...rows.map(({ nameZh }) => nameZh), ...(empty ? ['表中各行'] : []), ...(total ? ['合计'] : [])].map(
        (name) => ({
          what: `${table.id} ${table.nameZh}`,
          lines: [table.lines[0]],
          pointer: `/tables/${sheet.document.tables.indexOf(table)}/rows`,
          expected: name,
          message: words(`缺“${name}”一行`, `The row “${name}” is missing`),
        }),
      );
    });
}

/** What of the situation text must be said: each fact of the form that no sentence may leave out. */
function missingFacts(sheet: Sheet, prefix: RegExp): Said[] {
  return Object.entries(sheet.reading.template.facts)
    .filter(([key]) => prefix.test(key) && !OPTIONAL.test(key))
    .filter(([key]) => (key.endsWith('.byFunction') ? sheet.facts(`${key}.`).length === 0 : sheet.fact(key) === null))
    .map(([key, { labelZh }]) => ({
      what: `情况说明 ${labelZh}`,
      pointer: '/narrative/facts',
      expected: labelZh || key,
      message: words(`情况说明缺“${labelZh || key}”`, `The text does not say: ${key}`),
    }));
}

const OPTIONAL =
  /increase|growthRate|income\.(?!total)|expenditure\.(?:institutionBusiness|remitToSuperior|affiliateSubsidy)|unit\./;

export const formRules: Rule[] = [
  ...CONTENT.map(([id, severity, zh, en, has]) =>
    rule(id, severity, words(zh, en), words(`应有${zh}`, `${en} must be there`), (sheet) =>
      has(sheet) ? [] : missingContent(sheet, zh, en),
    ),
  ),
  ...TABLE_CONTENT.map((id) =>
    rule(
      id,
      'error',
      words('规定的表齐全', 'The prescribed table is there'),
      words('样式规定的表及其各行都在', 'the table of the form and its rows are there'),
      (sheet) => missingTable(id, sheet),
    ),
  ),
  rule(
    'C-15',
    'error',
    words('收支说明齐全', 'The budget is explained'),
    words('收支、基本支出、“三公”都有说明', 'income, expenditure, basic and the three expenses are told'),
    (sheet) => missingFacts(sheet, /^(?:income|expenditure|generalBudgetExpenditure|basicExpenditure|threePublic)\./),
  ),
  rule(
    'C-16',
    'error',
    words('其他事项齐全', 'Other matters are told'),
    words('机关运行经费、政府采购、国有资产都有说明', 'operating fund, procurement and assets are told'),
    (sheet) => missingFacts(sheet, /^(?:agencyOperatingFund|procurement|assets|plannedPurchases)\./),
  ),
  rule(
    'C-17',
    'error',
    words('绩效目标和名词解释齐全', 'Targets and terms are there'),
    words('绩效目标设置、整体目标表、名词解释都有', 'targets and the glossary are there'),
    (sheet) => [
      ...missingFacts(sheet, /^performance\./),
      ...(sheet.document.performance.overall?.indicators.length
        ? []
        : missingContent(sheet, '整体支出绩效目标表', 'overall targets')),
      ...(sheet.document.glossary.terms.length > 0 ? [] : missingContent(sheet, '名词解释', 'glossary')),
    ],
  ),
  rule(
    'F-01',
    'warning',
    words('目录与标题一致', 'Contents and headings agree'),
    words('目录各条都是正文标题', 'entries of the contents exist as headings'),
    tocAndHeadings,
  ),
  rule(
    'F-02',
    'warning',
    words('页码不倒退', 'Pages do not go back'),
    words('目录页码依次不减', 'pages of the contents do not go back'),
    tocPages,
    '0',
  ),
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
  rule(
    'F-09',
    'warning',
    words('批复和公开日期', 'Dates of approval and publication'),
    words('都有，且公开 ≤ 批复 + 20 日', 'both are there; publication ≤ approval + 20 days'),
    dates,
    '0',
  ),
  rule(
    'F-10',
    'info',
    words('没有样式残留', 'No residue of a template'),
    words('没有“附件 n”、××局等字样', 'no attachment label, no sample names'),
    residue,
  ),
  rule(
    'F-11',
    'warning',
    words('机构称谓与性质相符', 'Offices are called by their kind'),
    words('事业单位不称机关行政科室', 'an institution has no administrative offices'),
    officesOfTheKind,
  ),
  rule(
    'F-12',
    'info',
    words('转录与原文一致', 'The transcription is that of the source'),
    words('JSON 的各项 = 所附原文', 'each value of the JSON = its source lines'),
    transcription,
  ),
  rule(
    'F-SCHEMA',
    'error',
    words('符合公开格式', 'Follows the published schema'),
    words('JSON 符合公开的 schema', 'the JSON is valid by the schema'),
    () => [],
  ),
];
