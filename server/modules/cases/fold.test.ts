import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { foldEntries } from './case-rows.ts';
import { handlingClock, isResting, isRunning, mostUrgent } from './clocks.ts';
import { apply, begin } from './fold.ts';
import { type CaseAction, type CaseState, caseActions, caseStates, clocksIn } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { act, type CaseEntry, type OpeningEntry } from './rules.ts';
import {
  at,
  calendar,
  conditionOf,
  formFor,
  idOf,
  officerFor,
  officers,
  opening,
  seeded,
  settings,
  units,
} from './testing.ts';

interface Walk {
  entries: { action: string; at: Instant; actorId: string | null; origin: 'acted'; data: unknown }[];
  kase: CaseFile;
  /** The case after each step, with the state before it. */
  path: { before: CaseFile; after: CaseFile; entry: CaseEntry; now: Instant }[];
}

const actions = Object.keys(caseActions) as CaseAction[];
const WALKS = 300;
const STEPS = 40;

/** What an officer might fill in: mostly the usual form, sometimes its other answers. */
function inputFor(kase: CaseFile, name: CaseAction, random: () => number): Record<string, unknown> {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const unit = pick(Object.values(units));
  switch (name) {
    case 'verify':
      return { exists: random() < 0.8 };
    case 'sendToVerify':
      return { inspectorId: pick([null, officers.inspector.id]) };
    case 'register':
      return {
        conditionId: conditionOf(
          pick([
            { amount: 8, unit: 'workHours' },
            { amount: 2, unit: 'workdays' },
            { amount: 24, unit: 'urgentHours' },
          ]),
        ).id,
      };
    case 'dispatch':
    case 'rule':
      return {
        unitId: unit,
        assistUnitIds: random() < 0.4 ? [pick(Object.values(units)), pick(Object.values(units))] : [],
      };
    case 'transfer':
      return { unitId: unit };
    case 'checkFix':
      return { fixed: random() < 0.5 };
    case 'requestExtension':
      return {
        limit: {
          amount: 1 + Math.floor(random() * 9),
          unit: pick(['workHours', 'urgentHours', 'workdays', 'calendarDays']),
        },
      };
    case 'answerSupervision':
      return { number: 1 + Math.floor(random() * Math.max(1, kase.supervisions.length)) };
    case 'subCaseEnded':
    case 'subCaseReopened':
      return { caseId: pick(kase.subCases)?.id ?? idOf('sub-case 1') };
    case 'endWithMain':
      return { ended: pick(['closed', 'rejected']), outcome: pick(['fixed', null]) };
    case 'correct':
      return pick([{ address: '鼓屏路 2 号' }, { categoryId: idOf('another category') }, {}]);
    case 'addNote':
      return { text: '看过', photos: random() < 0.5 ? [idOf(`photo ${random()}`)] : [] };
    default:
      return {};
  }
}

/** One case that lives as the table and chance will: any action that is possible, by an officer who may, at any hour. */
function walk(seed: number): Walk {
  const random = seeded(seed);
  let now = at('2026-02-09 08:00');
  const first: OpeningEntry = opening(
    seed % 5 === 0
      ? { parentId: idOf('parent'), state: 'registered', handlingLimit: { amount: 8, unit: 'workHours' } }
      : {},
    now,
  );
  let kase = begin(first, { at: now, actorId: null, origin: 'acted' });
  const entries: Walk['entries'] = [{ ...first, at: now, actorId: null, origin: 'acted' }];
  const path: Walk['path'] = [];
  while (path.length < STEPS) {
    now = instant(millis(now) + Math.floor(random() ** 6 * 3 * 86_400_000));
    const possible = actions.flatMap((name) => {
      if (!caseActions[name].from.includes(kase.state)) return [];
      const actor = officerFor(kase, name);
      const input = formFor(name, inputFor(kase, name, random));
      const entry = act(kase, name, input, {
        actor,
        now,
        calendar,
        settings,
        supervisionNumber: kase.supervisions.length + 1,
        newIds: [idOf(`sub ${path.length} 1`), idOf(`sub ${path.length} 2`)],
        ...(typeof input.conditionId === 'string' ? { condition: conditionWith(input.conditionId) } : {}),
      });
      return isRefusal(entry) ? [] : [{ entry, actorId: actor?.id ?? null }];
    });
    const chosen = weighted(possible, random);
    if (!chosen) break;
    const before = kase;
    kase = apply(before, chosen.entry, { at: now, actorId: chosen.actorId, origin: 'acted' });
    entries.push({ ...chosen.entry, at: now, actorId: chosen.actorId, origin: 'acted' });
    path.push({ before, after: kase, entry: chosen.entry, now });
  }
  return { entries, kase, path };
}

