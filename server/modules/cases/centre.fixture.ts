import type { Actor } from '../../kernel/actor.ts';
import { type Db, type Tx, transact } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { createAccounts } from '../accounts/commands.ts';
import { type Role, roleNames, rolePermissions } from '../accounts/roles.ts';
import { setUpCalendar } from '../calendar/commands.ts';
import { holidaysOfChina } from '../calendar/data/holidays-cn.ts';
import { mondayToFriday } from '../calendar/model.ts';
import { addCategory } from '../catalogue/commands.ts';
import { addEdition } from '../catalogue/edition-commands.ts';
import { findCatalogue } from '../catalogue/store.ts';
import { addCells } from '../geo/commands.ts';
import type { Point, Ring } from '../geo/model.ts';
import { addJurisdiction, addUnits } from '../organisation/commands.ts';
import { type Doing, openCase, type Report, takeAction } from './commands.ts';
import type { CaseAction } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { at, formFor, START } from './testing.ts';

export type OfficerName = Role | 'roadsOfficer' | 'secondInspector';

/** A district in the database: calendar, three units, one category with two conditions, four grid cells, and its officers. */
export interface District {
  id: number;
  units: Record<'water' | 'roads' | 'gardens', string>;
  category: string;
  /** 8 working hours; 2 workdays. */
  conditions: [string, string];
  officers: Record<OfficerName, Actor>;
}

export interface Centre {
  database: TestDatabase;
  db: Db;
  home: District;
  /** Another district in the same installation. */
  abroad: District;
  close(): Promise<void>;
}

/** The middle of the four cells of home, which lie in two communities side by side. */
export const MIDDLE: Point = { lon: 119.3, lat: 26.08 };
const SIDE = 0.001;

export async function openCentre(): Promise<Centre> {
  const database = await testDatabase();
  const [home, abroad] = await transact(
    database.db,
    async (tx) => [await district(tx, 'home'), await district(tx, 'abroad')] as const,
  );
  return { database, db: database.db, home, abroad, close: () => database.close() };
}

async function district(tx: Tx, code: string): Promise<District> {
  const now = at('2026-01-05 08:00');
  const words = (text: string) => ({ zh: text, en: text });
  const { id } = await addJurisdiction(tx, {
    code,
    name: words(code),
    timeZone: 'Asia/Shanghai',
    division: '350102',
    demo: false,
  });
  const week = mondayToFriday([
    ['08:00', '12:00'],
    ['14:00', '18:00'],
  ]);
  await setUpCalendar(
    tx,
    id,
    { timeZone: 'Asia/Shanghai', hours: [{ validFrom: '1990-01-01', week }], notices: holidaysOfChina },
    { by: null, at: now },
  );
  const made = await addUnits(
    tx,
    id,
    ['water', 'roads', 'gardens'].map((unit) => ({
      code: unit,
      name: words(unit),
      kind: 'department' as const,
      group: 'a',
    })),
    now,
  );
  const [water = '', roads = '', gardens = ''] = made.map((unit) => unit.id);
  await addCells(tx, id, cells());
  return {
    id,
    units: { water, roads, gardens },
    ...(await catalogue(tx, id, now)),
    officers: await officersOf(tx, id, { water, roads }, now),
  };
}

function cells() {
  return [0, 1, 2, 3].map((i) => {
    const [west, south] = [MIDDLE.lon + ((i % 2) - 1) * SIDE, MIDDLE.lat + (Math.floor(i / 2) - 1) * SIDE];
    const ring: Ring = [
      [west, south],
      [west + SIDE, south],
      [west + SIDE, south + SIDE],
      [west, south + SIDE],
      [west, south],
    ];
    const community = `35010200100${1 + (i % 2)}`;
    return {
      code: `${community}00${i}`,
      oldCode: null,
      sectorCode: `${community}01`,
      communityCode: community,
      subdistrictCode: '350102001',
      ring,
      areaM2: 10_000,
    };
  });
}

async function catalogue(tx: Tx, id: number, now: Instant): Promise<Pick<District, 'category' | 'conditions'>> {
  await addEdition(tx, id, {
    code: 'local',
    name: { zh: '本地', en: 'Local' },
    national: false,
    validFrom: '2020-01-01',
    validTo: null,
  });
  const words = (text: string) => ({ zh: text, en: text });
  const condition = (text: string, limit: { amount: number; unit: 'workHours' | 'workdays' }) => ({
    condition: words(text),
    limit,
    closing: words('恢复原状'),
  });
  const category = await addCategory(
    tx,
    id,
    {
      edition: 'local',
      kind: 'component',
      code: '01001',
      group: { code: '01', name: words('公用设施') },
      name: words('供水井盖'),
      synonyms: ['井盖'],
      local: true,
      conditions: [
        condition('井盖缺失', { amount: 8, unit: 'workHours' }),
        condition('井盖松动', { amount: 2, unit: 'workdays' }),
      ],
    } as Parameters<typeof addCategory>[2],
    now,
  );
  const found = [...(await findCatalogue(tx, id)).conditionById.values()].sort((a, b) => a.number - b.number);
  return { category: category.id, conditions: [found[0]?.id ?? '', found[1]?.id ?? ''] };
}

