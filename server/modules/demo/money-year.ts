import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { keepLives, type Lived, lifeOf } from '../../kernel/lives.ts';
import type { Line, LineKey } from '../budget/model.ts';
import { bookedOf, type PaymentRecord, paymentProcedure } from '../budget/payments.ts';
import { type BudgetRecord, budgetProcedure } from '../budget/procedures.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import { assetProcedure, engagementProcedure, quotaProcedure } from '../staff/procedures.ts';
import { assets, basicLines, projects } from './data/office-year.ts';
import { publishedBefore } from './data/published-year.ts';
import type { Year } from './office-year.ts';
import { between, type Random } from './random.ts';
import { surveyTheYear } from './survey-year.ts';

const DAY = 86_400_000;
const FUNCTION = '2010350';

/** Posts, people, things and money of the centre over the time of the demo. */
export async function liveOnMoney(year: Year, random: Random): Promise<void> {
  const thisYear = Number(localDate(year.now, year.timeZone).slice(0, 4));
  const budget = approved(year, thisYear);
  const payments = paymentsOf(year, budget.record as BudgetRecord, random);
  await keepLives(year.tx, [...people(year), ...things(year, random), budget, drafted(year, thisYear + 1)]);
  await keepLives(year.tx, payments);
  await surveyTheYear(year, random);
}

const later = (year: Year, days: number, hours = 0): Instant =>
  instant(Math.min(millis(year.from) + days * DAY + hours * 3_600_000, millis(year.now)));

function people(year: Year): Lived[] {
  const { finance } = year.cast;
  const quota = { posts: 18, from: '2019-05-01', basis: '区委编办核定事业编制文件' };
  const kinds = [
    ...Array.from(
      { length: 17 },
      (_, i) => ['establishment', i < 3 ? '管理岗' : '专业技术岗', 2019 + (i % 6)] as const,
    ),
    ...Array.from({ length: 2 }, () => ['dispatched', '文员', 2024] as const),
    ...Array.from({ length: 12 }, (_, i) => ['outsourced', i < 8 ? '热线坐席' : '平台运维', 2023 + (i % 3)] as const),
    ...Array.from({ length: 2 }, () => ['intern', '见习', 2026] as const),
  ];
  const engaged = kinds.map(([kind, post, since], i) => {
    const personNumber = `GL${String(i + 1).padStart(3, '0')}`;
    const from = `${since}-0${1 + (i % 8)}-01`;
    const engage = {
      name: 'engage' as const,
      actor: finance,
      at: later(year, 0, 1),
      input: { personNumber, kind, post, from },
    };
    const leaves = kind === 'outsourced' && i % 6 === 0;
    const end = {
      name: 'endEngagement' as const,
      actor: finance,
      at: later(year, year.days * 0.7),
      input: { until: localDate(later(year, year.days * 0.7), year.timeZone), reason: '合同期满不再续签' },
    };
    return lifeOf(engagementProcedure, year, leaves ? [engage, end] : [engage], {});
  });
  const posts = { name: 'approveQuota' as const, actor: finance, at: later(year, 0), input: quota };
  return [lifeOf(quotaProcedure, year, [posts], {}), ...engaged];
}

function things(year: Year, random: Random): Lived[] {
  const { finance, leader } = year.cast;
  let number = 0;
  return assets.flatMap(([name, category, yuan, count, place]) =>
    Array.from({ length: count }, () => {
      number += 1;
      const acquiredOn = dateOf(dayNumber('2019-06-01') + Math.floor(between(random, 0, 2000)));
      const code = `ZC-${acquiredOn.slice(0, 4)}-${String(number).padStart(4, '0')}`;
      const valueFen = yuan * 100;
      const input = { number: code, name, category, valueFen, acquiredOn, place };
      const register = { name: 'register' as const, actor: finance, at: later(year, 0, 2), input };
      const on = (days: number) => localDate(later(year, days), year.timeZone);
      const half = Math.floor(year.days / 2);
      const idle = {
        name: 'putAway' as const,
        actor: finance,
        at: later(year, half),
        input: { on: on(half), reason: '更新换代，暂时闲置' },
      };
      const approve = {
        name: 'approveDisposal' as const,
        actor: leader,
        at: later(year, half + 9),
        input: { on: on(half + 9), basis: '已达使用年限，批准报废' },
      };
      const steps = number % 13 === 0 ? [idle, approve] : number % 9 === 0 ? [idle] : [];
      return lifeOf(assetProcedure, year, [register, ...steps], (now) => ({ today: localDate(now, year.timeZone) }));
    }),
  );
}

