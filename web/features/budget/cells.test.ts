import { expect, test } from 'vitest';
import { ISSUED_CODES } from '../../../server/modules/budget/classification/data/codes.ts';
import { codesIn } from '../../../server/modules/budget/classification/rules.ts';
import { isFine, moneyColumn, readMoney, showMoney } from '../../kit/moneyText.ts';
import {
  blockOf,
  cellsIn,
  fallOf,
  gridRows,
  readBlock,
  rebased,
  restored,
  withTyped,
  writeBlock,
  writtenOf,
} from './cells.ts';
import { deedOf, gridKeys } from './gridKeys.ts';
import { cellNamed, deltasOf, incomeCell, lineCell, monthCell, purchaseCell } from './keys.ts';

test('an amount is read exactly in 万元, with commas and full-width digits; nonsense is named, not guessed', () => {
  expect(readMoney('282.61')).toEqual({ fen: 282_610_000 });
  expect(readMoney(' １,２３４．５ ')).toEqual({ fen: 1_234_500_000 });
  expect(readMoney('')).toEqual({ fen: 0 });
  for (const nonsense of ['1e5', 'NaN', 'abc', '1.2.3', '元', '5亿'])
    expect(readMoney(nonsense)).toEqual({ fault: 'notNumber' });
  for (const negative of ['-3', '−3', '-3元']) expect(readMoney(negative)).toEqual({ fault: 'negative' });
  expect(readMoney('0.00000001')).toEqual({ fault: 'decimals' });
  expect(showMoney(282_610_000)).toBe('282.61');
  expect(showMoney(-10_000)).toBe('−0.01');
});

test('with 元 behind it an amount is 元; what is finer than 0.01 万元 is known as such and shown whole', () => {
  expect(readMoney('1234.56元')).toEqual({ fen: 123_456 });
  expect(readMoney('1,200 元')).toEqual({ fen: 120_000 });
  expect(readMoney('3万元')).toEqual({ fen: 3_000_000 });
  expect(readMoney('0.001元')).toEqual({ fault: 'decimals' });
  expect(readMoney('12，345.67', '元')).toEqual({ fen: 1_234_567 });
  expect(readMoney('3万', '元')).toEqual({ fen: 3_000_000 });
  expect([isFine(120_000), isFine(123_456)]).toEqual([false, true]);
  expect(showMoney(123_456)).toBe('0.123456');
});

test('a cell that is back at what the server holds is no change', () => {
  const cell = 'line 2010350 30101 generalPublicBudget basic personnel ';
  const stored = new Map([[cell, 1_000_000]]);
  const once = withTyped(new Map(), [{ cell, text: '2' }], stored);
  expect([...once.values()]).toMatchObject([{ was: 1_000_000, fen: 2_000_000 }]);
  expect(withTyped(once, [{ cell, text: '1.00' }], stored).size).toBe(0);
});

const rows = gridRows(codesIn(ISSUED_CODES, 2026), [], false);
const columns = [
  { key: 'personnel', label: '人员' },
  { key: 'public', label: '公用' },
];
const field = {
  rows,
  columns,
  cellAt: (row: { code: string }, column: { key: string }) => `${row.code} ${column.key}`,
};
const told = (fallen: { cell: string; text: string }[]) => fallen.map(({ cell, text }) => `${cell} ${text}`);
const at = (row: number, column: number) => ({ row, column });

test('a pasted block falls on items only, and what reaches beyond the grid is left out', () => {
  const fallen = fallOf(readBlock('1\t2\t3\r\n4\t5\t6\r\n'), blockOf(at(0, 0), at(0, 0)), field);
  expect(told(fallen)).toEqual(['30101 personnel 1', '30101 public 2', '30102 personnel 4', '30102 public 5']);
});

test('one amount that is pasted fills all that is selected; a block begins at the corner of what is selected', () => {
  const selected = blockOf(at(2, 1), at(1, 0));
  expect(told(fallOf(readBlock('7'), selected, field))).toEqual([
    '30101 personnel 7',
    '30101 public 7',
    '30102 personnel 7',
    '30102 public 7',
  ]);
  expect(told(fallOf(readBlock('8\t9'), selected, field))).toEqual(['30101 personnel 8', '30101 public 9']);
});

test('what is copied across the sum of a class falls on the same cells when it is pasted at the same place', () => {
  const second = rows.findIndex(({ code }) => code === '302');
  const block = blockOf(at(second - 1, 0), at(second + 1, 1));
  const cells = cellsIn(block, field);
  expect(cells.map(([first]) => first)).toEqual(['30199 personnel', '30201 personnel']);
  const copied = writeBlock(cells.map((row) => row.map((cell) => String(cell))));
  for (const { cell, text } of fallOf(readBlock(copied), block, field)) expect(text).toBe(cell);
  expect(fallOf(readBlock(copied), block, field)).toHaveLength(4);
});

