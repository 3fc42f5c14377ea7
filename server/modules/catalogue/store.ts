import { sql } from 'kysely';
import { perDatabase, type Tx } from '../../kernel/db.ts';
import type { LimitUnit } from '../calendar/model.ts';
import type {
  CatalogueEdition,
  Category,
  CategoryKind,
  Certainty,
  Confusable,
  Mapping,
  RegistrationCondition,
  Responsibility,
} from './model.ts';
import { conditionsOn } from './rules.ts';
import { buildIndex, type SearchIndex } from './search.ts';

const ALL = 20_000; // More than any catalogue has; only so that no list is without an end.

interface CategoryRow {
  id: string;
  edition: string;
  kind: CategoryKind;
  code: string;
  group_code: string;
  group_zh: string;
  group_en: string;
  name_zh: string;
  name_en: string;
  synonyms: string[];
  source: Certainty;
  active: boolean;
}

const CATEGORY = sql`id, edition, kind, code, group_code, group_zh, group_en, name_zh, name_en, synonyms, source, active`;

function categoryOf(row: CategoryRow): Category {
  return {
    id: row.id,
    edition: row.edition,
    kind: row.kind,
    code: row.code,
    group: { code: row.group_code, name: { zh: row.group_zh, en: row.group_en } },
    name: { zh: row.name_zh, en: row.name_en },
    synonyms: row.synonyms,
    source: row.source,
    local: row.source === 'local',
    active: row.active,
  };
}

export async function findCategory(tx: Tx, jurisdictionId: number, id: string): Promise<Category | null> {
  const { rows } = await sql<CategoryRow>`select ${CATEGORY} from catalogue_category
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0] ? categoryOf(rows[0]) : null;
}

export interface CategoryKey {
  edition: string;
  kind: CategoryKind;
  code: string;
}

export async function findCategoryByCode(tx: Tx, jurisdictionId: number, key: CategoryKey): Promise<Category | null> {
  const { rows } = await sql<CategoryRow>`select ${CATEGORY} from catalogue_category
    where jurisdiction_id = ${jurisdictionId} and edition = ${key.edition} and kind = ${key.kind} and code = ${key.code}`.execute(
    tx,
  );
  return rows[0] ? categoryOf(rows[0]) : null;
}

/** In the order of edition, kind and code; of one edition if named. */
export async function listCategories(tx: Tx, jurisdictionId: number, edition?: string): Promise<Category[]> {
  const { rows } = await sql<CategoryRow>`select ${CATEGORY} from catalogue_category
    where jurisdiction_id = ${jurisdictionId} ${edition === undefined ? sql`` : sql`and edition = ${edition}`}
    order by edition, kind, code limit ${ALL}`.execute(tx);
  return rows.map(categoryOf);
}

interface ConditionRow {
  id: string;
  category_id: string;
  number: number;
  version: number;
  condition_zh: string;
  condition_en: string;
  limit_amount: number;
  limit_unit: LimitUnit;
  closing_zh: string;
  closing_en: string;
  source: Certainty;
  valid_from: string;
}

const CONDITION = sql`id, category_id, number, version, condition_zh, condition_en, limit_amount, limit_unit, closing_zh,
  closing_en, source, valid_from`;

function conditionOf(row: ConditionRow): RegistrationCondition {
  return {
    id: row.id,
    categoryId: row.category_id,
    number: row.number,
    condition: { zh: row.condition_zh, en: row.condition_en },
    limit: { amount: row.limit_amount, unit: row.limit_unit },
    closing: { zh: row.closing_zh, en: row.closing_en },
    source: row.source,
    version: row.version,
    validFrom: row.valid_from,
  };
}

/** The exact version with this id, be it in force or not. */
export async function findCondition(tx: Tx, jurisdictionId: number, id: string): Promise<RegistrationCondition | null> {
  const { rows } = await sql<ConditionRow>`select ${CONDITION} from catalogue_condition
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0] ? conditionOf(rows[0]) : null;
}

/** The versions in force on a local date, in their order. */
export async function listConditions(
  tx: Tx,
  jurisdictionId: number,
  categoryId: string,
  on: string,
): Promise<RegistrationCondition[]> {
  return conditionsOn(await listConditionVersions(tx, jurisdictionId, categoryId), on);
}

/** Every version there ever was, of one category or of all. */
export async function listConditionVersions(
  tx: Tx,
  jurisdictionId: number,
  categoryId?: string,
): Promise<RegistrationCondition[]> {
  const { rows } = await sql<ConditionRow>`select ${CONDITION} from catalogue_condition
    where jurisdiction_id = ${jurisdictionId} ${categoryId === undefined ? sql`` : sql`and category_id = ${categoryId}`}
    order by category_id, number, version limit ${ALL}`.execute(tx);
  return rows.map(conditionOf);
}

interface ResponsibilityRow {
  id: string;
  edition: string;
  kind: CategoryKind;
  category_id: string | null;
  group_code: string | null;
  area_code: string | null;
  unit_id: string;
  basis: string;
  version: number;
}

const RESPONSIBILITY = sql`id, edition, kind, category_id, group_code, area_code, unit_id, basis, version`;

function responsibilityOf(row: ResponsibilityRow): Responsibility {
  return {
    id: row.id,
    edition: row.edition,
    kind: row.kind,
    categoryId: row.category_id,
    groupCode: row.group_code,
    areaCode: row.area_code,
    unitId: row.unit_id,
    basis: row.basis,
    version: row.version,
  };
}

