import type { Chosen } from './chosen.ts';
import type { Sources } from './values.ts';

/** Nothing chosen that reads anything of its own. */
export const nothingChosen: Chosen = {
  setUp: [],
  checks: [],
  rooms: [],
  replies: { original: [], calendarDays: [], wholeChain: [] },
  acknowledged: [],
  ownGrades: [],
};

/** The first half of 2026 in which nothing has happened. */
export const emptyYear: Sources = {
  dates: { from: '2026-01-01', to: '2026-06-30' },
  timeZone: 'Asia/Shanghai',
  now: '2026-06-30T16:00:00.000Z',
  tasks: [],
  meetings: [],
  subjects: [],
  incidents: [],
  rooms: { days: null, rooms: [] },
  replies: [],
  answers: [],
  closing: [],
  assessments: [],
  budget: null,
  booked: [],
  quotas: [],
  engagements: [],
  assets: [],
  surveys: [],
  surveyed: new Map(),
  chosen: nothingChosen,
};
