import type { Line } from '../budget/model.ts';
import type { Budget } from '../budget/procedures.ts';
import type { TableForm, Template } from '../disclosure/data/template.ts';
import { ordinalZh } from '../disclosure/document/signs.ts';
import type { PrintedTarget } from '../targets/tables.ts';
import { type CodedBudget, type FigureRow, figuresOf, namesIn, rowsOf } from './figures.ts';
import { type Filling, fill, inUnit } from './fill.ts';

export interface ProjectTargetsText {
  nameZh: string;
  code: string;
  fen: number;
  otherFen: number;
  goalZh: string;
  targets: PrintedTarget[];
}

/** What a disclosure says besides figures; written by people, and without figures of its own. */
export interface Content {
  duties: string[];
  /** 主要任务 in one sentence, and what is done for it. */
  aims: string;
  tasks: string[];
  /** What each functional code is for. */
  uses: Record<string, string>;
  goals: { titleZh: string; textZh: string }[];
  targets: PrintedTarget[];
  projects: ProjectTargetsText[];
  agencyReason: string;
  departmentsLabelZh: string;
  approvedOn: string;
  publishedOn: string;
}

const dateZh = (date: string) => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};
const bracketed = (n: number) => `（${ordinalZh(n)}）`;
const tabbed = (cells: readonly string[]) => cells.join('\t');

/**
 * The text of a disclosure, every figure of it taken from the budget: in the plain form that `parseDocument` reads, so
 * that what is checked, shown and published is one and the same.
 */
export function compose(budget: CodedBudget, content: Content, template: Template): string {
  const projectFen = content.projects.reduce((total, { fen }) => total + fen, 0);
  const figures = figuresOf(budget, { projects: content.projects.length, projectFen });
  const { year, unit } = budget;
  const filling: Filling = {
    figures,
    words: {
      year: String(year),
      unit: unit.nameZh,
      date: `${year - 1}年12月31日`,
      label: content.departmentsLabelZh,
      aims: content.aims,
      personnelItems: itemsOf(budget, 'personnel'),
      publicItems: itemsOf(budget, 'public'),
      ...Object.fromEntries(Object.entries(unit.reasons).map(([key, reason]) => [`reason:${key}`, reason])),
      reason: content.agencyReason,
    },
  };
  const sections = new Map<string, string[]>();
  for (const form of template.sentences) {
    if (form.repeats || form.statement?.id === 'S3' || form.statement?.id === 'S4') continue;
    sections.set(form.section, [...(sections.get(form.section) ?? []), fill(form.text, filling)]);
  }
  const tables = tablesText(budget, template);
  const without = (key: string, fund: string) =>
    budget.lines.some((line) => line.fund === fund) ? fundText(budget, fund) : sentenceOf(template, key, filling);
  const targets = targetText(budget, content);
  const body: Record<string, string[]> = {
    duties: [...(sections.get('duties') ?? []), ...content.duties.map((duty, i) => `${bracketed(i + 1)}${duty}`)],
    units: [
      ...(sections.get('units') ?? []),
      tabbed(template.unitTable),
      tabbed(template.unitTable.map(() => '------')),
      tabbed([unit.nameZh, unit.fundingNatureZh, String(unit.staffInPost ?? '')]),
    ],
    tasks: [...(sections.get('tasks') ?? []), ...content.tasks.map((task, i) => `${bracketed(i + 1)}${task}`)],
    ...tables,
    summary: sections.get('summary') ?? [],
    general: [...(sections.get('general') ?? []), ...byFunction(budget, content)],
    fund: [without('fund', 'governmentFund')],
    stateCapital: [without('stateCapital', 'stateCapital')],
    basic: sections.get('basic') ?? [],
    overseasTravel: sections.get('overseasTravel') ?? [],
    officialReception: sections.get('officialReception') ?? [],
    officialVehicles: sections.get('officialVehicles') ?? [],
    declared: sections.get('declared') ?? [],
    overallTargets: targets.overall,
    projectTargets: targets.projects,
    targetNotes: sections.get('targetNotes') ?? [],
    agencyFund: sections.get('agencyFund') ?? [],
    procurement: sections.get('procurement') ?? [],
    assets: sections.get('assets') ?? [],
    glossary: glossaryText(template),
  };
  const dates = [`批复日期：${dateZh(content.approvedOn)}`, `公开日期：${dateZh(content.publishedOn)}`];
  const title = `# ${year}年度${unit.nameZh}部门预算`;
  const headings = headed(template, year, body);
  return [...dates, title, '# 目 录', ...contentsOf(template, year), ...headings].join('\n\n');
}

/** Figures that the text would print and nobody has entered. */
export function missingFigures(budget: Budget): string[] {
  return figuresOf(budget, { projects: 0, projectFen: 0 }).missing;
}