export async function listResponsibilities(
  tx: Tx,
  jurisdictionId: number,
  edition?: string,
): Promise<Responsibility[]> {
  const { rows } = await sql<ResponsibilityRow>`select ${RESPONSIBILITY} from catalogue_responsibility
    where jurisdiction_id = ${jurisdictionId} ${edition === undefined ? sql`` : sql`and edition = ${edition}`}
    order by edition, kind, group_code nulls last, category_id, area_code nulls first limit ${ALL}`.execute(tx);
  return rows.map(responsibilityOf);
}

export async function findResponsibility(tx: Tx, jurisdictionId: number, id: string): Promise<Responsibility | null> {
  const { rows } = await sql<ResponsibilityRow>`select ${RESPONSIBILITY} from catalogue_responsibility
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
  return rows[0] ? responsibilityOf(rows[0]) : null;
}

export async function listEditions(tx: Tx, jurisdictionId: number): Promise<CatalogueEdition[]> {
  interface Row {
    code: string;
    name_zh: string;
    name_en: string;
    national: boolean;
    valid_from: string;
    valid_to: string | null;
  }
  const { rows } = await sql<Row>`select code, name_zh, name_en, national, valid_from, valid_to from catalogue_edition
    where jurisdiction_id = ${jurisdictionId} order by valid_from, code limit 100`.execute(tx);
  return rows.map((row) => ({
    code: row.code,
    name: { zh: row.name_zh, en: row.name_en },
    national: row.national,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }));
}

export async function listMappings(tx: Tx, jurisdictionId: number): Promise<Mapping[]> {
  interface Row {
    from_kind: CategoryKind | null;
    from_code: string | null;
    to_kind: CategoryKind | null;
    to_code: string | null;
    note_zh: string;
    note_en: string;
  }
  const { rows } = await sql<Row>`select from_kind, from_code, to_kind, to_code, note_zh, note_en from catalogue_mapping
    where jurisdiction_id = ${jurisdictionId} order by number limit ${ALL}`.execute(tx);
  const side = (kind: CategoryKind | null, code: string | null) => (kind && code ? { kind, code } : null);
  return rows.map((row) => ({
    from: side(row.from_kind, row.from_code),
    to: side(row.to_kind, row.to_code),
    note: { zh: row.note_zh, en: row.note_en },
  }));
}

export async function listConfusables(tx: Tx, jurisdictionId: number): Promise<Confusable[]> {
  const { rows } = await sql<{ category_id: string; other_id: string; tells_zh: string; tells_en: string }>`
    select category_id, other_id, tells_zh, tells_en from catalogue_confusable
    where jurisdiction_id = ${jurisdictionId} order by category_id, other_id limit ${ALL}`.execute(tx);
  return rows.map((row) => ({
    categoryId: row.category_id,
    otherId: row.other_id,
    tells: { zh: row.tells_zh, en: row.tells_en },
  }));
}

/** The whole catalogue of a jurisdiction in memory, as it stood at one revision. Shared: never change what it holds. */
export interface Catalogue {
  version: string;
  editions: readonly CatalogueEdition[];
  categories: readonly Category[];
  byId: ReadonlyMap<string, Category>;
  /** Every version of every condition, by category. */
  conditions: ReadonlyMap<string, readonly RegistrationCondition[]>;
  /** The same versions, each by its own id. */
  conditionById: ReadonlyMap<string, RegistrationCondition>;
  responsibilities: readonly Responsibility[];
  mappings: readonly Mapping[];
  confusables: readonly Confusable[];
  /** The search index of one edition, built when first asked for. */
  indexOf(edition: string): SearchIndex;
}

const kept = new Map<number, Catalogue>();

/**
 * The catalogue from memory, after one look at its stamp: right with several processes and inside a transaction that has
 * itself changed it.
 */
export async function findCatalogue(tx: Tx, jurisdictionId: number): Promise<Catalogue> {
  const { rows } = await sql<{ stamp: string }>`select stamp from catalogue_revision
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  const version = rows[0]?.stamp ?? 'empty';
  const known = kept.get(jurisdictionId);
  if (known?.version === version) return known;
  const read = await readCatalogue(tx, jurisdictionId, version);
  kept.set(jurisdictionId, read);
  return read;
}

const recent = perDatabase(() => new Map<number, { until: number; catalogue: Catalogue }>());

/** The catalogue as it stood at most a second ago: for names on pages. What is decided by it asks `findCatalogue`. */
export async function findRecentCatalogue(tx: Tx, jurisdictionId: number): Promise<Catalogue> {
  const known = recent(tx).get(jurisdictionId);
  if (known && known.until > performance.now()) return known.catalogue;
  const catalogue = await findCatalogue(tx, jurisdictionId);
  recent(tx).set(jurisdictionId, { until: performance.now() + 1000, catalogue });
  return catalogue;
}

async function readCatalogue(tx: Tx, jurisdictionId: number, version: string): Promise<Catalogue> {
  const categories = await listCategories(tx, jurisdictionId);
  const versions = await listConditionVersions(tx, jurisdictionId);
  const indexes = new Map<string, SearchIndex>();
  return {
    version,
    editions: await listEditions(tx, jurisdictionId),
    categories,
    byId: new Map(categories.map((category) => [category.id, category])),
    conditions: Map.groupBy(versions, ({ categoryId }) => categoryId),
    conditionById: new Map(versions.map((condition) => [condition.id, condition])),
    responsibilities: await listResponsibilities(tx, jurisdictionId),
    mappings: await listMappings(tx, jurisdictionId),
    confusables: await listConfusables(tx, jurisdictionId),
    indexOf(edition) {
      const built = indexes.get(edition) ?? buildIndex(categories.filter((category) => category.edition === edition));
      indexes.set(edition, built);
      return built;
    },
  };
}
