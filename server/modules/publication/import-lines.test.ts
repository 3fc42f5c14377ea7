import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readWorkbook, writeSheet } from '../../adapters/spreadsheet.ts';
import { type Packed, unzipped, zipOf } from '../../adapters/zip.ts';
import { ISSUED_CODES } from '../budget/classification/data/codes.ts';
import { versionsWith } from '../budget/classification/rules.ts';
import { linesOfJson } from './import-json.ts';
import { linesOf, tooMany } from './import-lines.ts';

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
  versions: ISSUED_CODES,
  lines: [],
  incomes: [],
  projects: [
    { code: 'P1', nameZh: '一般业务经费', category: 'operation' as const, basis: '', goalZh: '', reviewed: true },
  ],
};

async function read(rows: (string | number | null)[][], merged: string[] = []) {
  const sheets = await readWorkbook(await writeSheet('预算', rows, merged));
  const [sheet] = sheets ?? [];
  if (!sheet) throw new Error('no sheet');
  return linesOf([sheet], budget);
}

describe('the words of a sheet', () => {
  const INCOME = ['功能科目', '收入来源', '金额（万元）'];

  test.each([
    ['', 'generalPublicBudget'],
    ['一般公共预算', 'generalPublicBudget'],
    ['政府性基金预算', 'governmentFund'],
    ['国有资本经营预算', 'stateCapital'],
    ['其他资金', 'other'],
  ])('“%s” is the money of %s', async (fund, meant) => {
    const { lines, faults } = await read([HEAD, ['2010350', '30101', fund, '基本支出', '人员经费', null, 1]]);
    expect([faults, lines.map((one) => one.fund)]).toEqual([[], [meant]]);
  });

  test.each([
    ['事业单位经营支出', 'institutionBusiness'],
    ['上缴上级支出', 'remitToSuperior'],
    ['对附属单位补助支出', 'affiliateSubsidy'],
  ])('%s is expenditure of the kind %s', async (kind, meant) => {
    const { lines, faults } = await read([HEAD, ['2010350', '30299', '其他资金', kind, '', null, 1]]);
    expect([faults, lines.map((one) => one.kind)]).toEqual([[], [meant]]);
  });

  test.each([
    ['一般公共预算拨款收入', 'generalPublicBudget'],
    ['政府性基金预算拨款收入', 'governmentFund'],
    ['国有资本经营预算拨款收入', 'stateCapital'],
    ['财政专户管理资金收入', 'fiscalSpecialAccount'],
    ['事业收入', 'institutionOperating'],
    ['事业单位经营收入', 'institutionBusiness'],
    ['上级补助收入', 'superiorSubsidy'],
    ['附属单位上缴收入', 'affiliateRemittance'],
    ['其他收入', 'other'],
    ['上年结转结余', 'priorYearCarryover'],
  ])('%s comes from %s', async (source, meant) => {
    const { incomes, faults } = await read([INCOME, ['2010350', source, 1]]);
    expect([faults, incomes.map((one) => one.source)]).toEqual([[], [meant]]);
  });

  test('rows of totals are left out, and each amount stands beside what is in the budget now', async () => {
    const rows = ['合计', '总计', '小计'].map((total) => [total, null, null, null, null, null, 99]);
    expect(await read([HEAD, salary(1), ...rows])).toMatchObject({ faults: [], lines: [{ fen: 1_000_000, was: 0 }] });
    const [sheet] = (await readWorkbook(await writeSheet('预算', [HEAD, salary(1)]))) ?? [];
    const key = { functionCode: '2010350', economicCode: '30101', fund: 'generalPublicBudget', kind: 'basic' } as const;
    const lines = [{ ...key, role: 'personnel' as const, projectCode: null, fen: 700 }];
    expect(sheet && linesOf([sheet], { ...budget, lines }).lines).toMatchObject([{ fen: 1_000_000, was: 700 }]);
  });

  test('a cell is called as the sheet calls it, also behind the twenty-sixth column', async () => {
    const behind = (blank: number) => {
      const gap = Array<null>(blank).fill(null);
      return read([
        [...HEAD.slice(0, 6), ...gap, '金额（万元）'],
        [...salary('').slice(0, 6), ...gap, '五万'],
      ]);
    };
    expect((await behind(19)).faults.map(({ cell }) => cell)).toEqual(['Z2']);
    expect((await behind(20)).faults.map(({ cell }) => cell)).toEqual(['AA2']);
  });

  test('of two columns of one kind nobody could say which is meant', async () => {
    const { lines, faults } = await read([
      [...HEAD, '预算数'],
      [...salary(1), 2],
    ]);
    expect([lines, faults.map(({ cell }) => cell)]).toEqual([[], ['H1']]);
  });

  test('five thousand lines are read at once, and not one more', () => {
    expect([tooMany(5000, 'A1'), tooMany(5001, 'A1')?.cell]).toEqual([null, 'A1']);
  });
});

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

  test('a line that stands in two sheets is refused with the sheet of the second, and so is a damaged sheet alone', async () => {
    const [one] = (await readWorkbook(await writeSheet('基本', [HEAD, salary(1)]))) ?? [];
    const [two] = (await readWorkbook(await writeSheet('补充', [HEAD, salary(2), salary(3, '30102')]))) ?? [];
    if (!one || !two) throw new Error('no sheet');
    expect(linesOf([one, two], budget).faults.map(({ cell }) => cell)).toEqual(['补充!G2']);
    const lacking = linesOf([{ ...one, rows: [['说明', '金额']] }, two], budget);
    expect(lacking.faults.map(({ cell }) => cell)).toEqual(['基本!A1']);
    expect(lacking.lines).toHaveLength(2);
  });

  test('a sheet without the columns says which it lacks', async () => {
    const { faults } = await read([
      ['科目', '金额'],
      ['2010350', 1],
    ]);
    expect(faults[0]?.message.zh).toContain('功能科目');
  });

  test('amounts in 元 are read to the fen, and income by its source', async () => {
    const inYuan = await read([[...HEAD.slice(0, 6), '金额（元）'], salary('2826100.05')]);
    expect(inYuan).toMatchObject({ faults: [], lines: [{ fen: 282_610_005 }] });
    const income = await read([
      ['功能科目', '收入来源', '金额（万元）'],
      ['2010350', '一般公共预算拨款收入', 282.61],
      ['2010350', '上级补助', 1],
    ]);
    expect(income.incomes).toEqual([
      { functionCode: '2010350', source: 'generalPublicBudget', was: 0, fen: 282_610_000 },
    ]);
    expect(income.faults.map(({ cell }) => cell)).toEqual(['B3']);
  });

  test('a code that came within the year is taken once it is amended, and one that ended before the year is not', async () => {
    const amended = versionsWith([
      {
        id: 'a',
        scheme: 'departmentEconomic',
        code: '30188',
        nameZh: '新设津贴',
        from: '2026-05-23',
        to: null,
        source: '文件',
      },
      {
        id: 'b',
        scheme: 'departmentEconomic',
        code: '30103',
        nameZh: null,
        from: '2026-01-01',
        to: null,
        source: '文件',
      },
    ]);
    const sheets = await readWorkbook(
      await writeSheet('预算', [HEAD, salary(1, '30188'), salary(1, '30103'), salary(1, '30102')]),
    );
    const [sheet] = sheets ?? [];
    if (!sheet) throw new Error('no sheet');
    const { lines, faults } = linesOf([sheet], { ...budget, versions: amended });
    expect(lines.map(({ economicCode }) => economicCode)).toEqual(['30188', '30102']);
    expect(faults.map(({ cell }) => cell)).toEqual(['B3']);
  });

  test('what is no workbook is none', async () => {
    expect(await readWorkbook(Buffer.from('not a workbook'))).toBeNull();
  });
});

