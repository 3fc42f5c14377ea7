import type { Words } from '../../../kernel/words.ts';
import { lineAt } from '../document/outline.ts';
import type { Said } from '../document/problem.ts';
import { likeness, normal, ordinalOf, ordinalZh } from '../document/signs.ts';
import { wrongNames } from './names.ts';
import { factPlace, type Rule, type Sheet, sectionPath, sum } from './sheet.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

function rule(id: string, severity: Rule['severity'], title: Words, compares: Words, check: Rule['check']): Rule {
  return { id, severity, title, compares, tolerance: null, check };
}

function moneyUnits(sheet: Sheet): Said[] {
  const facts = sheet.document.narrative.facts
    .filter(({ kind, unitPrinted }) => kind === 'amount' && unitPrinted !== sheet.unit)
    .map((fact) => ({
      ...factPlace(sheet, fact),
      printed: `${fact.printed}${fact.unitPrinted}`,
      expected: `${fact.fen == null ? fact.printed : fact.fen === 0 ? '0' : sheet.show(fact.fen)}${sheet.unit}`,
      message: words(`金额单位应统一为${sheet.unit}`, `Money is counted in ${sheet.unit} throughout`),
    }));
  const tables = sheet.document.tables
    .map((table, i) => ({ table, i }))
    .filter(({ table }) => table.unitPrinted !== sheet.unit)
    .map(({ table, i }) => ({
      what: `${table.id} ${table.nameZh} · 单位`,
      lines: [table.unitLine],
      pointer: `/tables/${i}/unitPrinted`,
      printed: table.unitPrinted,
      expected: sheet.unit,
      message: words(`表的单位应为${sheet.unit}`, `The table is counted in ${sheet.unit}`),
    }));
  return [...facts, ...tables];
}

interface Step {
  line: number;
  level: string;
  mark: string;
  ordinal: number;
  title: string;
}

const LEVELS = ['part', 'section', 'subsection', 'point'];

