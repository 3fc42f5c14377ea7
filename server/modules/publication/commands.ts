import { z } from 'zod';
import { type Tx, unlessTaken } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, findRecord, openRecord } from '../../kernel/records.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { governmentOf } from '../budget/classification/government.ts';
import { codesIn, printedCodes } from '../budget/classification/rules.ts';
import { listCodes } from '../budget/classification/store.ts';
import { budgetProcedure } from '../budget/procedures.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { checkDocument } from '../disclosure/checks/registry.ts';
import type { Code } from '../disclosure/data/classification.ts';
import { parseDocument, type Reading } from '../disclosure/document/parse.ts';
import { readContent } from '../disclosure/document/read.ts';
import type { Finding } from '../disclosure/model.ts';
import { findToday } from '../organisation/store.ts';
import { listAssets, listEngagements, listQuotas } from '../staff/store.ts';
import { findApprovedPlan } from '../targets/store.ts';
import { namesIn } from './figures.ts';
import { type FileSource, filesOf, type MadeFile } from './files.ts';
import type { publicationLifecycle } from './lifecycle.ts';
import { type MadeOf, type PublicationFacts, type PublicationRecord, publicationProcedure } from './procedures.ts';
import { registerOn } from './register.ts';
import { answeredByPlan, textOf } from './rules.ts';
import { keepFiles } from './store.ts';
import { HOUSE, templateNamed, templateOn, templatesKnown } from './templates/choosing.ts';

/** A document as it stands now: its text, how it reads, and what the reconciliation says of it. */
export interface Standing {
  text: string;
  reading: Reading;
  findings: Finding[];
  sources: MadeOf | null;
}

/** 收支分类科目 as this district knows them, by budget years. */
export const codesKnown = async (tx: Tx, jurisdictionId: number): Promise<Code[]> =>
  printedCodes(await listCodes(tx, jurisdictionId));

/** What a document of a budget is made of, if it goes out on a local date. */
export async function findSources(
  tx: Tx,
  jurisdictionId: number,
  { budgetId, publishOn }: { budgetId: string | null; publishOn: string },
): Promise<MadeOf | null> {
  const budget = budgetId === null ? null : await findRecord(tx, budgetProcedure, jurisdictionId, budgetId);
  if (!budget) return null;
  const before = `${budget.year - 1}-12-31`;
  const last = await findBudgetOfYear(tx, jurisdictionId, budget.year - 1);
  const plan = await findApprovedPlan(tx, jurisdictionId, budget.year);
  const assets = await listAssets(tx, jurisdictionId);
  const engagements = await listEngagements(tx, jurisdictionId, null);
  const quotas = await listQuotas(tx, jurisdictionId);
  const versions = await listCodes(tx, jurisdictionId);
  const { template, ...chosen } = await templateOn(tx, jurisdictionId, publishOn);
  return {
    budget,
    last: last?.approvedLines ? last : null,
    plan,
    register: registerOn(before, { assets, engagements, quotas }),
    codes: printedCodes(versions),
    governmentNames: new Map(
      codesIn(versions, budget.year).flatMap(({ scheme, code, nameZh }) =>
        scheme === 'governmentEconomic' ? [[code, nameZh] as const] : [],
      ),
    ),
    template,
    chosen,
  };
}

/** What was signed stands as it was, read by the set it was made by; before that the text follows its sources. */
export async function standingOf(tx: Tx, record: PublicationRecord, draft = record.content): Promise<Standing> {
  const { jurisdictionId, budgetId, source } = record;
  const publishOn = draft?.publishOn ?? '';
  const sources = draft ? await findSources(tx, jurisdictionId, { budgetId, publishOn }) : null;
  const live = sources && draft ? textOf(sources, draft) : '';
  const text = record.text ?? source ?? live;
  const template =
    record.text === null
      ? (sources?.template ?? HOUSE.template)
      : await templateNamed(tx, jurisdictionId, record.template?.id);
  const read =
    source === null ? parseDocument(text, [template]) : readContent(text, await templatesKnown(tx, jurisdictionId));
  const reading = 'refused' in read ? parseDocument('') : read;
  const codes = sources?.codes ?? (await codesKnown(tx, jurisdictionId));
  return { text, reading, findings: answeredByPlan(checkDocument(reading, codes), sources?.plan ?? null), sources };
}

