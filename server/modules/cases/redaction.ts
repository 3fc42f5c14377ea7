export type PersonalKind = 'idCard' | 'bankCard' | 'email' | 'phone' | 'plate';

/** A number in a text that tells who somebody is, and where it stands. */
export interface PersonalNumber {
  kind: PersonalKind;
  from: number;
  to: number;
}

interface Pattern {
  kind: PersonalKind;
  looks: RegExp;
  /** What a look-alike fails: its check digit. Given the characters without gaps. */
  proves?: (digits: string) => boolean;
}

/** What people write between the digits of a long number: at most two of these. */
const GAP = String.raw`[-–—·•. \u3000]{0,2}`;
const spaced = (...parts: string[]) => parts.join(GAP);
const digits = (n: number) => Array.from({ length: n }, () => String.raw`\d`).join(GAP);

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

/**
 * Personal numbers in free text: ID cards (GB 11643-1999 and the old 15 digits), bank cards, mail addresses, mobile and
 * landline phones, car plates. Units read the redacted text; the original is kept sealed.
 *
 * An ID number written with a wrong check digit is taken out as well, if its date can be one: people mistype. A bank
 * card must pass its check digit (ISO/IEC 7812), since case and component numbers are as long.
 */
const PATTERNS: readonly Pattern[] = [
  { kind: 'email', looks: /(?<![A-Z0-9._%+-])[A-Z0-9][A-Z0-9._%+-]{0,63}@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63}){1,8}/gi },
  { kind: 'idCard', looks: new RegExp(`(?<!\\d)${digits(17)}${GAP}[\\dXx](?![\\dA-Za-z])`, 'g'), proves: isIdCard },
  { kind: 'bankCard', looks: new RegExp(`(?<!\\d)${digits(15)}(?:${GAP}\\d){1,4}(?!\\d)`, 'g'), proves: isBankCard },
  { kind: 'idCard', looks: new RegExp(`(?<!\\d)${digits(15)}(?!\\d)`, 'g'), proves: isOldIdCard },
  {
    kind: 'phone',
    looks: new RegExp(`(?<!\\d)(?:(?:\\+?(?:00)?86|0)[- ]?)?${spaced('1', '[3-9]', digits(9))}(?!\\d)`, 'g'),
  },
  { kind: 'phone', looks: /(?<!\d)\(?0\d{2,3}[-) ]{0,2}[2-9]\d{2,3}[- ]?\d{4}(?:[-转]\d{1,5})?(?!\d)/g },
  { kind: 'phone', looks: /(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)/g },
  {
    kind: 'plate',
    looks: new RegExp(
      `[${PROVINCES}使领][A-HJ-NP-Z][·•.\\s-]?(?=[A-Z]*\\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领使超](?![A-Z0-9])`,
      'gi',
    ),
  },
  {
    kind: 'plate',
    looks:
      /WJ[·•.\s-]?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?[·•.\s-]?\d{4}[\dXBTSHJD](?![A-Z0-9])/gi,
  },
];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check digit of GB 11643-1999: ISO 7064, MOD 11-2. */
function hasIdCheckDigit(digits: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return '10X98765432'[sum % 11] === digits[17]?.toUpperCase();
}

const isDate = (month: string, day: string) =>
  /^(?:0[1-9]|1[0-2])$/.test(month) && /^(?:0[1-9]|[12]\d|3[01])$/.test(day);

function isIdCard(digits: string): boolean {
  const dated = /^[1-9]\d{5}(?:18|19|20)/.test(digits) && isDate(digits.slice(10, 12), digits.slice(12, 14));
  return dated || hasIdCheckDigit(digits);
}

/**
 * Issued until 1999: province, county, birth as YYMMDD, and no check digit. The date must be one, and after 1919: the
 * code of a unit grid has as many digits, with a sub-district's 001–199 in that place.
 */
function isOldIdCard(digits: string): boolean {
  const born = /^[2-9]/.test(digits.slice(6)) && isDate(digits.slice(8, 10), digits.slice(10, 12));
  return born && /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/.test(digits);
}

const ISSUERS = /^(?:62|60|9558|35(?:2[89]|[3-8]\d)|4|5[1-5])/;
/** Codes of components are as long as cards: a division, then a category group 01–09. */
const COMPONENT = /^[1-5]\d{5}0[1-9]/;

/** 16 to 19 digits whose first tell an issuer of payment cards, with the Luhn check digit. */
function isBankCard(digits: string): boolean {
  if (!ISSUERS.test(digits) || (digits.length < 18 && COMPONENT.test(digits))) return false;
  let sum = 0;
  for (const [at, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const MARKS: Record<PersonalKind, string> = {
  idCard: '〔身份证号〕',
  bankCard: '〔银行卡号〕',
  email: '〔邮箱〕',
  phone: '〔电话〕',
  plate: '〔车牌〕',
};

/** Chinese keyboards write digits and letters in full width too; each is one character either way. */
const halfWidth = (text: string) =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ（）－＋．＠]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** The personal numbers of a text, in their order. What one pattern has taken is no part of another's find. */
export function personalNumbers(text: string): PersonalNumber[] {
  const found: PersonalNumber[] = [];
  let rest = halfWidth(text);
  for (const { kind, looks, proves } of PATTERNS) {
    rest = rest.replace(looks, (number: string, ...groups: unknown[]) => {
      const from = groups.find((group) => typeof group === 'number') ?? 0;
      if (proves && !proves(number.replace(/[^\dXx]/g, ''))) return number;
      found.push({ kind, from, to: from + number.length });
      return '〕'.repeat(number.length);
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** The text without such numbers; all else in it stays, character for character. */
export function redact(text: string): string {
  return replaced(
    text,
    personalNumbers(text).map(({ kind, from, to }) => ({ from, to, by: MARKS[kind] })),
  );
}

function replaced(text: string, places: readonly { from: number; to: number; by: string }[]): string {
  const kept = places.map(({ from, by }, index) => `${text.slice(places[index - 1]?.to ?? 0, from)}${by}`);
  return `${kept.join('')}${text.slice(places.at(-1)?.to ?? 0)}`;
}

/** What a case knows of the person who reported it. */
export interface KnownPerson {
  name?: string | null | undefined;
  phone?: string | null | undefined;
}

/**
 * The text without the name and number its reporter gave: no pattern knows a name, but this one is known. A name of one
 * character is in too many words to be looked for, and so is a number of fewer than five digits.
 */
export function withoutPerson(text: string, { name, phone }: KnownPerson): string {
  const nameless = name && [...name].length > 1 ? text.replaceAll(name, '〔上报人〕') : text;
  const number = halfWidth(phone ?? '').replace(/\D/g, '');
  if (number.length < 5) return nameless;
  const asWritten = new RegExp(`(?<!\\d)${[...number].join(GAP)}(?!\\d)`, 'g');
  const found = [...halfWidth(nameless).matchAll(asWritten)];
  return replaced(
    nameless,
    found.map(({ 0: { length }, index }) => ({ from: index, to: index + length, by: MARKS.phone })),
  );
}