test('what was taken back and is brought back is compared with what the server holds by then', () => {
  const once = withTyped(new Map(), [{ cell: 'a', text: '2' }], new Map([['a', 1_000_000]]));
  expect(rebased(once, new Map([['a', 2_000_000]])).size).toBe(0);
  expect(rebased(once, new Map([['a', 3_000_000]])).get('a')).toMatchObject({ was: 3_000_000, fen: 2_000_000 });
});

test('every key of a grid does one thing, and the keys of the page stay the page’s', () => {
  const all = Object.values(gridKeys).flat();
  expect(new Set(all).size).toBe(all.length);
  const pressed = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) =>
    deedOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
  expect(pressed('ArrowUp')).toBe('move');
  expect(pressed('ArrowUp', { shiftKey: true })).toBe('extend');
  expect([pressed('y', { ctrlKey: true }), pressed('Z', { metaKey: true, shiftKey: true })]).toEqual(['redo', 'redo']);
  expect([pressed('z', { ctrlKey: true }), pressed('z')]).toEqual(['undo', undefined]);
  expect(['7', '７', '.', 'H', 'F2', 'Delete'].map((key) => pressed(key))).toEqual([
    'replace',
    'replace',
    'replace',
    'history',
    'edit',
    'clear',
  ]);
  expect([pressed('?', { shiftKey: true }), pressed('ArrowUp', { altKey: true })]).toEqual([undefined, undefined]);
});

test('a cell’s name says all that its key held', () => {
  const line = {
    functionCode: '2010350',
    economicCode: '30201',
    fund: 'generalPublicBudget',
    kind: 'project',
    role: null,
    projectCode: 'P1',
  } as const;
  const income = { functionCode: '2010350', source: 'other' } as const;
  const month = { kind: 'basic', role: 'public', projectCode: null, month: 12 } as const;
  const purchase = { purchase: 'goods', economicCode: '31002', projectCode: null, item: '台式 计算机' } as const;
  expect(cellNamed(lineCell(line))).toEqual({ of: 'line', key: line });
  expect(cellNamed(incomeCell(income))).toEqual({ of: 'income', key: income });
  expect(cellNamed(monthCell(month))).toEqual({ of: 'month', key: month });
  expect(cellNamed(purchaseCell(purchase))).toEqual({ of: 'purchase', key: purchase });
});

test('an adjustment asks for the way from what stands now to what was typed, not from what stood when it was typed', () => {
  const salary = 'line 2010350 30101 generalPublicBudget basic personnel ';
  const income = incomeCell({ functionCode: '2010350', source: 'other' });
  const typed = [
    { cell: salary, text: '3' },
    { cell: income, text: '1' },
  ];
  const edits = withTyped(new Map(), typed, new Map([[salary, 2_000_000]]));
  const { deltas, incomes } = deltasOf(edits, new Map([[salary, 2_500_000]]));
  expect(deltas).toMatchObject([{ economicCode: '30101', fen: 500_000 }]);
  expect(incomes).toEqual([{ functionCode: '2010350', source: 'other', fen: 1_000_000 }]);
  expect(deltasOf(edits, new Map([[salary, 3_000_000]])).deltas).toEqual([]);
});

test('amounts of a column show the decimals of its finest, and nothing is blank', () => {
  const inColumn = moneyColumn([21_436_000, 18_582_200, 0]);
  expect([21_436_000, 18_582_200, 0].map(inColumn)).toEqual(['21.4360', '18.5822', '']);
  expect(moneyColumn([1_000_000])(1_000_000)).toBe('1.00');
});

test('kept edits are taken up beside what the server holds by now; what is no edit is left out', () => {
  const [one, other, third] = ['30101', '30102', '30103'].map(
    (code) => `line 2010350 ${code} generalPublicBudget basic personnel `,
  ) as [string, string, string];
  const typed = withTyped(
    new Map(),
    [
      { cell: one, text: '5' },
      { cell: other, text: '1e5' },
      { cell: third, text: '3' },
    ],
    new Map([[one, 1_000_000]]),
  );
  const kept: unknown = JSON.parse(JSON.stringify([...writtenOf(typed), { cell: 7 }, null]));
  const stored = new Map([
    [one, 2_000_000],
    [third, 3_000_000],
  ]);
  const { edits, theirs } = restored(kept, stored);
  expect([...edits]).toEqual([
    [one, { was: 2_000_000, typed: '5', fen: 5_000_000 }],
    [other, { was: 0, typed: '1e5', fen: null }],
  ]);
  expect([...theirs]).toEqual([[one, 2_000_000]]);
  for (const nothing of [null, 'x', {}, [1]]) expect(restored(nothing, stored).edits.size).toBe(0);
});
