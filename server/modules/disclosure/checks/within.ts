import type { Words } from '../../../kernel/words.ts';
import { ROLES } from '../data/classification.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import type { Table } from '../model.ts';
import { cellOf, differs, fenOf, inRow, placeOf, type Rule, type Sheet, sum, tablePointer } from './sheet.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

/** One side of a summary adds up to its total. */
function sideTotal(id: string, table: string, side: 'income' | 'expenditure'): Rule {
  const name = side === 'income' ? words('收入合计', 'total income') : words('支出合计', 'total expenditure');
  const why = words(`${name.zh}应等于各行之和`, `The ${name.en} must be the sum of its rows`);
  return {
    id,
    severity: 'error',
    title: words(`${name.zh}等于各行之和`, `${name.en} is the sum of its rows`),
    compares: why,
    tolerance: '0',
    check: (sheet) => {
      const rows = sheet.details(table).filter((row) => row.side === side);
      const total = sheet.cell(table, `${side}Total`, 'budget');
      return differs(sheet, total, sum(rows.map((row) => inRow(row, 'budget'))), why);
    },
  };
}

function balance(id: string, table: string): Rule {
  const why = words('收入合计应等于支出合计', 'Total income must equal total expenditure');
  return {
    id,
    severity: 'error',
    title: words('收支平衡', 'Income and expenditure balance'),
    compares: why,
    tolerance: '0',
    check: (sheet) => {
      const income = sheet.cell(table, 'incomeTotal', 'budget');
      const expenditure = sheet.cell(table, 'expenditureTotal', 'budget');
      return expenditure ? differs(sheet, income, fenOf(expenditure), why, [expenditure.row.line]) : [];
    },
  };
}

/** In every row the first column is the sum of those beside it. */
function rowSums(id: string, key: string, total: string, why: Words): Rule {
  return {
    id,
    severity: 'error',
    title: words('逐行：合计等于各栏之和', 'Each row adds up'),
    compares: why,
    tolerance: '0',
    check: (sheet) => {
      const table = sheet.table(key);
      const parts = (sheet.form(table as Table)?.columns ?? table?.columns ?? [])
        .filter((column) => column.type === 'amount' && column.key !== total)
        .map((column) => column.key);
      return (table?.rows ?? []).flatMap((row) =>
        differs(sheet, cellOf(table as Table, row, total), sum(parts.map((part) => inRow(row, part))), why),
      );
    },
  };
}

/** In every column the total is the sum of the rows of the lowest level. */
function columnSums(id: string, key: string, why: Words): Rule {
  return {
    id,
    severity: 'error',
    title: words('逐栏：合计等于各行之和', 'Each column adds up'),
    compares: why,
    tolerance: '0',
    check: (sheet) => {
      const table = sheet.table(key);
      const total = table?.rows.find(({ kind }) => kind === 'total');
      if (!table || !total) return [];
      const kind = key === 'basicExpenditureByEconomicItem' ? 'subtotal' : 'detail';
      const rows = table.rows.filter((row) => row.kind === kind);
      return columnKeys(sheet, table).flatMap((column) =>
        differs(sheet, cellOf(table, total, column), sum(rows.map((row) => inRow(row, column))), why),
      );
    },
  };
}

function columnKeys(sheet: Sheet, table: Table): string[] {
  const columns = sheet.form(table)?.columns ?? table.columns;
  return columns.filter(({ type }) => type === 'amount').map(({ key }) => key);
}

const ITEMS = 'basicExpenditureByEconomicItem';
const THREE = 'threePublicExpenses';
const EACH_COLUMN = words('合计应等于最末级各行之和', 'The total must be the sum of the rows of the lowest level');

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

