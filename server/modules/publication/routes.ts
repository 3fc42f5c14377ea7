import { z } from 'zod';
import { type Call, FileAnswer, route } from '../../kernel/http.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import { refuse } from '../../kernel/refusal.ts';
import { recordExport } from '../accounts/commands.ts';
import { findNames } from '../accounts/store.ts';
import { checkDocument, countFindings } from '../disclosure/checks/registry.ts';
import { readContent } from '../disclosure/document/read.ts';
import type { Finding } from '../disclosure/model.ts';
import { findToday } from '../organisation/store.ts';
import {
  codesKnown,
  compile,
  factsOf,
  handlePublication,
  type Standing,
  sourceOf,
  standingOf,
  takeIn,
} from './commands.ts';
import { fileKinds, fileOf } from './files.ts';
import { publicationLifecycle, written } from './lifecycle.ts';
import { fileFormats, type Signature, type Written } from './model.ts';
import { paperOf } from './paper.ts';
import { type MadeOf, type PublicationRecord, publicationProcedure } from './procedures.ts';
import { registeredFacts } from './register.ts';
import {
  checklistOf,
  daysLeft,
  findingKey,
  missingOf,
  movesOf,
  openErrors,
  openWarnings,
  typedFigures,
  usesOf,
} from './rules.ts';
import { findingShape, listedShape, previewShape, publicationShape, standingShape } from './shapes.ts';
import { findFile, listPublications } from './store.ts';
import { templatesKnown } from './templates/choosing.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

const notBeingWritten = {
  refused: 'conflict',
  code: 'notBeingWritten',
  message: { zh: '这份文本现在不在撰写。', en: 'This document is not being written now.' },
  right: { zh: '先退回修改。', en: 'Take it back first.' },
} as const;

const keyed = (findings: readonly Finding[]) => findings.map((one) => ({ ...one, key: findingKey(one) }));

const leftOf = ({ dueOn, state }: PublicationRecord, today: string) =>
  dueOn === null || state === 'published' || state === 'withdrawn' ? null : daysLeft(dueOn, today);

async function view(record: PublicationRecord, call: Asking, given?: Standing) {
  const standing = given ?? (await standingOf(call.tx, record));
  const { findings, sources, reading } = standing;
  const facts = await factsOf(deedOf(call), standing);
  const { source: _, text: __, ...rest } = shown(publicationProcedure, record, facts);
  const signatories = [record.signed?.by, record.countersigned?.by].filter((by) => typeof by === 'string');
  const names = await findNames(call.tx, record.jurisdictionId, signatories);
  const named = (one: Signature | null) => one && { ...one, name: names.get(one.by ?? '') ?? null };
  return {
    ...rest,
    signed: named(record.signed),
    countersigned: named(record.countersigned),
    daysLeft: leftOf(record, facts.today),
    counts: countFindings(findings),
    open: openErrors(findings, record.overrules).length,
    openWarnings: openWarnings(findings, record.overrules).length,
    ...toldBy(sources, record.content),
    checklist: checklistOf(findings, reading.template),
  };
}

/** What the sources of a document say beside its text: what is missing or moved, and where the words come from. */
function toldBy(sources: MadeOf | null, content: Written | null) {
  if (sources === null || content === null) return { missing: [], moves: [], registered: [], uses: [], promises: null };
  const { budget, plan, register } = sources;
  return {
    missing: missingOf(sources),
    moves: movesOf(sources, content),
    registered: registeredFacts(budget.unit, register),
    uses: usesOf(sources),
    promises: plan === null ? null : { goals: plan.goals.length, indicators: plan.indicators.length },
  };
}