const sentenceOf = (template: Template, section: string, filling: Filling) =>
  fill(template.sentences.find((form) => form.section === section)?.text ?? '', filling);

function fundText({ year, lines }: Budget, fund: string): string {
  const total = lines.filter((line) => line.fund === fund).reduce((all, { fen }) => all + fen, 0);
  const name = fund === 'governmentFund' ? '政府性基金预算拨款' : '国有资本经营预算拨款';
  return `${year}年度${name}支出${inUnit(total)}万元。`;
}

/** Names of the items that carry money in a role, in the order of their codes. */
function itemsOf(budget: CodedBudget, role: 'personnel' | 'public'): string {
  const carrying = budget.lines.filter(
    (line) => line.role === role && line.kind === 'basic' && line.fund === 'generalPublicBudget',
  );
  const codes = new Set(carrying.map(({ economicCode }) => economicCode));
  const form = { key: 'basicExpenditureByEconomicItem', codes: 'economicItem' } as TableForm;
  const names = rowsOf(form, budget).filter(({ code }) => codes.has(code));
  return names.map(({ nameZh }) => nameZh.replaceAll('(', '（').replaceAll(')', '）')).join('、');
}

function byFunction(budget: CodedBudget, { uses }: Content): string[] {
  const form = { key: 'generalPublicBudgetExpenditure', codes: 'functional' } as TableForm;
  const names = namesIn(budget);
  return rowsOf(form, budget)
    .slice(1)
    .map(({ code, cells }, i) => {
      const use = uses[code] ? `主要用于${uses[code]}。` : '';
      return `${bracketed(i + 1)}${code}（${names.get(code) ?? code}）${inUnit(cells.total ?? 0)}万元。${use}`;
    });
}

function tablesText(budget: CodedBudget, template: Template): Record<string, string[]> {
  return Object.fromEntries(
    template.tables.map((form) => {
      const rows = tableRows(form, budget);
      const empty = form.emptySentence !== null && rows.every(({ cells }) => Object.values(cells).every((fen) => !fen));
      const sentence = empty
        ? [
            fill(form.emptySentence ?? '', {
              figures: figuresOf(budget, { projects: 0, projectFen: 0 }),
              words: { year: String(budget.year) },
            }),
          ]
        : [];
      const title = `### ${budget.year}年度${form.nameZh}`;
      const lines = [...form.header.map(tabbed), ...printedRows(form, rows)];
      return [form.key, [title, '单位：万元', lines.join('\n'), ...sentence]];
    }),
  );
}

const CLASS = /^f(\d{3})$/;

/** The rows of any table of the form, those of the summaries and of the three public expenses included. */
function tableRows(form: TableForm, budget: CodedBudget): FigureRow[] {
  if (form.layout === 'codes') return rowsOf(form, budget);
  if (form.layout === 'catalogue') return [];
  const fiscal = form.key === 'fiscalAppropriationSummary';
  const fiscalFunds = ['generalPublicBudget', 'governmentFund', 'stateCapital'];
  const lines = budget.lines.filter(({ fund }) => !fiscal || fiscalFunds.includes(fund));
  const incomes = budget.incomes.filter(({ source }) => !fiscal || fiscalFunds.includes(source));
  const total = (list: readonly { fen: number }[]) => list.reduce((all, { fen }) => all + fen, 0);
  const figures = figuresOf(budget, { projects: 0, projectFen: 0 }).amounts;
  const amount = (key: string): number => {
    const [, functionClass] = CLASS.exec(key) ?? [];
    if (functionClass) return total(lines.filter(({ functionCode }) => functionCode.startsWith(functionClass)));
    if (key === 'incomeTotal') return total(incomes);
    if (key === 'expenditureTotal') return total(lines);
    if (form.layout === 'sides') return total(incomes.filter(({ source }) => source === key));
    const three = (name: string) => figures.get(`threePublic.${name}`) ?? 0;
    if (key === 'total') return three('overseasTravel') + three('officialReception') + three('officialVehicles');
    return three(key);
  };
  return form.rows.map(({ key, nameZh, code, figure }) => ({
    key,
    code: code ?? '',
    nameZh,
    cells: { budget: (figure === undefined ? amount(key) : figures.get(figure)) || null },
  }));
}

const printed = (fen: number | null | undefined) => (fen ? inUnit(fen) : '');