describe('a workbook made to hurt', () => {
  const SHEET = 'xl/worksheets/sheet1.xml';

  /** A workbook whose one sheet is this text. */
  async function bookOf(sheet: (own: string) => string): Promise<Packed[]> {
    const parts = unzipped(await writeSheet('预算', [HEAD, salary('1.00')]), 1_000_000);
    return parts.map((part) =>
      part.name === SHEET ? { ...part, bytes: Buffer.from(sheet(Buffer.from(part.bytes).toString())) } : part,
    );
  }

  /** The zip with its last part packed, and its size said to be what it is packed. */
  function packedTight(parts: readonly Packed[], name: string): Buffer {
    const { bytes } = parts.find((part) => part.name === name) as Packed;
    const tight = deflateRawSync(bytes, { level: 9 });
    const rest = parts.filter((part) => part.name !== name);
    const zip = zipOf([...rest, { name, bytes: tight }]);
    const central = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    const local = zip.readUInt32LE(central + 42);
    for (const at of [local + 8, central + 10]) zip.writeUInt16LE(8, at);
    for (const at of [local + 14, central + 16]) zip.writeUInt32LE(crc32(bytes), at);
    return zip;
  }

  test('packed as any program packs it is read', async () => {
    const sheets = await readWorkbook(packedTight(await bookOf((own) => own), SHEET));
    expect(sheets?.[0]?.rows[0]).toEqual(HEAD);
  });

  test('by unpacking to far more than anybody types is refused, and not unpacked', async () => {
    const parts = await bookOf((own) => own.replace('</sheetData>', `${' '.repeat(17_000_000)}</sheetData>`));
    const bomb = packedTight(parts, SHEET);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await readWorkbook(bomb)).toBeNull();
    expect(() => unzipped(bomb, 1_000_000)).toThrow(/larger than/);
  });

  /** One cell a row, in this column of ever the next row. */
  const rowsIn = (rows: number, ref: (row: number) => string) =>
    Array.from({ length: rows }, (_, i) => `<row r="${i + 3}"><c r="${ref(i + 3)}"><v>1</v></c></row>`).join('');
  const withRows = (rows: string) => bookOf((own) => own.replace('</sheetData>', `${rows}</sheetData>`));

  test.each([
    ['a cell in the last column of every row', rowsIn(20_000, (row) => `XFD${row}`)],
    ['a cell in the last row', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'],
    ['more rows than anybody types', rowsIn(10_001, (row) => `A${row}`)],
  ])('by %s is refused before the cells between are made', async (_, rows) => {
    expect(await readWorkbook(zipOf(await withRows(rows)))).toBeNull();
  });

  test('by cells whose far places are written in disguise holds no more than the bound', async () => {
    const disguised = rowsIn(20_000, (row) => `&#88;FD${row}`);
    const before = process.memoryUsage().rss;
    const [sheet] = (await readWorkbook(zipOf(await withRows(disguised)))) ?? [];
    expect(sheet?.rows.flat().length ?? 0).toBeLessThanOrEqual(10_000 * 64);
    expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
  });

  test('no: cells that are only coloured may lie anywhere', async () => {
    const coloured = '<row r="1048576" ht="12"><c r="XFD1048576" s="0"/></row>';
    expect((await readWorkbook(zipOf(await withRows(coloured))))?.[0]?.rows[0]).toEqual(HEAD);
  });

  test('by hundreds of thousands of merged cells is told of some of them', async () => {
    const merges = `</sheetData><mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(200_000)}</mergeCells>`;
    const sheets = await readWorkbook(zipOf(await bookOf((own) => own.replace('</sheetData>', merges))));
    const { faults } = linesOf(sheets ?? [], budget);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(500);
  });

  test('by a document type that names a file of the machine tells nothing of it', async () => {
    const parts = await bookOf((own) =>
      own
        .replace(/(<\?xml[^>]*\?>)?/, '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
        .replace('<sheetData>', '<sheetData><row r="9"><c r="A9" t="inlineStr"><is><t>&x;</t></is></c></row>'),
    );
    const [sheet] = (await readWorkbook(zipOf(parts))) ?? [];
    const cells = sheet?.rows.flat().map(String) ?? [];
    expect(cells.join()).not.toContain(hostname());
  });

  test.each([
    ['cut off', (zip: Buffer) => zip.subarray(0, zip.length - 30)],
    ['whose directory points beyond it', (zip: Buffer) => Buffer.concat([zip.subarray(0, -6), Buffer.alloc(6, 0xff)])],
    ['that is none', () => Buffer.from('PK\u0003\u0004 not a zip')],
    ['that is empty', () => Buffer.alloc(0)],
  ])('%s is refused in words, not by a fault', async (_, hurt) => {
    expect(await readWorkbook(hurt(zipOf(await bookOf((own) => own))))).toBeNull();
  });
});

describe('lines of a budget from JSON', () => {
  const line = { functionCode: '2010350', economicCode: '30101', kind: 'basic', role: 'personnel' };

  test.each([
    ['a list of half a million numbers', `[${'1,'.repeat(490_000)}1]`],
    ['more than anybody writes', `[${'{"x":1},'.repeat(400_000)}{}]`],
    ['lines of which none is one', `[${'{"x":1},'.repeat(4000)}{}]`],
    ['a line of very many fields', `[{${Array.from({ length: 100_000 }, (_, i) => `"f${i}":1`).join()}}]`],
    ['a list in a list, ten thousand deep', '['.repeat(10_000) + ']'.repeat(10_000)],
  ])('%s is refused with few words and soon', (_, source) => {
    const start = performance.now();
    const { lines, faults } = linesOfJson(source, budget);
    expect(lines).toEqual([]);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(300);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('a plain list is taken; amounts are in 万元, 元 or fen', () => {
    const { lines, faults } = linesOfJson(
      JSON.stringify([
        { ...line, amount: '282.61' },
        { ...line, economicCode: '30102', yuan: 1234.5 },
        { ...line, economicCode: '30103', fen: 7 },
      ]),
      budget,
    );
    expect(faults).toEqual([]);
    expect(lines.map(({ fen }) => fen)).toEqual([282_610_000, 123_450, 7]);
    const part = linesOfJson(JSON.stringify([{ ...line, fen: '5.5' }]), budget);
    expect(part.lines).toEqual([]);
    expect(part.faults).toMatchObject([{ cell: '[0].fen', message: { zh: expect.stringContaining('分须为整数') } }]);
  });

  test.each([
    ['1e5', '"1e5"'],
    ['1e5', '1e5'],
    ['-3', '-3'],
    ['1.234', '1.234'],
    ['NaN', '"NaN"'],
    ['99999999999999999999', '99999999999999999999'],
  ])('the amount %s, written %s, is refused at its place', (_amount, written) => {
    const source = `{"lines": [${JSON.stringify(line).slice(0, -1)}, "amount": ${written}}]}`;
    const { lines, faults } = linesOfJson(source, budget);
    expect(lines).toEqual([]);
    expect(faults.map(({ cell }) => cell)).toEqual(['lines[0].amount']);
  });

  test('an unknown field, a line that is none, a syntax error and an empty list are told', () => {
    const cells = (source: string) => linesOfJson(source, budget).faults.map(({ cell }) => cell);
    expect(cells(JSON.stringify([{ ...line, amount: 1, colour: 'red' }, 7]))).toEqual(['[0].colour', '[1]']);
    expect(cells('{"lines": [')).toEqual(['JSON']);
    expect(cells('{"lines": []}')).toEqual(['JSON']);
    expect(cells('{"lines": {}}')).toEqual(['lines']);
  });

  test('a published document gives its income and its basic expenditure; what it does not tell apart is told', () => {
    const source = readFileSync(new URL('../disclosure/data/gulou-2022.json', import.meta.url), 'utf8');
    const { lines, incomes, told, faults } = linesOfJson(source, { ...budget, year: 2022 });
    expect(faults).toEqual([]);
    expect(incomes).toEqual([{ functionCode: '2010350', source: 'generalPublicBudget', was: 0, fen: 282_610_000 }]);
    expect(lines.reduce((sum, { fen }) => sum + fen, 0)).toBe(270_630_000);
    expect(told.map(({ cell }) => cell)).toEqual(['T09 30101 total', 'T03 2010350 project']);
  });

  test('a document of another year is refused', () => {
    const source = readFileSync(new URL('../disclosure/data/gulou-2022.json', import.meta.url), 'utf8');
    const { lines, faults } = linesOfJson(source, budget);
    expect(lines).toEqual([]);
    expect(faults.map(({ cell }) => cell)).toEqual(['document.fiscalYear']);
  });
});
