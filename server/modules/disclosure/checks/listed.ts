import type { Said } from '../document/problem.ts';
import { likeness, normal, ordinalOf, ordinalZh } from '../document/signs.ts';
import { type Rule, rule, type Sheet, sectionPath, sum, words } from './sheet.ts';

const ITEMS = 'basicExpenditureByEconomicItem';

const LISTS = [
  { column: 'personnel', key: 'personnelItems', name: '人员经费' },
  { column: 'public', key: 'publicItems', name: '公用经费' },
] as const;

const bare = (name: string) => normal(name).replace(/支出$/, '');

/** The money of each item name in a column; one name may belong to several codes. */
function itemMoney(sheet: Sheet, column: string): Map<string, { fen: number; lines: number[]; names: string }> {
  const money = new Map<string, { fen: number; lines: number[]; names: string }>();
  for (const row of sheet.table(ITEMS)?.rows ?? []) {
    if (row.code?.length !== 5) continue;
    const one = money.get(bare(row.nameZh)) ?? { fen: 0, lines: [], names: row.nameZh };
    one.fen += row.cells[column]?.fen ?? 0;
    one.lines.push(row.line);
    money.set(bare(row.nameZh), one);
  }
  return money;
}

function listedNames(sheet: Sheet): Said[] {
  const money = itemMoney(sheet, 'total');
  if (money.size === 0) return [];
  return LISTS.flatMap(({ key, name }) => {
    const { line, items } = sheet.document.narrative[key];
    const seen = new Set<string>();
    return items.flatMap((item, i) => {
      const twice = seen.has(bare(item));
      seen.add(bare(item));
      if (money.has(bare(item)) && !twice) return [];
      const near = [...money.values()].find(({ names }) => likeness(bare(names), bare(item)) >= 0.5)?.names ?? null;
      return [
        {
          what: `${sectionPath(sheet, line)} ${name}主要包括`,
          lines: [line],
          pointer: `/narrative/${key}/items/${i}`,
          phrase: item,
          printed: item,
          expected: twice ? null : near,
          message: twice
            ? words(`“${item}”列了两次`, `“${item}” is listed twice`)
            : words(`经济分类中没有“${item}”`, `There is no economic item “${item}”`),
        },
      ];
    });
  });
}

/** What carries money in a column is named in the list of that column. */
function unlistedMoney(sheet: Sheet): Said[] {
  return LISTS.flatMap(({ column, key, name }) => {
    const { line, items } = sheet.document.narrative[key];
    if (items.length === 0) return [];
    const listed = new Set(items.map(bare));
    const missing = [...itemMoney(sheet, column)].filter(([item, { fen }]) => fen !== 0 && !listed.has(item));
    if (missing.length === 0) return [];
    const names = missing.map(([, one]) => `${one.names} ${sheet.show(one.fen)}`);
    const whole = sheet.fact(`basicExpenditure.${column}`);
    const lack = sum(missing.map(([, { fen }]) => fen));
    return [
      {
        what: `${sectionPath(sheet, line)} ${name}主要包括`,
        lines: [line, ...missing.flatMap(([, { lines }]) => lines)],
        pointer: `/narrative/${key}/items`,
        printed: `${name} ${whole?.printed ?? ''} 未列 ${missing.map(([, one]) => one.names).join('、')}`,
        expected: `列出 ${names.join('、')}`,
        difference: sheet.show(-lack),
        message: words(
          `${name}的构成没有列出有数的科目：${names.join('、')}`,
          `The list of ${column} expenses leaves out items that carry money: ${names.join(', ')}`,
        ),
      },
    ];
  });
}

