import type { Words } from '../../../kernel/words.ts';
import schema from '../data/department-budget.schema.json' with { type: 'json' };
import type { Template } from '../data/template.ts';
import type { Amount, DisclosureDocument, Finding } from '../model.ts';
import { readAmount, showAmount, UNIT_FACTORS } from './money.ts';
import { isRecord, Mould, type Schema } from './mould.ts';
import { parseDocument, parseLines, type Reading, TEMPLATES } from './parse.ts';
import { problem } from './problem.ts';

/** Why something is no document at all. */
export interface NotADocument {
  refused: Words;
}

const notADocument = (zh: string, en: string): NotADocument => ({ refused: { zh, en } });

const MANY = 40;

/** Reads a document by the published schema. Where it breaks the schema it is read as far as it goes. */
export function readDocument(json: unknown, templates: readonly Template[] = TEMPLATES): Reading | NotADocument {
  if (!isRecord(json) || !isRecord(json.document) || !Array.isArray(json.tables))
    return notADocument('这份 JSON 不是部门预算公开文本', 'This JSON is not a department budget disclosure');
  const mould = new Mould(schema as Schema);
  const cast = mould.cast(schema as Schema, json) as { document: { currency: { unitFactor: number } } };
  const problems: Finding[] = mould.breaches
    .filter(({ pointer, keyword }) => !(keyword === 'pattern' && pointer.endsWith('/printed')))
    .filter(({ pointer, keyword }) => !(keyword === 'type' && pointer.endsWith('/cents')))
    .slice(0, MANY)
    .map(({ pointer, printed, wanted, keyword }) =>
      problem('F-SCHEMA', {
        what: 'JSON',
        pointer,
        printed,
        expected: wanted,
        message: {
          zh: `不符合公开格式：${keyword}`,
          en: `Does not follow the published schema: ${keyword}`,
        },
      }),
    );
  const factor = cast.document.currency.unitFactor || 10_000;
  const document = inFen(cast, { factor, unit: factor, problems, label: 'JSON' }, '') as DisclosureDocument;
  const source = document.lines.length > 0 ? parseLines(document.lines, templates) : null;
  if (source) fallAsTold(document, source.document);
  const template = source?.template ?? (templates[0] as Template);
  return {
    document,
    template,
    problems: [...problems, ...(source?.problems ?? [])],
    outline: source?.outline ?? { front: [], toc: [], headings: [], blocks: [], rows: [], captions: [] },
    told: source?.told ?? [],
    retold: source?.document ?? null,
  };
}

/** Of a change, the source text says whether it was a rise or a fall. */
function fallAsTold(document: DisclosureDocument, source: DisclosureDocument) {
  const told = new Map(source.narrative.facts.map((fact) => [fact.key, fact.fen]));
  for (const fact of document.narrative.facts) {
    const fen = told.get(fact.key);
    if (CHANGE.test(fact.key) && typeof fen === 'number' && fact.fen === -fen) fact.fen = fen;
  }
}

interface Scope {
  /** Of the document, in which cents count; and of the table or sentence, in which the amount is printed. */
  factor: number;
  unit: number;
  problems: Finding[];
  label: string;
}

/** Cents of the document's unit become fen; where the printed figure says something else, that is told. */
function inFen(value: unknown, scope: Scope, pointer: string): unknown {
  if (Array.isArray(value)) return value.map((one, i) => inFen(one, scope, `${pointer}/${i}`));
  if (!isRecord(value)) return value;
  const unit = typeof value.unitPrinted === 'string' ? (UNIT_FACTORS[value.unitPrinted] ?? scope.unit) : scope.unit;
  const label = [value.id, value.code, value.nameZh, value.labelZh]
    .filter((word) => typeof word === 'string')
    .join(' ');
  const inner = { ...scope, unit, label: label || scope.label };
  const made: Record<string, unknown> = {};
  const isAmount = typeof value.printed === 'string' && 'cents' in value;
  for (const [key, one] of Object.entries(value)) {
    if (key === 'cents' && isAmount) Object.assign(made, amountOf(value, inner, pointer));
    else made[key] = inFen(one, inner, `${pointer}/${key}`);
  }
  return made;
}

