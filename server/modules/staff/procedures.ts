import type { Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import { type Refusal, wrongInput } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import {
  type assetCategories,
  assetLifecycle,
  type assetUses,
  type audienceWords,
  type engagementKinds,
  engagementLifecycle,
  quotaLifecycle,
  surveyLifecycle,
} from './lifecycle.ts';

const mayRead = (_record: unknown, actor: { permissions: ReadonlySet<string> }) => actor.permissions.has('staff.read');

export interface Quota {
  posts: number;
  from: string;
  basis: string;
}

export const quotaProcedure: Procedure<typeof quotaLifecycle, Quota> = {
  lifecycle: quotaLifecycle,
  table: 'staff_quota',
  begin: ({ data: { input } }) => input,
  change: () => ({}),
  relations: {},
  refusals: {},
  maySee: mayRead,
  columns: ({ from }) => ({ holds_from: from }),
  cleaned: redact,
};
export type QuotaRecord = RecordOf<typeof quotaProcedure>;

export interface Engagement {
  personNumber: string;
  kind: keyof typeof engagementKinds;
  post: string;
  from: string;
  /** The last day; null while it lasts. */
  until: string | null;
}

export const engagementProcedure: Procedure<typeof engagementLifecycle, Engagement> = {
  lifecycle: engagementLifecycle,
  table: 'staff_engagement',
  begin: ({ data: { input } }) => ({ ...input, until: null }),
  change: (_record, entry) => (entry.action === 'endEngagement' ? { until: entry.data.input.until } : {}),
  relations: {},
  refusals: { endBeforeStart: (record, _facts, input) => input !== null && String(input.until) < record.from },
  maySee: mayRead,
  columns: ({ personNumber, kind, from, until }) => ({
    person_number: personNumber,
    kind,
    from_on: from,
    until_on: until,
  }),
  cleaned: redact,
};
export type EngagementRecord = RecordOf<typeof engagementProcedure>;

export interface Asset {
  number: string;
  name: string;
  category: keyof typeof assetCategories;
  /** Which vehicle or equipment, as the disclosure counts them; absent where nobody has said. */
  use?: keyof typeof assetUses | undefined;
  valueFen: number;
  acquiredOn: string;
  place: string;
  /** 折旧年限 where it was told; absent in assets registered before it was asked. */
  lifeYears?: number | null;
  /** Every state it was in and since when, so that any day can be asked for. */
  history: { on: string; state: string }[];
}

/** What became of an asset is entered when it has happened: `today` is local. */
export interface AssetFacts extends Situation {
  today: string;
}

export const assetProcedure: Procedure<typeof assetLifecycle, Asset, AssetFacts> = {
  lifecycle: assetLifecycle,
  table: 'staff_asset',
  freeze(record, _name, input, { today }) {
    const path = record === null ? 'acquiredOn' : 'on';
    if (String(input[path]) <= today) return {};
    return wrongInput(path, { zh: '不能晚于今天。', en: 'It cannot be later than today.' });
  },
  begin: ({ data: { input } }) => ({ ...input, history: [{ on: input.acquiredOn, state: 'inUse' }] }),
  change: (asset, entry) => ({
    history: [...asset.history, { on: entry.data.input.on, state: entry.data.to }],
    ...(entry.action === 'putToUse' ? { place: entry.data.input.place } : {}),
  }),
  relations: {},
  refusals: {
    beforeLast: (asset, _facts, input) => input !== null && String(input.on) < (asset.history.at(-1)?.on ?? ''),
  },
  maySee: mayRead,
  columns: ({ number, category }) => ({ number, category }),
  cleaned: redact,
};
export type AssetRecord = RecordOf<typeof assetProcedure>;

export interface Survey {
  title: string;
  question: string;
  audience: keyof typeof audienceWords;
  /** How many were asked, for the answer rate. */
  asked: number;
  leastAnswers: number;
  opensOn: string;
  closesOn: string;
}

export const surveyProcedure: Procedure<typeof surveyLifecycle, Survey> = {
  lifecycle: surveyLifecycle,
  table: 'staff_survey',
  freeze(record, _name, input): Record<string, never> | Refusal {
    if (record !== null || String(input.closesOn) >= String(input.opensOn)) return {};
    return wrongInput('closesOn', { zh: '结束不能早于开始。', en: 'It cannot close before it opens.' });
  },
  begin: ({ data: { input } }) => input,
  change: () => ({}),
  relations: {},
  refusals: {},
  maySee: (record, actor) =>
    actor.permissions.has('survey.manage') || record.state === 'open' || record.state === 'closed',
  columns: ({ audience, opensOn }) => ({ audience, opens_on: opensOn }),
  cleaned: redact,
};
export type SurveyRecord = RecordOf<typeof surveyProcedure>;
