import type { CaseFile } from './model.ts';
import type { OpeningEntry } from './rules.ts';

/** A case with nothing in it yet but how it came. */
export function blankCase(
  fields: Pick<CaseFile, 'jurisdictionId' | 'id' | 'number' | 'source' | 'nature' | 'description' | 'reportedAt'> &
    Partial<CaseFile>,
): OpeningEntry['data']['start'] {
  return {
    state: 'reported',
    round: 1,
    address: '',
    point: null,
    place: null,
    categoryId: null,
    conditionId: null,
    handlingLimit: null,
    urgent: false,
    reportedBy: null,
    reporterId: null,
    externalId: null,
    unitId: null,
    assistUnitIds: [],
    inspectorId: null,
    parentId: null,
    subCases: [],
    mergedInto: null,
    absorbed: [],
    stateBefore: null,
    verified: null,
    declines: 0,
    ruled: false,
    fixed: null,
    reworks: 0,
    pendingExtension: null,
    pendingSuspension: null,
    suspendedUntil: null,
    reminders: 0,
    supervisions: [],
    outcome: null,
    registeredAt: null,
    closedAt: null,
    followUps: [],
    dispatches: [],
    ...fields,
  };
}

/** 案卷编号 — the jurisdiction's code, the local date of the report, a running number. */
export function caseNumber(code: string, date: string, running: number): string {
  return `${code.slice(0, 2).toUpperCase()}${date.replaceAll('-', '')}-${String(running).padStart(6, '0')}`;
}
