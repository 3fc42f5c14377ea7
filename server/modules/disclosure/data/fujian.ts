import { ordinalZh } from '../document/signs.ts';
import type { FactForm, RowForm, SentenceForm, TableForm, Template } from './template.ts';

const SOURCES: [key: string, nameZh: string][] = [
  ['generalPublicBudget', '一般公共预算拨款收入'],
  ['governmentFund', '政府性基金预算拨款收入'],
  ['stateCapital', '国有资本经营预算拨款收入'],
  ['fiscalSpecialAccount', '财政专户管理资金收入'],
  ['institutionOperating', '事业收入'],
  ['institutionBusiness', '事业单位经营收入'],
  ['superiorSubsidy', '上级补助收入'],
  ['affiliateRemittance', '附属单位上缴收入'],
  ['other', '其他收入'],
  ['priorYearCarryover', '上年结转结余'],
];

const FUNCTION_CLASSES: [code: string, nameZh: string][] = [
  ['201', '一般公共服务支出'],
  ['202', '外交支出'],
  ['203', '国防支出'],
  ['204', '公共安全支出'],
  ['205', '教育支出'],
  ['206', '科学技术支出'],
  ['207', '文化旅游体育与传媒支出'],
  ['208', '社会保障和就业支出'],
  ['210', '卫生健康支出'],
  ['211', '节能环保支出'],
  ['212', '城乡社区支出'],
  ['213', '农林水支出'],
  ['214', '交通运输支出'],
  ['215', '资源勘探工业信息等支出'],
  ['216', '商业服务业等支出'],
  ['217', '金融支出'],
  ['219', '援助其他地区支出'],
  ['220', '自然资源海洋气象等支出'],
  ['221', '住房保障支出'],
  ['222', '粮油物资储备支出'],
  ['224', '灾害防治及应急管理支出'],
  ['229', '其他支出'],
  ['231', '债务还本支出'],
  ['232', '债务付息支出'],
  ['233', '债务发行费用支出'],
];

const amount = (key: string, labelZh: string, groupZh?: string) =>
  groupZh ? { key, labelZh, groupZh, type: 'amount' as const } : { key, labelZh, type: 'amount' as const };
const words = (key: string, labelZh: string) => ({ key, labelZh, type: 'text' as const });

/** The rows of a summary: its sources of income, then all functional classes. */
function sides(sources: [string, string][]): RowForm[] {
  const row = (side: 'income' | 'expenditure', key: string, nameZh: string, place: number, code: string | null) => ({
    key,
    nameZh,
    side,
    kind: 'detail' as const,
    ordinal: ordinalZh(place + 1),
    code,
    label: `${ordinalZh(place + 1)}、${nameZh}`,
  });
  const total = (side: 'income' | 'expenditure', key: string, nameZh: string) => ({
    key,
    nameZh,
    side,
    kind: 'total' as const,
    ordinal: null,
    code: null,
    label: nameZh,
  });
  return [
    ...sources.map(([key, nameZh], place) => row('income', key, nameZh, place, null)),
    total('income', 'incomeTotal', '收入合计'),
    ...FUNCTION_CLASSES.map(([code, nameZh], place) => row('expenditure', `f${code}`, nameZh, place, code)),
    total('expenditure', 'expenditureTotal', '支出合计'),
  ];
}

const SIDES_HEADER = [
  ['收入', '', '支出', ''],
  ['项目', '预算数', '项目', '预算数'],
];
const BUDGET = [amount('budget', '预算数')];
const KINDS = [amount('total', '合计'), amount('basic', '基本支出'), amount('project', '项目支出')];
const KINDS_HEADER = [
  ['科目编码', '科目名称', '合计', '其中：', ''],
  ['', '', '', '基本支出', '项目支出'],
];

const CODE_HEAD = ['科目编码', '科目名称'];

const three = (
  key: string,
  nameZh: string,
  kind: RowForm['kind'],
  ordinal: string | null,
  label: string,
  parent = '',
) => ({ key, nameZh, side: null, kind, ordinal, code: null, label, parentKey: parent || null }) satisfies RowForm;

