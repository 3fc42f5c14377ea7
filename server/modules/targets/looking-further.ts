import type { Tx } from '../../kernel/db.ts';
import { scoreDistrictByMonth } from '../evaluation/district.ts';
import { countReadReplies } from '../evaluation/hotline-reading.ts';
import { countAcknowledged } from '../evaluation/hotline-reading-store.ts';
import type { ReplyReading } from '../evaluation/replies.ts';
import { listTasksSetUp } from '../office/store.ts';
import { listChecks } from '../uptime/check-measuring.ts';
import { listAvailability } from '../uptime/measuring.ts';
import { listRooms } from '../uptime/room-store.ts';
import type { Chosen, WatchedRoom } from './chosen.ts';
import type { AskedYear, PinnedIndicator } from './model.ts';

type Picked = Pick<PinnedIndicator, 'metric' | 'choice'>;

/** Looks up what only some choices read: nothing at all for a plan that made the usual ones. */
export async function findChosen(
  tx: Tx,
  jurisdictionId: number,
  { dates, period, timeZone, asOf }: AskedYear,
  indicators: readonly Picked[],
): Promise<Chosen> {
  const picks = (metric: string, ...choices: string[]) =>
    indicators.some((one) => one.metric === metric && choices.includes(one.choice ?? ''));
  const asked = { jurisdictionId, period, timeZone, asOf };
  const read = (reading: ReplyReading, choice: string) =>
    picks('hotline.replyRate', choice) ? countReadReplies(tx, { ...asked, reading }) : [];
  const watched = picks('room.inspectedDays', 'monitored');
  return {
    setUp: picks('task.keyTaskClosure', 'created')
      ? await listTasksSetUp(tx, jurisdictionId, { ...dates, timeZone })
      : [],
    checks: picks('system.failureRate', 'requests') ? await listChecks(tx, jurisdictionId, dates, asOf) : [],
    rooms: watched || picks('room.inspectedDays', 'contract') ? await watchedRooms(tx, jurisdictionId, watched) : [],
    replies: {
      original: await read('original', 'originalBeside'),
      calendarDays: await read('calendarDays', 'calendarDays'),
      wholeChain: await read('wholeChain', 'wholeChain'),
    },
    acknowledged: picks('hotline.replyRate', 'readBeside') ? await countAcknowledged(tx, asked) : [],
    ownGrades: picks('assessment.grades', 'ownBeside') ? await scoreDistrictByMonth(tx, jurisdictionId, asked) : [],
  };

  async function watchedRooms(on: Tx, of: number, withSubjects: boolean): Promise<WatchedRoom[]> {
    const rooms = (await listRooms(on, of)).filter(({ active }) => active);
    const subjects = withSubjects ? await listAvailability(on, of, dates, asOf) : [];
    return rooms.map((room) => ({
      room,
      subjects: subjects.filter(({ subject }) => room.scope !== null && subject.scopes.includes(room.scope)),
    }));
  }
}
