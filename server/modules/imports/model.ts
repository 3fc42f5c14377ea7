import type { Instant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';
import type { HolidayNotice, Limit, OfficeHours } from '../calendar/model.ts';
import type { Nature, Outcome, Source } from '../cases/model.ts';
import type { CoordinateSystem } from '../geo/model.ts';
import type { AreaLevel, UnitKind } from '../organisation/model.ts';
import type { TimeStyle } from './times.ts';

/**
 * 导入映射 — how the files of one source are read, as data and nothing else. A new source is a new file in `mappings/`
 * and a line in `mappings.ts`. Columns are named as in the file's first line; a column that the file lacks stops the
 * import before anything is written, unless it is listed in `mayLack`.
 */
export interface ImportMapping {
  /** What `--map` calls it. */
  name: string;
  title: Words;
  /** Made at the first import, unless `--jurisdiction` names one that is there. */
  jurisdiction: Home;
  mayLack?: readonly string[];
  /** The source's own number: unique in the source, the same in every file. A case is `numberPrefix` + this number. */
  id: string;
  numberPrefix: string;
  times: { written: TimeStyle; zone: string };
  reportedAt: string;
  ending: {
    /** When it ended; filled means ended, where there is no `status`. */
    at: string;
    /** The outcome where no status names one. */
    outcome: Outcome;
    reply?: string;
    status?: { column: string; words: Readonly<Record<string, StatusMeaning>> };
  };
  /** Columns whose texts make the description, one below the other. */
  description: readonly string[];
  address?: string;
  nature: Nature;
  source: { column: string; words: Readonly<Record<string, Source>> } | { always: Source };
  /** Each text becomes a category of the edition `local` on first sight. `words` only says it nicer. */
  category?: { column: string; group: { code: string; name: Words }; words?: Readonly<Record<string, Words>> };
  /** Each text becomes a unit on first sight, with that text as its code. */
  unit:
    | { column: string; words?: Readonly<Record<string, UnitMeaning>>; group: string }
    | { always: UnitMeaning & { code: string }; group: string };
  /** From the largest to the smallest; each code is made of its parent's and its own text. */
  areas?: readonly AreaColumns[];
  /** Points outside the box are taken for mistakes. */
  point?: {
    lon: string;
    lat: string;
    system: CoordinateSystem;
    box: { west: number; south: number; east: number; north: number };
  };
  /** 处置时限 where no category has its own; a starting value for evaluation, no promise of the source. */
  limit: Limit;
  limits?: Readonly<Record<string, Limit>>;
}

export interface Home {
  code: string;
  name: Words;
  timeZone: string;
  division: string | null;
  hours: OfficeHours[];
  notices: readonly HolidayNotice[];
}

export type StatusMeaning = 'open' | { ended: 'closed'; outcome: Outcome } | { ended: 'rejected' };

export interface UnitMeaning {
  name: Words;
  kind: UnitKind;
}

export interface AreaColumns {
  level: Exclude<AreaLevel, 'district'>;
  /** Stands before the column's text in the code, so that codes of different levels differ. */
  prefix: string;
  code: string;
  /** The column with the name; without one the name is `title` and the code's text. */
  name?: string;
  title: Words;
}

/** An area named by a row, not yet looked up. */
export interface ToldArea {
  level: AreaColumns['level'];
  code: string;
  parentCode: string | null;
  name: Words;
}

/** A row read by its mapping: what it tells, before units, categories and areas are looked up. */
export interface ToldCase {
  id: string;
  reportedAt: Instant;
  description: string;
  address: string;
  source: Source;
  category: string | null;
  unit: string | null;
  areas: ToldArea[];
  point: { lon: number; lat: number } | null;
  ending: { at: Instant; ended: 'closed' | 'rejected'; outcome: Outcome | null; reply: string } | null;
}

/** A row that could be read, perhaps with something to remark; or why it could not. */
export type ReadRow = { told: ToldCase; remarks: Words[] } | { damage: Words };

/** Characters of a line; a longer one is no row of anybody's table, and is not held in memory. */
export const LONGEST_LINE = 100_000;

export interface Counts {
  added: number;
  unchanged: number;
  updated: number;
  damaged: number;
}
