import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timesAsLong } from '../../effort.fixture.ts';
import { checkDocument } from './checks/registry.ts';
import { correctedText, realJson } from './corrected.fixture.ts';
import { FUJIAN } from './data/fujian.ts';
import type { Template } from './data/template.ts';
import { readAmount, showAmount, UNIT_FACTORS } from './document/money.ts';
import { parseDocument } from './document/parse.ts';
import { readContent, readDocument } from './document/read.ts';
import { readTarget } from './document/targets.ts';

function check(content: string) {
  const reading = readContent(content);
  if ('refused' in reading) throw new Error(reading.refused.en);
  return checkDocument(reading);
}

const rulesOf = (content: string) => check(content).map(({ rule }) => rule);

describe('amounts', () => {
  test.each([
    ['1,234.50', 1_234_500_000, 'thousands'],
    ['２８２．６１', 282_610_000, 'fullWidth'],
    ['1e5', null, 'exponent'],
    ['NaN', null, 'notNumber'],
    ['12.345', 12_345_000, 'decimals'],
    ['-3.00', -3_000_000, 'negative'],
    ['12.3456789', null, 'decimals'],
    ['0012.50', 12_500_000, 'leadingZero'],
    ['9007199255.00', null, 'tooLarge'],
    ['99999999999999999999', null, 'tooLarge'],
  ])('%s is told for what it is', (printed, fen, fault) => {
    expect(readAmount(printed, 10_000)).toEqual({ printed, fen, fault });
    const found = check(correctedText.replace('津贴补贴\t26.75', `津贴补贴\t${printed}`));
    expect(found.some(({ rule, printed: said }) => rule === 'R-AMOUNT' && said === printed)).toBe(true);
  });

  test('are read in the unit that the document prints', () => {
    const read = (printed: string, unit: string) => readAmount(printed, UNIT_FACTORS[unit] ?? 0).fen;
    expect([read('1.5', '元'), read('1.5', '万元'), read('1.5', '亿元')]).toEqual([150, 1_500_000, 15_000_000_000]);
    expect([read('1.05', '万元'), read('123456.7', '万元')]).toEqual([1_050_000, 123_456_700_000]);
  });

  test('go to fen and back without losing one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (cents) => {
        const printed = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        expect(readAmount(printed, 10_000).fen).toBe(cents * 10_000);
        expect(showAmount(cents * 10_000)).toBe(printed);
      }),
    );
  });
});

