import { z } from 'zod';
import { defineLifecycle } from '../../kernel/lifecycle.ts';
import { asked, choice, date, dayShape, moment, note } from '../cases/forms.ts';

const title = asked(z.string().trim().min(2).max(120), '事项', 'Title', 'text');
const told = (zh: string, en: string) => asked(z.string().trim().min(4).max(2000), zh, en, 'textarea');
const dueOn = date('办结期限', 'Due on');
/** Ids of what was uploaded. */
const files = asked(z.array(z.uuid()).max(9).default([]), '照片、PDF', 'Photos, PDF', 'evidence');

const projectCode = asked(
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
    .nullable()
    .default(null),
  '所属项目代码',
  'Code of the budget project',
  'text',
);

export const sourceWords = {
  superior: { zh: '上级交办', en: 'From above' },
  meeting: { zh: '会议议定', en: 'Decided in a meeting' },
  plan: { zh: '年度重点', en: 'Of the year’s plan' },
  leader: { zh: '领导批示', en: 'Written by a leader' },
} as const;

/** 反馈节奏 — how often the unit says how far it is. */
export const rhythmWords = {
  weekly: { zh: '每周', en: 'Weekly' },
  monthly: { zh: '每月', en: 'Monthly' },
  onDone: { zh: '仅办结时', en: 'Only when done' },
} as const;

export const milestone = z.strictObject({
  name: asked(z.string().trim().min(2).max(100), '节点', 'Milestone', 'text'),
  dueOn: date('期限', 'Due on'),
});

/** What a task is set up with, whoever sets it up. */
const taskAsks = {
  title,
  source: choice(sourceWords, '来源', 'Source', 'superior'),
  basis: asked(z.string().trim().max(300).default(''), '依据', 'Basis', 'text'),
  isKey: asked(z.boolean().default(true), '重点工作', 'Key task', 'boolean'),
  /** The project whose deliverable it is: its acceptance counts as a part of the project done. */
  projectCode,
  mainUnitId: asked(z.uuid(), '主办单位', 'Main unit', 'unit'),
  assistUnitIds: asked(z.array(z.uuid()).max(20).default([]), '协办单位', 'Assisting units', 'units'),
  dueOn,
  rhythm: choice(rhythmWords, '反馈节奏', 'Rhythm', 'weekly'),
  milestones: asked(z.array(milestone).max(20).default([]), '里程碑', 'Milestones', 'list'),
};

