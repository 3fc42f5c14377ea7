import { unlessTaken } from '../../kernel/db.ts';
import type { Asked, Situation } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { codeTaken } from '../../kernel/refusal.ts';
import { findToday } from '../organisation/store.ts';
import type { assetLifecycle, engagementLifecycle, quotaLifecycle } from './lifecycle.ts';
import {
  type AssetFacts,
  type AssetRecord,
  assetProcedure,
  type EngagementRecord,
  engagementProcedure,
  type QuotaRecord,
  quotaProcedure,
} from './procedures.ts';

const situation = ({ actor, now }: Deed): Situation => ({ actor, now });

/** 核定编制 */
export const approveQuota = (deed: Deed, asked: unknown): Promise<QuotaRecord> =>
  openRecord(deed, quotaProcedure, 'approveQuota', asked, situation(deed));
export const handleQuota = (deed: Deed, asked: Asked<typeof quotaLifecycle>): Promise<QuotaRecord> =>
  actOn(deed, quotaProcedure, asked, () => situation(deed));

/** 入职 */
export const engage = (deed: Deed, asked: unknown): Promise<EngagementRecord> =>
  openRecord(deed, engagementProcedure, 'engage', asked, situation(deed));
export const handleEngagement = (deed: Deed, asked: Asked<typeof engagementLifecycle>): Promise<EngagementRecord> =>
  actOn(deed, engagementProcedure, asked, () => situation(deed));

const dayOf = async (deed: Deed): Promise<AssetFacts> => ({
  ...situation(deed),
  today: await findToday(deed.tx, deed.jurisdictionId, deed.now),
});

/** 资产登记 — a number is given once. */
export async function registerAsset(deed: Deed, asked: unknown): Promise<AssetRecord> {
  const facts = await dayOf(deed);
  return unlessTaken(codeTaken, () => openRecord(deed, assetProcedure, 'register', asked, facts));
}
export const handleAsset = (deed: Deed, asked: Asked<typeof assetLifecycle>): Promise<AssetRecord> =>
  actOn(deed, assetProcedure, asked, () => dayOf(deed));
