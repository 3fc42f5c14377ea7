import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { addedByDay, type CheckCount, countChecks, outside } from './checks.ts';
import { type DatesAsked, listWatchedSubjects } from './measuring.ts';
import type { Subject } from './model.ts';

export interface SubjectChecks {
  subject: Subject;
  days: CheckCount[];
}

/** 探测次数 — how often the subjects were looked at on each day of a period, and how often that failed. */
export async function listChecks(
  tx: Tx,
  jurisdictionId: number,
  asked: DatesAsked & { scope?: string | undefined },
  now: Instant,
): Promise<SubjectChecks[]> {
  const { watched, runs } = await listWatchedSubjects(tx, jurisdictionId, asked, now);
  return watched.map(({ subject, probes, days, maintenance, corrections }) => {
    const found = probes.map((probe) => ({
      probe,
      runs: runs.get(probe.id) ?? [],
      excused: probes.flatMap((other) => outside(other.term, [probe.term])),
    }));
    return {
      subject,
      days: addedByDay(found.flatMap((one) => countChecks(one, days, { maintenance, corrections }))),
    };
  });
}
