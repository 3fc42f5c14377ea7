import { type Tx, unlessTaken } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, findRecord, openRecord } from '../../kernel/records.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { type BudgetRecord, budgetProcedure } from '../budget/procedures.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { checkDocument } from '../disclosure/checks/registry.ts';
import { parseDocument, type Reading } from '../disclosure/document/parse.ts';
import { readContent } from '../disclosure/document/read.ts';
import type { Finding } from '../disclosure/model.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { filesOf, type MadeFile } from './files.ts';
import type { publicationLifecycle } from './lifecycle.ts';
import { type PublicationFacts, type PublicationRecord, publicationProcedure } from './procedures.ts';
import { textOf } from './rules.ts';
import { keepFiles } from './store.ts';

/** A document as it stands now: its text, how it reads, and what the reconciliation says of it. */
export interface Standing {
  text: string;
  reading: Reading;
  findings: Finding[];
  budget: BudgetRecord | null;
  last: BudgetRecord | null;
}

/** The budget behind a document, and the approved one of the year before. */
export async function findSources(
  tx: Tx,
  jurisdictionId: number,
  budgetId: string | null,
): Promise<{ budget: BudgetRecord | null; last: BudgetRecord | null }> {
  const budget = budgetId === null ? null : await findRecord(tx, budgetProcedure, jurisdictionId, budgetId);
  const last = budget && (await findBudgetOfYear(tx, jurisdictionId, budget.year - 1));
  return { budget, last: last?.approvedLines ? last : null };
}

/** What was signed stands as it was; before that the text follows the budget. */
export async function standingOf(tx: Tx, record: PublicationRecord): Promise<Standing> {
  const { budget, last } = await findSources(tx, record.jurisdictionId, record.budgetId);
  const live = budget && record.content ? textOf(budget, last, record.content) : '';
  const text = record.text ?? record.source ?? live;
  const read = record.source === null ? parseDocument(text) : readContent(text);
  const reading = 'refused' in read ? parseDocument('') : read;
  return { text, reading, findings: checkDocument(reading), budget, last };
}

async function today(tx: Tx, jurisdictionId: number, now: Instant): Promise<string> {
  return localDate(now, (await findJurisdiction(tx, jurisdictionId))?.timeZone ?? 'UTC');
}

/** What decides about a record, from how it stands. */
export async function factsOf(
  { tx, actor, now, jurisdictionId }: Pick<Deed, 'tx' | 'actor' | 'now' | 'jurisdictionId'>,
  { budget, last, findings }: Pick<Standing, 'budget' | 'last' | 'findings'>,
): Promise<PublicationFacts> {
  return { actor, now, today: await today(tx, jurisdictionId, now), budget, last, findings };
}

/** 编制公开文本 — one for each year that is in force. */
export async function compile(deed: Deed, asked: { budgetId: string; content: unknown }): Promise<PublicationRecord> {
  const sources = await findSources(deed.tx, deed.jurisdictionId, asked.budgetId);
  const facts = await factsOf(deed, { ...sources, findings: [] });
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
  const reading = readContent(asked.source);
  const unread: Refusal | null =
    'refused' in reading ? { refused: 'conflict', code: 'notADocument', message: reading.refused } : null;
  const read = 'refused' in reading ? (unread as Refusal) : headOf(reading, asked.name);
  const facts = await factsOf(deed, { budget: null, last: null, findings: [] });
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
    const facts = await factsOf(deed, standing);
    if (asked.action !== 'publish' || found.state !== 'countersigned') return facts;
    made = await filesOf(sourceOf(standing, deed.now));
    return { ...facts, files: made.map(({ bytes: _, ...file }) => file) };
  });
  if (record.state === 'published' && made.length > 0) await keepFiles(deed.tx, deed.jurisdictionId, record.id, made);
  return record;
}

export const sourceOf = ({ reading, text, budget }: Standing, at: Instant) => ({
  reading,
  text,
  lines: budget?.approvedLines ?? [],
  projects: budget?.projects ?? [],
  at,
});
