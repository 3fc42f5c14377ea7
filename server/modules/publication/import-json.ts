import { showAmount } from '../disclosure/document/money.ts';
import { readDocument } from '../disclosure/document/read.ts';
import type { DisclosureDocument, Row } from '../disclosure/model.ts';
import { columnOf, type ImportInto, LineReader, type Name, note, type Preview, tooMany } from './import-lines.ts';

/** Characters; a published document has a fifth of it. */
const LONGEST = 1_000_000;
const LISTS = ['lines', 'incomes'] as const;

/** Reads the lines of a budget from JSON: a published document by its schema, or a plain list of lines. */
export function linesOfJson(source: string, budget: ImportInto): Preview {
  const reader = new LineReader(budget);
  const json = source.length > LONGEST ? null : readJson(source);
  if (source.length > LONGEST)
    reader.faults.push(note('JSON', '太大，一次最多 1 MB', 'is too large; 1 MB at most are read at once'));
  else if (json === undefined)
    reader.faults.push(note('JSON', '有语法错误，无法读取', 'has a syntax error and cannot be read'));
  else if (isRecord(json) && isRecord(json.document)) takeDocument(source, reader, budget);
  else takeLists(json, reader);
  const preview = reader.preview();
  if (preview.faults.length === 0 && preview.lines.length + preview.incomes.length === 0)
    preview.faults.push(
      note(
        'JSON',
        '没有预算行；可用 {"lines": [...], "incomes": [...]}、行的列表，或公开文本的 JSON',
        'holds no lines; it may be {"lines": [...], "incomes": [...]}, a list of lines, or the JSON of a published document',
      ),
    );
  return preview;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Numbers stay as they are written: 1e5 is told, not taken for 100000, and no digit of a long one is lost. */
function readJson(source: string): unknown {
  const asWritten = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''), asWritten as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

function takeLists(json: unknown, reader: LineReader): void {
  if (Array.isArray(json)) return takeList('', json, reader);
  if (!isRecord(json)) return;
  for (const name of LISTS) {
    const list = json[name];
    if (list === undefined) continue;
    if (Array.isArray(list)) takeList(name, list, reader);
    else reader.faults.push(note(name, '须为列表', 'must be a list'));
  }
}

function takeList(name: string, list: readonly unknown[], reader: LineReader): void {
  const many = tooMany(list.length, name || 'JSON');
  if (many) {
    reader.faults.push(many);
    return;
  }
  for (const [i, one] of list.entries()) {
    if (reader.full) return;
    const place = `${name}[${i}]`;
    if (!isRecord(one)) {
      reader.faults.push(note(place, '须为对象', 'must be an object'));
      continue;
    }
    const fields = new Map<Name, string>();
    const unread = Object.entries(one).flatMap(([field, value]) => {
      const column = columnOf(field);
      if (column === null) return [field];
      if (value !== null && typeof value === 'object') return [field];
      fields.set(column, value === null ? '' : String(value).trim());
      return [];
    });
    for (const field of unread.slice(0, 20))
      reader.faults.push(note(`${place}.${field}`, '没有这样的字段', 'is no field of a line'));
    if (unread.length === 0)
      reader.take(
        (column) => fields.get(column),
        (column) => `${place}.${column}`,
      );
  }
}

/**
 * The published tables give income by item and source, and basic expenditure by economic item. Projects are published by
 * item of function only, so their lines cannot be known: what they hold is told, to be entered by hand.
 */
function takeDocument(source: string, reader: LineReader, budget: ImportInto): void {
  const reading = readDocument(JSON.parse(source.replace(/^\uFEFF/, '')));
  if ('refused' in reading) {
    reader.faults.push({ cell: 'JSON', message: reading.refused });
    return;
  }
  const { document } = reading;
  const { fiscalYear } = document.document;
  if (fiscalYear !== budget.year) {
    reader.faults.push(
      note(
        'document.fiscalYear',
        `这是 ${fiscalYear} 年的文本，不能填入 ${budget.year} 年预算`,
        `is ${fiscalYear}; its figures are not those of ${budget.year}`,
      ),
    );
    return;
  }
  for (const row of detailsOf(document, 'incomeBySource'))
    for (const [sourceKey, amount] of Object.entries(row.cells))
      if (sourceKey !== 'total' && amount.printed !== '' && amount.fen !== 0)
        reader.take(
          fieldsOf({ functionCode: row.code ?? '', source: sourceKey, amount: amount.printed }),
          (name) => `T02 ${row.code ?? row.nameZh} ${name === 'amount' ? sourceKey : name}`,
        );
  const functions = detailsOf(document, 'expenditureByFunction');
  const basic = functions.filter(({ cells }) => (cells.basic?.fen ?? 0) > 0);
  const [own] = basic;
  if (basic.length > 1)
    reader.faults.push(
      note(
        'T03',
        `基本支出分属 ${basic.length} 个功能科目，公开表没有逐款分开；请用行的列表导入`,
        `Basic expenditure falls under ${basic.length} items, which the published tables do not tell apart by economic item; use a list of lines`,
      ),
    );
  else if (own)
    for (const row of detailsOf(document, 'basicExpenditureByEconomicItem')) takeBasic(row, own.code ?? '', reader);
  for (const { code, cells } of functions)
    if ((cells.project?.fen ?? 0) > 0)
      reader.told.push(
        note(
          `T03 ${code} project`,
          `项目支出 ${showAmount(cells.project?.fen ?? 0)} 万元在公开表里没有逐项目、逐款列出，请在表中填报`,
          `Project expenditure of ${showAmount(cells.project?.fen ?? 0)} 万元 is not published by project and economic item; enter it in the grid`,
        ),
      );
}

function takeBasic(row: Row, functionCode: string, reader: LineReader): void {
  const { personnel, public: office, total } = row.cells;
  for (const [role, amount] of [
    ['personnel', personnel],
    ['public', office],
  ] as const)
    if (amount && amount.printed !== '' && amount.fen !== 0)
      reader.take(
        fieldsOf({ functionCode, economicCode: row.code ?? '', kind: 'basic', role, amount: amount.printed }),
        (name) => `T09 ${row.code ?? row.nameZh} ${name === 'amount' ? role : name}`,
      );
  const parts = (personnel?.fen ?? 0) + (office?.fen ?? 0);
  if (total?.fen !== null && total?.fen !== undefined && total.fen !== parts)
    reader.told.push(
      note(
        `T09 ${row.code} total`,
        `印出的合计 ${total.printed} 与人员、公用之和 ${showAmount(parts)} 不等，按后者读取`,
        `The printed total ${total.printed} is not the sum ${showAmount(parts)} of personnel and public, which is taken`,
      ),
    );
}

const detailsOf = ({ tables }: DisclosureDocument, key: string): Row[] =>
  tables.find((table) => table.key === key)?.rows.filter(({ kind }) => kind === 'detail') ?? [];

const fieldsOf = (fields: Partial<Record<Name, string>>) => (name: Name) => fields[name];
