import { readFileSync } from 'node:fs';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { compile, handlePublication, standingOf, takeIn } from '../publication/commands.ts';
import { findingKey, openWarnings } from '../publication/rules.ts';
import { otherNote, publishedWords, warningNotes } from './data/published-year.ts';
import type { Year } from './office-year.ts';

const TEXT = new URL('../disclosure/data/gulou-2022.txt', import.meta.url);

/** The centre's budget of 2022 as it was published, with its faults: something to reconcile. */
export async function takeInPublished(tx: Tx, wanted: { jurisdictionId: number; actor: Actor; now: Instant }) {
  const source = readFileSync(TEXT, 'utf8');
  await takeIn({ tx, ...wanted, origin: 'simulated' }, { name: '2022年度部门预算.txt', source });
}

/** Days after the approval on which the demo publishes. */
const AFTER = 16;

/**
 * This year's budget, written, signed by two and published in time; where the demo began only after it was due, it is
 * being written.
 */
export async function publishTheYear({ tx, jurisdictionId, now, from, timeZone, origin, cast }: Year): Promise<void> {
  const today = localDate(now, timeZone);
  const budget = await findBudgetOfYear(tx, jurisdictionId, Number(today.slice(0, 4)));
  if (!budget?.approvedOn || !budget.publishDueOn) return;
  const wanted = Date.parse(`${budget.approvedOn}T02:00:00.000Z`) + AFTER * 86_400_000;
  const at = instant(Math.min(Math.max(wanted, millis(from)), millis(now)));
  const publishOn = localDate(at, timeZone);
  const { reason, uses, ...words } = publishedWords;
  const functions = new Set(budget.lines.map(({ functionCode }) => functionCode));
  const moved = ['income.increase', 'expenditure.increase', 'generalBudgetExpenditure.increase'];
  const content = {
    ...words,
    uses: Object.fromEntries([...functions].map((code) => [code, uses])),
    reasons: Object.fromEntries(moved.map((key) => [key, reason])),
    publishOn,
  };
  const deed = (actor: Actor) => ({ tx, jurisdictionId, actor, now: at, origin });
  const { finance, leader } = cast;
  const draft = await compile(deed(finance), { budgetId: budget.id, content });
  const { id } = draft;
  if (publishOn > budget.publishDueOn || publishOn <= budget.approvedOn) return;
  const step = (actor: Actor, action: 'overrule' | 'sign' | 'countersign' | 'publish', input: object = {}) =>
    handlePublication(deed(actor), { id, action, input, version: null });
  const { findings } = await standingOf(tx, draft);
  for (const [rule, warnings] of Map.groupBy(openWarnings(findings, draft.overrules), (finding) => finding.rule)) {
    const [finding, ...also] = new Set(warnings.map(findingKey));
    await step(finance, 'overrule', { finding, also, reason: warningNotes[rule] ?? otherNote });
  }
  await step(finance, 'sign');
  await step(leader, 'countersign');
  await step(finance, 'publish');
}
