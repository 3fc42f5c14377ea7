import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { correctedText, dataPath } from '../modules/disclosure/corrected.fixture.ts';
import { budgetCommand } from './budget.ts';
import type { Context } from './context.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drumtower-budget-'));
afterAll(() => rmSync(folder, { recursive: true }));

const faultless = join(folder, 'faultless.txt');
writeFileSync(faultless, correctedText);
const strange = join(folder, 'strange.bin');
writeFileSync(strange, new Uint8Array([0, 1, 2, 255, 254, 0]));
const real = dataPath('gulou-2022.txt');

async function run(...args: string[]) {
  const lines: string[] = [];
  const status = await budgetCommand(args, { write: (line) => lines.push(line) } as Pick<Context, 'write'> as Context);
  return { status, out: lines.join('\n') };
}

describe('budget check', () => {
  test('ends with 1 where there are errors and with 0 where there are none', async () => {
    expect((await run('check', real)).status).toBe(1);
    expect(await run('check', faultless)).toEqual({
      status: 0,
      out: `${faultless}：错误 0，警告 0，提示 0\n  没有发现问题`,
    });
  });

  test('ends with 2 where a file cannot be read, and still answers with JSON', async () => {
    const { status, out } = await run('check', strange, join(folder, 'nowhere'), real, '--format', 'json');
    expect(status).toBe(2);
    const reports = JSON.parse(out);
    expect(reports.map(({ counts }: { counts: unknown }) => counts)).toEqual([
      { error: 1, warning: 0, info: 0 },
      { error: 1, warning: 0, info: 0 },
      { error: 12, warning: 24, info: 15 },
    ]);
    expect(reports[0].findings[0].rule).toBe('F-READ');
    expect(Object.keys(reports[2])).toEqual(['file', 'counts', 'findings']);
    const fields = ['rule', 'severity', 'place', 'printed', 'expected', 'difference', 'message'];
    for (const finding of reports[2].findings) expect(Object.keys(finding)).toEqual(fields);
  });

  test('reads the encodings in which offices write, and a text that comes in', async () => {
    const utf16 = join(folder, 'utf16.txt');
    writeFileSync(utf16, new Uint8Array(Buffer.from(`\uFEFF${correctedText}`, 'utf16le')));
    const marked = join(folder, 'marked.txt');
    writeFileSync(marked, `\uFEFF${correctedText.replaceAll('\n', '   \r\n')}`);
    expect((await run('check', utf16, marked)).status).toBe(0);
    const piped = spawnSync(process.execPath, [main, 'budget', 'check', '-', '--format', 'json'], {
      input: correctedText,
      encoding: 'utf8',
      env: {},
    });
    expect([piped.status, piped.stderr]).toEqual([0, '']);
    expect(JSON.parse(piped.stdout)).toEqual([{ file: '-', counts: { error: 0, warning: 0, info: 0 }, findings: [] }]);
  });

  test('is quiet to a reader who has read enough', async () => {
    const child = spawn(process.execPath, [main, 'budget', 'check', ...Array.from({ length: 20 }, () => real)], {
      env: {},
    });
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    child.stdout.once('data', () => child.stdout.destroy());
    const [status] = await once(child, 'close');
    expect([status, said.join('')]).toEqual([1, '']);
  });

  test('says of an empty file, a folder and a text without tables what is wrong, and goes on with the others', async () => {
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, ' \n');
    const spaced = join(folder, 'spaced.txt');
    writeFileSync(spaced, correctedText.replaceAll('\t', '    '));
    const { status, out } = await run('check', empty, folder, spaced, faultless, '--format', 'json');
    expect(status).toBe(2);
    const said = JSON.parse(out).map(({ findings }: { findings: { message: string }[] }) => findings[0]?.message);
    expect(said).toEqual([
      '文件是空的',
      '无法读取文件（EISDIR）',
      '有表名而没有表：表格各栏之间应有制表符（Tab）或竖线',
      undefined,
    ]);
  });

  test('compares two years of one unit when both are given', async () => {
    const next = join(folder, 'next.txt');
    writeFileSync(next, correctedText.replaceAll('2022', '2023').replaceAll('2021', '2022'));
    const { status, out } = await run('check', next, faultless, '--format', 'json');
    expect(status).toBe(1);
    const [report] = JSON.parse(out);
    expect(
      report.findings.map(({ rule, expected }: { rule: string; expected: string }) => `${rule} ${expected}`),
    ).toContain('Y-01 增加0.00万元');
  });

  test('speaks English when asked', async () => {
    expect((await run('check', real, '--lang', 'en')).out).toContain('line 242');
  });

  test('without a file says how it is used; mutate prints what is found by kind', async () => {
    expect((await run('check')).status).toBe(2);
    const { status, out } = await run('mutate', real, '--count', '40');
    expect(status).toBe(0);
    expect(out).toMatch(/tableAmount +\d+\/\d+/);
  });
});