async function officersOf(
  tx: Tx,
  id: number,
  units: { water: string; roads: string },
  now: Instant,
): Promise<Record<OfficerName, Actor>> {
  const roles: [OfficerName, Role][] = [
    ...roleNames.map((role): [OfficerName, Role] => [role, role]),
    ['roadsOfficer', 'unitOfficer'],
    ['secondInspector', 'inspector'],
  ];
  const unitOf: Partial<Record<OfficerName, string>> = { unitOfficer: units.water, roadsOfficer: units.roads };
  const accounts = await createAccounts(
    tx,
    id,
    roles.map(([name, role]) => ({
      username: `d${id}.${name}`,
      name,
      roles: [role],
      unitId: unitOf[name] ?? null,
      passwordHash: null,
    })),
    now,
  );
  return Object.fromEntries(
    accounts.map((account, i) => {
      const [name, role] = roles[i] ?? ['leader', 'leader'];
      const actor: Actor = {
        id: account.id,
        jurisdictionId: id,
        name: account.name,
        roles: [role],
        permissions: new Set(rolePermissions[role]),
        unitId: unitOf[name] ?? null,
        sessionId: null,
      };
      return [name, actor];
    }),
  ) as Record<OfficerName, Actor>;
}

/** Whose work each action is. */
const usual: Partial<Record<CaseAction, OfficerName>> = {
  accept: 'intakeOfficer',
  reject: 'intakeOfficer',
  answer: 'intakeOfficer',
  correct: 'intakeOfficer',
  sendToVerify: 'intakeOfficer',
  sendToCheck: 'intakeOfficer',
  verify: 'inspector',
  checkFix: 'inspector',
  register: 'shiftLeader',
  close: 'shiftLeader',
  reopen: 'shiftLeader',
  rule: 'shiftLeader',
  void: 'shiftLeader',
  supervise: 'shiftLeader',
  acknowledge: 'unitOfficer',
  decline: 'unitOfficer',
  reportFixed: 'unitOfficer',
  requestExtension: 'unitOfficer',
  requestSuspension: 'unitOfficer',
  grantExtension: 'leader',
  followUp: 'callAgent',
};

export interface Working {
  in?: District;
  by?: OfficerName;
  at?: string;
  /** The version the officer saw; none compared if not told. */
  seen?: number;
}

export function doing(centre: Centre, tx: Tx, name: OfficerName, how: Working = {}): Doing {
  const place = how.in ?? centre.home;
  return { tx, actor: place.officers[how.by ?? name], jurisdictionId: place.id, now: at(how.at ?? START) };
}

/** Reports something in the middle of the district, in a transaction of its own. */
export function report(centre: Centre, more: Partial<Report> = {}, how: Working = {}): Promise<CaseFile> {
  const usualReport: Report = {
    source: 'hotline',
    nature: 'problem',
    description: '鼓屏路口井盖缺失',
    address: '鼓屏路 1 号',
    point: MIDDLE,
    categoryId: null,
    urgent: false,
    photos: [],
    ...more,
  };
  return transact(centre.db, (tx) => openCase(doing(centre, tx, 'callAgent', how), usualReport));
}

/** Takes one action by the officer whose work it is, with the usual form, in a transaction of its own. */
export function work(
  centre: Centre,
  kase: Pick<CaseFile, 'id'>,
  action: CaseAction,
  input: Record<string, unknown> = {},
  how: Working = {},
): Promise<CaseFile> {
  const { category, conditions, units } = how.in ?? centre.home;
  const ids: Partial<Record<CaseAction, Record<string, unknown>>> = {
    accept: { categoryId: category },
    register: { conditionId: conditions[0] },
    dispatch: { unitId: units.water },
    rule: { unitId: units.water },
    transfer: { unitId: units.roads },
    split: { parts: conditions.map((conditionId, i) => ({ description: `第 ${i + 1} 部分`, conditionId })) },
    sendToCheck: { inspectorId: (how.in ?? centre.home).officers.inspector.id },
  };
  const form = formFor(action, { ...ids[action], ...input });
  return transact(centre.db, (tx) =>
    takeAction(doing(centre, tx, usual[action] ?? 'dispatcher', how), kase.id, action, form, how.seen ?? null),
  );
}

/** Several steps one after the other. */
export async function through(centre: Centre, kase: CaseFile, ...actions: readonly CaseAction[]): Promise<CaseFile> {
  let present = kase;
  for (const action of actions) present = await work(centre, present, action);
  return present;
}

export const TO_CHECKED = ['accept', 'register', 'dispatch', 'acknowledge', 'reportFixed', 'checkFix'] as const;
