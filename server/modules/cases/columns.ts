import { mostUrgent } from './clocks.ts';
import { openStates } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { spotOf } from './similarity.ts';

/** Where cases stand in the order of the endangered when no clock runs, and when they are done with. */
const FAR = '2200-12-30T00:00:00.000Z';
export const DONE_AT = '2200-12-31T00:00:00.000Z';

/** Of a description so much stands in lists, in halves of characters as strings count them. */
export const SUMMARY_LENGTH = 160;

/** The projections of a case by which it is listed and found. */
export function listedColumns(kase: CaseFile) {
  const clock = mostUrgent(kase.clocks);
  return {
    state: kase.state,
    round: kase.round,
    urgent: kase.urgent,
    address: kase.address,
    lon: kase.point?.lon ?? null,
    lat: kase.point?.lat ?? null,
    spot: kase.point ? spotOf(kase.point) : null,
    subdistrict_code: kase.place?.subdistrictCode ?? null,
    community_code: kase.place?.communityCode ?? null,
    sector_code: kase.place?.sectorCode ?? null,
    cell_code: kase.place?.cellCode ?? null,
    category_id: kase.categoryId,
    unit_id: kase.unitId,
    assist_unit_ids: kase.assistUnitIds,
    inspector_id: kase.inspectorId,
    merged_into: kase.mergedInto,
    registered_at: kase.registeredAt,
    closed_at: kase.closedAt,
    due_at: clock?.dueAt ?? null,
    warn_at: clock?.warnAt ?? null,
    endangered_at: openStates.includes(kase.state) ? (clock?.dueAt ?? FAR) : DONE_AT,
    suspended_until: kase.suspendedUntil,
    pending: isPending(kase),
  };
}

/** 待审批 — a request of the unit waits for somebody's approval. */
function isPending({ state, pendingExtension, pendingSuspension }: CaseFile): boolean {
  const atUnit = state === 'dispatched' || state === 'handling';
  return atUnit && (pendingExtension !== null || pendingSuspension !== null);
}

/** Those of them that stay as they were at the beginning. */
export function openingColumns(kase: CaseFile) {
  return {
    number: kase.number,
    source: kase.source,
    nature: kase.nature,
    summary: kase.description.slice(0, SUMMARY_LENGTH),
    reported_by: kase.reportedBy,
    parent_id: kase.parentId,
    external_id: kase.externalId,
    reported_at: kase.reportedAt,
  };
}
