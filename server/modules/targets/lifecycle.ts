import { z } from 'zod';
import { defineLifecycle } from '../../kernel/lifecycle.ts';
import type { Words } from '../../kernel/words.ts';
import { asked, choice, date, note } from '../cases/forms.ts';
import type { CityGrade } from './model.ts';

const told = (zh: string, en: string) => asked(z.string().trim().min(4).max(1000), zh, en, 'textarea');
const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);
const decimal = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/);
const line = z.string().trim().min(1).max(100);

export const goalShape = z.strictObject({
  id: key,
  titleZh: z.string().trim().min(1).max(300),
  textZh: z.string().trim().max(1000).default(''),
  reasonWithout: z.string().trim().max(500).default(''),
});

export const indicatorShape = z.strictObject({
  id: key,
  scope: key,
  goalId: key.nullable().default(null),
  level1Zh: line,
  level2Zh: line,
  level3Zh: line,
  targetPrinted: z.string().trim().max(40),
  band: decimal.nullable().default(null),
  weight: decimal.nullable().default(null),
  metric: key.nullable().default(null),
  choice: key.nullable().default(null),
  systems: key.nullable().default(null),
  surveyZh: z.string().trim().max(300).default(''),
});

export const planContent = z.strictObject({
  staffInPost: z.number().int().min(0).max(100_000).nullable().default(null),
  projects: z.array(z.strictObject({ code: key, nameZh: line })).max(50),
  goals: z.array(goalShape).max(50),
  indicators: z.array(indicatorShape).max(200),
});