/** What ends a case or changes nothing is rare, as in life; else no walk would get far. */
const rare: readonly CaseAction[] = [
  'void',
  'reject',
  'answer',
  'merge',
  'endElsewhere',
  'endWithMain',
  'addNote',
  'absorb',
  'release',
  'subCaseEnded',
  'subCaseReopened',
  'correct',
  'followUp',
  'remind',
];

function weighted<T extends { entry: CaseEntry }>(possible: readonly T[], random: () => number): T | undefined {
  const tickets = possible.flatMap((one) => (rare.includes(one.entry.action) ? [one] : Array<T>(10).fill(one)));
  return tickets[Math.floor(random() * tickets.length)];
}

function conditionWith(id: string) {
  const limits = [
    { amount: 8, unit: 'workHours' },
    { amount: 2, unit: 'workdays' },
    { amount: 24, unit: 'urgentHours' },
  ] as const;
  const found = limits.map((limit) => conditionOf(limit)).find((condition) => condition.id === id);
  if (!found) throw new Error('no such condition');
  return found;
}

const walks = Array.from({ length: WALKS }, (_, seed) => walk(seed + 1));
const everyStep = walks.flatMap(({ path }, seed) =>
  path.map((step) => ({ ...step, where: `walk ${seed + 1}, entry ${step.after.version} ${step.entry.action}` })),
);

/** The steps for which a claim does not hold, by where they are; so a failure names the walk. */
function breaches(holds: (step: (typeof everyStep)[number]) => boolean): string[] {
  return everyStep
    .filter((step) => !holds(step))
    .map(({ where }) => where)
    .slice(0, 5);
}

