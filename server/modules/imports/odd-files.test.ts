import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import { inspectFile, readRecords } from './file.ts';
import { hotline } from './mappings/hotline.ts';
import { type CsvRecord, cellText, recordReader, tableCell } from './records.ts';
import { type Header, readHeader, readRow } from './rules.ts';

/** `TEST_ROWS=1000000 npm test -- server/modules/imports/odd-files.test.ts` tries a file of a million. */
const ROWS = Number(process.env.TEST_ROWS ?? 100_000);

/** Files as other systems and spreadsheets write them, read without a database. */
const folder = mkdtempSync(join(tmpdir(), 'drumtower-odd-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = '2026-11-22T00:00:00.000Z';
const HEAD = 'id,user,subject,created_at,detail,reply,replied_at';
const ROW = '1,U,路灯不亮,2023-04-24T16:03:40+08:00,三天了,,';

function save(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function headerOf(record: CsvRecord | undefined): Header {
  const header = readHeader(hotline, record?.cells ?? []);
  if (isRefusal(header)) throw new Error(header.message.en);
  return header;
}

/** What the hotline's mapping makes of a file: its rows as text or as the reason why they are none. */
async function rowsOf(path: string): Promise<{ encoding: string; rows: string[] }> {
  const source = await inspectFile(path);
  let header: Header | undefined;
  const rows: string[] = [];
  for await (const record of readRecords(source)) {
    if (header === undefined) header = headerOf(record);
    else {
      const read = readRow(hotline, header, record, NOW);
      rows.push('damage' in read ? `! ${read.damage.en}` : read.told.description);
    }
  }
  return { encoding: source.encoding, rows };
}

describe('a file', () => {
  const text = `${HEAD}\r\n${ROW}\r\n`;
  const swapped = Buffer.from(text, 'utf16le').swap16();
  test.each([
    ['in UTF-8', Buffer.from(text), 'utf-8'],
    ['in UTF-8 with its mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['in UTF-16 with its mark, as spreadsheets save text', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['in UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['in UTF-16, the other end first', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped]), 'utf-16be'],
    ['in UTF-16, the other end first, without a mark', swapped, 'utf-16be'],
  ])('%s is read as what it is', async (_what, bytes, encoding) => {
    expect(await rowsOf(save('encoded.csv', bytes))).toEqual({ encoding, rows: ['路灯不亮\n三天了'] });
  });

  test('with its first line twice, as when files were joined, loses the second to the damaged and no row', async () => {
    const { rows } = await rowsOf(save('twice.csv', `${text}${text}`));
    expect(rows).toEqual(['路灯不亮\n三天了', expect.stringMatching(/^! .*no time/), '路灯不亮\n三天了']);
  });

  test('with rows of different lengths keeps those that are whole', async () => {
    const { rows } = await rowsOf(save('ragged.csv', `${HEAD}\n1,U\n${ROW}\n${ROW},\n${ROW},more\n\n,,,,,,\n`));
    expect(rows.map((row) => row.startsWith('!'))).toEqual([true, false, false, true]);
  });

  test('with control characters loses those rows; with marks that cannot be seen, only the marks', async () => {
    const { rows } = await rowsOf(
      save('signs.csv', `${HEAD}\n${ROW.replace('路灯', '路\u0007灯')}\n${ROW.replace('路灯', '\u202e路灯\u200f')}\n`),
    );
    expect(rows).toEqual([expect.stringContaining('! it has characters that cannot be read'), '路灯不亮\n三天了']);
  });

  test('that is no table is refused by its first line, whatever its bytes', async () => {
    for (const [name, bytes] of [
      ['picture.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array(400).fill(7)])],
      ['archive.csv', Buffer.from('PK\u0003\u0004'.repeat(90), 'latin1')],
      ['zeros.csv', Buffer.alloc(5000)],
      ['quotes.csv', Buffer.from('"'.repeat(5001))],
    ] as const)
      await expect(rowsOf(save(name, bytes)).then(({ rows }) => rows.length)).rejects.toThrow('lacks these columns');
  });

  test('with a line that does not end loses that line, and holds no more of it than a row may have', async () => {
    const endless = '哈'.repeat(3_000_000);
    const { rows } = await rowsOf(save('endless.csv', `${text}2,U,${endless}\n${ROW}\n`));
    expect(rows).toEqual(['路灯不亮\n三天了', expect.stringContaining('! its line is longer'), '路灯不亮\n三天了']);
    const reader = recordReader(',');
    const records = [...Array.from({ length: 40 }, () => reader.push('x'.repeat(250_000))).flat(), ...reader.end()];
    expect(records.map(({ cells, raw }) => [cells, raw.length < 110_000])).toEqual([[null, true]]);
  });

  test('of very many rows is read in the memory of a few', { timeout: 300_000 }, async () => {
    const path = join(folder, 'many.csv');
    const lines = function* () {
      yield `${HEAD}\n`;
      for (let i = 0; i < ROWS; i++) yield `${i},U,路灯不亮,2023-04-24T16:03:40+08:00,"第 ${i} 盏，\n三天了",,\n`;
    };
    await pipeline(Readable.from(lines()), createWriteStream(path));
    const source = await inspectFile(path);
    let [count, most] = [0, 0];
    const before = process.memoryUsage().rss;
    for await (const { cells } of readRecords(source)) {
      count += cells?.length === 7 ? 1 : 0;
      if (count % 5000 === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    expect(count).toBe(ROWS + 1);
    if (process.env.TEST_ROWS) process.stdout.write(`${ROWS} rows: ${((most - before) / 1e6).toFixed(0)} MB more\n`);
    expect(most - before).toBeLessThan(150_000_000);
  });
});

test('whatever stands in the cells of a file that we write is read again as it was, in whatever pieces it comes', () => {
  const cell = string({ unit: constantFrom('a', '"', ',', ';', '\t', '\n', '路', '🚧', ' ', '='), maxLength: 12 });
  assert(
    property(
      array(array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
      constantFrom(',', ';', '\t'),
      integer({ min: 1, max: 9 }),
      (rows, delimiter, size) => {
        const text = rows.map((row) => `${row.map((one) => cellText(one, delimiter)).join(delimiter)}\r\n`).join('');
        const reader = recordReader(delimiter);
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        const read = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()].map(({ cells }) => cells);
        expect(read).toEqual(rows.filter((row) => row.some((one) => one.trim() !== '')));
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+86 591', "'+86 591"],
  ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
  ['@SUM(1,1)', `"'@SUM(1,1)"`],
  ['\t=1', "'\t=1"],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['-12.50', '-12.50'],
  ['路灯=坏', '路灯=坏'],
])('a table for people holds %s as text that no spreadsheet reckons', (value, written) => {
  expect(tableCell(value, ',')).toBe(written);
});
