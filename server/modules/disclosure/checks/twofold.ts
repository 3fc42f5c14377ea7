import { halfWidth } from '../document/money.ts';
import type { Said } from '../document/problem.ts';
import { read, sentence } from '../document/sentence.ts';
import { normal } from '../document/signs.ts';
import { readTarget } from '../document/targets.ts';
import { factPlace, type Rule, type Sheet, tablePointer, words } from './sheet.ts';

/** What a JSON document says twice (as printed, and as read) must be one thing. */
function readAsPrinted(sheet: Sheet): Said[] {
  const facts = sheet.document.narrative.facts.flatMap((fact, i): Said[] => {
    if (fact.kind === 'amount' || String(fact.value) === halfWidth(fact.printed)) return [];
    return [
      {
        ...factPlace(sheet, fact),
        pointer: `/narrative/facts/${i}/value`,
        printed: String(fact.value),
        expected: fact.printed,
        message: words(`数值与印出的“${fact.printed}”不一致`, `The value is not that of the printed “${fact.printed}”`),
      },
    ];
  });
  const { overall, projects } = sheet.document.performance;
  const lists = [
    { pointer: '/performance/overall/indicators', indicators: overall?.indicators ?? [] },
    ...projects.map(({ indicators }, i) => ({ pointer: `/performance/projects/${i}/indicators`, indicators })),
  ];
  const targets = lists.flatMap(({ pointer, indicators }) =>
    indicators.flatMap((one, i): Said[] => {
      const { operator, target, unit } = readTarget(one.targetPrinted);
      if (operator === 'qualitative' && one.operator === 'qualitative') return [];
      const same = operator === one.operator && target === one.target && unit === one.unit;
      if (same && normal(one.targetPrinted).startsWith(one.operatorPrinted)) return [];
      return [
        {
          what: `${one.id} ${one.level3Zh}`,
          lines: [one.line],
          pointer: `${pointer}/${i}/target`,
          printed: `${one.operatorPrinted} ${one.operator} ${one.target}${one.unit}`,
          expected: one.targetPrinted,
          message: words(
            `目标值与印出的“${one.targetPrinted}”不一致`,
            `The target is not the printed “${one.targetPrinted}”`,
          ),
        },
      ];
    }),
  );
  return [...facts, ...targets, ...rowKeys(sheet)];
}

/** The key by which a row is known follows from its code. */
function rowKeys(sheet: Sheet): Said[] {
  return sheet.document.tables.flatMap((table) => {
    if (sheet.form(table)?.layout !== 'codes') return [];
    return table.rows.flatMap((row, i): Said[] => {
      const expected = row.kind === 'total' ? 'total' : row.code === null ? row.key : `c${row.code}`;
      if (row.key === expected) return [];
      return [
        {
          what: `${table.id} ${row.code ?? ''} ${row.nameZh}`,
          lines: [row.line],
          pointer: `${tablePointer(sheet, table)}/rows/${i}/key`,
          printed: row.key,
          expected,
          message: words('行的标识与编码不一致', 'The key of the row is not that of its code'),
        },
      ];
    });
  });
}

/** Labels and units of the figures, which the form gives. */
export function figureLabels(sheet: Sheet): Said[] {
  const { facts } = sheet.reading.template;
  return sheet.document.narrative.facts.flatMap((fact): Said[] => {
    const form = facts[fact.key];
    const pairs = [
      ['labelZh', fact.labelZh, form?.labelZh ?? ''],
      ['unitPrinted', fact.unitPrinted, fact.kind === 'amount' ? fact.unitPrinted : (form?.unit ?? '')],
    ] as const;
    return pairs
      .filter(([, printed, expected]) => expected !== '' && normal(printed) !== normal(expected))
      .map(([key, printed, expected]) => ({
        ...factPlace(sheet, fact),
        pointer: `${factPlace(sheet, fact).pointer}/${key}`,
        printed,
        expected,
        message: words(`“${printed}”应为“${expected}”`, `“${printed}” should be “${expected}”`),
      }));
  });
}

/** Headings and statements of a document that came without source lines, against the form. */
export function titlesWithoutText(sheet: Sheet): Said[] {
  const { outline, template } = sheet.reading;
  if (outline.headings.length > 0) return [];
  const titles = new Set(template.sections.map(({ titleZh }) => normal(titleZh.replace('{year}', String(sheet.year)))));
  const { toc, performance, narrative } = sheet.document;
  const strange = [
    ...toc.map(({ titleZh, line }, i) => ({ titleZh, line, pointer: `/toc/${i}/titleZh` })),
    ...performance.headings.map(({ titleZh, line }, i) => ({
      titleZh,
      line,
      pointer: `/performance/headings/${i}/titleZh`,
    })),
  ].filter(({ titleZh }) => !titles.has(normal(titleZh)));
  const headings = strange.map(({ titleZh, line, pointer }) => ({
    what: '标题',
    lines: [line],
    pointer,
    printed: titleZh,
    message: words('样式中没有这个标题', 'The form has no such heading'),
  }));
  const forms = new Map(
    template.sentences.flatMap((form) => (form.statement ? [[form.statement.id, form.text] as const] : [])),
  );
  const statements = narrative.statements.flatMap(({ id, textZh, line }, i) => {
    const form = forms.get(id);
    const departures = form ? read(sentence(form), normal(textZh)).departures : [];
    return departures.map(({ printed, expected }) => ({
      what: '情况说明',
      lines: [line],
      pointer: `/narrative/statements/${i}/textZh`,
      printed,
      expected,
      message: words(`“${printed}”应为“${expected}”`, `“${printed}” should be “${expected}”`),
    }));
  });
  return [...headings, ...statements];
}

export const twofoldRules: Rule[] = [
  {
    id: 'R-CENTS',
    severity: 'error',
    title: words('数值与印出的一致', 'Values agree with what is printed'),
    compares: words('JSON 中读出的数值、目标、标识 = 印出的', 'values, targets and keys of the JSON = what is printed'),
    tolerance: null,
    check: readAsPrinted,
  },
];
