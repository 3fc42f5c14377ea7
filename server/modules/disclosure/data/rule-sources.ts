import type { Words } from '../../../kernel/words.ts';

/** Where each family of rules comes from: the law or form that asks for it, or the reasoning where no text does. */
const SOURCES: [rules: RegExp, source: Words][] = [
  [
    /^R-T09-4$/,
    { zh: '政府收支分类科目：301、303 类为人员支出', en: 'classification: classes 301 and 303 are personnel' },
  ],
  [/^R-(?:T|SHAPE)/, { zh: '省级部门预算公开表样', en: 'the provincial form of the tables' }],
  [
    /^R-CODE/,
    { zh: '政府收支分类科目；预算法实施条例第六条', en: 'classification of the year; Budget Act regulations art. 6' },
  ],
  [
    /^R-EMPTY$|^N-15$/,
    { zh: '公开惯例：空表列出并附说明', en: 'practice: an empty table is printed with its sentence' },
  ],
  [/^R-(?:AMOUNT|CENTS)/, { zh: '公开格式：金额以万元计，两位小数', en: 'published schema: 万元 with two decimals' }],
  [/^X-1[5-8]$/, { zh: '绩效目标申报表：资金与预算一致', en: 'form of performance targets: funds are the budget’s' }],
  [/^X-/, { zh: '预算法第三十二条、三十七条；表间勾稽', en: 'Budget Act art. 32 and 37; one set of figures' }],
  [
    /^N-(?:10|22|32|07|08)$/,
    { zh: '地方预决算公开操作规程：说明增减变化及原因', en: 'rules of disclosure: changes are told with their reason' },
  ],
  [/^N-29$/, { zh: '预算法第十四条：说明机关运行经费', en: 'Budget Act art. 14: the operating fund is explained' }],
  [
    /^N-(?:11|12|31|13|14|21)$/,
    { zh: '预算法第十四条；资产、采购口径', en: 'Budget Act art. 14; procurement and assets' },
  ],
  [/^N-/, { zh: '同一文本前后一致', en: 'a document agrees with itself' }],
  [
    /^K-(?:11|19)$/,
    { zh: '项目支出绩效评价管理办法：预算执行 10 分', en: 'rules of evaluation: execution counts 10 points' },
  ],
  [/^K-/, { zh: '绩效指标及指标值设定指引', en: 'guide to performance indicators and their values' }],
  [/^C-/, { zh: '地方预决算公开操作规程：公开内容', en: 'rules of disclosure: required content' }],
  [/^F-09$/, { zh: '预算法第十四条：批复后二十日内公开', en: 'Budget Act art. 14: within 20 days of approval' }],
  [/^F-08$/, { zh: '地方预决算公开操作规程：解释专业名词', en: 'rules of disclosure: terms are explained' }],
  [/^F-(?:12|SCHEMA|READ)$/, { zh: '公开数据格式', en: 'the published schema' }],
  [/^F-/, { zh: '公文格式；省级公开样式', en: 'form of official documents; the provincial form' }],
  [/^Q-/, { zh: '合理性：须由人判断', en: 'plausibility: a person judges' }],
  [/^Y-/, { zh: '与上年公开文本一致', en: 'agreement with last year’s publication' }],
];

export function sourceOf(rule: string): Words {
  const found = SOURCES.find(([rules]) => rules.test(rule));
  if (!found) throw new RangeError(`rule ${rule} has no source`);
  return found[1];
}
