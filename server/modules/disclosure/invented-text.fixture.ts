import { CODES } from './data/classification.ts';
import { FUJIAN } from './data/fujian.ts';
import { ordinalZh } from './document/signs.ts';
import { type Cents, type Invented, type Item, total } from './invented-numbers.fixture.ts';

/** How one office prints and another does not: nothing of it may change a finding. */
export interface Style {
  bold: boolean;
  hashes: boolean;
  spaced: boolean;
  pageNumbers: boolean;
  blankZero: boolean;
  levels: boolean;
  allItems: boolean;
}

const show = (cents: Cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const bracketed = (place: number) => `（${ordinalZh(place)}）`;

const SOURCES = FUJIAN.tables[1]?.columns.slice(1).map(({ key }) => key) ?? [];
const TERMS: Record<string, string> = {
  上级补助收入: '从主管部门和上级单位取得的非财政补助收入。',
  附属单位上缴收入: '附属独立核算单位按有关规定上缴的收入。',
  财政专户管理资金收入: '缴入财政专户并实行专项管理的资金收入。',
  上年结转结余: '以前年度安排、按规定结转到本年使用的资金。',
  政府采购: '使用财政性资金依法购买货物、工程和服务的行为。',
  人员经费: '用于人员工资福利和个人补助方面的开支。',
  公用经费: '用于日常公用方面的开支。',
};

/** An invented budget as the text of its disclosure. */
export function inventedText(plan: Invented, style: Style): string {
  const { year, nameZh: unit } = plan;
  const bold = (text: string) => (style.bold && text !== '' ? `<b>${text}</b>` : text);
  const cell = (cents: Cents) => (cents === 0 && style.blankZero ? '' : show(cents));
  const inWords = (cents: Cents) => (style.spaced ? ` ${show(cents)} 万元` : `${show(cents)}万元`);
  const y = style.spaced ? `${year} 年` : `${year}年`;
  const heads = {
    part: style.hashes ? '# ' : '',
    section: style.hashes ? '## ' : '',
    point: style.hashes ? '### ' : '',
  };
  const fiscal = plan.items.filter(({ fund }) => fund !== 'own');
  const spentOn = (items: readonly Item[], key: 'basic' | 'project') => total(items.map((one) => one[key]));
  const whole = (items: readonly Item[]) => spentOn(items, 'basic') + spentOn(items, 'project');
  const all = whole(plan.items);
  const ofFund = (fund: Item['fund']) => plan.items.filter((one) => one.fund === fund);
  const general = whole(ofFund('general'));
  const income = (key: string) => plan.income[key] ?? 0;

  const merged = (items: readonly Item[]): Item[] => {
    const byCode = new Map<string, Item>();
    for (const one of items) {
      const known = byCode.get(one.code);
      byCode.set(
        one.code,
        known ? { ...known, basic: known.basic + one.basic, project: known.project + one.project } : one,
      );
    }
    return [...byCode.values()].sort((a, b) => a.code.localeCompare(b.code));
  };

  /** Rows by function, with their classes and groups above them where the office prints these. */
  const functional = (items: readonly Item[], columns: (items: readonly Item[]) => Cents[]): string[] => {
    const rows: string[] = [];
    const seen = new Set<string>();
    for (const item of merged(items)) {
      for (const length of style.levels ? [3, 5] : []) {
        const code = item.code.slice(0, length);
        if (seen.has(code)) continue;
        seen.add(code);
        const under = items.filter((one) => one.code.startsWith(code));
        const name = length === 5 ? item.groupZh : (CODES.find((one) => one.code === code)?.nameZh ?? '');
        rows.push([bold(code), bold(name), ...columns(under).map((cents) => bold(cell(cents)))].join('\t'));
      }
      const name = style.levels ? item.nameZh : `${item.nameZh}（${item.groupZh}）`;
      rows.push([item.code, name, ...columns(items.filter(({ code }) => code === item.code)).map(cell)].join('\t'));
    }
    return [['合计', '', ...columns(items).map((cents) => bold(cell(cents)))].join('\t'), ...rows];
  };

  const sides = (table: number, budgets: Record<string, Cents>, items: readonly Item[]): string[] => {
    const form = FUJIAN.tables[table];
    const left = form?.rows.filter(({ side, kind }) => side === 'income' && kind === 'detail') ?? [];
    const right = form?.rows.filter(({ side, kind }) => side === 'expenditure' && kind === 'detail') ?? [];
    const ofClass = (code: string | null) => whole(items.filter((one) => code !== null && one.code.startsWith(code)));
    const capital = ofClass('223') > 0;
    const names = right.map(({ nameZh, code }) => ({ nameZh, cents: ofClass(code) }));
    if (capital) names.push({ nameZh: '国有资本经营预算支出', cents: ofClass('223') });
    const rows = names.map(({ nameZh, cents }, i) => {
      const source = left[i];
      const income = source ? [source.label, cell(budgets[source.key] ?? 0)] : ['', ''];
      return [...income, `${ordinalZh(i + 1)}、${nameZh}`, cell(cents)].join('\t');
    });
    const sum = total(left.map(({ key }) => budgets[key] ?? 0));
    return [...rows, [bold('收入合计'), bold(cell(sum)), bold('支出合计'), bold(cell(whole(items)))].join('\t')];
  };

  const columnsOfKinds = (items: readonly Item[]) => [whole(items), spentOn(items, 'basic'), spentOn(items, 'project')];
  const sourcesOf = (items: readonly Item[]): Cents[] => {
    const parts: Record<string, Cents> = {
      generalPublicBudget: whole(items.filter(({ fund }) => fund === 'general')),
      governmentFund: whole(items.filter(({ fund }) => fund === 'fund')),
      stateCapital: whole(items.filter(({ fund }) => fund === 'capital')),
    };
    const mine = whole(items.filter(({ fund }) => fund === 'own'));
    const last = items.some(({ project, fund }) => fund === 'general' && project > 0) || mine > 0;
    const carried = income('priorYearCarryover');
    const fiscalCarried = whole(ofFund('general')) - income('generalPublicBudget');
    if (last && fiscalCarried > 0 && items.some(({ project, fund }) => fund === 'general' && project > 0)) {
      parts.generalPublicBudget = (parts.generalPublicBudget ?? 0) - fiscalCarried;
      parts.priorYearCarryover = fiscalCarried;
    }
    if (mine > 0) {
      const carry = fiscalCarried > 0 ? 0 : carried;
      parts[plan.institution ? 'institutionOperating' : 'other'] = mine - carry;
      parts.priorYearCarryover = (parts.priorYearCarryover ?? 0) + carry;
    }
    const values = SOURCES.map((key) => parts[key] ?? 0);
    return [total(values), ...values];
  };

  const classMoney = (code: string) => {
    const items = CODES.filter((one) => one.code.length === 5 && one.code.startsWith(code)).map((one) => one.code);
    const personnel = total(items.map((one) => plan.personnel[one] ?? 0));
    const publicOne = total(items.map((one) => plan.publicMoney[one] ?? 0));
    return { personnel, publicOne, all: personnel + publicOne };
  };
  const classes = CODES.filter(({ code, to }) => /^3\d\d$/.test(code) && to === null);
  const byClass = classes.map(({ code, nameZh }) =>
    [code, nameZh, cell(classMoney(code).all + (plan.projectClasses[code] ?? 0))].join('\t'),
  );
  const people = total(Object.values(plan.personnel));
  const publicSum = total(Object.values(plan.publicMoney));
  const full = (text: string) => text.replaceAll('(', '（').replaceAll(')', '）');
  const byItem = classes.flatMap(({ code, nameZh }) => {
    const own = classMoney(code);
    const items = CODES.filter((one) => one.code.length === 5 && one.code.startsWith(code) && one.to === null);
    const printed = items.filter(
      (one) => style.allItems || (plan.personnel[one.code] ?? 0) + (plan.publicMoney[one.code] ?? 0) > 0,
    );
    if (!style.allItems && own.all === 0) return [];
    return [
      [bold(code), bold(nameZh), bold(cell(own.all)), bold(cell(own.personnel)), bold(cell(own.publicOne))].join('\t'),
      ...printed.map((one) => {
        const [mine, ours] = [plan.personnel[one.code] ?? 0, plan.publicMoney[one.code] ?? 0];
        return [one.code, full(one.nameZh), cell(mine + ours), cell(mine), cell(ours)].join('\t');
      }),
    ];
  });
  const three = plan.threePublic;
  const vehicles = three.vehicleOperation + three.vehiclePurchase;
  const threeRows = [
    ['合计', three.overseasTravel + three.officialReception + vehicles],
    ['1、因公出国（境）费用', three.overseasTravel],
    ['2、公务接待费', three.officialReception],
    ['3、公务用车购置及运行费', vehicles],
    ['其中：（1）公务用车购置费', three.vehiclePurchase],
    ['（2）公务用车运行费', three.vehicleOperation],
  ].map(([label, cents]) => `${label}\t${cell(cents as Cents)}`);

  const table = (place: number, rows: string[], nothing: string | null): string[] => {
    const form = FUJIAN.tables[place];
    return [
      `${heads.section}${ordinalZh(place + 1)}、${form?.nameZh}`,
      `${heads.point}${style.spaced ? `${year} 年度` : `${year}年度`}${form?.nameZh}`,
      '单位：万元',
      [...(form?.header ?? []).map((row) => row.join('\t')), ...rows].join('\n'),
      ...(nothing === null ? [] : [`本部门 ${year} 年度没有${nothing}。`]),
    ];
  };
  const fundTable = (place: number, fund: Item['fund'], name: string) =>
    table(
      place,
      whole(ofFund(fund)) > 0 ? functional(ofFund(fund), columnsOfKinds) : ['合计\t\t\t\t'],
      whole(ofFund(fund)) > 0 ? null : `使用${name}拨款安排的支出`,
    );
  const kinds = (items: readonly Item[]) => [...columnsOfKinds(items), 0, 0, 0];
  const tables = [
    ...table(0, sides(0, plan.income, plan.items), null),
    ...table(1, functional(plan.items, sourcesOf), null),
    ...table(2, functional(plan.items, kinds), null),
    ...table(3, sides(3, plan.income, fiscalForSummary(plan, fiscal)), null),
    ...fundTable(4, 'general', '一般公共预算'),
    ...fundTable(5, 'fund', '政府性基金预算'),
    ...fundTable(6, 'capital', '国有资本经营预算'),
    ...table(7, [['合计', '', cell(general)].join('\t'), ...byClass], null),
    ...table(
      8,
      [
        ['', bold('合计'), bold(cell(people + publicSum)), bold(cell(people)), bold(cell(publicSum))].join('\t'),
        ...byItem,
      ],
      null,
    ),
    ...table(
      9,
      threeRows,
      three.officialReception + vehicles + three.overseasTravel === 0 ? '一般公共预算安排的“三公”经费支出' : null,
    ),
    ...table(10, [], '由本部门管理的专项资金'),
  ];

  const rate = (now: Cents, before: Cents) => {
    const scaled = (BigInt(Math.abs(now - before)) * 20_000n + BigInt(before)) / (BigInt(before) * 2n);
    return `${show(Number(scaled))}%`;
  };
  const moved = (now: Cents, before: Cents, withRate: boolean, why: string) => {
    if (now === before) return '与上年持平';
    const [verb, growth] = now > before ? ['增加', '增长'] : ['减少', '下降'];
    const growthText = withRate && before > 0 ? `，${growth}${rate(now, before)}` : '';
    const reason = before === 0 ? '本年新增，上年无此项预算' : why;
    return `比上年${verb}${inWords(Math.abs(now - before))}${growthText}，主要原因是${reason}`;
  };
  const because = `工资福利支出由上年${show(people + 100)}万元调整到${show(people)}万元`;
  const sourceNames = FUJIAN.tables[1]?.columns.slice(1) ?? [];
  const uses = (items: readonly Item[]) =>
    merged(items).map(
      (one, i) =>
        `${bracketed(i + 1)}${one.code}（${one.nameZh}）${inWords(one.basic + one.project)}。主要用于${one.groupZh}方面的工作。`,
    );
  const fundSection = (fund: Item['fund'], name: string) =>
    whole(ofFund(fund)) === 0
      ? [`本部门${y}度没有使用${name}拨款安排的支出。`]
      : [
          `${y}度${name}拨款支出${inWords(whole(ofFund(fund)))}，${moved(whole(ofFund(fund)), 0, true, '')}，主要支出项目（按项级科目分类统计）包括：`,
          ...uses(ofFund(fund)),
        ];
  const listed = (money: Record<string, Cents>) =>
    CODES.filter(({ code }) => (money[code] ?? 0) > 0)
      .map(({ nameZh }) => full(nameZh))
      .join('、');
  const old = plan.threePublicBefore;
  const threeSentence = (key: 'overseasTravel' | 'officialReception') =>
    `${y}预算安排${inWords(three[key])}，${moved(three[key], old[key], true, '按实际任务核定')}。`;
  const basic = spentOn(ofFund('general'), 'basic');
  const situation = [
    `${heads.section}一、预算收支总体情况`,
    `按照综合预算的原则，部门所有收入和支出均纳入部门预算管理。${y}，${unit}收入预算为${inWords(all)}，${moved(all, plan.before.all, false, because)}。其中：${sourceNames
      .map(({ key, labelZh }) => `${labelZh}${inWords(income(key))}`)
      .join('、')}。`,
    `相应安排支出预算${inWords(all)}，${moved(all, plan.before.all, false, because)}。其中：基本支出${inWords(spentOn(plan.items, 'basic'))}、项目支出${inWords(spentOn(plan.items, 'project'))}、事业单位经营支出${inWords(0)}、上缴上级支出${inWords(0)}、对附属单位补助支出${inWords(0)}。`,
    `${heads.section}二、一般公共预算拨款支出情况`,
    `${y}度一般公共预算拨款支出${inWords(general)}，${moved(general, plan.before.general, true, because)}，主要支出项目（按项级科目分类统计）包括：`,
    ...uses(ofFund('general')),
    `${heads.section}三、政府性基金预算拨款支出情况`,
    ...fundSection('fund', '政府性基金预算'),
    `${heads.section}四、国有资本经营预算拨款支出情况`,
    ...fundSection('capital', '国有资本经营预算'),
    `${heads.section}五、一般公共预算拨款基本支出情况`,
    `${y}度一般公共预算拨款基本支出${inWords(basic)}，其中：`,
    `（一）人员经费${inWords(people)}，主要包括：${listed(plan.personnel)}。`,
    `（二）公用经费${inWords(publicSum)}，主要包括：${listed(plan.publicMoney)}。`,
    `${heads.section}六、一般公共预算“三公”经费支出情况`,
    `${heads.point}（一）因公出国（境）经费`,
    threeSentence('overseasTravel'),
    `${heads.point}（二）公务接待费`,
    threeSentence('officialReception'),
    `${heads.point}（三）公务用车购置及运行费`,
    `${y}预算安排${inWords(vehicles)}，其中：公务用车运行费${inWords(three.vehicleOperation)}，${moved(three.vehicleOperation, old.vehicleOperation, true, '按实际里程核定')}；公务用车购置费${inWords(three.vehiclePurchase)}，${moved(three.vehiclePurchase, old.vehiclePurchase, true, '更新车辆')}。`,
  ];
  const covered = total(plan.projects.map((one) => one.fiscal + one.other));
  const performance = [
    `${heads.section}七、预算绩效目标情况`,
    `${heads.point}（一）绩效目标设置情况`,
    `${y}，${unit}共设置${plan.projects.length}个项目绩效目标，共涉及财政拨款资金${inWords(total(plan.projects.map((one) => one.fiscal)))}。`,
    `${heads.point}（二）绩效目标表及说明`,
    `${heads.point}1. 整体支出绩效目标表`,
    `${heads.point}${unit}部门整体支出绩效目标表`,
    overallTargets(all, covered, all - covered),
    ...(plan.projects.length === 0 ? [] : [`${heads.point}2. 项目支出绩效目标表`]),
    ...plan.projects.flatMap((one, i) => [
      `${heads.point}${one.nameZh}绩效目标`,
      projectTargets(one, `350100-${year}-${i + 1}`, year),
    ]),
    `${heads.point}${plan.projects.length === 0 ? 2 : 3}. 有关情况说明`,
    '本部门无其他需要说明的绩效目标情况。',
  ];
  const { goods, works, services } = plan.procurement;
  const fundReason = plan.institution
    ? '本部门为事业单位，按规定不安排机关运行经费'
    : `人均定额由上年标准调整，按${plan.staff}人核定`;
  const agency = plan.institution ? 0 : publicSum;
  const others = [
    `${heads.section}八、其他重要事项说明`,
    `${heads.point}（一）机关运行经费`,
    plan.institution
      ? `${y}，${unit}一般公共预算拨款安排的机关运行经费支出${inWords(0)}。主要原因是${fundReason}。`
      : `${y}，${unit}一般公共预算拨款安排的机关运行经费支出${inWords(agency)}，比上年增加${inWords(100)}，主要原因是${fundReason}。`,
    `${heads.point}（二）政府采购情况`,
    `${y}，${unit}政府采购预算总额${inWords(goods + works + services)}，其中：政府采购货物预算${inWords(goods)}、政府采购工程预算${inWords(works)}、政府采购服务预算${inWords(services)}。`,
    `${heads.point}（三）国有资产占用使用情况`,
    `截至${year - 1}年12月31日，${unit}共有车辆${plan.vehicles}辆，其中：省部级领导干部用车0辆、机要通信用车0辆、应急保障用车${plan.vehicles}辆、执法执勤用车0辆、特种专业技术用车0辆、其他用车0辆。单位价值50万元以上通用设备2台（套），单位价值100万元以上专用设备0台（套）。`,
    `${y}部门预算安排购置车辆${plan.plannedVehicles}辆；购置单位价值50万元以上通用设备0台（套）、单位价值100万元以上专用设备0台（套）。`,
  ];
  const glossary = [
    ...FUJIAN.glossary.map(({ termZh, wordings: [first = ''] }) => [termZh, first]),
    ...Object.entries(TERMS).map(([term, text]) => [term, `指${text}`]),
  ].map(([term, text], i) =>
    style.bold ? `**${ordinalZh(i + 1)}、${term}：**${text}` : `${ordinalZh(i + 1)}、${term}：${text}`,
  );
  const below = plan.subordinates > 0 ? `有下属单位${plan.subordinates}个` : '无下属单位';
  const overview = [
    `${heads.section}一、部门主要职责`,
    `${unit}的主要职责是：`,
    '（一）负责辖区内公共服务事项的统筹协调。',
    '（二）负责业务系统和服务平台的建设与运行维护。',
    '（三）承办上级交办的其他事项。',
    `${heads.section}二、部门预算单位构成`,
    `从预算单位构成看，${unit}包括${plan.offices}个内设科室，${below}，其中：列入${year}年部门预算编制范围的单位详细情况见下表：`,
    [
      '单位名称\t经费性质\t在职人数',
      '------\t------\t------',
      `${unit}\t${plan.institution ? '财政核拨' : '行政'}\t${plan.staff - plan.subordinates}`,
      ...Array.from({ length: plan.subordinates }, (_, i) => `下属第${ordinalZh(i + 1)}服务站\t财政核拨\t1`),
    ].join('\n'),
    `${heads.section}三、部门主要工作任务`,
    `${year}年，${unit}主要任务是：稳步提升公共服务水平，推动业务规范运行。围绕上述任务，重点抓好以下工作：`,
    ...GOALS.map(([goal], i) => `${bracketed(i + 1)}${goal}。`),
  ];
  const parts: [string, string[]][] = [
    ['部门概况', overview],
    [`${year}年度部门预算表`, tables],
    [`${year}年度部门预算情况说明`, [...situation, ...performance, ...others]],
    ['名词解释', glossary],
  ];
  const body = parts.flatMap(([name, lines], i) => [
    `${heads.part}第${ordinalZh(i + 1)}部分`,
    `${heads.section}${name}`,
    ...lines.flatMap((line, at) =>
      style.pageNumbers && at % 9 === 8 && !/其中：$|包括：$/.test(line) ? [line, `- ${i * 9 + at} -`] : [line],
    ),
  ]);
  const sections = FUJIAN.sections.filter(({ level }) => level === 'part' || level === 'section');
  let inPart = 0;
  let part = 0;
  const contents = sections.map(({ level, titleZh }, i) => {
    const title = titleZh.replace('{year}', String(year));
    if (level === 'part') {
      inPart = 0;
      part++;
      return `${bold(`第${ordinalZh(part)}部分 ${title}`)} ..... ${i + 3}`;
    }
    inPart++;
    return `${ordinalZh(inPart)}、${title} ..... ${i + 3}`;
  });
  const front = [
    `批复日期：${year}年1月18日`,
    `公开日期：${year}年2月3日`,
    `${heads.part}${year}年度${unit}部门预算`,
    `${heads.part}目 录`,
  ];
  return [...front, contents.join('\n'), ...body].join('\n\n');
}

/** What the summary of appropriations shows as spent: without what was carried over of a fund. */
function fiscalForSummary({ income }: Invented, items: readonly Item[]): Item[] {
  const general = items.filter(({ fund }) => fund === 'general');
  const spent = total(general.map((one) => one.basic + one.project));
  const carried = spent - (income.generalPublicBudget ?? 0);
  const carrier = general.find(({ project }) => project > 0);
  return items.map((one) => (one === carrier ? { ...one, project: one.project - carried } : one));
}

const GOALS: [goal: string, indicator: string, target: string][] = [
  ['提升服务事项办理效率', '服务事项按期办结率', '≥95%'],
  ['加强业务系统运行维护', '业务系统可用率', '≥99.9%'],
  ['规范档案整理工作', '规范档案整理数量', '≥1200卷'],
  ['办好群众诉求件', '群众诉求件按期回复率', '≥98%'],
];

function overallTargets(all: Cents, project: Cents, basic: Cents): string {
  return [
    `年度预算安排 （万元）\t资金总额:\t${show(all)}`.replace(':', '：'),
    `\t项目支出：\t${show(project)}`,
    `\t基本支出：\t${show(basic)}`,
    `年度目标\t${GOALS.map(([goal], i) => `<p>${bracketed(i + 1)}${goal}</p>`).join('')}`,
    '绩效目标指标\t一级指标\t二级指标\t三级指标\t全年目标值\t分值',
    `\t产出指标\t数量指标\t${GOALS[2]?.[1]}\t${GOALS[2]?.[2]}\t20`,
    `\t\t质量指标\t${GOALS[1]?.[1]}\t${GOALS[1]?.[2]}\t10`,
    `\t\t时效指标\t${GOALS[0]?.[1]}\t${GOALS[0]?.[2]}\t20`,
    `\t\t\t${GOALS[3]?.[1]}\t${GOALS[3]?.[2]}\t10`,
    '\t效益指标\t社会效益指标\t线上办理事项占比\t≥60%\t20',
    '\t满意度指标\t服务对象满意度指标\t办事群众满意度\t≥95%\t10',
    '备注\t\t\t\t\t',
  ].join('\n');
}

function projectTargets({ fiscal, other, systemZh }: Invented['projects'][number], code: string, year: number): string {
  return [
    `项目代码：${code}\t实施单位：本单位\t年度：${year}`,
    `项目资金（万元）\t资金总额：\t\t${show(fiscal + other)}`,
    `\t财政拨款：\t\t${show(fiscal)}`,
    `\t其他资金：\t\t${show(other)}`,
    `总体目标\t保障${systemZh}全年平稳运行，各项业务顺利开展。`,
    '绩效目标指标\t一级指标\t二级指标\t三级指标\t目标值\t分值',
    `\t产出指标\t数量指标\t${systemZh}巡检次数\t≥12次\t20`,
    `\t\t质量指标\t${systemZh}可用率\t≥99.9%\t20`,
    `\t\t时效指标\t${systemZh}故障当日修复率\t≥90%\t20`,
    `\t\t成本指标\t项目总成本\t≤${show(fiscal + other)}万元\t20`,
    `\t满意度指标\t服务对象满意度指标\t${systemZh}使用人员满意度\t≥95%\t10`,
  ].join('\n');
}
