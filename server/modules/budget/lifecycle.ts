import { z } from 'zod';
import { defineLifecycle } from '../../kernel/lifecycle.ts';
import { asked, date, note } from '../cases/forms.ts';
import {
  fundTypes,
  incomeSources,
  lineKinds,
  lineRoles,
  procurementKinds,
  projectCategories,
  unitKinds,
  type VehicleKind,
  type VisitCount,
} from './model.ts';

const told = (zh: string, en: string) => asked(z.string().trim().min(4).max(1000), zh, en, 'textarea');
const short = (zh: string, en: string, most = 100) => asked(z.string().trim().min(1).max(most), zh, en, 'text');

/** Whole fen; the largest is ten thousand 亿元, far below what a number holds exactly. */
export const fen = z.number().int().min(0).max(100_000_000_000_000);
const delta = z.number().int().min(-100_000_000_000_000).max(100_000_000_000_000);
const count = z.number().int().min(0).max(1_000_000);

export const projectCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}$/);

export const lineKey = z.strictObject({
  functionCode: z.string().regex(/^\d{7}$/),
  economicCode: z.string().regex(/^\d{5}$/),
  fund: z.enum(fundTypes),
  kind: z.enum(lineKinds),
  role: z.enum(lineRoles).nullable().default(null),
  projectCode: projectCode.nullable().default(null),
});

export const incomeKey = z.strictObject({
  functionCode: z.string().regex(/^\d{7}$/),
  source: z.enum(incomeSources),
});

export const project = z.strictObject({
  code: projectCode,
  nameZh: short('项目名称', 'Project'),
  category: z.enum(projectCategories),
  basis: z.string().trim().max(500).default(''),
  goalZh: z.string().trim().max(1000).default(''),
  firstYear: z.number().int().min(2000).max(2100).nullable().default(null),
  lastYear: z.number().int().min(2000).max(2100).nullable().default(null),
  ownerZh: z.string().trim().max(60).default(''),
});

export const monthKey = z.strictObject({
  kind: z.enum(lineKinds),
  role: z.enum(lineRoles).nullable().default(null),
  projectCode: projectCode.nullable().default(null),
  month: z.number().int().min(1).max(12),
});

export const purchaseKey = z.strictObject({
  purchase: z.enum(procurementKinds),
  economicCode: z.string().regex(/^\d{5}$/),
  projectCode: projectCode.nullable().default(null),
  item: short('采购项目', 'Item'),
});

export const unitFacts = z.strictObject({
  nameZh: short('单位名称', 'Name'),
  shortNameZh: z.string().trim().max(60).default(''),
  districtZh: z.string().trim().max(60).default(''),
  kind: z.enum(unitKinds),
  fundingNatureZh: z.string().trim().max(60).default(''),
  staffInPost: count.nullable().default(null),
  staffQuota: count.nullable().default(null),
  internalDepartments: count.nullable().default(null),
  subordinateUnits: count.nullable().default(null),
  procurement: z
    .strictObject({ goods: fen, works: fen, services: fen } satisfies Record<
      (typeof procurementKinds)[number],
      typeof fen
    >)
    .default({ goods: 0, works: 0, services: 0 }),
  vehicles: z
    .strictObject({
      ministerial: count,
      confidential: count,
      emergency: count,
      lawEnforcement: count,
      special: count,
      other: count,
    } satisfies Record<VehicleKind, typeof count>)
    .default({ ministerial: 0, confidential: 0, emergency: 0, lawEnforcement: 0, special: 0, other: 0 }),
  equipment: z
    .strictObject({ over500k: count, over1m: count, plannedVehicles: count, planned500k: count, planned1m: count })
    .default({ over500k: 0, over1m: 0, plannedVehicles: 0, planned500k: 0, planned1m: 0 }),
  visits: z
    .strictObject({
      overseasTrips: count,
      overseasPersons: count,
      receptions: count,
      receptionPersons: count,
      vehiclesBought: count,
      vehiclesKept: count,
    } satisfies Record<VisitCount, typeof count>)
    .optional(),
  prior: z
    .strictObject({
      totalFen: fen.nullable(),
      generalFen: fen.nullable().optional(),
      agencyFen: fen.nullable().optional(),
      overseasFen: fen.nullable(),
      receptionFen: fen.nullable(),
      vehiclePurchaseFen: fen.nullable(),
      vehicleRunningFen: fen.nullable(),
    })
    .default({
      totalFen: null,
      overseasFen: null,
      receptionFen: null,
      vehiclePurchaseFen: null,
      vehicleRunningFen: null,
    }),
  reasons: z.record(z.string().max(60), z.string().trim().max(300)).default({}),
});