const TABLES: TableForm[] = [
  {
    key: 'incomeExpenditureSummary',
    nameZh: '收支预算总表',
    layout: 'sides',
    header: SIDES_HEADER,
    columns: BUDGET,
    rows: sides(SOURCES),
    emptySentence: null,
    content: 'C-04',
  },
  {
    key: 'incomeBySource',
    nameZh: '收入预算总表',
    layout: 'codes',
    codes: 'functional',
    header: [[...CODE_HEAD, '总计', ...SOURCES.map(([, nameZh]) => nameZh)]],
    columns: [amount('total', '总计'), ...SOURCES.map(([key, nameZh]) => amount(key, nameZh))],
    rows: [],
    emptySentence: null,
    content: 'C-05',
  },
  {
    key: 'expenditureByFunction',
    nameZh: '支出预算总表',
    layout: 'codes',
    codes: 'functional',
    header: [[...CODE_HEAD, '合计', '基本支出', '项目支出', '事业单位经营支出', '上缴上级支出', '对附属单位补助支出']],
    columns: [
      ...KINDS,
      amount('institutionBusiness', '事业单位经营支出'),
      amount('remitToSuperior', '上缴上级支出'),
      amount('affiliateSubsidy', '对附属单位补助支出'),
    ],
    rows: [],
    emptySentence: null,
    content: 'C-06',
  },
  {
    key: 'fiscalAppropriationSummary',
    nameZh: '财政拨款收支预算总表',
    layout: 'sides',
    header: SIDES_HEADER,
    columns: BUDGET,
    rows: sides(SOURCES.slice(0, 3)),
    emptySentence: null,
    content: 'C-07',
  },
  {
    key: 'generalPublicBudgetExpenditure',
    nameZh: '一般公共预算拨款支出预算表',
    layout: 'codes',
    codes: 'functional',
    header: KINDS_HEADER,
    columns: KINDS,
    rows: [],
    emptySentence: '本(部门|单位){year}年[度]没有使用一般公共预算拨款安排的支出。',
    content: 'C-08',
  },
  {
    key: 'governmentFundExpenditure',
    nameZh: '政府性基金预算拨款支出预算表',
    layout: 'codes',
    codes: 'functional',
    header: KINDS_HEADER,
    columns: KINDS,
    rows: [],
    emptySentence: '本(部门|单位){year}年[度]没有使用政府性基金预算拨款安排的支出。',
    content: 'C-09',
  },
  {
    key: 'stateCapitalExpenditure',
    nameZh: '国有资本经营预算拨款支出预算表',
    layout: 'codes',
    codes: 'functional',
    header: KINDS_HEADER,
    columns: KINDS,
    rows: [],
    emptySentence: '本(部门|单位){year}年[度]没有使用国有资本经营预算拨款安排的支出。',
    content: 'C-10',
  },
  {
    key: 'generalBudgetByEconomicClass',
    nameZh: '一般公共预算支出经济分类情况表',
    layout: 'codes',
    codes: 'economicClass',
    header: [[...CODE_HEAD, '预算数']],
    columns: BUDGET,
    rows: [],
    emptySentence: null,
    content: 'C-11',
  },
  {
    key: 'basicExpenditureByEconomicItem',
    nameZh: '一般公共预算基本支出经济分类情况表',
    layout: 'codes',
    codes: 'economicItem',
    header: [[...CODE_HEAD, '合计', '人员经费', '公用经费']],
    columns: [amount('total', '合计'), amount('personnel', '人员经费'), amount('public', '公用经费')],
    rows: [],
    emptySentence: null,
    content: 'C-12',
  },
  {
    key: 'threePublicExpenses',
    nameZh: '一般公共预算“三公”经费支出预算表',
    layout: 'list',
    header: [['项目', '预算数']],
    columns: BUDGET,
    rows: [
      three('total', '合计', 'total', null, '合计'),
      three('overseasTravel', '因公出国（境）费用', 'detail', '1', '1、因公出国（境）费用'),
      three('officialReception', '公务接待费', 'detail', '2', '2、公务接待费'),
      three('officialVehicles', '公务用车购置及运行费', 'subtotal', '3', '3、公务用车购置及运行费'),
      three('vehiclePurchase', '公务用车购置费', 'detail', '（1）', '其中：（1）公务用车购置费', 'officialVehicles'),
      three('vehicleOperation', '公务用车运行费', 'detail', '（2）', '（2）公务用车运行费', 'officialVehicles'),
    ],
    emptySentence: '本(部门|单位){year}年[度]没有一般公共预算安排的“三公”经费支出。',
    content: 'C-13',
  },
  {
    key: 'specialFundCatalogue',
    nameZh: '部门专项资金管理清单目录',
    layout: 'catalogue',
    header: [
      [
        '主管部门名称',
        '专项资金立项项目名称',
        '立项依据',
        '执行年限',
        '实施规划',
        '总体绩效目标',
        '支出级次',
        '资金拼盘',
        '',
        '',
        '',
        '资金分配办法及支出标准',
      ],
      ['', '', '', '', '', '', '', '小计', '一般公共预算', '政府性基金预算', '国有资本经营预算', ''],
    ],
    columns: [
      words('competentDepartment', '主管部门名称'),
      words('specialFundProject', '专项资金立项项目名称'),
      words('basis', '立项依据'),
      words('period', '执行年限'),
      words('plan', '实施规划'),
      words('overallGoal', '总体绩效目标'),
      words('expenditureLevel', '支出级次'),
      amount('fundSubtotal', '小计', '资金拼盘'),
      amount('fundGeneral', '一般公共预算', '资金拼盘'),
      amount('fundGovernment', '政府性基金预算', '资金拼盘'),
      amount('fundStateCapital', '国有资本经营预算', '资金拼盘'),
      words('allocationMethod', '资金分配办法及支出标准'),
    ],
    rows: [],
    emptySentence: '本(部门|单位){year}年[度]没有由本(部门|单位)管理的专项资金。',
    content: 'C-14',
  },
];

