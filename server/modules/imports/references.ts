import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { setUpCalendar } from '../calendar/commands.ts';
import type { Limit } from '../calendar/model.ts';
import { importCatalogue } from '../catalogue/commands.ts';
import { addEdition } from '../catalogue/edition-commands.ts';
import type { SeedCategory } from '../catalogue/editions.ts';
import { listCategories, listConditionVersions } from '../catalogue/store.ts';
import { addAreas, addJurisdiction, addUnits } from '../organisation/commands.ts';
import type { Area, Jurisdiction } from '../organisation/model.ts';
import { findJurisdictionByCode, listAreas, listUnits } from '../organisation/store.ts';
import type { ImportMapping, ToldCase, UnitMeaning } from './model.ts';

const EDITION = 'local';
const SINCE = '1990-01-01';

/** The jurisdiction that the rows belong to: the one named, which must be there, or the mapping's own, made if need be. */
export async function settle(
  tx: Tx,
  mapping: ImportMapping,
  code: string | undefined,
  now: Instant,
): Promise<Jurisdiction> {
  const { hours, notices, ...own } = mapping.jurisdiction;
  const present = await findJurisdictionByCode(tx, code ?? own.code);
  if (!present && code !== undefined && code !== own.code) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const home = present ?? (await addJurisdiction(tx, { ...own, demo: false }));
  if (!present) {
    await setUpCalendar(tx, home.id, { timeZone: own.timeZone, hours, notices }, { by: null, at: now });
    await addAreas(tx, home.id, [{ code: own.code, level: 'district', parentCode: null, name: own.name }]);
  }
  await addEdition(tx, home.id, {
    code: EDITION,
    name: { zh: '本地类别', en: 'Local categories' },
    national: false,
    validFrom: SINCE,
    validTo: null,
  });
  return home;
}

export interface KnownCategory {
  id: string;
  conditionId: string | null;
  limit: Limit;
}

/** What rows refer to by words, with what it is here. */
export interface References {
  units: Map<string, string>;
  categories: Map<string, KnownCategory>;
  areas: Set<string>;
  /** The area above the largest of the source. */
  root: string | null;
}

export async function loadReferences(tx: Tx, jurisdictionId: number, mapping: ImportMapping): Promise<References> {
  const areas = await listAreas(tx, jurisdictionId);
  return {
    units: new Map((await listUnits(tx, jurisdictionId, { limit: 20_000 })).map(({ code, id }) => [code, id])),
    categories: await loadCategories(tx, jurisdictionId, mapping),
    areas: new Set(areas.map(({ code }) => code)),
    root: areas.find(({ level }) => level === 'district')?.code ?? null,
  };
}

/** A category is known by its name in either language and by every other word for it. */
async function loadCategories(
  tx: Tx,
  jurisdictionId: number,
  mapping: ImportMapping,
): Promise<Map<string, KnownCategory>> {
  const versions = Map.groupBy(await listConditionVersions(tx, jurisdictionId), ({ categoryId }) => categoryId);
  const known = new Map<string, KnownCategory>();
  for (const category of await listCategories(tx, jurisdictionId, EDITION)) {
    if (category.group.code !== mapping.category?.group.code) continue;
    const condition = versions.get(category.id)?.at(-1);
    const found = { id: category.id, conditionId: condition?.id ?? null, limit: condition?.limit ?? mapping.limit };
    for (const word of [category.name.zh, category.name.en, ...category.synonyms]) known.set(word, found);
  }
  return known;
}

interface Telling {
  mapping: ImportMapping;
  told: readonly ToldCase[];
  now: Instant;
  /** When all that was told before is written. */
  turn: Promise<unknown>;
}

/** Adds the units, categories and areas that are told of for the first time. */
export async function completeReferences(
  tx: Tx,
  jurisdictionId: number,
  known: References,
  telling: Telling,
): Promise<void> {
  if (nothingNew(unknownTo(known, telling.told))) return;
  await telling.turn;
  const { mapping, now } = telling;
  const { units, areas, texts } = unknownTo(known, telling.told);
  const added = await addUnits(
    tx,
    jurisdictionId,
    units.map((code) => unitOf(mapping, code)),
    now,
  );
  for (const unit of added) known.units.set(unit.code, unit.id);
  if (areas.length > 0) await addAreas(tx, jurisdictionId, areas);
  for (const { code } of areas) known.areas.add(code);
  if (texts.length === 0) return;
  await addCategories(tx, jurisdictionId, { mapping, texts, now });
  known.categories = await loadCategories(tx, jurisdictionId, mapping);
}

interface Unknown {
  units: string[];
  areas: Area[];
  texts: string[];
}

function unknownTo(known: References, told: readonly ToldCase[]): Unknown {
  const areas = new Map<string, Area>();
  for (const row of told) {
    for (const area of row.areas)
      if (!known.areas.has(area.code)) areas.set(area.code, { ...area, parentCode: area.parentCode ?? known.root });
  }
  return {
    units: unseen(
      told.map(({ unit }) => unit),
      known.units,
    ),
    areas: [...areas.values()],
    texts: unseen(
      told.map(({ category }) => category),
      known.categories,
    ),
  };
}

const nothingNew = ({ units, areas, texts }: Unknown) => units.length + areas.length + texts.length === 0;

function unseen(texts: readonly (string | null)[], known: ReadonlyMap<string, unknown>): string[] {
  return [...new Set(texts)].filter((text) => text !== null && !known.has(text)) as string[];
}

function unitOf({ unit }: ImportMapping, code: string) {
  const meaning: UnitMeaning | undefined = 'always' in unit ? unit.always : unit.words?.[code];
  return {
    code,
    name: meaning?.name ?? { zh: code, en: code },
    kind: meaning?.kind ?? ('department' as const),
    group: unit.group,
  };
}

async function addCategories(
  tx: Tx,
  jurisdictionId: number,
  source: { mapping: ImportMapping; texts: readonly string[]; now: Instant },
): Promise<void> {
  const { mapping, texts, now } = source;
  if (!mapping.category) return;
  const { group, words } = mapping.category;
  const held = (await listCategories(tx, jurisdictionId, EDITION)).filter(
    (category) => category.group.code === group.code,
  );
  const last = Math.max(0, ...held.map(({ code }) => Number(code.slice(group.code.length))));
  if (last + texts.length > 999) {
    refuse({
      refused: 'invalid',
      code: 'tooManyCategories',
      message: {
        zh: '类别超过 999 个：类别列可能选错了。',
        en: 'There are more than 999 categories: the column of categories may be the wrong one.',
      },
    });
  }
  const categories = texts.map(
    (text, i): SeedCategory => ({
      kind: 'request',
      code: `${group.code}${String(last + i + 1).padStart(3, '0')}`,
      group,
      name: words?.[text] ?? { zh: text, en: text },
      synonyms: [text],
      source: 'local',
      conditions: [
        {
          condition: { zh: '外部系统转来', en: 'Received from another system' },
          limit: mapping.limits?.[text] ?? mapping.limit,
          closing: { zh: '外部系统办结', en: 'Ended in that system' },
          source: 'local',
        },
      ],
    }),
  );
  await importCatalogue(tx, jurisdictionId, { edition: EDITION, categories, validFrom: SINCE }, now);
}