function listedNothing(sheet: Sheet): Said[] {
  const counts = LISTS.map(({ column, key, name }) => {
    const { line, items } = sheet.document.narrative[key];
    const money = itemMoney(sheet, column);
    const idle = items.filter((item) => (money.get(bare(item))?.fen ?? 0) === 0);
    const carrying = [...money.values()].filter(({ fen }) => fen !== 0).length;
    return { line, name, listed: items.length, idle, carrying };
  }).filter(({ listed }) => listed > 0);
  if (counts.every(({ idle }) => idle.length === 0) || !sheet.table(ITEMS)) return [];
  return [
    {
      what: `${sectionPath(sheet, counts[0]?.line ?? 1)} 主要包括`,
      lines: counts.map(({ line }) => line),
      pointer: '/narrative',
      printed: counts.map(({ name, listed }) => `${name}列 ${listed} 项`).join('，'),
      expected: counts.map(({ name, carrying }) => `${name}有数 ${carrying} 项`).join('，'),
      message: words(
        `所列科目中 ${counts.map(({ idle }) => idle.length).join(' + ')} 项没有金额：套用了样式文字`,
        `${counts.map(({ idle }) => idle.length).join(' + ')} of the items listed carry no money: the form was not tailored`,
      ),
    },
  ];
}

/** Where the text lists the items of a fund, each list numbered from one. */
const FUND_SECTIONS = ['general', 'fund', 'stateCapital'];

function listOrdinals(sheet: Sheet): Said[] {
  const { overview, performance, glossary, tables } = sheet.document;
  const lists = [
    { what: '部门主要职责', pointer: '/overview/duties', items: overview.duties },
    { what: '主要工作任务', pointer: '/overview/tasks', items: overview.tasks },
    {
      what: '年度目标',
      pointer: '/performance/overall/goals',
      items: (performance.overall?.goals ?? []).map((goal) => ({
        ...goal,
        line: performance.overall?.goalLines[0] ?? 1,
      })),
    },
    { what: '名词解释', pointer: '/glossary/terms', items: glossary.terms },
    ...tables.flatMap((table, i) =>
      (['income', 'expenditure'] as const).map((side) => ({
        what: `${table.id} ${table.nameZh}`,
        pointer: `/tables/${i}/rows`,
        items: table.rows.flatMap((row) =>
          row.side === side && row.ordinal ? [{ line: row.line, ordinal: row.ordinal }] : [],
        ),
      })),
    ),
    ...FUND_SECTIONS.map((section) => ({
      what: '按项级科目',
      pointer: '/narrative/facts',
      items: sheet.reading.told.flatMap(({ form, block, told: { slots } }) =>
        slots
          .filter(({ name }) => name === 'ordinal' && form.section === section)
          .map(({ text }) => ({ line: block.lines[0] ?? 1, ordinal: text })),
      ),
    })),
  ];
  return lists.flatMap(({ what, pointer, items }) => {
    let before = 0;
    return items.flatMap(({ line, ordinal }) => {
      const expected = before + 1;
      const value = ordinalOf(ordinal);
      before = value ?? expected;
      if (value === expected) return [];
      return [
        {
          what,
          lines: [line],
          pointer,
          printed: ordinal,
          expected: ordinalZh(expected),
          message: words('序号应连续', 'Items are numbered one after the other'),
        },
      ];
    });
  });
}

export const listedRules: Rule[] = [
  rule(
    'N-23',
    'error',
    words('所列科目存在', 'Listed items exist'),
    words('主要包括的科目都在经济分类中，且不重复', 'listed items are economic items, each once'),
    listedNames,
  ),
  rule(
    'N-24',
    'error',
    words('有数的科目都列出', 'Items with money are listed'),
    words('各栏有数的科目都在该栏的说明中', 'each non-zero item is in the list of its own column'),
    unlistedMoney,
  ),
  rule(
    'N-25',
    'warning',
    words('列出的科目有数', 'Listed items carry money'),
    words('所列科目在该栏有金额', 'listed items have money in their column'),
    listedNothing,
  ),
  rule(
    'N-26',
    'warning',
    words('序号连续', 'Lists are numbered in order'),
    words('职责、任务、目标、名词、表行的序号连续', 'ordinals of lists and rows are consecutive'),
    listOrdinals,
  ),
];
