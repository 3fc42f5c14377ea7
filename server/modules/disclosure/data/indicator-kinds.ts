/** What is known of indicators by their names: which way is better, where they belong, what makes them measurable. */

const LOWER_IS_BETTER = /控制率|故障率|差错率|投诉|成本|事故|逾期|超时|超期|能耗/;
/** 投诉办结率, 事故处置及时率: how what went wrong is dealt with is better the higher it is. */
const DEALT_WITH = /(?:及时|回复|办结|处理|处置|解决|整改|满意)[率度]\s*$/;
export const lowerIsBetter = (name: string): boolean => LOWER_IS_BETTER.test(name) && !DEALT_WITH.test(name);
export const HIGHER_IS_BETTER =
  /满意|及时率|回复率|完成率|办结率|达标率|合格率|执行率|使用率|利用率|覆盖率|正常运行|处理率|天数/;
/** Rates that may pass one hundred. */
export const UNBOUNDED = /增长|增幅|提升|上升|增加/;
export const SATISFACTION = /满意/;

/** Names that fit only certain kinds of the second level; an empty list fits none of those printed. */
export const PLACES: { pattern: RegExp; fits: string[]; reason: { zh: string; en: string } }[] = [
  {
    pattern: /资金使用率|预算执行率|支出进度/,
    fits: ['质量指标', '时效指标'],
    reason: { zh: '预算执行另行计分，不是成本结果', en: 'execution is scored apart and is no result of cost' },
  },
  {
    pattern: /控制率|固定资产利用率/,
    fits: ['质量指标', '成本指标', '经济成本指标'],
    reason: { zh: '内部管理指标，不是效益', en: 'a measure of management, not a benefit' },
  },
  {
    pattern: /^(?:绩效)?目标完成率$/,
    fits: [],
    reason: { zh: '拿目标衡量目标，循环定义', en: 'it measures the targets by themselves' },
  },
  {
    pattern: /完成率$|能力$/,
    fits: ['质量指标', '时效指标'],
    reason: { zh: '比率不是数量', en: 'a rate is no quantity' },
  },
  {
    pattern: /正常运行/,
    fits: ['质量指标', '数量指标', '时效指标'],
    reason: { zh: '当年运行状况属于产出质量', en: "the year's availability is quality of output" },
  },
  {
    pattern: /(?:维护|巡检|值守).*天数/,
    fits: ['数量指标', '时效指标'],
    reason: { zh: '工作天数属于产出数量', en: 'days of work done are output' },
  },
  {
    pattern: /评价|达标率/,
    fits: ['质量指标', '社会效益指标'],
    reason: { zh: '年度评价结果属于质量或社会效益', en: "the year's assessment is quality or social benefit" },
  },
  {
    pattern: /员工|职工|干部/,
    fits: ['质量指标', '数量指标', '社会效益指标', '时效指标'],
    reason: { zh: '员工不是服务对象', en: 'staff are not those served' },
  },
];

/** Names under which two people would compute two values. */
export const UNMEASURABLE = [
  /情况$|能力$|水平$|程度$/,
  /(?:目标|项目)完成率$/,
  /^(?:用户|群众|公众)?(?:使用)满意[度率]$/,
];

export const FAULT_RATE = /故障率/;
export const AVAILABILITY = /正常运行|可用率/;
export const JOBS = /就业岗位/;
export const MEETINGS = /会议(?:次数|场次|场数)/;
export const ASSETS = /固定资产/;

/** Shares of money that must or may be spent, for the question whether all of them can hold. */
export const WHOLE_SPENT = /^资金使用率$/;
export const PUBLIC_SPENT = /公用经费(?:控制|使用|支出)率/;
export const PROJECT_SPENT = /预算执行率/;