export const withinRules: Rule[] = [
  sideTotal('R-T01-1', 'incomeExpenditureSummary', 'income'),
  sideTotal('R-T01-2', 'incomeExpenditureSummary', 'expenditure'),
  balance('R-T01-3', 'incomeExpenditureSummary'),
  rowSums(
    'R-T02-1',
    'incomeBySource',
    'total',
    words('总计应等于十项来源之和', 'The total must be the sum of the sources'),
  ),
  columnSums('R-T02-2', 'incomeBySource', EACH_COLUMN),
  rowSums(
    'R-T03-1',
    'expenditureByFunction',
    'total',
    words('合计应等于基本、项目、经营、上缴、补助支出之和', 'The total must be the sum of the kinds of expenditure'),
  ),
  columnSums('R-T03-2', 'expenditureByFunction', EACH_COLUMN),
  sideTotal('R-T04-1', 'fiscalAppropriationSummary', 'income'),
  sideTotal('R-T04-2', 'fiscalAppropriationSummary', 'expenditure'),
  balance('R-T04-3', 'fiscalAppropriationSummary'),
  ...(
    [
      ['T05', 'generalPublicBudgetExpenditure'],
      ['T06', 'governmentFundExpenditure'],
      ['T07', 'stateCapitalExpenditure'],
    ] as const
  ).flatMap(([id, key]) => [
    rowSums(
      `R-${id}-1`,
      key,
      'total',
      words('合计应等于基本支出与项目支出之和', 'The total must be basic and project expenditure'),
    ),
    columnSums(`R-${id}-2`, key, EACH_COLUMN),
  ]),
  columnSums(
    'R-T08-1',
    'generalBudgetByEconomicClass',
    words('合计应等于各类之和', 'The total must be the sum of the classes'),
  ),
  rowSums(
    'R-T09-1',
    ITEMS,
    'total',
    words('合计应等于人员经费与公用经费之和', 'The total must be personnel and public expenses'),
  ),
  {
    id: 'R-T09-2',
    severity: 'error',
    title: words('各类等于所属各款之和', 'Each class is the sum of its items'),
    compares: words('类的每一栏应等于所属各款之和', 'Each column of a class must be the sum of its items'),
    tolerance: '0',
    check: (sheet) => {
      const table = sheet.table(ITEMS);
      if (!table) return [];
      return table.rows
        .filter(({ kind, code }) => kind === 'subtotal' || (kind !== 'total' && code?.length === 3))
        .flatMap((row) => {
          const items = table.rows.filter(({ code }) => code?.length === 5 && code.startsWith(row.code ?? '-'));
          const why = words(
            `${row.code} ${row.nameZh}应等于所属各款之和`,
            `Class ${row.code} must be the sum of its items`,
          );
          return columnKeys(sheet, table).flatMap((column) =>
            differs(sheet, cellOf(table, row, column), sum(items.map((item) => inRow(item, column))), why),
          );
        });
    },
  },
  columnSums('R-T09-3', ITEMS, words('合计应等于各类之和', 'The total must be the sum of the classes')),
  {
    id: 'R-T09-4',
    severity: 'warning',
    title: words('302、310 类不列人员经费', 'Classes 302 and 310 are no personnel expenses'),
    compares: words('302、310 类的人员经费栏应为零', 'The personnel column of classes 302 and 310 must be zero'),
    tolerance: '0',
    check: personnelOfPublicClasses,
  },
  {
    id: 'R-T10-1',
    severity: 'error',
    title: words('“三公”合计等于三项之和', 'The three public expenses add up'),
    compares: words('合计 = 1 + 2 + 3', 'total = 1 + 2 + 3'),
    tolerance: '0',
    check: (sheet) =>
      differs(
        sheet,
        sheet.cell(THREE, 'total', 'budget'),
        sum(
          ['overseasTravel', 'officialReception', 'officialVehicles'].map((row) =>
            fenOf(sheet.cell(THREE, row, 'budget')),
          ),
        ),
        words('“三公”经费合计应等于三项之和', 'The total must be the sum of the three expenses'),
      ),
  },
  {
    id: 'R-T10-2',
    severity: 'error',
    title: words('公务用车费等于购置费与运行费之和', 'Vehicles are purchase and running'),
    compares: words('3 =（1）+（2）', '3 = (1) + (2)'),
    tolerance: '0',
    check: (sheet) =>
      differs(
        sheet,
        sheet.cell(THREE, 'officialVehicles', 'budget'),
        sum(['vehiclePurchase', 'vehicleOperation'].map((row) => fenOf(sheet.cell(THREE, row, 'budget')))),
        words(
          '公务用车购置及运行费应等于购置费与运行费之和',
          'Official vehicles must be purchase and running together',
        ),
      ),
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
