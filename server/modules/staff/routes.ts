import { z } from 'zod';
import { type Call, route } from '../../kernel/http.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, keysOf, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf } from '../../kernel/records.ts';
import { findToday } from '../organisation/store.ts';
import { approveQuota, engage, handleAsset, handleEngagement, handleQuota, registerAsset } from './commands.ts';
import {
  assetCategories,
  assetLifecycle,
  assetUses,
  engagementKinds,
  engagementLifecycle,
  quotaLifecycle,
} from './lifecycle.ts';
import { type AssetRecord, assetProcedure, engagementProcedure, quotaProcedure } from './procedures.ts';
import { assetOn, assetUse, controlRate, inPostOn, jobKinds, netValueOn, quotaOn } from './rules.ts';
import { listAssets, listEngagements, listQuotas } from './store.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

const on = z.object({ on: z.iso.date().optional() });

const quotaShape = filedShape(quotaLifecycle).extend({ posts: z.number(), from: z.string(), basis: z.string() });
const engagementShape = filedShape(engagementLifecycle).extend({
  personNumber: z.string(),
  kind: keysOf(engagementKinds),
  post: z.string(),
  from: z.string(),
  until: z.string().nullable(),
});
const assetShape = filedShape(assetLifecycle).extend({
  number: z.string(),
  name: z.string(),
  category: keysOf(assetCategories),
  use: keysOf(assetUses).optional(),
  valueFen: z.number(),
  acquiredOn: z.string(),
  place: z.string(),
  lifeYears: z.number().nullable().optional(),
  history: z.array(z.object({ on: z.string(), state: z.string() })),
});
/** An asset with what may be done with it, whose dates are told against today. */
async function assetView(asset: AssetRecord, { tx, actor, now }: Asking) {
  return shown(assetProcedure, asset, { actor, now, today: await findToday(tx, actor.jurisdictionId, now) });
}

async function dayOf({ tx, actor, now }: Asking, day: string | undefined): Promise<string> {
  return day ?? (await findToday(tx, actor.jurisdictionId, now));
}

export const staffRoutes = [
  route({
    method: 'GET',
    path: '/staff',
    permission: 'staff.read',
    summary: { zh: '编制、用工与在岗人数', en: 'Posts, engagements, and who is in post on a day' },
    query: on,
    answer: z.object({
      posts: z.number().nullable(),
      /** 在职人员控制率 as parts; null without a quota. */
      control: z.object({ inPost: z.number(), posts: z.number() }).nullable(),
      /** 提供就业岗位数 by kind; one person counts once. */
      jobs: z.record(z.string(), z.number()),
      quotas: z.array(quotaShape),
      engagements: z.array(engagementShape),
    }),
    async handle(call) {
      const { tx, actor } = call;
      const day = await dayOf(call, call.query.on);
      const quotas = await listQuotas(tx, actor.jurisdictionId);
      const engagements = await listEngagements(tx, actor.jurisdictionId, null);
      const jobs = inPostOn(engagements, day, jobKinds);
      return {
        posts: quotaOn(quotas, day),
        control: controlRate(engagements, quotas, day),
        jobs: Object.fromEntries([...jobs].map(([kind, people]) => [kind, people.length])),
        quotas: quotas.map((one) => shown(quotaProcedure, one, call)),
        engagements: engagements.map((one) => shown(engagementProcedure, one, call)),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/staff/quotas',
    permission: 'staff.manage',
    summary: { zh: '核定编制', en: 'Approve posts' },
    status: 201,
    body: quotaLifecycle.openings.approveQuota.asks.strict(),
    answer: quotaShape,
    handle: async (call) => shown(quotaProcedure, await approveQuota(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/staff/quotas/:id/actions/:action',
    permission: 'staff.manage',
    summary: { zh: '撤销编制', en: 'Take an action on a quota' },
    params: recordId.extend({ action: actionNames(quotaLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: quotaShape,
    async handle(call) {
      const done = await handleQuota(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return shown(quotaProcedure, done, call);
    },
  }),
  route({
    method: 'POST',
    path: '/staff/engagements',
    permission: 'staff.manage',
    summary: { zh: '入职', en: 'Engage somebody' },
    status: 201,
    body: engagementLifecycle.openings.engage.asks.strict(),
    answer: engagementShape,
    handle: async (call) => shown(engagementProcedure, await engage(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/staff/engagements/:id/actions/:action',
    permission: 'staff.manage',
    summary: { zh: '离岗、作废', en: 'Take an action on an engagement' },
    params: recordId.extend({ action: actionNames(engagementLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: engagementShape,
    async handle(call) {
      const done = await handleEngagement(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return shown(engagementProcedure, done, call);
    },
  }),
  route({
    method: 'GET',
    path: '/assets',
    permission: 'staff.read',
    summary: { zh: '固定资产与利用率', en: 'Fixed assets, and how much of them is used on a day' },
    query: on,
    answer: z.object({
      use: z.object({ inUseFen: z.number(), allFen: z.number(), inUse: z.number(), all: z.number() }).nullable(),
      /** Each with how it stands on that day (null: on neither side) and what is left of its value. */
      items: z.array(
        assetShape.extend({ stands: z.enum(['inUse', 'idle']).nullable(), netFen: z.number().nullable() }),
      ),
    }),
    async handle(call) {
      const assets = await listAssets(call.tx, call.actor.jurisdictionId);
      const today = await dayOf(call, undefined);
      const day = call.query.on ?? today;
      const facts = { actor: call.actor, now: call.now, today };
      return {
        use: assetUse(assets, day),
        items: assets.map((asset) => ({
          ...shown(assetProcedure, asset, facts),
          stands: assetOn(asset, day),
          netFen: netValueOn(asset, day),
        })),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/assets',
    permission: 'staff.manage',
    summary: { zh: '登记资产', en: 'Register an asset' },
    status: 201,
    body: assetLifecycle.openings.register.asks.strict(),
    answer: assetShape,
    handle: async (call) => assetView(await registerAsset(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/assets/:id/actions/:action',
    permission: 'staff.read',
    summary: { zh: '资产变动', en: 'Take an action on an asset' },
    params: recordId.extend({ action: actionNames(assetLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: assetShape,
    async handle(call) {
      const done = await handleAsset(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return assetView(done, call);
    },
  }),
] as const;
