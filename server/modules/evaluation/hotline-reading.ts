import type { Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { findCalendar } from '../calendar/store.ts';
import { listClocks } from '../cases/clock-store.ts';
import type { DayCount } from './district.ts';
import { type HotlineRound, listHotlineRounds, type RoundsAsked } from './hotline-reading-store.ts';
import { type ReplyReading, readingRevision, readRound } from './replies.ts';
import { countKeptReplies, findReadingsKept, listKeptReplies, listMovedRounds } from './reply-store.ts';
import type { HotlineCase, HotlinePart } from './source-store.ts';

const PORTION = 2000;

interface ReadReply {
  caseId: string;
  number: string;
  round: number;
  dueAt: Instant;
  met: boolean;
}

type Asked = RoundsAsked & { reading: ReplyReading };

/** Each round of the hotline that a reading judges in the period, one by one: of all cases, or of these. */
async function readOneByOne(
  tx: Tx,
  asked: Asked & { caseIds: readonly string[] | null },
  take: (read: ReadReply) => void,
): Promise<void> {
  const { jurisdictionId, period, asOf, reading } = asked;
  const calendar = await findCalendar(tx, jurisdictionId);
  for (let after: string | null = null; ; ) {
    const rounds: HotlineRound[] = await listHotlineRounds(tx, { ...asked, after, limit: PORTION });
    const clocks = await listClocks(tx, jurisdictionId, [...new Set(rounds.map(({ caseId }) => caseId))]);
    for (const one of rounds) {
      const { caseId, number, round } = one;
      const read = readRound(one, clocks.get(caseId) ?? [], { reading, calendar, asOf });
      if (read && read.dueAt >= period.start && read.dueAt < period.end) take({ caseId, number, round, ...read });
    }
    const last: HotlineRound | undefined = rounds.at(-1);
    if (rounds.length < PORTION || !last) return;
    after = last.place;
  }
}

/** Those to which anything has happened after the day as of which the log is read: what is kept of them tells of today. */
async function readMoved(tx: Tx, asked: Asked, take: (read: ReadReply) => void): Promise<void> {
  const moved = await listMovedRounds(tx, asked);
  const rounds = new Set(moved.map(({ caseId, round }) => `${caseId} ${round}`));
  const ids = [...new Set(moved.map(({ caseId }) => caseId))];
  for (let i = 0; i < ids.length; i += PORTION)
    await readOneByOne(tx, { ...asked, caseIds: ids.slice(i, i + PORTION) }, (read) => {
      if (rounds.has(`${read.caseId} ${read.round}`)) take(read);
    });
}

/** Whether readings are kept by the rules and the calendar of today. */
async function areKept(tx: Tx, jurisdictionId: number): Promise<boolean> {
  const kept = await findReadingsKept(tx, jurisdictionId);
  return kept !== null && kept === readingRevision(await findCalendar(tx, jurisdictionId));
}

/**
 * 及时回复 by a reading, on the days on which it owed the reply: from what is kept, and one by one for what has moved since;
 * where nothing is kept yet, all one by one.
 */
export async function countReadReplies(
  tx: Tx,
  asked: RoundsAsked & { reading: ReplyReading; timeZone: string },
): Promise<DayCount[]> {
  const kept = await areKept(tx, asked.jurisdictionId);
  const days = new Map((kept ? await countKeptReplies(tx, asked) : []).map((one) => [one.day, one]));
  const add = ({ dueAt, met }: ReadReply) => {
    const day = localDate(dueAt, asked.timeZone);
    const before = days.get(day) ?? { day, of: 0, met: 0 };
    days.set(day, { day, of: before.of + 1, met: before.met + (met ? 1 : 0) });
  };
  await (kept ? readMoved(tx, asked, add) : readOneByOne(tx, { ...asked, caseIds: null }, add));
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The cases behind such a number, the latest first. */
export async function listReadReplies(
  tx: Tx,
  asked: RoundsAsked & { reading: 'calendarDays' | 'wholeChain'; part: HotlinePart; limit: number },
): Promise<HotlineCase[]> {
  const kept = await areKept(tx, asked.jurisdictionId);
  const found = kept ? await listKeptReplies(tx, asked) : [];
  const add = ({ caseId, number, dueAt, met }: ReadReply) => {
    if (asked.part === 'of' || met === (asked.part === 'met')) found.push({ caseId, number, dueAt });
  };
  await (kept ? readMoved(tx, asked, add) : readOneByOne(tx, { ...asked, caseIds: null }, add));
  return found.sort((a, b) => (a.dueAt < b.dueAt ? 1 : -1)).slice(0, asked.limit);
}
