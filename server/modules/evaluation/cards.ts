import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { granted, isRefusal, refuse, unknownRecord } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { listAccountsById } from '../accounts/store.ts';
import type { Unit } from '../organisation/model.ts';
import { findDirectory, findJurisdiction, findTimeZone, listAreas } from '../organisation/store.ts';
import { completed, type Measures, type Reckoning } from './measure-store.ts';
import type { Measured, ObjectKind, Period, StoredScheme } from './model.ts';
import { monthOf, periodBefore, periodOf, readingOf } from './periods.ts';
import { ranks, type Score, score } from './rules.ts';
import { findScheme } from './store.ts';
import { findLastDue } from './summary-store.ts';
import { measureObjects } from './total-store.ts';

/** A period as asked for, with the scheme in force and the day as of which the log is read. */
export interface Asked {
  period: Period;
  scheme: StoredScheme;
  timeZone: string;
  asOf: Instant;
  /** Nothing that happens from now on moves these figures. */
  final: boolean;
}

/** The period asked for; this month up to today if none is. */
export async function askedPeriod(
  tx: Tx,
  actor: Actor,
  object: ObjectKind,
  wanted: { from?: string | undefined; to?: string | undefined; now: Instant },
): Promise<Asked> {
  const jurisdiction = await findJurisdiction(tx, actor.jurisdictionId);
  if (!jurisdiction) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const { timeZone } = jurisdiction;
  const month = monthOf(localDate(wanted.now, timeZone));
  const from = wanted.from ?? month.from;
  return readAs(tx, actor.jurisdictionId, object, {
    period: granted(periodOf(from, wanted.to ?? monthOf(from).to, timeZone)),
    timeZone,
    now: wanted.now,
  });
}

/** The last month that is over and has anything to score: in a district with an old history, a month long ago. */
export async function lastMonthOf(
  tx: Tx,
  jurisdictionId: number,
  now: Instant,
): Promise<{ from: string; to: string } | null> {
  const timeZone = await findTimeZone(tx, jurisdictionId);
  const thisMonth = granted(periodOf(monthOf(localDate(now, timeZone)).from, localDate(now, timeZone), timeZone));
  const at = await findLastDue(tx, jurisdictionId, thisMonth.start);
  return at === null ? null : monthOf(localDate(at, timeZone));
}

async function readAs(
  tx: Tx,
  jurisdictionId: number,
  object: ObjectKind,
  given: { period: Period; timeZone: string; now: Instant },
): Promise<Asked> {
  const scheme = await findScheme(tx, jurisdictionId, object, given.period.from);
  return {
    period: given.period,
    timeZone: given.timeZone,
    scheme,
    ...readingOf(given.period, scheme.settleDays, given.now),
  };
}

export interface RankedLine {
  id: string;
  name: Words;
  group: string | null;
  rank: number | null;
  score: Score;
  values: Record<string, Measured>;
  /** 环比 — the composite of the period before. */
  previous: number | null;
}

interface Named {
  name: Words;
  group: string | null;
}

/** 排名 — everyone of a kind with composite, grade, place and indicators; the best first, those without a place last. */
export async function rankObjects(
  tx: Tx,
  actor: Actor,
  object: ObjectKind,
  asked: Asked,
  wanted: { group?: string | undefined; now: Instant },
): Promise<RankedLine[]> {
  const { jurisdictionId } = actor;
  const { values, before } = await measureBoth(tx, { jurisdictionId, object }, asked, wanted.now);
  const named = await namesOf(tx, jurisdictionId, object, [...values.keys()], true);
  const lines = [...named]
    .filter(([, { group }]) => wanted.group === undefined || group === wanted.group)
    .map(([id, { name, group }]) => {
      const own = completed(object, values.get(id));
      return {
        id,
        name,
        group,
        values: own,
        score: score(own, asked.scheme, asked.period.months),
        previous: before.get(id) ?? null,
      };
    });
  const places = ranks(lines);
  const order = (line: { id: string; score: Score }) =>
    [places.has(line.id) ? 0 : 1, -(line.score.value ?? -1)] as const;
  return lines
    .map((line) => ({ ...line, rank: places.get(line.id) ?? null }))
    .sort(
      (a, b) =>
        order(a)[0] - order(b)[0] ||
        order(a)[1] - order(b)[1] ||
        b.score.sample - a.score.sample ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, 1000);
}

