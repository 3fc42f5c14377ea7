import { z } from 'zod';
import { defineLifecycle } from '../../kernel/lifecycle.ts';
import { asked, choice, date, note } from '../cases/forms.ts';

const told = (zh: string, en: string) => asked(z.string().trim().min(4).max(500), zh, en, 'textarea');
const short = (zh: string, en: string) => asked(z.string().trim().min(1).max(100), zh, en, 'text');
const number = asked(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/), '编号', 'Number', 'text');

/** 编制数 — posts approved; a later decision replaces an earlier one from its own date on. */
export const quotaLifecycle = defineLifecycle({
  kind: 'quota',
  label: { zh: '编制', en: 'establishment quota' },
  initial: 'inForce',
  openings: {
    approveQuota: {
      label: { zh: '核定编制', en: 'Approve posts' },
      by: 'staff.manage',
      asks: z.object({
        posts: asked(z.number().int().min(0).max(10_000), '编制数', 'Posts', 'number'),
        from: date('起', 'From'),
        basis: told('核定依据', 'Basis'),
      }),
    },
  },
  states: {
    inForce: { label: { zh: '有效', en: 'In force' }, look: 'done', final: true },
    revoked: { label: { zh: '已撤销', en: 'Revoked' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {},
  actions: {
    revoke: {
      label: { zh: '撤销', en: 'Revoke' },
      from: ['inForce'],
      to: 'revoked',
      by: 'staff.manage',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});

export const engagementKinds = {
  establishment: { zh: '在编', en: 'On the establishment' },
  hired: { zh: '聘用', en: 'Hired' },
  dispatched: { zh: '劳务派遣', en: 'Dispatched' },
  outsourced: { zh: '服务外包', en: 'Outsourced' },
  intern: { zh: '实习', en: 'Intern' },
  volunteer: { zh: '志愿', en: 'Volunteer' },
} as const;

/** 用工 — one person in one post, from one date to another. */
export const engagementLifecycle = defineLifecycle({
  kind: 'engagement',
  label: { zh: '用工', en: 'engagement' },
  initial: 'engaged',
  openings: {
    engage: {
      label: { zh: '入职', en: 'Engage' },
      by: 'staff.manage',
      asks: z.object({
        personNumber: number,
        kind: choice(engagementKinds, '用工形式', 'Kind'),
        post: short('岗位', 'Post'),
        from: date('入职日期', 'From'),
      }),
    },
  },
  states: {
    engaged: { label: { zh: '在岗', en: 'Engaged' }, look: 'working' },
    ended: { label: { zh: '已离岗', en: 'Ended' }, look: 'done', final: true },
    annulled: { label: { zh: '已作废', en: 'Annulled' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: { endBeforeStart: { zh: '离岗不能早于入职。', en: 'It cannot end before it began.' } },
  actions: {
    endEngagement: {
      label: { zh: '离岗', en: 'End' },
      from: ['engaged'],
      to: 'ended',
      by: 'staff.manage',
      unless: ['endBeforeStart'],
      asks: z.object({ until: date('最后一天', 'Last day'), reason: told('原因', 'Reason') }),
    },
    annul: {
      label: { zh: '作废', en: 'Annul' },
      from: ['engaged', 'ended'],
      to: 'annulled',
      by: 'staff.manage',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});

export const assetCategories = {
  building: { zh: '房屋及构筑物', en: 'Buildings' },
  equipment: { zh: '设备', en: 'Equipment' },
  vehicle: { zh: '车辆', en: 'Vehicles' },
  furniture: { zh: '家具和用具', en: 'Furniture' },
  software: { zh: '软件', en: 'Software' },
  other: { zh: '其他', en: 'Other' },
} as const;

/** 用途分类 — as the budget's disclosure counts vehicles and equipment. */
export const assetUses = {
  ministerial: { zh: '省部级领导干部用车', en: 'Vehicle: ministerial' },
  confidential: { zh: '机要通信用车', en: 'Vehicle: confidential messages' },
  emergency: { zh: '应急保障用车', en: 'Vehicle: emergencies' },
  lawEnforcement: { zh: '执法执勤用车', en: 'Vehicle: law enforcement' },
  specialVehicle: { zh: '特种专业技术用车', en: 'Vehicle: special' },
  otherVehicle: { zh: '其他用车', en: 'Vehicle: other' },
  generalEquipment: { zh: '通用设备', en: 'General equipment' },
  specialEquipment: { zh: '专用设备', en: 'Special equipment' },
} as const;

/** 固定资产 — registered, in use or idle, given up with approval. */
export const assetLifecycle = defineLifecycle({
  kind: 'asset',
  label: { zh: '固定资产', en: 'fixed asset' },
  initial: 'inUse',
  openings: {
    register: {
      label: { zh: '登记', en: 'Register' },
      by: 'staff.manage',
      asks: z.object({
        number,
        name: short('名称', 'Name'),
        category: choice(assetCategories, '类别', 'Category'),
        /** 原值 in fen; typed and shown in yuan. */
        valueFen: asked(z.number().int().min(0).max(100_000_000_000_000), '原值（元）', 'Value in yuan', 'money'),
        acquiredOn: date('取得日期', 'Acquired on'),
        place: short('存放地点', 'Place'),
        use: choice(assetUses, '用途分类（车辆、设备）', 'Use of vehicle or equipment').optional(),
        lifeYears: z
          .number()
          .int()
          .min(1)
          .max(100)
          .nullable()
          .default(null)
          .meta({
            label: { zh: '折旧年限', en: 'Years to write it off over' },
            widget: 'number',
            unit: { zh: '年', en: 'years' },
            help: {
              zh: '留空按类别：房屋 50、设备 6、车辆 8、家具 15 年；软件和其他不填则不计折旧。',
              en: 'Blank goes by category: buildings 50, equipment 6, vehicles 8, furniture 15; others are not written off.',
            },
          }),
      }),
    },
  },
  states: {
    inUse: { label: { zh: '在用', en: 'In use' }, look: 'working' },
    idle: { label: { zh: '闲置', en: 'Idle' }, look: 'paused' },
    disposing: { label: { zh: '待处置', en: 'Approved for disposal' }, look: 'checking' },
    disposed: { label: { zh: '已处置', en: 'Disposed of' }, look: 'done', final: true },
  },
  relations: {},
  refusals: { beforeLast: { zh: '不能早于上一次变动。', en: 'It cannot be before the last change.' } },
  actions: {
    putAway: {
      label: { zh: '转闲置', en: 'Put away' },
      from: ['inUse'],
      to: 'idle',
      by: 'staff.manage',
      unless: ['beforeLast'],
      asks: z.object({ on: date('日期', 'On'), reason: told('原因', 'Reason') }),
    },
    putToUse: {
      label: { zh: '转在用', en: 'Put to use' },
      from: ['idle', 'disposing'],
      to: 'inUse',
      by: 'staff.manage',
      look: 'primary',
      unless: ['beforeLast'],
      asks: z.object({ on: date('日期', 'On'), place: short('存放地点', 'Place') }),
    },
    approveDisposal: {
      label: { zh: '批准处置', en: 'Approve disposal' },
      from: ['inUse', 'idle'],
      to: 'disposing',
      by: 'staff.approve',
      unless: ['beforeLast'],
      asks: z.object({ on: date('日期', 'On'), basis: told('批准依据', 'Basis') }),
    },
    dispose: {
      label: { zh: '完成处置', en: 'Dispose of' },
      from: ['disposing'],
      to: 'disposed',
      by: 'staff.manage',
      look: 'danger',
      unless: ['beforeLast'],
      asks: z.object({ on: date('日期', 'On'), how: told('处置方式', 'How') }),
    },
  },
});

export const audienceWords = {
  staff: { zh: '员工', en: 'Staff' },
  users: { zh: '内部用户', en: 'Users inside' },
  citizens: { zh: '市民', en: 'Citizens' },
} as const;

export const answerWords = {
  satisfied: { zh: '满意', en: 'Satisfied' },
  fairly: { zh: '基本满意', en: 'Fairly satisfied' },
  dissatisfied: { zh: '不满意', en: 'Dissatisfied' },
} as const;

/** 答卷方式 — how an answer came: by an officer's account, at a kiosk, by a slip, or written down for somebody. */
export const wayWords = {
  account: { zh: '账号答卷', en: 'By account' },
  kiosk: { zh: '自助终端', en: 'At a kiosk' },
  slip: { zh: '一次性二维码', en: 'By slip' },
  written: { zh: '工作人员录入', en: 'Written down' },
} as const;
export type Way = keyof typeof wayWords;

/** 答卷入口 — a kiosk serves whoever comes; a slip, one person once. */
export const linkKinds = ['kiosk', 'slip'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** 满意度调查 — one question in one wave; nobody answers by default. */
export const surveyLifecycle = defineLifecycle({
  kind: 'survey',
  label: { zh: '满意度调查', en: 'survey' },
  initial: 'prepared',
  openings: {
    prepare: {
      label: { zh: '准备调查', en: 'Prepare' },
      by: 'survey.manage',
      asks: z.object({
        title: short('标题', 'Title'),
        question: told('问题', 'Question'),
        audience: choice(audienceWords, '对象', 'Audience'),
        asked: asked(z.number().int().min(1).max(1_000_000), '发放数', 'How many are asked', 'number'),
        leastAnswers: asked(z.number().int().min(5).max(100_000).default(5), '最少有效答卷', 'Least answers', 'number'),
        opensOn: date('开始', 'Opens on'),
        closesOn: date('结束', 'Closes on'),
      }),
    },
  },
  states: {
    prepared: { label: { zh: '待发放', en: 'Prepared' }, look: 'waiting' },
    open: { label: { zh: '进行中', en: 'Open' }, look: 'working' },
    closed: { label: { zh: '已结束', en: 'Closed' }, look: 'done', final: true },
    withdrawn: { label: { zh: '已撤回', en: 'Withdrawn' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {},
  actions: {
    openSurvey: {
      label: { zh: '发放', en: 'Open' },
      from: ['prepared'],
      to: 'open',
      by: 'survey.manage',
      look: 'primary',
      asks: z.object({ note }),
    },
    closeSurvey: {
      label: { zh: '结束', en: 'Close' },
      from: ['open'],
      to: 'closed',
      by: 'survey.manage',
      asks: z.object({ note }),
    },
    withdraw: {
      label: { zh: '撤回', en: 'Withdraw' },
      from: ['prepared', 'open'],
      to: 'withdrawn',
      by: 'survey.manage',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
  },
});
