import type { Words } from '../../kernel/words.ts';
import type { Condition } from './conditions.ts';
import type { ObjectKind, RoundFact, TaskFact } from './model.ts';

interface Definition {
  label: Words;
  meaning: Words;
  /** What it follows; where sources differ, which reading was taken. */
  source: string;
  /** A rate is met ÷ of; a count is the number of facts in `of`. */
  measure: 'rate' | 'count';
}

interface Reading<F> {
  /** The instant by which a fact belongs to a period. */
  period: keyof F & string;
  /** Whom a fact is charged to; kinds of object left out do not have the indicator. */
  charged: Partial<Record<ObjectKind, keyof F & string>>;
  of: readonly Condition<F>[];
  /** What of those in `of` is met. */
  met: readonly Condition<F>[];
}

export type Indicator = Definition &
  (({ over: 'round' } & Reading<RoundFact>) | ({ over: 'task' } & Reading<TaskFact>));

const round = (definition: Definition & Reading<RoundFact>): Indicator => ({ over: 'round', ...definition });
const task = (definition: Definition & Reading<TaskFact>): Indicator => ({ over: 'task', ...definition });

/** An act is charged to the officer who did it, from when it was done. */
export const acts: Partial<Record<string, keyof RoundFact & string>> = {
  acceptedBy: 'acceptedAt',
  registeredBy: 'registeredAt',
  dispatchedBy: 'dispatchedAt',
  closedBy: 'closedAt',
};

const areas = { subdistrict: 'subdistrictCode', community: 'communityCode', cell: 'cellCode' } as const;
const unitAndAreas = { unit: 'unitId', ...areas } as const;

/** Voided cases and merged duplicates are scored nowhere. */
const notMerged: Condition<RoundFact> = { any: [{ open: 'mergedAt' }, { done: 'unmergedAt' }] };
export const standing: readonly Condition<RoundFact>[] = [{ open: 'voidedAt' }, notMerged];
const registered: readonly Condition<RoundFact>[] = [...standing, { done: 'registeredAt' }];
/** 应处置数 = 处置数 + 超期未处置数; what never had a limit is owed from the day it came. */
const owed: readonly Condition<RoundFact>[] = [
  ...standing,
  { any: [{ done: 'handledAt' }, { passed: 'lateAt' }, { is: 'limited', value: false }] },
];
const owedInTime: readonly Condition<RoundFact>[] = [...owed, { is: 'limited', value: true }];
/** A task that was answered, or whose time ran out before it came to nothing. */
const asked = (kind: TaskFact['kind']): readonly Condition<TaskFact>[] => [
  { is: 'kind', value: kind },
  { any: [{ done: 'answeredAt' }, { open: 'withdrawnAt' }] },
  { any: [{ done: 'answeredAt' }, { passed: 'dueAt' }] },
];
const called: readonly Condition<TaskFact>[] = [{ is: 'kind', value: 'followUp' }];

const standard = 'CJ/T 292, GB/T 30428.4';
const own = '本系统 (this installation)';

/**
 * 指标 — every number by which anybody is evaluated, defined once. Rounds are counted in the period in which they were
 * due; acts of intake, registration, dispatch and closing, in the period of the act.
 */
