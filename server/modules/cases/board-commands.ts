import { setTimeout as after } from 'node:timers/promises';
import type { Db, Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { findTimeZone, listJurisdictions } from '../organisation/store.ts';
import { dayBefore, FLOOR_DAYS } from './board.ts';
import { findFloor, foldChanges, raiseFloor, recountBoard, whileNobodyFolds } from './board-store.ts';

/** Adds what was noted since into the totals of every jurisdiction, and each day lets go of what is too old to be told by day. */
export async function foldBoards(tx: Tx, now: Instant): Promise<void> {
  for (const { id, timeZone } of await listJurisdictions(tx)) {
    const today = localDate(now, timeZone);
    await raiseFloor(tx, id, dayBefore(today, FLOOR_DAYS));
    const keeping = { timeZone, floor: await findFloor(tx, id, today) };
    while ((await foldChanges(tx, id, keeping)) > 0);
  }
}

/**
 * 重算看板 — counts the board of a jurisdiction anew from its cases, while people work. For cases that were copied in beside
 * the usual doors.
 */
export async function rebuildBoard(db: Db, jurisdictionId: number, now: Instant): Promise<void> {
  const timeZone = await findTimeZone(db, jurisdictionId);
  const floor = dayBefore(localDate(now, timeZone), FLOOR_DAYS);
  const recount = async (tx: Tx) => {
    await recountBoard(tx, jurisdictionId, { timeZone, floor });
    return true;
  };
  while (!(await whileNobodyFolds(db, recount))) await after(10);
}
