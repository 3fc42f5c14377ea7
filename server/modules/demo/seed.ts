import type { Actor } from '../../kernel/actor.ts';
import { type Db, type Tx, transact } from '../../kernel/db.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { sealPastDays } from '../../kernel/seal.ts';
import { catchUpWholly, type Follower } from '../../kernel/work.ts';
import { createAccounts } from '../accounts/commands.ts';
import type { Account } from '../accounts/model.ts';
import { hashPassword } from '../accounts/secrets.ts';
import { setUpCalendar } from '../calendar/commands.ts';
import { holidaysOfChina } from '../calendar/data/holidays-cn.ts';
import { mondayToFriday } from '../calendar/model.ts';
import { findCalendar } from '../calendar/store.ts';
import { keepHistories } from '../cases/history-commands.ts';
import { seedCatalogue } from '../catalogue/commands.ts';
import { findCatalogue } from '../catalogue/store.ts';
import { addDuties } from '../geo/commands.ts';
import type { Jurisdiction, Unit } from '../organisation/model.ts';
import { type District, generateDistrict } from './district.ts';
import { planReports, type Stage } from './history.ts';
import { liveTheOffice } from './office-year.ts';
import { keepWorldPictures } from './picture-keeping.ts';
import { districtPosts, type Post } from './posts.ts';
import { monitorTheYear } from './promised-year.ts';
import { takeInPublished } from './published-year.ts';
import { between, randomFrom } from './random.ts';
import { seedDistrict } from './seed-district.ts';
import { actorOf, staffingOf } from './staffing.ts';
import type { Cast } from './telling.ts';
import { World } from './world.ts';

export interface DemoWanted {
  password: string;
  now: Instant;
  /** Days of history. */
  days: number;
  perDay: number;
  say: (line: string) => void;
  /** Who reads the log: caught up at the end, so that the first screen has its figures. */
  followers: readonly Follower[];
}

export interface SeededDemo {
  jurisdiction: Jurisdiction;
  shown: Person[];
  cases: number;
  entries: number;
}

/** A demo district of which not a day is sealed yet, with all that was made. */
export interface GrownDemo extends SeededDemo {
  district: District;
  people: readonly Person[];
  world: World;
}

/** The demo district, whole: grown, sealed, reckoned. The same for the same `now`, but for random ids. */
export async function seedDemo(db: Db, wanted: DemoWanted): Promise<SeededDemo> {
  const grown = await growDemo(db, wanted);
  await settleDemo(db, wanted, grown);
  return grown;
}

/**
 * Ground, people, calendar, catalogue and a year of cases lived through the rules. All in one transaction: a demo is
 * there wholly or not at all.
 */
export async function growDemo(db: Db, wanted: DemoWanted): Promise<GrownDemo> {
  const { now, say } = wanted;
  const district = generateDistrict();
  const passwordHash = await hashPassword(wanted.password);
  return transact(db, async (tx) => {
    say('区划、网格、部件 · ground, cells, components');
    const { jurisdiction, units } = await seedDistrict(tx, district, now);
    const people = await seedPeople(tx, jurisdiction, district, units, passwordHash, now);
    const hours = mondayToFriday([
      ['08:00', '12:00'],
      ['14:00', '18:00'],
    ]);
    await setUpCalendar(
      tx,
      jurisdiction.id,
      { timeZone: jurisdiction.timeZone, hours: [{ validFrom: '1990-01-01', week: hours }], notices: holidaysOfChina },
      { by: null, at: now },
    );
    say('类别与立案条件 · catalogue');
    const offices = district.areas
      .filter((area) => area.level === 'subdistrict')
      .map((area) => ({ areaCode: area.code, unitCode: `JD${area.code.slice(6)}` }));
    await seedCatalogue(
      tx,
      jurisdiction.id,
      { unitIdByCode: new Map([...units].map(([code, unit]) => [code, unit.id])), offices },
      now,
    );
    say('一年的案卷，逐件按规则办理 · a year of cases, lived by the rules');
    const world = await live(tx, jurisdiction, district, people, wanted);
    const lived = [...world.cases.values()];
    await keepHistories(tx, jurisdiction.id, lived, {
      cases: world.nextNumber(),
      supervisions: world.lastSupervision(),
      year: Number(now.slice(0, 4)),
    });
    await keepWorldPictures(tx, jurisdiction.id, world);
    say('机房、督办、会议、资产与预算 · machines, tasks, meetings, assets, money');
    await liveTheOffice({
      tx,
      jurisdictionId: jurisdiction.id,
      timeZone: jurisdiction.timeZone,
      origin: 'simulated',
      from: instant(beginning(wanted)),
      now,
      days: wanted.days,
      cast: staffingOf(people),
    });
    await takeInPublished(tx, { jurisdictionId: jurisdiction.id, actor: staffingOf(people).finance, now });
    const entries = lived.reduce((sum, { log }) => sum + log.length, 0);
    const shown = people.filter(({ post }) => post.shown);
    return { jurisdiction, shown, cases: lived.length, entries, district, people, world };
  });
}

