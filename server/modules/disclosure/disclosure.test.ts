import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { checkDocument, countFindings, rules } from './checks/registry.ts';
import { reportOf } from './checks/report.ts';
import { trial } from './checks/trial.ts';
import { correctedText, dataPath, realJson, realText } from './corrected.fixture.ts';
import { parseDocument, type Reading } from './document/parse.ts';
import { readContent, readDocument } from './document/read.ts';
import { writeDocument } from './document/write.ts';
import type { Finding } from './model.ts';
import { BROKEN } from './rules-broken.fixture.ts';

const SOURCE = { form: 'ocr-text' as const, lineCount: 1, sha256: '0'.repeat(64), note: '' };

function read(content: string): Reading {
  const reading = readContent(content);
  if ('refused' in reading) throw new Error(reading.refused.en);
  return reading;
}

const check = (content: string) => checkDocument(read(content));

/** What the list of faults of the real document says: the rule, its weight, and a line that is concerned. */
const FAULTS: [rule: string, severity: string, lines: number[]][] = [
  ['R-T09-1', 'error', [242]],
  ['R-T09-2', 'error', [241]],
  ['N-16', 'error', [433]],
  ['N-17', 'error', [433]],
  ['N-19', 'error', [492]],
  ['N-20', 'error', [482]],
  ['N-21', 'error', [502]],
  ['N-24', 'error', [411, 276, 283]],
  ['K-03', 'error', [453]],
  ['K-03', 'error', [455]],
  ['K-04', 'error', [454]],
  ['K-04', 'error', [456]],
  ['N-18', 'warning', [389]],
  ['N-22', 'warning', [492]],
  ['R-T09-4', 'warning', [255, 276, 283]],
  ['N-25', 'warning', [411, 413]],
  ...[448, 452, 459, 460, 461, 463, 479, 480].map((line): [string, string, number[]] => ['K-02', 'warning', [line]]),
  ['K-06', 'warning', [451, 461, 476, 479]],
  ['K-07', 'warning', [68, 458]],
  ['K-08', 'warning', [448, 453, 454, 455, 456, 459, 460, 461, 463, 475, 477, 478, 479]],
  ['K-14', 'warning', [448, 461, 475, 477, 480]],
  ['K-09', 'warning', [462, 463, 480]],
  ['K-10', 'warning', [444, 446, 448, 463]],
  ['F-06', 'warning', [526]],
  ['F-09', 'warning', [3, 5]],
  ['F-11', 'warning', [63, 492]],
  ['Q-01', 'warning', [188, 247, 248, 249, 252]],
  ['Q-03', 'warning', [283]],
  ['Q-06', 'warning', [496, 227]],
  ['K-11', 'info', [447, 474]],
  ['K-12', 'info', [448, 475]],
  ['K-13', 'info', [468, 470]],
  ['F-03', 'info', [222, 241, 242, 413]],
  ['F-04', 'info', [141, 363]],
  ['F-05', 'info', [267, 397, 446]],
  ['F-07', 'info', [47, 49, 444]],
  ['F-08', 'info', [506]],
  ['F-10', 'info', [3]],
  ['Q-10', 'info', [247, 248, 249, 252]],
  ['Q-04', 'info', [240, 68]],
  ['Q-05', 'info', [450, 270]],
  ['Q-07', 'info', [389, 391, 395]],
  ['Q-08', 'info', [455, 500]],
  ['Q-09', 'info', [446]],
];

