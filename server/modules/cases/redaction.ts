export type PersonalKind = 'idCard' | 'phone' | 'plate';

/** A number in a text that tells who somebody is, and where it stands. */
export interface PersonalNumber {
  kind: PersonalKind;
  from: number;
  to: number;
}

/**
 * Personal numbers in free text: mobile and landline phones, ID-card numbers, car plates.
 * Units read the redacted text; the original stays with the reporter's record.
 */
const PATTERNS: [RegExp, PersonalKind][] = [
  [/(?<!\d)\d{17}[\dXx](?![\dXx])/g, 'idCard'],
  [/(?<!\d)(?:(?:\+?86|0)[- ]?)?1[3-9]\d[-. ]?\d{4}[-. ]?\d{4}(?!\d)/g, 'phone'],
  [/(?<!\d)\(?0\d{2,3}[-) ]{0,2}[2-9]\d{6,7}(?!\d)/g, 'phone'],
  [
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\s]?(?=[A-Z]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Z0-9])/gi,
    'plate',
  ],
];

const MARKS: Record<PersonalKind, string> = { idCard: '〔身份证号〕', phone: '〔电话〕', plate: '〔车牌〕' };

/** Chinese keyboards write digits and letters in full width too; each is one character either way. */
const halfWidth = (text: string) =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ（）－＋．]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** The personal numbers of a text, in their order. What one pattern has taken is no part of another's find. */
export function personalNumbers(text: string): PersonalNumber[] {
  const found: PersonalNumber[] = [];
  let rest = halfWidth(text);
  for (const [pattern, kind] of PATTERNS) {
    rest = rest.replace(pattern, (number: string, from: number) => {
      found.push({ kind, from, to: from + number.length });
      return '〕'.repeat(number.length);
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** The text without such numbers; the same text, character for character, if there were none. */
export function redact(text: string): string {
  const found = personalNumbers(text);
  if (found.length === 0) return text;
  const half = halfWidth(text);
  const kept = found.map(({ kind, from }, index) => `${half.slice(found[index - 1]?.to ?? 0, from)}${MARKS[kind]}`);
  return `${kept.join('')}${half.slice(found.at(-1)?.to)}`;
}

/** The text without the name its reporter gave; a name of one character is in too many words to be looked for. */
export function withoutName(text: string, name: string | undefined): string {
  return name && [...name].length > 1 ? text.replaceAll(name, '〔上报人〕') : text;
}
