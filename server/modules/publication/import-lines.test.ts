import { describe, expect, test } from 'vitest';
import { readWorkbook, writeSheet } from '../../adapters/spreadsheet.ts';
import { linesOf } from './import-lines.ts';

const HEAD = ['功能科目', '经济科目', '资金性质', '支出性质', '经费类别', '项目', '金额（万元）'];
const salary = (amount: string | number, economic = '30101') => [
  '2010350',
  economic,
  '一般公共预算',
  '基本支出',
  '人员经费',
  null,
  amount,
];
const budget = {
  year: 2026,
  lines: [],
  projects: [
    { code: 'P1', nameZh: '一般业务经费', category: 'operation' as const, basis: '', goalZh: '', reviewed: true },
  ],
};

async function read(rows: (string | number | null)[][], merged: string[] = []) {
  const sheets = await readWorkbook(await writeSheet('预算', rows, merged));
  const [sheet] = sheets ?? [];
  if (!sheet) throw new Error('no sheet');
  return linesOf(sheet, budget);
}

describe('lines of a budget from a workbook', () => {
  test('numbers and plain text are taken exactly', async () => {
    const { lines, faults } = await read([
      HEAD,
      salary(282.61),
      salary('0.01', '30102'),
      ['2010350', '30213', '', '项目支出', '', 'P1', 11.98],
    ]);
    expect(faults).toEqual([]);
    expect(lines.map(({ fen }) => fen)).toEqual([282_610_000, 10_000, 11_980_000]);
    expect(lines[2]).toMatchObject({ kind: 'project', role: null, projectCode: 'P1', was: 0 });
  });

  test('thousands commas and full-width digits are read by their value, and told', async () => {
    const { lines, told, faults } = await read([HEAD, salary('1,234.50'), salary('１２．３４', '30102')]);
    expect(faults).toEqual([]);
    expect(lines.map(({ fen }) => fen)).toEqual([1_234_500_000, 12_340_000]);
    expect(told.map(({ cell }) => cell)).toEqual(['G2', 'G3']);
  });

  test.each(['1e5', 'NaN', '1.234', '-5', '五万', '', '99999999999999999999'])(
    'the amount "%s" is refused with its cell',
    async (amount) => {
      const { lines, faults } = await read([HEAD, salary(1), salary(amount, '30102')]);
      expect(faults.map(({ cell }) => cell)).toEqual(['G3']);
      expect(lines).toHaveLength(1);
    },
  );

  test('a sheet with merged cells is refused, and the cells are named', async () => {
    const { lines, faults } = await read([HEAD, salary(1), salary(2, '30102')], ['A2:A3']);
    expect(lines).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ cell: 'A2:A3' })]);
  });

  test('codes of another year, unknown projects, and a line given twice are refused', async () => {
    const { faults } = await read([
      HEAD,
      salary(1, '39999'),
      salary(1, '12345'),
      ['2010350', '30213', '', '项目支出', '', 'P9', 1],
      salary(2),
      salary(3),
    ]);
    expect(faults.map(({ cell }) => cell)).toEqual(['B3', 'F4', 'G6']);
  });

  test('a sheet without the columns says which it lacks', async () => {
    const { faults } = await read([
      ['科目', '金额'],
      ['2010350', 1],
    ]);
    expect(faults[0]?.message.zh).toContain('功能科目');
  });

  test('what is no workbook is none', async () => {
    expect(await readWorkbook(Buffer.from('not a workbook'))).toBeNull();
  });
});
