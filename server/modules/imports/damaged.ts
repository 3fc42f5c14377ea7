import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Tx } from '../../kernel/db.ts';
import { type CsvRecord, cellText, recordReader } from './records.ts';
import { type DamagedRow, listDamage, type RunKey } from './store.ts';

/** Columns of our own stand before the source's, so that a corrected file can be imported as it is. */
const OURS = ['_line', '_imported', '_reason_zh', '_reason_en'];
const PAGE = 1000;

/**
 * Writes the rows that were damaged or remarked, with line and reason, beside an older file of the same name until it is
 * whole; null, and no file, if there are none. A row with broken quotes stands as a single cell, so that it breaks nothing.
 */
export async function writeDamaged(
  tx: Tx,
  key: RunKey,
  to: { path: string; header: CsvRecord; delimiter: string },
): Promise<string | null> {
  const { path, header, delimiter } = to;
  let page = await listDamage(tx, key, 0, PAGE);
  if (page.length === 0) {
    await rm(path, { force: true });
    return null;
  }
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.part`;
  const out = createWriteStream(unfinished, { mode: 0o600 });
  const row = (cells: readonly string[]) => `${cells.map((cell) => cellText(cell, delimiter)).join(delimiter)}\r\n`;
  const put = async (text: string) => void (out.write(text) || (await once(out, 'drain')));
  // The byte order mark tells spreadsheets that it is UTF-8.
  await put(`\uFEFF${row([...OURS, ...(header.cells ?? [])])}`);
  while (page.length > 0) {
    await put(page.map((damaged) => row([...ours(damaged), ...cellsOf(damaged.raw, delimiter)])).join(''));
    page = page.length < PAGE ? [] : await listDamage(tx, key, page.at(-1)?.line ?? 0, PAGE);
  }
  out.end();
  await finished(out);
  await rename(unfinished, path);
  return path;
}

function ours({ line, imported, reason }: DamagedRow): string[] {
  return [String(line), imported ? 'yes' : 'no', reason.zh, reason.en];
}

function cellsOf(raw: string, delimiter: string): string[] {
  const reader = recordReader(delimiter);
  const [only, ...more] = [...reader.push(`${raw}\n`), ...reader.end()];
  return only?.cells && more.length === 0 ? only.cells : [raw];
}
