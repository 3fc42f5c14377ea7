/**
 * Personal numbers in free text (architecture decision 5): mobile and landline phones, ID-card numbers, car plates.
 * Units read the redacted text; the original stays with the reporter's record.
 */
const PATTERNS: [RegExp, string][] = [
  [/(?<!\d)\d{17}[\dXx](?![\dXx])/g, '〔身份证号〕'],
  [/(?<!\d)(?:(?:\+?86|0)[- ]?)?1[3-9]\d[-. ]?\d{4}[-. ]?\d{4}(?!\d)/g, '〔电话〕'],
  [/(?<!\d)\(?0\d{2,3}[-) ]{0,2}[2-9]\d{6,7}(?!\d)/g, '〔电话〕'],
  [/[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\s]?(?=[A-Z]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Z0-9])/gi, '〔车牌〕'],
];

/** Chinese keyboards write digits and letters in full width too; each is one character either way. */
const halfWidth = (text: string) => text.replace(/[０-９Ａ-Ｚａ-ｚ（）－＋．]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** The text without such numbers; the same text, character for character, if there were none. */
export function redact(text: string): string {
  const half = halfWidth(text);
  const clean = PATTERNS.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), half);
  return clean === half ? text : clean;
}
