import type { Words } from '../../kernel/words.ts';
import type { Limit } from '../calendar/model.ts';
import { groupDefaults, localDefaults, practice, practice2013 } from './data/conditions.ts';
import { confusables } from './data/confusables.ts';
import { type Finding, findings } from './data/findings.ts';
import { hotlineGroups, hotlineSubjects, requestKinds } from './data/hotline.ts';
import * as old from './data/national-2013.ts';
import * as current from './data/national-2026.ts';
import { everydayWords } from './data/synonyms.ts';
import type { CatalogueEdition, CategoryKind, Certainty, Confusable, Mapping } from './model.ts';
import { readLimit } from './rules.ts';

/** What an edition brings into a jurisdiction's own copy of the catalogue, before anything has an id. */
export interface SeedCondition {
  condition: Words;
  limit: Limit;
  closing: Words;
  source: Certainty;
}

export interface SeedCategory {
  kind: CategoryKind;
  code: string;
  group: { code: string; name: Words };
  name: Words;
  synonyms: string[];
  source: Certainty;
  conditions: SeedCondition[];
}

export interface SeedEdition extends CatalogueEdition {
  categories: SeedCategory[];
}

const NAMES = {
  old: 'GB/T 30428.2-2013',
  current: 'GB/T 47678.5-2026',
  local: 'local',
} as const;

type Found = readonly [code: string, zh: string, en: string];

function groupOf(groups: readonly Found[], code: string): SeedCategory['group'] {
  const group = groups.find(([own]) => own === code.slice(0, 2));
  if (!group) throw new Error(`The code ${code} lies in no group`);
  return { code: group[0], name: { zh: group[1], en: group[2] } };
}

/** `finding limit, finding limit` as conditions; a mistake in the table stops the program at once. */
function readConditions(text: string, source: Certainty): SeedCondition[] {
  return text.split(', ').map((entry) => {
    const [name = '', limitText = ''] = entry.split(' ');
    const limit = readLimit(limitText);
    const finding: Finding | undefined = Object.entries(findings).find(([own]) => own === name)?.[1];
    if (!finding || !limit) throw new Error(`“${entry}” is no finding with a limit`);
    const [zh, en, closingZh, closingEn] = finding;
    return { condition: { zh, en }, limit, closing: { zh: closingZh, en: closingEn }, source };
  });
}

/** The conditions of a 2026 code: of a table in use, else this installation's own, else its group's general one. */
function conditionsOf2026(code: string): SeedCondition[] {
  const inUse = practice[code];
  if (inUse) return readConditions(inUse, 'transcribed');
  return readConditions(localDefaults[code] ?? groupDefaults[code.slice(0, 2)] ?? '', 'local');
}

function wordsFor(key: string): string[] {
  return everydayWords[key]?.split(' ') ?? [];
}

function category2026(kind: CategoryKind, [code, zh, en]: Found, source: Certainty): SeedCategory {
  const groups = [...current.componentGroups2026, ...current.matterGroups2026];
  const group = groupOf(groups, code);
  return { kind, code, group, name: { zh, en }, synonyms: wordsFor(code), source, conditions: conditionsOf2026(code) };
}

function edition2026(): SeedEdition {
  const defects = current.components2026.map(([code, zh, en]): Found => [code, `${zh}异常`, `Defect: ${en}`]);
  return {
    code: NAMES.current,
    name: { zh: '管理部件和事项（2026）', en: 'Managed components and matters (2026)' },
    national: true,
    validFrom: '2026-07-01',
    validTo: null,
    categories: [
      ...current.components2026.map((row) => category2026('component', row, 'transcribed')),
      ...[...defects, ...current.matters2026].map((row) => category2026('matter', row, 'transcribed')),
      ...current.localMatters2026.map((row) => category2026('matter', row, 'local')),
    ],
  };
}

interface Counterpart {
  kind: 'component' | 'event';
  row: Found;
  to: string | null;
  local?: boolean;
}

function oldCodeOf(group: string, code2026: string): string | null {
  const number = Number(code2026.slice(2));
  return number > (old.lastByRule[code2026.slice(0, 2)] ?? 0) ? null : `${group}${code2026.slice(3)}`;
}

/** Every 2013 category with its 2026 code: by the numbering rule, then what moved, then local extensions. */
function counterparts(): Counterpart[] {
  const found: Counterpart[] = [];
  for (const [code, zh, en] of current.components2026) {
    const own = oldCodeOf(code.slice(0, 2), code);
    const named = old.componentNames2013[own ?? ''] ?? [zh, en];
    if (own) found.push({ kind: 'component', row: [own, ...named], to: code });
  }
  for (const [code, zh, en, to] of old.movedComponents2013) found.push({ kind: 'component', row: [code, zh, en], to });
  for (const [oldGroup, newGroup] of Object.entries(old.eventGroupTo2026)) {
    for (const [code, zh, en] of current.matters2026) {
      const own = code.startsWith(newGroup) ? oldCodeOf(oldGroup, code) : null;
      if (own) found.push({ kind: 'event', row: [own, ...(old.eventNames2013[own] ?? [zh, en])], to: code });
    }
  }
  for (const [code, zh, en, to] of old.movedEvents2013) found.push({ kind: 'event', row: [code, zh, en], to });
  for (const [code, zh, en, to] of old.localEvents2013)
    found.push({ kind: 'event', row: [code, zh, en], to, local: true });
  return found.sort((a, b) => (a.kind + a.row[0] < b.kind + b.row[0] ? -1 : 1));
}