export const indicators = {
  reports: round({
    label: { zh: '上报数', en: 'reports' },
    meaning: {
      zh: '期内上报的案卷；重办不另计。',
      en: 'Cases reported in the period; a reopening is not counted again.',
    },
    source: standard,
    measure: 'count',
    period: 'openedAt',
    charged: areas,
    of: [{ open: 'voidedAt' }, { is: 'round', value: 1 }],
    met: [],
  }),
  accepted: round({
    label: { zh: '受理数', en: 'accepted' },
    meaning: { zh: '期内上报并予受理的案卷。', en: 'Of the cases reported in the period, those accepted.' },
    source: standard,
    measure: 'count',
    period: 'openedAt',
    charged: { ...areas, intakeOfficer: 'acceptedBy' },
    of: [...standing, { done: 'acceptedAt' }],
    met: [],
  }),
  registered: round({
    label: { zh: '立案数', en: 'registered' },
    meaning: { zh: '期内立案且未作废的案卷。', en: 'Cases registered in the period and not voided.' },
    source: standard,
    measure: 'count',
    period: 'registeredAt',
    charged: { ...areas, shiftLeader: 'registeredBy' },
    of: registered,
    met: [],
  }),
  registrationRate: round({
    label: { zh: '立案率', en: 'registration rate' },
    meaning: { zh: '已作决定的上报中予以立案的。', en: 'Of the reports decided on, those registered.' },
    source: standard,
    measure: 'rate',
    period: 'openedAt',
    charged: areas,
    of: [...standing, { is: 'round', value: 1 }, { any: [{ done: 'registeredAt' }, { done: 'rejectedAt' }] }],
    met: [{ done: 'registeredAt' }],
  }),
  onTimeRegistrationRate: round({
    label: { zh: '按时立案率', en: 'on-time registration rate' },
    meaning: { zh: '按时立案数 ÷ 立案数。', en: 'Registered within the limit of the stage, of all registered.' },
    source: standard,
    measure: 'rate',
    period: 'registeredAt',
    charged: { ...areas, shiftLeader: 'registeredBy' },
    of: [...registered, { known: 'registrationDueAt' }],
    met: [{ done: 'registeredAt', by: 'registrationDueAt' }],
  }),
  accurateRegistrationRate: round({
    label: { zh: '准确立案率', en: 'accurate registration rate' },
    meaning: {
      zh: '立案后未作废的 ÷ 立案数（含作废）。',
      en: 'Not voided afterwards, of all registered, the voided included.',
    },
    source: standard,
    measure: 'rate',
    period: 'registeredAt',
    charged: { ...areas, shiftLeader: 'registeredBy' },
    of: [notMerged, { done: 'registeredAt' }],
    met: [{ open: 'voidedAt' }],
  }),
  dispatched: round({
    label: { zh: '派遣数', en: 'dispatched' },
    meaning: { zh: '期内立案的案卷中已派遣的。', en: 'Of the cases registered in the period, those dispatched.' },
    source: standard,
    measure: 'count',
    period: 'registeredAt',
    charged: { ...areas, dispatcher: 'dispatchedBy' },
    of: [...standing, { done: 'dispatchedAt' }],
    met: [],
  }),
  onTimeDispatchRate: round({
    label: { zh: '按时派遣率', en: 'on-time dispatch rate' },
    meaning: {
      zh: '按时派遣数 ÷ 应派遣数（已派遣的与逾期待派的）。',
      en: 'Dispatched within the limit, of those dispatched or overdue for it.',
    },
    source: standard,
    measure: 'rate',
    period: 'registeredAt',
    charged: { ...areas, dispatcher: 'dispatchedBy' },
    of: [...standing, { known: 'dispatchDueAt' }, { any: [{ done: 'dispatchedAt' }, { passed: 'dispatchDueAt' }] }],
    met: [{ done: 'dispatchedAt', by: 'dispatchDueAt' }],
  }),
  accurateDispatchRate: round({
    label: { zh: '准确派遣率', en: 'accurate dispatch rate' },
    meaning: {
      zh: '未被退回、未转办、未再派遣的 ÷ 派遣数。',
      en: 'Never declined, transferred or dispatched again, of those dispatched.',
    },
    source: `${standard}; 派遣数 − 再次派遣数`,
    measure: 'rate',
    period: 'registeredAt',
    charged: { ...areas, dispatcher: 'dispatchedBy' },
    of: [...standing, { done: 'dispatchedAt' }],
    met: [{ open: 'redispatchedAt' }, { open: 'declinedAt' }],
  }),
  onTimeAcknowledgementRate: task({
    label: { zh: '及时查阅率', en: 'on-time acknowledgement rate' },
    meaning: {
      zh: '按时签收 ÷ 应签收；按时退回的不计。',
      en: 'Acknowledged in time, of the dispatches due; those declined are left out.',
    },
    source: own,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: asked('dispatch'),
    met: [{ done: 'answeredAt', by: 'dueAt' }],
  }),
  declines: task({
    label: { zh: '退回数', en: 'declines' },
    meaning: {
      zh: '收到派遣后退回的次数（推诿须由责任认定判断）。',
      en: 'Dispatches declined; whether it was shirking, a ruling says.',
    },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [{ is: 'kind', value: 'dispatch' }, { done: 'declinedAt' }],
    met: [],
  }),
  due: round({
    label: { zh: '应处置数', en: 'due' },
    meaning: {
      zh: '期内到期的轮次：已处置的与超期未处置的；挂账中的不计。',
      en: 'Rounds due in the period: handled, or overdue and unhandled; not those suspended.',
    },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: owed,
    met: [],
  }),
  handled: round({
    label: { zh: '处置数', en: 'handled' },
    meaning: { zh: '应处置的轮次中已反馈处置的。', en: 'Of the rounds due, those reported fixed.' },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owed, { done: 'handledAt' }],
    met: [],
  }),
  overdueHandled: round({
    label: { zh: '超期处置数', en: 'handled overdue' },
    meaning: {
      zh: '已处置但曾超期的轮次，含返工后超期的。',
      en: 'Handled, but overdue at some time, rework included.',
    },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owedInTime, { done: 'handledAt' }, { passed: 'lateAt' }],
    met: [],
  }),
  overdueUnhandled: round({
    label: { zh: '超期未处置数', en: 'overdue, not handled' },
    meaning: { zh: '已超期而未反馈处置的轮次。', en: 'Overdue and not yet reported fixed.' },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owedInTime, { open: 'handledAt' }, { passed: 'lateAt' }],
    met: [],
  }),
  handlingRate: round({
    label: { zh: '处置率', en: 'handling rate' },
    meaning: { zh: '处置数 ÷ 应处置数。', en: 'Reported fixed, of the rounds due.' },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: owed,
    met: [{ done: 'handledAt' }],
  }),
  onTimeHandlingRate: round({
    label: { zh: '按期处置率', en: 'on-time handling rate' },
    meaning: {
      zh: '从未超期的处置数 ÷ 应处置数；没有时限的不计。',
      en: 'Handled and never overdue, of the rounds due; those without a limit are left out.',
    },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: owedInTime,
    met: [{ done: 'handledAt' }, { notPassed: 'lateAt' }],
  }),
  closed: round({
    label: { zh: '结案数', en: 'closed' },
    meaning: { zh: '应处置的轮次中已结案的。', en: 'Of the rounds due, those closed.' },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owed, { done: 'closedAt' }],
    met: [],
  }),
  closingRate: round({
    label: { zh: '结案率', en: 'closing rate' },
    meaning: { zh: '结案数 ÷ 应结案数（处置数 + 超期未处置数）。', en: 'Closed, of the rounds handled or overdue.' },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: owed,
    met: [{ done: 'closedAt' }],
  }),
  onTimeClosingRate: round({
    label: { zh: '按期结案率', en: 'on-time closing rate' },
    meaning: {
      zh: '处置从未超期且按时结案的 ÷ 应结案数。',
      en: 'Never overdue and closed within the limit of the closing stage, of the rounds due.',
    },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: owedInTime,
    met: [{ done: 'closedAt', by: 'closingDueAt' }, { notPassed: 'lateAt' }],
  }),
  promptClosingRate: round({
    label: { zh: '按时结案率', en: 'prompt closing rate' },
    meaning: {
      zh: '核查通过后在结案环节时限内结案的 ÷ 结案数。',
      en: 'Closed within the limit of the closing stage, of the cases closed in the period.',
    },
    source: standard,
    measure: 'rate',
    period: 'closedAt',
    charged: { ...areas, shiftLeader: 'closedBy' },
    of: [...standing, { done: 'closedAt' }, { known: 'closingDueAt' }],
    met: [{ done: 'closedAt', by: 'closingDueAt' }],
  }),
  reworkRate: round({
    label: { zh: '返工率', en: 'rework rate' },
    meaning: { zh: '核查未通过而返工的 ÷ 处置数。', en: 'Sent back after a failed check, of those handled.' },
    source: `${standard}; ÷ 处置数`,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owed, { done: 'handledAt' }],
    met: [{ done: 'reworkedAt' }],
  }),
  reopenRate: round({
    label: { zh: '重办率', en: 'reopening rate' },
    meaning: { zh: '结案后又重办的 ÷ 期内结案数。', en: 'Reopened afterwards, of the cases closed in the period.' },
    source: own,
    measure: 'rate',
    period: 'closedAt',
    charged: unitAndAreas,
    of: [...standing, { done: 'closedAt' }],
    met: [{ done: 'reopenedAt' }],
  }),
  extensionRate: round({
    label: { zh: '延期率', en: 'extension rate' },
    meaning: { zh: '获准延期的 ÷ 应处置数。', en: 'Extended, of the rounds due.' },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: owedInTime,
    met: [{ done: 'extendedAt' }],
  }),
  suspensions: round({
    label: { zh: '挂账数', en: 'suspensions' },
    meaning: { zh: '应处置的轮次中曾挂账的。', en: 'Of the rounds due, those suspended at some time.' },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owed, { done: 'suspendedAt' }],
    met: [],
  }),
  supervised: round({
    label: { zh: '督办数', en: 'supervised' },
    meaning: { zh: '应处置的轮次中被督办的。', en: 'Of the rounds due, those under a supervision order.' },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...owed, { done: 'supervisedAt' }],
    met: [],
  }),
  publicReportRate: round({
    label: { zh: '监督举报率', en: 'public report rate' },
    meaning: { zh: '公众举报并立案的 ÷ 立案数。', en: 'Reported by the public, of the cases registered.' },
    source: standard,
    measure: 'rate',
    period: 'registeredAt',
    charged: areas,
    of: registered,
    met: [{ is: 'fromPublic', value: true }],
  }),
  missedReportRate: round({
    label: { zh: '漏报率', en: 'missed-report rate' },
    meaning: {
      zh: '责任网格内由公众举报而立案的 ÷ 责任网格内立案数。',
      en: "Found by the public on the inspector's ground, of the cases registered there.",
    },
    source: standard,
    measure: 'rate',
    period: 'registeredAt',
    charged: { inspector: 'patrolledBy' },
    of: registered,
    met: [{ is: 'fromPublic', value: true }],
  }),
  inspectorReports: task({
    label: { zh: '监督员上报数', en: 'reports on patrol' },
    meaning: { zh: '巡查中上报的问题。', en: 'Problems reported on patrol.' },
    source: standard,
    measure: 'count',
    period: 'dueAt',
    charged: { inspector: 'officerId', ...areas },
    of: [{ is: 'kind', value: 'report' }],
    met: [],
  }),
  validReportRate: task({
    label: { zh: '有效上报率', en: 'valid-report rate' },
    meaning: {
      zh: '上报后立案且未作废的 ÷ 上报数；并入他案的重复上报不算有效。',
      en: 'Registered and not voided, of the reports made; a duplicate merged elsewhere is not valid.',
    },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: { inspector: 'officerId', ...areas },
    of: [{ is: 'kind', value: 'report' }],
    met: [{ done: 'answeredAt' }, { open: 'voidedAt' }],
  }),
  onTimeVerificationRate: task({
    label: { zh: '按时核实率', en: 'on-time verification rate' },
    meaning: {
      zh: '按时核实数 ÷ 应核实数（立案前）。',
      en: 'Verified in time, of the verifications due (before registration).',
    },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: { inspector: 'officerId', ...areas },
    of: asked('verification'),
    met: [{ done: 'answeredAt', by: 'dueAt' }],
  }),
  onTimeCheckRate: task({
    label: { zh: '按时核查率', en: 'on-time check rate' },
    meaning: { zh: '按时核查数 ÷ 应核查数（处置后）。', en: 'Checked in time, of the checks due (after handling).' },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: { inspector: 'officerId', ...areas },
    of: asked('check'),
    met: [{ done: 'answeredAt', by: 'dueAt' }],
  }),
  onTimeVerificationSendingRate: task({
    label: { zh: '核实按时派发率', en: 'on-time sending to verify' },
    meaning: {
      zh: '在受理、立案时限内派出的核实 ÷ 派出的核实。',
      en: 'Verifications sent within the limit of intake, of all sent.',
    },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: { intakeOfficer: 'senderId', ...areas },
    of: [{ is: 'kind', value: 'verification' }, { done: 'sentAt' }, { known: 'sendDueAt' }],
    met: [{ done: 'sentAt', by: 'sendDueAt' }],
  }),
  onTimeCheckSendingRate: task({
    label: { zh: '核查按时派发率', en: 'on-time sending to check' },
    meaning: { zh: '在核查时限内派出的核查 ÷ 派出的核查。', en: 'Checks sent within their limit, of all sent.' },
    source: standard,
    measure: 'rate',
    period: 'dueAt',
    charged: { intakeOfficer: 'senderId', ...areas },
    of: [{ is: 'kind', value: 'check' }, { done: 'sentAt' }, { known: 'sendDueAt' }],
    met: [{ done: 'sentAt', by: 'sendDueAt' }],
  }),
  followUpReachedRate: task({
    label: { zh: '回访接通率', en: 'follow-up reached' },
    meaning: { zh: '联系上的 ÷ 回访次数。', en: 'Reached, of the follow-up calls.' },
    source: own,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: called,
    met: [{ is: 'reached', value: true }],
  }),
  solvedRate: task({
    label: { zh: '解决率', en: 'solved rate' },
    meaning: { zh: '诉求人认为已解决的 ÷ 作了回答的。', en: 'Says it is solved, of those who answered that question.' },
    source: own,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...called, { known: 'solved' }],
    met: [{ is: 'solved', value: true }],
  }),
  satisfactionRate: task({
    label: { zh: '满意率', en: 'satisfaction rate' },
    meaning: {
      zh: '诉求人满意或基本满意的 ÷ 作了回答的。',
      en: 'Satisfied or fairly satisfied, of those who answered that question.',
    },
    source: own,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...called, { known: 'satisfied' }],
    met: [{ is: 'satisfied', value: true }],
  }),
  fullSatisfactionRate: task({
    label: { zh: '完全满意率', en: 'full satisfaction rate' },
    meaning: {
      zh: '诉求人满意的 ÷ 作了回答的；基本满意不计入分子。',
      en: 'Satisfied, of those who answered that question; fairly satisfied is not enough.',
    },
    source: own,
    measure: 'rate',
    period: 'dueAt',
    charged: unitAndAreas,
    of: [...called, { known: 'satisfied' }],
    met: [
      { is: 'satisfied', value: true },
      { is: 'fairly', value: false },
    ],
  }),
} as const satisfies Record<string, Indicator>;

export type IndicatorCode = keyof typeof indicators;

/** The rows of the table under one type, by code. */
export const indicatorOf: Record<string, Indicator | undefined> = indicators;

/** The indicators that an object of this kind has, in the order of the table. */
export function indicatorsOf(object: ObjectKind): [IndicatorCode, Indicator][] {
  return (Object.entries(indicators) as [IndicatorCode, Indicator][]).filter(
    ([, indicator]) => object in indicator.charged,
  );
}
