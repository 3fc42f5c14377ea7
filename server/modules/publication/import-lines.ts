import type { ReadSheet } from '../../adapters/spreadsheet.ts';
import type { Words } from '../../kernel/words.ts';
import type { CodeVersion } from '../budget/classification/model.ts';
import { codeFault } from '../budget/classification/rules.ts';
import type { FundType, IncomeChange, IncomeSource, LineChange, LineKey, LineKind, LineRole } from '../budget/model.ts';
import type { Budget } from '../budget/procedures.ts';
import { incomeKeyOf, keyFault, keyOf } from '../budget/rules.ts';
import { halfWidth, readAmount } from '../disclosure/document/money.ts';
import type { AmountFault } from '../disclosure/model.ts';

/** What is to be said of one cell, by its address in the sheet or its place in the list. */
export interface CellNote {
  cell: string;
  message: Words;
}

/** What a file would change: nothing is changed yet. `faults` must be empty before it can be. */
export interface Preview {
  lines: LineChange[];
  incomes: IncomeChange[];
  told: CellNote[];
  faults: CellNote[];
}

/** The budget that a file is read for, and the codes as its district knows them. */
export interface ImportInto extends Pick<Budget, 'year' | 'lines' | 'incomes' | 'projects'> {
  versions: readonly CodeVersion[];
}

const COLUMNS = {
  functionCode: ['功能科目', '功能分类', '功能科目编码', 'functionCode'],
  economicCode: ['经济科目', '经济分类', '部门经济科目', 'economicCode'],
  fund: ['资金性质', '资金来源', 'fund'],
  kind: ['支出性质', '支出类型', 'kind'],
  role: ['经费类别', '人员公用', 'role'],
  projectCode: ['项目', '项目代码', 'project', 'projectCode'],
  source: ['收入来源', 'source'],
  amount: ['金额', '金额（万元）', '预算数', 'amount'],
  yuan: ['金额（元）', 'yuan'],
  fen: ['fen'],
} as const;
export type Name = keyof typeof COLUMNS;
const AMOUNTS = { amount: 10_000, yuan: 1, fen: 0.01 } as const;
type AmountName = keyof typeof AMOUNTS;
const NEEDED: Name[] = ['functionCode', 'economicCode', 'kind'];
const NEEDED_INCOME: Name[] = ['functionCode', 'source'];

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
const SOURCES: Record<string, IncomeSource> = {
  一般公共预算拨款收入: 'generalPublicBudget',
  政府性基金预算拨款收入: 'governmentFund',
  国有资本经营预算拨款收入: 'stateCapital',
  财政专户管理资金收入: 'fiscalSpecialAccount',
  事业收入: 'institutionOperating',
  事业单位经营收入: 'institutionBusiness',
  上级补助收入: 'superiorSubsidy',
  附属单位上缴收入: 'affiliateRemittance',
  其他收入: 'other',
  上年结转结余: 'priorYearCarryover',
};

export const note = (cell: string, zh: string, en: string): CellNote => ({ cell, message: { zh, en } });

const WHY: Record<AmountFault, [zh: string, en: string]> = {
  thousands: ['有千分位逗号，按数值读取', 'has thousands separators and is read by its value'],
  fullWidth: ['是全角数字，按数值读取', 'is in full-width digits and is read by its value'],
  leadingZero: ['有多余的前导零，按数值读取', 'has needless zeros and is read by its value'],
  exponent: ['不能用科学计数法，请写普通数字', 'is in scientific notation; write it plainly'],
  decimals: [
    '小数位过多：万元、元最多两位，分须为整数',
    'has too many decimals: 万元 and 元 have two at most, fen none',
  ],
  negative: ['不能为负', 'may not be negative'],
  tooLarge: ['过大', 'is too large'],
  notNumber: ['不是数字', 'is no number'],
};
const CLEAR: readonly AmountFault[] = ['thousands', 'fullWidth', 'leadingZero'];

/** Lines of one sheet or list; no unit's budget has as many. */
const MOST_LINES = 5000;
/** After so many notes nobody reads on. */
const MOST_FAULTS = 200;

