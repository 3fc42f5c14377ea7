import { z } from 'zod';
import { defineLifecycle } from '../../kernel/lifecycle.ts';
import { asked, choice, date, moment, note } from '../cases/forms.ts';

const told = (zh: string, en: string, least = 4) => asked(z.string().trim().min(least).max(1000), zh, en, 'textarea');
const subject = asked(z.uuid(), '系统或设备', 'System or device', 'subject');

export const impactWords = {
  minor: { zh: '轻微', en: 'Minor' },
  major: { zh: '较大', en: 'Major' },
  critical: { zh: '重大', en: 'Critical' },
} as const;

/** 故障 — from the first sign to the lesson: also what the status page tells. */
export const incidentLifecycle = defineLifecycle({
  kind: 'incident',
  label: { zh: '故障', en: 'incident' },
  initial: 'investigating',
  openings: {
    detect: {
      label: { zh: '探测发现', en: 'Detected by a probe' },
      by: 'uptime.handle',
      system: true,
      asks: z.object({ subjectId: subject, probeId: z.uuid(), since: moment('自', 'Since') }),
    },
    reportFault: {
      label: { zh: '报修', en: 'Report a fault' },
      by: 'uptime.report',
      asks: z.object({
        subjectId: subject,
        title: asked(z.string().trim().min(2).max(100), '标题', 'Title', 'text'),
        since: moment('自', 'Since'),
        impact: choice(impactWords, '影响', 'Impact', 'minor'),
      }),
    },
  },
  states: {
    investigating: { label: { zh: '排查中', en: 'Investigating' }, look: 'working' },
    identified: { label: { zh: '已定位', en: 'Identified' }, look: 'working' },
    monitoring: { label: { zh: '观察中', en: 'Monitoring' }, look: 'checking' },
    resolved: { label: { zh: '已恢复', en: 'Resolved' }, look: 'done' },
    reviewed: { label: { zh: '已复盘', en: 'Reviewed' }, look: 'done', final: true },
    falseAlarm: { label: { zh: '误报', en: 'False alarm' }, look: 'refused', final: true },
    merged: { label: { zh: '已并入', en: 'Merged' }, look: 'paused', final: true },
  },
  relations: {},
  refusals: {
    intoItself: { zh: '不能并入自身。', en: 'It cannot be merged into itself.' },
    endBeforeStart: { zh: '恢复时间不能早于发生时间。', en: 'It cannot have ended before it began.' },
    endInFuture: { zh: '恢复时间不能晚于现在。', en: 'It cannot have ended in the future.' },
  },
  actions: {
    identify: {
      label: { zh: '定位原因', en: 'Identify' },
      from: ['investigating'],
      to: 'identified',
      by: 'uptime.handle',
      look: 'primary',
      asks: z.object({ cause: told('原因', 'Cause'), message: note }),
    },
    watch: {
      label: { zh: '已处理，转观察', en: 'Fixed, watch' },
      from: ['investigating', 'identified'],
      to: 'monitoring',
      by: 'uptime.handle',
      asks: z.object({ done: told('处理措施', 'What was done'), message: note }),
    },
    relapse: {
      label: { zh: '复发', en: 'It came back' },
      from: ['monitoring', 'resolved'],
      to: 'investigating',
      by: 'uptime.handle',
      look: 'danger',
      asks: z.object({ message: note }),
    },
    resolve: {
      label: { zh: '恢复', en: 'Resolve' },
      from: ['investigating', 'identified', 'monitoring'],
      to: 'resolved',
      by: 'uptime.handle',
      look: 'primary',
      unless: ['endBeforeStart', 'endInFuture'],
      asks: z.object({ endedAt: moment('恢复时间', 'Ended at'), done: told('处理措施', 'What was done') }),
    },
    recover: {
      label: { zh: '探测恢复', en: 'The probe succeeds again' },
      from: ['investigating', 'identified', 'monitoring'],
      to: 'resolved',
      by: 'uptime.handle',
      system: true,
      asks: z.object({ endedAt: moment('恢复时间', 'Ended at') }),
    },
    review: {
      label: { zh: '复盘', en: 'Review' },
      from: ['resolved'],
      to: 'reviewed',
      by: 'uptime.handle',
      asks: z.object({
        cause: told('根本原因', 'Root cause'),
        lesson: told('改进措施', 'What will be done about it'),
      }),
    },
    dismiss: {
      label: { zh: '判为误报', en: 'False alarm' },
      from: ['investigating', 'identified', 'monitoring', 'resolved'],
      to: 'falseAlarm',
      by: 'uptime.approve',
      look: 'danger',
      warns: { zh: '误报不计入异常处理率，须说明依据。', en: 'It will count on neither side; say why.' },
      asks: z.object({ reason: told('依据', 'Reason') }),
    },
    mergeInto: {
      label: { zh: '并入另一故障', en: 'Merge' },
      from: ['investigating', 'identified', 'monitoring'],
      to: 'merged',
      by: 'uptime.handle',
      unless: ['intoItself'],
      asks: z.object({ intoId: asked(z.uuid(), '并入', 'Into', 'incident') }),
    },
    tell: {
      label: { zh: '发布进展', en: 'Publish an update' },
      from: ['investigating', 'identified', 'monitoring'],
      to: 'same',
      by: 'uptime.handle',
      asks: z.object({ message: told('公告内容', 'Message') }),
    },
  },
});