/** Lets those who read the log read it, and only then monitors the year by what they read; then seals every day there was. */
export async function settleDemo(
  db: Db,
  wanted: DemoWanted,
  { jurisdiction, people }: Pick<GrownDemo, 'jurisdiction' | 'people'>,
): Promise<void> {
  const { now, say, followers } = wanted;
  say('计算考评，逐日封存 · reckoning the scores, sealing the days');
  for (const follower of followers) await catchUpWholly(db, follower, () => now);
  await transact(db, (tx) =>
    monitorTheYear({
      tx,
      jurisdictionId: jurisdiction.id,
      timeZone: jurisdiction.timeZone,
      origin: 'simulated',
      from: instant(beginning(wanted)),
      now,
      cast: staffingOf(people),
    }),
  );
  await transact(db, (tx) => sealPastDays(tx, now));
}

export interface Person {
  post: Post;
  account: Account;
}

async function seedPeople(
  tx: Tx,
  jurisdiction: Jurisdiction,
  district: District,
  units: ReadonlyMap<string, Unit>,
  passwordHash: string,
  now: Instant,
): Promise<Person[]> {
  const posts = districtPosts(district);
  const accounts = await createAccounts(
    tx,
    jurisdiction.id,
    posts.map((post) => ({
      username: post.username,
      name: post.name,
      unitId: units.get(post.unitCode)?.id ?? null,
      roles: [post.role],
      passwordHash,
    })),
    now,
  );
  const byName = new Map(accounts.map((account) => [account.username, account]));
  const people = posts.flatMap((post) => {
    const account = byName.get(post.username);
    return account ? [{ post, account }] : [];
  });
  const duties = people.flatMap(({ post, account }) =>
    post.areaCodes.map((scopeCode) => ({
      role: post.role,
      scopeCode,
      accountId: account.id,
      validFrom: now.slice(0, 10),
    })),
  );
  await addDuties(tx, jurisdiction.id, duties, now);
  return people;
}

async function live(
  tx: Tx,
  jurisdiction: Jurisdiction,
  district: District,
  people: readonly Person[],
  wanted: DemoWanted,
): Promise<World> {
  const random = randomFrom(20_220_101);
  const world = new World(
    {
      jurisdictionId: jurisdiction.id,
      code: jurisdiction.code,
      timeZone: jurisdiction.timeZone,
      calendar: await findCalendar(tx, jurisdiction.id),
      settings: jurisdiction.settings,
      catalogue: await findCatalogue(tx, jurisdiction.id),
    },
    1,
  );
  const to = millis(wanted.now);
  const from = beginning(wanted);
  planReports(
    world,
    castOf(people, random),
    stageOf(district),
    { from: instant(from), to: wanted.now, perDay: wanted.perDay },
    random,
  );
  world.live(to);
  return world;
}

/** Days begin at local midnight, which in the demo district is 16:00 UTC. */
function beginning({ now, days }: DemoWanted): number {
  return Math.floor((millis(now) - days * 86_400_000 + 28_800_000) / 86_400_000) * 86_400_000 - 28_800_000;
}

function castOf(people: readonly Person[], random: () => number): Cast {
  const as = (role: string) => people.filter(({ post }) => post.role === role).map(({ account }) => actorOf(account));
  const inspectors = new Map<string, Actor>();
  for (const { post, account } of people)
    if (post.role === 'inspector') for (const code of post.areaCodes) inspectors.set(code, actorOf(account));
  const officers = new Map(
    as('unitOfficer').flatMap((actor) => (actor.unitId ? [[actor.unitId, actor] as const] : [])),
  );
  return {
    callAgents: as('callAgent'),
    intake: as('intakeOfficer'),
    shiftLeaders: as('shiftLeader'),
    dispatchers: as('dispatcher'),
    leaders: as('leader'),
    inspectors,
    officers,
    pace: new Map([...officers.keys()].map((unitId) => [unitId, between(random, 0.55, 1.15)])),
  };
}

function stageOf(district: District): Stage {
  const placeOf = new Map(
    district.cells.map((cell) => [
      cell.code,
      {
        cellCode: cell.code,
        sectorCode: cell.sectorCode,
        communityCode: cell.communityCode,
        subdistrictCode: cell.subdistrictCode,
      },
    ]),
  );
  const spots = district.cells.flatMap((cell) => {
    const place = placeOf.get(cell.code);
    const corners = cell.ring.slice(0, -1);
    const lon = corners.reduce((sum, corner) => sum + corner[0], 0) / corners.length;
    const lat = corners.reduce((sum, corner) => sum + corner[1], 0) / corners.length;
    return place ? [{ point: { lon, lat }, place }] : [];
  });
  const componentSpots = new Map<string, Stage['spots']>();
  for (const component of district.components) {
    const place = placeOf.get(component.cellCode);
    if (!place) continue;
    const list = componentSpots.get(component.name) ?? [];
    list.push({ point: component.point, place });
    componentSpots.set(component.name, list);
  }
  const streets = district.streets.map(({ name, lines }) => ({ name: name.zh, lines }));
  return { spots, componentSpots, streets };
}
