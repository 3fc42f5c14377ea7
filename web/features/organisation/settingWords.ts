import type { Words } from '../../../server/kernel/words.ts';
import type { Stage } from '../../../server/modules/organisation/model.ts';
import type { JsonSchema } from '../../kit/schemaFields.ts';

export const stageWords: Record<Stage, Words> = {
  acceptance: { zh: '受理', en: 'Acceptance' },
  verification: { zh: '核实', en: 'Verification' },
  registration: { zh: '立案', en: 'Registration' },
  dispatch: { zh: '派遣', en: 'Dispatch' },
  acknowledgement: { zh: '签收', en: 'Acknowledgement' },
  checking: { zh: '核查', en: 'Checking' },
  closing: { zh: '结案', en: 'Closing' },
  ruling: { zh: '裁定', en: 'Ruling' },
};

const times = { zh: '次', en: 'times' };

/** What each setting decides, in the words of the centre; the bounds come from the server's own shape. */
export const settingWords: Record<string, JsonSchema> = {
  declinesBeforeRuling: {
    label: { zh: '退回几次后裁定', en: 'Declines before a ruling' },
    help: {
      zh: '到此次数，案卷转责任裁定，写明理由，成为先例。',
      en: 'Then the case goes to a ruling of responsibility, which becomes a precedent.',
    },
    unit: times,
  },
  reopenDays: {
    label: { zh: '结案后几天内可重办', en: 'Days in which a closed case can be reopened' },
    help: { zh: '过后另立新案，与原案关联。', en: 'After them a new, linked case is opened.' },
    unit: { zh: '自然日', en: 'calendar days' },
  },
  extensionsAtMost: {
    label: { zh: '一轮处置最多延期', en: 'Extensions of a round at most' },
    help: { zh: '已超期的不能再延。', en: 'Never once overdue.' },
    unit: times,
  },
  warnAt: {
    type: 'integer',
    minimum: 10,
    maximum: 100,
    label: { zh: '预警点', en: 'Warning at' },
    help: { zh: '用去时限的这么多之后，时钟变黄。', en: 'The clock turns amber once so much of the limit is used.' },
    unit: { zh: '%', en: '%' },
  },
  duplicateMetres: {
    label: { zh: '疑似重复：距离不超过', en: 'Possible duplicate: within' },
    unit: { zh: '米', en: 'metres' },
  },
  duplicateHours: {
    label: { zh: '疑似重复：相隔不超过', en: 'Possible duplicate: not apart more than' },
    unit: { zh: '小时', en: 'hours' },
  },
  stageLimits: {
    widget: 'stages',
    label: { zh: '中心各环节的时限', en: 'Limits of the centre’s own stages' },
    help: { zh: '处置的时限写在立案条件里。', en: 'The limit of handling stands in the registration condition.' },
  },
};
