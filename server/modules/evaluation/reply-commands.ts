import { setTimeout as after } from 'node:timers/promises';
import type { Db, Tx } from '../../kernel/db.ts';
import { findCalendar, findPolicy } from '../calendar/store.ts';
import { listClocks } from '../cases/clock-store.ts';
import type { Clock } from '../cases/model.ts';
import type { RoundFact } from './model.ts';
import { hasLimit, readingRevision, replyOf } from './replies.ts';
import { dropReplies, findReadingsKept, listRoundsOfCases, noteReadingsKept, writeReplies } from './reply-store.ts';
import { whileFollowerRests } from './store.ts';

/** Cases whose clocks are read at once. */
const PORTION = 2000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** A round just read from its log, with the clocks of its case. */
export interface RoundRead {
  round: RoundFact;
  clocks: readonly Clock[];
}

/** Keeps the readings of rounds whose logs were read, where they are kept; by another calendar than these nothing is kept. */
export async function keepReplies(tx: Tx, jurisdictionId: number, read: readonly RoundRead[]): Promise<void> {
  const hotline = read.filter(({ round, clocks }) => round.source === 'hotline' && hasLimit(round, clocks));
  if (hotline.length === 0) return;
  const kept = await findReadingsKept(tx, jurisdictionId);
  if (kept === null) return;
  const calendar = await findCalendar(tx, jurisdictionId);
  if (kept !== readingRevision(calendar)) return noteReadingsKept(tx, jurisdictionId, null);
  const replies = hotline.flatMap(({ round, clocks }) => replyOf(round, clocks, calendar) ?? []);
  await writeReplies(tx, jurisdictionId, replies);
}

/**
 * Reckons the readings of all rounds anew, unless they are kept by the rules and the calendar of today; the follower of
 * the log must rest meanwhile. A district without a calendar has no deadlines to read.
 */
export async function recountReplies(tx: Tx, jurisdictionId: number): Promise<void> {
  const calendar = await findCalendar(tx, jurisdictionId);
  await dropReplies(tx, jurisdictionId);
  for (let last = FIRST; ; ) {
    const rounds = await listRoundsOfCases(tx, jurisdictionId, { after: last, limit: PORTION });
    const next = rounds.at(-1)?.caseId;
    if (next === undefined) break;
    const clocks = await listClocks(tx, jurisdictionId, [...new Set(rounds.map(({ caseId }) => caseId))]);
    const replies = rounds.flatMap((round) => replyOf(round, clocks.get(round.caseId) ?? [], calendar) ?? []);
    await writeReplies(tx, jurisdictionId, replies);
    last = next;
  }
  await noteReadingsKept(tx, jurisdictionId, calendar);
}

/** Whether the readings of a jurisdiction have to be reckoned: after an upgrade, or since its calendar changed. */
export async function areRepliesStale(tx: Tx, jurisdictionId: number): Promise<boolean> {
  if ((await findPolicy(tx, jurisdictionId)) === null) return false;
  const calendar = await findCalendar(tx, jurisdictionId);
  return (await findReadingsKept(tx, jurisdictionId)) !== readingRevision(calendar);
}

/** Reckons them anew while people work. */
export async function rebuildReplies(db: Db, jurisdictionId: number, follower: string): Promise<void> {
  const build = async (tx: Tx) => {
    await recountReplies(tx, jurisdictionId);
    return true;
  };
  while (!(await whileFollowerRests(db, follower, build))) await after(10);
}
