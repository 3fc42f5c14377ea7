import type { Reading } from '../document/parse.ts';
import { problem } from '../document/problem.ts';
import type { Finding, Severity } from '../model.ts';
import { betweenRules } from './between.ts';
import { codeRules } from './codes.ts';
import { figureRules } from './figures.ts';
import { formRules } from './form.ts';
import { plausibleRules } from './plausible.ts';
import { type Rule, Sheet } from './sheet.ts';
import { targetRules } from './targets.ts';
import { withinRules } from './within.ts';
import { wordingRules } from './wording.ts';

/** THE list of rules: within a table, between tables, text against tables, targets, form, plausibility. */
export const rules: readonly Rule[] = [
  ...withinRules,
  ...codeRules,
  ...betweenRules,
  ...figureRules,
  ...wordingRules,
  ...targetRules,
  ...formRules,
  ...plausibleRules,
];

/** All that is to be said of a document, in the order of the rules; what was noticed while reading comes first. */
export function checkDocument(reading: Reading, chosen: readonly Rule[] = rules): Finding[] {
  const sheet = new Sheet(reading);
  const found = chosen.flatMap((rule) =>
    rule.check(sheet).map((said) => problem(rule.id, { severity: rule.severity, ...said })),
  );
  return [...reading.problems, ...found];
}

export function countFindings(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