describe('documents', () => {
  test('with page numbers in between read as if they were not there', () => {
    const paged = correctedText.replace(/\n\n/g, (_, at: number) => (at > 2000 ? '\n\n- 12 -\n\n' : '\n\n'));
    expect(rulesOf(paged)).toEqual([]);
  });

  test('with a table missing name the table', () => {
    const found = check(correctedText.replace(/^## 八、一般公共预算支出经济[\s\S]*?(?=^## 九、)/m, ''));
    expect(found.find(({ rule }) => rule === 'C-11')?.expected).toBe('一般公共预算支出经济分类情况表');
  });

  test('with shifted columns tell the row', () => {
    expect(rulesOf(correctedText.replace('30101\t基本工资\t', '30101\t基本工资\t\t\t'))).toContain('R-SHAPE');
  });

  test('of another year or with the name of another unit tell each place', () => {
    const year = check(correctedText.replace('2022年度一般公共预算拨款支出282', '2023年度一般公共预算拨款支出282'));
    expect(year.map(({ rule }) => rule)).toContain('N-28');
    const unit = check(correctedText.replace('服务中心收入预算', '指挥中心收入预算'));
    expect(unit.find(({ rule }) => rule === 'N-19')?.expected).toBe('福州市鼓楼区“智慧鼓楼”服务中心');
  });

  test('of a whole other year are checked by that year', () => {
    expect(rulesOf(correctedText.replaceAll('2022', '2031').replaceAll('2021', '2030'))).toEqual([]);
  });

  test('of another province are read by its own set of tables, which is data', () => {
    const few: Template = {
      ...FUJIAN,
      id: 'elsewhere',
      tables: FUJIAN.tables.slice(0, 8),
      sections: FUJIAN.sections.filter(({ key }) => !FUJIAN.tables.slice(8).some((table) => table.key === key)),
    };
    const text = correctedText
      .replace(/^## 九、一般公共预算基本支出[\s\S]*?(?=^## 第二部分|^## 第三部分)/m, '')
      .replace(/^(?:九|十|十一)、.*(?:分类情况|支出预算|清单目录).*\.\.\.\.\..*\n/gm, '');
    const rules = checkDocument(parseDocument(text, [few]));
    expect(rules.filter(({ rule }) => /^(?:C-\d|R-|F-01)/.test(rule))).toEqual([]);
    expect(parseDocument(text, [few]).document.tables).toHaveLength(8);
    expect(checkDocument(parseDocument(text)).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['C-12', 'C-13', 'C-14']),
    );
  });

  test('with codes of another year say until when they held', () => {
    const found = check(correctedText.replace('30305\t生活补助', '30312\t提租补贴'));
    expect(found.find(({ rule }) => rule === 'R-CODE-1')?.message.zh).toContain('2017');
  });

  test('with a target of 尽量好 are refused', () => {
    expect(readTarget('尽量好').operator).toBe('qualitative');
    expect(rulesOf(correctedText.replace('≥99.9%', '尽量好'))).toContain('K-15');
  });

  test('with their tables in another order, or one of them twice, say so', () => {
    const [eight = ''] = /^## 八、一般公共预算支出经济[\s\S]*?(?=^## 九、)/m.exec(correctedText) ?? [];
    const [nine = ''] = /^## 九、一般公共预算基本支出[\s\S]*?(?=^## 十、)/m.exec(correctedText) ?? [];
    expect(rulesOf(correctedText.replace(eight + nine, nine + eight))).toContain('N-20');
    expect(rulesOf(correctedText.replace(eight, eight + eight))).toContain('R-CODE-4');
  });

  test.each([
    ['1e5', '1e5', null],
    ['thousands', '1,282.61', '1282.61'],
    ['a comma for a point', '282，61', '282.61'],
    ['a full stop for a point', '282。61', '282.61'],
    ['a space', '28 2.61', '282.61'],
    ['full-width digits', '２８２．６１', '282.61'],
  ])('with %s in a sentence tell the number and what was meant', (_, printed, expected) => {
    const found = check(correctedText.replace('收入预算为282.61', `收入预算为${printed}`));
    expect(found.find(({ rule }) => rule === 'R-AMOUNT')).toMatchObject({ printed, expected });
  });

  test('with a head count that is no number show the row', () => {
    const found = check(correctedText.replace('全额拨款\t17', '全额拨款\tNaN'));
    expect(found.find(({ rule }) => rule === 'C-02')?.printed).toContain('NaN');
  });

  test('with a line broken inside a cell tell the row', () => {
    const broken = correctedText.replace('（政府办公厅（室）及相关', '（政府办公厅（室）\n及相关');
    expect(rulesOf(broken)).toContain('R-SHAPE');
  });

  test('with headings numbered in digits tell each heading and its right number', () => {
    const found = check(correctedText.replace(/^## 八、一般公共预算支出经济/m, '## 8、一般公共预算支出经济'));
    expect(found.find(({ rule }) => rule === 'N-20')?.expected).toBe('八、一般公共预算支出经济分类情况表');
  });
});

/** Hundreds of documents are read and checked, on a machine that may have other things to do. */
const PATIENT = 180_000;

describe('anything at all', () => {
  test(
    'as text or bytes never breaks the reader',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
          const reading = readContent(text);
          if (!('refused' in reading)) checkDocument(reading);
        }),
        { numRuns: 300 },
      );
    },
    PATIENT,
  );

  test(
    'put into a real document never breaks the reader',
    () => {
      const lines = correctedText.split('\n');
      fc.assert(
        fc.property(
          fc.nat(lines.length - 1),
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.nat(40),
          (at, text, cut) => {
            const made = [...lines.slice(0, at), text, ...lines.slice(at + cut)].join('\n');
            const reading = readContent(made);
            if (!('refused' in reading)) checkDocument(reading);
          },
        ),
        { numRuns: 150 },
      );
    },
    PATIENT,
  );

  test(
    'as JSON never breaks the reader',
    () => {
      const keys = Object.keys(realJson as object);
      fc.assert(
        fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
          const reading = readDocument({ ...(realJson as object), [key]: value });
          if (!('refused' in reading)) checkDocument(reading);
        }),
        { numRuns: 150 },
      );
      fc.assert(fc.property(fc.jsonValue(), (value) => void readDocument(value)));
    },
    PATIENT,
  );
});

describe('what nobody would publish', () => {
  const lines = correctedText.split('\n');
  /** The document with a bit repeated up to so many signs, on one line in its middle and on lines of its own. */
  const swollen = (bit: string, signs: number, at = Math.floor(lines.length / 4)) =>
    [...lines.slice(0, at), bit.repeat(Math.ceil(signs / bit.length)), ...lines.slice(at)].join('\n');

  test.each([
    ['dots that lead nowhere', '.'],
    ['spaces', ' x'],
    ['a run of spaces', ' '],
    ['digits', '1'],
    ['dots and spaces', '. '],
    ['opening brackets', '（'],
    ['enumerations', '、'],
    ['half a sentence of the form', '2022年收入预算为1.00万元，比上年增加'],
    ['cells of a table', '1.00\t'],
  ])('on one line, such as %s, costs no more than the document some twenty times', async (_, bit) => {
    const odd = swollen(bit, 100_000);
    const cost = await timesAsLong(() => check(odd), { as: () => check(correctedText), rounds: 3 });
    expect(cost).toBeLessThan(20);
  });

  test.each([
    ['a line too many', 'x\n'.repeat(5000)],
    ['a sign too many', '字'.repeat(400_001)],
    ['a list in JSON of thousands', JSON.stringify({ tables: Array.from({ length: 2001 }, () => 1) })],
    ['a JSON of more than a request takes', `{"a":"${'x'.repeat(900_000)}"}`],
  ])('is not looked into: %s', (_, content) => {
    expect(readContent(content)).toEqual({
      refused: expect.objectContaining({ en: expect.stringContaining('Too long') }),
    });
  });

  test('a title in the contents keeps its own dots', () => {
    const text = correctedText.replace(/^(.*支出情况) \.+\t/m, '$1 A.B. ....... \t');
    expect(parseDocument(text).document.toc.map(({ titleZh }) => titleZh)).toContain('一般公共预算拨款支出情况 A.B.');
  });
});
