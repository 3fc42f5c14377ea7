import { readFileSync } from 'node:fs';
import type { Language, Words } from '../kernel/words.ts';
import { checkDocument } from '../modules/disclosure/checks/registry.ts';
import { reportLines, reportOf } from '../modules/disclosure/checks/report.ts';
import { Sheet } from '../modules/disclosure/checks/sheet.ts';
import { trial } from '../modules/disclosure/checks/trial.ts';
import { checkYears } from '../modules/disclosure/checks/years.ts';
import { LIMITS } from '../modules/disclosure/data/limits.ts';
import type { Kind } from '../modules/disclosure/document/mutations.ts';
import type { Reading } from '../modules/disclosure/document/parse.ts';
import { problem } from '../modules/disclosure/document/problem.ts';
import { readContent } from '../modules/disclosure/document/read.ts';
import type { Finding } from '../modules/disclosure/model.ts';
import type { Command } from './context.ts';

const USAGE =
  'budget check FILE... [--format json] [--lang en]      FILE may be -\nbudget mutate FILE... [--count N] [--seed N]';

/** Far beyond any disclosure; a file that is larger is something else. */
const LARGEST = 32 * 1024 * 1024;

/** Reads what a file holds as text: UTF-8, UTF-16 by its mark, else the national encoding many offices still write. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

interface Checked {
  file: string;
  findings: Finding[];
  /** Both null for what could not be read as a document at all. */
  reading: Reading | null;
  content: string | null;
}

/** What is to be said of one file; `-` is what comes in. */
function checkFile(file: string): Checked {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return unread(file, { zh: `无法读取文件（${code}）`, en: `The file cannot be read (${code})` });
  }
  if (bytes.length > LARGEST)
    return unread(file, {
      zh: `文件有 ${bytes.length} 字节，大于 ${LARGEST}，不是预算公开文本`,
      en: `The file has ${bytes.length} bytes, more than ${LARGEST}; this is no disclosure`,
    });
  const content = textOf(bytes);
  const reading = readContent(content);
  if ('refused' in reading) return unread(file, reading.refused);
  return { file, findings: checkDocument(reading), reading, content };
}

function unread(file: string, message: Words): Checked {
  return { file, findings: [problem('F-READ', { what: file, message })], reading: null, content: null };
}

interface Asked {
  files: string[];
  format: string;
  language: Language;
  count: number;
  seed: number;
}

/** Files and options in any order; null for an option there is none of. */
function readArguments(args: string[]): Asked | null {
  const asked: Asked = { files: [], format: 'text', language: 'zh', count: 1000, seed: 1 };
  for (let i = 0; i < args.length; i++) {
    const [name = '', given] = (args[i] ?? '').split('=', 2);
    if (!name.startsWith('--')) {
      asked.files.push(args[i] ?? '');
      continue;
    }
    const value = given ?? args[++i] ?? '';
    if (name === '--format') asked.format = value;
    else if (name === '--lang') asked.language = value === 'en' ? 'en' : 'zh';
    else if (name === '--count') asked.count = Number(value);
    else if (name === '--seed') asked.seed = Number(value);
    else return null;
  }
  const known = asked.format === 'json' || asked.format === 'text';
  const counted = Number.isSafeInteger(asked.count) && asked.count > 0 && Number.isSafeInteger(asked.seed);
  return asked.files.length > 0 && known && counted ? asked : null;
}

/** Of things changed one at a time, how many the rules notice, by kind, with some that nothing else tells. */
function printTrial({ files, count, seed, language }: Asked, write: (line: string) => void): number {
  const checked = files.map(checkFile);
  for (const { file, content, findings } of checked) {
    if (content === null) {
      for (const { message } of findings) write(`${file}: ${message[language]}`);
      continue;
    }
    const rates = trial(content, count, seed);
    const [made, found] = [
      rates.reduce((all, one) => all + one.made, 0),
      rates.reduce((all, one) => all + one.found, 0),
    ];
    write(`${file}: ${found}/${made} (${percent(found, made)})`);
    for (const rate of rates) {
      const limit = rate.found < rate.made ? LIMITS[rate.kind as Kind] : undefined;
      write(`  ${rate.kind.padEnd(16)} ${rate.found}/${rate.made} (${percent(rate.found, rate.made)})`);
      if (limit) write(`      ${limit[language]}`);
      for (const missed of [...new Set(rate.missed)].slice(0, 3)) write(`      not found: ${missed.slice(0, 90)}`);
    }
  }
  return checked.some(({ content }) => content === null) ? 2 : 0;
}

const percent = (part: number, whole: number) => `${whole === 0 ? 0 : ((part / whole) * 100).toFixed(1)}%`;

/** 0 when no file has an error, 1 when one has, 2 when one could not be read as a document. */
export const budgetCommand: Command = async ([what, ...rest], { write }) => {
  const asked = readArguments(rest);
  if (asked === null || (what !== 'check' && what !== 'mutate')) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  if (what === 'mutate') return printTrial(asked, write);
  const { files, format, language } = asked;
  const checked = files.map(checkFile);
  const between = checkYears(checked.map(({ reading }) => reading && new Sheet(reading)));
  const reports = checked.map(({ file, findings }, i) =>
    reportOf(file, [...findings, ...(between[i] ?? [])], language),
  );
  if (format === 'json') write(JSON.stringify(reports, null, 2));
  else for (const report of reports) for (const line of reportLines(report, language)) write(line);
  if (checked.some(({ reading }) => reading === null)) return 2;
  return reports.some(({ counts }) => counts.error > 0) ? 1 : 0;
};