function edition2013(): SeedEdition {
  return {
    code: NAMES.old,
    name: { zh: '管理部件和事件（2013）', en: 'Managed components and events (2013)' },
    national: true,
    validFrom: '2013-01-01',
    validTo: '2026-06-30',
    categories: counterparts().map(({ kind, row: [code, zh, en], to, local }) => {
      const inUse = old.seenInUse[kind].has(code);
      const own = practice2013[`${kind} ${code}`];
      return {
        kind,
        code,
        group: groupOf(kind === 'component' ? old.componentGroups2013 : old.eventGroups2013, code),
        name: { zh, en },
        synonyms: wordsFor(to ?? `${kind} ${code}`),
        source: sourceOf(local === true, inUse),
        conditions: own ? readConditions(own, 'transcribed') : conditionsOf2026(to ?? ''),
      };
    }),
  };
}

function sourceOf(local: boolean, inUse: boolean): Certainty {
  if (local) return 'local';
  return inUse ? 'transcribed' : 'reconstructed';
}

function localEdition(): SeedEdition {
  const conditions = requestKinds.map(({ condition, limit, closing }): SeedCondition => {
    const read = readLimit(limit);
    if (!read) throw new Error(`“${limit}” is no limit`);
    const words = ([zh, en]: readonly [string, string]): Words => ({ zh, en });
    return { condition: words(condition), limit: read, closing: words(closing), source: 'local' };
  });
  return {
    code: NAMES.local,
    name: { zh: '热线诉求事项（本地）', en: 'Hotline subjects (local)' },
    national: false,
    validFrom: '2013-01-01',
    validTo: null,
    categories: hotlineSubjects.map(([code, zh, en]) => ({
      kind: 'request',
      code,
      group: groupOf(hotlineGroups, code),
      name: { zh, en },
      synonyms: wordsFor(`request ${code}`),
      source: 'local',
      conditions,
    })),
  };
}

let editions: readonly SeedEdition[] | undefined;

/** All editions as a new jurisdiction receives them, put together once. */
export function seedEditions(): readonly SeedEdition[] {
  editions ??= [edition2013(), edition2026(), localEdition()];
  return editions;
}

const MOVED: Words = { zh: '换了大类', en: 'moved to another group' };
const NO_NEW: Words = { zh: '2026 版无对应类别', en: 'no counterpart in the 2026 edition' };
const NO_OLD: Words = { zh: '2013 版无对应类别', en: 'no counterpart in the 2013 edition' };
const SAME: Words = { zh: '编号规则一致', en: 'by the numbering rule' };
const AS_DEFECT: Words = {
  zh: '部件损坏在 2026 版是独立事项',
  en: 'a damaged component is a matter of its own in 2026',
};
const LOCAL: Words = { zh: '本地扩展', en: 'local extension' };

/** 2013 ↔ 2026 in full: every category of either edition stands in at least one row, if only to say it has none. */
export function seedMappings(): Mapping[] {
  const rows: Mapping[] = [];
  const reached = new Set<string>();
  for (const { kind, row, to, local } of counterparts()) {
    const from = { kind, code: row[0] };
    if (to === null) {
      rows.push({ from, to: null, note: NO_NEW });
      continue;
    }
    reached.add(to);
    const beyond = current.localMatters2026.some(([code]) => code === to);
    const sameGroup =
      kind === 'component'
        ? row[0].slice(0, 2) === to.slice(0, 2)
        : old.eventGroupTo2026[row[0].slice(0, 2)] === to.slice(0, 2);
    const ruled = sameGroup ? SAME : MOVED;
    const note = local || beyond ? LOCAL : ruled;
    rows.push({ from, to: { kind: kind === 'component' ? 'component' : 'matter', code: to }, note });
    if (kind === 'component') rows.push({ from, to: { kind: 'matter', code: to }, note: AS_DEFECT });
  }
  for (const { kind, code } of seedEditions().find(({ code }) => code === NAMES.current)?.categories ?? []) {
    if (!reached.has(code)) rows.push({ from: null, to: { kind, code }, note: NO_OLD });
  }
  return rows;
}

/** Confusable pairs of both national editions; `idOf` gives a category its id in the jurisdiction. */
export function seedConfusables(
  idOf: (edition: string, kind: CategoryKind, code: string) => string | undefined,
): Confusable[] {
  const pairs: Confusable[] = [];
  const before = new Map(counterparts().map(({ kind, row, to }) => [to, { kind, code: row[0] }]));
  for (const [a, b, zh, en] of confusables) {
    const now = [idOf(NAMES.current, 'matter', a), idOf(NAMES.current, 'matter', b)] as const;
    const [oldA, oldB] = [before.get(a), before.get(b)];
    const then = [
      oldA && idOf(NAMES.old, oldA.kind, oldA.code),
      oldB && idOf(NAMES.old, oldB.kind, oldB.code),
    ] as const;
    for (const [categoryId, otherId] of [now, then]) {
      if (categoryId && otherId) pairs.push({ categoryId, otherId, tells: { zh, en } });
    }
  }
  return pairs;
}
