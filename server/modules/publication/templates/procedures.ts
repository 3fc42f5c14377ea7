import type { Procedure, RecordOf } from '../../../kernel/procedure.ts';
import { invalidInput } from '../../../kernel/refusal.ts';
import { redact } from '../../cases/redaction.ts';
import type { Template } from '../../disclosure/data/template.ts';
import { templateSetLifecycle } from './lifecycle.ts';
import { templateFaults } from './rules.ts';
import { asTemplate } from './shape.ts';

export interface TemplateSet {
  provinceZh: string;
  /** Local dates; until null it holds on. */
  from: string;
  until: string | null;
  basis: string;
  template: Template;
}

export const templateSetProcedure: Procedure<typeof templateSetLifecycle, TemplateSet> = {
  lifecycle: templateSetLifecycle,
  table: 'publication_template',
  freeze(_record, name, input) {
    if (name !== 'adoptTemplate') return {};
    const { template, from, until } = input as unknown as TemplateSet;
    const faults = templateFaults(template);
    if (until !== null && until < from)
      faults.push({ path: 'until', message: templateSetLifecycle.refusals.endsBeforeStart });
    return faults.length === 0 ? {} : invalidInput(faults, { zh: '这套样式不能用。', en: 'This set cannot work.' });
  },
  begin: ({ data: { input } }) => ({ ...input, template: asTemplate(input.template) }),
  change: (_record, entry) => (entry.action === 'limitTemplate' ? { until: entry.data.input.until } : {}),
  relations: {},
  refusals: {
    endsBeforeStart: ({ from }, _facts, input) => input !== null && String(input.until) < from,
  },
  maySee: (_record, actor) => actor.permissions.has('publication.read'),
  columns: ({ from, until }) => ({ from_on: from, until_on: until }),
  cleaned: redact,
};
export type TemplateSetRecord = RecordOf<typeof templateSetProcedure>;
