import type { Instant } from '../../kernel/instant.ts';

/**
 * 条件 — what a fact must say, read as the log stood at `asOf`. Conditions are data, so that the server's SQL, the list of
 * cases behind a number, the printed definition and the tests all come from the same line. A list of them holds if all do.
 */
export type Condition<F> =
  | { [Field in keyof F & string]: Saying<Field> }[keyof F & string]
  | { any: readonly Condition<F>[] };

type Saying<Field extends string> =
  /** It had happened; with `by`, not later than that instant, where one was set. */
  | { done: Field; by?: string }
  /** It had not happened. */
  | { open: Field }
  /** A deadline had gone by. */
  | { passed: Field }
  /** A deadline had not gone by, or there was none. */
  | { notPassed: Field }
  | { known: Field }
  | { is: Field; value: string | number | boolean };

type Values = Record<string, unknown>;

/** Whether a fact says it, as the log stood at an instant. `store.ts` says the same in SQL; a test compares the two. */
export function holds<F extends object>(condition: Condition<F>, fact: F, asOf: Instant): boolean {
  const values = fact as Values;
  const instant = (field: string) => (values[field] ?? null) as Instant | null;
  if ('any' in condition) return condition.any.some((one) => holds(one, fact, asOf));
  if ('done' in condition) {
    const at = instant(condition.done);
    const limit = condition.by === undefined ? null : instant(condition.by);
    return at !== null && at <= asOf && (limit === null || at <= limit);
  }
  if ('open' in condition) return !(instant(condition.open) !== null && (instant(condition.open) ?? '') <= asOf);
  if ('passed' in condition) return instant(condition.passed) !== null && (instant(condition.passed) ?? '') < asOf;
  if ('notPassed' in condition)
    return instant(condition.notPassed) === null || (instant(condition.notPassed) ?? '') >= asOf;
  if ('known' in condition) return values[condition.known] != null;
  return values[condition.is] === condition.value;
}

export function holdsAll<F extends object>(conditions: readonly Condition<F>[], fact: F, asOf: Instant): boolean {
  return conditions.every((condition) => holds(condition, fact, asOf));
}