/** 评分表 — one object's line. Unknown objects are refused; known ones without a case say "no data". */
export async function cardOf(
  tx: Tx,
  actor: Actor,
  object: ObjectKind,
  id: string,
  asked: Asked,
  now: Instant,
): Promise<Omit<RankedLine, 'rank'>> {
  const { jurisdictionId } = actor;
  const named = (await namesOf(tx, jurisdictionId, object, [id], false)).get(id);
  if (!named) refuse(unknownRecord({ zh: '评价对象', en: 'object' }));
  const { values, before } = await measureBoth(tx, { jurisdictionId, object, id }, asked, now);
  const own = completed(object, values.get(id));
  const previous = before.get(id) ?? null;
  return { id, ...named, values: own, score: score(own, asked.scheme, asked.period.months), previous };
}

export function reckoningOf(jurisdictionId: number, object: ObjectKind, asked: Asked): Reckoning {
  return { jurisdictionId, object, period: asked.period, asOf: asked.asOf };
}

/** The indicators of the period, and the composites of the period before it, by the scheme of its own day. */
async function measureBoth(
  tx: Tx,
  whose: { jurisdictionId: number; object: ObjectKind; id?: string },
  asked: Asked,
  now: Instant,
): Promise<{ values: Measures; before: Map<string, number | null> }> {
  const { object } = whose;
  const period = periodBefore(asked.period, asked.timeZone);
  if (isRefusal(period)) {
    const [values = new Map()] = await measureObjects(tx, whose, [asked]);
    return { values, before: new Map() };
  }
  const earlier = await readAs(tx, whose.jurisdictionId, object, { period, timeZone: asked.timeZone, now });
  const codes = earlier.scheme.parts.map((part) => part.indicator);
  const [values = new Map(), previous = new Map()] = await measureObjects(tx, whose, [asked, { ...earlier, codes }]);
  const before = [...(previous as Measures)].map(
    ([key, own]) => [key, score(completed(object, own), earlier.scheme, period.months).value] as const,
  );
  return { values, before: new Map(before) };
}

/** Names and groups; with `andAll` also of the units and areas that have no facts. */
async function namesOf(
  tx: Tx,
  jurisdictionId: number,
  object: ObjectKind,
  ids: readonly string[],
  andAll: boolean,
): Promise<Map<string, Named>> {
  if (object === 'unit') {
    const wanted = new Set(ids);
    const all = [...(await findDirectory(tx, jurisdictionId)).units.values()];
    const handles = (unit: Unit) => andAll && unit.active && unit.kind !== 'centre' && unit.kind !== 'agency';
    const units = all.filter((unit) => wanted.has(unit.id) || handles(unit));
    return new Map(units.map((unit) => [unit.id, { name: unit.name, group: unit.group }]));
  }
  if (object === 'subdistrict' || object === 'community') {
    const areas = await listAreas(tx, jurisdictionId, andAll ? { level: object } : { codes: ids });
    return new Map(
      areas
        .filter((area) => area.level === object)
        .map((area) => [area.code, { name: area.name, group: object === 'community' ? area.parentCode : null }]),
    );
  }
  if (object === 'cell') return new Map(ids.map((id) => [id, { name: { zh: id, en: id }, group: null }]));
  const accounts = await listAccountsById(tx, jurisdictionId, ids);
  return new Map(
    accounts.map((account) => [account.id, { name: { zh: account.name, en: account.name }, group: null }]),
  );
}