const CHANGE = '(与上年持平|比上年{change}{=KEYChange}[，{change}{%KEYRate}%][，主要原因是{reason}])';
const changed = (key: string) => CHANGE.replaceAll('KEY', key);

/** Of a fund that is used: what it spends, how that moved, and on which items. */
const fundUsed = (section: string, nameZh: string, key: string): SentenceForm[] => [
  {
    section,
    text: `{year}年度${nameZh}拨款支出{=${key}.total}[，(与上年持平|比上年{change}{=${key}.increase}[，{change}{%${key}.growthRate}%])[，主要原因是{reason}]](。|，主要支出项目（按项级科目分类统计）包括：)`,
    optional: true,
  },
  {
    section,
    text: `（{ordinal}）{code}（{functionName}）{=${key}.byFunction}。[主要用于{use}。]`,
    repeats: true,
  },
];

const SENTENCES: SentenceForm[] = [
  { section: 'duties', text: '{unit}的主要职责是：' },
  {
    section: 'units',
    text: '从预算单位构成看，{unit}包括{#unit.internalDepartments}个{label}，(无下属单位|有下属单位{#unit.subordinateUnits}个)[，其中：列入{year}年部门预算编制范围的单位详细情况见下表：]',
  },
  { section: 'tasks', text: '{year}年，{unit}主要任务是：{aims}。围绕上述任务，重点抓好以下工作：' },
  {
    section: 'summary',
    text: `按照综合预算的原则，部门所有收入和支出均纳入部门预算管理。{year}年，{unit}收入预算为{=income.total}，(与上年持平|比上年{change}{=income.increase}[，主要原因是{reason}])。其中：${SOURCES.map(
      ([key, nameZh]) => `[${nameZh}{=income.${key}}(、|。)]`,
    ).join('')}`,
  },
  {
    section: 'summary',
    text: '相应安排支出预算{=expenditure.total}，(与上年持平|比上年{change}{=expenditure.increase}[，主要原因是{reason}])。其中：基本支出{=expenditure.basic}、项目支出{=expenditure.project}[、事业单位经营支出{=expenditure.institutionBusiness}][、上缴上级支出{=expenditure.remitToSuperior}][、对附属单位补助支出{=expenditure.affiliateSubsidy}]。',
  },
  {
    section: 'general',
    text: '{year}年度一般公共预算拨款支出{=generalBudgetExpenditure.total}，(与上年持平|比上年{change}{=generalBudgetExpenditure.increase}[，{change}{%generalBudgetExpenditure.growthRate}%])[，主要原因是{reason}]，主要支出项目（按项级科目分类统计）包括：',
  },
  {
    section: 'general',
    text: '（{ordinal}）{code}（{functionName}）{=generalBudgetExpenditure.byFunction}。[主要用于{use}。]',
    repeats: true,
  },
  {
    section: 'fund',
    text: '本(部门|单位){year}年度没有使用政府性基金预算拨款安排的支出。',
    optional: true,
    statement: { id: 'S3', tableId: 'T06' },
  },
  ...fundUsed('fund', '政府性基金预算', 'governmentFundExpenditure'),
  {
    section: 'stateCapital',
    text: '本(部门|单位){year}年度没有使用国有资本经营预算拨款安排的支出。',
    optional: true,
    statement: { id: 'S4', tableId: 'T07' },
  },
  ...fundUsed('stateCapital', '国有资本经营预算', 'stateCapitalExpenditure'),
  { section: 'basic', text: '{year}年度一般公共预算拨款基本支出{=basicExpenditure.total}，其中：' },
  { section: 'basic', text: '（一）人员经费{=basicExpenditure.personnel}，主要包括：{personnelItems}。' },
  { section: 'basic', text: '（二）公用经费{=basicExpenditure.public}，主要包括：{publicItems}。' },
  {
    section: 'overseasTravel',
    text: `{year}年预算安排{=threePublic.overseasTravel}，${changed('threePublic.overseasTravel')}。`,
  },
  {
    section: 'officialReception',
    text: `{year}年预算安排{=threePublic.officialReception}，${changed('threePublic.officialReception')}。`,
  },
  {
    section: 'officialVehicles',
    text: `{year}年预算安排{=threePublic.officialVehicles}，其中：公务用车运行费{=threePublic.vehicleOperation}，${changed('threePublic.vehicleOperation')}；公务用车购置费{=threePublic.vehiclePurchase}，${changed('threePublic.vehiclePurchase')}。`,
  },
  {
    section: 'declared',
    text: '{year}年，{unit}共设置{#performance.declaredProjectTargets}个项目绩效目标，共涉及财政拨款资金{=performance.declaredFiscalAmount}。',
  },
  {
    section: 'targetNotes',
    text: '本(部门|单位)无其他需要说明的绩效目标情况。',
    optional: true,
    statement: { id: 'S7', tableId: null },
  },
  {
    section: 'agencyFund',
    text: '{year}年，{unit}一般公共预算拨款安排的机关运行经费支出{=agencyOperatingFund.total}(。|，)[(与上年持平|比上年{change}{=agencyOperatingFund.change})(，|。)]主要原因是{reason}。',
    statement: { id: 'S8.1', tableId: null },
  },
  {
    section: 'procurement',
    text: '{year}年，{unit}政府采购预算总额{=procurement.total}，其中：政府采购货物预算{=procurement.goods}、政府采购工程预算{=procurement.works}、政府采购服务预算{=procurement.services}。',
  },
  {
    section: 'assets',
    text: '截至{date}，{unit}共有车辆{#assets.vehicles.total}辆，其中：省部级领导干部用车{#assets.vehicles.ministerial}辆、机要通信用车{#assets.vehicles.confidential}辆、应急保障用车{#assets.vehicles.emergency}辆、执法执勤用车{#assets.vehicles.lawEnforcement}辆、特种专业技术用车{#assets.vehicles.special}辆、其他用车{#assets.vehicles.other}辆。单位价值50万元以上通用设备{#assets.generalEquipmentOver500k}台（套），单位价值100万元以上专用设备{#assets.specialEquipmentOver1m}台（套）。',
  },
  {
    section: 'assets',
    text: '{year}年部门预算安排购置车辆{#plannedPurchases.vehicles}辆(，其中：|；购置|，购置|；|，)单位价值50万元以上通用设备{#plannedPurchases.generalEquipmentOver500k}台（套）(，|、)单位价值100万元以上专用设备{#plannedPurchases.specialEquipmentOver1m}台（套）。',
  },
];

