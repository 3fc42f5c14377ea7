import { describe, expect, test } from 'vitest';
import { checkDocument } from './checks/registry.ts';
import { correctedText } from './corrected.fixture.ts';
import { readContent } from './document/read.ts';

type Change = readonly [from: string | RegExp, to: string];

function rulesAfter(changes: readonly Change[]): Set<string> {
  let text = correctedText;
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    expect(changed, String(from)).not.toBe(text);
    text = changed;
  }
  const reading = readContent(text);
  if ('refused' in reading) throw new Error(reading.refused.en);
  return new Set(checkDocument(reading).map(({ rule }) => rule));
}

const general = '2022年度一般公共预算拨款支出282.61万元，比上年增加37.65万元，增长15.37%';

/** Of a rule that says several things each is broken by itself; one change for each rule stands in `disclosure.test.ts`. */
const clauses: [rule: string, clause: string, ...changes: Change[]][] = [
  [
    'N-08',
    'all of it is new, and the text does not say so',
    [general, general.replace('37.65', '282.61').replace('，增长15.37%', '')],
  ],
  ['N-08', 'it cannot have grown by more than it is', [general, general.replace('37.65', '300.00')]],
  ['N-08', 'what grew did not fall', [general, general.replace('增长', '下降')]],
  ['N-08', 'the rate is told', [general, general.replace('，增长15.37%', '')]],
  [
    'N-10',
    'a change of one expense has its reason',
    ['2022年预算安排0万元，与上年持平。\n\n## （三）', '2022年预算安排0万元，比上年减少1.00万元。\n\n## （三）'],
  ],
  ['C-15', 'each expense says whether it moved', ['2022 年预算安排 0 万元，与上年持平。', '2022 年预算安排 0 万元。']],
  ['N-14', 'money without a vehicle', ['其中：（1）公务用车购置费\t0.00', '其中：（1）公务用车购置费\t18.00']],
  ['N-20', 'no number is left out', ['## 3. 有关情况说明', '## 4. 有关情况说明']],
  [
    'N-22',
    'a reason that is the fact again',
    ['主要原因是人员经费由上年200.85万元增加到238.50万元。其中：一般', '主要原因是收入预算比上年增加。其中：一般'],
  ],
  ['N-24', 'an item with money is missing under 公用经费', ['会议费、劳务费、其他', '会议费、其他']],
  [
    'N-28',
    'assets are those of 31 December of the year before',
    ['截至2021年12月31日，固定资产', '截至2020年12月31日，固定资产'],
  ],
  [
    'R-T11-1',
    'special funds stay within project money',
    [/(国有资本经营预算\t\n)/, '$1区数据局\t专项\t依据\t2022年\t规划\t目标\t区级\t50.00\t50.00\t\t\t办法\n'],
  ],
  ['X-15', 'project money of the overall table', ['项目支出:\t11.98', '项目支出:\t11.89']],
  ['X-17', 'fiscal money of a project', ['财政拨款:\t\t11.98', '财政拨款:\t\t11.89']],
  [
    'X-14',
    'travel abroad in the basic items',
    ['30212\t因公出国（境）费用\t\t\t', '30212\t因公出国（境）费用\t1.00\t\t1.00'],
  ],
  [
    'X-14',
    'running of vehicles in the basic items',
    ['30231\t公务用车运行维护费\t\t\t', '30231\t公务用车运行维护费\t1.00\t\t1.00'],
  ],
  ['X-14', 'vehicles bought from class 310', ['31013\t公务用车购置\t\t\t', '31013\t公务用车购置\t1.00\t\t1.00']],
  ['X-14', 'vehicles bought from class 309', ['30913\t公务用车购置\t\t\t', '30913\t公务用车购置\t1.00\t\t1.00']],
  ['K-01', 'no year has so many days', ['维护机房天数\t=365天', '维护机房天数\t=366天']],
  ['K-02', '≤ at the lower bound', ['系统故障率\t≤0.1%\t5', '系统故障率\t≤0%\t5']],
  ['K-04', 'complaints are a ceiling', ['网格化事件及时率\t≥95%', '有效投诉率\t≥5%']],
  ['K-04', 'satisfaction is a floor', ['诉求件回复满意度\t≥95%', '诉求件回复满意度\t≤95%']],
];

/** What is right although it looks like what is wrong. */
const allowed: [rule: string, what: string, ...changes: Change[]][] = [
  ['R-CODE-2', 'a name in half-width brackets is the official one', [/维修（护）费\t\t\t/, '维修(护)费\t\t\t']],
  ['K-03', '“=” with a band', ['固定资产利用率\t≥90%', '固定资产利用率\t=90%±5%']],
];

describe('each thing that a rule says', () => {
  test.each(clauses)('%s: %s', (rule, _, ...changes) => {
    expect([...rulesAfter(changes)]).toContain(rule);
  });
});

describe('what is right although it looks wrong', () => {
  test.each(allowed)('%s: %s', (rule, _, ...changes) => {
    expect([...rulesAfter(changes)]).not.toContain(rule);
  });
});
