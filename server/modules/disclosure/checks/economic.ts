import type { Words } from '../../../kernel/words.ts';
import { ROLES } from '../data/classification.ts';
import type { Said } from '../document/problem.ts';
import { line, same, T05, T08, T09, T10, total } from './between.ts';
import { cellOf, differs, exact, fenOf, inRow, placeOf, type Rule, type Sheet, sum, words } from './sheet.ts';

function classesCover(sheet: Sheet): Said[] {
  const table = sheet.table(T08);
  if (!table) return [];
  return table.rows.flatMap((row) => {
    const basic = row.code ? sheet.cell(T09, `c${row.code}`, 'total') : null;
    const whole = cellOf(table, row, 'budget');
    if (!basic || fenOf(whole) >= fenOf(basic)) return [];
    return [
      {
        ...placeOf(sheet, whole),
        lines: [row.line, basic.row.line],
        printed: whole.amount.printed,
        expected: `≥ ${sheet.show(fenOf(basic))}`,
        difference: sheet.show(fenOf(whole) - fenOf(basic)),
        message: words('全部支出不能小于其中的基本支出', 'All expenditure cannot be less than its basic part'),
      },
    ];
  });
}

function projectByClass(sheet: Sheet, why: Words): Said[] {
  const project = total(sheet, T05, 'project');
  if (!sheet.table(T08) || !sheet.table(T09)) return [];
  const classes = sheet.details(T08);
  const beyond = sum(classes.map((row) => inRow(row, 'budget') - fenOf(sheet.cell(T09, `c${row.code}`, 'total'))));
  return differs(sheet, project, beyond, why, classes.map((row) => row.line).slice(0, 1));
}

const THREE_PUBLIC = [
  ['overseasTravel', ROLES.overseasTravel],
  ['officialReception', ROLES.officialReception],
  ['vehicleOperation', ROLES.vehicleOperation],
  ['vehiclePurchase', ROLES.vehiclePurchase],
] as const;

function threePublicCovers(sheet: Sheet): Said[] {
  return THREE_PUBLIC.flatMap(([key, codes]) => {
    const cell = sheet.cell(T10, key, 'budget');
    const items = codes.flatMap((code) => sheet.cell(T09, `c${code}`, 'total') ?? []);
    const basic = sum(items.map(fenOf));
    if (!cell || fenOf(cell) >= basic) return [];
    return [
      {
        ...placeOf(sheet, cell),
        lines: [cell.row.line, ...items.map(({ row }) => row.line)],
        printed: cell.amount.printed,
        expected: `≥ ${sheet.show(basic)}`,
        difference: sheet.show(fenOf(cell) - basic),
        message: words('不能小于基本支出中的同项经费', 'It cannot be less than the same item of basic expenditure'),
      },
    ];
  });
}

export const economicRules: Rule[] = [
  same(
    'X-10',
    words('经济分类合计与拨款支出一致', 'Economic classes make the general budget'),
    words('经济分类情况表合计应等于一般公共预算拨款支出', 'The economic classes must make the general public budget'),
    (sheet) => total(sheet, T08, 'budget'),
    (sheet) => total(sheet, T05, 'total'),
  ),
  same(
    'X-11',
    words('基本支出经济分类合计一致', 'Basic items make basic expenditure'),
    words('基本支出经济分类合计应等于一般公共预算基本支出', 'The basic items must make basic expenditure'),
    (sheet) => total(sheet, T09, 'total'),
    (sheet) => total(sheet, T05, 'basic'),
  ),
  exact(
    'X-12a',
    words('各类不小于其基本支出', 'Each class covers its basic part'),
    words('各类全部支出 ≥ 该类基本支出', 'each class ≥ its basic expenditure'),
    classesCover,
  ),
  exact(
    'X-12b',
    words('各类差额之和等于项目支出', 'What is not basic is project expenditure'),
    words(
      '各类全部支出与基本支出之差合计应等于项目支出',
      'The classes less their basic parts must make project expenditure',
    ),
    projectByClass,
  ),
  exact(
    'X-13',
    words('人员加公用等于基本支出', 'Personnel and public make basic expenditure'),
    words(
      '人员经费与公用经费之和应等于一般公共预算基本支出',
      'Personnel and public expenses must make basic expenditure',
    ),
    (sheet, why) => {
      const parts = ['personnel', 'public'].flatMap((column) => total(sheet, T09, column) ?? []);
      return parts.length === 2
        ? differs(sheet, total(sheet, T05, 'basic'), sum(parts.map(fenOf)), why, parts.slice(0, 1).flatMap(line))
        : [];
    },
  ),
  exact(
    'X-14',
    words('“三公”不小于基本支出中的同项', 'Three public expenses cover the basic items'),
    words(
      '“三公”各项 ≥ 30212、30217、30231、31013 与 30913',
      'each expense ≥ codes 30212; 30217; 30231; 31013 + 30913',
    ),
    threePublicCovers,
  ),
];
