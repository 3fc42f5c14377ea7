import { z } from 'zod';
import { defineLifecycle } from '../../../kernel/lifecycle.ts';
import { asked, date } from '../../cases/forms.ts';
import { templateShape } from './shape.ts';

/** 公开样式 — adopted as data, in force from one day to another; which was used is written in each document. */
export const templateSetLifecycle = defineLifecycle({
  kind: 'templateSet',
  label: { zh: '公开样式', en: 'template set' },
  initial: 'inForce',
  openings: {
    adoptTemplate: {
      label: { zh: '采用样式', en: 'Adopt' },
      by: 'publication.template',
      asks: z.object({
        provinceZh: asked(z.string().trim().min(2).max(30), '省份', 'Province', 'text'),
        from: date('生效日期', 'From'),
        until: date('失效日期', 'Until').nullable().default(null),
        basis: asked(z.string().trim().min(4).max(200), '依据文件', 'Basis', 'text'),
        template: templateShape,
      }),
    },
  },
  states: {
    inForce: { label: { zh: '有效', en: 'In force' }, look: 'done' },
    revoked: { label: { zh: '已撤销', en: 'Revoked' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    endsBeforeStart: { zh: '失效日期不能早于生效日期。', en: 'It cannot end before it begins.' },
  },
  actions: {
    limitTemplate: {
      label: { zh: '设定失效日期', en: 'Set its last day' },
      from: ['inForce'],
      to: 'same',
      by: 'publication.template',
      unless: ['endsBeforeStart'],
      asks: z.object({ until: date('失效日期', 'Until') }),
    },
    revokeTemplate: {
      label: { zh: '撤销样式', en: 'Revoke' },
      from: ['inForce'],
      to: 'revoked',
      by: 'publication.template',
      look: 'danger',
      warns: {
        zh: '已公开的文本不变；未签发的文本改用其他样式。',
        en: 'What is published stays; what is not signed yet takes another set.',
      },
      asks: z.object({ reason: asked(z.string().trim().min(4).max(500), '理由', 'Reason', 'textarea') }),
    },
  },
});