/** 督办事项 — a task from above: set up, assigned, signed for, reported on by its rhythm, done, accepted. */
export const taskLifecycle = defineLifecycle({
  kind: 'task',
  label: { zh: '督办事项', en: 'key task' },
  initial: 'drafted',
  openings: {
    setUp: { label: { zh: '立项', en: 'Set up' }, by: 'task.manage', asks: z.object(taskAsks) },
    decide: {
      label: { zh: '会议议定', en: 'Decided in a meeting' },
      by: 'task.manage',
      system: true,
      asks: z.object({ ...taskAsks, meetingId: z.uuid() }),
    },
  },
  states: {
    drafted: { label: { zh: '已立项', en: 'Set up' }, look: 'waiting' },
    assigned: { label: { zh: '待签收', en: 'Awaiting signature' }, look: 'waiting' },
    inProgress: { label: { zh: '办理中', en: 'In progress' }, look: 'working' },
    reported: { label: { zh: '待验收', en: 'Reported done' }, look: 'checking' },
    cancelling: { label: { zh: '申请撤销', en: 'Cancellation asked for' }, look: 'paused' },
    accepted: { label: { zh: '已办结', en: 'Accepted' }, look: 'done', final: true },
    cancelled: { label: { zh: '已撤销', en: 'Cancelled' }, look: 'refused', final: true },
  },
  relations: {
    mainUnit: { zh: '主办单位的人员', en: 'an officer of the main unit' },
    involved: { zh: '主办或协办单位的人员', en: 'an officer of a unit involved' },
  },
  refusals: {
    postponementPending: { zh: '已有一项延期申请待批。', en: 'A postponement is already being asked for.' },
    noPostponementPending: { zh: '没有待批的延期申请。', en: 'No postponement is being asked for.' },
    notLater: { zh: '延期须晚于现在的期限。', en: 'A postponement must be later than the present date.' },
    milestonesOpen: { zh: '还有里程碑没有完成。', en: 'Some milestones are not done.' },
    noSuchMilestone: { zh: '没有这个里程碑，或已完成。', en: 'There is no such open milestone.' },
    ownRequest: { zh: '须由申请人以外的人审批。', en: 'Somebody else than who asked must decide.' },
  },
  actions: {
    assign: {
      label: { zh: '交办', en: 'Assign' },
      from: ['drafted'],
      to: 'assigned',
      by: 'task.manage',
      look: 'primary',
      asks: z.object({ note }),
    },
    sign: {
      label: { zh: '签收', en: 'Sign for it' },
      from: ['assigned'],
      to: 'inProgress',
      by: 'task.handle',
      as: 'mainUnit',
      look: 'primary',
      asks: z.object({ note }),
    },
    decline: {
      label: { zh: '退回', en: 'Decline' },
      from: ['assigned'],
      to: 'drafted',
      by: 'task.handle',
      as: 'mainUnit',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    progress: {
      label: { zh: '反馈进展', en: 'Report progress' },
      from: ['inProgress'],
      to: 'same',
      by: 'task.handle',
      as: 'involved',
      asks: z.object({
        percent: asked(z.number().int().min(0).max(100), '完成（%）', 'Done (%)', 'number'),
        text: told('进展', 'Progress'),
        evidence: asked(z.string().trim().max(500).default(''), '佐证', 'Evidence', 'text'),
        files,
      }),
    },
    decompose: {
      label: { zh: '分解里程碑', en: 'Add milestones' },
      from: ['inProgress'],
      to: 'same',
      by: 'task.handle',
      as: 'mainUnit',
      asks: z.object({ milestones: asked(z.array(milestone).min(1).max(20), '里程碑', 'Milestones', 'list') }),
    },
    reach: {
      label: { zh: '完成里程碑', en: 'Reach a milestone' },
      from: ['inProgress'],
      to: 'same',
      by: 'task.handle',
      as: 'mainUnit',
      unless: ['noSuchMilestone'],
      asks: z.object({
        name: asked(z.string().trim().min(2).max(100), '里程碑', 'Milestone', 'text'),
        evidence: told('佐证', 'Evidence'),
        files,
      }),
    },
    requestPostponement: {
      label: { zh: '申请延期', en: 'Ask for more time' },
      from: ['inProgress'],
      to: 'same',
      by: 'task.handle',
      as: 'mainUnit',
      unless: ['postponementPending', 'notLater'],
      asks: z.object({ dueOn, reason: told('理由', 'Reason') }),
    },
    grantPostponement: {
      label: { zh: '同意延期', en: 'Grant more time' },
      from: ['inProgress'],
      to: 'same',
      by: 'task.approve',
      unless: ['noPostponementPending'],
      asks: z.object({ note }),
    },
    refusePostponement: {
      label: { zh: '不同意延期', en: 'Refuse more time' },
      from: ['inProgress'],
      to: 'same',
      by: 'task.approve',
      unless: ['noPostponementPending'],
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    report: {
      label: { zh: '报办结', en: 'Report done' },
      from: ['inProgress'],
      to: 'reported',
      by: 'task.handle',
      as: 'mainUnit',
      look: 'primary',
      unless: ['milestonesOpen'],
      asks: z.object({ result: told('办理结果', 'Result'), evidence: told('佐证', 'Evidence'), files }),
    },
    accept: {
      label: { zh: '验收办结', en: 'Accept' },
      from: ['reported'],
      to: 'accepted',
      by: 'task.approve',
      look: 'primary',
      asks: z.object({ note }),
    },
    sendBack: {
      label: { zh: '退回补办', en: 'Send back' },
      from: ['reported'],
      to: 'inProgress',
      by: 'task.approve',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    slip: {
      label: { zh: '发督办单', en: 'Issue a slip' },
      from: ['assigned', 'inProgress', 'reported'],
      to: 'same',
      by: 'task.manage',
      system: true,
      asks: z.object({ colour: z.enum(['reminder', 'blue', 'yellow', 'red']) }),
    },
    requestCancellation: {
      label: { zh: '申请撤销', en: 'Ask to cancel' },
      from: ['drafted', 'assigned', 'inProgress'],
      to: 'cancelling',
      by: 'task.manage',
      look: 'danger',
      warns: { zh: '批准后此事项不再计入办结率。', en: 'Once approved it counts on neither side of the rate.' },
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    approveCancellation: {
      label: { zh: '批准撤销', en: 'Approve cancelling' },
      from: ['cancelling'],
      to: 'cancelled',
      by: 'task.approve',
      unless: ['ownRequest'],
      asks: z.object({ note }),
    },
    refuseCancellation: {
      label: { zh: '不准撤销', en: 'Refuse cancelling' },
      from: ['cancelling'],
      to: ['drafted', 'assigned', 'inProgress'],
      by: 'task.approve',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});

export const meetingKindWords = {
  regular: { zh: '例会', en: 'Regular meeting' },
  dispatch: { zh: '调度会', en: 'Dispatch meeting' },
  coordination: { zh: '案件协调会', en: 'Case coordination' },
  study: { zh: '学习活动', en: 'Study activity' },
  other: { zh: '其他', en: 'Other' },
} as const;

export const decision = z.strictObject({
  text: asked(z.string().trim().min(2).max(120), '议定事项', 'Decision', 'text'),
  /** With a unit and a date it becomes a task. */
  mainUnitId: asked(z.uuid().nullable().default(null), '主办单位', 'Main unit', 'unit'),
  dueOn: asked(dayShape.nullable().default(null), '期限', 'Due on', 'date'),
});

/** 会议 — planned, held with sign-in, minuted; what it decides becomes tasks. */
export const meetingLifecycle = defineLifecycle({
  kind: 'meeting',
  label: { zh: '会议', en: 'meeting' },
  initial: 'planned',
  openings: {
    plan: {
      label: { zh: '安排会议', en: 'Plan' },
      by: 'meeting.manage',
      asks: z.object({
        title,
        kind: choice(meetingKindWords, '类型', 'Kind', 'regular'),
        room: asked(z.string().trim().min(1).max(60), '地点', 'Room', 'text'),
        startsAt: moment('开始', 'Starts at'),
        minutes: asked(z.number().int().min(5).max(1440).default(60), '时长（分钟）', 'Minutes', 'number'),
        invited: asked(z.array(z.uuid()).max(100).default([]), '参会人', 'Invited', 'officers'),
        caseId: asked(z.uuid().nullable().default(null), '相关案卷', 'Case', 'case'),
        /** The project whose money pays for it. */
        projectCode,
      }),
    },
  },
  states: {
    planned: { label: { zh: '已安排', en: 'Planned' }, look: 'waiting' },
    held: { label: { zh: '已召开', en: 'Held' }, look: 'working' },
    minuted: { label: { zh: '纪要待审', en: 'Minutes to approve' }, look: 'checking' },
    issued: { label: { zh: '纪要已发', en: 'Minutes issued' }, look: 'done', final: true },
    calledOff: { label: { zh: '已取消', en: 'Called off' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    signedAlready: { zh: '您已签到。', en: 'You have signed in already.' },
    notYet: { zh: '会议还没有开始。', en: 'It has not begun yet.' },
    nobodyThere: { zh: '还没有人签到。', en: 'Nobody has signed in.' },
    tooEarly: { zh: '会议当天才能签到。', en: 'One signs in on the day of the meeting.' },
    unitGone: {
      zh: '有议定事项的主办单位已停用，请先改写纪要。',
      en: 'The unit of a decision is out of use: write the minutes anew first.',
    },
  },
  actions: {
    signIn: {
      label: { zh: '签到', en: 'Sign in' },
      from: ['planned', 'held'],
      to: 'same',
      by: 'meeting.attend',
      unless: ['signedAlready', 'tooEarly'],
      asks: z.object({}),
    },
    hold: {
      label: { zh: '召开', en: 'Hold' },
      from: ['planned'],
      to: 'held',
      by: 'meeting.manage',
      look: 'primary',
      unless: ['notYet', 'nobodyThere'],
      asks: z.object({ note }),
    },
    minute: {
      label: { zh: '写纪要', en: 'Write the minutes' },
      from: ['held', 'minuted'],
      to: 'minuted',
      by: 'meeting.manage',
      look: 'primary',
      asks: z.object({
        host: asked(z.string().trim().min(2).max(60), '主持人', 'Host', 'text'),
        recorder: asked(z.string().trim().min(2).max(60), '记录人', 'Recorder', 'text'),
        absent: asked(z.string().trim().max(300).default(''), '缺席', 'Absent', 'text'),
        text: asked(z.string().trim().min(10).max(8000), '纪要', 'Minutes', 'textarea'),
        decisions: asked(z.array(decision).max(30).default([]), '议定事项', 'Decisions', 'list'),
      }),
    },
    issue: {
      label: { zh: '签发纪要', en: 'Issue the minutes' },
      from: ['minuted'],
      to: 'issued',
      by: 'meeting.approve',
      look: 'primary',
      unless: ['unitGone'],
      warns: {
        zh: '签发后，有主办单位和期限的议定事项即立为督办事项。',
        en: 'Decisions with a unit and a date become tasks.',
      },
      asks: z.object({ note }),
    },
    callOff: {
      label: { zh: '取消会议', en: 'Call off' },
      from: ['planned'],
      to: 'calledOff',
      by: 'meeting.manage',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});
