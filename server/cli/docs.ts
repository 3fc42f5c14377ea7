import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printedDocuments } from '../docs.ts';
import type { Command } from './context.ts';

const FOLDER = fileURLToPath(new URL('../../docs/printed/', import.meta.url));

/** Printed from a database, by `bench --plans`; the code alone does not tell it. */
const FROM_A_DATABASE = ['queries.md'];

/** The documents whose print is not what the code says, those that are left over included. */
export function staleDocuments(
  documents: ReadonlyMap<string, string> = printedDocuments(),
  folder: string = FOLDER,
): string[] {
  mkdirSync(folder, { recursive: true });
  const there = readdirSync(folder);
  const stale = [...documents].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  return [
    ...stale.map(([name]) => name),
    ...there.filter((name) => !documents.has(name) && !FROM_A_DATABASE.includes(name)),
  ];
}

/** Prints docs/printed from the code; with `--check` only tells what is out of date. */
export const docsCommand: Command = async (args, { write }) => {
  const documents = printedDocuments();
  const stale = staleDocuments(documents);
  if (args.includes('--check')) {
    for (const name of stale) write(`docs/printed/${name} is out of date; run npm run docs`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const name of stale) {
    const text = documents.get(name);
    if (text === undefined) rmSync(join(FOLDER, name));
    else writeFileSync(join(FOLDER, name), text);
    write(`docs/printed/${name}`);
  }
  if (stale.length === 0) write('docs/printed is up to date');
  return 0;
};
