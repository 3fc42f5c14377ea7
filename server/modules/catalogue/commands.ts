import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, localDate, millis } from '../../kernel/instant.ts';
import { granted, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { categoryDuties, groupDuties, office, requestDuties } from './data/responsibilities.ts';
import { type SeedCategory, seedConfusables, seedEditions, seedMappings } from './editions.ts';
import type { Category, CategoryKind, RegistrationCondition, Responsibility } from './model.ts';
import { type ConditionChange, codeIsWellFormed, later, nextVersion } from './rules.ts';
import * as store from './store.ts';
import * as write from './write-store.ts';

/** The day on the wall of the jurisdiction. */
export async function localDay(tx: Tx, jurisdictionId: number, now: Instant): Promise<string> {
  const own = await findJurisdiction(tx, jurisdictionId);
  return localDate(now, own?.timeZone ?? 'UTC');
}

const keyOf = (kind: CategoryKind, code: string) => `${kind} ${code}`;

export interface Imported {
  added: number;
  changed: number;
  unchanged: number;
}

type CodedCategory = Pick<SeedCategory, 'kind' | 'code' | 'group'>;

interface ImportedEdition {
  edition: string;
  categories: readonly SeedCategory[];
  /** From when new and changed conditions hold. */
  validFrom: string;
}

/**
 * Brings an edition's categories into the catalogue: new ones are added, known ones (by kind and code) get the given
 * words, and every condition that differs gets a new version. The same import twice changes nothing.
 */
export async function importCatalogue(
  tx: Tx,
  jurisdictionId: number,
  wanted: ImportedEdition,
  now: Instant,
): Promise<Imported> {
  await write.stampCatalogue(tx, jurisdictionId);
  const { edition, validFrom } = wanted;
  await refuseUnknownEdition(tx, jurisdictionId, edition);
  refuseBadCodes(wanted);
  const known = new Map(
    (await store.listCategories(tx, jurisdictionId, edition)).map((own) => [keyOf(own.kind, own.code), own]),
  );
  const versions = Map.groupBy(await store.listConditionVersions(tx, jurisdictionId), ({ categoryId }) => categoryId);
  const categories: Category[] = [];
  const conditions: RegistrationCondition[] = [];
  const count: Imported = { added: 0, changed: 0, unchanged: 0 };
  for (const seed of wanted.categories) {
    const before = known.get(keyOf(seed.kind, seed.code));
    const category = categoryOf(seed, edition, before?.id ?? newId(millis(now)));
    const fresh = newVersions(category.id, seed, { before: versions.get(category.id) ?? [], validFrom, now });
    const sameWords = before && JSON.stringify(wordsOf(before)) === JSON.stringify(wordsOf(category));
    conditions.push(...fresh);
    if (!sameWords) categories.push(category);
    if (!before) count.added += 1;
    else if (!sameWords || fresh.length > 0) count.changed += 1;
    else count.unchanged += 1;
  }
  await write.saveCategories(tx, jurisdictionId, categories);
  await write.insertConditions(tx, jurisdictionId, conditions);
  return count;
}

async function refuseUnknownEdition(tx: Tx, jurisdictionId: number, edition: string): Promise<void> {
  const editions = await store.listEditions(tx, jurisdictionId);
  if (!editions.some(({ code }) => code === edition)) refuse(unknownRecord({ zh: '版本', en: 'edition' }));
}

function refuseBadCodes({ edition, categories }: { edition: string; categories: readonly CodedCategory[] }): void {
  const message = {
    zh: '代码与版本、大类不符，或出现两次。',
    en: 'The code does not fit edition and group, or comes twice.',
  };
  const seen = new Set<string>();
  const faults = categories.flatMap((own, i) => {
    const key = keyOf(own.kind, own.code);
    const fits = codeIsWellFormed(own, edition) && !seen.has(key);
    seen.add(key);
    return fits ? [] : [{ path: `categories.${i}.code`, message }];
  });
  if (faults.length === 0) return;
  refuse({
    refused: 'invalid',
    code: 'badCategoryCode',
    message,
    right: {
      zh: '2013 版为 2+2 位，2026 版为 2+3 位，以大类代码开头。',
      en: '2+2 digits in the 2013 edition, 2+3 in 2026, beginning with the group’s code.',
    },
    faults: faults.slice(0, 50),
  });
}

function categoryOf(seed: SeedCategory, edition: string, id: string): Category {
  const { kind, code, group, name, synonyms, source } = seed;
  return { id, edition, kind, code, group, name, synonyms, source, local: source === 'local', active: true };
}

function wordsOf({ group, name, synonyms, active }: Category): unknown[] {
  return [group.code, group.name.zh, group.name.en, name.zh, name.en, synonyms, active];
}

function newVersions(
  categoryId: string,
  { conditions }: Pick<SeedCategory, 'conditions'>,
  { before, validFrom, now }: { before: readonly RegistrationCondition[]; validFrom: string; now: Instant },
): RegistrationCondition[] {
  return conditions.flatMap((wanted, i): RegistrationCondition[] => {
    const number = i + 1;
    const latest = before.findLast((version) => version.number === number);
    if (latest && substance(latest) === substance(wanted)) return [];
    const version = (latest?.version ?? 0) + 1;
    const from = later(latest?.validFrom ?? validFrom, validFrom);
    return [{ ...wanted, id: newId(millis(now)), categoryId, number, version, validFrom: from }];
  });
}

function substance({
  condition,
  limit,
  closing,
}: Pick<RegistrationCondition, 'condition' | 'limit' | 'closing'>): string {
  return JSON.stringify([condition.zh, condition.en, limit.amount, limit.unit, closing.zh, closing.en]);
}

export interface CatalogueSeed {
  /** Codes of the editions to bring in; all by default. */
  editions?: readonly string[];
  /** Units by their code; duties of units that the jurisdiction does not have are left out. */
  unitIdByCode: ReadonlyMap<string, string>;
  /** The sub-district offices, which answer for some categories in their own area. */
  offices?: readonly { areaCode: string; unitCode: string }[];
}

/** Gives a jurisdiction its own copy of the catalogue and the demo list of duties. */
export async function seedCatalogue(tx: Tx, jurisdictionId: number, seed: CatalogueSeed, now: Instant): Promise<void> {
  await write.stampCatalogue(tx, jurisdictionId);
  for (const { categories, ...edition } of seedEditions()) {
    if (seed.editions && !seed.editions.includes(edition.code)) continue;
    await write.saveEdition(tx, jurisdictionId, edition);
    const { code, validFrom } = edition;
    await importCatalogue(tx, jurisdictionId, { edition: code, categories, validFrom }, now);
  }
  const categories = await store.listCategories(tx, jurisdictionId);
  const ids = new Map(categories.map(({ id, edition, kind, code }) => [`${edition} ${keyOf(kind, code)}`, id]));
  await write.replaceMappings(tx, jurisdictionId, seedMappings());
  await write.replaceConfusables(
    tx,
    jurisdictionId,
    seedConfusables((edition, kind, code) => ids.get(`${edition} ${keyOf(kind, code)}`)),
  );
  await write.insertResponsibilities(tx, jurisdictionId, seedDuties(categories, seed, now));
}

/** The list of duties by the demo's tables: groups, then the categories that differ, then the offices' areas. */
function seedDuties(
  categories: readonly Category[],
  { unitIdByCode, offices = [] }: CatalogueSeed,
  now: Instant,
): Responsibility[] {
  const duties: Responsibility[] = [];
  const add = (category: Category, byGroup: boolean, unitCode: string | undefined, areaCode: string | null = null) => {
    const unitId = unitIdByCode.get(unitCode ?? '');
    if (!unitId) return;
    duties.push({
      id: newId(millis(now)),
      edition: category.edition,
      kind: category.kind,
      categoryId: byGroup ? null : category.id,
      groupCode: byGroup ? category.group.code : null,
      areaCode,
      unitId,
      basis: `派单目录（示范）${category.group.name.zh}`,
      version: 1,
    });
  };
  for (const [, [first]] of Map.groupBy(categories, ({ edition, kind, group }) => `${edition} ${kind} ${group.code}`)) {
    if (first) add(first, true, groupDuties[keyOf(first.kind, first.group.code)]);
  }
  const dutyOf = dutiesByCategory();
  for (const category of categories) {
    const duty = dutyOf.get(keyOf(category.kind, category.code));
    if (duty === office) for (const { areaCode, unitCode } of offices) add(category, false, unitCode, areaCode);
    else if (duty !== undefined) add(category, false, duty);
  }
  return duties;
}

/** Unit code (or `office`) by kind and code, the 2013 codes through the mapping. */
function dutiesByCategory(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [unit, codes] of Object.entries(categoryDuties)) {
    for (const code of codes.split(' '))
      for (const kind of ['component', 'matter'] as const) found.set(keyOf(kind, code), unit);
  }
  for (const [unit, codes] of Object.entries(requestDuties)) {
    for (const code of codes.split(' ')) found.set(keyOf('request', code), unit);
  }
  for (const { from, to } of seedMappings()) {
    const duty = to && found.get(keyOf(to.kind, to.code));
    if (from && duty) found.set(keyOf(from.kind, from.code), duty);
  }
  return found;
}

