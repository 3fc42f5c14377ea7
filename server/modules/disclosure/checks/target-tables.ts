import { AVAILABILITY, FAULT_RATE, JOBS, PLACES, SATISFACTION, UNMEASURABLE } from '../data/indicator-kinds.ts';
import type { Said } from '../document/problem.ts';
import { HAN, normal, shareRun } from '../document/signs.ts';
import type { Indicator, Severity } from '../model.ts';
import { allowedRun, contradicts } from './holding.ts';
import { projectHeads } from './project-heads.ts';
import { type Rule, rule, type Sheet, words } from './sheet.ts';
import { daysOf, micro, place, pointerOf, together } from './targets.ts';

/** Faults that are allowed and a run without any fault do not go together. */
function contradictions(sheet: Sheet): Said[] {
  const all = sheet.indicators();
  const faults = all.filter((one) => FAULT_RATE.test(one.level3Zh) && micro(one.target) > 0);
  const first = faults[0];
  if (!first) return [];
  const strict = all.filter(
    (one) =>
      AVAILABILITY.test(one.level3Zh) &&
      (one.unit === '%' || (one.unit === '天' && one.operator === 'gte')) &&
      contradicts(first, one, sheet.year),
  );
  const named = ({ id, level3Zh }: Indicator) => `${id} ${level3Zh}`;
  const said = (one: Indicator) => `${named(one)}${one.targetPrinted}`;
  const differ = faults.find((one) => micro(one.target) !== micro(first.target));
  const hours = ((micro(first.target) / 1e8) * daysOf(sheet.year) * 24).toFixed(2);
  return [
    ...(strict.length > 0
      ? together(
          sheet,
          [...faults, ...strict],
          said,
          `≥${allowedRun(first)}%`,
          words(
            `${named(first)} ${first.targetPrinted} 一年容许 ${hours} 小时故障，${strict.map((one) => `${named(one)} ${one.targetPrinted}`).join('、')} 不容许`,
            `${first.id} ${first.targetPrinted} allows ${hours} hours of failure a year; ${strict.map(({ id, targetPrinted }) => `${id} ${targetPrinted}`).join(', ')} does not`,
          ),
        )
      : []),
    ...(differ
      ? together(
          sheet,
          [first, differ],
          said,
          first.targetPrinted,
          words(
            `同一指标定了两个目标：${named(first)}、${named(differ)}`,
            `One measure has two targets: ${first.id}, ${differ.id}`,
          ),
        )
      : []),
  ];
}

function jobs(sheet: Sheet): Said[] {
  const staff = sheet.document.unit.staffInPost;
  return sheet.indicators().flatMap((one) => {
    if (!JOBS.test(one.level3Zh) || staff === null || one.target === '' || micro(one.target) === staff * 1e6) return [];
    const gap = (micro(one.target) - staff * 1e6) / 1e6;
    const { lines } = sheet.document.unit;
    return [
      {
        ...place(sheet, one),
        lines: [one.line, ...lines.slice(-1)],
        expected: `在职人数 ${staff}`,
        difference: String(gap),
        message: words(
          `岗位数与在职人数 ${staff} 相差 ${gap}；应说明岗位含哪些人员`,
          `It differs by ${gap} from the ${staff} staff in post; say whom a post counts`,
        ),
      },
    ];
  });
}

const misplaced = ({ level3Zh, level2Zh }: Indicator) => {
  const kind = PLACES.find(({ pattern }) => pattern.test(normal(level3Zh)));
  return kind && !kind.fits.includes(level2Zh) ? kind : null;
};

function wrongPlaces(sheet: Sheet): Said[] {
  const wrong = sheet.indicators().filter((one) => misplaced(one) !== null);
  return together(
    sheet,
    wrong,
    (one) => `${one.id} ${one.level3Zh}列于${one.level2Zh}`,
    wrong.map((one) => `${one.id} → ${misplaced(one)?.fits.join('/') || '改写'}`).join('；'),
    words(
      wrong.map((one) => `${one.id} ${misplaced(one)?.reason.zh}`).join('；'),
      wrong.map((one) => `${one.id}: ${misplaced(one)?.reason.en}`).join('; '),
    ),
  );
}

const MOST_SATISFIED = 98e6;

function satisfaction(sheet: Sheet): Said[] {
  const high = sheet
    .indicators()
    .filter((one) => SATISFACTION.test(one.level3Zh) && one.unit === '%' && micro(one.target) > MOST_SATISFIED);
  return together(
    sheet,
    high,
    (one) => `${one.level3Zh}${one.targetPrinted}`,
    '≥90% 或 ≥95%，并说明调查方式、样本和最少答复数',
    words('满意度目标过高：有一人不满意就不合格', 'A satisfaction target this high fails on one unhappy answer'),
  );
}

const IN_WORDS = new RegExp(`[${HAN}]`);

/** A goal has an indicator where the two share at least a word of three signs. */
function goalsWithoutIndicator(sheet: Sheet): Said[] {
  const overall = sheet.document.performance.overall;
  if (!overall || overall.goals.length === 0) return [];
  const names = overall.indicators.map(({ level3Zh }) => normal(level3Zh));
  const bare = overall.goals.filter(({ titleZh }) => !names.some((name) => shareRun(normal(titleZh), name, 3)));
  if (bare.length === 0) return [];
  const list = bare.map(({ ordinal, titleZh }) => `（${ordinal}）${titleZh}`).join('、');
  const served = overall.goals
    .filter((goal) => !bare.includes(goal))
    .map(({ ordinal }) => `（${ordinal}）`)
    .join('');
  return [
    {
      what: '整体目标 年度目标与指标',
      lines: [...overall.goalLines, ...overall.indicators.map(({ line }) => line)],
      pointer: '/performance/overall/goals',
      printed: `${overall.goals.length} 项目标，有指标的 ${served || '无'}`,
      expected: '每项目标至少一个指标',
      message: words(`没有指标的目标：${list}`, `Goals without an indicator: ${list}`),
    },
  ];
}

