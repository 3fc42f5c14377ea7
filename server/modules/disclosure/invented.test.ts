import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDocument } from './checks/registry.ts';
import { Sheet } from './checks/sheet.ts';
import { trial } from './checks/trial.ts';
import { checkYears } from './checks/years.ts';
import { dataPath } from './corrected.fixture.ts';
import { parseDocument, type Reading } from './document/parse.ts';
import { readContent } from './document/read.ts';
import { writeDocument } from './document/write.ts';
import { type Invented, invent, total, type Wanted } from './invented-numbers.fixture.ts';
import { inventedText, type Style } from './invented-text.fixture.ts';

const wanted: fc.Arbitrary<Wanted> = fc
  .record({
    seed: fc.nat(1_000_000),
    year: fc.constantFrom(2022, 2023, 2024, 2025, 2026),
    institution: fc.boolean(),
    staff: fc.constantFrom(5, 17, 43, 120),
    projects: fc.nat(3),
    withFund: fc.boolean(),
    withCapital: fc.boolean(),
    ownIncome: fc.boolean(),
    carryOver: fc.constantFrom('none' as const, 'own' as const, 'fiscal' as const),
    change: fc.constantFrom('grown' as const, 'fallen' as const, 'same' as const, 'new' as const),
    threePublic: fc.boolean(),
  })
  .map((one) => (one.projects < 2 ? { ...one, withFund: false, withCapital: false } : one));

const style: fc.Arbitrary<Style> = fc.record({
  bold: fc.boolean(),
  hashes: fc.boolean(),
  spaced: fc.boolean(),
  pageNumbers: fc.boolean(),
  blankZero: fc.boolean(),
  levels: fc.boolean(),
  allItems: fc.boolean(),
});

function read(content: string): Reading {
  const reading = readContent(content);
  if ('refused' in reading) throw new Error(reading.refused.en);
  return reading;
}

/** Rule, place and figures of each finding: what a failing run shows. */
const said = (content: string) =>
  checkDocument(read(content)).map(
    ({ rule, at, printed, expected }) => `${rule} ${at.what} ${at.lines} ${printed} → ${expected}`,
  );

const plain: Style = {
  bold: true,
  hashes: true,
  spaced: false,
  pageNumbers: false,
  blankZero: true,
  levels: false,
  allItems: true,
};

const rich: Wanted = {
  seed: 7,
  year: 2025,
  institution: false,
  staff: 43,
  projects: 3,
  withFund: true,
  withCapital: true,
  ownIncome: true,
  carryOver: 'fiscal',
  change: 'fallen',
  threePublic: true,
};

/** Some hundred documents are read and checked, on a machine that may have other things to do. */
const PATIENT = 180_000;

