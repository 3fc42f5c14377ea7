/**
 * Personal numbers in free text (architecture decision 5): mobile and landline phones, ID-card numbers, car plates.
 * Units read the redacted text; the original stays with the reporter's record.
 */
const PATTERNS: [RegExp, string][] = [
  [/(?<!\d)\d{17}[\dXx](?![\dXx])/g, '〔身份证号〕'],
  [/(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g, '〔电话〕'],
  [/(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)/g, '〔电话〕'],
  [/[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•\s]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])/g, '〔车牌〕'],
];

/** The text without such numbers; the same text if there were none. */
export function redact(text: string): string {
  return PATTERNS.reduce((clean, [pattern, mark]) => clean.replace(pattern, mark), text);
}
