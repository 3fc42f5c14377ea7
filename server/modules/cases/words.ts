/** The words behind the case's choices: what officers read for the keys that the log keeps. */

/** 来源 — by which way a report came in. */
export const sourceWords = {
  hotline: { zh: '12345 热线', en: '12345 hotline' },
  web: { zh: '网上', en: 'web' },
  kiosk: { zh: '自助终端', en: 'kiosk' },
  inspector: { zh: '监督员巡查', en: 'inspector on patrol' },
  gridWorker: { zh: '网格员', en: 'grid worker' },
  sensor: { zh: '感知设备', en: 'sensor' },
  video: { zh: '视频', en: 'video' },
  leader: { zh: '领导交办', en: 'leader' },
  department: { zh: '部门移送', en: 'department' },
  media: { zh: '媒体', en: 'media' },
  import: { zh: '外部系统导入', en: 'imported' },
};

/** 诉求性质 — what the reporter wants: a problem put right, or one of the hotline's kinds of request. */
export const natureWords = {
  problem: { zh: '问题', en: 'problem' },
  enquiry: { zh: '咨询', en: 'enquiry' },
  help: { zh: '求助', en: 'call for help' },
  complaint: { zh: '投诉', en: 'complaint' },
  tipOff: { zh: '举报', en: 'tip-off' },
  suggestion: { zh: '建议', en: 'suggestion' },
};

export const closingOutcomes = {
  fixed: { zh: '已解决', en: 'fixed' },
  noActionNeeded: { zh: '无需处置', en: 'no action needed' },
  planned: { zh: '列入计划', en: 'planned' },
  notOurs: { zh: '非本区职责，已告知去处', en: 'not ours; told whose' },
  referred: { zh: '移送其他渠道', en: 'referred elsewhere' },
};

export const outcomeWords = {
  ...closingOutcomes,
  answered: { zh: '已答复', en: 'answered' },
  imported: { zh: '外部系统办结', en: 'ended elsewhere' },
};

export const rejectReasons = {
  notFound: { zh: '现场不存在', en: 'not found on site' },
  outOfScope: { zh: '不属受理范围', en: 'out of scope' },
  duplicate: { zh: '已有同一案卷办结', en: 'already dealt with' },
  tooVague: { zh: '内容不清且无法联系', en: 'too vague, nobody to ask' },
  privateMatter: { zh: '属民事纠纷', en: 'a private matter' },
  otherRoute: { zh: '应循诉讼、仲裁、复议等途径', en: 'belongs to court, arbitration or review' },
};

export const declineReasons = {
  notOurDuty: { zh: '不属本单位职责', en: 'not our duty' },
  notOurArea: { zh: '不在本单位管辖范围', en: 'not our area' },
  needsAnotherUnit: { zh: '须其他单位先行或共同处置', en: 'another unit must act first or too' },
  wrongCategory: { zh: '类别有误', en: 'wrong category' },
  notFound: { zh: '现场未发现', en: 'nothing found on site' },
};

/** 满意程度 — what somebody called afterwards answers; 基本满意 is told apart, for the city publishes both readings. */
export const satisfactionWords = {
  satisfied: { zh: '满意', en: 'Satisfied' },
  fairly: { zh: '基本满意', en: 'Fairly satisfied' },
  dissatisfied: { zh: '不满意', en: 'Dissatisfied' },
} as const;