describe('a valid document of any unit', () => {
  test(
    'leaves nothing to say, whatever its year, its money and its print',
    () => {
      fc.assert(
        fc.property(wanted, style, (plan, look) => {
          expect(said(inventedText(invent(plan), look))).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
    PATIENT,
  );

  test(
    'leaves nothing to say as JSON of the published schema, with its source lines and without',
    () => {
      const schema = JSON.parse(readFileSync(dataPath('department-budget.schema.json'), 'utf8'));
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
      const source = { form: 'native' as const, lineCount: 1, sha256: '0'.repeat(64), note: '' };
      fc.assert(
        fc.property(wanted, style, (plan, look) => {
          const json = writeDocument(parseDocument(inventedText(invent(plan), look)).document, source) as object;
          expect(validate(json), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
          expect(said(JSON.stringify(json))).toEqual([]);
          expect(said(JSON.stringify({ ...json, lines: [] }))).toEqual([]);
        }),
        { numRuns: 10 },
      );
    },
    PATIENT,
  );
});

describe('one thing wrong in a valid document of any unit', () => {
  const ALWAYS = [
    'tableAmount',
    'blankFilled',
    'code',
    'rowName',
    'tableHeader',
    'unitName',
    'listedItem',
    'targetMoney',
    'targetClass',
    'contents',
  ];

  test(
    'is found in every amount, code, name and heading of the tables',
    () => {
      fc.assert(
        fc.property(wanted, style, (plan, look) => {
          const rates = trial(inventedText(invent(plan), look), 45, plan.seed);
          const missed = rates.filter(({ kind }) => ALWAYS.includes(kind)).flatMap((rate) => rate.missed);
          expect(missed).toEqual([]);
        }),
        { numRuns: 5 },
      );
    },
    PATIENT,
  );

  const base = inventedText(invent(rich), plain);
  const WRONG: [what: string, from: string | RegExp, to: string, rule: string][] = [
    ['a fund told with another amount', /(政府性基金预算拨款支出)\d+\.\d\d/, '$11.00', 'N-03'],
    ['a fund not told of', /.*政府性基金预算拨款支出\d.*\n/, '', 'N-03'],
    ['an item of a fund with another amount', /(2120803（城市建设支出）)\d+\.\d\d/, '$11.00', 'N-04'],
    ['an item of a fund with another name', '2120803（城市建设支出）', '2120803（城市维护支出）', 'N-27'],
    ['a decrease at a rate of growth', /(比上年减少[\d.]+万元，)下降/, '$1增长', 'N-08'],
    ['a rate left out', /(一般公共预算拨款支出[\d.]+万元，比上年减少[\d.]+万元)，下降[\d.]+%/, '$1', 'N-08'],
    ['a reception that rose at a wrong rate', /(公务接待费\n\n.*下降)[\d.]+%/, '$11.00%', 'N-08'],
    ['a change of nothing', /(收入预算为[\d.]+万元，比上年减少)[\d.]+/, '$10.00', 'N-32'],
    ['an operating fund above the public expenses', /(机关运行经费支出)[\d.]+/, '$199999.00', 'N-29'],
    ['equipment without means', /通用设备0台（套）、/, '通用设备900台（套）、', 'N-31'],
    ['a ceiling above the money', /项目总成本\t≤/, '项目总成本\t≤9', 'K-16'],
    ['a floor below one half', '办事群众满意度\t≥95%', '办事群众满意度\t≥15%', 'K-17'],
    ['an indicator twice', '线上办理事项占比', '办事群众满意度', 'K-18'],
    ['more units than there are', /(在职人数\n---.*\n)/, `$1${'某站\t财政核拨\t1\n'.repeat(4)}`, 'N-30'],
    ['a leap of the pages', /(名词解释.* )\d+$/m, '$198', 'F-02'],
    [
      'no contents',
      /^一、.* \.\.\.\.\. \d+\n|^[二三四五六七八九十]+、.* \.\.\.\.\. \d+\n?|^<b>第.部分.*\n/gm,
      '',
      'F-01',
    ],
    ['a bracket that is not closed', '各项业务顺利开展', '（各项业务顺利开展', 'F-14'],
    ['items out of their order', /^(30102\t.*)\n(30103\t.*)$/m, '$2\n$1', 'R-CODE-4'],
    ['a space inside a number', /(收入预算为\d)/, '$1 ', 'R-AMOUNT'],
    ['a comma for a point', /(收入预算为\d+)\./, '$1，', 'R-AMOUNT'],
    ['thousands in the text', /收入预算为(\d)/, '收入预算为1,$1', 'R-AMOUNT'],
    ['full-width digits of a target', '≥99.9%', '≥９９．９%', 'R-AMOUNT'],
    ['a target without its unit', '服务事项按期办结率\t≥95%', '服务事项按期办结率\t≥95', 'K-15'],
    ['a target without its sign', '服务事项按期办结率\t≥95%', '服务事项按期办结率\t95%', 'K-15'],
    ['a target in powers of ten', '≥1200卷', '≥1e3卷', 'K-15'],
    ['a heading numbered in digits', /^## 二、一般公共预算拨款支出情况/m, '## 2、一般公共预算拨款支出情况', 'N-20'],
    ['a fund without its sentence', /.*没有由本部门管理的专项资金。/, '', 'R-EMPTY'],
  ];

  test.each(WRONG)('%s is told', (_, from, to, rule) => {
    const text = base.replace(from, to);
    expect(text).not.toBe(base);
    expect(said(text).map((one) => one.split(' ')[0])).toContain(rule);
  });

  test('a class printed above its items that is not their sum is told', () => {
    const text = inventedText(invent(rich), { ...plain, levels: true });
    const wrong = text.replace(/^(<b>20805<\/b>\t.*?\t<b>)(\d+)/m, '$19$2');
    expect(wrong).not.toBe(text);
    expect(said(wrong).join()).toContain('R-T02-2');
  });

  test('a word that stands once and is nearly one that stands often is told with that one', () => {
    const duties = base.replace(
      '（三）承办上级交办的其他事项。',
      '（三）负责综合执法平台建设。\n\n（四）负责综合执法平台维护。\n\n（五）负责综合执发平台培训。',
    );
    const odd = checkDocument(read(duties)).find(({ rule }) => rule === 'F-13');
    expect([odd?.printed, odd?.expected]).toEqual(['合执发平台', '合执法平台']);
  });

  test('a table parted by bars is read like one parted by tabs', () => {
    const bars = base
      .split('\n')
      .map((line) => (line.includes('\t') ? `| ${line.split('\t').join(' | ')} |` : line))
      .join('\n');
    expect(said(bars)).toEqual([]);
  });
});

describe('two years of one unit', () => {
  const year = (plan: Invented) => new Sheet(read(inventedText(plan, plain)));
  const quiet: Wanted = { ...rich, seed: 11, year: 2024, withFund: false, withCapital: false, carryOver: 'none' };
  const before = invent(quiet);
  const spent = (plan: Invented, general: boolean) =>
    total(plan.items.filter(({ fund }) => !general || fund === 'general').map(({ basic, project }) => basic + project));
  const after: Invented = {
    ...invent({ ...quiet, seed: 12, year: 2025 }),
    nameZh: before.nameZh,
    before: { all: spent(before, false), general: spent(before, true) },
    threePublicBefore: before.threePublic,
  };
  const found = (...plans: Invented[]) => checkYears(plans.map(year)).map((list) => list.map(({ rule }) => rule));

  test('that follow from each other leave nothing to say, in whatever order they are given', () => {
    expect(found(before, after)).toEqual([[], []]);
    expect(found(after, before)).toEqual([[], []]);
  });

  test('tell every figure that does not lead from what was published to what is said now', () => {
    const wrong = { ...after, before: { ...after.before, general: after.before.general + 100 } };
    expect(found(before, wrong)).toEqual([[], ['Y-01']]);
  });

  test('tell where something is said to have stayed and did not', () => {
    const stays = {
      ...after,
      threePublicBefore: { ...after.threePublicBefore, officialReception: after.threePublic.officialReception },
    };
    expect(found(before, stays)).toEqual([[], ['Y-02']]);
    const less = inventedText(before, plain).replace(/^(2、公务接待费\t)[\d.]+/m, '$10.01');
    const lists = checkYears([new Sheet(read(less)), year(stays)]);
    expect(lists[1]?.map(({ rule }) => rule)).toContain('Y-02');
  });

  test('tell a carry-over that is more than there was', () => {
    const text = inventedText(after, plain).replace(/^(合计\t\t<b>[\d.]+<\/b>\t.*\t)$/m, '$1<b>999999.00</b>');
    const lists = checkYears([year(before), new Sheet(read(text))]);
    expect(lists[1]?.map(({ rule }) => rule)).toContain('Y-03');
  });

  test('tell a figure of last year that a reason quotes wrongly', () => {
    const text = inventedText(after, plain).replaceAll(/工资福利支出由上年[\d.]+万元/g, '人员经费由上年1.00万元');
    const lists = checkYears([year(before), new Sheet(read(text))]);
    expect(new Set(lists[1]?.map(({ rule }) => rule))).toEqual(new Set(['Y-04']));
  });

  test('of two units, or of years apart, are not compared', () => {
    const later = { ...after, year: 2026 };
    expect(found(before, later)).toEqual([[], []]);
    const other = { ...after, nameZh: '某市某区别的服务中心', before: { all: 1, general: 1 } };
    expect(found(before, other)).toEqual([[], []]);
  });
});
