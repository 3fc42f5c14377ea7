import { CODES } from '../../../disclosure/data/classification.ts';
import type { CodeVersion, Scheme } from '../model.ts';

const ISSUED = '政府收支分类科目';
const UNIFORM = '预算管理一体化规范';

/** 政府预算支出经济分类 — an excerpt: the classes that a district's units meet, in force since the reform of 2018. */
const GOVERNMENT: [code: string, name: string][] = [
  ['501', '机关工资福利支出'],
  ['50101', '工资奖金津补贴'],
  ['50102', '社会保障缴费'],
  ['50103', '住房公积金'],
  ['50199', '其他工资福利支出'],
  ['502', '机关商品和服务支出'],
  ['50201', '办公经费'],
  ['50202', '会议费'],
  ['50203', '培训费'],
  ['50204', '专用材料购置费'],
  ['50205', '委托业务费'],
  ['50206', '公务接待费'],
  ['50207', '因公出国（境）费用'],
  ['50208', '公务用车运行维护费'],
  ['50209', '维修（护）费'],
  ['50299', '其他商品和服务支出'],
  ['503', '机关资本性支出（一）'],
  ['504', '机关资本性支出（二）'],
  ['505', '对事业单位经常性补助'],
  ['50501', '工资福利支出'],
  ['50502', '商品和服务支出'],
  ['50599', '其他对事业单位补助'],
  ['506', '对事业单位资本性补助'],
  ['507', '对企业补助'],
  ['508', '对企业资本性支出'],
  ['509', '对个人和家庭的补助'],
  ['510', '对社会保障基金补助'],
  ['511', '债务利息及费用支出'],
  ['599', '其他支出'],
];

/** 资金性质 of the integrated budget system. */
const FUND: [code: string, name: string][] = [
  ['1', '政府预算资金'],
  ['11', '一般公共预算资金'],
  ['12', '政府性基金预算资金'],
  ['13', '国有资本经营预算资金'],
  ['14', '社会保险基金预算资金'],
  ['2', '财政专户管理资金'],
  ['3', '单位资金'],
  ['31', '事业收入资金'],
  ['32', '上级补助收入资金'],
  ['33', '附属单位上缴收入资金'],
  ['34', '事业单位经营收入资金'],
  ['39', '其他收入资金'],
];

const schemeOf = (code: string): Scheme => (code.startsWith('2') ? 'functional' : 'departmentEconomic');

const of =
  (scheme: Scheme, from: string, source: string) =>
  ([code, nameZh]: [string, string]): CodeVersion => ({
    scheme,
    code,
    nameZh,
    from,
    to: null,
    source,
    amendmentId: null,
  });

/** The codes that the house comes with; later documents are amendments. */
export const ISSUED_CODES: readonly CodeVersion[] = [
  ...CODES.map(
    ({ code, nameZh, from, to }): CodeVersion => ({
      scheme: schemeOf(code),
      code,
      nameZh,
      from: `${from}-01-01`,
      to: to === null ? null : `${to}-12-31`,
      source: ISSUED,
      amendmentId: null,
    }),
  ),
  ...GOVERNMENT.map(of('governmentEconomic', '2018-01-01', ISSUED)),
  ...FUND.map(of('fund', '2020-01-01', UNIFORM)),
];
