import type { Block, Paper, PaperCell, PaperTable } from '../../adapters/paper.ts';
import type { MoneyProgress } from './model.ts';
import type { LogLine, ReportLine, ReportTable, YearReport } from './report.ts';
import { besideText, formulaText, partsText, percent, round, valueStates, valueText, wan } from './report-text.ts';
import { EXECUTION_POINTS, gradeWords } from './rules.ts';

const verdicts = { met: '达标', missed: '未达标', undecided: '不能判定', noData: '无数据' } as const;
const planStates = { drafting: '编制中', approved: '执行中（草稿）', closed: '已结束' } as const;
const roundStates: Record<string, string> = { open: '填报中', submitted: '已上报', reviewed: '已审核' };
const left = (text: string): PaperCell => ({ text, align: 'left' });
const middle = (text: string): PaperCell => ({ text, align: 'center' });
const right = (text: string): PaperCell => ({ text, align: 'right' });

const paragraph = (text: string): Block => ({ kind: 'paragraph', text, line: 0 });
const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text, line: 0 });

function table(
  id: string,
  title: string,
  head: string[],
  rows: PaperCell[][],
  widths: number[],
  unit = '',
): PaperTable {
  return {
    kind: 'table',
    id,
    title,
    unit,
    head: head.length > 0 ? [head.map(middle)] : [],
    rows: rows.map((cells) => ({ cells })),
    widths,
    statement: null,
    line: 0,
  };
}

/** 项目（整体）支出绩效自评表, in the columns of the official form. */
export function selfEvaluationTables(one: ReportTable): Block[] {
  const { evaluation, lines, scope, nameZh } = one;
  if (!evaluation) return [paragraph('尚未自评。')];
  const { money, execution, total, grade } = evaluation;
  const scored = (score: number | null): string => (score === null ? '—' : round(score));
  return [
    table(
      `${scope}-execution`,
      `${nameZh}：预算执行`,
      ['项目资金', '年初预算数', '全年预算数', '全年执行数', '分值', '执行率', '得分'],
      [
        [
          left('年度资金总额'),
          right(wan(money.originalFen ?? money.plannedFen)),
          right(wan(money.plannedFen)),
          right(wan(money.paidFen)),
          middle(String(EXECUTION_POINTS)),
          right(percent(money.paidFen, money.plannedFen)),
          right(scored(execution)),
        ],
      ],
      [1.4, 1, 1, 1, 0.6, 0.8, 0.7],
      '单位：万元',
    ),
    table(
      `${scope}-indicators`,
      `${nameZh}：绩效指标`,
      ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '偏差原因分析及改进措施'],
      [
        ...lines.map(({ indicator, line, score, cause, action }) => [
          left(indicator.level1Zh),
          left(indicator.level2Zh),
          left(`${indicator.id} ${indicator.level3Zh}`),
          middle(indicator.targetPrinted),
          middle(valueText(line.value, indicator.unit)),
          middle(String(score?.points ?? indicator.weight ?? '')),
          right(scored(score?.score ?? null)),
          left([cause, action].filter(Boolean).join('；')),
        ]),
        [
          { ...left('总分'), colSpan: 5 },
          middle('100'),
          right(scored(total)),
          left(grade === null ? '有指标没有数值，总分未定' : `等级：${gradeWords[grade].zh}`),
        ],
      ],
      [1, 1.2, 1.8, 0.9, 1, 0.5, 0.6, 2],
    ),
  ];
}

/** One promise with everything it rests on. */
function sheetOf(one: ReportLine, year: number, cutoff: string): Block[] {
  const { indicator, definition, line, history, score } = one;
  const { value } = line;
  const row = (name: string, text: string): PaperCell[] => [middle(name), left(text)];
  const forecasts = history.map(({ cutoff: then, value: stood, forecast }) => {
    const told = stood === null ? '无数据' : `${round(stood)}${indicator.unit}`;
    return forecast
      ? `${then} 实际 ${told}，预测年末 ${round(forecast.likely)}（${round(forecast.low)}–${round(forecast.high)}）${indicator.unit}`
      : `${then} 实际 ${told}`;
  });
  const rows = [
    row('年度指标值', `${indicator.targetPrinted}　分值 ${indicator.weight ?? '—'}`),
    row('定义', definition ? formulaText(definition) : '未选定口径'),
    ...(indicator.wording && definition && formulaText(indicator.wording) !== formulaText(definition)
      ? [row('编制时的定义', formulaText(indicator.wording))]
      : []),
    row(
      '口径与版本',
      `${definition?.choice?.zh ?? '—'}；目标按第 ${indicator.metricVersion ?? '—'} 版定义，计算用第 ${definition?.version ?? '—'} 版`,
    ),
    row('数据来源与时段', `${definition?.source.zh ?? '—'}；${year}-01-01 至 ${cutoff}`),
    row('实际完成值', `${valueText(value, indicator.unit)}（${valueStates[value.state]}，${verdicts[line.verdict]}）`),
    row('分子 ÷ 分母', `${partsText(one)}；样本 ${round(value.sample)}${value.note ? `；${value.note.zh}` : ''}`),
    ...(value.beside ? [row('并列', besideText(value, indicator.unit))] : []),
    row('预测记录', forecasts.join('；') || '没有监控轮次'),
    row('自评计分', score ? `${score.formula ?? '无数值，未计分'}` : '尚未自评'),
    row('依据', value.evidence.map(({ label }) => label.zh).join('、') || '—'),
    row('校验和', one.sha256),
  ];
  return [heading(3, `${indicator.id} ${indicator.level3Zh}`), table(indicator.id, '', [], rows, [1, 5])];
}

