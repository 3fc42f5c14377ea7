import type { Words } from '../../../kernel/words.ts';
import { dateOf, dayNumber } from '../../calendar/zone.ts';
import type { Code } from '../../disclosure/data/classification.ts';
import { ISSUED_CODES } from './data/codes.ts';
import type { Amendment, CodeChange, CodeVersion, Scheme } from './model.ts';

/** How many digits the codes of a scheme have, from the class down. */
const DIGITS: Record<Scheme, readonly number[]> = {
  functional: [3, 5, 7],
  departmentEconomic: [3, 5],
  governmentEconomic: [3, 5],
  fund: [1, 2],
};

const dayBefore = (day: string) => dateOf(dayNumber(day) - 1);

/** All versions of all codes, with what was amended: from its first day on an amendment stands in place of what held. */
export function versionsWith(amendments: readonly (Amendment & { id: string })[]): CodeVersion[] {
  let versions = [...ISSUED_CODES];
  for (const one of amendments.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    versions = versions.flatMap((version) => {
      if (version.scheme !== one.scheme || version.code !== one.code) return [version];
      if (version.from >= one.from) return [];
      return [version.to !== null && version.to < one.from ? version : { ...version, to: dayBefore(one.from) }];
    });
    const { scheme, code, nameZh, from, to, source, id } = one;
    if (nameZh !== null) versions.push({ scheme, code, nameZh, from, to, source, amendmentId: id });
  }
  return versions.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.from < b.from ? -1 : 1));
}

const holdsOn = ({ from, to }: CodeVersion, day: string) => from <= day && (to === null || day <= to);
const holdsIn = ({ from, to }: CodeVersion, year: number) =>
  from <= `${year}-12-31` && (to === null || to >= `${year}-01-01`);

/** The codes valid on a local day. */
export const codesOn = (versions: readonly CodeVersion[], day: string): CodeVersion[] =>
  versions.filter((version) => holdsOn(version, day));

/** The codes valid on some day of a budget year; of one that was renamed within it, the later name. */
export function codesIn(versions: readonly CodeVersion[], year: number): CodeVersion[] {
  const last = new Map<string, CodeVersion>();
  for (const version of versions) if (holdsIn(version, year)) last.set(`${version.scheme} ${version.code}`, version);
  return [...last.values()];
}

const PRINTED: ReadonlySet<Scheme> = new Set(['functional', 'departmentEconomic']);
const yearOf = (day: string) => Number(day.slice(0, 4));

/** The versions of the codes that a disclosure prints, by budget years: a code holds in each year of which it has a day. */
export const printedCodes = (versions: readonly CodeVersion[]): Code[] =>
  versions
    .filter(({ scheme }) => PRINTED.has(scheme))
    .map(({ code, nameZh, from, to }) => ({ code, nameZh, from: yearOf(from), to: to === null ? null : yearOf(to) }));

/** What came, went or was renamed between two days. */
export function changesBetween(versions: readonly CodeVersion[], first: string, second: string): CodeChange[] {
  const names = (day: string) =>
    new Map(codesOn(versions, day).map((one) => [`${one.scheme} ${one.code}`, one.nameZh] as const));
  const [before, after] = [names(first), names(second)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .sort()
    .map((key) => {
      const [scheme = '', code = ''] = key.split(' ');
      return {
        scheme: scheme as Scheme,
        code,
        before: before.get(key) ?? null,
        after: after.get(key) ?? null,
      };
    });
}

/** When a code must hold: on some day of a budget year, or on one day. */
export type When = { year: number } | { day: string };

/**
 * Why money may not stand under a code, in words; null if it may. A code that was amended within the year is judged by
 * the day on which money is given to it.
 */
export function codeFault(versions: readonly CodeVersion[], scheme: Scheme, code: string, when: When): Words | null {
  const known = versions.filter((one) => one.scheme === scheme && one.code === code);
  const holds = known.some((one) => ('day' in when ? holdsOn(one, when.day) : holdsIn(one, when.year)));
  if (holds) return null;
  const at = 'day' in when ? when.day : String(when.year);
  if (known.length === 0)
    return {
      zh: `${at}${'day' in when ? ' ' : ' 年'}的科目表里没有 ${code}。`,
      en: `The classification of ${at} has no ${code}.`,
    };
  const told = known.map(({ from, to }) => [from, to ?? ''] as const);
  return {
    zh: `科目 ${code} 只在 ${told.map(([from, to]) => `${from} 至 ${to || '今'}`).join('、')} 有效。`,
    en: `The code ${code} holds ${told.map(([from, to]) => `from ${from}${to && ` to ${to}`}`).join(' and ')} only.`,
  };
}

/** What is wrong with an amendment in itself or beside the codes that hold, at its field; null if nothing. */
export function amendmentFault(
  versions: readonly CodeVersion[],
  { scheme, code, nameZh, from, to }: Amendment,
): { path: string; message: Words } | null {
  const digits = DIGITS[scheme];
  if (!digits.includes(code.length))
    return {
      path: 'code',
      message: {
        zh: `这类科目的编码为 ${digits.join('、')} 位数字。`,
        en: `Codes of this scheme have ${digits.join(', ')} digits.`,
      },
    };
  if (to !== null && to < from)
    return {
      path: 'to',
      message: { zh: '失效日期早于生效日期。', en: 'It would end before it begins.' },
    };
  const top = code.slice(0, digits[0]);
  if (code.length > top.length && codeFault(versions, scheme, top, { day: from }))
    return {
      path: 'code',
      message: {
        zh: `${from} 没有上级科目 ${top}，请先增设它。`,
        en: `There is no class ${top} on ${from}; add that first.`,
      },
    };
  const now = codesOn(versions, from).find((one) => one.scheme === scheme && one.code === code);
  if (nameZh === null && !now)
    return {
      path: 'code',
      message: { zh: `${from} 没有科目 ${code} 可停用。`, en: `There is no code ${code} on ${from} to end.` },
    };
  if (nameZh !== null && now && now.nameZh === nameZh && now.to === to)
    return {
      path: 'nameZh',
      message: { zh: '与当日有效的名称和期限相同。', en: 'This is what holds on that day already.' },
    };
  return null;
}