export function tooMany(lines: number, place: string): CellNote | null {
  return lines <= MOST_LINES
    ? null
    : note(
        place,
        `有 ${lines} 行，一次最多 ${MOST_LINES} 行`,
        `has ${lines} lines; ${MOST_LINES} at most are read at once`,
      );
}

/** Reads the lines of a budget from sheets; what is not quite clear is refused with the address of its cell. */
export function linesOf(sheets: readonly ReadSheet[], budget: ImportInto): Preview {
  const reader = new LineReader(budget);
  for (const sheet of sheets) takeSheet(sheet, sheets.length > 1 ? `${sheet.name}!` : '', reader);
  return reader.preview();
}

function takeSheet({ rows, merged }: ReadSheet, place: string, reader: LineReader): void {
  const before = reader.faults.length;
  const many = tooMany(rows.length, `${place}A1`);
  if (many) reader.faults.push(many);
  for (const range of merged.slice(0, MOST_FAULTS))
    reader.faults.push(
      note(
        `${place}${range}`,
        '有合并单元格：请取消合并，每行填全',
        'Cells are merged: split them and fill in every row',
      ),
    );
  const [top = -1] = rows.flatMap((cells, i) => (cells.some((cell) => isAmountName(columnOf(text(cell)))) ? [i] : []));
  const columns = new Map<Name, number>();
  for (const [i, cell] of (rows[top] ?? []).entries()) {
    const name = columnOf(text(cell));
    if (name && columns.has(name))
      reader.faults.push(
        note(
          `${place}${letterOf(i)}${top + 1}`,
          `“${text(cell)}”这一栏有两列，分不清用哪一列`,
          `"${text(cell)}" is a second column of its kind; which is meant?`,
        ),
      );
    else if (name) columns.set(name, i);
  }
  const needed = columns.has('source') ? NEEDED_INCOME : NEEDED;
  const lacking = needed.filter((name) => !columns.has(name)).map((name) => COLUMNS[name][0]);
  if (![...columns.keys()].some(isAmountName)) lacking.push(COLUMNS.amount[0] as never);
  if (lacking.length > 0)
    reader.faults.push(
      note(`${place}A1`, `表头缺少：${lacking.join('、')}`, `The heading lacks: ${lacking.join(', ')}`),
    );
  if (reader.faults.length > before) return;
  for (const [i, cells] of rows.entries()) {
    if (reader.full) return;
    if (i <= top || cells.every((cell) => text(cell) === '')) continue;
    const own = (name: Name) => (columns.has(name) ? text(cells[columns.get(name) ?? -1]) : undefined);
    if (/^(?:合计|总计|小计)/.test(own('functionCode') ?? '')) continue;
    reader.take(own, (name) => `${place}${letterOf(columns.get(name) ?? 0)}${i + 1}`);
  }
}

type Cell = string | number | boolean | null | undefined;
const text = (cell: Cell): string => (cell === null || cell === undefined ? '' : String(cell).trim());

const isAmountName = (name: Name | null): name is AmountName => name !== null && name in AMOUNTS;

export function columnOf(label: string): Name | null {
  const tidy = label.replace(/\s/g, '').replace('(', '（').replace(')', '）');
  const found = Object.entries(COLUMNS).find(([, labels]) => (labels as readonly string[]).includes(tidy));
  return found ? (found[0] as Name) : null;
}

function letterOf(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : letterOf(Math.floor(column / 26) - 1) + letter;
}

/** What a row or an object says under a name; undefined where it has no such column. */
type Own = (name: Name) => string | undefined;

/** Takes rows one by one, from whatever file; knows what was said before, so that nothing stands twice. */
export class LineReader {
  readonly told: CellNote[] = [];
  readonly faults: CellNote[] = [];
  readonly #budget: ImportInto;
  readonly #lines = new Map<string, LineChange>();
  readonly #incomes = new Map<string, IncomeChange>();

  constructor(budget: ImportInto) {
    this.#budget = budget;
  }

  /** So much is wrong that the rest is not worth reading. */
  get full(): boolean {
    return this.faults.length >= MOST_FAULTS;
  }