const moneyText = ({ plannedFen, paidFen, yearPassed }: MoneyProgress): string =>
  `预算 ${wan(plannedFen)} 万元，支付 ${wan(paidFen)} 万元，执行率 ${percent(paidFen, plannedFen)}；时间进度 ${round(100 * yearPassed)}%。`;

/** The report as it is printed. */
export function paperOfReport(report: YearReport, log: readonly LogLine[], checksum: string): Paper {
  const { year, unitZh, state, cutoff, money, goals, tables, rounds } = report;
  const lines = tables.flatMap((one) => one.lines);
  const of = (verdict: keyof typeof verdicts) => lines.filter(({ line }) => line.verdict === verdict).length;
  return {
    title: `${year}年度${unitZh}绩效报告`,
    cover: [`截至日期：${cutoff}`, `状态：${planStates[state]}`, `校验和（SHA-256）：${checksum}`],
    blocks: [
      heading(1, '一、总体情况'),
      paragraph(
        `本年度设绩效指标 ${lines.length} 项：达标 ${of('met')} 项，未达标 ${of('missed')} 项，不能判定 ${of('undecided')} 项，无数据 ${of('noData')} 项。${moneyText(money)}`,
      ),
      table(
        'goals',
        '年度目标',
        ['年度目标', '对应指标'],
        goals.map(({ titleZh, indicators, reasonWithout }) => [
          left(titleZh),
          left(indicators.join('、') || `未设指标：${reasonWithout}`),
        ]),
        [1, 1],
      ),
      heading(1, '二、绩效自评'),
      ...tables.flatMap((one) => [heading(2, one.nameZh), ...selfEvaluationTables(one)]),
      heading(1, '三、绩效监控'),
      ...(rounds.length === 0 ? [paragraph('本年度没有监控轮次。')] : rounds.flatMap(roundBlocks)),
      heading(1, '四、逐项依据'),
      ...lines.flatMap((one) => sheetOf(one, year, cutoff)),
      heading(1, '五、办理记录'),
      table(
        'log',
        '',
        ['序号', '事项', '时间', '办理人', '记录校验和'],
        log.map((one) => [
          middle(String(one.seq)),
          left(one.what.zh),
          middle(one.at),
          middle(one.by ?? '系统'),
          left(one.hash),
        ]),
        [0.5, 1, 1.4, 0.8, 2.6],
      ),
    ],
  };
}

function roundBlocks({ cutoff, state, money, counts, deviations, opinion }: YearReport['rounds'][number]): Block[] {
  const told = `达标 ${counts.met}，未达标 ${counts.missed}，不能判定 ${counts.undecided}，无数据 ${counts.noData}。`;
  return [
    heading(2, `截至 ${cutoff}（${roundStates[state] ?? state}）`),
    paragraph(`${told}${moneyText(money)}${opinion ? `审核意见：${opinion}` : ''}`),
    ...(deviations.length === 0
      ? []
      : [
          table(
            `round-${cutoff}`,
            '',
            ['指标', '偏差原因', '改进措施'],
            deviations.map(({ indicatorId, cause, action }) => [middle(indicatorId), left(cause), left(action)]),
            [0.7, 3, 3],
          ),
        ]),
  ];
}

/** 开放数据 — one promise to a line, in the terms of published results: indicator, target, actual, comment. */
export function rowsOfReport({ year, unitZh, tables, cutoff }: YearReport): string[][] {
  const head = [
    'year',
    'unit',
    'table',
    'indicator_id',
    'level1',
    'level2',
    'indicator',
    'target_operator',
    'target_value',
    'unit_of_measure',
    'weight',
    'metric',
    'metric_version',
    'choice',
    'period_start',
    'period_end',
    'actual_value',
    'actual_low',
    'actual_high',
    'numerator',
    'denominator',
    'sample',
    'state',
    'verdict',
    'score',
    'cause',
    'action',
    'evidence',
    'sha256',
  ];
  const told = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
  const rows = tables.flatMap(({ nameZh, lines }) =>
    lines.map(({ indicator, definition, line: { value, verdict }, score, cause, action, sha256 }) => [
      String(year),
      unitZh,
      nameZh,
      indicator.id,
      indicator.level1Zh,
      indicator.level2Zh,
      indicator.level3Zh,
      indicator.operator,
      indicator.target,
      indicator.unit,
      indicator.weight ?? '',
      indicator.metric ?? '',
      told(definition?.version),
      indicator.choice ?? '',
      `${year}-01-01`,
      cutoff,
      told(value.value),
      told(value.range?.low),
      told(value.range?.high),
      told(value.numerator),
      told(value.denominator),
      String(value.sample),
      value.state,
      verdict,
      told(score?.score),
      cause,
      action,
      value.evidence.map(({ api }) => api).join(' '),
      sha256,
    ]),
  );
  return [head, ...rows];
}
