import { CODES, type Code } from '../data/classification.ts';
import type { Reading } from '../document/parse.ts';
import { problem } from '../document/problem.ts';
import type { Finding, Severity } from '../model.ts';
import { amountRules } from './amounts.ts';
import { betweenRules } from './between.ts';
import { codeRules } from './codes.ts';
import { dateRules } from './dates.ts';
import { economicRules } from './economic.ts';
import { evidenceRules } from './evidence.ts';
import { figureRules } from './figures.ts';
import { formRules } from './form.ts';
import { growthRules } from './growth.ts';
import { listedRules } from './listed.ts';
import { matterRules } from './matters.ts';
import { oddWordRules } from './odd-words.ts';
import { plausibleRules } from './plausible.ts';
import { printRules } from './print.ts';
import { repeatRules } from './repeats.ts';
import { type Rule, Sheet } from './sheet.ts';
import { specialRules } from './special.ts';
import { targetMoneyRules } from './target-money.ts';
import { targetTableRules } from './target-tables.ts';
import { targetValueRules } from './target-values.ts';
import { targetRules } from './targets.ts';
import { transcriptionRules } from './transcription.ts';
import { twofoldRules } from './twofold.ts';
import { withinRules } from './within.ts';
import { wordingRules } from './wording.ts';

/** THE list of rules: within a table, between tables, text against tables, targets, form, plausibility. */
export const rules: readonly Rule[] = [
  ...withinRules,
  ...specialRules,
  ...codeRules,
  ...amountRules,
  ...twofoldRules,
  ...betweenRules,
  ...economicRules,
  ...targetMoneyRules,
  ...figureRules,
  ...growthRules,
  ...matterRules,
  ...wordingRules,
  ...listedRules,
  ...repeatRules,
  ...targetRules,
  ...targetTableRules,
  ...targetValueRules,
  ...formRules,
  ...printRules,
  ...oddWordRules,
  ...dateRules,
  ...transcriptionRules,
  ...plausibleRules,
  ...evidenceRules,
];

/**
 * All that is to be said of a document, in the order of the rules; what was noticed while reading comes first. A district
 * that has amended codes gives its versions; else the classification that the house came with holds.
 */
export function checkDocument(reading: Reading, versions: readonly Code[] = CODES): Finding[] {
  const sheet = new Sheet(reading, versions);
  const found = rules.flatMap((rule) =>
    rule.check(sheet).map((said) => problem(rule.id, { severity: rule.severity, ...said })),
  );
  return [...reading.problems, ...found];
}

export function countFindings(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