const basic = ([economicCode, role]: (typeof basicLines)[number]): LineKey => ({
  functionCode: FUNCTION,
  economicCode,
  fund: 'generalPublicBudget',
  kind: 'basic',
  role,
  projectCode: null,
});
const ofProject = (projectCode: string, economicCode: string): LineKey => ({
  functionCode: FUNCTION,
  economicCode,
  fund: 'generalPublicBudget',
  kind: 'project',
  role: null,
  projectCode,
});

const unit = {
  nameZh: '福州市鼓楼区“智慧鼓楼”服务中心',
  shortNameZh: '智慧鼓楼服务中心',
  districtZh: '福州市鼓楼区',
  kind: 'institution',
  fundingNatureZh: '全额拨款',
  staffInPost: 17,
  staffQuota: 18,
  internalDepartments: 4,
  subordinateUnits: 0,
  prior: publishedBefore,
};

/** The steps by which a budget is drafted with its amounts, each scaled by a share of this year's. */
function drafting(year: Year, budgetYear: number, at: Instant, share: (fen: number) => number) {
  const { finance, leader } = year.cast;
  const purchases = projects.flatMap(({ code, buys }) =>
    buys.map(([purchase, economicCode, item, fen]) => ({
      purchase,
      economicCode,
      projectCode: code,
      item,
      was: 0,
      fen: share(fen),
    })),
  );
  const lines = [
    ...basicLines.map((line) => ({ ...basic(line), was: 0, fen: share(line[2]) })),
    ...projects.flatMap((project) =>
      project.lines.map(([code, fen]) => ({ ...ofProject(project.code, code), was: 0, fen: share(fen) })),
    ),
  ];
  const months = monthsOf(lines);
  const total = lines.reduce((sum, { fen }) => sum + fen, 0);
  const incomes = [{ functionCode: FUNCTION, source: 'generalPublicBudget', was: 0, fen: total }];
  return {
    draft: { name: 'draft' as const, actor: finance, at, input: { year: budgetYear, unit } },
    steps: [
      ...projects.map(({ lines: _, buys: __, ...project }) => ({
        name: 'putProject' as const,
        actor: finance,
        at,
        input: { project },
      })),
      ...projects.map(({ code }) => ({
        name: 'reviewProject' as const,
        actor: leader,
        at,
        input: { code, passed: true, on: localDate(at, year.timeZone), note: '' },
      })),
      { name: 'edit' as const, actor: finance, at, input: { lines, incomes } },
      { name: 'plan' as const, actor: finance, at, input: { months, purchases } },
    ],
    months,
  };
}

function approved(year: Year, thisYear: number): Lived {
  const { finance, leader } = year.cast;
  const moment = (day: string) => {
    const wanted = Date.parse(`${day}T02:00:00.000Z`);
    return instant(Math.min(Math.max(wanted, millis(year.from)), millis(year.now)));
  };
  const { draft, steps, months } = drafting(year, thisYear, moment(`${thisYear}-01-06`), (fen) => fen);
  const today = localDate(year.now, year.timeZone);
  const approvedOn = today < `${thisYear}-01-20` ? today : `${thisYear}-01-20`;
  const document = `鼓财预〔${thisYear}〕7 号`;
  const passed = today > `${thisYear}-06-20`;
  const moved = [
    ['XM01', '30227', -600_000],
    ['XM02', '30214', 600_000],
  ] as const;
  const deltas = moved.map(([code, economicCode, fen]) => ({ ...ofProject(code, economicCode), fen }));
  return lifeOf(
    budgetProcedure,
    year,
    [
      draft,
      ...steps,
      { name: 'submitBudget', actor: finance, at: moment(`${thisYear}-01-12`) },
      { name: 'approveBudget', actor: leader, at: moment(approvedOn), input: { approvedOn, document } },
      ...(passed
        ? [
            {
              name: 'askAdjustment' as const,
              actor: finance,
              at: moment(`${thisYear}-06-10`),
              input: { reason: '终端新增两处点位，运维经费由平台运维调剂。', deltas },
            },
            {
              name: 'grantAdjustment' as const,
              actor: leader,
              at: moment(`${thisYear}-06-17`),
              input: { on: `${thisYear}-06-17` },
            },
            {
              name: 'plan' as const,
              actor: finance,
              at: moment(`${thisYear}-06-18`),
              input: { months: movedMonths(months, moved) },
            },
          ]
        : []),
    ],
    {},
  );
}

