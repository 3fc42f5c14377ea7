import type { Language } from '../../../kernel/words.ts';
import type { Finding, Place, Severity } from '../model.ts';
import { countFindings } from './registry.ts';

/** A finding as it is given out: in one language, its place in words, lines and JSON pointer. */
export interface ShownFinding {
  rule: string;
  severity: Severity;
  place: string;
  printed: string | null;
  expected: string | null;
  difference: string | null;
  message: string;
}

export interface FileReport {
  file: string;
  counts: Record<Severity, number>;
  findings: ShownFinding[];
}

/** T09 30101 基本工资 · 合计 第242行 /tables/8/rows/2/cells/total */
export function showPlace({ what, lines, pointer, phrase }: Place, language: Language): string {
  const list = lines.join(language === 'zh' ? '、' : ', ');
  const at = lines.length === 0 ? '' : language === 'zh' ? `第${list}行` : `line ${list}`;
  const quoted = phrase ? `「${phrase}」` : '';
  return [what, at, quoted, pointer ?? ''].filter((part) => part !== '').join(' ');
}

export function showFinding(
  { rule, severity, at, printed, expected, difference, message }: Finding,
  language: Language,
): ShownFinding {
  return { rule, severity, place: showPlace(at, language), printed, expected, difference, message: message[language] };
}

export function reportOf(file: string, findings: readonly Finding[], language: Language): FileReport {
  return { file, counts: countFindings(findings), findings: findings.map((one) => showFinding(one, language)) };
}

const SEVERITIES: { severity: Severity; zh: string; en: string }[] = [
  { severity: 'error', zh: '错误', en: 'error' },
  { severity: 'warning', zh: '警告', en: 'warning' },
  { severity: 'info', zh: '提示', en: 'note' },
];

/** A report for somebody at a terminal: worst first, one finding to a paragraph. */
export function reportLines({ file, counts, findings }: FileReport, language: Language): string[] {
  const zh = language === 'zh';
  const head = SEVERITIES.map(({ severity, ...name }) => `${name[language]} ${counts[severity]}`).join(
    zh ? '，' : ', ',
  );
  const lines = [`${file}${zh ? '：' : ': '}${head}`];
  for (const { severity, ...name } of SEVERITIES)
    for (const one of findings.filter((finding) => finding.severity === severity)) {
      lines.push(`  [${name[language]}] ${one.rule}  ${one.place}`, `      ${one.message}`);
      const figures = [
        one.printed === null ? '' : `${zh ? '印出' : 'printed'} ${one.printed}`,
        one.expected === null ? '' : `${zh ? '应为' : 'expected'} ${one.expected}`,
        one.difference === null ? '' : `${zh ? '相差' : 'difference'} ${one.difference}`,
      ].filter(Boolean);
      if (figures.length > 0) lines.push(`      ${figures.join(zh ? '；' : '; ')}`);
    }
  if (findings.length === 0) lines.push(zh ? '  没有发现问题' : '  nothing found');
  return lines;
}