/** 部门预算 — drafted, submitted, approved by finance; changed only by adjustments from then on. */
export const budgetLifecycle = defineLifecycle({
  kind: 'budget',
  label: { zh: '部门预算', en: 'budget' },
  initial: 'drafting',
  openings: {
    draft: {
      label: { zh: '编制预算', en: 'Draft' },
      by: 'budget.edit',
      asks: z.object({
        year: asked(z.number().int().min(2000).max(2100), '年度', 'Year', 'number'),
        unit: unitFacts,
      }),
    },
  },
  states: {
    drafting: { label: { zh: '编制中', en: 'Being drafted' }, look: 'working' },
    submitted: { label: { zh: '已上报', en: 'Submitted' }, look: 'waiting' },
    approved: { label: { zh: '已批复', en: 'Approved' }, look: 'done' },
    closed: { label: { zh: '已决算', en: 'Closed' }, look: 'done', final: true },
  },
  relations: {},
  refusals: {
    empty: { zh: '还没有任何收支。', en: 'It has no amounts yet.' },
    notBalanced: { zh: '收入合计与支出合计不等。', en: 'Income and expenditure are not equal.' },
    cellChanged: { zh: '有单元格在您查看之后被他人更改。', en: 'Somebody changed a cell after you looked at it.' },
    noSuchProject: { zh: '项目库里没有这个项目。', en: 'The library has no such project.' },
    notReviewed: {
      zh: '有金额的项目尚未通过评审。',
      en: 'A project that has money has not been reviewed.',
    },
    ownProject: { zh: '须由提出人以外的人评审。', en: 'Somebody else than who put it forward must review it.' },
    unknownProject: { zh: '项目库里没有这个项目。', en: 'The library has no such project.' },
    projectInUse: { zh: '项目已有金额，不能移出。', en: 'The project has money and cannot be removed.' },
    belowZero: { zh: '调整后有科目为负。', en: 'A line would fall below zero.' },
    belowPaid: { zh: '调减后低于已支付数。', en: 'More would be taken from a line than is left of it.' },
    uneven: {
      zh: '调整后收支不平衡：支出增减须与收入增减相等。',
      en: 'Income and expenditure would differ: what is added to lines must come in.',
    },
    noneAsked: { zh: '没有待批的调整。', en: 'No adjustment is waiting.' },
    oneAsked: { zh: '已有一项调整待批。', en: 'An adjustment is waiting already.' },
    ownRequest: { zh: '须由申请人以外的人审批。', en: 'Somebody else than who asked must decide.' },
    personnelUnexplained: {
      zh: '有列入人员经费的科目须说明理由。',
      en: 'A line counted as personnel needs a reason.',
    },
  },
  actions: {
    edit: {
      label: { zh: '填报金额', en: 'Enter amounts' },
      from: ['drafting'],
      to: 'same',
      by: 'budget.edit',
      unless: ['cellChanged', 'noSuchProject'],
      asks: z.object({
        lines: z
          .array(lineKey.extend({ was: fen, fen }))
          .max(2000)
          .default([]),
        incomes: z
          .array(incomeKey.extend({ was: fen, fen }))
          .max(500)
          .default([]),
      }),
    },
    plan: {
      label: { zh: '填报采购与用款计划', en: 'Plan purchases and months' },
      from: ['drafting', 'submitted', 'approved'],
      to: 'same',
      by: 'budget.edit',
      unless: ['cellChanged', 'noSuchProject'],
      asks: z.object({
        months: z
          .array(monthKey.extend({ was: fen, fen }))
          .max(2000)
          .default([]),
        purchases: z
          .array(purchaseKey.extend({ was: fen, fen }))
          .max(500)
          .default([]),
      }),
    },
    describe: {
      label: { zh: '填报单位情况', en: 'Describe the unit' },
      from: ['drafting', 'submitted', 'approved'],
      to: 'same',
      by: 'budget.edit',
      asks: z.object({ unit: unitFacts }),
    },
    mapLine: {
      label: { zh: '指定政府经济分类', en: 'Choose the government code of a line' },
      from: ['drafting', 'submitted', 'approved'],
      to: 'same',
      by: 'budget.edit',
      asks: z.object({
        line: lineKey,
        code: z
          .string()
          .regex(/^\d{5}$/)
          .nullable(),
      }),
    },
    explainLine: {
      label: { zh: '说明列入人员经费的理由', en: 'Say why a line counts as personnel' },
      from: ['drafting', 'submitted', 'approved'],
      to: 'same',
      by: 'budget.edit',
      asks: z.object({ line: lineKey, reason: told('列入理由', 'Reason') }),
    },
    putProject: {
      label: { zh: '项目入库', en: 'Put into the library' },
      from: ['drafting', 'approved'],
      to: 'same',
      by: 'budget.edit',
      asks: z.object({ project }),
    },
    reviewProject: {
      label: { zh: '评审项目', en: 'Review a project' },
      from: ['drafting', 'submitted', 'approved'],
      to: 'same',
      by: 'budget.approve',
      unless: ['unknownProject', 'ownProject'],
      asks: z.object({
        code: projectCode,
        passed: asked(z.boolean(), '是否通过', 'Passed', 'boolean'),
        on: date('评审日期', 'On'),
        note,
      }),
    },
    removeProject: {
      label: { zh: '项目出库', en: 'Remove from the library' },
      from: ['drafting'],
      to: 'same',
      by: 'budget.edit',
      look: 'danger',
      unless: ['projectInUse'],
      asks: z.object({ code: projectCode }),
    },
    submitBudget: {
      label: { zh: '上报', en: 'Submit' },
      from: ['drafting'],
      to: 'submitted',
      by: 'budget.edit',
      look: 'primary',
      unless: ['empty', 'notBalanced', 'notReviewed', 'personnelUnexplained'],
      asks: z.object({ note }),
    },
    sendBudgetBack: {
      label: { zh: '退回修改', en: 'Send back' },
      from: ['submitted'],
      to: 'drafting',
      by: 'budget.approve',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    approveBudget: {
      label: { zh: '登记批复', en: 'Record the approval' },
      from: ['submitted'],
      to: 'approved',
      by: 'budget.approve',
      look: 'primary',
      unless: ['notReviewed'],
      asks: z.object({
        approvedOn: date('批复日期', 'Approved on'),
        document: short('批复文号', 'Document number', 80),
      }),
    },
    askAdjustment: {
      label: { zh: '申请调整', en: 'Ask for an adjustment' },
      from: ['approved'],
      to: 'same',
      by: 'budget.edit',
      unless: ['oneAsked', 'belowZero', 'belowPaid', 'uneven', 'noSuchProject', 'notReviewed', 'personnelUnexplained'],
      asks: z.object({
        reason: told('调整理由', 'Reason'),
        deltas: z
          .array(lineKey.extend({ fen: delta }))
          .min(1)
          .max(200),
        incomes: z
          .array(incomeKey.extend({ fen: delta }))
          .max(100)
          .default([]),
      }),
    },
    grantAdjustment: {
      label: { zh: '批准调整', en: 'Grant the adjustment' },
      from: ['approved'],
      to: 'same',
      by: 'budget.approve',
      unless: ['noneAsked', 'ownRequest', 'notReviewed', 'belowPaid'],
      asks: z.object({ on: date('批准日期', 'On') }),
    },
    refuseAdjustment: {
      label: { zh: '不予调整', en: 'Refuse the adjustment' },
      from: ['approved'],
      to: 'same',
      by: 'budget.approve',
      unless: ['noneAsked'],
      asks: z.object({ reason: told('理由', 'Reason'), on: date('日期', 'On') }),
    },
    closeBudget: {
      label: { zh: '决算', en: 'Close the year' },
      from: ['approved'],
      to: 'closed',
      by: 'budget.approve',
      warns: { zh: '决算后不能再登记或冲销支付。', en: 'No payment can be booked or reversed any more.' },
      asks: z.object({ note }),
    },
  },
});

/** 支付 — money paid from a line; a reversal takes it back and stays visible. */
export const paymentLifecycle = defineLifecycle({
  kind: 'payment',
  label: { zh: '支付', en: 'payment' },
  initial: 'booked',
  openings: {
    pay: {
      label: { zh: '登记支付', en: 'Book a payment' },
      by: 'budget.pay',
      asks: z.object({
        budgetId: z.uuid(),
        line: lineKey,
        fen: fen.min(1),
        on: date('支付日期', 'Paid on'),
        voucher: short('凭证号', 'Voucher', 60),
        purpose: short('用途', 'Purpose', 200),
        overrule: asked(z.string().trim().max(300).default(''), '超预算理由', 'Why beyond the budget', 'textarea'),
      }),
    },
  },
  states: {
    booked: { label: { zh: '已支付', en: 'Booked' }, look: 'done' },
    reversed: { label: { zh: '已冲销', en: 'Reversed' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    beforePayment: { zh: '冲销不能早于支付。', en: 'It cannot be reversed before it was paid.' },
    otherYear: {
      zh: '冲销日期须在支付的同一年度内；跨年退回的款项不冲本年预算。',
      en: 'It is reversed within the year in which it was paid; what comes back later is not of this budget.',
    },
    yearClosed: {
      zh: '该年度已决算，支付不能再冲销。',
      en: 'The year is closed: its payments cannot be reversed any more.',
    },
  },
  actions: {
    reverse: {
      label: { zh: '冲销', en: 'Reverse' },
      from: ['booked'],
      to: 'reversed',
      by: 'budget.pay',
      look: 'danger',
      unless: ['beforePayment', 'otherYear', 'yearClosed'],
      asks: z.object({ on: date('日期', 'On'), reason: told('理由', 'Reason') }),
    },
  },
});