  preview(): Preview {
    const { told, faults } = this;
    return { lines: [...this.#lines.values()], incomes: [...this.#incomes.values()], told, faults };
  }

  take(own: Own, at: (name: Name) => string): void {
    const before = this.faults.length;
    const income = own('source') !== undefined;
    const functionCode = this.#code(own, at, 'functionCode');
    const key = income
      ? { functionCode, source: this.#word(own, at, 'source', SOURCES) }
      : this.#line(own, at, functionCode);
    const fen = this.#amount(own, at);
    if (this.faults.length > before || fen === null) return;
    const kept: Map<string, { fen: number }> = income ? this.#incomes : this.#lines;
    const id = income ? incomeKeyOf(key as IncomeChange) : keyOf(key as LineChange);
    if (kept.has(id)) this.faults.push(note(at(amountName(own)), '与前面一行的科目完全相同', 'Repeats a line above'));
    const stored = income
      ? this.#budget.incomes.find((one) => incomeKeyOf(one) === id)
      : this.#budget.lines.find((one) => keyOf(one) === id);
    kept.set(id, { ...key, was: stored?.fen ?? 0, fen } as never);
  }

  #line(own: Own, at: (name: Name) => string, functionCode: string): Partial<LineKey> {
    const before = this.faults.length;
    const economicCode = this.#code(own, at, 'economicCode');
    const fund = this.#word(own, at, 'fund', FUNDS);
    const kind = this.#word(own, at, 'kind', KINDS);
    const role = this.#word(own, at, 'role', ROLES);
    const projectCode = own('projectCode') || null;
    if (projectCode !== null && !this.#budget.projects.some(({ code }) => code === projectCode))
      this.faults.push(
        note(at('projectCode'), `项目库里没有 ${projectCode}`, `The library has no project ${projectCode}`),
      );
    const key = { functionCode, economicCode, fund, kind, role, projectCode };
    const fault = this.faults.length > before ? null : keyFault(key as LineKey);
    if (fault) this.faults.push(note(at(fault.path === 'role' ? 'role' : 'projectCode'), fault.zh, fault.en));
    return key;
  }

  #code(own: Own, at: (name: Name) => string, name: 'functionCode' | 'economicCode'): string {
    const given = own(name) ?? '';
    const value = halfWidth(given).replace(/\D.*$/, '');
    const scheme = name === 'functionCode' ? 'functional' : 'departmentEconomic';
    const digits = name === 'functionCode' ? 7 : 5;
    const { year, versions } = this.#budget;
    const fault: Words | null =
      value.length === digits
        ? codeFault(versions, scheme, value, { year })
        : { zh: `“${given}”不是 ${digits} 位科目编码`, en: `"${given}" is no code of ${digits} digits` };
    if (fault) this.faults.push({ cell: at(name), message: fault });
    return value;
  }

  #word<T>(own: Own, at: (name: Name) => string, name: Name, words: Readonly<Record<string, T>>): T | undefined {
    const given = own(name) ?? '';
    const found = Object.hasOwn(words, given) ? words[given] : Object.values(words).find((one) => one === given);
    if (found === undefined)
      this.faults.push(
        note(
          at(name),
          `“${given}”不认识；可写：${Object.keys(words).filter(Boolean).join('、')}`,
          `"${given}" is not known; it may be: ${Object.values(words).filter(Boolean).join(', ')}`,
        ),
      );
    return found;
  }

  #amount(own: Own, at: (name: Name) => string): number | null {
    const name = amountName(own);
    const amount = readAmount((own(name) ?? '').replaceAll('，', ','), AMOUNTS[name]);
    // The document's unit has two decimals; 元 and fen are read to the fen.
    const [zh, en] = amount.fault ? WHY[amount.fault] : ['是空的', 'is empty'];
    const said = note(at(name), `“${amount.printed}”${zh}`, `"${amount.printed}" ${en}`);
    if (amount.fen === null || (amount.fault && !CLEAR.includes(amount.fault))) {
      this.faults.push(said);
      return null;
    }
    if (amount.fault) this.told.push(said);
    return amount.fen;
  }
}

const amountName = (own: Own): AmountName =>
  (Object.keys(AMOUNTS) as AmountName[]).find((name) => own(name) !== undefined) ?? 'amount';