/** 绩效目标 — the promises of a year: typed, found sound, approved; from then on they measure themselves. */
export const targetPlanLifecycle = defineLifecycle({
  kind: 'targetPlan',
  label: { zh: '绩效目标', en: 'target plan' },
  initial: 'drafting',
  openings: {
    draftPlan: {
      label: { zh: '编制目标', en: 'Draft the plan' },
      by: 'target.edit',
      asks: z.object({ year: asked(z.number().int().min(2000).max(2100), '年度', 'Year', 'number') }),
    },
  },
  states: {
    drafting: { label: { zh: '编制中', en: 'Being drafted' }, look: 'working' },
    approved: { label: { zh: '已批复', en: 'Approved' }, look: 'done' },
    closed: { label: { zh: '已结束', en: 'Closed' }, look: 'done', final: true },
  },
  relations: {},
  refusals: {
    planEmpty: { zh: '还没有任何指标。', en: 'It has no indicator yet.' },
    planUnsound: { zh: '目标还有错误，改正后才能批复。', en: 'It has errors; they must be put right first.' },
    sameKeyTwice: { zh: '有两项用了同一个代号。', en: 'Two items have the same key.' },
    ownPlan: { zh: '须由编制人以外的人批复。', en: 'Somebody else than its author must approve it.' },
    noSuchIndicator: { zh: '没有这个指标。', en: 'There is no such indicator.' },
    nothingToConfirm: { zh: '没有待确认的人工填报值。', en: 'No value entered by hand is waiting.' },
    yearNotOver: {
      zh: '年度未结束，12 月 31 日之后才能结束。',
      en: 'The year is not over: it is closed after 31 December.',
    },
    proceduresOpen: { zh: '还有监控或自评没有审核。', en: 'A round or a self-evaluation is not reviewed yet.' },
    notEvaluated: {
      zh: '还有目标表没有经审核的年终自评。',
      en: 'Some table has no reviewed self-evaluation of the whole year.',
    },
    ownValue: { zh: '须由填报人以外的人确认。', en: 'Somebody else than who entered it must confirm it.' },
  },
  actions: {
    writePlan: {
      label: { zh: '填写目标', en: 'Write the plan' },
      from: ['drafting'],
      to: 'same',
      by: 'target.edit',
      unless: ['sameKeyTwice'],
      asks: planContent,
    },
    approvePlan: {
      label: { zh: '批复目标', en: 'Approve' },
      from: ['drafting'],
      to: 'approved',
      by: 'target.approve',
      look: 'primary',
      unless: ['planEmpty', 'planUnsound', 'ownPlan'],
      asks: z.object({ note }),
    },
    reopenPlan: {
      label: { zh: '退回调整', en: 'Send back to be changed' },
      from: ['approved'],
      to: 'drafting',
      by: 'target.approve',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    enterValue: {
      label: { zh: '人工填报', en: 'Enter a value by hand' },
      from: ['approved'],
      to: 'same',
      by: 'target.edit',
      unless: ['noSuchIndicator'],
      asks: z.object({
        indicatorId: asked(key, '指标', 'Indicator', 'indicator'),
        on: date('截止日期', 'As of'),
        numerator: asked(z.number().min(0).max(1e12), '分子（或数量）', 'Numerator, or the count', 'number'),
        denominator: asked(z.number().gt(0).max(1e12).nullable().default(null), '分母', 'Denominator', 'number'),
        evidence: told('依据', 'Evidence'),
      }),
    },
    confirmValue: {
      label: { zh: '确认填报值', en: 'Confirm the value' },
      from: ['approved'],
      to: 'same',
      by: 'target.confirm',
      unless: ['nothingToConfirm', 'ownValue'],
      asks: z.object({ indicatorId: asked(key, '指标', 'Indicator', 'indicator') }),
    },
    closePlan: {
      label: { zh: '结束年度', en: 'Close the year' },
      from: ['approved'],
      to: 'closed',
      by: 'target.approve',
      warns: {
        zh: '数值、自评和监控就此冻结，年度报告带校验和。',
        en: 'Values, evaluations and rounds are frozen; the report of the year bears their checksum.',
      },
      unless: ['yearNotOver', 'proceduresOpen', 'notEvaluated'],
      asks: z.object({ note }),
    },
  },
});

const explanation = z.object({
  indicatorId: asked(key, '指标', 'Indicator', 'indicator'),
  cause: told('偏差原因', 'Cause of the deviation'),
  action: told('改进措施', 'What is done about it'),
});

export const cityGradeWords = {
  A: { zh: '优秀', en: 'Excellent' },
  B: { zh: '良好', en: 'Good' },
  C: { zh: '中等', en: 'Fair' },
  D: { zh: '较差', en: 'Poor' },
} as const satisfies Record<CityGrade, Words>;

/** 市级考评结果 — what the city published of a month, kept with its text; it counts once a second person has read it. */
export const cityAssessmentLifecycle = defineLifecycle({
  kind: 'cityAssessment',
  label: { zh: '市级考评结果', en: 'published assessment' },
  initial: 'recorded',
  openings: {
    recordAssessment: {
      label: { zh: '登记考评结果', en: 'Enter a published result' },
      by: 'target.edit',
      asks: z.object({
        month: asked(
          z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
          '考评月份（如 2026-03）',
          'Month, e.g. 2026-03',
          'text',
        ),
        grade: choice(cityGradeWords, '等级', 'Grade'),
        score: asked(z.number().min(0).max(100).nullable().default(null), '得分', 'Score', 'number'),
        document: asked(z.string().trim().min(4).max(200), '通报文号或名称', 'Document', 'text'),
        publishedOn: date('公布日期', 'Published on'),
        text: asked(z.string().trim().min(4).max(20_000), '通报原文', 'Text of the document', 'textarea'),
        objects: asked(
          z
            .array(
              z.strictObject({
                nameZh: asked(z.string().trim().min(1).max(60), '街道、单位', 'Street or unit', 'text'),
                grade: choice(cityGradeWords, '等级', 'Grade'),
              }),
            )
            .max(200)
            .default([]),
          '通报中街道、单位的等级',
          'Streets and units graded in it',
          'list',
        ),
      }),
    },
  },
  states: {
    recorded: { label: { zh: '待确认', en: 'To be confirmed' }, look: 'waiting' },
    confirmed: { label: { zh: '已确认', en: 'Confirmed' }, look: 'done' },
    withdrawn: { label: { zh: '已撤回', en: 'Withdrawn' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: { ownEntry: { zh: '须由登记人以外的人确认。', en: 'Somebody else than who entered it must confirm it.' } },
  actions: {
    confirmAssessment: {
      label: { zh: '确认', en: 'Confirm' },
      from: ['recorded'],
      to: 'confirmed',
      by: 'target.confirm',
      look: 'primary',
      unless: ['ownEntry'],
      asks: z.object({ note }),
    },
    withdrawAssessment: {
      label: { zh: '撤回', en: 'Withdraw' },
      from: ['recorded', 'confirmed'],
      to: 'withdrawn',
      by: 'target.confirm',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});

/** 绩效监控 — at a cut-off, the targets and the money side by side, frozen; whoever is behind says why. */
export const monitoringLifecycle = defineLifecycle({
  kind: 'monitoring',
  label: { zh: '绩效监控', en: 'monitoring round' },
  initial: 'open',
  openings: {
    openRound: {
      label: { zh: '发起监控', en: 'Open a round' },
      by: 'target.edit',
      asks: z.object({ planId: z.uuid(), cutoff: date('截止日期', 'Cut-off') }),
    },
  },
  states: {
    open: { label: { zh: '填报中', en: 'Open' }, look: 'working' },
    submitted: { label: { zh: '已上报', en: 'Submitted' }, look: 'waiting' },
    reviewed: { label: { zh: '已审核', en: 'Reviewed' }, look: 'done', final: true },
  },
  relations: {},
  refusals: {
    noSuchLine: { zh: '没有这个指标。', en: 'There is no such indicator.' },
    causesOwed: { zh: '有偏差的指标还没有写原因和措施。', en: 'Some deviations have no cause and action yet.' },
    ownRound: { zh: '须由发起人以外的人审核。', en: 'Somebody else than who opened it must review it.' },
  },
  actions: {
    explain: {
      label: { zh: '说明偏差', en: 'Explain a deviation' },
      from: ['open'],
      to: 'same',
      by: 'target.edit',
      unless: ['noSuchLine'],
      asks: explanation,
    },
    submitRound: {
      label: { zh: '上报监控', en: 'Submit' },
      from: ['open'],
      to: 'submitted',
      by: 'target.edit',
      look: 'primary',
      unless: ['causesOwed'],
      asks: z.object({ note }),
    },
    sendRoundBack: {
      label: { zh: '退回', en: 'Send back' },
      from: ['submitted'],
      to: 'open',
      by: 'target.approve',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    reviewRound: {
      label: { zh: '审核', en: 'Review' },
      from: ['submitted'],
      to: 'reviewed',
      by: 'target.approve',
      look: 'primary',
      unless: ['ownRound'],
      asks: z.object({ opinion: told('审核意见', 'Opinion') }),
    },
  },
});

/** 绩效自评 — the year's values frozen, scored by the formulae; what falls short or far beyond is explained. */
export const selfEvaluationLifecycle = defineLifecycle({
  kind: 'selfEvaluation',
  label: { zh: '绩效自评', en: 'self-evaluation' },
  initial: 'open',
  openings: {
    openEvaluation: {
      label: { zh: '发起自评', en: 'Open a self-evaluation' },
      by: 'target.edit',
      asks: z.object({
        planId: z.uuid(),
        scope: asked(key.default('overall'), '范围', 'Scope', 'text'),
        cutoff: date('截止日期', 'Cut-off'),
      }),
    },
  },
  states: monitoringLifecycle.states,
  relations: {},
  refusals: {
    ...monitoringLifecycle.refusals,
    valuesOwed: { zh: '有指标没有数值，总分还算不出来。', en: 'Some indicators have no value: there is no total yet.' },
  },
  actions: {
    ...monitoringLifecycle.actions,
    explain: { ...monitoringLifecycle.actions.explain },
    submitRound: {
      ...monitoringLifecycle.actions.submitRound,
      label: { zh: '上报自评', en: 'Submit' },
      unless: ['causesOwed', 'valuesOwed'],
    },
  },
});
