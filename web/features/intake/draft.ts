import { keepDraft, keptDraft } from '../../drafts.ts';
import { draftKey } from '../../session.ts';
import { blankReport, isBlank, type Report, type Source } from './report.ts';

/** The draft of one officer at this desk: it outlives a reload or a crash, and goes with sending and signing out. */
export const keepReport = (accountId: string, report: Report): void =>
  keepDraft(draftKey('report', accountId), isBlank(report) ? null : report);

export function draftOf(accountId: string, sources: readonly Source[]): Report {
  const blank = blankReport(sources[0] ?? 'department');
  const kept = keptDraft(draftKey('report', accountId));
  if (typeof kept !== 'object' || kept === null) return blank;
  // A draft of an older version of this page lacks what has come since, and keeps nothing of another kind.
  const known = Object.entries(kept).filter(
    ([name, value]) => name in blank && sameKind(value, blank[name as keyof Report]),
  );
  const report: Report = { ...blank, ...Object.fromEntries(known) };
  return sources.includes(report.source) ? report : { ...report, source: blank.source };
}

function sameKind(value: unknown, like: unknown): boolean {
  return (
    like === null || value === null || (typeof value === typeof like && Array.isArray(value) === Array.isArray(like))
  );
}
