import type { Words } from '../../../kernel/words.ts';
import type { Said } from '../document/problem.ts';
import type { Row } from '../model.ts';
import { type Cell, cellOf, differs, exact, fenOf, inRow, type Rule, type Sheet, sum, words } from './sheet.ts';

const T01 = 'incomeExpenditureSummary';

const T02 = 'incomeBySource';

export const T03 = 'expenditureByFunction';

const T04 = 'fiscalAppropriationSummary';

export const T05 = 'generalPublicBudgetExpenditure';

const T06 = 'governmentFundExpenditure';

const T07 = 'stateCapitalExpenditure';

export const T08 = 'generalBudgetByEconomicClass';

export const T09 = 'basicExpenditureByEconomicItem';

export const T10 = 'threePublicExpenses';

const FISCAL = [
  { table: T05, source: 'generalPublicBudget' },
  { table: T06, source: 'governmentFund' },
  { table: T07, source: 'stateCapital' },
] as const;

const OTHER_SOURCES = [
  'fiscalSpecialAccount',
  'institutionOperating',
  'institutionBusiness',
  'superiorSubsidy',
  'affiliateRemittance',
  'other',
];

export const line = (cell: Cell | null) => (cell ? [cell.row.line] : []);

export const total = (sheet: Sheet, table: string, column: string) => sheet.cell(table, 'total', column);

/** One cell must be what another one is. */
export function same(
  id: string,
  title: Words,
  compares: Words,
  left: (sheet: Sheet) => Cell | null,
  right: (sheet: Sheet) => Cell | null,
) {
  return exact(id, title, compares, (sheet, why) => {
    const other = right(sheet);
    return other ? differs(sheet, left(sheet), fenOf(other), why, line(other)) : [];
  });
}

/** Every functional class of a summary is what the rows of its items add up to, or that less what was carried over. */
function classSums(
  id: string,
  summary: string,
  tables: readonly string[],
  name: string,
  carried: (sheet: Sheet) => number,
): Rule {
  const compares = words(`各功能类应等于${name}中该类各项之和`, `Each class must be the sum of its items in ${name}`);
  return exact(id, words(`功能类与${name}一致`, `Classes agree with ${name}`), compares, (sheet, why) => {
    if (!tables.some((key) => sheet.table(key))) return [];
    const items = tables.flatMap((key) => sheet.details(key));
    const table = sheet.table(summary);
    const rows = sheet.details(summary).filter(({ side }) => side === 'expenditure');
    const known = rows.flatMap((row) => {
      const own = items.filter(({ code }) => row.code !== null && code?.startsWith(row.code));
      const lines = own.map((item) => item.line);
      const spent = sum(own.map((item) => inRow(item, 'total')));
      const apart = spent - inRow(row, 'budget');
      if (!table || (apart > 0 && apart <= carried(sheet))) return [];
      return differs(sheet, cellOf(table, row, 'budget'), spent, why, lines);
    });
    return known;
  });
}

function fiscalIncome(sheet: Sheet, why: Words): Said[] {
  return FISCAL.flatMap(({ source }) => {
    const other = sheet.cell(T01, source, 'budget');
    return other ? differs(sheet, sheet.cell(T04, source, 'budget'), fenOf(other), why, line(other)) : [];
  });
}

/** What the funds spend beyond this year's income of them: it was carried over from the year before. */
function carriedOfFunds(sheet: Sheet): number {
  const beyond = FISCAL.map(({ table, source }) =>
    Math.max(0, fenOf(total(sheet, table, 'total')) - fenOf(total(sheet, T02, source))),
  );
  return Math.min(sum(beyond), carryOver(sheet));
}

const carryOver = (sheet: Sheet) => fenOf(total(sheet, T02, 'priorYearCarryover'));

/** What is spent of a fund is what came in from it, and at most what was carried over besides. */
function fundsSpent(sheet: Sheet, why: Words): Said[] {
  return FISCAL.flatMap(({ table, source }) => {
    const income = total(sheet, T02, source);
    const spent = total(sheet, table, 'total');
    if (!income || !spent) return [];
    const beyond = fenOf(spent) - fenOf(income);
    return beyond > 0 && beyond <= carryOver(sheet) ? [] : differs(sheet, spent, fenOf(income), why, line(income));
  });
}

