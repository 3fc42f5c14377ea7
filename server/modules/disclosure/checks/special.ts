import { ROLES } from '../data/classification.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import { cellOf, differs, fenOf, inRow, placeOf, type Rule, type Sheet, sum, tablePointer, words } from './sheet.ts';
import { ITEMS } from './within.ts';

/** 人员经费 and 公用经费 each take classes of their own; what stands in the other's column is asked about once. */
function personnelOfPublicClasses(sheet: Sheet): Said[] {
  const table = sheet.table(ITEMS);
  if (!table) return [];
  const classes = table.rows.filter(
    ({ kind, code }) => kind === 'subtotal' && ROLES.publicClasses.some((one) => one === code),
  );
  return classes
    .filter((row) => inRow(row, 'personnel') !== 0)
    .map((row) => {
      const items = table.rows.filter(
        (one) => one.kind === 'detail' && one.code?.startsWith(row.code ?? '-') && inRow(one, 'personnel') !== 0,
      );
      const total = fenOf(sheet.cell(ITEMS, 'total', 'personnel'));
      const share = total > 0 ? ((inRow(row, 'personnel') / total) * 100).toFixed(2) : '—';
      const cell = cellOf(table, row, 'personnel');
      return {
        ...placeOf(sheet, cell),
        lines: [row.line, ...items.map(({ line }) => line)],
        printed: cell.amount.printed,
        expected: '0.00',
        difference: sheet.show(inRow(row, 'personnel')),
        message: words(
          `${row.code} ${row.nameZh}列入人员经费，占人员经费 ${share}%；人员经费一般只含 301、303 类`,
          `Class ${row.code} stands under personnel expenses (${share}%); these normally hold classes 301 and 303 only`,
        ),
      };
    });
}

function specialFunds(sheet: Sheet): Said[] {
  const table = sheet.table('specialFundCatalogue');
  if (!table) return [];
  const why = words('小计应等于三项资金之和', 'The subtotal must be the sum of the three funds');
  const each = table.rows.flatMap((row) =>
    differs(
      sheet,
      cellOf(table, row, 'fundSubtotal'),
      sum(['fundGeneral', 'fundGovernment', 'fundStateCapital'].map((column) => inRow(row, column))),
      why,
    ),
  );
  const total = sum(table.rows.map((row) => inRow(row, 'fundSubtotal')));
  const project = sheet.cell('expenditureByFunction', 'total', 'project');
  if (!project || total <= fenOf(project)) return each;
  return [
    ...each,
    {
      what: `${table.id} ${table.nameZh}`,
      lines: [...table.rows.map(({ line }) => line), project.row.line],
      pointer: `${tablePointer(sheet, table)}/rows`,
      printed: sheet.show(total),
      expected: `≤ ${sheet.show(fenOf(project))}`,
      difference: sheet.show(total - fenOf(project)),
      message: words('专项资金合计不应超过项目支出', 'The special funds must not exceed project expenditure'),
    },
  ];
}

/** A table without figures carries its sentence, and one with figures does not. */
function emptyTables(sheet: Sheet): Said[] {
  return sheet.document.tables.flatMap((table): Said[] => {
    const form = sheet.form(table);
    const filled = table.rows.some((row) =>
      Object.values(row.cells).some(({ fen, fault }) => (fen ?? 0) !== 0 || fault),
    );
    const said = table.statementZh !== null && /没有|无/.test(table.statementZh);
    const place = {
      what: `${table.id} ${table.nameZh}`,
      lines: [table.statementLine ?? table.lines[0]],
      pointer: `${tablePointer(sheet, table)}/statementZh`,
    };
    if (filled && said)
      return [
        {
          ...place,
          printed: table.statementZh,
          message: words('表中有数，却写着没有', 'The table has figures, yet its sentence says there are none'),
        },
      ];
    if (!filled && !said && form?.emptySentence)
      return [
        {
          ...place,
          expected: readable(form.emptySentence, sheet.year),
          message: words('空表应附说明', 'An empty table must carry its sentence'),
        },
      ];
    return [];
  });
}

/** A sentence of the form as one would write it: the first of each choice, nothing that may be missing. */
export function readable(text: string, year: number): string {
  return text
    .replace(/\(([^|()]*)(?:\|[^)]*)?\)/g, '$1')
    .replace(/\[[^\]]*\]/g, '')
    .replaceAll('{year}', String(year));
}

export const specialRules: Rule[] = [
  {
    id: 'R-T09-4',
    severity: 'warning',
    title: words('302、310 类不列人员经费', 'Classes 302 and 310 are no personnel expenses'),
    compares: words('302、310 类的人员经费栏应为零', 'The personnel column of classes 302 and 310 must be zero'),
    tolerance: '0',
    check: personnelOfPublicClasses,
  },
  {
    id: 'R-T11-1',
    severity: 'error',
    title: words('专项资金小计等于三项之和，不超项目支出', 'Special funds add up and stay within project expenditure'),
    compares: words(
      '小计 = 一般 + 基金 + 国资；各行之和 ≤ 项目支出',
      'subtotal = three funds; Σ ≤ project expenditure',
    ),
    tolerance: '0',
    check: specialFunds,
  },
  {
    id: 'R-EMPTY',
    severity: 'error',
    title: words('空表附说明', 'Empty tables carry their sentence'),
    compares: words('无数的表 ⇔ 附“没有”的说明', 'a table without figures ⇔ its sentence'),
    tolerance: null,
    check: emptyTables,
  },
  {
    id: 'R-SHAPE',
    severity: 'error',
    title: words('表头与栏目合于样式', 'Headers and columns follow the form'),
    compares: words('表名、表头、栏目与样式一致', 'titles and column headings as in the form'),
    tolerance: null,
    check: (sheet) =>
      sheet.document.tables.flatMap((table) => {
        const form = sheet.form(table);
        const labels = form?.columns.map(({ labelZh }) => labelZh) ?? [];
        return table.columns
          .map(({ labelZh }, i) => ({ printed: labelZh, expected: labels[i] ?? '', i }))
          .filter(({ printed, expected }) => form !== null && normal(printed) !== normal(expected))
          .map(({ printed, expected, i }) => ({
            what: `${table.id} ${table.nameZh} · 表头`,
            lines: [table.lines[0]],
            pointer: `${tablePointer(sheet, table)}/columns/${i}/labelZh`,
            printed,
            expected,
            message: words(`栏目名应为“${expected}”`, `The column should be called “${expected}”`),
          }));
      }),
  },
];
