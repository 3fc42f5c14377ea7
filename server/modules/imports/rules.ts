import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import {
  type ImportMapping,
  LONGEST_LINE,
  type ReadRow,
  type StatusMeaning,
  type ToldArea,
  type ToldCase,
} from './model.ts';
import type { CsvRecord } from './records.ts';
import { readTime } from './times.ts';

/** A day's grace for a clock that runs ahead. */
const GRACE_MS = 86_400_000;
const LONGEST_TEXT = 20_000;
const LONGEST_ADDRESS = 300;
const LONGEST_WORD = 100;

/** What cannot be read, or is nothing to be read: control characters but tab and line breaks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNREADABLE = /[\uFFFD\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
/** Marks that turn the direction of writing or cannot be seen, as for what officers send. */
const INVISIBLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Every column a mapping reads. */
export function columnsOf(mapping: ImportMapping): string[] {
  const { ending, source, category, unit, areas = [], point } = mapping;
  const wanted = [
    mapping.id,
    mapping.reportedAt,
    ending.at,
    ending.reply,
    ending.status?.column,
    ...mapping.description,
    mapping.address,
    'column' in source ? source.column : undefined,
    category?.column,
    'column' in unit ? unit.column : undefined,
    ...areas.flatMap((area) => [area.code, area.name]),
    point?.lon,
    point?.lat,
  ];
  return [...new Set(wanted.filter((column) => column !== undefined))];
}

/** The first line of a file: where each column stands, and how many there are. */
export interface Header {
  at: ReadonlyMap<string, number>;
  width: number;
}

/** Reads the first line; or tells which columns are missing. Of two columns of one name the first counts. */
export function readHeader(mapping: ImportMapping, cells: readonly string[]): Header | Refusal {
  const at = new Map<string, number>();
  for (const [i, cell] of cells.entries()) if (!at.has(cell.trim())) at.set(cell.trim(), i);
  const missing = columnsOf(mapping).filter((column) => !at.has(column) && !mapping.mayLack?.includes(column));
  if (missing.length === 0) return { at, width: cells.length };
  return {
    refused: 'invalid',
    code: 'missingColumns',
    message: {
      zh: `文件缺少这些列：${missing.join('、')}。首行的列：${[...at.keys()].join('、')}。`,
      en: `The file lacks these columns: ${missing.join(', ')}. Columns of its first line: ${[...at.keys()].join(', ')}.`,
    },
    right: {
      zh: `映射 ${mapping.name} 需要：${columnsOf(mapping).join('、')}。`,
      en: `The mapping ${mapping.name} needs ${columnsOf(mapping).join(', ')}.`,
    },
  };
}

/** Stops the reading of a row at its first mistake; caught in `readRow`. */
class Damage extends Error {
  readonly words: Words;
  constructor(zh: string, en: string) {
    super(en);
    this.words = { zh, en };
  }
}

/**
 * Reads one record by its mapping: what it tells, with what is to be remarked, or the first reason why it cannot be a
 * case. `now` is when the import runs: nothing has happened after it.
 */
export function readRow(mapping: ImportMapping, header: Header, record: CsvRecord, now: Instant): ReadRow {
  try {
    const cells = wholeCells(record, header.width);
    const remarks: Words[] = [];
    const cell = (column: string | undefined) =>
      column === undefined ? '' : (cells[header.at.get(column) ?? -1] ?? '').replace(INVISIBLE, '').trim();
    const time = (column: string) => {
      const text = cell(column);
      if (text === '') return null;
      const read = readTime(text, mapping.times.written, mapping.times.zone);
      if (!read)
        throw new Damage(
          `${column} 的时间“${text}”不是 ${mapping.times.written}${mapping.times.written === 'ISO 8601' ? '（须带时区）' : ''}`,
          `${column} has "${text}", which is no time as ${mapping.times.written}${mapping.times.written === 'ISO 8601' ? ' with an offset' : ''}`,
        );
      if (Date.parse(read.at) > Date.parse(now) + GRACE_MS)
        throw new Damage(`${column} 的时间“${text}”在将来`, `${column} has "${text}", which is yet to come`);
      if (read.remark) remarks.push(read.remark);
      return read.at;
    };
    const told = readCase(mapping, cell, time);
    return { told, remarks };
  } catch (error) {
    if (error instanceof Damage) return { damage: error.words };
    throw error;
  }
}

function wholeCells({ cells, raw }: CsvRecord, columns: number): string[] {
  if (raw.length > LONGEST_LINE && cells === null)
    throw new Damage(`一行超过 ${LONGEST_LINE} 字`, `its line is longer than ${LONGEST_LINE} characters`);
  if (cells === null) throw new Damage('引号不成对', 'its quotes do not match');
  if (cells.length < columns)
    throw new Damage(
      `只有 ${cells.length} 列，应有 ${columns} 列`,
      `it has ${cells.length} columns in place of ${columns}`,
    );
  if (cells.slice(columns).some((extra) => extra.trim() !== ''))
    throw new Damage(
      `有 ${cells.length} 列，应有 ${columns} 列`,
      `it has ${cells.length} columns in place of ${columns}`,
    );
  if (UNREADABLE.test(raw)) throw new Damage('含有无法识别的字符', 'it has characters that cannot be read');
  return cells;
}

