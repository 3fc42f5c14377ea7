import { expect, test } from 'vitest';
import { fallOf, gridColumns, gridRows, readBlock, readCell, showCell, withTyped } from './cells.ts';

const columns = gridColumns({ personnel: '人员', public: '公用' }, []);
const line = (code: string) => columns[0]?.line('2010350', code) as never;

test('an amount is read exactly, with commas and full-width digits; nonsense is named, not guessed', () => {
  expect(readCell('282.61')).toEqual({ fen: 282_610_000 });
  expect(readCell(' １,２３４．５ ')).toEqual({ fen: 1_234_500_000 });
  expect(readCell('')).toEqual({ fen: 0 });
  for (const nonsense of ['1e5', 'NaN', 'abc', '1.2.3']) expect(readCell(nonsense)).toEqual({ fault: 'notNumber' });
  expect(readCell('-3')).toEqual({ fault: 'negative' });
  expect(readCell('0.00000001')).toEqual({ fault: 'decimals' });
  expect(showCell(282_610_000)).toBe('282.61');
});

test('a cell that is back at what the server holds is no change', () => {
  const stored = new Map([['2010350 30101 generalPublicBudget basic personnel ', 1_000_000]]);
  const once = withTyped(new Map(), [{ line: line('30101'), text: '2' }], stored);
  expect([...once.values()]).toMatchObject([{ was: 1_000_000, fen: 2_000_000 }]);
  expect(withTyped(once, [{ line: line('30101'), text: '1.00' }], stored).size).toBe(0);
});

test('a pasted block falls on items only, and what reaches beyond the grid is left out', () => {
  const rows = gridRows(2026, [], false);
  const fallen = fallOf(
    readBlock('1\t2\t3\r\n4\t5\t6\r\n'),
    { row: 0, column: 0 },
    { rows, columns, functionCode: '2010350' },
  );
  expect(fallen.map(({ line: { economicCode, role }, text }) => `${economicCode} ${role} ${text}`)).toEqual([
    '30101 personnel 1',
    '30101 public 2',
    '30102 personnel 4',
    '30102 public 5',
  ]);
});
