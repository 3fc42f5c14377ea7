import type { Words } from '../../../kernel/words.ts';
import type { Said } from '../document/problem.ts';
import type { Table } from '../model.ts';
import { cellOf, differs, fenOf, inRow, type Rule, type Sheet, sum, words } from './sheet.ts';

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
      if (!table) return [];
      const parts = columnKeys(sheet, table).filter((column) => column !== total);
      return table.rows.flatMap((row) =>
        differs(sheet, cellOf(table, row, total), sum(parts.map((part) => inRow(row, part))), why),
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
      const sums = columnKeys(sheet, table).flatMap((column) =>
        differs(sheet, cellOf(table, total, column), sum(rows.map((row) => inRow(row, column))), why),
      );
      return kind === 'detail' ? [...sums, ...levelSums(sheet, table)] : sums;
    },
  };
}

/** Where classes and groups are printed above their items, each is what stands under it. */
function levelSums(sheet: Sheet, table: Table): Said[] {
  return table.rows
    .filter(({ kind, code }) => kind === 'subtotal' && code !== null)
    .flatMap((row) => {
      const items = table.rows.filter(({ kind, code }) => kind === 'detail' && code?.startsWith(row.code ?? '-'));
      const why = words(
        `${row.code} ${row.nameZh}应等于其下各项之和`,
        `${row.code} ${row.nameZh} must be the sum of what stands under it`,
      );
      return columnKeys(sheet, table).flatMap((column) =>
        differs(sheet, cellOf(table, row, column), sum(items.map((item) => inRow(item, column))), why),
      );
    });
}

function columnKeys(sheet: Sheet, table: Table): string[] {
  const columns = sheet.form(table)?.columns ?? table.columns;
  return columns.filter(({ type }) => type === 'amount').map(({ key }) => key);
}

export const ITEMS = 'basicExpenditureByEconomicItem';

const THREE = 'threePublicExpenses';

const EACH_COLUMN = words('合计应等于最末级各行之和', 'The total must be the sum of the rows of the lowest level');

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
];