/** What moved is printed without a sign; the sentence says 减少, the value is below zero. */
const CHANGE = /(?:increase|change)$/i;

function amountOf(value: Record<string, unknown>, scope: Scope, pointer: string): Partial<Amount> {
  const { factor, unit, problems, label } = scope;
  const { printed, fen: size, fault } = readAmount(String(value.printed), unit);
  const { cents } = value;
  const given = typeof cents === 'number' && Number.isSafeInteger(cents * factor) ? cents * factor : null;
  const stated = cents === null ? null : given;
  const falls = CHANGE.test(String(value.key)) && size !== null && size > 0 && stated === -size;
  const fen = falls ? -size : size;
  if (stated !== fen && fault === undefined) {
    problems.push(
      problem('R-CENTS', {
        what: label,
        ...(typeof value.line === 'number' ? { lines: [value.line] } : {}),
        pointer: `${pointer}/cents`,
        printed: JSON.stringify(cents),
        expected: fen === null ? 'null' : String(fen / factor),
        difference: stated !== null && fen !== null ? showAmount(stated - fen, factor) : null,
        message: {
          zh: `数值与印出的“${printed}”不一致`,
          en: `The value is not that of the printed “${printed}”`,
        },
      }),
    );
  }
  return fault ? { fen, fault } : { fen };
}

/** The longest documents of departments with many units have some three thousand lines; this one's is five hundred. */
const LONGEST = { lines: 5000, signs: 400_000, jsonSigns: 900_000, list: 2000 };

const tooLong = (what: { zh: string; en: string }) =>
  notADocument(`过长，不像一份部门预算公开文本：${what.zh}`, `Too long for a department budget disclosure: ${what.en}`);

/** What nobody would publish is not looked into: reconciling compares lines with lines. */
function refuseLong(text: string): NotADocument | null {
  const { lines, signs } = LONGEST;
  if (text.length > signs) return tooLong({ zh: `超过 ${signs} 字`, en: `more than ${signs} characters` });
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks++;
  return breaks < lines ? null : tooLong({ zh: `超过 ${lines} 行`, en: `more than ${lines} lines` });
}

function hasLongList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (Array.isArray(value) && value.length > LONGEST.list) || Object.values(value).some(hasLongList);
}

/** Reads whatever a file holds, by its content: JSON of the schema, or the text of a document. */
export function readContent(content: string, templates: readonly Template[] = TEMPLATES): Reading | NotADocument {
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') return notADocument('文件是空的', 'The file is empty');
  if (text.includes('\u0000')) return notADocument('这不是文本文件', 'This is not a text file');
  if (/^\s*[{[]/.test(text)) {
    const { jsonSigns, list } = LONGEST;
    if (text.length > jsonSigns)
      return tooLong({ zh: `超过 ${jsonSigns} 字`, en: `more than ${jsonSigns} characters` });
    try {
      const value: unknown = JSON.parse(text);
      if (hasLongList(value)) return tooLong({ zh: `有超过 ${list} 项的列表`, en: `a list of more than ${list}` });
      return readDocument(value, templates);
    } catch {
      return notADocument('JSON 有语法错误，无法读取', 'The JSON has a syntax error and cannot be read');
    }
  }
  const long = refuseLong(text);
  if (long) return long;
  const reading = parseDocument(text, templates);
  if (reading.document.tables.length === 0)
    return notADocument(
      '没有找到任何预算表，这不像部门预算公开文本',
      'No budget table was found; this does not look like a department budget disclosure',
    );
  if (reading.outline.rows.length === 0)
    return notADocument(
      '有表名而没有表：表格各栏之间应有制表符（Tab）或竖线',
      'There are titles of tables and no rows; the columns must be parted by tabs or by bars',
    );
  return reading;
}
