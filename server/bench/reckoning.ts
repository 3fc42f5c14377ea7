import { readFileSync } from 'node:fs';
import { deadlineOf } from '../modules/calendar/rules.ts';
import { findCalendar } from '../modules/calendar/store.ts';
import { checkDocument } from '../modules/disclosure/checks/registry.ts';
import { trial } from '../modules/disclosure/checks/trial.ts';
import { readContent } from '../modules/disclosure/document/read.ts';
import type { Ring } from '../modules/geo/model.ts';
import { buildIndex, locate } from '../modules/geo/rules.ts';
import { findGeometry } from '../modules/geo/store.ts';
import type { Lone } from './alone.ts';
import { atLeast, below, number } from './lines.ts';
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

const DOCUMENT = new URL('../modules/disclosure/data/gulou-2022.txt', import.meta.url);
const CHECKS = 21;
const MUTATED = 400;

function checkOnce(content: string): number {
  const started = performance.now();
  const reading = readContent(content);
  if ('refused' in reading) throw new Error('the document cannot be read');
  if (checkDocument(reading).length === 0) throw new Error('a document with faults passed');
  return performance.now() - started;
}

/** What is reckoned in memory: where a point lies, when something is due, and whether a budget document agrees with itself. */
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
  {
    key: 'check',
    work: 'full check of a budget document, from its text',
    async run() {
      const content = readFileSync(DOCUMENT, 'utf8');
      const [first = 0, ...later] = Array.from({ length: CHECKS }, () => checkOnce(content));
      later.sort((a, b) => a - b);
      return { ...below(later[Math.floor(later.length / 2)] ?? 0, 50, 'ms'), also: `the first ${number(first)} ms` };
    },
  },
  {
    key: 'mutations',
    work: 'ten thousand mutated documents, each checked',
    async run() {
      const content = readFileSync(DOCUMENT, 'utf8');
      const started = performance.now();
      const rates = trial(content, MUTATED, 5);
      const made = rates.reduce((sum, rate) => sum + rate.made, 0);
      const found = rates.reduce((sum, rate) => sum + rate.found, 0);
      const seconds = (((performance.now() - started) / 1000) * 10_000) / made;
      return { ...below(seconds, 180, 's'), also: `${found} of ${made} found` };
    },
  },
];