/** What decides about a record, from how it stands. */
export async function factsOf(
  { tx, actor, now, jurisdictionId }: Pick<Deed, 'tx' | 'actor' | 'now' | 'jurisdictionId'>,
  { sources, findings }: Pick<Standing, 'sources' | 'findings'>,
): Promise<PublicationFacts> {
  return { actor, now, today: await findToday(tx, jurisdictionId, now), sources, findings };
}

/** 编制公开文本 — one for each year that is in force. */
export async function compile(
  deed: Deed,
  asked: { budgetId: string; content: { publishOn: string } },
): Promise<PublicationRecord> {
  const wanted = { budgetId: asked.budgetId, publishOn: asked.content.publishOn };
  const sources = await findSources(deed.tx, deed.jurisdictionId, wanted);
  const facts = await factsOf(deed, { sources, findings: [] });
  return unlessTaken(
    {
      refused: 'conflict',
      code: 'publicationExists',
      message: { zh: '该年度已有公开文本。', en: 'There is already a document of that year.' },
      right: { zh: '修改原文本，或先撤回它。', en: 'Change that one, or withdraw it first.' },
    },
    () => openRecord(deed, publicationProcedure, 'compile', asked, facts),
  );
}

/** 导入旧文本 — text or JSON, for reconciliation only. */
export async function takeIn(deed: Deed, asked: { name: string; source: string }): Promise<PublicationRecord> {
  const reading = readContent(asked.source, await templatesKnown(deed.tx, deed.jurisdictionId));
  const unread: Refusal | null =
    'refused' in reading ? { refused: 'conflict', code: 'notADocument', message: reading.refused } : null;
  const read = 'refused' in reading ? (unread as Refusal) : headOf(reading, asked.name);
  const facts = await factsOf(deed, { sources: null, findings: [] });
  return openRecord(deed, publicationProcedure, 'takeIn', asked, { ...facts, read });
}

const headOf = ({ document: { document } }: Reading, name: string) => ({
  year: document.fiscalYear,
  titleZh: document.titleZh || document.titlePrinted || name,
});

/** Any action; publishing makes the files first and keeps them with the record. */
export async function handlePublication(
  deed: Deed,
  asked: Asked<typeof publicationLifecycle>,
): Promise<PublicationRecord> {
  let made: MadeFile[] = [];
  const record = await actOn(deed, publicationProcedure, asked, async (found) => {
    const standing = await standingOf(deed.tx, found);
    const sources = asked.action === 'write' ? await sourcesFor(deed, found, asked.input) : standing.sources;
    const facts = await factsOf(deed, { ...standing, sources });
    if (asked.action !== 'publish' || found.state !== 'countersigned') return facts;
    made = await filesOf(sourceOf(standing, deed.now));
    return { ...facts, files: made.map(({ bytes: _, ...file }) => file) };
  });
  if (record.state === 'published' && made.length > 0) await keepFiles(deed.tx, deed.jurisdictionId, record.id, made);
  return record;
}

/** With another day of publication another set may hold. */
async function sourcesFor({ tx, jurisdictionId }: Deed, { budgetId, content }: PublicationRecord, input: unknown) {
  const { content: written } = (input ?? {}) as { content?: { publishOn?: unknown } };
  const day = z.iso.date().safeParse(written?.publishOn);
  const publishOn = day.success ? day.data : (content?.publishOn ?? '');
  return findSources(tx, jurisdictionId, { budgetId, publishOn });
}

export const sourceOf = ({ reading, text, sources }: Standing, at: Instant): FileSource => ({
  reading,
  text,
  lines: sources?.budget.approvedLines ?? [],
  projects: sources?.budget.projects ?? [],
  names: new Map(sources ? [...namesIn({ ...sources.budget, codes: sources.codes }), ...sources.governmentNames] : []),
  government: sources ? governmentOf(sources.budget) : new Map(),
  at,
});
