import { z } from 'zod';
import { type Action, defineLifecycle, type State } from '../../kernel/lifecycle.ts';
import { limitShape } from '../calendar/model.ts';
import { pointInput } from '../geo/model.ts';
import { answerText, asked, choice, choiceOrNone, note, photos, when } from './forms.ts';
import {
  closingOutcomes,
  declineReasons,
  natureWords,
  outcomeWords,
  rejectReasons,
  satisfactionWords,
  sourceWords,
} from './words.ts';

/**
 * 案卷生命周期 — the life of a case in the seven stages of GB/T 30428.8 and CJJ/T 106: 信息采集、案卷建立、任务派遣、任务处置、
 * 处理反馈、核查结案、综合评价.
 *
 * This table is the only place that says who may do what, when, and what the form asks. The server obeys it, the web
 * draws its buttons and forms from it, and docs/printed/lifecycles.md is printed from it.
 */

/** 时钟 — the clocks of a case; those of a state run while the case is in it. */
export const clockNames = [
  'acceptance',
  'verification',
  'registration',
  'dispatch',
  'acknowledgement',
  'handling',
  'checking',
  'closing',
  'ruling',
] as const;
export type ClockName = (typeof clockNames)[number];

const open = [
  'reported',
  'accepted',
  'verifying',
  'registered',
  'disputed',
  'dispatched',
  'handling',
  'handled',
  'failed',
  'checked',
  'suspended',
  'split',
] as const;
const everywhere = [...open, 'merged', 'closed', 'rejected', 'voided'] as const;
const withUnit = ['dispatched', 'handling', 'handled', 'failed', 'suspended'] as const;

