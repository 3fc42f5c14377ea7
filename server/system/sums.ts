import { atOneMoment, type Db } from '../kernel/db.ts';
import { type Instant, localDate } from '../kernel/instant.ts';
import { findBoardFlaw, findFloor } from '../modules/cases/board-store.ts';
import { findPhotoFlaw } from '../modules/cases/photo-store.ts';
import { findTotalsFlaw } from '../modules/evaluation/total-store.ts';
import { findEvidenceFlaw } from '../modules/office/evidence-store.ts';
import type { Jurisdiction } from '../modules/organisation/model.ts';

/**
 * Counts everything anew that is kept as a sum, the board and the evaluation, and sums up files of evidence and photos anew, as of
 * one moment; the first difference in words.
 */
export function findSumsFlaw(
  db: Db,
  { id, timeZone }: Pick<Jurisdiction, 'id' | 'timeZone'>,
  now: Instant,
): Promise<string | null> {
  return atOneMoment(db, async (tx) => {
    const floor = await findFloor(tx, id, localDate(now, timeZone));
    return (
      (await findBoardFlaw(tx, id, { timeZone, floor })) ??
      (await findTotalsFlaw(tx, id, timeZone)) ??
      (await findEvidenceFlaw(tx, id)) ??
      (await findPhotoFlaw(tx, id))
    );
  });
}