type Cell = (column: string | undefined) => string;
type Time = (column: string) => Instant | null;

function readCase(mapping: ImportMapping, cell: Cell, time: Time): ToldCase {
  const id = word(cell(mapping.id), mapping.id);
  if (id === '') throw new Damage(`没有编号（${mapping.id}）`, `it has no number (${mapping.id})`);
  const reportedAt = time(mapping.reportedAt);
  if (reportedAt === null)
    throw new Damage(`没有上报时间（${mapping.reportedAt}）`, `it has no time of report (${mapping.reportedAt})`);
  const description = mapping.description
    .map(cell)
    .filter((text) => text !== '')
    .join('\n');
  if (description === '') throw new Damage('没有内容', 'it says nothing');
  tooLong(description, LONGEST_TEXT, mapping.description.join(' + '));
  const address = cell(mapping.address);
  tooLong(address, LONGEST_ADDRESS, mapping.address ?? '');
  return {
    id,
    reportedAt,
    description,
    address,
    source:
      'always' in mapping.source
        ? mapping.source.always
        : (mapping.source.words[cell(mapping.source.column)] ?? 'import'),
    category: mapping.category ? word(cell(mapping.category.column), mapping.category.column) || null : null,
    unit:
      'always' in mapping.unit
        ? mapping.unit.always.code
        : word(cell(mapping.unit.column), mapping.unit.column) || null,
    areas: readAreas(mapping, cell),
    point: readPoint(mapping, cell),
    ending: readEnding(mapping, { cell, time, reportedAt }),
  };
}

function tooLong(text: string, most: number, column: string): void {
  if (text.length > most)
    throw new Damage(
      `${column} 有 ${text.length} 字，超过 ${most} 字`,
      `${column} has ${text.length} characters, more than ${most}`,
    );
}

/** A short text that becomes a key. */
function word(text: string, column: string): string {
  tooLong(text, LONGEST_WORD, column);
  return text;
}

function readEnding(
  mapping: ImportMapping,
  { cell, time, reportedAt }: { cell: Cell; time: Time; reportedAt: Instant },
): ToldCase['ending'] {
  const { ending } = mapping;
  const at = time(ending.at);
  const meaning = ending.status
    ? meaningOf(ending.status, cell)
    : at === null
      ? 'open'
      : { ended: 'closed' as const, outcome: ending.outcome };
  if (meaning === 'open') return null;
  if (at === null)
    throw new Damage(`已办结，但没有办结时间（${ending.at}）`, `it has ended, but without a time (${ending.at})`);
  if (at < reportedAt) throw new Damage('办结时间早于上报时间', 'it ended before it was reported');
  const reply = cell(ending.reply);
  tooLong(reply, LONGEST_TEXT, ending.reply ?? '');
  return { at, ended: meaning.ended, outcome: meaning.ended === 'closed' ? meaning.outcome : null, reply };
}

function meaningOf(
  status: { column: string; words: Readonly<Record<string, StatusMeaning>> },
  cell: Cell,
): StatusMeaning {
  const text = cell(status.column);
  const meaning = Object.hasOwn(status.words, text) ? status.words[text] : undefined;
  if (!meaning) throw new Damage(`不认识的状态“${text}”`, `its status "${text}" is not known`);
  return meaning;
}

/** Down to the first level that the row leaves empty. */
function readAreas({ areas = [] }: ImportMapping, cell: Cell): ToldArea[] {
  const found: ToldArea[] = [];
  for (const { level, prefix, code, name, title } of areas) {
    const text = word(cell(code), code);
    if (text === '') break;
    const parentCode = found.at(-1)?.code ?? null;
    const named = word(cell(name), name ?? '');
    const words = named ? { zh: named, en: named } : { zh: `${title.zh} ${text}`, en: `${title.en} ${text}` };
    found.push({
      level,
      code: `${parentCode === null ? '' : `${parentCode}-`}${prefix}${text}`,
      parentCode,
      name: words,
    });
  }
  return found;
}

function readPoint({ point }: ImportMapping, cell: Cell): { lon: number; lat: number } | null {
  if (!point) return null;
  const [lonText, latText] = [cell(point.lon), cell(point.lat)];
  if (lonText === '' && latText === '') return null;
  const lon = Number(lonText || Number.NaN);
  const lat = Number(latText || Number.NaN);
  const { west, south, east, north } = point.box;
  if (lon >= west && lon <= east && lat >= south && lat <= north) return { lon, lat };
  const swapped = lat >= west && lat <= east && lon >= south && lon <= north;
  throw new Damage(
    `坐标（${lonText}，${latText}）${swapped ? '的经纬度颠倒' : '不在本地范围内'}`,
    `its point (${lonText}, ${latText}) ${swapped ? 'has longitude and latitude exchanged' : 'lies outside the area of the source'}`,
  );
}
