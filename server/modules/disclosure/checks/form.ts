import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import type { Severity } from '../model.ts';
import { type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

function tocAndHeadings(sheet: Sheet): Said[] {
  const { toc } = sheet.document;
  const { headings } = sheet.reading.outline;
  if (headings.length === 0) return [];
  if (toc.length === 0) {
    const message = words('没有目录', 'There are no contents');
    return [
      {
        what: '目录',
        lines: headings.slice(0, 1).map(({ line }) => line),
        severity: 'info',
        expected: '目录',
        message,
      },
    ];
  }
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

/** A leap this much greater than any other is a slip of the pen. */
const LEAP = { least: 5, times: 3 };

function tocPages(sheet: Sheet): Said[] {
  const { toc } = sheet.document;
  let before = 0;
  const leaps = toc.slice(1).map(({ page }, i) => page - (toc[i]?.page ?? 0));
  return toc.flatMap((entry, i): Said[] => {
    const last = before;
    before = Math.max(before, entry.page);
    const place = {
      what: `目录 ${entry.titleZh}`,
      lines: [entry.line],
      pointer: `/toc/${i}/page`,
      printed: String(entry.page),
    };
    if (entry.page < last)
      return [{ ...place, expected: `≥ ${last}`, message: words('目录页码倒退', 'The pages of the contents go back') }];
    const leap = leaps[i - 1] ?? 0;
    const usual = Math.max(1, ...leaps.filter((_, other) => other !== i - 1));
    if (leap <= LEAP.least || leap <= usual * LEAP.times) return [];
    return [
      {
        ...place,
        expected: `≤ ${last + usual * LEAP.times}`,
        message: words(
          `目录页码一次跳过 ${leap} 页，别处最多 ${usual} 页`,
          `The contents leap by ${leap} pages here and by ${usual} at most elsewhere`,
        ),
      },
    ];
  });
}

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

/** The row of the table of units, where there is one whose head count cannot be read. */
function unitRow(sheet: Sheet): Partial<Said> {
  const row = sheet.reading.outline.rows.findLast(({ section }) => section === 'units');
  return row ? { lines: [row.line], pointer: '/unit/staffInPost', printed: row.cells.join(' | ') } : {};
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
  /increase|growthRate|(?:Change|Rate)$|income\.(?!total)|expenditure\.(?:institutionBusiness|remitToSuperior|affiliateSubsidy)|unit\./;

export const formRules: Rule[] = [
  ...CONTENT.map(([id, severity, zh, en, has]) =>
    rule(id, severity, words(zh, en), words(`应有${zh}`, `${en} must be there`), (sheet) =>
      has(sheet)
        ? []
        : missingContent(sheet, zh, en).map((one) => ({ ...one, ...(id === 'C-02' ? unitRow(sheet) : {}) })),
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
    words('页码不倒退、不跳跃', 'Pages neither go back nor leap'),
    words(
      '目录页码依次不减，一次不超过别处最大间隔的三倍',
      'pages do not go back, and leap at most three times as far as elsewhere',
    ),
    tocPages,
    '0',
  ),
];