function matched(findings: Finding[]): { missing: string[]; strange: Finding[] } {
  const left = [...findings];
  const missing = FAULTS.filter(([rule, severity, lines]) => {
    const at = left.findIndex(
      (one) => one.rule === rule && one.severity === severity && lines.every((line) => one.at.lines.includes(line)),
    );
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missing: missing.map(([rule, , lines]) => `${rule} ${lines}`), strange: left };
}

describe('the real document', () => {
  test('is read from its text to the last cell as it was transcribed by hand', () => {
    const json = JSON.stringify(realJson);
    const transcribed = readDocument(JSON.parse(json));
    if ('refused' in transcribed) throw new Error('refused');
    const { document: meta, ...parsed } = parseDocument(realText).document;
    const { document: metaTold, ...told } = transcribed.document as Reading['document'] & { $schema?: string };
    delete told.$schema;
    expect(parsed).toEqual(told);
    expect({ ...metaTold, ...meta, currency: 0, id: 0 }).toEqual({ ...metaTold, currency: 0, id: 0 });
  });

  test.each([
    ['text', realText],
    ['JSON', JSON.stringify(realJson)],
  ])('shows its 51 faults and nothing else, from %s', (_, content) => {
    const findings = check(content);
    expect(matched(findings)).toEqual({ missing: [], strange: [] });
    expect(countFindings(findings)).toEqual({ error: 12, warning: 24, info: 15 });
  });

  test('says of the wrong cell what is printed, what is expected, and by how much they differ', () => {
    const [first] = reportOf('a', check(realText), 'zh').findings;
    expect(first).toEqual({
      rule: 'R-T09-1',
      severity: 'error',
      place: 'T09 30101 基本工资 · 合计 第242行 /tables/8/rows/2/cells/total',
      printed: '47.2',
      expected: '47.29',
      difference: '-0.09',
      message: '合计应等于人员经费与公用经费之和',
    });
  });
});

describe('the corrected document', () => {
  const asJson = writeDocument(parseDocument(correctedText).document, SOURCE);

  test('leaves nothing to say, as text and as JSON', () => {
    expect(check(correctedText)).toEqual([]);
    expect(check(JSON.stringify(asJson))).toEqual([]);
  });

  test('is given out as JSON of the published schema', () => {
    const schema = JSON.parse(readFileSync(dataPath('department-budget.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(asJson), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe('each rule', () => {
  const elsewhere = ['R-CENTS', 'F-12', 'F-SCHEMA', 'F-READ'];

  test('has one change that breaks it', () => {
    expect(rules.map(({ id }) => id).filter((id) => !(id in BROKEN) && !elsewhere.includes(id))).toEqual([]);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  test.each(Object.entries(BROKEN))('%s is broken by one change and tells of it', (id, [from, to]) => {
    const broken = correctedText.replace(from, to);
    expect(broken).not.toBe(correctedText);
    const found = check(broken);
    expect(found.map(({ rule }) => rule)).toContain(id);
  });

  test('R-CENTS, F-12 and F-SCHEMA tell where a JSON contradicts itself, its source and the schema', () => {
    const json = JSON.parse(JSON.stringify(realJson));
    json.tables[8].rows[3].cells.total.cents = 1;
    json.overview.duties[0].textZh = '负责别的事。';
    json.document.kind = 'poem';
    const said = check(JSON.stringify(json)).map(({ rule }) => rule);
    expect(said).toEqual(expect.arrayContaining(['R-CENTS', 'F-12', 'F-SCHEMA']));
  });
});

/** Some hundred documents are read and checked, on a machine that may have other things to do. */
const PATIENT = 180_000;

describe('one thing changed at random', () => {
  const FOUND_ALWAYS = [
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
    'in a text is found wherever the document says it twice or the form says it',
    () => {
      const rates = new Map(trial(realText, 380, 11).map((rate) => [rate.kind, rate]));
      for (const kind of FOUND_ALWAYS) {
        const rate = rates.get(kind);
        expect(rate?.found, `${kind}: ${rate?.missed}`).toBe(rate?.made);
      }
      for (const kind of ['sentenceNumber', 'sentenceWord', 'definition', 'heading'])
        expect((rates.get(kind)?.found ?? 0) / (rates.get(kind)?.made ?? 1), kind).toBeGreaterThan(0.94);
    },
    PATIENT,
  );

  test(
    'in a JSON is found in every amount and figure',
    () => {
      const rates = trial(JSON.stringify(realJson), 120, 12);
      for (const { kind, made, found, missed } of rates)
        if (kind === 'jsonAmount' || kind === 'jsonFact') expect(found, missed.join()).toBe(made);
    },
    PATIENT,
  );
});
