import { halfWidth } from '../document/money.ts';
import type { Said } from '../document/problem.ts';
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
