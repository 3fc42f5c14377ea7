import type { DayCount } from '../evaluation/district.ts';
import type { Grade } from '../evaluation/model.ts';
import type { TaskRecord } from '../office/procedures.ts';
import type { SubjectChecks } from '../uptime/check-measuring.ts';
import type { SubjectAvailability } from '../uptime/measuring.ts';
import type { Room } from '../uptime/model.ts';

/** A room with what watches over it. */
export interface WatchedRoom {
  room: Pick<Room, 'id' | 'scope' | 'contracts'>;
  subjects: readonly SubjectAvailability[];
}

/** What only some choices of a definition read: looked up for the plans that made them, and for no other. */
export interface Chosen {
  /** Tasks set up in the year, whenever they are due. */
  setUp: readonly TaskRecord[];
  checks: readonly SubjectChecks[];
  /** Rooms in use. */
  rooms: readonly WatchedRoom[];
  replies: { original: readonly DayCount[]; calendarDays: readonly DayCount[]; wholeChain: readonly DayCount[] };
  acknowledged: readonly DayCount[];
  /** What the months would be graded by our own cases. */
  ownGrades: readonly { month: string; grade: Grade | null }[];
}
