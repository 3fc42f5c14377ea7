import { lineAt } from '../document/outline.ts';
import type { Said } from '../document/problem.ts';
import { read, type Sentence, sentence } from '../document/sentence.ts';
import { likeness, nearest, normal, numbered } from '../document/signs.ts';
import { type Sheet, sectionPath, words } from './sheet.ts';

function changed(sheet: Sheet, line: number, printed: string, expected: string, phrase: string): Said {
  return {
    what: sectionPath(sheet, line),
    lines: [line],
    phrase,
    printed,
    expected,
    message:
      expected === ''
        ? words(`固定语句中多出“${printed}”`, `“${printed}” is not in the sentence of the form`)
        : printed === ''
          ? words(`固定语句中少了“${expected}”`, `“${expected}” is missing from the sentence of the form`)
          : words(`“${printed}”应为“${expected}”`, `“${printed}” should be “${expected}”`),
  };
}

/** Sentences of the form, where they depart from it. */
function inSentences(sheet: Sheet): Said[] {
  return sheet.reading.told.flatMap(({ block, told }) =>
    told.departures.map(({ printed, expected, at }) => {
      const around = block.text.slice(Math.max(0, at - 6), at + printed.length + 6);
      return changed(sheet, lineAt(block, at), printed, expected, around);
    }),
  );
}

/** A title with any year in front of it; a wrong year has its own rule. */
const anyYear = (title: string) => title.replace('{year}', '').replace(/^\d{2,6}(?=年)/, '');

/** Headings and titles, each in the words of the form. */
function inHeadings(sheet: Sheet): Said[] {
  const headings = sheet.reading.outline.headings.flatMap(({ form, title, line }) => {
    if (!form || anyYear(title) === anyYear(normal(form.titleZh))) return [];
    return [changed(sheet, line, title, form.titleZh.replace('{year}', String(sheet.year)), title)];
  });
  const tables = sheet.document.tables.flatMap((table) => {
    const form = sheet.form(table);
    const printed = anyYear(normal(table.titlePrinted));
    if (!form || printed === `年度${normal(form.nameZh)}`) return [];
    return [changed(sheet, table.titleLine, table.titlePrinted, `${sheet.year}年度${form.nameZh}`, table.titlePrinted)];
  });
  const names = sheet.document.tables.flatMap((table) => {
    const form = sheet.form(table);
    const line = table.lines[0];
    const told = headings.some(({ lines }) => lines?.includes(line));
    if (!form || told || normal(table.nameZh) === normal(form.nameZh)) return [];
    return [changed(sheet, line, table.nameZh, form.nameZh, table.nameZh)];
  });
  const overall = sheet.document.performance.overall;
  const title = normal(overall?.titleZh ?? '').replace(sheet.name(), '');
  const whole = sheet.document.document.kind.startsWith('unit') ? '单位整体支出绩效目标表' : '部门整体支出绩效目标表';
  const targets =
    overall && title !== whole && !/^(?:部门|单位)?整体支出绩效目标表$/.test(title)
      ? [changed(sheet, overall.line, title, whole, title)]
      : [];
  const projects = sheet.document.performance.projects
    .filter(({ titlePrinted }) => titlePrinted === '')
    .map(({ line }) => changed(sheet, line, '', '项目名称和“绩效目标”', ''));
  return [...headings, ...tables, ...names, ...targets, ...projects];
}

const compiled = new Map<string, Sentence>();
function sentenceOf(text: string): Sentence {
  const known = compiled.get(text) ?? sentence(text);
  compiled.set(text, known);
  return known;
}

const fixed = (text: string) => text.replace(/[[\]()|{}]/g, '');

/** The sentence under an empty table. */
function inStatements(sheet: Sheet): Said[] {
  return sheet.document.tables.flatMap((table) => {
    const form = sheet.form(table)?.emptySentence;
    if (!form || table.statementZh === null || table.statementLine === null) return [];
    const text = normal(table.statementZh);
    const line = table.statementLine;
    return read(sentenceOf(form), text).departures.map(({ printed, expected }) =>
      changed(sheet, line, printed, expected, text),
    );
  });
}

const OWN_WORDING = 0.5;

/** Explained terms: the wording of the form, or words of the unit's own. */
function inGlossary(sheet: Sheet): Said[] {
  const { glossary } = sheet.reading.template;
  const blocks = sheet.reading.outline.blocks.filter(({ section }) => section === 'glossary');
  return blocks.flatMap((block) => {
    const number = numbered(block.text);
    const [term = '', ...rest] = (number?.rest ?? block.text).split('：');
    const definition = rest.join('：');
    const known =
      glossary.find(({ termZh }) => termZh === term) ??
      nearest(definition || term, glossary, ({ wordings: [first = ''] }) => first, 0.6) ??
      nearest(term, glossary, ({ termZh }) => termZh, 0.6);
    const line = block.lines[0] ?? 1;
    if (!known || (known.termZh !== term && sheet.reading.template.terms.includes(term))) return [];
    const strange = known.termZh === term ? [] : [changed(sheet, line, term, known.termZh, term)];
    if (known.wordings.includes(definition)) return strange;
    const wording = nearest(definition, known.wordings, String, OWN_WORDING);
    if (wording === null) return strange;
    const offset = block.text.length - definition.length;
    return [
      ...strange,
      ...read(sentenceOf(fixed(wording)), definition).departures.map(({ printed, expected, at }) => {
        const around = definition.slice(Math.max(0, at - 6), at + printed.length + 6);
        return changed(sheet, lineAt(block, offset + at), printed, expected, around);
      }),
    ];
  });
}

/** The head of the table of units and the labels of the target tables. */
function inLabels(sheet: Sheet): Said[] {
  const { outline, template } = sheet.reading;
  const head = outline.rows.find(({ section }) => section === 'units');
  const units = (head ? template.unitTable : []).flatMap((label, i) => {
    const printed = normal(head?.cells[i] ?? '');
    return head && printed !== label ? [changed(sheet, head.line, printed, label, printed)] : [];
  });
  const labels = outline.rows.filter(({ section }) => section === 'overallTargets' || section === 'projectTargets');
  const targets = labels.flatMap(({ cells, line }) =>
    cells.flatMap((cell) => {
      const printed = normal(cell);
      if (printed === '' || printed.length > 14 || LABELS.includes(printed)) return [];
      const near = LABELS.find(
        (label) => label.length === printed.length && label.length > 3 && likeness(label, printed) >= 0.5,
      );
      if (!near || near.endsWith('指标')) return [];
      const isName = sheet.indicators().some(({ level3Zh }) => normal(level3Zh) === printed);
      return isName ? [] : [changed(sheet, line, printed, near, printed)];
    }),
  );
  return [...units, ...targets];
}

const LABELS = [
  '年度预算安排（万元）',
  '项目资金（万元）',
  '资金总额：',
  '项目支出：',
  '基本支出：',
  '财政拨款：',
  '其他资金：',
  '年度目标',
  '总体目标',
  '绩效目标指标',
  '一级指标',
  '二级指标',
  '三级指标',
  '全年目标值',
  '目标值',
];

const found = new WeakMap<Sheet, Said[]>();

/** Wherever the fixed words of the form are not the form's. */
export function departures(sheet: Sheet): Said[] {
  const known = found.get(sheet);
  if (known) return known;
  const made = [
    ...inSentences(sheet),
    ...inHeadings(sheet),
    ...inStatements(sheet),
    ...inGlossary(sheet),
    ...inLabels(sheet),
  ];
  found.set(sheet, made);
  return made;
}