function printedRows(form: TableForm, rows: readonly FigureRow[]): string[] {
  if (form.layout === 'catalogue') return [];
  if (form.layout === 'codes')
    return rows.map(({ code, nameZh, cells }) =>
      tabbed([...(code === '' ? ['合计', ''] : [code, nameZh]), ...form.columns.map(({ key }) => printed(cells[key]))]),
    );
  const label = new Map(form.rows.map((row) => [row.key, row]));
  const line = ({ key, cells }: FigureRow) => [label.get(key)?.label ?? '', printed(cells.budget)];
  if (form.layout === 'list') return rows.map((row) => tabbed(line(row)));
  const side = (wanted: 'income' | 'expenditure') => rows.filter(({ key }) => label.get(key)?.side === wanted);
  const [left, right] = [side('income'), side('expenditure')];
  const [leftTotal, rightTotal] = [left.pop(), right.pop()];
  const pairs = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i], right[i]] as const);
  return [...pairs, [leftTotal, rightTotal] as const].map(([income, expenditure]) =>
    tabbed([...(income ? line(income) : ['', '']), ...(expenditure ? line(expenditure) : ['', ''])]),
  );
}

function targetText(budget: Budget, content: Content): { overall: string[]; projects: string[] } {
  const of = (wanted: Line['kind']) =>
    budget.lines.filter(({ kind }) => kind === wanted).reduce((total, { fen }) => total + fen, 0);
  const all = budget.lines.reduce((total, { fen }) => total + fen, 0);
  const goals = content.goals.map(({ titleZh, textZh }, i) => `${bracketed(i + 1)}${titleZh} ${textZh}`).join(' ');
  const overall = [
    `## ${budget.unit.nameZh}部门整体支出绩效目标表`,
    [
      tabbed(['年度预算安排（万元）', '资金总额：', inUnit(all)]),
      tabbed(['', '项目支出：', inUnit(of('project'))]),
      tabbed(['', '基本支出：', inUnit(of('basic'))]),
      tabbed(['年度目标', goals]),
      tabbed(['绩效目标指标', '一级指标', '二级指标', '三级指标', '全年目标值']),
      ...indicatorLines(content.targets),
      tabbed(['备注', '']),
    ].join('\n'),
  ];
  const projects = content.projects.flatMap(({ nameZh, fen, otherFen, goalZh, targets, code }) => [
    `### ${nameZh}绩效目标`,
    [
      tabbed([`项目代码：${code}`, `实施单位：${budget.unit.nameZh}`, `年度：${budget.year}`]),
      tabbed(['项目资金（万元）', '资金总额：', inUnit(fen + otherFen)]),
      tabbed(['', '财政拨款：', inUnit(fen)]),
      tabbed(['', '其他资金：', inUnit(otherFen)]),
      tabbed(['总体目标', goalZh]),
      tabbed(['绩效目标指标', '一级指标', '二级指标', '三级指标', '目标值']),
      ...indicatorLines(targets),
    ].join('\n'),
  ]);
  return { overall, projects };
}

/** A level is printed where it begins. */
function indicatorLines(targets: readonly PrintedTarget[]): string[] {
  return targets.map(({ level1Zh, level2Zh, nameZh, targetZh }, i) => {
    const before = targets[i - 1];
    const first = before?.level1Zh === level1Zh ? '' : level1Zh;
    const second = before?.level1Zh === level1Zh && before.level2Zh === level2Zh ? '' : level2Zh;
    return tabbed(['', first, second, nameZh, targetZh]);
  });
}

function glossaryText(template: Template): string[] {
  return template.glossary.map(({ termZh, wordings }, i) => `${ordinalZh(i + 1)}、${termZh}：${wordings.at(-1) ?? ''}`);
}

const MARKS = { part: '#', section: '##', subsection: '###', point: '####' } as const;

function headed(template: Template, year: number, body: Record<string, string[]>): string[] {
  const counts = { part: 0, section: 0, subsection: 0, point: 0 };
  return template.sections.flatMap(({ key, level, titleZh }) => {
    counts[level]++;
    if (level === 'part') counts.section = 0;
    if (level === 'part' || level === 'section') counts.subsection = 0;
    if (level !== 'point') counts.point = 0;
    const title = titleZh.replace('{year}', String(year));
    const n = counts[level];
    const mark = MARKS[level];
    const heading =
      level === 'part'
        ? [`${mark} 第${ordinalZh(n)}部分`, `## ${title}`]
        : [
            `${mark} ${level === 'section' ? `${ordinalZh(n)}、` : level === 'subsection' ? bracketed(n) : `${n}. `}${title}`,
          ];
    return [...heading, ...(body[key] ?? []).filter((block) => block !== '')];
  });
}

/** Pages are told in their order only; what is printed with pages finds out its own. */
function contentsOf(template: Template, year: number): string[] {
  const parts = { part: 0, section: 0 };
  return template.sections
    .filter(({ level }) => level === 'part' || level === 'section')
    .map(({ level, titleZh }, i) => {
      const isPart = level === 'part';
      if (isPart) parts.section = 0;
      const n = ++parts[isPart ? 'part' : 'section'];
      const number = isPart ? `第${ordinalZh(n)}部分 ` : `${ordinalZh(n)}、`;
      return `${number}${titleZh.replace('{year}', `${year} `)} .....\t${i + 1}`;
    });
}
