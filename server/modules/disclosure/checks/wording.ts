import { lineAt } from '../document/outline.ts';
import type { Said } from '../document/problem.ts';
import { normal, ordinalOf, ordinalZh } from '../document/signs.ts';
import { wrongNames } from './names.ts';
import { factPlace, type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

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
  /** By its printed number, and by the form. */
  level: string;
  wanted: string;
  mark: string;
  ordinal: number;
  title: string;
}

/** How a heading of each level is numbered. */
const MARKS: Readonly<Record<string, string>> = { part: '第n部分', section: 'n、', subsection: '（n）', point: 'n.' };

const LEVELS = ['part', 'section', 'subsection', 'point'];

/** Each heading's number follows the one before it under the same parent. */
function headingNumbers(sheet: Sheet): Said[] {
  const steps: Step[] = sheet.reading.outline.headings.map((one) => ({ ...one, wanted: one.form?.level ?? one.level }));
  const own = sheet.document.performance.headings;
  const told: Step[] = own.flatMap(({ line, numberPrinted, titleZh }) => {
    const text = normal(numberPrinted).replace(/[（）.．、]/g, '');
    const ordinal = ordinalOf(text);
    const level = /^\d/.test(text) ? 'point' : 'subsection';
    return ordinal === null ? [] : [{ line, level, wanted: level, mark: numberPrinted, ordinal, title: titleZh }];
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
    const depth = LEVELS.indexOf(step.wanted);
    for (const level of LEVELS.slice(depth + 1)) last.delete(level);
    const before = last.get(step.wanted);
    last.set(step.wanted, step);
    const expected = (before?.ordinal ?? 0) + 1;
    if (step.ordinal === expected && step.level === step.wanted) return [];
    const number = step.wanted === 'point' ? String(expected) : ordinalZh(expected);
    const mark =
      step.level === step.wanted
        ? step.mark.replace(/[一二三四五六七八九十\d]+/, number)
        : (MARKS[step.wanted] ?? '').replace('n', number);
    const gap = step.wanted === 'point' ? ' ' : '';
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
      if (units.length === 0 || units.includes(unit) || unit.endsWith('元')) return [];
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
    .replace(
      /本部门|本单位|本年度?|(?:比|较|与|和)?上年度?(?:相比)?|同比|有所|主要|没有|未|无|安排|增加|减少|增长|下降|预算|支出|收入|拨款|总额|为|的|了|[，、]/g,
      '',
    );

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

/** The same of the reasons why something moved: one made of nothing but the words of the statement. */
function emptyMoves(sheet: Sheet): Said[] {
  return sheet.reading.told.flatMap(({ block, told: { slots } }) =>
    slots.flatMap(({ name, text, at }, i): Said[] => {
      const moved = slots.slice(0, i).some((slot) => /(?:increase|Change)$/.test(slot.name));
      if (name !== 'reason' || !moved || text.trim() === '' || core(text) !== '') return [];
      const line = lineAt(block, at);
      return [
        {
          what: sectionPath(sheet, line),
          lines: [line],
          phrase: text,
          printed: `主要原因是${text}`,
          expected: null,
          message: words('原因只是重复了事实', 'The reason only repeats the statement'),
        },
      ];
    }),
  );
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
    (sheet) => [...emptyReasons(sheet), ...emptyMoves(sheet)],
  ),
];
