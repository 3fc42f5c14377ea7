import { readFileSync } from 'node:fs';
import type { Language } from '../kernel/words.ts';
import { checkDocument } from '../modules/disclosure/checks/registry.ts';
import { type FileReport, reportLines, reportOf } from '../modules/disclosure/checks/report.ts';
import { problem } from '../modules/disclosure/document/problem.ts';
import { readContent } from '../modules/disclosure/document/read.ts';
import type { Command } from './context.ts';

const USAGE = 'budget check FILE... [--format json] [--lang en]';

/** Reads what a file holds as text: UTF-8, else the national encoding many offices still write. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** What is to be said of one file, and whether it could be read as a document at all. */
function checkFile(file: string, language: Language): { report: FileReport; read: boolean } {
  let content: string;
  try {
    content = textOf(readFileSync(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return unread(file, language, { zh: `无法读取文件（${code}）`, en: `The file cannot be read (${code})` });
  }
  const reading = readContent(content);
  if ('refused' in reading) return unread(file, language, reading.refused);
  return { report: reportOf(file, checkDocument(reading), language), read: true };
}

function unread(file: string, language: Language, message: { zh: string; en: string }) {
  process.stderr.write(`${file}: ${message[language]}\n`);
  return { report: reportOf(file, [problem('F-READ', { what: file, message })], language), read: false };
}

/** 0 when no file has an error, 1 when one has, 2 when one could not be read as a document. */
export const budgetCommand: Command = async (args, { write }) => {
  const [what, ...rest] = args;
  const files: string[] = [];
  let format = 'text';
  let language: Language = 'zh';
  for (let i = 0; i < rest.length; i++) {
    const [name = '', given] = (rest[i] ?? '').split('=', 2);
    if (name === '--format') format = given ?? rest[++i] ?? '';
    else if (name === '--lang') language = (given ?? rest[++i]) === 'en' ? 'en' : 'zh';
    else if (name.startsWith('--')) files.length = 0;
    else files.push(rest[i] ?? '');
  }
  if (what !== 'check' || files.length === 0 || (format !== 'json' && format !== 'text')) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const checked = files.map((file) => checkFile(file, language));
  const reports = checked.map(({ report }) => report);
  if (format === 'json') write(JSON.stringify(reports, null, 2));
  else for (const report of reports) for (const line of reportLines(report, language)) write(line);
  if (checked.some(({ read }) => !read)) return 2;
  return reports.some(({ counts }) => counts.error > 0) ? 1 : 0;
};
