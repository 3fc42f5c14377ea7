import type { Row } from './national-2026.ts';

/**
 * Subjects of the 12345 hotline: a two-level list of our own making, because no national one exists. A request is filed
 * under a subject and a kind (咨询、求助、投诉、举报、建议); the kind is its registration condition and brings its limit.
 */
export const hotlineGroups: readonly Row[] = [
  ['01', '水电气与通信', 'Water, power, gas, telecom'],
  ['02', '住房与物业', 'Housing and property management'],
  ['03', '交通出行', 'Traffic and transport'],
  ['04', '市场消费', 'Market and consumption'],
  ['05', '教育', 'Education'],
  ['06', '医疗卫生', 'Health'],
  ['07', '社会保障与就业', 'Social security and jobs'],
  ['08', '生态环境', 'Environment'],
  ['09', '公共安全', 'Public safety'],
  ['10', '文体旅游', 'Culture, sport, tourism'],
  ['11', '城市管理', 'City management'],
  ['12', '政务服务', 'Government services'],
];

export const hotlineSubjects: readonly Row[] = [
  ['0101', '停水与水压', 'Water cuts and pressure'],
  ['0102', '停电与用电', 'Power cuts and supply'],
  ['0103', '燃气供应', 'Gas supply'],
  ['0104', '通信与宽带', 'Telephone and broadband'],
  ['0105', '排水与内涝', 'Drainage and flooding'],
  ['0201', '物业服务', 'Property management service'],
  ['0202', '房屋质量与漏水', 'Building faults and leaks'],
  ['0203', '电梯故障', 'Lift faults'],
  ['0204', '保障性住房', 'Affordable housing'],
  ['0205', '老旧小区改造', 'Renewal of old estates'],
  ['0206', '维修资金与业委会', 'Repair funds and owners’ committees'],
  ['0301', '公交线路与站点', 'Bus routes and stops'],
  ['0302', '出租与网约车', 'Taxis and ride-hailing'],
  ['0303', '停车收费', 'Parking charges'],
  ['0304', '交通拥堵与信号', 'Congestion and signals'],
  ['0401', '消费纠纷', 'Consumer disputes'],
  ['0402', '食品安全', 'Food safety'],
  ['0403', '价格与收费', 'Prices and charges'],
  ['0404', '无证经营', 'Unlicensed business'],
  ['0405', '预付卡退费', 'Refunds of prepaid cards'],
  ['0501', '入学与学区', 'School places and catchment'],
  ['0502', '校园管理', 'School management'],
  ['0503', '校外培训', 'After-school training'],
  ['0601', '医院服务', 'Hospital service'],
  ['0602', '疫苗与公共卫生', 'Vaccination and public health'],
  ['0603', '医保报销', 'Medical insurance claims'],
  ['0701', '社保与养老金', 'Social insurance and pensions'],
  ['0702', '拖欠工资', 'Unpaid wages'],
  ['0703', '低保与救助', 'Subsistence allowance and relief'],
  ['0704', '养老服务', 'Care for the elderly'],
  ['0801', '噪声投诉', 'Noise complaints'],
  ['0802', '空气与异味', 'Air and smells'],
  ['0803', '水体污染', 'Water pollution'],
  ['0901', '消防隐患', 'Fire hazards'],
  ['0902', '电动车进楼充电', 'E-bikes charged indoors'],
  ['0903', '犬只管理', 'Dogs'],
  ['0904', '治安与诈骗', 'Public order and fraud'],
  ['1001', '公园与景区', 'Parks and sights'],
  ['1002', '文体场馆', 'Cultural and sports venues'],
  ['1003', '娱乐场所', 'Places of entertainment'],
  ['1101', '违法建设', 'Illegal building'],
  ['1102', '市容环卫', 'Cityscape and cleaning'],
  ['1103', '道路与路灯', 'Roads and street lamps'],
  ['1104', '园林绿化', 'Trees and greenery'],
  ['1201', '户籍与证件', 'Household registration and papers'],
  ['1202', '办事窗口服务', 'Service at counters'],
  ['1203', '政策咨询', 'Questions on policy'],
];

/** Kinds of request and the limits this installation starts with; a district sets its own. */
export const requestKinds: readonly {
  condition: readonly [zh: string, en: string];
  limit: string;
  closing: readonly [zh: string, en: string];
}[] = [
  {
    condition: ['咨询：想了解政策、手续或进度', 'Enquiry: asks about a policy, a procedure or progress'],
    limit: '2d',
    closing: ['已给出有依据的答复', 'Answered, with the source'],
  },
  {
    condition: ['求助：个人或单位有具体困难需要帮助', 'Request for help with a concrete difficulty'],
    limit: '5d',
    closing: ['已解决，或已说明不能解决的理由和其他途径', 'Solved, or the reasons and other ways explained'],
  },
  {
    condition: ['投诉：自身权益受损，要求处理', 'Complaint: own rights harmed, asks for action'],
    limit: '10d',
    closing: ['已查明情况、作出处理并答复来电人', 'Looked into, acted upon, caller answered'],
  },
  {
    condition: ['举报：反映他人违法违规', 'Tip-off about somebody’s breach of rules'],
    limit: '10d',
    closing: ['已核查并依法处理，来电人信息未外泄', 'Investigated and dealt with by law, caller’s identity protected'],
  },
  {
    condition: ['建议：对管理和服务提出改进意见', 'Suggestion for better management or service'],
    limit: '10d',
    closing: ['已研究并告知是否采纳及理由', 'Considered; caller told whether it is taken up and why'],
  },
];
