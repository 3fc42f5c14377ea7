import { z } from 'zod';
import { defineLifecycle } from '../../kernel/lifecycle.ts';
import { asked, date } from '../cases/forms.ts';

const told = (zh: string, en: string) => asked(z.string().trim().min(4).max(1000), zh, en, 'textarea');
/** One paragraph: a line break or a tab would be read as another part of the document. */
const prose = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\t\r\n\f\0]*$/);
const said = (most: number) => prose(most).min(1);

const target = z.strictObject({
  level1Zh: said(30),
  level2Zh: said(40),
  nameZh: said(100),
  targetZh: said(60),
});

export const written = z.strictObject({
  duties: z.array(said(500)).max(40).default([]),
  aims: prose(500).default(''),
  tasks: z.array(said(1000)).max(40).default([]),
  uses: z.record(z.string().regex(/^\d{7}$/), prose(200)).default({}),
  goals: z
    .array(z.strictObject({ titleZh: said(100), textZh: prose(1000) }))
    .max(20)
    .default([]),
  targets: z.array(target).max(60).default([]),
  projects: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}$/),
        goalZh: prose(1000).default(''),
        otherFen: z.number().int().min(0).max(100_000_000_000_000).default(0),
        targets: z.array(target).max(60).default([]),
      }),
    )
    .max(60)
    .default([]),
  agencyReason: prose(200).default(''),
  departmentsLabelZh: said(20).default('内设科室'),
  reasons: z.record(z.string().max(60), prose(300)).default({}),
  publishOn: date('公开日期', 'Published on'),
});

const finding = z.string().min(1).max(2000);

/** 预算公开 — written, signed by two people, published; nothing goes out with a finding that nobody answers for. */
export const publicationLifecycle = defineLifecycle({
  kind: 'publication',
  label: { zh: '公开文本', en: 'published budget' },
  initial: 'writing',
  openings: {
    compile: {
      label: { zh: '编制公开文本', en: 'Compile' },
      by: 'publication.edit',
      asks: z.object({ budgetId: z.uuid(), content: written }),
    },
    takeIn: {
      label: { zh: '导入旧文本', en: 'Take in a document' },
      by: 'publication.edit',
      asks: z.object({
        name: asked(z.string().trim().min(1).max(200), '文件名', 'File', 'text'),
        source: z.string().min(1).max(900_000),
      }),
    },
  },
  states: {
    writing: { label: { zh: '撰写中', en: 'Being written' }, look: 'working' },
    signed: { label: { zh: '已签发', en: 'Signed' }, look: 'waiting' },
    countersigned: { label: { zh: '已会签', en: 'Countersigned' }, look: 'waiting' },
    published: { label: { zh: '已公开', en: 'Published' }, look: 'done' },
    withdrawn: { label: { zh: '已撤回', en: 'Withdrawn' }, look: 'refused', final: true },
  },
  relations: {},
  refusals: {
    importedOnly: { zh: '导入的文本只供勾稽。', en: 'A document taken in is only reconciled.' },
    nothingBehind: { zh: '预算已不是批复状态。', en: 'The budget is not approved any more.' },
    openErrors: {
      zh: '还有未更正、也未经第二人确认保留的错误。',
      en: 'There are errors that are neither corrected nor confirmed by a second person.',
    },
    openWarnings: { zh: '还有未说明的警告。', en: 'There are warnings that nobody has noted.' },
    reasonsMissing: { zh: '有数字变动而未说明原因。', en: 'A figure moved and nobody has said why.' },
    figuresMissing: { zh: '有应公开的数字没有填报。', en: 'A figure that is to be published was never entered.' },
    noSuchFinding: { zh: '现在没有这条错误或警告。', en: 'There is no such error or warning now.' },
    overruledAlready: { zh: '已说明过理由。', en: 'A reason was written already.' },
    noReasonWritten: { zh: '没有待确认的理由。', en: 'No reason waits to be confirmed.' },
    ownReason: { zh: '须由写理由以外的人确认。', en: 'Somebody else than who wrote the reason must confirm it.' },
    ownSignature: { zh: '会签须由签发以外的人。', en: 'Somebody else than the first signatory must countersign.' },
    notTheDay: {
      zh: '今天不是文本上印的公开日期；请退回，改正日期后重新签发。',
      en: 'Today is not the printed date; take it back, correct the date and sign again.',
    },
  },
  actions: {
    write: {
      label: { zh: '撰写内容', en: 'Write' },
      from: ['writing'],
      to: 'same',
      by: 'publication.edit',
      unless: ['importedOnly'],
      asks: z.object({ content: written }),
    },
    overrule: {
      label: { zh: '保留并说明', en: 'Keep, with the reason' },
      from: ['writing'],
      to: 'same',
      by: 'publication.edit',
      unless: ['noSuchFinding', 'overruledAlready'],
      asks: z.object({
        finding,
        /** Others that stay for the same reason. */
        also: z.array(finding).max(200).default([]),
        reason: told('保留理由', 'Reason'),
      }),
    },
    confirmOverrule: {
      label: { zh: '确认保留', en: 'Confirm that it stays' },
      from: ['writing'],
      to: 'same',
      by: 'publication.approve',
      unless: ['noReasonWritten', 'ownReason'],
      asks: z.object({ finding }),
    },
    sign: {
      label: { zh: '签发', en: 'Sign' },
      from: ['writing'],
      to: 'signed',
      by: 'publication.edit',
      look: 'primary',
      unless: ['importedOnly', 'nothingBehind', 'figuresMissing', 'reasonsMissing', 'openErrors', 'openWarnings'],
      asks: z.object({}),
    },
    countersign: {
      label: { zh: '会签', en: 'Countersign' },
      from: ['signed'],
      to: 'countersigned',
      by: 'publication.approve',
      look: 'primary',
      unless: ['ownSignature'],
      asks: z.object({}),
    },
    takeBack: {
      label: { zh: '退回修改', en: 'Take back' },
      from: ['signed', 'countersigned'],
      to: 'writing',
      by: 'publication.read',
      look: 'danger',
      asks: z.object({ reason: told('理由', 'Reason') }),
    },
    publish: {
      label: { zh: '公开', en: 'Publish' },
      from: ['countersigned'],
      to: 'published',
      by: 'publication.edit',
      look: 'primary',
      warns: { zh: '文本和文件即对所有人公开。', en: 'Text and files can then be read by everybody.' },
      unless: ['notTheDay'],
      asks: z.object({}),
    },
    withdraw: {
      label: { zh: '撤回', en: 'Withdraw' },
      from: ['writing', 'published'],
      to: 'withdrawn',
      by: 'publication.approve',
      look: 'danger',
      asks: z.object({ reason: told('撤回理由', 'Reason') }),
    },
  },
});
