import { deadlineOf } from '../modules/calendar/rules.ts';
import { findCalendar } from '../modules/calendar/store.ts';
import type { Ring } from '../modules/geo/model.ts';
import { buildIndex, locate } from '../modules/geo/rules.ts';
import { findGeometry } from '../modules/geo/store.ts';
import type { Lone } from './alone.ts';
import { atLeast } from './lines.ts';
import { measureHere } from './measure.ts';

/** Square cells of about a hectare, so many in a row. */
function squares(side: number): Ring[][] {
  const step = 0.001;
  return Array.from({ length: side * side }, (_, i) => {
    const west = 119 + (i % side) * step;
    const south = 26 + Math.floor(i / side) * step;
    const ring: Ring = [
      [west, south],
      [west + step, south],
      [west + step, south + step],
      [west, south + step],
      [west, south],
    ];
    return [ring];
  });
}

/** What is reckoned in memory: where a point lies, and when something is due. */
export const reckoning: readonly Lone[] = [
  {
    key: 'locate',
    work: 'locate a point among the cells of the district',
    async run({ db, stage }) {
      const geometry = await findGeometry(db, stage.ground.jurisdictionId);
      if (!geometry) throw new Error('a district without a map');
      const { points } = stage.ground;
      const ours = await measureHere((i) => {
        const point = points[i % points.length];
        if (point && locate(geometry.index, point.lon, point.lat) < 0) throw new Error('a case outside the district');
      }, 1);
      return { ours, ...atLeast(ours.perSecond, 300_000, '/s'), also: `${geometry.cells.length} cells` };
    },
  },
  {
    key: 'locateCity',
    work: 'locate a point among half a million cells',
    async run() {
      const side = 708;
      const index = buildIndex(squares(side));
      const ours = await measureHere((i) => {
        const lon = 119 + ((i * 7919) % (side * 997)) / (997 * 1000);
        const lat = 26 + ((i * 104_729) % (side * 991)) / (991 * 1000);
        if (locate(index, lon, lat) < 0) throw new Error('a point outside');
      }, 1);
      return { ours, ...atLeast(ours.perSecond, 300_000, '/s'), also: `${index.size} cells` };
    },
  },
  {
    key: 'deadline',
    work: 'deadline across up to a year with holidays',
    async run({ db, stage }) {
      const calendar = await findCalendar(db, stage.ground.jurisdictionId);
      const due = (days: number) => () =>
        void deadlineOf(calendar, '2026-03-02T01:30:00.000Z', { amount: days, unit: 'workdays' });
      const short = await measureHere(due(2), 0.5);
      const long = await measureHere(due(240), 0.5);
      const slower = short.perSecond / long.perSecond;
      const reached = atLeast(long.perSecond, 100_000, '/s');
      return {
        ours: long,
        ...reached,
        target: `${reached.target}, as quick for a year as for two days`,
        met: reached.met && slower < 1.5,
        also: `240 workdays take ${slower.toFixed(2)} × as long as 2`,
      };
    },
  },
];