/** Each heading's number follows the one before it under the same parent. */
function headingNumbers(sheet: Sheet): Said[] {
  const steps: Step[] = sheet.reading.outline.headings.map((one) => ({ ...one }));
  const own = sheet.document.performance.headings;
  const told: Step[] = own.flatMap(({ line, numberPrinted, titleZh }) => {
    const text = normal(numberPrinted).replace(/[（）.．、]/g, '');
    const ordinal = ordinalOf(text);
    const level = /^\d/.test(text) ? 'point' : 'subsection';
    return ordinal === null ? [] : [{ line, level, mark: numberPrinted, ordinal, title: titleZh }];
  });
  const found = [...outOfOrder(sheet, steps), ...outOfOrder(sheet, told)];
  const seen = new Set<string>();
  return found.filter(({ lines, printed }) => {
    const key = `${lines?.[0]} ${normal(printed ?? '')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function outOfOrder(sheet: Sheet, steps: Step[]): Said[] {
  const last = new Map<string, Step>();
  return steps.flatMap((step) => {
    const depth = LEVELS.indexOf(step.level);
    for (const level of LEVELS.slice(depth + 1)) last.delete(level);
    const before = last.get(step.level);
    last.set(step.level, step);
    const expected = (before?.ordinal ?? 0) + 1;
    if (step.ordinal === expected) return [];
    const number = step.level === 'point' ? String(expected) : ordinalZh(expected);
    const mark = step.mark.replace(/[一二三四五六七八九十\d]+/, number);
    const gap = step.level === 'point' ? ' ' : '';
    return [
      {
        what: `${sectionPath(sheet, step.line)} 标题编号`.trim(),
        lines: before ? [step.line, before.line] : [step.line],
        phrase: `${step.mark}${step.title}`,
        printed: `${step.mark}${gap}${step.title}`,
        expected: `${mark}${gap}${step.title}`,
        message: words('标题编号应连续且不重复', 'Headings are numbered without gaps or repetition'),
      },
    ];
  });
}

const COUNTED = /\d([^\d，。；：、]{1,5})，其中：([^。；]*)/g;

/** 其中 names parts of the thing before it: things counted otherwise are no parts of it. */
function partsOfTheWhole(sheet: Sheet): Said[] {
  return sheet.reading.outline.blocks.flatMap((block) =>
    [...block.text.matchAll(COUNTED)].flatMap((match) => {
      const [phrase, unit = '', parts = ''] = match;
      const units = [...parts.matchAll(/\d([^\d，。；：、]{1,5})(?=[，、。；]|$)/g)].map(([, one = '']) => one);
      if (units.length === 0 || units.includes(unit) || /元$/.test(unit)) return [];
      const line = lineAt(block, match.index);
      return [
        {
          what: `${sectionPath(sheet, line)} 其中`.trim(),
          lines: [line],
          phrase: phrase.slice(0, 40),
          printed: block.text.slice(Math.max(0, match.index - 4), match.index + phrase.length),
          expected: block.text
            .slice(Math.max(0, match.index - 4), match.index + phrase.length)
            .replace('，其中：', '；购置'),
          message: words(
            `“其中”之后以“${units[0]}”计，不是以“${unit}”计者的一部分`,
            `What follows “of which” is counted in ${units[0]} and is no part of what is counted in ${unit}`,
          ),
        },
      ];
    }),
  );
}

const core = (text: string) =>
  normal(text)
    .replace(/^主要原因是/, '')
    .replace(/本部门|本单位|主要|没有|未|无|安排|增加|减少|预算|支出|收入|拨款|总额|为/g, '');

/** A reason that only says the thing again explains nothing. */
function emptyReasons(sheet: Sheet): Said[] {
  return sheet.document.narrative.facts.flatMap((fact) => {
    const reason = core(fact.reasonZh ?? '');
    const label = core(fact.labelZh);
    if (fact.reasonZh === undefined || reason === '' || label === '' || !(reason === label || label.includes(reason)))
      return [];
    return [
      {
        ...factPlace(sheet, fact),
        phrase: fact.reasonZh,
        printed: `主要原因是${fact.reasonZh}`,
        expected: sheet.isInstitution() ? '本部门为事业单位，按规定不安排机关运行经费' : null,
        message: words('原因只是重复了事实', 'The reason only repeats the statement'),
      },
    ];
  });
}

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
    {
      what: '按项级科目',
      pointer: '/narrative/facts',
      items: sheet.reading.told.flatMap(({ block, told: { slots } }) =>
        slots
          .filter(({ name }) => name === 'ordinal')
          .map(({ text }) => ({ line: block.lines[0] ?? 1, ordinal: text })),
      ),
    },
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

function oneNamePerCode(sheet: Sheet): Said[] {
  const names = new Map<string, { name: string; line: number }>();
  const uses = [
    ...sheet.document.tables.flatMap(({ rows }) =>
      rows.flatMap(({ code, nameZh, line }) => (code ? [{ code, name: nameZh, line }] : [])),
    ),
    ...sheet.facts('generalBudgetExpenditure.byFunction.').map(({ functionCode = '', labelZh, line }) => ({
      code: functionCode,
      name: /（(.*)）$/.exec(normal(labelZh))?.[1] ?? labelZh,
      line,
    })),
  ];
  return uses.flatMap(({ code, name, line }) => {
    const own = normal(name).replace(/（.*$/, '');
    const first = names.get(code);
    if (!first) names.set(code, { name: own, line });
    const official = sheet.code(code)?.nameZh;
    if (
      !first ||
      first.name === own ||
      (official && normal(official).startsWith(own) && normal(official).includes('（'))
    )
      return [];
    return [
      {
        what: `${sectionPath(sheet, line)} ${code}`.trim(),
        lines: [line, first.line],
        printed: name,
        expected: first.name,
        message: words(`科目 ${code} 前后名称不一`, `Code ${code} has two names`),
      },
    ];
  });
}

const YEAR = /(?<!\d)(\d{4,5})年/g;

/** Years are the budget year; only holdings are as of the last day of the year before. */
function wrongYears(sheet: Sheet): Said[] {
  const { document, tables, narrative, toc } = sheet.document;
  const { outline } = sheet.reading;
  const free = new Set(['duties', 'tasks']);
  const told = new Set(sheet.reading.told.map(({ block }) => block));
  const passages = [
    { what: '标题', line: null, text: document.titleZh },
    ...toc.map(({ titleZh, line }) => ({ what: '目录', line, text: titleZh })),
    ...outline.headings.map(({ title, line }) => ({ what: '标题', line, text: title })),
    ...tables.map(({ titlePrinted, titleLine, id }) => ({ what: `${id} 表名`, line: titleLine, text: titlePrinted })),
    ...tables.map(({ statementZh, statementLine, id }) => ({
      what: `${id} 说明`,
      line: statementLine,
      text: statementZh ?? '',
    })),
    ...narrative.statements.map(({ textZh, line }) => ({ what: '情况说明', line, text: textZh })),
    ...outline.blocks
      .filter((block) => told.has(block) || !free.has(block.section))
      .flatMap((block) =>
        [...block.text.matchAll(YEAR)].map((match) => ({
          what: '情况说明',
          line: lineAt(block, match.index),
          text: block.text.slice(match.index, match.index + 14),
        })),
      ),
  ];
  const seen = new Set<string>();
  const found = passages.flatMap(({ what, line, text }) =>
    [...normal(text).matchAll(YEAR)].flatMap(([phrase, year = ''], i) => {
      const key = `${line} ${year} ${i}`;
      const dayBefore = normal(text).includes(`${sheet.year - 1}年12月31日`) && Number(year) === sheet.year - 1;
      if (Number(year) === sheet.year || dayBefore || seen.has(key) || (what !== '情况说明' && seen.has(`${line}`)))
        return [];
      seen.add(key).add(`${line}`);
      return [
        {
          what: line === null ? what : `${sectionPath(sheet, line)} ${what}`.trim(),
          lines: line === null ? [] : [line],
          phrase,
          printed: phrase,
          expected: `${sheet.year}年`,
          message: words(`年份应为 ${sheet.year}`, `The year should be ${sheet.year}`),
        },
      ];
    }),
  );
  const holdings = narrative.facts
    .filter(({ asOf }) => asOf !== undefined && asOf !== `${sheet.year - 1}-12-31`)
    .slice(0, 1)
    .filter(({ line }) => !seen.has(`${line}`))
    .map((fact) => ({
      ...factPlace(sheet, fact),
      printed: fact.asOf ?? null,
      expected: `${sheet.year - 1}-12-31`,
      message: words('资产应截至上年 12 月 31 日', 'Holdings are as of 31 December of the year before'),
    }));
  return [...found, ...holdings];
}

function repeatedFacts(sheet: Sheet): Said[] {
  const { unit, overview, performance } = sheet.document;
  const pairs = [
    ['unit.staffInPost', unit.staffInPost, '/unit/staffInPost'],
    ['unit.internalDepartments', unit.internalDepartments, '/unit/internalDepartments'],
  ] as const;
  const counts = pairs.flatMap(([key, value, pointer]): Said[] => {
    const fact = sheet.fact(key);
    if (!fact || value === null || fact.value === value) return [];
    return [
      {
        ...factPlace(sheet, fact),
        pointer,
        printed: String(value),
        expected: fact.printed,
        message: words('同一事实前后不一', 'The same fact is told in two ways'),
      },
    ];
  });
  const goals = performance.overall?.goals ?? [];
  const same = (text: string) => normal(text).replace(/[。“”]/g, '');
  const titles = overview.tasks.flatMap(({ ordinal, textZh, line }): Said[] => {
    const goal = goals.find((one) => one.ordinal === ordinal);
    if (!goal || same(goal.titleZh) === same(textZh) || likeness(same(goal.titleZh), same(textZh)) < 0.4) return [];
    return [
      {
        what: `年度目标（${ordinal}）`,
        lines: [...(performance.overall?.goalLines.slice(0, 1) ?? []), line],
        pointer: `/performance/overall/goals/${goals.indexOf(goal)}/titleZh`,
        printed: goal.titleZh,
        expected: textZh,
        severity: 'warning',
        message: words('年度目标与主要工作任务的提法不一', 'The goal and the task it repeats do not read alike'),
      },
    ];
  });
  return [...counts, ...titles];
}

export const wordingRules: Rule[] = [
  rule(
    'N-18',
    'warning',
    words('金额单位统一', 'One unit of money'),
    words('每个金额都用文档的单位', 'every amount uses the unit of the document'),
    moneyUnits,
  ),
  rule(
    'N-19',
    'error',
    words('单位名称统一', 'One name of the unit'),
    words('每次提到单位都用全称或规定简称', 'every mention is the canonical or a listed short name'),
    wrongNames,
  ),
  rule(
    'N-20',
    'error',
    words('标题编号连续', 'Headings are numbered in order'),
    words('同一上级下编号唯一且连续', 'unique and consecutive inside the parent'),
    headingNumbers,
  ),
  rule(
    'N-21',
    'error',
    words('“其中”是整体的部分', '“Of which” names parts'),
    words('“其中”之后与整体同类', 'the parts are kinds of the whole'),
    partsOfTheWhole,
  ),
  rule(
    'N-22',
    'warning',
    words('原因不重复事实', 'A reason explains'),
    words('原因不等于被说明的事实', 'a reason does not repeat the statement'),
    emptyReasons,
  ),
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
  rule(
    'N-27',
    'warning',
    words('一个科目一个名称', 'One name per code'),
    words('同一编码前后名称相同', 'one name per code everywhere'),
    oneNamePerCode,
  ),
  rule(
    'N-28',
    'warning',
    words('年份一致', 'Years agree'),
    words('年份为预算年度，资产为上年末', 'the budget year; holdings as of the year before'),
    wrongYears,
  ),
  rule(
    'N-30',
    'error',
    words('重复的事实一致', 'Repeated facts agree'),
    words('人数、科室数、目标与任务前后一致', 'staff, offices, goals and tasks agree'),
    repeatedFacts,
  ),
];
