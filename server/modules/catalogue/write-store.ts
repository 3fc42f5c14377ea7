import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type {
  CatalogueEdition,
  Category,
  Confusable,
  Mapping,
  RegistrationCondition,
  Responsibility,
} from './model.ts';

/**
 * Marks the catalogue as changed and holds its row until the transaction ends, so that changes of one jurisdiction's
 * catalogue come one after the other. Every command calls it first.
 */
export async function stampCatalogue(tx: Tx, jurisdictionId: number): Promise<void> {
  await sql`insert into catalogue_revision (jurisdiction_id, stamp) values (${jurisdictionId}, gen_random_uuid())
    on conflict (jurisdiction_id) do update set stamp = excluded.stamp`.execute(tx);
}

export async function saveEdition(tx: Tx, jurisdictionId: number, edition: CatalogueEdition): Promise<void> {
  await sql`insert into catalogue_edition (jurisdiction_id, code, name_zh, name_en, national, valid_from, valid_to)
    values (${jurisdictionId}, ${edition.code}, ${edition.name.zh}, ${edition.name.en}, ${edition.national},
      ${edition.validFrom}, ${edition.validTo})
    on conflict (jurisdiction_id, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to`.execute(tx);
}

/** Adds categories, or gives those of the same id new words; the key (edition, kind, code) never changes. */
export async function saveCategories(tx: Tx, jurisdictionId: number, categories: readonly Category[]): Promise<void> {
  if (categories.length === 0) return;
  const rows = categories.map(({ group, name, local: _, ...category }) => ({
    ...category,
    group_code: group.code,
    group_zh: group.name.zh,
    group_en: group.name.en,
    name_zh: name.zh,
    name_en: name.en,
  }));
  await sql`insert into catalogue_category
      (jurisdiction_id, id, edition, kind, code, group_code, group_zh, group_en, name_zh, name_en, synonyms, source, active)
    select ${jurisdictionId}::integer, id, edition, kind, code, group_code, group_zh, group_en, name_zh, name_en, synonyms, source, active
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, edition text, kind text, code text,
      group_code text, group_zh text, group_en text, name_zh text, name_en text, synonyms text[], source text, active boolean)
    on conflict (jurisdiction_id, id) do update set group_code = excluded.group_code, group_zh = excluded.group_zh,
      group_en = excluded.group_en, name_zh = excluded.name_zh, name_en = excluded.name_en, synonyms = excluded.synonyms,
      active = excluded.active`.execute(tx);
}

/** Adds versions; there is no changing one. */
export async function insertConditions(
  tx: Tx,
  jurisdictionId: number,
  conditions: readonly RegistrationCondition[],
): Promise<void> {
  if (conditions.length === 0) return;
  const rows = conditions.map((own) => ({
    id: own.id,
    category_id: own.categoryId,
    number: own.number,
    version: own.version,
    condition_zh: own.condition.zh,
    condition_en: own.condition.en,
    limit_amount: own.limit.amount,
    limit_unit: own.limit.unit,
    closing_zh: own.closing.zh,
    closing_en: own.closing.en,
    source: own.source,
    valid_from: own.validFrom,
  }));
  await sql`insert into catalogue_condition (jurisdiction_id, id, category_id, number, version, condition_zh, condition_en,
      limit_amount, limit_unit, closing_zh, closing_en, source, valid_from)
    select ${jurisdictionId}::integer, id, category_id, number, version, condition_zh, condition_en,
      limit_amount, limit_unit, closing_zh, closing_en, source, valid_from
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, category_id uuid, number integer,
      version integer, condition_zh text, condition_en text, limit_amount numeric, limit_unit text, closing_zh text,
      closing_en text, source text, valid_from date)`.execute(tx);
}

/** Adds rows of the list of duties; one that stands already for the same category or group and area is left as it is. */
export async function insertResponsibilities(
  tx: Tx,
  jurisdictionId: number,
  duties: readonly Responsibility[],
): Promise<void> {
  if (duties.length === 0) return;
  const rows = duties.map((duty) => ({
    ...duty,
    category_id: duty.categoryId,
    group_code: duty.groupCode,
    area_code: duty.areaCode,
    unit_id: duty.unitId,
  }));
  await sql`insert into catalogue_responsibility
      (jurisdiction_id, id, edition, kind, category_id, group_code, area_code, unit_id, basis, version)
    select ${jurisdictionId}::integer, id, edition, kind, category_id, group_code, area_code, unit_id, basis, version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, edition text, kind text, category_id uuid,
      group_code text, area_code text, unit_id uuid, basis text, version integer)
    on conflict do nothing`.execute(tx);
}

export async function updateResponsibility(tx: Tx, jurisdictionId: number, duty: Responsibility): Promise<void> {
  await sql`update catalogue_responsibility set edition = ${duty.edition}, kind = ${duty.kind},
      category_id = ${duty.categoryId}, group_code = ${duty.groupCode}, area_code = ${duty.areaCode},
      unit_id = ${duty.unitId}, basis = ${duty.basis}, version = ${duty.version}
    where jurisdiction_id = ${jurisdictionId} and id = ${duty.id}`.execute(tx);
}

export async function deleteResponsibility(tx: Tx, jurisdictionId: number, id: string): Promise<void> {
  await sql`delete from catalogue_responsibility where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
}

/** Puts the mapping in the place of whatever there was. */
export async function replaceMappings(tx: Tx, jurisdictionId: number, mappings: readonly Mapping[]): Promise<void> {
  const rows = mappings.map(({ from, to, note }, i) => ({
    number: i + 1,
    from_kind: from?.kind,
    from_code: from?.code,
    to_kind: to?.kind,
    to_code: to?.code,
    note_zh: note.zh,
    note_en: note.en,
  }));
  await sql`delete from catalogue_mapping where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  await sql`insert into catalogue_mapping (jurisdiction_id, number, from_kind, from_code, to_kind, to_code, note_zh, note_en)
    select ${jurisdictionId}::integer, number, from_kind, from_code, to_kind, to_code, note_zh, note_en
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (number integer, from_kind text, from_code text,
      to_kind text, to_code text, note_zh text, note_en text)`.execute(tx);
}

/** Puts the confusable pairs in the place of whatever there was. */
export async function replaceConfusables(tx: Tx, jurisdictionId: number, pairs: readonly Confusable[]): Promise<void> {
  const rows = pairs.map(({ categoryId, otherId, tells }) => ({
    category_id: categoryId,
    other_id: otherId,
    tells_zh: tells.zh,
    tells_en: tells.en,
  }));
  await sql`delete from catalogue_confusable where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  await sql`insert into catalogue_confusable (jurisdiction_id, category_id, other_id, tells_zh, tells_en)
    select ${jurisdictionId}::integer, category_id, other_id, tells_zh, tells_en
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (category_id uuid, other_id uuid, tells_zh text, tells_en text)`.execute(
    tx,
  );
}