describe('in some hundreds of cases that lived by chance', () => {
  test('every state and every action of the table occurs', () => {
    expect(new Set(everyStep.map(({ after }) => after.state))).toEqual(new Set(Object.keys(caseStates)));
    expect(new Set(everyStep.map(({ entry }) => entry.action))).toEqual(new Set(actions));
  });

  test('the case is the fold of its log, also after the log was written down and read again', () => {
    for (const { entries, kase } of walks) {
      expect(foldEntries(entries)).toEqual(kase);
      expect(
        isDeepStrictEqual(foldEntries(JSON.parse(JSON.stringify(entries))), JSON.parse(JSON.stringify(kase))),
      ).toBe(true);
    }
  });

  test('nothing in case or entry is lost when it is written down', () => {
    expect(
      breaches(({ after, entry }) => isDeepStrictEqual(JSON.parse(JSON.stringify({ after, entry })), { after, entry })),
    ).toEqual([]);
  });

  test('each entry makes one version more and leads to a state that the table allows', () => {
    expect(
      breaches(({ before, after, entry }) => {
        const { to } = caseActions[entry.action];
        const allowed: readonly CaseState[] = to === 'same' ? [before.state] : typeof to === 'string' ? [to] : to;
        return after.version === before.version + 1 && allowed.includes(after.state);
      }),
    ).toEqual([]);
  });

  test('no clock runs or rests in a final state', () => {
    expect(
      breaches(({ after }) => !caseStates[after.state].final || after.clocks.every(({ ended }) => ended !== null)),
    ).toEqual([]);
  });

  test('the running clocks are those of the state, each once', () => {
    expect(
      breaches(({ after }) => {
        const names = after.clocks.filter(isRunning).map(({ name }) => name);
        const wanted = clocksIn(after.state).filter((name) => name !== 'handling' || after.handlingLimit);
        return isDeepStrictEqual([...names].sort(), [...wanted].sort());
      }),
    ).toEqual([]);
  });

  test('clocks are numbered as they stand, begin in their own round and are never judged before they begin', () => {
    expect(
      breaches(({ after, now }) =>
        after.clocks.every(
          (clock, i) =>
            clock.id === i + 1 &&
            clock.round <= after.round &&
            clock.startedAt <= now &&
            clock.warnAt >= clock.startedAt &&
            clock.dueAt >= clock.warnAt &&
            (clock.stoppedAt === null || (clock.stoppedAt >= clock.startedAt && clock.stoppedAt <= now)) &&
            (clock.stoppedAt === null) === (clock.ended === null),
        ),
      ),
    ).toEqual([]);
  });

  test('pauses follow each other, and only the last may be open, while the clock rests', () => {
    expect(
      breaches(({ after }) =>
        after.clocks.every((clock) =>
          clock.pauses.every((pause, i) => {
            const next = clock.pauses[i + 1];
            const closed = pause.to !== undefined && pause.to >= pause.from && (!next || next.from >= pause.to);
            return closed || (!next && isResting(clock) && clock.ended === null);
          }),
        ),
      ),
    ).toEqual([]);
  });

  test('a clock that ended is never touched again, and no deadline comes nearer', () => {
    expect(
      breaches(({ before, after }) =>
        before.clocks.every((was) => {
          const is = after.clocks[was.id - 1];
          return (
            is !== undefined &&
            is.startedAt === was.startedAt &&
            is.name === was.name &&
            (was.ended === null ? is.dueAt >= was.dueAt : isDeepStrictEqual(was, is))
          );
        }),
      ),
    ).toEqual([]);
  });

  test('clocks change only where the case moves, is handed on, or is given more time', () => {
    expect(
      breaches(
        ({ before, after, entry }) =>
          before.state !== after.state ||
          ['transfer', 'grantExtension'].includes(entry.action) ||
          isDeepStrictEqual(before.clocks, after.clocks),
      ),
    ).toEqual([]);
  });

  test('the handling clock is charged to the responsible unit, and at most extended as often as allowed', () => {
    expect(
      breaches(({ after }) => {
        const clock = handlingClock(after);
        return (
          clock === null ||
          (clock.unitId === after.unitId &&
            clock.round === after.round &&
            clock.extensions.length <= settings.extensionsAtMost)
        );
      }),
    ).toEqual([]);
  });

  test('a case with a unit’s work in hand has a unit and a limit; one that waits for dispatch has no unit', () => {
    const inHand: readonly CaseState[] = ['dispatched', 'handling', 'handled', 'failed', 'checked'];
    expect(
      breaches(({ after }) => !inHand.includes(after.state) || (after.unitId !== null && after.handlingLimit !== null)),
    ).toEqual([]);
    expect(
      breaches(
        ({ after }) =>
          !['registered', 'disputed', 'reported', 'accepted'].includes(after.state) || after.unitId === null,
      ),
    ).toEqual([]);
  });

  test('requests wait only while the unit can act on them; a way back is kept only while it is needed', () => {
    expect(
      breaches(({ after }) => after.pendingExtension === null || ['dispatched', 'handling'].includes(after.state)),
    ).toEqual([]);
    expect(breaches(({ after }) => after.pendingSuspension === null || after.state === 'handling')).toEqual([]);
    expect(
      breaches(
        ({ after }) => (after.stateBefore !== null) === ['verifying', 'suspended', 'merged'].includes(after.state),
      ),
    ).toEqual([]);
    expect(breaches(({ after }) => (after.suspendedUntil !== null) === (after.state === 'suspended'))).toEqual([]);
    expect(
      breaches(({ after }) => after.inspectorId === null || ['verifying', 'handled'].includes(after.state)),
    ).toEqual([]);
  });

  test('a case is done with exactly when it has a time of its end', () => {
    expect(breaches(({ after }) => (caseStates[after.state].final === true) === (after.closedAt !== null))).toEqual([]);
  });

  test('the most urgent clock is a running one, and there is one wherever something runs', () => {
    expect(
      breaches(({ after }) => {
        const clock = mostUrgent(after.clocks);
        return clock === null
          ? !after.clocks.some(isRunning)
          : isRunning(clock) && after.clocks.every((other) => !isRunning(other) || other.dueAt >= clock.dueAt);
      }),
    ).toEqual([]);
  });

  test('nobody is left waiting: every case that is not final can be moved on by an officer', () => {
    const moves = (kase: CaseFile, now: Instant) =>
      actions.some((name) => {
        const action = caseActions[name];
        if (action.system || action.to === 'same' || !action.from.includes(kase.state)) return false;
        const inputs = [{}, { fixed: true }, { unitId: units.roads }, { exists: true }];
        return inputs.some((input) => {
          const form = formFor(name, input);
          for (const field of Object.keys(form)) if (!(field in caseActions[name].asks.shape)) delete form[field];
          return !isRefusal(
            act(kase, name, form, {
              actor: officerFor(kase, name),
              now,
              calendar,
              settings,
              condition: conditionOf(),
              newIds: [idOf('a'), idOf('b')],
            }),
          );
        });
      });
    expect(
      breaches(
        ({ after, now }) =>
          caseStates[after.state].final === true ||
          (after.state === 'split' && after.subCases.some(({ ended }) => !ended)) ||
          moves(after, now),
      ),
    ).toEqual([]);
  });
});
