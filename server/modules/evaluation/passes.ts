import type { Instant } from '../../kernel/instant.ts';
import { type Condition, holdsAll } from './conditions.ts';
import { acts, type Indicator, type IndicatorCode, indicators, indicatorsOf } from './indicators.ts';
import { type CaseFacts, type ObjectKind, objectKinds, type RoundFact, type TaskFact } from './model.ts';

export type AnyCondition = Condition<RoundFact> | Condition<TaskFact>;

/**
 * One going through the facts: numbers that count the same facts, by the same instant, charged to the same officer, place
 * or source. Everything that counts anything, in rules or SQL, now or kept, goes by these.
 */
export interface Counting {
  name: string;
  over: Indicator['over'];
  /** The field by which a fact belongs to a period, and the one that names whom it is charged to. */
  period: string;
  charged: string;
  /** An act is charged from when it was done; null for what is charged by place or unit. */
  act: string | null;
  /** For each number what a fact must satisfy. */
  counts: readonly { conditions: readonly AnyCondition[] }[];
}

/** All indicators of a kind of object that are counted in one going. */
export interface Pass extends Counting {
  object: ObjectKind;
  counts: readonly Count[];
}

interface Count {
  code: IndicatorCode;
  indicator: Indicator;
  part: 'of' | 'met';
  conditions: readonly AnyCondition[];
}

/** The passes of a kind of object, narrowed to some indicators if only those are asked for. */
export function passesOf(object: ObjectKind, codes?: readonly string[]): Pass[] {
  const wanted = indicatorsOf(object).filter(([code]) => !codes || codes.includes(code));
  const groups = Map.groupBy(
    wanted,
    ([, { over, period, charged }]) => `${over}.${period}.${charged[object as keyof typeof charged] ?? ''}`,
  );
  return [...groups].map(([name, members]) => {
    const [over = '', period = '', charged = ''] = name.split('.');
    return {
      name,
      object,
      over: over as Indicator['over'],
      period,
      charged,
      act: acts[charged] ?? null,
      counts: members.flatMap(([code, indicator]) => countsOf(code, indicator)),
    };
  });
}

function countsOf(code: IndicatorCode, indicator: Indicator): Count[] {
  const of: Count = { code, indicator, part: 'of', conditions: indicator.of };
  if (indicator.measure === 'count') return [of];
  return [of, { code, indicator, part: 'met', conditions: [...indicator.of, ...indicator.met] }];
}

const { onTimeHandlingRate: onTime } = indicators;
/** 答复 by the source of the case: those due, and those of them in time. */
export const repliesBySource: Counting = {
  name: 'round.dueAt.source',
  over: 'round',
  period: onTime.period,
  charged: 'source',
  act: null,
  counts: [{ conditions: onTime.of }, { conditions: [...onTime.of, ...onTime.met] }],
};

const called: readonly Condition<TaskFact>[] = [{ is: 'kind', value: 'followUp' }, { done: 'dueAt' }];
const told = (satisfied: boolean): readonly Condition<TaskFact>[] => [
  ...called,
  { is: 'satisfied', value: satisfied },
  { open: 'toldAgainAt' },
];
const said = (solved: boolean): readonly Condition<TaskFact>[] => [
  ...called,
  { is: 'solved', value: solved },
  { open: 'saidAgainAt' },
];
/**
 * 回访 by the source of the case: calls, those reached, then satisfied, fairly so and not; solved and not. Of several answers about
 * one case the last counts.
 */
export const answersBySource: Counting = {
  name: 'task.dueAt.source',
  over: 'task',
  period: 'dueAt',
  charged: 'source',
  act: null,
  counts: [
    { conditions: called },
    { conditions: [...called, { is: 'reached', value: true }] },
    { conditions: [...told(true), { is: 'fairly', value: false }] },
    { conditions: [...told(true), { is: 'fairly', value: true }] },
    { conditions: told(false) },
    { conditions: said(true) },
    { conditions: said(false) },
  ],
};

/** Unit-grid cells have next to nothing in a day: they are counted from the facts. */
export const keptKinds: readonly ObjectKind[] = objectKinds.filter((object) => object !== 'cell');
export const keptPasses: readonly Counting[] = [
  ...keptKinds.flatMap((object) => passesOf(object)),
  repliesBySource,
  answersBySource,
];

/** Later than everything: read as of then, a fact counts as it counts for ever. */
export const AT_LAST: Instant = '9999-12-31T23:59:59.999Z';

/** What the facts of some cases add to the kept totals: by pass, object and local day, the facts charged, then each count. */
export interface TotalLine {
  pass: string;
  objectId: string;
  day: string;
  counts: number[];
}

/** The lines by which the totals grow when these facts come, and shrink when they go. */
export function totalsOf(facts: CaseFacts, dayOf: (at: Instant) => string): TotalLine[] {
  const lines = new Map<string, TotalLine>();
  for (const pass of keptPasses) {
    for (const fact of pass.over === 'round' ? facts.rounds : facts.tasks) {
      const counts = classified(pass, fact);
      if (!counts) continue;
      const { objectId, day, numbers } = { ...counts, day: dayOf(counts.at) };
      const key = `${pass.name} ${objectId} ${day}`;
      const line = lines.get(key) ?? { pass: pass.name, objectId, day, counts: numbers.map(() => 0) };
      line.counts = line.counts.map((count, at) => count + (numbers[at] ?? 0));
      lines.set(key, line);
    }
  }
  return [...lines.values()];
}

function classified(
  pass: Counting,
  fact: RoundFact | TaskFact,
): { objectId: string; at: Instant; numbers: number[] } | null {
  const values = fact as unknown as Record<string, unknown>;
  const [objectId, at] = [values[pass.charged], values[pass.period]];
  if (typeof objectId !== 'string' || typeof at !== 'string') return null;
  if (pass.act !== null && values[pass.act] === null) return null;
  const numbers = pass.counts.map(({ conditions }) =>
    holdsAll(conditions as readonly Condition<object>[], fact, AT_LAST) ? 1 : 0,
  );
  return { objectId, at, numbers: [1, ...numbers] };
}

/** What two sets of lines differ by: the lines that change, with how much. */
export function difference(before: readonly TotalLine[], after: readonly TotalLine[]): TotalLine[] {
  const key = ({ pass, objectId, day }: TotalLine) => `${pass} ${objectId} ${day}`;
  const changed = new Map(after.map((line) => [key(line), { ...line }]));
  for (const line of before) {
    const held = changed.get(key(line));
    const counts = line.counts.map((count, at) => (held?.counts[at] ?? 0) - count);
    changed.set(key(line), { ...line, counts });
  }
  return [...changed.values()].filter(({ counts }) => counts.some((count) => count !== 0));
}

/** Every instant of a fact that some condition compares with the day as of which the log is read. */
export function instantsRead(over: Indicator['over']): Set<string> {
  const fields = new Set<string>();
  const note = (condition: AnyCondition): void => {
    if ('any' in condition) for (const one of condition.any) note(one);
    else if ('done' in condition) fields.add(condition.done);
    else if ('open' in condition) fields.add(condition.open);
    else if ('passed' in condition) fields.add(condition.passed);
    else if ('notPassed' in condition) fields.add(condition.notPassed);
  };
  for (const pass of [...keptPasses, ...passesOf('cell')].filter((one) => one.over === over)) {
    if (pass.act !== null) fields.add(pass.act);
    for (const { conditions } of pass.counts) for (const condition of conditions) note(condition);
  }
  return fields;
}