export interface NewCategory extends Omit<SeedCategory, 'source' | 'conditions'> {
  edition: string;
  conditions: readonly Omit<ConditionChange, 'validFrom'>[];
}

/** Adds a local extension to an edition; it needs a free code and at least one registration condition. */
export async function addCategory(tx: Tx, jurisdictionId: number, made: NewCategory, now: Instant): Promise<Category> {
  await write.stampCatalogue(tx, jurisdictionId);
  const { edition, conditions, ...seed } = made;
  await refuseUnknownEdition(tx, jurisdictionId, edition);
  refuseBadCodes({ edition, categories: [made] });
  if (await store.findCategoryByCode(tx, jurisdictionId, made)) {
    refuse({
      refused: 'conflict',
      code: 'categoryExists',
      message: { zh: `该版本已有代码 ${made.code}。`, en: `The edition already has the code ${made.code}.` },
      right: { zh: '本地扩展通常从末尾往前编号。', en: 'Local extensions are usually numbered from the end backward.' },
    });
  }
  const category = categoryOf({ ...seed, source: 'local', conditions: [] }, edition, newId(millis(now)));
  const validFrom = await localDay(tx, jurisdictionId, now);
  const first = conditions.map((condition) => ({ ...condition, source: 'local' as const }));
  await write.saveCategories(tx, jurisdictionId, [category]);
  await write.insertConditions(
    tx,
    jurisdictionId,
    newVersions(category.id, { conditions: first }, { before: [], validFrom, now }),
  );
  return category;
}

/** Makes the next version of a condition; `id` and `version` are the latest, as the officer saw it. Cases keep theirs. */
export async function changeCondition(
  tx: Tx,
  jurisdictionId: number,
  { id, version, change, now }: { id: string; version: number; change: ConditionChange; now: Instant },
): Promise<RegistrationCondition> {
  await write.stampCatalogue(tx, jurisdictionId);
  const seen = await store.findCondition(tx, jurisdictionId, id);
  if (!seen) refuse(unknownRecord({ zh: '立案条件', en: 'registration condition' }));
  const versions = await store.listConditionVersions(tx, jurisdictionId, seen.categoryId);
  const latest = versions.findLast(({ number }) => number === seen.number) ?? seen;
  if (latest.id !== id || latest.version !== version) {
    refuse({
      refused: 'stale',
      code: 'changedMeanwhile',
      message: { zh: '这个立案条件已有更新的版本。', en: 'There is a newer version of this condition.' },
      facts: { id: latest.id, version: latest.version },
    });
  }
  const today = await localDay(tx, jurisdictionId, now);
  const next = granted(nextVersion(latest, change, { id: newId(millis(now)), today }));
  await write.insertConditions(tx, jurisdictionId, [next]);
  return next;
}
