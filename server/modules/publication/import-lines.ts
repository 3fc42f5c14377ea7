import type { ReadSheet } from '../../adapters/spreadsheet.ts';
import type { Words } from '../../kernel/words.ts';
import type { FundType, LineChange, LineKind, LineRole } from '../budget/model.ts';
import type { Budget } from '../budget/procedures.ts';
import { keyFault, keyOf } from '../budget/rules.ts';
import { CODES } from '../disclosure/data/classification.ts';
import { halfWidth, readAmount } from '../disclosure/document/money.ts';
import type { AmountFault } from '../disclosure/model.ts';

/** What is to be said of one cell, by its address in the sheet. */
export interface CellNote {
  cell: string;
  message: Words;
}

/** What a sheet would change: nothing is changed yet. `faults` must be empty before it can be. */
export interface Preview {
  lines: LineChange[];
  told: CellNote[];
  faults: CellNote[];
}

const COLUMNS = {
  functionCode: ['功能科目', '功能分类', '功能科目编码', 'functionCode'],
  economicCode: ['经济科目', '经济分类', '部门经济科目', 'economicCode'],
  fund: ['资金性质', '资金来源', 'fund'],
  kind: ['支出性质', '支出类型', 'kind'],
  role: ['经费类别', '人员公用', 'role'],
  projectCode: ['项目', '项目代码', 'project', 'projectCode'],
  amount: ['金额', '金额（万元）', '预算数', 'amount'],
} as const;
type Name = keyof typeof COLUMNS;
const NEEDED: Name[] = ['functionCode', 'economicCode', 'kind', 'amount'];

const FUNDS: Record<string, FundType> = {
  '': 'generalPublicBudget',
  一般公共预算: 'generalPublicBudget',
  一般公共预算拨款: 'generalPublicBudget',
  政府性基金预算: 'governmentFund',
  政府性基金预算拨款: 'governmentFund',
  国有资本经营预算: 'stateCapital',
  国有资本经营预算拨款: 'stateCapital',
  其他资金: 'other',
};
const KINDS: Record<string, LineKind> = {
  基本支出: 'basic',
  项目支出: 'project',
  事业单位经营支出: 'institutionBusiness',
  上缴上级支出: 'remitToSuperior',
  对附属单位补助支出: 'affiliateSubsidy',
};
const ROLES: Record<string, LineRole | null> = { '': null, 人员经费: 'personnel', 公用经费: 'public' };

const note = (cell: string, zh: string, en: string): CellNote => ({ cell, message: { zh, en } });

const WHY: Record<AmountFault, [zh: string, en: string]> = {
  thousands: ['有千分位逗号，按数值读取', 'has thousands separators and is read by its value'],
  fullWidth: ['是全角数字，按数值读取', 'is in full-width digits and is read by its value'],
  leadingZero: ['有多余的前导零，按数值读取', 'has needless zeros and is read by its value'],
  exponent: ['不能用科学计数法，请写普通数字', 'is in scientific notation; write it plainly'],
  decimals: ['万元最多两位小数', 'has more than two decimals of 万元'],
  negative: ['不能为负', 'may not be negative'],
  tooLarge: ['过大', 'is too large'],
  notNumber: ['不是数字', 'is no number'],
};
const CLEAR: readonly AmountFault[] = ['thousands', 'fullWidth', 'leadingZero'];

