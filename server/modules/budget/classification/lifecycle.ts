import { z } from 'zod';
import { defineLifecycle } from '../../../kernel/lifecycle.ts';
import { asked, choice } from '../../cases/forms.ts';
import type { Scheme } from './model.ts';

export const schemeWords: Record<Scheme, { zh: string; en: string }> = {
  functional: { zh: '支出功能分类', en: 'Functional' },
  departmentEconomic: { zh: '部门预算支出经济分类', en: 'Economic, of departments' },
  governmentEconomic: { zh: '政府预算支出经济分类', en: 'Economic, of government' },
  fund: { zh: '资金性质', en: 'Fund' },
};

/** 科目调整 — a code added, renamed or ended by a later document, from a day on; 财政部门 amends within a year too. */
export const amendmentLifecycle = defineLifecycle({
  kind: 'codeAmendment',
  label: { zh: '科目调整', en: 'amendment of a code' },
  initial: 'inForce',
  openings: {
    amendCode: {
      label: { zh: '增设或更名科目', en: 'Add or rename a code' },
      by: 'budget.classify',
      asks: z.object({
        scheme: choice(schemeWords, '科目类别', 'Scheme'),
        code: asked(z.string().regex(/^\d{1,7}$/), '编码', 'Code', 'text'),
        nameZh: asked(z.string().trim().min(1).max(60), '名称', 'Name', 'text'),
        from: asked(z.iso.date(), '生效日期', 'Valid from', 'date'),
        to: asked(z.iso.date().nullable().default(null), '失效日期', 'Valid to', 'date'),
        source: asked(z.string().trim().min(4).max(200), '依据文件', 'Source', 'text'),
      }),
    },
    endCode: {
      label: { zh: '停用科目', en: 'End a code' },
      by: 'budget.classify',
      asks: z.object({
        scheme: choice(schemeWords, '科目类别', 'Scheme'),
        code: asked(z.string().regex(/^\d{1,7}$/), '编码', 'Code', 'text'),
        from: asked(z.iso.date(), '自何日停用', 'Not valid from', 'date'),
        source: asked(z.string().trim().min(4).max(200), '依据文件', 'Source', 'text'),
      }),
    },
  },
  states: {
    inForce: { label: { zh: '有效', en: 'In force' }, look: 'done' },
    withdrawn: { label: { zh: '已撤回', en: 'Withdrawn' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    codeInUse: {
      zh: '已有预算用到这个科目，不能撤回；可自某日起停用。',
      en: 'A budget has money under the code; it can be ended from a day on, not withdrawn.',
    },
  },
  actions: {
    withdrawAmendment: {
      label: { zh: '撤回', en: 'Withdraw' },
      from: ['inForce'],
      to: 'withdrawn',
      by: 'budget.classify',
      look: 'danger',
      unless: ['codeInUse'],
      asks: z.object({ reason: asked(z.string().trim().min(4).max(1000), '理由', 'Reason', 'textarea') }),
    },
  },
});