const money = (id: string, labelZh: string): FactForm => ({ id, labelZh, kind: 'amount' });
const count = (id: string, labelZh: string, unit: string): FactForm => ({ id, labelZh, kind: 'count', unit });

const rate = (id: string): FactForm => ({ id, labelZh: '增长', kind: 'percent', unit: '%' });
const fundFacts = (key: string, id: string, nameZh: string): Record<string, FactForm> => ({
  [`${key}.total`]: money(`${id}.01`, nameZh),
  [`${key}.increase`]: money(`${id}.02`, '比上年增加'),
  [`${key}.growthRate`]: rate(`${id}.03`),
  [`${key}.byFunction`]: money(`${id}.04`, ''),
});

const FACTS: Record<string, FactForm> = {
  'unit.internalDepartments': count('N0.01', '', '个'),
  'unit.staffInPost': count('N0.02', '在职人数', '人（表头未印单位）'),
  'income.total': money('N1.01', '收入预算为'),
  'income.increase': money('N1.02', '比上年增加'),
  ...Object.fromEntries(
    SOURCES.map(([key, nameZh], place) => [`income.${key}`, money(`N1.${String(place + 3).padStart(2, '0')}`, nameZh)]),
  ),
  'expenditure.total': money('N1.20', '安排支出预算'),
  'expenditure.increase': money('N1.21', '比上年增加'),
  'expenditure.basic': money('N1.22', '基本支出'),
  'expenditure.project': money('N1.23', '项目支出'),
  'expenditure.institutionBusiness': money('N1.24', '事业单位经营支出'),
  'expenditure.remitToSuperior': money('N1.25', '上缴上级支出'),
  'expenditure.affiliateSubsidy': money('N1.26', '对附属单位补助支出'),
  'generalBudgetExpenditure.total': money('N2.01', '一般公共预算拨款支出'),
  'generalBudgetExpenditure.increase': money('N2.02', '比上年增加'),
  'generalBudgetExpenditure.growthRate': rate('N2.03'),
  'generalBudgetExpenditure.byFunction': money('N2.04', ''),
  ...fundFacts('governmentFundExpenditure', 'N3', '政府性基金预算拨款支出'),
  ...fundFacts('stateCapitalExpenditure', 'N4', '国有资本经营预算拨款支出'),
  'basicExpenditure.total': money('N5.01', '一般公共预算拨款基本支出'),
  'basicExpenditure.personnel': money('N5.02', '人员经费'),
  'basicExpenditure.public': money('N5.03', '公用经费'),
  'threePublic.overseasTravel': money('N6.01', '因公出国（境）经费'),
  'threePublic.officialReception': money('N6.02', '公务接待费'),
  'threePublic.officialVehicles': money('N6.03', '公务用车购置及运行费'),
  'threePublic.vehicleOperation': money('N6.04', '公务用车运行费'),
  'threePublic.vehiclePurchase': money('N6.05', '公务用车购置费'),
  ...Object.fromEntries(
    ['overseasTravel', 'officialReception', 'vehicleOperation', 'vehiclePurchase'].flatMap((key, place) => [
      [`threePublic.${key}Change`, money(`N6.${String(place * 2 + 10)}`, '比上年增减')],
      [`threePublic.${key}Rate`, rate(`N6.${String(place * 2 + 11)}`)],
    ]),
  ),
  'performance.declaredProjectTargets': count('N7.01', '项目绩效目标个数', '个'),
  'performance.declaredFiscalAmount': money('N7.02', '共涉及财政拨款资金'),
  'agencyOperatingFund.total': money('N8.01', '机关运行经费支出'),
  'procurement.total': money('N8.10', '政府采购预算总额'),
  'procurement.goods': money('N8.11', '政府采购货物预算'),
  'procurement.works': money('N8.12', '政府采购工程预算'),
  'procurement.services': money('N8.13', '政府采购服务预算'),
  'assets.vehicles.total': count('N8.20', '共有车辆', '辆'),
  'assets.vehicles.ministerial': count('N8.21', '省部级领导干部用车', '辆'),
  'assets.vehicles.confidential': count('N8.22', '机要通信用车', '辆'),
  'assets.vehicles.emergency': count('N8.23', '应急保障用车', '辆'),
  'assets.vehicles.lawEnforcement': count('N8.24', '执法执勤用车', '辆'),
  'assets.vehicles.special': count('N8.25', '特种专业技术用车', '辆'),
  'assets.vehicles.other': count('N8.26', '其他用车', '辆'),
  'assets.generalEquipmentOver500k': count('N8.27', '单位价值50万元以上通用设备', '台（套）'),
  'assets.specialEquipmentOver1m': count('N8.28', '单位价值100万元以上专用设备', '台（套）'),
  'plannedPurchases.vehicles': count('N8.30', '购置车辆', '辆'),
  'plannedPurchases.generalEquipmentOver500k': count('N8.31', '单位价值50万元以上通用设备', '台（套）'),
  'plannedPurchases.specialEquipmentOver1m': count('N8.32', '单位价值100万元以上专用设备', '台（套）'),
};

