import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { CaseFile, Nature, Source } from '../cases/model.ts';
import { redact } from '../cases/redaction.ts';
import type { Place, Point } from '../geo/model.ts';
import { between, type Random } from './random.ts';
import { Story } from './stories.ts';
import type { Cast, Twin } from './telling.ts';
import { addressAt, type Choice, choicesIn, describe, minuteOfDay, pick, type Street } from './words-of-callers.ts';
import type { World } from './world.ts';

/** Where things happen: the cells by the middle of each, and components by category name. */
export interface Stage {
  spots: { point: Point; place: Place }[];
  componentSpots: Map<string, { point: Point; place: Place }[]>;
  streets: readonly Street[];
}

export interface Span {
  from: Instant;
  to: Instant;
  /** Reports a day, on average. */
  perDay: number;
}

const channels: readonly [Source, number][] = [
  ['hotline', 44],
  ['inspector', 28],
  ['gridWorker', 8],
  ['web', 8],
  ['kiosk', 3],
  ['sensor', 4],
  ['video', 3],
  ['leader', 1],
  ['department', 1],
];
const requestNatures: readonly Nature[] = [
  'enquiry',
  'enquiry',
  'complaint',
  'complaint',
  'help',
  'suggestion',
  'tipOff',
];

const DAY = 86_400_000;
/** So many of the last reports keep the desks busy when the visitor comes. */
const RECENT = 90;
/** The national edition of categories changed on this day. */
const NEW_EDITION = '2026-07-01';

/**
 * Plans every report of the span; each then lives on by itself. The last two days bring a rainstorm: drains, flooded
 * roads and fallen branches, so that a fresh demo shows a desk at work and not a tidy archive.
 */
export function planReports(world: World, cast: Cast, stage: Stage, span: Span, random: Random): void {
  const byEdition = new Map(
    ['GB/T 30428.2-2013', 'GB/T 47678.5-2026'].map((edition) => [edition, choicesIn(world.ground.catalogue, edition)]),
  );
  const last = millis(span.to);
  const times: number[] = [];
  for (let day = millis(span.from); day < last; day += DAY) {
    const weekday = new Date(day + 8 * 3_600_000).getUTCDay();
    const busy = weekday === 0 || weekday === 6 ? 0.7 : 1.1;
    const rain = last - day < 2 * DAY ? 5 : random() < 0.03 ? 2 : 1;
    const reports = Math.round(span.perDay * busy * rain * between(random, 0.75, 1.25));
    const edition = new Date(day).toISOString() < NEW_EDITION ? 'GB/T 30428.2-2013' : 'GB/T 47678.5-2026';
    const choices = byEdition.get(edition) ?? [];
    for (let i = 0; i < reports; i++) {
      const at = day + minuteOfDay(random) * 60_000;
      if (at >= last) continue;
      times.push(at);
      world.at(at, (now) => comes(world, cast, stage, choices, random, now, null));
    }
  }
  world.recent = instant(times.sort((a, b) => a - b).at(-RECENT) ?? last);
}

function comes(
  world: World,
  cast: Cast,
  stage: Stage,
  choices: readonly Choice[],
  random: Random,
  now: Instant,
  twinOf: CaseFile | null,
): void {
  const category = (twinOf && world.ground.catalogue.byId.get(twinOf.categoryId ?? '')) ?? pick(choices, random);
  const spots = stage.componentSpots.get(category.name.zh.replace(/异常$/, ''));
  const spot =
    twinOf?.point && twinOf.place
      ? { point: nudged(twinOf.point, random), place: twinOf.place }
      : one(spots?.length ? spots : stage.spots, random);
  const source = channel(random);
  const inspector = cast.inspectors.get(spot.place.communityCode ?? '');
  const actor =
    source === 'inspector'
      ? inspector
      : source === 'hotline' || source === 'kiosk' || source === 'web'
        ? one(cast.callAgents, random)
        : one(cast.intake, random);
  const nature: Nature = source === 'hotline' && !twinOf && random() < 0.3 ? one(requestNatures, random) : 'problem';
  const address = twinOf?.address ?? addressAt(spot.point, nearStreets(stage.streets, spot.point), random);
  const photos = actor && nature === 'problem' && random() < 0.15 ? [world.photograph(actor, now, 'before')] : [];
  const fields = {
    source,
    nature,
    description: redact(describe(category, address, random)),
    address,
    point: spot.point,
    place: spot.place,
    categoryId: category.id,
    reporterId: source === 'hotline' || source === 'web' || source === 'kiosk' ? crypto.randomUUID() : null,
  };
  const kase = world.open(actor ?? null, now, fields, photos);
  const twin: Twin = twinOf ? { of: twinOf.id } : null;
  new Story(world, cast, random, kase.id, twin).begin(now);
  if (!twinOf && nature === 'problem' && random() < 0.035) {
    world.at(millis(now) + between(random, 20, 600) * 60_000, (then) =>
      comes(world, cast, stage, choices, random, then, kase),
    );
  }
}

function one<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('the demo chose from an empty list');
  return found;
}

function channel(random: Random): Source {
  let left = random() * channels.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [source, weight] of channels) {
    left -= weight;
    if (left <= 0) return source;
  }
  return 'hotline';
}

/** Some twenty metres away. */
function nudged(point: Point, random: Random): Point {
  return { lon: point.lon + (random() - 0.5) * 0.0002, lat: point.lat + (random() - 0.5) * 0.0002 };
}

/** Streets with a point within about 300 m; all of them where there is none. */
function nearStreets(streets: readonly Street[], point: Point): readonly Street[] {
  const near = streets.filter((street) =>
    street.lines.some((line) =>
      line.some(([lon, lat]) => Math.abs(lon - point.lon) < 0.003 && Math.abs(lat - point.lat) < 0.003),
    ),
  );
  return near.length > 0 ? near : streets;
}