/** Wages month by month, the office's money every other month, projects by the quarter; whole 元 but for the last. */
function monthsOf(lines: readonly Line[]) {
  const sums = new Map<string, Pick<Line, 'kind' | 'role' | 'projectCode' | 'fen'>>();
  for (const { kind, role, projectCode, fen } of lines) {
    const key = `${kind} ${role} ${projectCode}`;
    sums.set(key, { kind, role, projectCode, fen: fen + (sums.get(key)?.fen ?? 0) });
  }
  return [...sums.values()].flatMap(({ fen, ...group }) => {
    const often = group.role === 'personnel' ? 1 : group.role === 'public' ? 2 : 3;
    const each = Math.floor((fen * often) / 12 / 10_000) * 10_000;
    return Array.from({ length: 12 / often }, (_, i) => {
      const last = i === 12 / often - 1;
      return { ...group, month: (i + 1) * often, was: 0, fen: last ? fen - each * (12 / often - 1) : each };
    });
  });
}

/** 用款计划 after an adjustment: what was moved between projects, moved in the quarters that are still to come. */
function movedMonths(
  months: ReturnType<typeof monthsOf>,
  moved: readonly (readonly [code: string, economicCode: string, fen: number])[],
) {
  return moved.flatMap(([code, , fen]) => {
    const left = months.filter(({ projectCode, month }) => projectCode === code && month > 6);
    return left.map((one) => ({ ...one, was: one.fen, fen: one.fen + fen / left.length }));
  });
}

/** Next year's budget, on which somebody is at work. */
function drafted(year: Year, nextYear: number): Lived {
  const rounded = (fen: number) => Math.round((fen * 1.03) / 10_000) * 10_000;
  const { draft, steps } = drafting(year, nextYear, later(year, year.days - 12), rounded);
  return lifeOf(budgetProcedure, year, [draft, ...steps], {});
}

/** Wages at the tenth of each month, contributions with them, the rest when it comes. */
function paymentsOf(year: Year, budget: BudgetRecord, random: Random): Lived[] {
  const { finance } = year.cast;
  const today = localDate(year.now, year.timeZone);
  const paid: PaymentRecord[] = [];
  const lives: Lived[] = [];
  for (let month = 1; month <= 12; month++)
    for (const [i, line] of budget.lines.entries()) {
      const often = line.role === 'personnel' ? 1 : line.role === 'public' ? 2 : 3;
      const on = `${budget.year}-${String(month).padStart(2, '0')}-${String(10 + (i % 15)).padStart(2, '0')}`;
      if (month % often !== 0 || on > today || on < localDate(year.from, year.timeZone)) continue;
      const share = (often / 12) * between(random, 0.9, 1);
      const fen = Math.round((line.fen * share) / 100) * 100;
      if (fen < 1) continue;
      const { fen: _, ...key } = line;
      const voucher = `记-${String(lives.length + 1).padStart(4, '0')}`;
      const purpose =
        line.role === 'personnel' ? `${month} 月工资及缴费` : line.role === 'public' ? '公用经费' : '项目进度款';
      const life = lifeOf(
        paymentProcedure,
        year,
        [
          {
            name: 'pay',
            actor: finance,
            at: instant(Math.min(Date.parse(`${on}T03:00:00.000Z`), millis(year.now))),
            input: { budgetId: budget.id, line: key, fen, on, voucher, purpose },
          },
        ],
        { budget, booked: bookedOf(paid.filter(({ line: { economicCode } }) => economicCode === key.economicCode)) },
      );
      paid.push(life.record as PaymentRecord);
      lives.push(life);
    }
  return lives;
}