/** Reads the lines of a budget from a sheet; what is not quite clear is refused with the address of its cell. */
export function linesOf({ rows, merged }: ReadSheet, budget: Pick<Budget, 'year' | 'lines' | 'projects'>): Preview {
  const told: CellNote[] = [];
  const faults = merged.map((range) =>
    note(range, '有合并单元格：请取消合并，每行填全', 'Cells are merged: split them and fill in every row'),
  );
  const [top = -1] = rows.flatMap((cells, i) => (cells.some((cell) => columnOf(cell) === 'amount') ? [i] : []));
  const columns = new Map<Name, number>();
  for (const [i, cell] of (rows[top] ?? []).entries()) {
    const name = columnOf(cell);
    if (name && !columns.has(name)) columns.set(name, i);
  }
  const lacking = NEEDED.filter((name) => !columns.has(name)).map((name) => COLUMNS[name][0]);
  if (lacking.length > 0)
    faults.push(note('A1', `表头缺少：${lacking.join('、')}`, `The heading lacks: ${lacking.join(', ')}`));
  if (faults.length > 0) return { lines: [], told, faults };

  const was = new Map(budget.lines.map((line) => [keyOf(line), line.fen]));
  const lines = new Map<string, LineChange>();
  for (const [i, cells] of rows.entries()) {
    if (i <= top || cells.every((cell) => text(cell) === '')) continue;
    const at = (name: Name) => `${letterOf(columns.get(name) ?? 0)}${i + 1}`;
    const own = (name: Name) => text(cells[columns.get(name) ?? -1]);
    if (/^(?:合计|总计|小计)/.test(own('functionCode'))) continue;
    const line = lineOf(own, at, budget, { told, faults });
    if (!line) continue;
    const key = keyOf(line);
    if (lines.has(key)) faults.push(note(at('amount'), '与前面一行的科目完全相同', 'Repeats a line above'));
    lines.set(key, { ...line, was: was.get(key) ?? 0 });
  }
  return { lines: [...lines.values()], told, faults };
}

type Cell = string | number | boolean | null | undefined;
const text = (cell: Cell): string => (cell === null || cell === undefined ? '' : String(cell).trim());

function columnOf(cell: Cell): Name | null {
  const label = text(cell).replace(/\s/g, '').replace('(', '（').replace(')', '）');
  const found = Object.entries(COLUMNS).find(([, labels]) => (labels as readonly string[]).includes(label));
  return found ? (found[0] as Name) : null;
}

function letterOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : letterOf(Math.floor(column / 26) - 1) + letter;
}

function lineOf(
  own: (name: Name) => string,
  at: (name: Name) => string,
  { year, projects }: Pick<Budget, 'year' | 'projects'>,
  { told, faults }: Pick<Preview, 'told' | 'faults'>,
): Omit<LineChange, 'was'> | null {
  const before = faults.length;
  const code = (name: 'functionCode' | 'economicCode', digits: number) => {
    const value = halfWidth(own(name)).replace(/\D.*$/, '');
    const found = CODES.find((one) => one.code === value && one.from <= year && (one.to === null || year <= one.to));
    if (value.length !== digits || !found)
      faults.push(
        note(at(name), `${year} 年科目表里没有 ${own(name)}`, `The classification of ${year} has no ${own(name)}`),
      );
    return value;
  };
  const word = <T>(name: Name, words: Readonly<Record<string, T>>): T | undefined => {
    const given = own(name);
    const found = Object.hasOwn(words, given) ? words[given] : Object.values(words).find((one) => one === given);
    if (found === undefined)
      faults.push(
        note(
          at(name),
          `“${given}”不认识；可写：${Object.keys(words).filter(Boolean).join('、')}`,
          `"${given}" is not known; it may be: ${Object.values(words).filter(Boolean).join(', ')}`,
        ),
      );
    return found;
  };
  const functionCode = code('functionCode', 7);
  const economicCode = code('economicCode', 5);
  const fund = word('fund', FUNDS);
  const kind = word('kind', KINDS);
  const role = word('role', ROLES);
  const projectCode = own('projectCode') || null;
  if (projectCode !== null && !projects.some((one) => one.code === projectCode))
    faults.push(note(at('projectCode'), `项目库里没有 ${projectCode}`, `The library has no project ${projectCode}`));
  const amount = readAmount(own('amount').replaceAll('，', ','), 10_000);
  const [zh, en] = amount.fault ? WHY[amount.fault] : ['是空的', 'is empty'];
  const said = note(at('amount'), `“${amount.printed}”${zh}`, `"${amount.printed}" ${en}`);
  if (amount.fen === null || (amount.fault && !CLEAR.includes(amount.fault))) faults.push(said);
  else if (amount.fault) told.push(said);
  if (faults.length > before || amount.fen === null || !fund || !kind || role === undefined) return null;
  const line = { functionCode, economicCode, fund, kind, role, projectCode, fen: amount.fen };
  const fault = keyFault(line);
  if (!fault) return line;
  faults.push(note(at(fault.path === 'role' ? 'role' : 'projectCode'), fault.zh, fault.en));
  return null;
}
