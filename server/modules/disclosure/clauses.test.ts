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

const SPECIAL = '区数据局\t专项\t依据\t2022年\t规划\t目标\t区级';
const reception = '2022年预算安排0万元，与上年持平。\n\n## （三）';
/** An office in place of an institution. */
const asOffice: Change[] = [
  [/2010350/g, '2010301'],
  [/事业运行/g, '行政运行'],
];
const operating = '机关运行经费支出0万元';
/** The public expenses of an office may be more than what it buys in the year. */
const equipment = (capital: Change, kind: RegExp): Change[] => [capital, [kind, '$11台']];
const general50 = /(单位价值50万元以上通用设备)0台(?=（套）、)/;
const special100 = /(单位价值100万元以上专用设备)0台(?=（套）。\n*$|（套）。)(?![\s\S]*单位价值100万元以上专用设备0台)/;
const capital = (code: string, amount: string): Change => [
  code === '310' ? '310\t资本性支出\t3.67' : /^309\t资本性支出（基本建设）\t(?=\n)/m,
  code === '310' ? `310\t资本性支出\t${amount}` : `309\t资本性支出（基本建设）\t${amount}`,
];

/** One 万元 of other income beside the general budget. */
const otherIncome: Change = [/^合计\t\t282\.61\t282\.61\t+$/m, `合计\t\t283.61\t282.61${'\t'.repeat(8)}1.00\t`];
/** Pension and annuity alone, and no note on their bases. */
const twoBases: Change[] = [
  ['缴费基数', '缴费标准'],
  ['职工基本医疗保险缴费\t16.65\t16.65', '职工基本医疗保险缴费\t\t'],
  [/^(30113\t住房公积金\t)18\.16\t18\.16/m, '$1\t'],
];
/** A row of what is spent of the general budget. */
const spentOn = (code: string): RegExp => new RegExp(`^(${code})(\\t.*\\t)(\\d+\\.\\d\\d)\\t\\3\\t$`, 'm');

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
  ['X-04', 'a class is no less than its items', ['八、社会保障和就业支出\t25.45', '八、社会保障和就业支出\t20.45']],
  [
    'X-07',
    'a class of appropriations is no less than its items',
    [/(#### 四、财政拨款收支预算总表[\s\S]*?八、社会保障和就业支出\t)25\.45/, '$120.45'],
  ],
  [
    'X-08',
    'what comes in of a fund is spent',
    [/^合计\t\t282\.61\t270\.63\t11\.98$/m, '合计\t\t281.61\t269.63\t11.98'],
  ],
  ['X-09', 'basic is not project expenditure', [spentOn('2080505'), '$1$2$3\t\t$3']],
  ['X-09', 'a fund is no more than all expenditure', otherIncome, [spentOn('2080505'), '$1$217.97\t17.97\t']],
  ['X-09', 'a fund is spent on codes of all expenditure', otherIncome, [spentOn('2080506'), '2080507$2$3\t$3\t']],
  ['X-09', 'income is told by codes of expenditure', [/^2080506(\t.*\t)8\.48\t8\.48(?=\t{9})/m, '2080507$18.48\t8.48']],
  ['N-04', 'every code with money is told of', [/（二）2080505（[\s\S]*?主要用于住房公积金。/, '']],
  ['F-09', 'the twenty-first day after approval is late', ['公开日期：2022年2月5日', '公开日期：2022年2月10日']],
  ['F-09', 'nothing is published before it is approved', ['公开日期：2022年2月5日', '公开日期：2022年1月19日']],
  ['N-29', 'an office runs on its public expenses at most', ...asOffice, [operating, '机关运行经费支出32.14万元']],
  ['N-31', 'general equipment costs 500,000 apiece', ...equipment(capital('310', '49.99'), general50)],
  ['N-31', 'special equipment costs 1,000,000 apiece', ...equipment(capital('310', '99.99'), special100)],
  ['X-18', 'project targets are for no more than project money', ['资金总额:\t\t11.98', '资金总额:\t\t12.00']],
  [
    'R-EMPTY',
    'a table with figures does not say that there are none',
    [/(## 六、政府性基金预算拨款支出预算表[\s\S]*?\n合计\t\t)\t\t\n/, '$11.00\t1.00\t\n'],
  ],
  ['K-05', 'money that may not be spent', ['网格化事件及时率\t≥95%', '资金使用率\t＜80%']],
  ['K-07', 'fewer posts than staff', ['提供就业岗位数\t=17个', '提供就业岗位数\t=16个']],
  ['K-09', 'more than 98% satisfied', ['诉求件回复满意度\t≥95%', '诉求件回复满意度\t≥98.1%']],
  ['K-11', 'weights that make less than 90', ['党史学习教育次数\t≥12次\t5', '党史学习教育次数\t≥12次\t4']],
  ['K-17', 'a floor below one half', ['诉求件回复满意度\t≥95%', '诉求件回复满意度\t≥49.9%']],
  ['K-01', 'no year has so many days', ['维护机房天数\t=365天', '维护机房天数\t=366天']],
  ['K-02', '≤ at the lower bound', ['系统故障率\t≤0.1%\t5', '系统故障率\t≤0%\t5']],
  ['K-01', 'nothing fails less than never', ['系统故障率\t≤0.1%\t5', '系统故障率\t≤-1%\t5']],
  ['K-04', 'complaints settled are a floor', ['网格化事件及时率\t≥95%', '投诉办结率\t≤95%']],
  ['Q-10', 'two bases more than 1% apart', ...twoBases, ['职业年金缴费\t8.48\t8.48', '职业年金缴费\t8.36\t8.36']],
  ['K-04', 'complaints are a ceiling', ['网格化事件及时率\t≥95%', '有效投诉率\t≥5%']],
  ['K-04', 'satisfaction is a floor', ['诉求件回复满意度\t≥95%', '诉求件回复满意度\t≤95%']],
];

/** What is right although it looks like what is wrong. */
const allowed: [rule: string, what: string, ...changes: Change[]][] = [
  ['R-CODE-2', 'a name in half-width brackets is the official one', [/维修（护）费\t\t\t/, '维修(护)费\t\t\t']],
  ['K-03', '“=” with a band', ['固定资产利用率\t≥90%', '固定资产利用率\t=90%±5%']],
  ['F-09', 'the twentieth day after approval', ['公开日期：2022年2月5日', '公开日期：2022年2月9日']],
  ['F-09', 'the day of approval', ['公开日期：2022年2月5日', '公开日期：2022年1月20日']],
  [
    'N-08',
    'all of it is new, and the text says so',
    [general, general.replace('37.65', '282.61').replace('，增长15.37%', '，上年没有此项预算')],
  ],
  ...['N-08', 'N-10'].map((rule): (typeof clauses)[number] => [
    rule,
    'a public expense that is new has its reason, and no rate',
    [reception, reception.replace('0万元，与上年持平', '1.00万元，比上年增加1.00万元，主要原因是承办观摩会')],
    ['2、公务接待费\t0.00', '2、公务接待费\t1.00'],
  ]),
  ['N-12', 'all that can be bought is bought', ['政府采购预算总额3.67', '政府采购预算总额44.11']],
  [
    'N-14',
    'a vehicle and the money for it',
    ['其中：（1）公务用车购置费\t0.00', '其中：（1）公务用车购置费\t18.00'],
    ['安排购置车辆0辆', '安排购置车辆1辆'],
  ],
  ['N-29', 'an office runs on all of its public expenses', ...asOffice, [operating, '机关运行经费支出32.13万元']],
  ['N-31', 'a piece that just has its money', ...equipment(capital('310', '50.00'), general50)],
  ['N-31', 'a special piece that just has its money', ...equipment(capital('310', '100.00'), special100)],
  ['N-31', 'a piece paid from basic construction', ...equipment(capital('309', '46.33'), general50)],
  [
    'N-31',
    'a piece paid with other money than that of the general budget',
    ...equipment([/^合计\t\t282\.61\t270\.63\t11\.98$/m, '合计\t\t236.28\t224.30\t11.98'], general50),
  ],
  [
    'R-T11-1',
    'special funds are all project money, of three kinds',
    [/(国有资本经营预算\t\n)/, `$1${SPECIAL}\t11.98\t6.98\t3.00\t2.00\t办法\n`],
  ],
  ['X-09', 'less of a fund than of all money', otherIncome, [spentOn('2080505'), '$1$210.00\t10.00\t']],
  [
    'X-14',
    'no reception but in basic expenditure',
    ['30217\t公务接待费\t\t\t', '30217\t公务接待费\t1.00\t\t1.00'],
    ['2、公务接待费\t0.00', '2、公务接待费\t1.00'],
  ],
  ['K-01', 'what grows may more than double', ['便民服务自助终端完好率\t≥95%', '办件量增长率\t≥120%']],
  ['K-03', 'exactly none', ['系统故障率\t≤0.1%\t5', '系统故障率\t=0%\t5']],
  ['K-04', 'complaints are settled', ['网格化事件及时率\t≥95%', '投诉办结率\t≥95%']],
  ['K-04', 'few days overdue', ['网格化事件及时率\t≥95%', '逾期天数\t≤3天']],
  ['Q-10', 'two bases within 1%', ...twoBases],
  ['K-09', '98% satisfied', ['诉求件回复满意度\t≥95%', '诉求件回复满意度\t≥98%']],
  ['K-16', 'a floor on cost is a fault of its direction', [/(\t\t成本指标\t项目总成本\t)≤11\.98/, '$1≥12.98']],
  ['K-17', 'a floor of one half', ['诉求件回复满意度\t≥95%', '诉求件回复满意度\t≥50%']],
];

describe('each thing that a rule says', () => {
  test.each(clauses)('%s: %s', (rule, _, ...changes) => {
    expect([...rulesAfter(changes)]).toContain(rule);
  });
});

describe('what is found', () => {
  const findings = (rule: string, ...[from, to]: Change) => {
    const reading = readContent(correctedText.replace(from, to));
    if ('refused' in reading) throw new Error(reading.refused.en);
    return checkDocument(reading).filter((one) => one.rule === rule);
  };
  const weights = (rule: string, [from, to]: Change) => findings(rule, from, to).map(({ severity }) => severity);

  test('of three figures that must be the same it is the odd one that is told', () => {
    const odd = findings('N-07', /(相应安排支出预算282\.61万元，比上年增加)37\.65/, '$137.56');
    expect(odd.map(({ printed, expected }) => [printed, expected])).toEqual([['37.56万元', '37.65万元']]);
  });

  test('a date that is missing is asked for; one that is late has to be answered for', () => {
    expect(weights('F-09', ['公开日期：2022年2月5日\n', ''])).toEqual(['warning']);
    expect(weights('F-09', ['公开日期：2022年2月5日', '公开日期：2022年3月5日'])).toEqual(['error']);
  });

  test('a code of a function that one table alone has is asked about; an economic code that is none is an error', () => {
    expect(weights('R-CODE-1', [spentOn('2080506'), '2080507$2$3\t$3\t'])).toEqual(['warning']);
    expect(weights('R-CODE-1', ['30201\t办公费', '30200\t办公费'])).toEqual(['error']);
  });

  test('weights that do not make 90 are an error, for nobody could score by them', () => {
    expect(weights('K-11', ['党史学习教育次数\t≥12次\t5', '党史学习教育次数\t≥12次\t6'])).toEqual(['error']);
  });
});

describe('what is right although it looks wrong', () => {
  test.each(allowed)('%s: %s', (rule, _, ...changes) => {
    expect([...rulesAfter(changes)]).not.toContain(rule);
  });
});