const WEIGHTS = 90e6;

function weights(sheet: Sheet): Said[] {
  const { overall, projects } = sheet.document.performance;
  const tables = [overall, ...projects].flatMap((one) => (one && one.indicators.length > 0 ? [one] : []));
  const all = tables.flatMap(({ indicators }) => indicators);
  if (all.length === 0) return [];
  if (all.every(({ weight }) => weight === null))
    return [
      {
        what: '绩效目标表 分值',
        lines: tables.flatMap(({ line, indicators: [first] }) => [line, (first?.line ?? line + 1) - 1]),
        pointer: '/performance',
        printed: '无分值（权重）栏',
        expected: '执行前定好分值',
        message: words('没有分值，年终无法自评打分', 'Without weights the year cannot be scored'),
      },
    ];
  return tables.flatMap((table) => {
    const total = table.indicators.reduce((sum, { weight }) => sum + micro(weight ?? '0'), 0);
    if (total === WEIGHTS || table.indicators.every(({ weight }) => weight === null)) return [];
    const severity: Severity = 'error';
    return [
      {
        what: '绩效目标表 分值',
        lines: [table.line],
        severity,
        printed: String(total / 1e6),
        expected: '90',
        difference: String((total - WEIGHTS) / 1e6),
        message: words('分值之和应为 90（另有预算执行 10）', 'The weights must make 90, execution being 10'),
      },
    ];
  });
}

function notations(sheet: Sheet): Said[] {
  const all = sheet.indicators().filter(({ operator }) => operator !== 'qualitative');
  const inWords = all.filter(({ operatorPrinted }) => IN_WORDS.test(operatorPrinted));
  const inSigns = all.filter((one) => !inWords.includes(one));
  if (inWords.length === 0 || inSigns.length === 0) return [];
  const used = (some: Indicator[]) => [...new Set(some.map(({ operatorPrinted }) => operatorPrinted))].join(' ');
  const firsts = [inSigns[0], inWords[0]].flatMap((one) => one ?? []);
  return [
    {
      what: '绩效目标表 比较符号',
      lines: firsts.map(({ line }) => line),
      pointer: pointerOf(sheet, firsts[1] as Indicator),
      printed: `${used(inSigns)} 与 ${used(inWords)} 并用`,
      expected: '同一种写法',
      message: words('一份文档用了两种比较符号', 'One document uses two notations of comparison'),
    },
  ];
}

function undefinedMeasures(sheet: Sheet): Said[] {
  const vague = sheet.indicators().filter(({ level3Zh }) => UNMEASURABLE.some((name) => name.test(normal(level3Zh))));
  return together(
    sheet,
    vague,
    ({ id, level3Zh }) => `${id} ${level3Zh}`,
    '每个指标写明公式、数据来源和时段',
    words('名称没有说明分子和分母，两个人会算出两个数', 'The names define no numerator or denominator'),
  );
}

export const targetTableRules: Rule[] = [
  rule(
    'K-06',
    'warning',
    words('同类指标不矛盾', 'Like indicators do not contradict'),
    words('故障率与正常运行容许的停机一致', 'allowed downtime is the same'),
    contradictions,
  ),
  rule(
    'K-07',
    'warning',
    words('数量与事实相符', 'Counts fit the facts'),
    words('岗位数与在职人数', 'posts and staff in post'),
    jobs,
  ),
  rule(
    'K-08',
    'warning',
    words('指标放对类别', 'Indicators stand in the right class'),
    words('指标性质与二级指标相符', 'the kind of indicator fits its second level'),
    wrongPlaces,
  ),
  rule(
    'K-09',
    'warning',
    words('满意度目标合理', 'Satisfaction targets are reasonable'),
    words('满意度目标 ≤ 98%', 'satisfaction ≤ 98%'),
    satisfaction,
    '0',
  ),
  rule(
    'K-10',
    'warning',
    words('每项目标有指标', 'Every goal has an indicator'),
    words('目标与至少一个指标有共同的词', 'a goal shares a word with some indicator'),
    goalsWithoutIndicator,
  ),
  rule(
    'K-11',
    'info',
    words('分值合计 90', 'Weights make 90'),
    words('分值之和 = 90，预算执行 10', 'Σ weights = 90, execution 10'),
    weights,
    '0',
  ),
  rule(
    'K-12',
    'info',
    words('比较符号统一', 'One notation of comparison'),
    words('全文用一种比较符号', 'one notation throughout'),
    notations,
  ),
  rule(
    'K-13',
    'info',
    words('项目表有代码和年度', 'Project tables name code and year'),
    words('项目目标表有代码、年度、实施单位', 'code, year and implementing unit are there'),
    projectHeads,
  ),
  rule(
    'K-14',
    'warning',
    words('指标有定义', 'Indicators are defined'),
    words('名称说明分子分母，或附公式、来源、时段', 'a numerator and a denominator follow from the name'),
    undefinedMeasures,
  ),
];
