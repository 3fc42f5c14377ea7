import { sql } from 'kysely';
import { perDatabase, type Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import type { Area, AreaLevel, Jurisdiction, Unit, UnitKind } from './model.ts';
import { completeSettings, type SettingsChange } from './rules.ts';

interface JurisdictionRow {
  id: number;
  code: string;
  name_zh: string;
  name_en: string;
  time_zone: string;
  division: string | null;
  demo: boolean;
  settings: SettingsChange;
  version: number;
}

const jurisdictionColumns = sql`id, code, name_zh, name_en, time_zone, division, demo, settings, version`;

function jurisdictionOf(row: JurisdictionRow): Jurisdiction {
  return {
    id: row.id,
    code: row.code,
    name: { zh: row.name_zh, en: row.name_en },
    timeZone: row.time_zone,
    division: row.division,
    demo: row.demo,
    settings: completeSettings(row.settings),
    version: row.version,
  };
}

const KEEP_MS = 1000;
const memory = perDatabase(() => new Map<number, { until: number; jurisdiction: Jurisdiction }>());

/** Read on every request, so kept in memory for at most a second: a change in another process is seen within it. */
export async function findJurisdiction(tx: Tx, id: number): Promise<Jurisdiction | null> {
  const kept = memory(tx);
  const known = kept.get(id);
  if (known && known.until > performance.now()) return known.jurisdiction;
  const { rows } = await sql<JurisdictionRow>`
    select ${jurisdictionColumns} from organisation_jurisdiction where id = ${id}`.execute(tx);
  const jurisdiction = rows[0] ? jurisdictionOf(rows[0]) : null;
  if (jurisdiction) kept.set(id, { until: performance.now() + KEEP_MS, jurisdiction });
  return jurisdiction;
}

/** The IANA zone in which the jurisdiction counts its days. */
export async function findTimeZone(tx: Tx, id: number): Promise<string> {
  return (await findJurisdiction(tx, id))?.timeZone ?? 'UTC';
}

/** The day it is there, as YYYY-MM-DD. */
export async function findToday(tx: Tx, id: number, now: Instant): Promise<string> {
  return localDate(now, await findTimeZone(tx, id));
}

export function forgetJurisdiction(tx: Tx, id: number): void {
  memory(tx).delete(id);
}

export async function findJurisdictionByCode(tx: Tx, code: string): Promise<Jurisdiction | null> {
  const { rows } = await sql<JurisdictionRow>`
    select ${jurisdictionColumns} from organisation_jurisdiction where code = ${code}`.execute(tx);
  return rows[0] ? jurisdictionOf(rows[0]) : null;
}

export async function listJurisdictions(tx: Tx): Promise<Jurisdiction[]> {
  const { rows } = await sql<JurisdictionRow>`
    select ${jurisdictionColumns} from organisation_jurisdiction order by id limit 1000`.execute(tx);
  return rows.map(jurisdictionOf);
}

/** The stored settings and version with the row locked, for a change. */
export async function lockSettings(tx: Tx, id: number): Promise<{ settings: SettingsChange; version: number } | null> {
  const { rows } = await sql<{ settings: SettingsChange; version: number }>`
    select settings, version from organisation_jurisdiction where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

export async function saveSettings(tx: Tx, id: number, settings: SettingsChange): Promise<void> {
  await sql`update organisation_jurisdiction set settings = ${JSON.stringify(settings)}::jsonb, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function insertJurisdiction(
  tx: Tx,
  made: Omit<Jurisdiction, 'id' | 'settings' | 'version'> & { settings: SettingsChange },
): Promise<Jurisdiction> {
  const { rows } = await sql<JurisdictionRow>`
    insert into organisation_jurisdiction (code, name_zh, name_en, time_zone, division, demo, settings)
    values (${made.code}, ${made.name.zh}, ${made.name.en}, ${made.timeZone}, ${made.division}, ${made.demo},
      ${JSON.stringify(made.settings)}::jsonb)
    returning ${jurisdictionColumns}`.execute(tx);
  return jurisdictionOf(rows[0] as JurisdictionRow);
}

interface UnitRow {
  id: string;
  code: string;
  name_zh: string;
  name_en: string;
  kind: UnitKind;
  parent_id: string | null;
  unit_group: string;
  active: boolean;
  version: number;
}

const unitColumns = sql`id, code, name_zh, name_en, kind, parent_id, unit_group, active, version`;

function unitOf(row: UnitRow): Unit {
  return {
    id: row.id,
    code: row.code,
    name: { zh: row.name_zh, en: row.name_en },
    kind: row.kind,
    parentId: row.parent_id,
    group: row.unit_group,
    active: row.active,
    version: row.version,
  };
}

export async function findUnit(tx: Tx, jurisdictionId: number, id: string): Promise<Unit | null> {
  const { rows } = await sql<UnitRow>`select ${unitColumns} from organisation_unit
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0] ? unitOf(rows[0]) : null;
}

export async function findUnitByCode(tx: Tx, jurisdictionId: number, code: string): Promise<Unit | null> {
  const { rows } = await sql<UnitRow>`select ${unitColumns} from organisation_unit
    where jurisdiction_id = ${jurisdictionId} and code = ${code}`.execute(tx);
  return rows[0] ? unitOf(rows[0]) : null;
}

/** Every unit and area of a jurisdiction by id and code: what names on lists and pages are taken from. */
export interface Directory {
  units: ReadonlyMap<string, Unit>;
  areas: ReadonlyMap<string, Area>;
}

const directories = perDatabase(() => new Map<number, { until: number; directory: Directory }>());

/** Some hundred rows, read on every request; kept in memory for at most a second, like the jurisdiction itself. */
export async function findDirectory(tx: Tx, jurisdictionId: number): Promise<Directory> {
  const kept = directories(tx);
  const known = kept.get(jurisdictionId);
  if (known && known.until > performance.now()) return known.directory;
  const units = new Map((await listUnits(tx, jurisdictionId)).map((unit) => [unit.id, unit]));
  const areas = new Map((await listAreas(tx, jurisdictionId)).map((area) => [area.code, area]));
  const directory = { units, areas };
  kept.set(jurisdictionId, { until: performance.now() + KEEP_MS, directory });
  return directory;
}

export interface UnitsWanted {
  /** Part of the name, the beginning of the code, or of the pinyin or its initials. */
  query?: string;
  kind?: UnitKind;
  active?: boolean;
  limit?: number;
}

/** Units by code; with a query, those whose code or initials begin with it come first. */
export async function listUnits(tx: Tx, jurisdictionId: number, wanted: UnitsWanted = {}): Promise<Unit[]> {
  const query = wanted.query?.trim() ?? '';
  const part = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const begin = part.slice(1).toLowerCase();
  const { rows } = await sql<UnitRow>`select ${unitColumns} from organisation_unit
    where jurisdiction_id = ${jurisdictionId}
    ${wanted.kind ? sql`and kind = ${wanted.kind}` : sql``}
    ${wanted.active === undefined ? sql`` : sql`and active = ${wanted.active}`}
    ${
      query === ''
        ? sql``
        : sql`and (name_zh like ${part} or name_en ilike ${part} or lower(code) like ${begin} or pinyin like ${`%${begin}`} or initials like ${`%${begin}`})`
    }
    order by ${query === '' ? sql`code` : sql`(lower(code) like ${begin} or initials like ${begin} or name_zh like ${part.slice(1)}) desc, code`}
    limit ${wanted.limit ?? 1000}`.execute(tx);
  return rows.map(unitOf);
}

/** The units to which no new case goes, by id: few, and often none. */
export async function listInactiveUnits(tx: Tx, jurisdictionId: number): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from organisation_unit
    where jurisdiction_id = ${jurisdictionId} and not active limit 20000`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

export interface UnitToWrite extends Unit {
  pinyin: string;
  initials: string;
}

/** Parents must stand before or among the given units; the foreign key is checked at the end of the statement. */
export async function insertUnits(tx: Tx, jurisdictionId: number, units: readonly UnitToWrite[]): Promise<void> {
  const rows = units.map(({ name, parentId, group, ...rest }) => ({
    ...rest,
    name_zh: name.zh,
    name_en: name.en,
    parent_id: parentId,
    unit_group: group,
  }));
  await sql`insert into organisation_unit
    (jurisdiction_id, id, code, name_zh, name_en, kind, parent_id, unit_group, active, pinyin, initials)
    select ${jurisdictionId}::int, id, code, name_zh, name_en, kind, parent_id, unit_group, active, pinyin, initials
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, name_zh text, name_en text,
      kind text, parent_id uuid, unit_group text, active boolean, pinyin text, initials text)`.execute(tx);
}

/** Writes the unit if it still has the version it was read with; false if somebody was quicker. */
export async function updateUnit(tx: Tx, jurisdictionId: number, unit: UnitToWrite): Promise<boolean> {
  const { rows } = await sql`update organisation_unit set code = ${unit.code}, name_zh = ${unit.name.zh},
    name_en = ${unit.name.en}, kind = ${unit.kind}, parent_id = ${unit.parentId}, unit_group = ${unit.group},
    active = ${unit.active}, pinyin = ${unit.pinyin}, initials = ${unit.initials}, version = version + 1
    where jurisdiction_id = ${jurisdictionId} and id = ${unit.id} and version = ${unit.version} returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

interface AreaRow {
  code: string;
  level: AreaLevel;
  parent_code: string | null;
  name_zh: string;
  name_en: string;
}

function areaOf(row: AreaRow): Area {
  return {
    code: row.code,
    level: row.level,
    parentCode: row.parent_code,
    name: { zh: row.name_zh, en: row.name_en },
  };
}

export interface AreasWanted {
  level?: AreaLevel;
  parentCode?: string;
  /** Only these; nulls are passed over. */
  codes?: readonly (string | null)[];
}

/** All areas of a district are a few hundred; a city's, a few thousand. */
export async function listAreas(tx: Tx, jurisdictionId: number, wanted: AreasWanted = {}): Promise<Area[]> {
  const { rows } = await sql<AreaRow>`select code, level, parent_code, name_zh, name_en from organisation_area
    where jurisdiction_id = ${jurisdictionId}
    ${wanted.level ? sql`and level = ${wanted.level}` : sql``}
    ${wanted.parentCode ? sql`and parent_code = ${wanted.parentCode}` : sql``}
    ${wanted.codes ? sql`and code = any(${wanted.codes}::text[])` : sql``}
    order by code limit 20000`.execute(tx);
  return rows.map(areaOf);
}

export async function insertAreas(tx: Tx, jurisdictionId: number, areas: readonly Area[]): Promise<void> {
  const rows = areas.map(({ code, level, parentCode, name }) => ({
    code,
    level,
    parent_code: parentCode,
    name_zh: name.zh,
    name_en: name.en,
  }));
  await sql`insert into organisation_area (jurisdiction_id, code, level, parent_code, name_zh, name_en)
    select ${jurisdictionId}::int, code, level, parent_code, name_zh, name_en
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(code text, level text, parent_code text, name_zh text, name_en text)`.execute(tx);
}
