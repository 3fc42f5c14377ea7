import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import { type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

/** A transcription says what its source lines say; said as advice, for a corrected figure differs on purpose. */
function transcription(sheet: Sheet): Said[] {
  const { document, retold } = sheet.reading;
  if (!retold) return [];
  const found: Said[] = [];
  const compare = (own: unknown, source: unknown, pointer: string, line: number) => {
    if (found.length >= MOST_DIFFERENCES || IGNORED.test(pointer)) return;
    if (typeof own === 'object' && own !== null && typeof source === 'object' && source !== null) {
      const at = 'line' in own && typeof own.line === 'number' ? own.line : line;
      if (Array.isArray(own) && Array.isArray(source) && own.length !== source.length)
        return note(pointer, at, String(own.length), String(source.length));
      for (const key of Object.keys(own))
        compare(own[key as keyof typeof own], source[key as keyof typeof source], `${pointer}/${key}`, at);
      return;
    }
    const text = (value: unknown) => (typeof value === 'string' ? normal(value) : JSON.stringify(value ?? null));
    if (text(own) !== text(source)) note(pointer, line, show(own), show(source));
  };
  const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
  const note = (pointer: string, line: number, printed: string, expected: string) => {
    found.push({
      what: `原文 ${sectionPath(sheet, line)}`.trim(),
      lines: line > 0 ? [line] : [],
      pointer,
      printed,
      expected,
      message: words('与所附原文不一致', 'Not what the attached source lines say'),
    });
  };
  for (const key of ['document', 'unit', 'toc', 'overview', 'tables', 'narrative', 'performance', 'glossary'] as const)
    compare(document[key], retold[key], `/${key}`, 0);
  return found;
}

const MOST_DIFFERENCES = 20;

const IGNORED = /^\/document\/(?:id|language|source|currency)|^\/unit\/shortNameZh|\/fen$|\/fault$/;

export const transcriptionRules: Rule[] = [
  rule(
    'F-12',
    'info',
    words('转录与原文一致', 'The transcription is that of the source'),
    words('JSON 的各项 = 所附原文', 'each value of the JSON = its source lines'),
    transcription,
  ),
  rule(
    'F-SCHEMA',
    'error',
    words('符合公开格式', 'Follows the published schema'),
    words('JSON 符合公开的 schema', 'the JSON is valid by the schema'),
    () => [],
  ),
  rule(
    'F-READ',
    'error',
    words('文件可以读取', 'The file can be read'),
    words('文件是部门预算公开文本或其 JSON', 'the file is a disclosure as text or as JSON'),
    () => [],
  ),
];
