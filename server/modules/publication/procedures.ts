import type { Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import type { Fault, Refusal } from '../../kernel/refusal.ts';
import type { BudgetRecord } from '../budget/procedures.ts';
import { redact } from '../cases/redaction.ts';
import type { Finding } from '../disclosure/model.ts';
import { publicationLifecycle } from './lifecycle.ts';
import type { FrozenFile, Overrule, Signature, TemplateChoice, Written } from './model.ts';
import {
  findingKey,
  missingOf,
  movesOf,
  openErrors,
  openWarnings,
  type Sources,
  textOf,
  typedFigures,
} from './rules.ts';

/** What a document is made of, with the record of its budget and the set it is made by. */
export interface MadeOf extends Sources {
  budget: BudgetRecord;
  /** The names of the government's classification in the year, by code. */
  governmentNames: ReadonlyMap<string, string>;
  chosen: TemplateChoice;
}

/** What a decision is made from besides the record. */
export interface PublicationFacts extends Situation {
  /** Local date. */
  today: string;
  /** What the document is made of; null for one that was taken in. */
  sources: MadeOf | null;
  /** What the reconciliation says of the text as it stands. */
  findings: readonly Finding[];
  /** Of a document taken in: what it is; or why it cannot be read. */
  read?: { year: number; titleZh: string } | Refusal;
  /** At publication: the files that go out. */
  files?: readonly FrozenFile[];
}

export interface Publication {
  kind: 'made' | 'imported';
  year: number;
  titleZh: string;
  budgetId: string | null;
  content: Written | null;
  /** Of a document taken in: what the file held. */
  source: string | null;
  /** The text that was signed; null while it is being written. */
  text: string | null;
  approvedOn: string | null;
  dueOn: string | null;
  overrules: Overrule[];
  signed: Signature | null;
  countersigned: Signature | null;
  publishedOn: string | null;
  files: FrozenFile[];
  withdrawnFor: string | null;
  /** Absent for one that was taken in. */
  template?: TemplateChoice;
}

const invalid = (faults: Fault[]): Refusal => ({
  refused: 'invalid',
  code: 'typedFigures',
  message: { zh: '文字里不能手写金额和比例。', en: 'Amounts and rates may not be typed.' },
  right: { zh: '数字只从预算来，文字里删去即可。', en: 'Figures come from the budget only; leave them out.' },
  faults,
});

const notApproved: Refusal = {
  refused: 'conflict',
  code: 'budgetNotApprovedYet',
  message: { zh: '预算批复之后才编制公开文本。', en: 'The document is compiled after the budget was approved.' },
};

/** All findings that an answer speaks of. */
const keysOf = ({ finding, also }: Record<string, unknown>): unknown[] => [
  finding,
  ...(Array.isArray(also) ? also : []),
];

export const publicationProcedure: Procedure<typeof publicationLifecycle, Publication, PublicationFacts> = {
  lifecycle: publicationLifecycle,
  table: 'publication_document',
  freeze(record, name, input, { sources, read, files }) {
    if (name === 'takeIn') return read === undefined ? {} : 'refused' in read ? read : { ...read };
    if (name === 'compile' || name === 'write') {
      if (!sources?.budget.approvedOn) return notApproved;
      const { budget } = sources;
      const faults = typedFigures(input.content as Written, sources);
      if (faults.length > 0) return invalid(faults.map(({ path, message }) => ({ path: `content.${path}`, message })));
      const { year, approvedOn, publishDueOn, unit } = budget;
      return {
        year,
        approvedOn,
        dueOn: publishDueOn,
        titleZh: `${year}年度${unit.nameZh}部门预算`,
        template: sources?.chosen,
      };
    }
    if (name === 'sign' && sources && record?.content)
      return { text: textOf(sources, record.content), template: sources.chosen };
    return name === 'publish' ? { files: files ?? [] } : {};
  },
  begin({ action, data: { input, frozen } }) {
    const { year, titleZh, approvedOn = null, dueOn = null, template } = frozen as Partial<Publication>;
    const made = action === 'compile';
    return {
      kind: made ? 'made' : 'imported',
      year: year ?? 0,
      titleZh: titleZh ?? '',
      budgetId: 'budgetId' in input ? input.budgetId : null,
      content: 'content' in input ? input.content : null,
      source: 'source' in input ? input.source : null,
      text: null,
      approvedOn,
      dueOn,
      overrules: [],
      signed: null,
      countersigned: null,
      publishedOn: null,
      files: [],
      withdrawnFor: null,
      ...(template ? { template } : {}),
    };
  },
  change(record, entry, { actorId, at }) {
    switch (entry.action) {
      case 'write': {
        const { titleZh, approvedOn, dueOn, template } = entry.data.frozen as unknown as Publication;
        return { content: entry.data.input.content, titleZh, approvedOn, dueOn, ...(template ? { template } : {}) };
      }
      case 'overrule': {
        const { finding, also, reason } = entry.data.input;
        const kept = [...new Set([finding, ...(also ?? [])])].map((key) => {
          const [rule = '', place = ''] = key.split('|');
          return { key, rule, place, reason, by: actorId, confirmedBy: null };
        });
        return { overrules: [...record.overrules, ...kept] };
      }
      case 'confirmOverrule':
        return {
          overrules: record.overrules.map((one) =>
            one.key === entry.data.input.finding ? { ...one, confirmedBy: actorId } : one,
          ),
        };
      case 'sign':
        return {
          text: String(entry.data.frozen.text),
          signed: { by: actorId, at },
          ...(entry.data.frozen.template ? { template: entry.data.frozen.template as TemplateChoice } : {}),
        };
      case 'countersign':
        return { countersigned: { by: actorId, at } };
      case 'takeBack':
        return { text: null, signed: null, countersigned: null };
      case 'publish':
        return {
          publishedOn: record.content?.publishOn ?? null,
          files: entry.data.frozen.files as FrozenFile[],
        };
      case 'withdraw':
        return { withdrawnFor: entry.data.input.reason };
      default:
        return {};
    }
  },
  relations: {},
  refusals: {
    importedOnly: ({ kind }) => kind === 'imported',
    nothingBehind: (_record, { sources }) => !sources?.budget.approvedOn,
    openErrors: ({ overrules }, { findings }) => openErrors(findings, overrules).length > 0,
    openWarnings: ({ overrules }, { findings }) => openWarnings(findings, overrules).length > 0,
    reasonsMissing: ({ content }, { sources }) =>
      !!sources && !!content && movesOf(sources, content).some(({ asks }) => asks),
    figuresMissing: (_record, { sources }) => !!sources && missingOf(sources).length > 0,
    noSuchFinding: (_record, { findings }, input) =>
      input !== null &&
      keysOf(input).some((key) => !findings.some((one) => one.severity !== 'info' && findingKey(one) === key)),
    overruledAlready: ({ overrules }, _facts, input) =>
      input !== null && overrules.some(({ key }) => keysOf(input).includes(key)),
    noReasonWritten({ overrules }, { findings }, input) {
      const errors = new Set(findings.filter(({ severity }) => severity === 'error').map(findingKey));
      const waits = overrules.filter(({ key, confirmedBy }) => confirmedBy === null && errors.has(key));
      return !waits.some(({ key }) => input === null || key === input.finding);
    },
    ownReason: ({ overrules }, { actor }, input) =>
      input !== null && overrules.some(({ key, by }) => key === input.finding && by === actor?.id),
    ownSignature: ({ signed }, { actor }) => signed?.by === actor?.id,
    notTheDay: ({ content }, { today }) => content?.publishOn !== today,
  },
  maySee: (_record, actor) => actor.permissions.has('publication.read'),
  columns: ({ year, kind }) => ({ year, made: kind === 'made' }),
  cleaned: redact,
};
export type PublicationRecord = RecordOf<typeof publicationProcedure>;
