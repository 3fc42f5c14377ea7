import type { Refusal } from '../../kernel/refusal.ts';
import { fill, type Words } from '../../kernel/words.ts';
import type { Limit, LimitUnit } from '../calendar/model.ts';
import type { CatalogueEdition, Category, RegistrationCondition, Responsibility } from './model.ts';

/** The national edition in force on a local date; the latest one that has begun, should a gap lie between two. */
export function editionOn(editions: readonly CatalogueEdition[], date: string): CatalogueEdition | null {
  let found: CatalogueEdition | null = null;
  for (const edition of editions) {
    if (edition.national && edition.validFrom <= date && (!found || edition.validFrom > found.validFrom))
      found = edition;
  }
  return found;
}

/** The version in force on a local date of each numbered condition, in their order. */
export function conditionsOn(versions: readonly RegistrationCondition[], date: string): RegistrationCondition[] {
  const current = new Map<number, RegistrationCondition>();
  for (const version of versions) {
    if (version.validFrom > date) continue;
    const known = current.get(version.number);
    if (!known || version.version > known.version) current.set(version.number, version);
  }
  return [...current.values()].sort((a, b) => a.number - b.number);
}

/** The version of one numbered condition that a case registered on this local date stands on. */
export function conditionFor(
  versions: readonly RegistrationCondition[],
  number: number,
  date: string,
): RegistrationCondition | null {
  return conditionsOn(versions, date).find((version) => version.number === number) ?? null;
}

/** The later of two local dates. */
export function later(a: string, b: string): string {
  if (a > b) return a;
  return b;
}

export interface ConditionChange {
  condition: Words;
  limit: Limit;
  closing: Words;
  /** The local date from which cases are registered on it. */
  validFrom: string;
}

/**
 * The next version of a condition. It may begin today or later, and not before the version it follows: what cases were
 * registered on is never rewritten.
 */
export function nextVersion(
  latest: RegistrationCondition,
  change: ConditionChange,
  facts: { id: string; today: string },
): RegistrationCondition | Refusal {
  const earliest = later(latest.validFrom, facts.today);
  if (change.validFrom < earliest) {
    return {
      refused: 'conflict',
      code: 'effectiveTooEarly',
      message: {
        zh: '新条件不能早于今天，也不能早于前一版本生效。',
        en: 'A new version cannot begin before today, nor before the version it follows.',
      },
      right: fill({ zh: '生效日期最早为 {earliest}。', en: 'The earliest date is {earliest}.' }, { earliest }),
      facts: { earliest },
    };
  }
  return { ...latest, ...change, id: facts.id, source: 'local', version: latest.version + 1 };
}

export interface Responsible {
  responsibility: Responsibility;
  grounds: Words;
}

/**
 * Who answers for a category at a place: the most exact row of the list of duties. A row for an area wins over one for
 * the whole jurisdiction, the smaller area over the larger; then a row for the category over one for its group.
 * `areaCodes` are the areas in which the place lies, in any order.
 */
export function pickResponsible(
  responsibilities: readonly Responsibility[],
  category: Category,
  areaCodes: readonly string[],
): Responsible | null {
  let best: Responsibility | null = null;
  for (const row of responsibilities) {
    if (row.edition !== category.edition || row.kind !== category.kind) continue;
    if (row.categoryId === null ? row.groupCode !== category.group.code : row.categoryId !== category.id) continue;
    if (row.areaCode !== null && !areaCodes.includes(row.areaCode)) continue;
    if (!best || exactness(row) > exactness(best)) best = row;
  }
  return best && { responsibility: best, grounds: groundsOf(best, category) };
}

/** The rows that hold: one whose unit was made inactive is as if it were not there, for no new case goes to that unit. */
export function standing(
  responsibilities: readonly Responsibility[],
  inactive: ReadonlySet<string>,
): readonly Responsibility[] {
  return inactive.size === 0 ? responsibilities : responsibilities.filter(({ unitId }) => !inactive.has(unitId));
}

/** Area codes grow with depth, so the longer code is the smaller area. */
function exactness(row: Responsibility): number {
  return (row.areaCode?.length ?? 0) * 2 + (row.categoryId === null ? 0 : 1);
}

function groundsOf(row: Responsibility, { name, group }: Category): Words {
  const byGroup = row.categoryId === null;
  const zh = byGroup ? `大类“${group.name.zh}”` : `类别“${name.zh}”`;
  const en = byGroup ? `the group “${group.name.en}”` : `the category “${name.en}”`;
  return {
    zh: `${row.basis}：${zh}，${row.areaCode === null ? '全辖区' : `区域 ${row.areaCode}`}`,
    en: `${row.basis}: ${en}, ${row.areaCode === null ? 'the whole jurisdiction' : `area ${row.areaCode}`}`,
  };
}

const UNITS: Readonly<Record<string, LimitUnit>> = {
  u: 'urgentHours',
  h: 'workHours',
  d: 'workdays',
  c: 'calendarDays',
};

/** Reads the short form of the data tables: `2u`, `4h`, `5d`, `15c`. Null if it is no limit. */
export function readLimit(text: string): Limit | null {
  const parts = /^(\d{1,4})([uhdc])$/.exec(text);
  const unit = UNITS[parts?.[2] ?? ''];
  const amount = Number(parts?.[1]);
  return unit && amount > 0 ? { amount, unit } : null;
}

/**
 * A code of the right form for its edition and kind: 2+2 digits in 2013's, 2+3 in 2026's, beginning with the group's; an
 * edition of one's own may use any short code.
 */
export function codeIsWellFormed(
  { kind, code, group }: Pick<Category, 'kind' | 'code' | 'group'>,
  edition: string,
): boolean {
  const inGroup = code.startsWith(group.code);
  if (edition === 'GB/T 47678.5-2026')
    return (kind === 'component' || kind === 'matter') && /^\d{5}$/.test(code) && inGroup;
  if (edition === 'GB/T 30428.2-2013')
    return (kind === 'component' || kind === 'event') && /^\d{4}$/.test(code) && inGroup;
  return /^[A-Za-z0-9-]{1,40}$/.test(code);
}