/** Code by code: with no other sources the three funds are all there is, otherwise they are a part of it. */
function perCode(sheet: Sheet, why: Words): Said[] {
  const table = sheet.table(T03);
  if (!table || !FISCAL.some((fund) => sheet.table(fund.table))) return [];
  const alone = [...OTHER_SOURCES, 'priorYearCarryover'].every((source) => fenOf(total(sheet, T02, source)) === 0);
  const funds = FISCAL.flatMap((fund) => sheet.details(fund.table));
  const rows = sheet.details(T03);
  const named = rows.flatMap((row) =>
    ['total', 'basic', 'project'].flatMap((column) => {
      const own = funds.filter(({ code }) => code === row.code);
      const spent = sum(own.map((one) => inRow(one, column)));
      const whole = cellOf(table, row, column);
      const lines = own.map((one) => one.line);
      return alone || spent > fenOf(whole) ? differs(sheet, whole, spent, why, lines) : [];
    }),
  );
  const strangers = funds.filter(({ code }) => !rows.some((row) => row.code === code));
  return [...named, ...strangers.map((row) => strange(sheet, row))];
}

function strange(sheet: Sheet, row: Row): Said {
  const table = sheet.document.tables.find(({ rows }) => rows.includes(row));
  return {
    what: `${table?.id ?? ''} ${row.code} ${row.nameZh}`,
    lines: [row.line],
    printed: row.code,
    message: words('支出预算总表中没有这个科目', 'This code is not in the table of all expenditure'),
  };
}

/** Income by function names the codes under which money is spent. */
function sameCodes(sheet: Sheet): Said[] {
  const spent = sheet.details(T03).map(({ code }) => code);
  if (spent.length === 0) return [];
  return sheet
    .details(T02)
    .filter(({ code }) => !spent.includes(code))
    .map((row) => strange(sheet, row));
}

export const betweenRules: Rule[] = [
  same(
    'X-01',
    words('收入总额两表一致', 'Total income agrees'),
    words('收支总表的收入合计应等于收入总表的总计', 'Total income must be the same in both tables'),
    (sheet) => sheet.cell(T01, 'incomeTotal', 'budget'),
    (sheet) => total(sheet, T02, 'total'),
  ),
  exact(
    'X-02',
    words('各项收入两表一致', 'Each source agrees'),
    words('收支总表的各项收入应等于收入总表的该栏合计', 'Each source must be its column in the income table'),
    (sheet, why) =>
      sheet
        .details(T01)
        .filter(({ side }) => side === 'income')
        .flatMap((row) => {
          const column = total(sheet, T02, row.key);
          return column?.amount !== undefined && column.row.cells[row.key]
            ? differs(sheet, sheet.cell(T01, row.key, 'budget'), fenOf(column), why, line(column))
            : [];
        }),
  ),
  same(
    'X-03',
    words('支出总额两表一致', 'Total expenditure agrees'),
    words('收支总表的支出合计应等于支出总表的合计', 'Total expenditure must be the same in both tables'),
    (sheet) => sheet.cell(T01, 'expenditureTotal', 'budget'),
    (sheet) => total(sheet, T03, 'total'),
  ),
  classSums('X-04', T01, [T03], '支出预算总表', () => 0),
  exact(
    'X-05',
    words('财政拨款收入两表一致', 'Appropriations agree'),
    words(
      '财政拨款收支总表的收入应等于收支总表前三项',
      'Appropriations must be the first three sources of the summary',
    ),
    fiscalIncome,
  ),
  exact(
    'X-06',
    words('财政拨款支出等于三本预算之和', 'Appropriations spent are the three budgets'),
    words('财政拨款支出合计应等于三张拨款支出表之和', 'Appropriated expenditure must be the sum of the three tables'),
    (sheet, why) => {
      const cells = FISCAL.flatMap(({ table }) => total(sheet, table, 'total') ?? []);
      const spent = sheet.cell(T04, 'expenditureTotal', 'budget');
      if (cells.length < FISCAL.length || !spent) return [];
      const beyond = sum(cells.map(fenOf)) - fenOf(spent);
      return beyond > 0 && beyond <= carryOver(sheet)
        ? []
        : differs(sheet, spent, sum(cells.map(fenOf)), why, cells.flatMap(line));
    },
  ),
  classSums('X-07', T04, [T05, T06, T07], '三张拨款支出表', carriedOfFunds),
  exact(
    'X-08',
    words('拨款支出等于拨款收入', 'Each fund is spent as it came in'),
    words('拨款支出表合计应等于收入总表中该项收入', 'The expenditure of a fund must be its income'),
    fundsSpent,
  ),
  exact(
    'X-09',
    words('按科目：拨款支出与总支出一致', 'Code by code, the funds make the whole'),
    words(
      '同一科目三张拨款支出表之和应等于支出总表',
      'Per code the three funds must make the table of all expenditure',
    ),
    (sheet, why) => [...perCode(sheet, why), ...sameCodes(sheet)],
  ),
];