export const caseLifecycle = defineLifecycle({
  kind: 'case',
  label: { zh: '案卷', en: 'case' },
  initial: 'reported',
  openings: {
    report: {
      label: { zh: '上报', en: 'Report' },
      by: 'case.report',
      asks: z.object({
        source: choice(sourceWords, '来源', 'Source'),
        nature: choice(natureWords, '性质', 'Nature', 'problem'),
        description: asked(z.string().trim().min(2).max(4000), '描述', 'Description', 'textarea'),
        address: asked(z.string().trim().max(300).default(''), '地址', 'Address', 'text'),
        point: asked(pointInput.nullable().default(null), '位置', 'Place', 'point'),
        categoryId: asked(z.uuid().nullable().default(null), '类别', 'Category', 'category'),
        urgent: asked(z.boolean().default(false), '急要件', 'Urgent', 'boolean'),
        photos,
      }),
    },
    splitOff: {
      label: { zh: '分解立案', en: 'Split off' },
      by: 'case.split',
      system: true,
      asks: z.object({ parentId: z.uuid(), conditionId: z.uuid(), description: z.string() }),
    },
    import: {
      label: { zh: '导入', en: 'Import' },
      by: 'case.import',
      system: true,
      asks: z.object({ description: z.string(), address: z.string() }),
    },
  },
  states: {
    reported: { label: { zh: '待受理', en: 'Awaiting acceptance' }, clocks: ['acceptance'], look: 'waiting' },
    verifying: { label: { zh: '核实中', en: 'Being verified' }, clocks: ['verification'], look: 'checking' },
    accepted: { label: { zh: '待立案', en: 'Awaiting registration' }, clocks: ['registration'], look: 'waiting' },
    registered: { label: { zh: '待派遣', en: 'Awaiting dispatch' }, clocks: ['dispatch'], look: 'waiting' },
    split: { label: { zh: '分解办理中', en: 'Split, sub-cases open' }, look: 'working' },
    disputed: { label: { zh: '待责任认定', en: 'Awaiting ruling' }, clocks: ['ruling'], look: 'waiting' },
    dispatched: {
      label: { zh: '待签收', en: 'Awaiting acknowledgement' },
      clocks: ['acknowledgement', 'handling'],
      look: 'working',
    },
    handling: { label: { zh: '处置中', en: 'Being handled' }, clocks: ['handling'], look: 'working' },
    suspended: { label: { zh: '挂账', en: 'Suspended' }, look: 'paused' },
    handled: { label: { zh: '待核查', en: 'Awaiting check' }, clocks: ['checking'], look: 'checking' },
    failed: { label: { zh: '核查未通过', en: 'Check failed' }, clocks: ['dispatch'], look: 'checking' },
    checked: { label: { zh: '待结案', en: 'Awaiting closing' }, clocks: ['closing'], look: 'checking' },
    closed: { label: { zh: '已结案', en: 'Closed' }, final: true, look: 'done' },
    rejected: { label: { zh: '不予立案', en: 'Rejected' }, final: true, look: 'refused' },
    voided: { label: { zh: '已作废', en: 'Voided' }, final: true, look: 'refused' },
    merged: { label: { zh: '已并入', en: 'Merged' }, look: 'paused' },
  },
  relations: {
    responsibleUnit: { zh: '本案主办单位的人员', en: 'an officer of the responsible unit' },
    assistUnit: { zh: '本案协办单位的人员', en: 'an officer of a co-handling unit' },
    assignedInspector: {
      zh: '被指派的监督员（未指派时任一监督员）',
      en: 'the inspector it was sent to (any, if to nobody)',
    },
  },
  refusals: {
    notFoundOnSite: {
      zh: '核实结论为“不存在”，不能立案。',
      en: 'Verification found nothing there; it cannot be registered.',
    },
    noCategory: { zh: '还没有类别，请先受理并选定类别。', en: 'It has no category yet; accept it with one first.' },
    subCaseAlready: { zh: '子案卷不能再分解。', en: 'A sub-case cannot be split again.' },
    ruledAlready: {
      zh: '责任已由认定确定，不能再退回。',
      en: 'Responsibility was settled by a ruling; it cannot be declined again.',
    },
    sameUnit: { zh: '已经在这个单位。', en: 'It is with this unit already.' },
    overdueAlready: { zh: '已经超期，不能再延期。', en: 'It is overdue already and cannot be extended.' },
    extendedEnough: { zh: '延期次数已用完。', en: 'It was extended as often as allowed.' },
    extensionPending: { zh: '已有一份延期申请在审。', en: 'An extension request is pending already.' },
    noExtensionPending: { zh: '没有待审的延期申请。', en: 'No extension request is pending.' },
    endorsedAlready: { zh: '一级已经审过。', en: 'The first level has approved already.' },
    notEndorsed: { zh: '须先经一级审核。', en: 'The first level must approve before.' },
    sameApprover: { zh: '两级审批须由不同的人作出。', en: 'The two levels must be two persons.' },
    suspensionPending: { zh: '已有一份挂账申请在审。', en: 'A suspension request is pending already.' },
    noSuspensionPending: { zh: '没有待审的挂账申请。', en: 'No suspension request is pending.' },
    noOpenSupervision: { zh: '没有待答复的这一号督办单。', en: 'There is no open supervision order of this number.' },
    subCasesOpen: { zh: '还有子案卷没有办结。', en: 'Some sub-cases are still open.' },
    windowOver: {
      zh: '已过重办期限，请作为新案上报并注明原案号。',
      en: 'The time for reopening is over; report a new case and name this one.',
    },
    urgentAlready: { zh: '已经是急要件。', en: 'It is urgent already.' },
    notUrgent: { zh: '不是急要件。', en: 'It is not urgent.' },
    intoItself: {
      zh: '不能并入自身，也不能并入自己的主案。',
      en: 'It cannot be merged into itself or into the case it was split from.',
    },
    hasAbsorbed: {
      zh: '已有重复件并入本案，请把它们一并改并。',
      en: 'Duplicates were merged into this case; merge those elsewhere first.',
    },
    ownWork: { zh: '处置单位不能核查自己的处置。', en: 'A unit cannot check its own handling.' },
  },
  actions: {
    accept: {
      label: { zh: '受理', en: 'Accept' },
      from: ['reported'],
      to: 'accepted',
      by: 'case.accept',
      look: 'primary',
      asks: z.object({ categoryId: asked(z.uuid(), '类别', 'Category', 'category'), note }),
    },
    reject: {
      label: { zh: '不予立案', en: 'Reject' },
      from: ['reported', 'accepted'],
      to: 'rejected',
      by: 'case.reject',
      look: 'danger',
      warns: { zh: '上报人会收到不予立案的答复。', en: 'The reporter will be told that it was rejected.' },
      asks: z.object({
        reason: choice(rejectReasons, '理由', 'Reason'),
        reply: answerText,
      }),
    },
    answer: {
      label: { zh: '直接答复', en: 'Answer directly' },
      from: ['reported', 'accepted'],
      to: 'closed',
      by: 'case.accept',
      asks: z.object({ reply: answerText }),
    },
    sendToVerify: {
      label: { zh: '派核实', en: 'Send to verify' },
      from: ['reported', 'accepted', 'verifying'],
      to: 'verifying',
      by: 'case.accept',
      asks: z.object({ inspectorId: asked(z.uuid().nullable().default(null), '监督员', 'Inspector', 'officer'), note }),
    },
    verify: {
      label: { zh: '核实反馈', en: 'Report verification' },
      from: ['verifying'],
      to: ['reported', 'accepted'],
      by: 'case.verify',
      as: 'assignedInspector',
      look: 'primary',
      asks: z.object({ exists: asked(z.boolean(), '问题存在', 'It exists', 'boolean'), note, photos }),
    },
    correct: {
      label: { zh: '更正', en: 'Correct' },
      from: ['reported', 'accepted', 'registered'],
      to: 'same',
      by: 'case.accept',
      asks: z.object({
        categoryId: asked(z.uuid().optional(), '类别', 'Category', 'category'),
        address: asked(z.string().trim().max(300).optional(), '地址', 'Address', 'text'),
        point: asked(pointInput.optional(), '位置', 'Place', 'point'),
        reason: asked(z.string().trim().min(2).max(500), '理由', 'Reason', 'textarea'),
      }),
    },
    register: {
      label: { zh: '立案', en: 'Register' },
      from: ['accepted'],
      to: 'registered',
      by: 'case.register',
      look: 'primary',
      unless: ['notFoundOnSite', 'noCategory'],
      asks: z.object({ conditionId: asked(z.uuid(), '立案条件', 'Registration condition', 'condition'), note }),
    },
    split: {
      label: { zh: '分解', en: 'Split' },
      from: ['registered'],
      to: 'split',
      by: 'case.split',
      unless: ['subCaseAlready'],
      asks: z.object({
        parts: asked(
          z
            .array(
              z.object({
                description: asked(z.string().trim().min(2).max(1000), '内容', 'What', 'text'),
                conditionId: asked(z.uuid(), '立案条件', 'Registration condition', 'condition'),
              }),
            )
            .min(2)
            .max(10),
          '子案卷',
          'Sub-cases',
          'list',
        ),
      }),
    },
    dispatch: {
      label: { zh: '派遣', en: 'Dispatch' },
      from: ['registered'],
      to: 'dispatched',
      by: 'case.dispatch',
      look: 'primary',
      asks: z.object({
        unitId: asked(z.uuid(), '主办单位', 'Responsible unit', 'unit'),
        assistUnitIds: asked(z.array(z.uuid()).max(8).default([]), '协办单位', 'Co-handling units', 'units'),
        note,
      }),
    },
    acknowledge: {
      label: { zh: '签收', en: 'Acknowledge' },
      from: ['dispatched'],
      to: 'handling',
      by: 'case.handle',
      as: 'responsibleUnit',
      look: 'primary',
      asks: z.object({}),
    },
    decline: {
      label: { zh: '退回', en: 'Decline' },
      from: ['dispatched'],
      to: ['registered', 'disputed'],
      by: 'case.handle',
      as: 'responsibleUnit',
      unless: ['ruledAlready'],
      asks: z.object({
        reason: choice(declineReasons, '理由', 'Reason'),
        note: asked(z.string().trim().min(4).max(1000), '依据', 'Grounds', 'textarea'),
        suggestedUnitId: asked(z.uuid().nullable().default(null), '建议单位', 'Suggested unit', 'unit'),
      }),
    },
    rule: {
      label: { zh: '责任认定', en: 'Rule on responsibility' },
      from: ['disputed'],
      to: 'dispatched',
      by: 'case.rule',
      look: 'primary',
      asks: z.object({
        unitId: asked(z.uuid(), '主办单位', 'Responsible unit', 'unit'),
        assistUnitIds: asked(z.array(z.uuid()).max(8).default([]), '协办单位', 'Co-handling units', 'units'),
        reason: asked(z.string().trim().min(10).max(2000), '认定理由', 'Reasons of the ruling', 'textarea'),
      }),
    },
    transfer: {
      label: { zh: '转办', en: 'Transfer' },
      from: ['dispatched', 'handling'],
      to: 'dispatched',
      by: 'case.dispatch',
      unless: ['sameUnit'],
      asks: z.object({
        unitId: asked(z.uuid(), '转至单位', 'To unit', 'unit'),
        reason: asked(z.string().trim().min(2).max(1000), '理由', 'Reason', 'textarea'),
      }),
    },
    reportFixed: {
      label: { zh: '处置反馈', en: 'Report fixed' },
      from: ['handling'],
      to: 'handled',
      by: 'case.handle',
      as: 'responsibleUnit',
      look: 'primary',
      asks: z.object({
        note: asked(z.string().trim().min(2).max(4000), '处置情况', 'What was done', 'textarea'),
        photos,
      }),
    },
    assist: {
      label: { zh: '协办反馈', en: 'Report assistance' },
      from: ['dispatched', 'handling'],
      to: 'same',
      by: 'case.handle',
      as: 'assistUnit',
      asks: z.object({
        note: asked(z.string().trim().min(2).max(4000), '协办情况', 'What was done', 'textarea'),
        photos,
      }),
    },
    sendToCheck: {
      label: { zh: '派核查', en: 'Send to check' },
      from: ['handled'],
      to: 'same',
      by: 'case.accept',
      asks: z.object({ inspectorId: asked(z.uuid(), '监督员', 'Inspector', 'officer'), note }),
    },
    checkFix: {
      label: { zh: '核查', en: 'Check the fix' },
      from: ['handled'],
      to: ['checked', 'failed'],
      by: 'case.check',
      as: 'assignedInspector',
      look: 'primary',
      unless: ['ownWork'],
      asks: z.object({ fixed: asked(z.boolean(), '已经解决', 'It is fixed', 'boolean'), note, photos }),
    },
    rework: {
      label: { zh: '返工', en: 'Order rework' },
      from: ['failed'],
      to: 'handling',
      by: 'case.dispatch',
      look: 'primary',
      asks: z.object({ note: asked(z.string().trim().min(2).max(1000), '返工要求', 'What is missing', 'textarea') }),
    },
    close: {
      label: { zh: '结案', en: 'Close' },
      from: ['checked', 'split'],
      to: 'closed',
      by: 'case.close',
      look: 'primary',
      unless: ['subCasesOpen'],
      asks: z.object({
        outcome: choice(closingOutcomes, '办结结果', 'Outcome', 'fixed'),
        reply: answerText,
      }),
    },
    followUp: {
      label: { zh: '回访', en: 'Follow up' },
      from: ['closed', 'rejected'],
      to: 'same',
      by: 'case.followUp',
      look: 'primary',
      asks: z.object({
        reached: asked(z.boolean(), '联系上', 'Reached', 'boolean'),
        solved: asked(z.boolean().nullable().default(null), '认为已解决', 'Says it is solved', 'boolean'),
        satisfaction: choiceOrNone(satisfactionWords, '满意程度', 'Satisfaction'),
        note,
      }),
    },
    reopen: {
      label: { zh: '重办', en: 'Reopen' },
      from: ['closed'],
      to: ['registered', 'accepted'],
      by: 'case.reopen',
      unless: ['windowOver'],
      asks: z.object({ reason: asked(z.string().trim().min(4).max(1000), '理由', 'Reason', 'textarea') }),
    },
    requestExtension: {
      label: { zh: '申请延期', en: 'Ask for extension' },
      from: ['dispatched', 'handling'],
      to: 'same',
      by: 'case.handle',
      as: 'responsibleUnit',
      unless: ['overdueAlready', 'extendedEnough', 'extensionPending'],
      asks: z.object({
        limit: asked(limitShape, '延长', 'Extend by', 'limit'),
        reason: asked(z.string().trim().min(4).max(1000), '理由', 'Reason', 'textarea'),
      }),
    },
    endorseExtension: {
      label: { zh: '延期一级审核', en: 'Approve extension, first level' },
      from: ['dispatched', 'handling'],
      to: 'same',
      by: 'case.approve',
      unless: ['noExtensionPending', 'endorsedAlready', 'overdueAlready'],
      asks: z.object({ note }),
    },
    grantExtension: {
      label: { zh: '批准延期', en: 'Grant extension' },
      from: ['dispatched', 'handling'],
      to: 'same',
      by: 'case.approveFinally',
      unless: ['noExtensionPending', 'notEndorsed', 'sameApprover', 'overdueAlready', 'extendedEnough'],
      asks: z.object({ note }),
    },
    refuseExtension: {
      label: { zh: '不同意延期', en: 'Refuse extension' },
      from: ['dispatched', 'handling'],
      to: 'same',
      by: 'case.approve',
      unless: ['noExtensionPending'],
      asks: z.object({ reason: asked(z.string().trim().min(2).max(1000), '理由', 'Reason', 'textarea') }),
    },
    denyExtension: {
      label: { zh: '不批准延期', en: 'Deny extension' },
      from: ['dispatched', 'handling'],
      to: 'same',
      by: 'case.approveFinally',
      unless: ['noExtensionPending', 'notEndorsed'],
      asks: z.object({ reason: asked(z.string().trim().min(2).max(1000), '理由', 'Reason', 'textarea') }),
    },
    requestSuspension: {
      label: { zh: '申请挂账', en: 'Ask for suspension' },
      from: ['handling'],
      to: 'same',
      by: 'case.handle',
      as: 'responsibleUnit',
      unless: ['suspensionPending'],
      asks: z.object({
        reviewOn: when,
        reason: asked(z.string().trim().min(4).max(1000), '理由', 'Reason', 'textarea'),
      }),
    },
    refuseSuspension: {
      label: { zh: '不同意挂账', en: 'Refuse suspension' },
      from: ['handling'],
      to: 'same',
      by: 'case.suspend',
      unless: ['noSuspensionPending'],
      asks: z.object({ reason: asked(z.string().trim().min(2).max(1000), '理由', 'Reason', 'textarea') }),
    },
    suspend: {
      label: { zh: '挂账', en: 'Suspend' },
      from: ['registered', 'handling'],
      to: 'suspended',
      by: 'case.suspend',
      asks: z.object({
        reviewOn: when,
        reason: asked(z.string().trim().min(4).max(1000), '理由', 'Reason', 'textarea'),
      }),
    },
    resume: {
      label: { zh: '恢复处置', en: 'Resume' },
      from: ['suspended'],
      to: ['registered', 'handling'],
      by: 'case.suspend',
      look: 'primary',
      asks: z.object({ note }),
    },
    resumeOnReview: {
      label: { zh: '复核日到期恢复', en: 'Resume on the review date' },
      from: ['suspended'],
      to: ['registered', 'handling'],
      by: 'case.suspend',
      system: true,
      asks: z.object({}),
    },
    remind: {
      label: { zh: '催办', en: 'Remind' },
      from: withUnit,
      to: 'same',
      by: 'case.remind',
      asks: z.object({ note: asked(z.string().trim().min(2).max(1000), '催办内容', 'Reminder', 'textarea') }),
    },
    supervise: {
      label: { zh: '督办', en: 'Supervise' },
      from: ['registered', 'disputed', 'dispatched', 'handling', 'handled', 'failed', 'suspended', 'split'],
      to: 'same',
      by: 'case.supervise',
      asks: z.object({
        text: asked(z.string().trim().min(4).max(2000), '督办要求', 'Order', 'textarea'),
        answerWithin: asked(limitShape.default({ amount: 1, unit: 'workdays' }), '答复时限', 'Answer within', 'limit'),
      }),
    },
    answerSupervision: {
      label: { zh: '答复督办', en: 'Answer supervision' },
      from: withUnit,
      to: 'same',
      by: 'case.handle',
      as: 'responsibleUnit',
      unless: ['noOpenSupervision'],
      asks: z.object({
        number: asked(z.int().positive(), '督办单号', 'Order number', 'number'),
        text: asked(z.string().trim().min(2).max(2000), '答复', 'Answer', 'textarea'),
      }),
    },
    merge: {
      label: { zh: '并案', en: 'Merge into another' },
      from: ['reported', 'accepted', 'registered'],
      to: 'merged',
      by: 'case.merge',
      unless: ['intoItself', 'hasAbsorbed'],
      asks: z.object({ intoId: asked(z.uuid(), '并入', 'Into case', 'case'), note }),
    },
    unmerge: {
      label: { zh: '拆出', en: 'Unmerge' },
      from: ['merged'],
      to: ['reported', 'accepted', 'registered'],
      by: 'case.merge',
      asks: z.object({ reason: asked(z.string().trim().min(2).max(1000), '理由', 'Reason', 'textarea') }),
    },
    absorb: {
      label: { zh: '并入重复件', en: 'Take in a duplicate' },
      from: open,
      to: 'same',
      by: 'case.merge',
      system: true,
      asks: z.object({ caseId: z.uuid() }),
    },
    release: {
      label: { zh: '拆出重复件', en: 'Release a duplicate' },
      from: everywhere,
      to: 'same',
      by: 'case.merge',
      system: true,
      asks: z.object({ caseId: z.uuid() }),
    },
    endWithMain: {
      label: { zh: '随主案办结', en: 'End with the main case' },
      from: ['merged'],
      to: ['closed', 'rejected'],
      by: 'case.close',
      system: true,
      asks: z.object({
        ended: z.enum(['closed', 'rejected']),
        reply: z.string(),
        outcome: z.enum(['fixed', 'noActionNeeded', 'planned', 'notOurs', 'referred', 'answered']).nullable(),
      }),
    },
    endElsewhere: {
      label: { zh: '外部系统办结', en: 'Ended elsewhere' },
      from: open,
      to: ['closed', 'rejected'],
      by: 'case.import',
      system: true,
      unless: ['subCasesOpen'],
      asks: z.object({
        ended: z.enum(['closed', 'rejected']),
        outcome: z.enum(Object.keys(outcomeWords) as (keyof typeof outcomeWords)[]).nullable(),
        reply: asked(z.string().trim().max(20_000), '答复', 'Reply', 'textarea'),
      }),
    },
    subCaseEnded: {
      label: { zh: '子案卷办结', en: 'Sub-case ended' },
      from: everywhere,
      to: 'same',
      by: 'case.close',
      system: true,
      asks: z.object({ caseId: z.uuid() }),
    },
    subCaseReopened: {
      label: { zh: '子案卷重办', en: 'Sub-case reopened' },
      from: everywhere,
      to: 'same',
      by: 'case.reopen',
      system: true,
      asks: z.object({ caseId: z.uuid() }),
    },
    void: {
      label: { zh: '作废', en: 'Void' },
      from: ['reported', 'accepted', 'verifying', 'registered', 'disputed', 'dispatched', 'handling', 'suspended'],
      to: 'voided',
      by: 'case.void',
      look: 'danger',
      unless: ['hasAbsorbed'],
      warns: { zh: '作废后不能恢复，也不计入考评。', en: 'Voiding cannot be undone; the case is not scored.' },
      asks: z.object({ reason: asked(z.string().trim().min(4).max(1000), '理由', 'Reason', 'textarea') }),
    },
    flagUrgent: {
      label: { zh: '列为急要件', en: 'Mark urgent' },
      from: open,
      to: 'same',
      by: 'case.flag',
      unless: ['urgentAlready'],
      asks: z.object({ note }),
    },
    unflagUrgent: {
      label: { zh: '取消急要件', en: 'Not urgent any more' },
      from: open,
      to: 'same',
      by: 'case.flag',
      unless: ['notUrgent'],
      asks: z.object({ note }),
    },
    addNote: {
      label: { zh: '批注', en: 'Add a note' },
      from: everywhere,
      to: 'same',
      by: 'case.note',
      asks: z.object({ text: asked(z.string().trim().min(1).max(4000), '内容', 'Text', 'textarea'), photos }),
    },
  },
});

export type CaseState = keyof typeof caseLifecycle.states;
export type CaseAction = keyof typeof caseLifecycle.actions;
export type CaseOpening = keyof typeof caseLifecycle.openings;
export type CaseRefusal = keyof typeof caseLifecycle.refusals;
export type CaseRelation = keyof typeof caseLifecycle.relations;

/** The table's rows under one type, where the exact shape of each does not matter. */
export const caseActions: Record<CaseAction, Action<CaseState, CaseRelation, CaseRefusal>> = caseLifecycle.actions;
export const caseStates: Record<CaseState, State> = caseLifecycle.states;

/** The clocks that run while a case is in a state. */
export const clocksIn = (state: CaseState) => (caseStates[state].clocks ?? []) as readonly ClockName[];

/** The states in which something is still owed. */
export const openStates: readonly CaseState[] = open;

/** What an action's form gives, by its name. */
export type CaseInput<A extends CaseAction> = z.output<(typeof caseLifecycle.actions)[A]['asks']>;