/** 计划维护 — announced, approved, held; only then does its time leave the denominator. */
export const maintenanceLifecycle = defineLifecycle({
  kind: 'maintenance',
  label: { zh: '计划维护', en: 'maintenance' },
  initial: 'announced',
  openings: {
    announce: {
      label: { zh: '公告维护', en: 'Announce' },
      by: 'uptime.handle',
      asks: z.object({
        subjectId: subject,
        title: asked(z.string().trim().min(2).max(100), '事项', 'Title', 'text'),
        from: moment('开始', 'From'),
        to: moment('结束', 'To'),
      }),
    },
  },
  states: {
    announced: { label: { zh: '已公告，待批准', en: 'Announced, to be approved' }, look: 'waiting' },
    approved: { label: { zh: '已批准', en: 'Approved' }, look: 'working' },
    completed: { label: { zh: '已完成', en: 'Completed' }, look: 'done', final: true },
    cancelled: { label: { zh: '已取消', en: 'Cancelled' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    ownAnnouncement: { zh: '须由公告人以外的人批准。', en: 'Somebody else than who announced it must approve.' },
    begunAlready: { zh: '维护已开始，不能再批准。', en: 'It has begun and cannot be approved any more.' },
    notBegun: {
      zh: '维护尚未开始，不能完成；不做了请取消。',
      en: 'It has not begun; if it will not be done, cancel it.',
    },
    overAlready: { zh: '维护已结束，不能再取消。', en: 'It is over and cannot be cancelled any more.' },
  },
  actions: {
    approveMaintenance: {
      label: { zh: '批准', en: 'Approve' },
      from: ['announced'],
      to: 'approved',
      by: 'uptime.approve',
      look: 'primary',
      unless: ['ownAnnouncement', 'begunAlready'],
      asks: z.object({ note }),
    },
    completeMaintenance: {
      label: { zh: '完成', en: 'Complete' },
      from: ['announced', 'approved'],
      to: 'completed',
      by: 'uptime.handle',
      unless: ['notBegun'],
      asks: z.object({ done: told('结果', 'Result') }),
    },
    cancelMaintenance: {
      label: { zh: '取消', en: 'Cancel' },
      from: ['announced', 'approved'],
      to: 'cancelled',
      by: 'uptime.handle',
      look: 'danger',
      unless: ['overAlready'],
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});

export const correctionStates = {
  up: { zh: '正常运行', en: 'It ran' },
  down: { zh: '故障', en: 'It did not run' },
} as const;

/** 更正 — what the probes said is set right by two people, with evidence; the original stays visible. */
export const correctionLifecycle = defineLifecycle({
  kind: 'correction',
  label: { zh: '运行记录更正', en: 'correction' },
  initial: 'proposed',
  openings: {
    propose: {
      label: { zh: '提出更正', en: 'Propose' },
      by: 'uptime.handle',
      asks: z.object({
        subjectId: subject,
        from: moment('开始', 'From'),
        to: moment('结束', 'To'),
        shouldBe: choice(correctionStates, '应为', 'Should be'),
        reason: told('理由', 'Reason'),
        evidence: told('证据', 'Evidence'),
      }),
    },
  },
  states: {
    proposed: { label: { zh: '待确认', en: 'Proposed' }, look: 'waiting' },
    confirmed: { label: { zh: '已确认', en: 'Confirmed' }, look: 'done', final: true },
    refused: { label: { zh: '不予更正', en: 'Refused' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    ownProposal: { zh: '须由提出人以外的人确认。', en: 'Somebody else than who proposed it must confirm.' },
  },
  actions: {
    confirmCorrection: {
      label: { zh: '确认', en: 'Confirm' },
      from: ['proposed'],
      to: 'confirmed',
      by: 'uptime.approve',
      look: 'primary',
      unless: ['ownProposal'],
      asks: z.object({ note }),
    },
    refuseCorrection: {
      label: { zh: '不予更正', en: 'Refuse' },
      from: ['proposed'],
      to: 'refused',
      by: 'uptime.approve',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});

/** 机房巡检 — one sheet a room and day, signed by who looked; a day filled in afterwards needs approval and shows it. */
export const inspectionLifecycle = defineLifecycle({
  kind: 'inspection',
  label: { zh: '机房巡检', en: 'inspection' },
  initial: 'signed',
  openings: {
    inspect: {
      label: { zh: '巡检签名', en: 'Inspect and sign' },
      by: 'uptime.inspect',
      asks: z.object({
        roomId: asked(z.uuid(), '机房', 'Room', 'room'),
        day: date('日期', 'Day'),
        temperature: asked(z.number().min(-40).max(80), '温度（℃）', 'Temperature (°C)', 'number'),
        humidity: asked(z.number().min(0).max(100).nullable().default(null), '湿度（%）', 'Humidity (%)', 'number'),
        checked: asked(z.array(z.boolean()).max(40), '检查项', 'Checklist', 'checklist'),
        remarks: asked(z.string().trim().max(1000).default(''), '情况说明', 'Remarks', 'textarea'),
        reasonLate: asked(z.string().trim().max(500).default(''), '补录理由', 'Why it is late', 'textarea'),
      }),
    },
  },
  states: {
    signed: { label: { zh: '已签名', en: 'Signed' }, look: 'done' },
    backfilled: { label: { zh: '补录待批', en: 'Filled in late, to be approved' }, look: 'waiting' },
    accepted: { label: { zh: '补录已批', en: 'Filled in late, approved' }, look: 'done', final: true },
    struck: { label: { zh: '已作废', en: 'Struck out' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    ownSheet: { zh: '须由填写人以外的人审批。', en: 'Somebody else than who filled it in must decide.' },
  },
  actions: {
    markLate: {
      label: { zh: '标为补录', en: 'Mark as late' },
      from: ['signed'],
      to: 'backfilled',
      by: 'uptime.inspect',
      system: true,
      asks: z.object({}),
    },
    acceptLate: {
      label: { zh: '批准补录', en: 'Accept' },
      from: ['backfilled'],
      to: 'accepted',
      by: 'uptime.approve',
      look: 'primary',
      unless: ['ownSheet'],
      asks: z.object({ note }),
    },
    strike: {
      label: { zh: '作废', en: 'Strike out' },
      from: ['signed', 'backfilled'],
      to: 'struck',
      by: 'uptime.approve',
      look: 'danger',
      unless: ['ownSheet'],
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});
