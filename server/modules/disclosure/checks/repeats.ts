import { lineAt } from '../document/outline.ts';
import { mostFrequent } from '../document/parse.ts';
import type { Said } from '../document/problem.ts';
import { likeness, normal } from '../document/signs.ts';
import { factPlace, type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

function oneNamePerCode(sheet: Sheet): Said[] {
  const names = new Map<string, { name: string; line: number }>();
  const uses = [
    ...sheet.document.tables.flatMap(({ rows }) =>
      rows.flatMap(({ code, nameZh, line }) => (code ? [{ code, name: nameZh, line }] : [])),
    ),
    ...sheet.document.narrative.facts.flatMap(({ functionCode, labelZh, line }) =>
      functionCode === undefined
        ? []
        : [{ code: functionCode, name: /（(.*)）$/.exec(normal(labelZh))?.[1] ?? labelZh, line }],
    ),
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
  return [...counts, ...unitRows(sheet), ...titles, ...unlikeReasons(sheet)];
}

/** The table of units has the unit itself and at most its subordinate ones. */
function unitRows(sheet: Sheet): Said[] {
  const { subordinateUnits } = sheet.document.unit;
  const rows = sheet.reading.outline.rows.filter(
    ({ section, cells }) => section === 'units' && cells.filter(Boolean).length > 1,
  );
  const last = rows.at(-1);
  const listed = rows.length - 1;
  if (subordinateUnits === null || !last || listed <= subordinateUnits + 1) return [];
  return [
    {
      what: `${sectionPath(sheet, last.line)} 预算单位`,
      lines: [last.line, ...sheet.document.unit.lines.slice(0, 1)],
      pointer: '/unit/subordinateUnits',
      printed: `${listed} 个单位`,
      expected: `≤ ${subordinateUnits + 1} 个单位`,
      message: words(
        `文中下属单位 ${subordinateUnits} 个，表中连本级列了 ${listed} 个`,
        `The text names ${subordinateUnits} subordinate units; the table lists ${listed} with the unit itself`,
      ),
    },
  ];
}

/** Income, expenditure and the general budget move together: their reasons are one, in nearly the same words or not. */
function unlikeReasons(sheet: Sheet): Said[] {
  const { reasons } = sheet.document.narrative;
  const usual = mostFrequent(reasons.map(({ textZh }) => normal(textZh)));
  return reasons
    .filter(({ textZh }) => usual !== null && normal(textZh) !== usual && likeness(normal(textZh), usual) >= 0.6)
    .map(({ textZh, line }) => ({
      what: `${sectionPath(sheet, line)} 增减原因`,
      lines: [line],
      pointer: '/narrative/reasons',
      phrase: textZh,
      printed: textZh,
      expected: usual,
      severity: 'warning',
      message: words('同一原因前后说法不一', 'The same reason is told in two ways'),
    }));
}

export const repeatRules: Rule[] = [
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