export const publicationRoutes = [
  route({
    method: 'GET',
    path: '/publications',
    permission: 'publication.read',
    summary: { zh: '公开文本，注明到期日', en: 'Documents, the newest year first, with the day they are due' },
    answer: z.object({ items: z.array(listedShape) }),
    async handle({ tx, actor, now }) {
      const found = await listPublications(tx, actor.jurisdictionId);
      const today = await findToday(tx, actor.jurisdictionId, now);
      const items = found.map((one) => {
        const { id, version, state, openedAt, openedBy, updatedAt } = one;
        const { kind, year, titleZh, approvedOn, dueOn, publishedOn } = one;
        const filed = { id, version, state, openedAt, openedBy, updatedAt };
        return { ...filed, kind, year, titleZh, approvedOn, dueOn, publishedOn, daysLeft: leftOf(one, today) };
      });
      return { items };
    },
  }),
  route({
    method: 'POST',
    path: '/publications',
    permission: 'publication.edit',
    summary: { zh: '由批复的预算编制公开文本', en: 'Compile the document of an approved budget' },
    status: 201,
    body: publicationLifecycle.openings.compile.asks.strict(),
    answer: publicationShape,
    handle: async (call) => view(await compile(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/publications/imported',
    permission: 'publication.edit',
    summary: { zh: '导入旧文本以勾稽', en: 'Take in a document, as text or JSON, to reconcile it' },
    status: 201,
    body: publicationLifecycle.openings.takeIn.asks.strict(),
    answer: publicationShape,
    handle: async (call) => view(await takeIn(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/publication/check',
    permission: 'publication.read',
    summary: { zh: '勾稽一份文本或 JSON，不保存', en: 'Reconcile a text or JSON, keeping nothing' },
    body: z.strictObject({ content: z.string().min(1).max(900_000) }),
    answer: z.object({
      counts: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
      findings: z.array(findingShape),
    }),
    async handle({ tx, actor, body }) {
      const reading = readContent(body.content, await templatesKnown(tx, actor.jurisdictionId));
      if ('refused' in reading) return refuse({ refused: 'conflict', code: 'notADocument', message: reading.refused });
      const findings = checkDocument(reading, await codesKnown(tx, actor.jurisdictionId));
      return { counts: countFindings(findings), findings: keyed(findings) };
    },
  }),
  route({
    method: 'GET',
    path: '/publications/:id',
    permission: 'publication.read',
    summary: { zh: '一份公开文本', en: 'A document: its content, checklist, comparison and signatures' },
    params: recordId,
    answer: publicationShape,
    handle: async (call) => view(await seenRecord(call.tx, publicationProcedure, call.actor, call.params.id), call),
  }),
  route({
    method: 'GET',
    path: '/publications/:id/text',
    permission: 'publication.read',
    summary: { zh: '文本、版面与勾稽结果', en: 'Its text, its layout, and what the reconciliation says' },
    params: recordId,
    answer: standingShape,
    async handle({ tx, actor, params }) {
      const record = await seenRecord(tx, publicationProcedure, actor, params.id);
      const { text, reading, findings } = await standingOf(tx, record);
      return { ...paperOf(reading), text, findings: keyed(findings) };
    },
  }),
  route({
    method: 'POST',
    path: '/publications/:id/preview',
    permission: 'publication.edit',
    summary: {
      zh: '按正在撰写的内容生成文本并勾稽，不保存',
      en: 'The text of what is being written, reconciled, not kept',
    },
    params: recordId,
    body: z.strictObject({ content: written }),
    answer: previewShape,
    async handle({ tx, actor, params, body }) {
      const record = await seenRecord(tx, publicationProcedure, actor, params.id);
      if (record.text !== null || record.content === null) return refuse(notBeingWritten);
      const { text, reading, findings, sources } = await standingOf(tx, record, body.content);
      return {
        ...paperOf(reading),
        text,
        findings: keyed(findings),
        counts: countFindings(findings),
        open: openErrors(findings, record.overrules).length,
        openWarnings: openWarnings(findings, record.overrules).length,
        checklist: checklistOf(findings, reading.template),
        faults: sources ? typedFigures(body.content, sources) : [],
        ...toldBy(sources, body.content),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/publications/:id/files/:format',
    permission: 'publication.read',
    summary: { zh: '下载：公开的为冻结的文件，未公开的为草稿', en: 'A file: as it was frozen, or of the draft' },
    params: recordId.extend({ format: z.enum(fileFormats) }),
    async handle(call) {
      const { tx, actor, params, now } = call;
      const record = await seenRecord(tx, publicationProcedure, actor, params.id);
      await recordExport(call, { kind: 'publication', recordId: record.id, detail: { format: params.format } });
      const kind = fileKinds[params.format];
      const kept = await findFile(tx, actor.jurisdictionId, record.id, params.format);
      const bytes = kept ?? (await fileOf(params.format, sourceOf(await standingOf(tx, record), now)));
      return new FileAnswer(bytes, kind.type, { name: `${record.titleZh || record.year}.${kind.ending}` });
    },
  }),
  route({
    method: 'POST',
    path: '/publications/:id/actions/:action',
    permission: 'publication.read',
    summary: { zh: '办理公开文本', en: 'Take an action on a document' },
    params: recordId.extend({ action: actionNames(publicationLifecycle) }),
    ifMatch: true,
    body: z.record(z.string(), z.unknown()),
    answer: publicationShape,
    handle: async (call) =>
      view(await handlePublication(deedOf(call), { ...call.params, input: call.body, version: call.version }), call),
  }),
] as const;
