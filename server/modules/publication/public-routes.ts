import { z } from 'zod';
import type { Tx } from '../../kernel/db.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { parseDocument } from '../disclosure/document/parse.ts';
import { findJurisdictionByCode } from '../organisation/store.ts';
import { findApprovedPlan, listRounds } from '../targets/store.ts';
import { citizenView } from './citizen.ts';
import { fileKinds } from './files.ts';
import { publicationLifecycle } from './lifecycle.ts';
import { fileFormats } from './model.ts';
import { paperOf } from './paper.ts';
import type { PublicationRecord } from './procedures.ts';
import { citizenShape, fileShape, layoutShape } from './shapes.ts';
import { findFile, findPublished, listPublished } from './store.ts';
import { templateNamed } from './templates/choosing.ts';

const place = z.object({ jurisdiction: z.string().regex(/^[\w-]{1,40}$/) });
const yearOf = place.extend({ year: z.coerce.number().int().min(1990).max(2200) });

/** What is published, withdrawn or measured anew shows after so many seconds at the latest. */
const KEPT_SECONDS = 3;

/** What is not published is not there. */
async function published(tx: Tx, asked: { jurisdiction: string; year: number }): Promise<PublicationRecord> {
  const jurisdiction = await findJurisdictionByCode(tx, asked.jurisdiction);
  const found = jurisdiction && (await findPublished(tx, jurisdiction.id, asked.year));
  return found ?? refuse(unknownRecord(publicationLifecycle.label));
}

/** 公开页 — for anybody, without signing in. */
export const openBudgetRoutes = [
  route({
    method: 'GET',
    path: '/public/:jurisdiction/budget',
    permission: 'public',
    pace: 'open',
    keptSeconds: KEPT_SECONDS,
    summary: { zh: '已公开的各年度预算', en: 'The years that are published' },
    params: place,
    answer: z.object({
      items: z.array(z.object({ year: z.number(), titleZh: z.string(), publishedOn: z.string().nullable() })),
    }),
    async handle({ tx, params }) {
      const jurisdiction = await findJurisdictionByCode(tx, params.jurisdiction);
      const found = jurisdiction ? await listPublished(tx, jurisdiction.id) : [];
      return { items: found.map(({ year, titleZh, publishedOn }) => ({ year, titleZh, publishedOn })) };
    },
  }),
  route({
    method: 'GET',
    path: '/public/:jurisdiction/budget/:year',
    permission: 'public',
    pace: 'open',
    keptSeconds: KEPT_SECONDS,
    summary: { zh: '公开的预算：文本、表格与文件', en: 'A published budget: text, tables, files and their checksums' },
    params: yearOf,
    answer: layoutShape.extend({
      year: z.number(),
      approvedOn: z.string().nullable(),
      publishedOn: z.string().nullable(),
      files: z.array(fileShape),
      citizen: citizenShape,
    }),
    async handle({ tx, params }) {
      const record = await published(tx, params);
      const { year, approvedOn, publishedOn, files } = record;
      const template = await templateNamed(tx, record.jurisdictionId, record.template?.id);
      const reading = parseDocument(record.text ?? '', [template]);
      const plan = await findApprovedPlan(tx, record.jurisdictionId, year);
      const rounds = plan ? await listRounds(tx, record.jurisdictionId) : [];
      const reviewed = rounds.find(({ state, planId }) => state === 'reviewed' && planId === plan?.id) ?? null;
      const citizen = citizenView(reading.document, plan, reviewed);
      return { ...paperOf(reading), year, approvedOn, publishedOn, files, citizen };
    },
  }),
  route({
    method: 'GET',
    path: '/public/:jurisdiction/budget/:year/files/:format',
    permission: 'public',
    pace: 'open',
    keptSeconds: KEPT_SECONDS,
    summary: { zh: '下载公开的文件', en: 'A published file, byte for byte as it was frozen' },
    params: yearOf.extend({ format: z.enum(fileFormats) }),
    async handle({ tx, params }) {
      const record = await published(tx, params);
      const bytes = await findFile(tx, record.jurisdictionId, record.id, params.format);
      if (!bytes) return refuse(unknownRecord(publicationLifecycle.label));
      const { ending, type } = fileKinds[params.format];
      return new FileAnswer(bytes, type, { name: `${record.titleZh}.${ending}` });
    },
  }),
] as const;