/** 福建省部门预算公开: eleven tables. */
export const FUJIAN: Template = {
  id: 'fujian-2022',
  nameZh: '福建省部门预算公开样式',
  nameEn: 'Fujian departmental budget disclosure',
  sections: [
    { key: 'overview', level: 'part', titleZh: '部门概况' },
    { key: 'duties', level: 'section', titleZh: '部门主要职责' },
    { key: 'units', level: 'section', titleZh: '部门预算单位构成' },
    { key: 'tasks', level: 'section', titleZh: '部门主要工作任务' },
    { key: 'tables', level: 'part', titleZh: '{year}年度部门预算表' },
    ...TABLES.map(({ key, nameZh }) => ({ key, level: 'section' as const, titleZh: nameZh })),
    { key: 'situation', level: 'part', titleZh: '{year}年度部门预算情况说明' },
    { key: 'summary', level: 'section', titleZh: '预算收支总体情况' },
    { key: 'general', level: 'section', titleZh: '一般公共预算拨款支出情况' },
    { key: 'fund', level: 'section', titleZh: '政府性基金预算拨款支出情况' },
    { key: 'stateCapital', level: 'section', titleZh: '国有资本经营预算拨款支出情况' },
    { key: 'basic', level: 'section', titleZh: '一般公共预算拨款基本支出情况' },
    { key: 'threePublic', level: 'section', titleZh: '一般公共预算“三公”经费支出情况' },
    { key: 'overseasTravel', level: 'subsection', titleZh: '因公出国（境）经费' },
    { key: 'officialReception', level: 'subsection', titleZh: '公务接待费' },
    { key: 'officialVehicles', level: 'subsection', titleZh: '公务用车购置及运行费' },
    { key: 'performance', level: 'section', titleZh: '预算绩效目标情况' },
    { key: 'declared', level: 'subsection', titleZh: '绩效目标设置情况' },
    { key: 'targets', level: 'subsection', titleZh: '绩效目标表及说明' },
    { key: 'overallTargets', level: 'point', titleZh: '整体支出绩效目标表' },
    { key: 'projectTargets', level: 'point', titleZh: '项目支出绩效目标表' },
    { key: 'targetNotes', level: 'point', titleZh: '有关情况说明' },
    { key: 'other', level: 'section', titleZh: '其他重要事项说明' },
    { key: 'agencyFund', level: 'subsection', titleZh: '机关运行经费' },
    { key: 'procurement', level: 'subsection', titleZh: '政府采购情况' },
    { key: 'assets', level: 'subsection', titleZh: '国有资产占用使用情况' },
    { key: 'glossary', level: 'part', titleZh: '名词解释' },
  ],
  tables: TABLES,
  sentences: SENTENCES,
  facts: FACTS,
  glossary: [
    {
      termZh: '财政拨款收入',
      wordings: ['指财政当年拨付的资金，包括一般公共预算拨款收入、政府性基金预算拨款收入、国有资本经营预算拨款收入。'],
    },
    { termZh: '事业收入', wordings: ['指事业单位开展专业业务活动及辅助活动所取得的收入。'] },
    {
      termZh: '事业单位经营收入',
      wordings: ['指事业单位在专业业务活动及其辅助活动之外开展非独立核算经营活动取得的收入。'],
    },
    {
      termZh: '其他收入',
      wordings: [
        '指除上述“财政拨款收入”、“事业收入”、“事业单位经营收入”等以外的收入。主要是事业单位固定资产出租收入、存款利息收入等。',
      ],
    },
    {
      termZh: '结转结余资金',
      wordings: ['指以前年度尚未完成、结转到本年仍按原规定用途继续使用的资金，或项目已完成等产生的结余资金。'],
    },
    { termZh: '基本支出', wordings: ['指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。'] },
    { termZh: '项目支出', wordings: ['指在基本支出之外为完成特定行政任务或事业发展目标所发生的支出。'] },
    {
      termZh: '事业单位经营支出',
      wordings: ['指事业单位在专业业务活动及其辅助活动之外开展非独立核算经营活动发生的支出。'],
    },
    { termZh: '上缴上级支出', wordings: ['指下级单位上缴上级的支出。'] },
    {
      termZh: '对附属单位补助支出',
      wordings: [
        '指对下级单位补助发生的支出。',
        '指对附属单位补助发生的支出。',
        '指对附属（下级）单位补助发生的支出。',
      ],
    },
    {
      termZh: '“三公”经费',
      wordings: [
        '纳入财政预决算管理的“三公”经费，是指使用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。其中，因公出国（境）费反映单位公务出国（境）的国际旅费、国外城市间交通费、住宿费、伙食费、培训费、公杂费等支出；公务用车购置及运行费，指单位公务用车购置支出（含车辆购置税、牌照费）及燃料费、维修费、过桥过路费、保险费、安全奖励费用等支出；公务接待费反映单位按规定开支的各类公务接待（含外宾接待）支出。',
      ],
    },
    {
      termZh: '机关运行经费',
      wordings: [
        '为保障行政单位（包括参照公务员法管理的事业单位）运行用于购买货物和服务的各项资金，包括办公及印刷费、邮电费、差旅费、会议费、福利费、日常维修费、专用材料及一般设备购置费、办公用房水电费、办公用房取暖费、办公用房物业管理费、公务用车运行维护费以及其他费用。',
      ],
    },
  ],
  terms: [
    '上级补助收入',
    '附属单位上缴收入',
    '财政专户管理资金收入',
    '上年结转结余',
    '政府采购',
    '人员经费',
    '公用经费',
    '财政拨款收入',
    '事业收入',
    '事业单位经营收入',
    '其他收入',
    '基本支出',
    '项目支出',
    '事业单位经营支出',
    '上缴上级支出',
    '对附属单位补助支出',
    '“三公”经费',
    '机关运行经费',
  ],
  unitTable: ['单位名称', '经费性质', '在职人数'],
  targets: {
    overall: ['资金总额：', '项目支出：', '基本支出：'],
    project: ['资金总额：', '财政拨款：', '其他资金：'],
  },
};
