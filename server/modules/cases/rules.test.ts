import { describe, expect, test } from 'vitest';
import { offered } from '../../kernel/procedure.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { explain, handlingClock, isOverdue, isRunning, mostUrgent } from './clocks.ts';
import { consequencesOf } from './consequences.ts';
import type { CaseAction, ClockName } from './lifecycle.ts';
import type { CaseFile, Clock } from './model.ts';
import { type CaseEntry, casePermitting, maySee } from './rules.ts';
import {
  at,
  calendar,
  category,
  conditionOf,
  given,
  idOf,
  inState,
  later,
  officer,
  officers,
  reported,
  type Step,
  take,
  toAccepted,
  toChecked,
  toClosed,
  toDispatched,
  toDisputed,
  toHandled,
  toHandling,
  toRegistered,
  units,
} from './testing.ts';

const codeOf = (answer: unknown) => (isRefusal(answer) ? answer.code : null);
const running = (kase: CaseFile) =>
  kase.clocks
    .filter(isRunning)
    .map(({ name }) => name)
    .sort();
const clock = (kase: CaseFile, name: ClockName): Clock => {
  const found = kase.clocks.findLast((one) => one.name === name);
  if (!found) throw new Error(`no clock ${name}`);
  return found;
};
const due = (kase: CaseFile) => handlingClock(kase)?.dueAt;

/** Registered with this limit and dispatched to the water company on Monday 2 March 2026 at 09:00. */
function dispatchedAt9(limit = conditionOf().limit, ...more: Step[]): CaseFile {
  const condition = conditionOf(limit).id;
  return later(
    reported({}, '2026-03-02 08:00'),
    ['accept', {}, { at: '2026-03-02 08:20' }],
    ['register', { conditionId: condition }, { at: '2026-03-02 08:40' }],
    ['dispatch', {}, { at: '2026-03-02 09:00' }],
    ...more,
  );
}

describe('the usual way of a case', () => {
  test('leads from report to closing, each stage with its own clock', () => {
    const kase = reported();
    expect([kase.state, running(kase)]).toEqual(['reported', ['acceptance']]);
    const stages: [CaseAction, string, ClockName[]][] = [
      ['accept', 'accepted', ['registration']],
      ['register', 'registered', ['dispatch']],
      ['dispatch', 'dispatched', ['acknowledgement', 'handling']],
      ['acknowledge', 'handling', ['handling']],
      ['reportFixed', 'handled', ['checking']],
      ['checkFix', 'checked', ['closing']],
      ['close', 'closed', []],
    ];
    stages.reduce((present, [action, state, clocks]) => {
      const next = later(present, [action]);
      expect([next.state, running(next)]).toEqual([state, clocks]);
      return next;
    }, kase);
  });

  test('leaves behind who did what when: category, condition, unit, times and outcome', () => {
    const kase = given(...toClosed);
    expect(kase).toMatchObject({
      categoryId: category,
      conditionId: conditionOf().id,
      unitId: units.water,
      outcome: 'fixed',
      fixed: true,
      round: 1,
      version: 8,
    });
    expect(kase.registeredAt).toBe(at('2026-03-02 09:20'));
    expect(kase.closedAt).toBe(at('2026-03-02 10:10'));
    expect(kase.dispatches).toMatchObject([
      { unitId: units.water, by: 'dispatch', acknowledgedAt: at('2026-03-02 09:40'), declinedAt: null },
    ]);
  });

  test('charges the unit with acknowledgement and handling, and the centre with all else', () => {
    const { clocks } = given(...toClosed);
    expect(clocks.length).toBeGreaterThan(4);
    for (const { name, unitId } of clocks) {
      expect([name, unitId]).toEqual([name, name === 'acknowledgement' || name === 'handling' ? units.water : null]);
    }
  });

  test('may end early: rejected with a reason, or answered directly', () => {
    expect(given(['reject'])).toMatchObject({ state: 'rejected', closedAt: at('2026-03-02 09:10') });
    expect(given(...toAccepted, ['answer'])).toMatchObject({ state: 'closed', outcome: 'answered' });
    expect(codeOf(take(given(), 'reject', { reply: '不' }))).toBe('invalidInput');
  });

  test('is not registered on a condition that the catalogue does not know', () => {
    expect(take(given(...toAccepted), 'register', { conditionId: idOf('no condition') })).toMatchObject({
      refused: 'invalid',
      faults: [{ path: 'conditionId' }],
    });
  });

  test('freezes the limit of the registration condition, so that a later change of the catalogue does not move it', () => {
    const kase = given(...toAccepted, ['register', { conditionId: conditionOf({ amount: 2, unit: 'workdays' }).id }]);
    expect(kase.handlingLimit).toEqual({ amount: 2, unit: 'workdays' });
    expect(
      later(kase, ['dispatch', {}, { facts: { condition: conditionOf({ amount: 1, unit: 'workHours' }) } }]).clocks.at(
        -1,
      )?.limit,
    ).toEqual({ amount: 2, unit: 'workdays' });
  });
});

describe('the handling clock', () => {
  test.each([
    [{ amount: 8, unit: 'workHours' }, '2026-03-03 09:00'],
    [{ amount: 2, unit: 'workdays' }, '2026-03-04 09:00'],
    [{ amount: 24, unit: 'urgentHours' }, '2026-03-03 09:00'],
    [{ amount: 3, unit: 'calendarDays' }, '2026-03-05 09:00'],
  ] as const)('of %o from Monday 09:00 ends on %s', (limit, ends) => {
    expect(due(dispatchedAt9(limit))).toBe(at(ends));
  });

  test('does not count the National Day holidays', () => {
    const kase = later(
      reported({}, '2026-09-30 16:00'),
      ['accept'],
      ['register'],
      ['dispatch', {}, { at: '2026-09-30 17:00' }],
    );
    // 1 hour on 30 September, seven more on 8 October, the first workday after the holidays of 1–7 October.
    expect(due(kase)).toBe(at('2026-10-08 17:00'));
  });

  test('starts with the dispatch, not with the acknowledgement', () => {
    expect(handlingClock(dispatchedAt9(undefined, ['acknowledge', {}, { at: '2026-03-02 11:00' }]))?.startedAt).toBe(
      at('2026-03-02 09:00'),
    );
  });

  test('turns amber after four fifths of the limit, before it turns red', () => {
    const kase = dispatchedAt9({ amount: 10, unit: 'workHours' });
    expect(clock(kase, 'handling')).toMatchObject({ warnAt: at('2026-03-03 09:00'), dueAt: at('2026-03-03 11:00') });
  });

  test('is overdue only after its last moment', () => {
    const one = clock(dispatchedAt9(), 'handling');
    expect(isOverdue(one, one.dueAt)).toBe(false);
    expect(isOverdue(one, at('2026-03-03 09:01'))).toBe(true);
  });

  test('ends at the moment the unit reported, however long the centre takes to check and close', () => {
    const kase = dispatchedAt9(
      undefined,
      ['acknowledge', {}, { at: '2026-03-02 09:30' }],
      ['reportFixed', {}, { at: '2026-03-03 08:59' }],
      ['checkFix', {}, { at: '2026-03-05 10:00' }],
      ['close', {}, { at: '2026-03-06 10:00' }],
    );
    expect(clock(kase, 'handling')).toMatchObject({
      stoppedAt: at('2026-03-03 08:59'),
      ended: 'done',
      dueAt: at('2026-03-03 09:00'),
    });
    expect(isOverdue(clock(kase, 'handling'), at('2026-03-06 10:00'))).toBe(false);
  });

  test('goes on with the rest of the limit when the check fails and rework is ordered', () => {
    const kase = dispatchedAt9(
      undefined,
      ['acknowledge', {}, { at: '2026-03-02 09:30' }],
      ['reportFixed', {}, { at: '2026-03-02 15:00' }],
      ['checkFix', { fixed: false }, { at: '2026-03-03 10:00' }],
      ['rework', {}, { at: '2026-03-03 11:00' }],
    );
    // Four hours were used (9–12, 14–15); the other four run from Tuesday 11:00.
    expect(clock(kase, 'handling')).toMatchObject({
      id: clock(dispatchedAt9(), 'handling').id,
      dueAt: at('2026-03-03 17:00'),
    });
    expect(kase).toMatchObject({ reworks: 1, fixed: null, unitId: units.water });
  });

  test('is of the first unit no more after a transfer; the second has the whole limit', () => {
    const kase = dispatchedAt9(
      undefined,
      ['acknowledge', {}, { at: '2026-03-02 10:00' }],
      ['transfer', {}, { at: '2026-03-02 17:00' }],
    );
    const [first, second] = kase.clocks.filter(({ name }) => name === 'handling');
    expect(first).toMatchObject({ unitId: units.water, ended: 'cancelled' });
    expect(second).toMatchObject({ unitId: units.roads, ended: null, dueAt: at('2026-03-03 17:00') });
    expect(running(kase)).toEqual(['acknowledgement', 'handling']);
    expect(kase).toMatchObject({ state: 'dispatched', unitId: units.roads });
  });

  test('that ends while it rests keeps the pauses it had before, and stops when it began to rest', () => {
    const closed = later(
      given(...toHandling),
      ['suspend', {}, { at: '2026-03-02 11:00' }],
      ['resume', {}, { at: '2026-03-02 15:00' }],
      ['reportFixed', {}, { at: '2026-03-02 16:00' }],
      ['checkFix', {}, { at: '2026-03-02 16:30' }],
      ['close', {}, { at: '2026-03-02 17:00' }],
    );
    expect(closed.clocks.find(({ name }) => name === 'handling')).toMatchObject({
      pauses: [{ from: at('2026-03-02 11:00'), to: at('2026-03-02 15:00') }],
      stoppedAt: at('2026-03-02 16:00'),
      ended: 'done',
    });
  });

  test('explains its deadline to the minute, pauses and extensions included', () => {
    const kase = dispatchedAt9(
      undefined,
      ['acknowledge', {}, { at: '2026-03-02 09:30' }],
      ['requestExtension', { limit: { amount: 4, unit: 'workHours' } }],
      ['endorseExtension'],
      ['grantExtension', {}, { at: '2026-03-02 10:30' }],
      ['suspend', {}, { at: '2026-03-02 11:00' }],
      ['resume', {}, { at: '2026-03-04 11:00' }],
    );
    const told = explain(clock(kase, 'handling'), calendar);
    expect(told.due).toBe(due(kase));
    const counted = told.spans.filter(({ what }) => what === 'office').reduce((sum, { minutes }) => sum + minutes, 0);
    expect(counted).toBe(12 * 60);
    expect(told.spans.some(({ what }) => what === 'pause')).toBe(true);
  });
});

describe('verification', () => {
  test('lets the acceptance clock rest and gives it back what was left', () => {
    const sent = later(reported({}, '2026-03-02 09:00'), ['sendToVerify', {}, { at: '2026-03-02 09:20' }]);
    expect(running(sent)).toEqual(['verification']);
    const back = later(sent, ['verify', {}, { at: '2026-03-02 11:00' }]);
    // Half an hour to accept, of which 20 minutes were used.
    expect(clock(back, 'acceptance').dueAt).toBe(at('2026-03-02 11:10'));
    expect(back).toMatchObject({ state: 'reported', verified: true, inspectorId: null });
  });

  test('after acceptance leads back to acceptance and lets the registration clock rest', () => {
    const back = given(...toAccepted, ['sendToVerify'], ['verify']);
    expect([back.state, running(back)]).toEqual(['accepted', ['registration']]);
  });

  test('that finds nothing bars registration until it is verified again', () => {
    const nothing = given(...toAccepted, ['sendToVerify'], ['verify', { exists: false }]);
    expect(codeOf(take(nothing, 'register'))).toBe('notFoundOnSite');
    expect(codeOf(take(nothing, 'reject', { reason: 'notFound' }))).toBeNull();
    expect(codeOf(take(later(nothing, ['sendToVerify'], ['verify']), 'register'))).toBeNull();
  });

  test('can be given to another inspector, and still leads back to where it came from', () => {
    const kase = given(
      ...toAccepted,
      ['sendToVerify', { inspectorId: officers.inspector.id }],
      ['sendToVerify', { inspectorId: officers.otherInspector.id }],
    );
    expect(codeOf(take(kase, 'verify', {}, { by: officers.inspector }))).toBe('notPermitted');
    expect(kase.clocks.filter(({ name }) => name === 'verification')).toHaveLength(1);
    expect(later(kase, ['verify']).state).toBe('accepted');
  });
});

describe('responsibility', () => {
  test('declined once goes back to the dispatcher, without a unit and without its clocks', () => {
    const kase = given(...toDispatched, ['decline']);
    expect(kase).toMatchObject({ state: 'registered', unitId: null, declines: 1 });
    expect(kase.dispatches[0]).toMatchObject({ declineReason: 'notOurDuty', declinedAt: expect.any(String) });
    expect(clock(kase, 'handling').ended).toBe('cancelled');
    expect(running(kase)).toEqual(['dispatch']);
  });

  test('declined twice goes to a ruling, after which it cannot be declined', () => {
    const disputed = given(...toDisputed);
    expect([disputed.state, running(disputed)]).toEqual(['disputed', ['ruling']]);
    expect(codeOf(take(disputed, 'rule', { reason: '就是你们' }))).toBe('invalidInput');
    const ruled = later(disputed, ['rule']);
    expect(ruled).toMatchObject({ state: 'dispatched', unitId: units.water, ruled: true });
    expect(codeOf(take(ruled, 'decline'))).toBe('ruledAlready');
  });

  test('goes to a ruling after as many declines as the district says', () => {
    const strict = { facts: { settings: { ...inSettings(), declinesBeforeRuling: 1 } } };
    expect(given(...toDispatched, ['decline', {}, strict]).state).toBe('disputed');
  });

  test('is of one unit: named as co-handling too, it counts once', () => {
    expect(
      given(...toRegistered, ['dispatch', { assistUnitIds: [units.water, units.roads, units.roads] }]).assistUnitIds,
    ).toEqual([units.roads]);
    expect(
      given(...toRegistered, ['dispatch', { assistUnitIds: [units.roads] }], ['transfer', { unitId: units.roads }])
        .assistUnitIds,
    ).toEqual([]);
  });

  test('given by an id in capitals is the same unit’s', () => {
    expect(given(...toRegistered, ['dispatch', { unitId: units.water.toUpperCase() }]).unitId).toBe(units.water);
  });
});

function inSettings() {
  return {
    declinesBeforeRuling: 2,
    reopenDays: 7,
    warnAt: 0.8,
    extensionsAtMost: 2,
    duplicateMetres: 50,
    duplicateHours: 24,
    stageLimits: STAGES,
  };
}
const STAGES = {
  acceptance: { amount: 1, unit: 'workHours' },
  verification: { amount: 1, unit: 'workHours' },
  registration: { amount: 1, unit: 'workHours' },
  dispatch: { amount: 1, unit: 'workHours' },
  acknowledgement: { amount: 1, unit: 'workHours' },
  checking: { amount: 1, unit: 'workHours' },
  closing: { amount: 1, unit: 'workHours' },
  ruling: { amount: 1, unit: 'workHours' },
} as const;

describe('an extension', () => {
  const asked: Step[] = [
    ['acknowledge', {}, { at: '2026-03-02 09:30' }],
    ['requestExtension', { limit: { amount: 4, unit: 'workHours' } }],
  ];
  const granted: Step[] = [...asked, ['endorseExtension'], ['grantExtension']];

  test('takes two levels by two persons and runs from the present deadline', () => {
    const kase = dispatchedAt9(undefined, ...granted);
    expect(due(kase)).toBe(at('2026-03-03 15:00'));
    expect(kase.pendingExtension).toBeNull();
    const sameHand = officer('leader', { id: officers.dispatcher.id });
    expect(
      codeOf(take(dispatchedAt9(undefined, ...asked, ['endorseExtension']), 'grantExtension', {}, { by: sameHand })),
    ).toBe('sameApprover');
  });

  test('is granted at most twice for one handling', () => {
    const again: Step[] = [
      ['requestExtension', { limit: { amount: 4, unit: 'workHours' } }],
      ['endorseExtension'],
      ['grantExtension'],
    ];
    const twice = dispatchedAt9(undefined, ...granted, ...again);
    expect(due(twice)).toBe(at('2026-03-04 09:00'));
    expect(codeOf(take(twice, 'requestExtension'))).toBe('extendedEnough');
  });

  test('that was refused at either level does not count, and may be asked for again', () => {
    const refused = dispatchedAt9(
      undefined,
      ...asked,
      ['refuseExtension'],
      ['requestExtension'],
      ['endorseExtension'],
      ['denyExtension'],
    );
    expect(due(refused)).toBe(at('2026-03-03 09:00'));
    expect(codeOf(take(refused, 'requestExtension'))).toBeNull();
  });

  test('is neither asked for, endorsed nor granted once overdue', () => {
    const late = { at: '2026-03-03 09:01' };
    expect(codeOf(take(dispatchedAt9(undefined, ['acknowledge']), 'requestExtension', {}, late))).toBe(
      'overdueAlready',
    );
    expect(codeOf(take(dispatchedAt9(undefined, ...asked), 'endorseExtension', {}, late))).toBe('overdueAlready');
    expect(codeOf(take(dispatchedAt9(undefined, ...asked, ['endorseExtension']), 'grantExtension', {}, late))).toBe(
      'overdueAlready',
    );
  });

  test('by an impossible amount is refused to the unit that asks', () => {
    expect(
      take(dispatchedAt9(undefined, ['acknowledge']), 'requestExtension', {
        limit: { amount: 0.5, unit: 'calendarDays' },
      }),
    ).toMatchObject({ refused: 'invalid', code: 'badLimit' });
  });

  test('asked for by one unit is not the next unit’s after a transfer', () => {
    const moved = dispatchedAt9(undefined, ...asked, ['transfer']);
    expect(moved.pendingExtension).toBeNull();
    expect(codeOf(take(moved, 'grantExtension'))).toBe('noExtensionPending');
  });
});

describe('a suspension', () => {
  const suspended = () =>
    dispatchedAt9(
      undefined,
      ['acknowledge', {}, { at: '2026-03-02 09:30' }],
      ['suspend', {}, { at: '2026-03-02 11:00' }],
    );

  test('stops the handling clock; resumption moves the deadline by exactly the working time suspended', () => {
    expect(running(suspended())).toEqual([]);
    const resumed = later(suspended(), ['resume', {}, { at: '2026-03-04 15:00' }]);
    // Suspended Monday 11–12 and 14–18, Tuesday all day, Wednesday 8–12 and 14–15: eighteen working hours.
    expect([resumed.state, due(resumed)]).toEqual(['handling', at('2026-03-05 11:00')]);
  });

  test('over a weekend moves nothing', () => {
    const kase = later(
      reported({}, '2026-03-06 15:00'),
      ['accept'],
      ['register'],
      ['dispatch', {}, { at: '2026-03-06 16:00' }],
      ['acknowledge'],
      ['suspend', {}, { at: '2026-03-06 18:00' }],
      ['resumeOnReview', {}, { at: '2026-03-09 08:00' }],
    );
    expect(due(kase)).toBe(at('2026-03-09 16:00'));
  });

  test('of a unit that was late already does not make it punctual', () => {
    const kase = dispatchedAt9(
      undefined,
      ['acknowledge'],
      ['suspend', {}, { at: '2026-03-03 10:00' }],
      ['resume', {}, { at: '2026-03-04 15:00' }],
    );
    expect(due(kase)).toBe(at('2026-03-03 09:00'));
  });

  test('before dispatch leads back to dispatch', () => {
    const kase = given(...toRegistered, ['suspend'], ['resume']);
    expect([kase.state, running(kase), kase.suspendedUntil]).toEqual(['registered', ['dispatch'], null]);
  });

  test('that the unit asked for can be refused, and asked for again', () => {
    const refused = given(...toHandling, ['requestSuspension'], ['refuseSuspension']);
    expect(refused.pendingSuspension).toBeNull();
    expect(codeOf(take(refused, 'requestSuspension'))).toBeNull();
  });

  test('of a case that is then voided leaves no review date behind', () => {
    expect(later(suspended(), ['void'])).toMatchObject({ state: 'voided', suspendedUntil: null, stateBefore: null });
  });
});

describe('reopening', () => {
  test('within the window makes a further round with clocks of its own; the first round’s stay as they were', () => {
    const closed = given(...toClosed);
    const again = later(closed, ['reopen', {}, { at: '2026-03-06 09:00' }]);
    expect(again).toMatchObject({
      state: 'registered',
      round: 2,
      outcome: null,
      closedAt: null,
      unitId: null,
      reworks: 0,
      declines: 0,
      ruled: false,
    });
    expect(again.clocks.slice(0, closed.clocks.length)).toEqual(closed.clocks);
    expect(again.clocks.slice(closed.clocks.length)).toMatchObject([
      { name: 'dispatch', round: 2, startedAt: at('2026-03-06 09:00') },
    ]);
    const second = later(again, ['dispatch', { unitId: units.roads }, { at: '2026-03-06 09:10' }]);
    expect(handlingClock(second)).toMatchObject({
      round: 2,
      unitId: units.roads,
      dueAt: at('2026-03-09 09:10'),
      extensions: [],
    });
    expect(second.dispatches.map(({ round }) => round)).toEqual([1, 2]);
  });

  test('is refused once the window is over, and points to a new case', () => {
    const closed = given(...toClosed);
    expect(codeOf(take(closed, 'reopen', {}, { at: '2026-03-09 10:10' }))).toBeNull();
    expect(take(closed, 'reopen', {}, { at: '2026-03-09 10:11' })).toMatchObject({
      code: 'windowOver',
      message: { zh: expect.stringContaining('新案') },
    });
  });

  test('of a case that was only answered leads back to acceptance, and an old verification binds nobody', () => {
    const answered = given(['sendToVerify'], ['verify', { exists: false }], ['answer']);
    const again = later(answered, ['reopen']);
    expect(again).toMatchObject({ state: 'accepted', verified: null });
    expect(codeOf(take(later(again, ['correct', { categoryId: category }]), 'register'))).toBeNull();
  });

  test('gives the units their right to decline again', () => {
    const again = later(
      given(...toDisputed, ['rule'], ['acknowledge'], ['reportFixed'], ['checkFix'], ['close']),
      ['reopen'],
      ['dispatch'],
    );
    expect(later(again, ['decline']).state).toBe('registered');
  });
});

/** What an action brings about in other cases. */
function follows(kase: CaseFile, ...step: Step): [on: string, action: string][] {
  const entry = take(kase, step[0], step[1], step[2]) as CaseEntry;
  return consequencesOf(kase, later(kase, step), entry).map(({ on, action }) => [on, action]);
}

describe('sub-cases', () => {
  test('hold their main case open until the last has ended', () => {
    const split = given(...toRegistered, ['split']);
    expect(running(split)).toEqual([]);
    expect(codeOf(take(split, 'close'))).toBe('subCasesOpen');
    const one = later(split, ['subCaseEnded', { caseId: idOf('sub-case 1') }]);
    expect(codeOf(take(one, 'close'))).toBe('subCasesOpen');
    expect(later(one, ['subCaseEnded', { caseId: idOf('sub-case 2') }], ['close'])).toMatchObject({
      state: 'closed',
      outcome: 'fixed',
    });
  });

  test('tell their main case when they end, in whatever way, and when they are reopened', () => {
    const sub = later(reported({ parentId: idOf('parent') }), ['accept']);
    expect(follows(sub, 'reject')).toEqual([[idOf('parent'), 'subCaseEnded']]);
    expect(follows(sub, 'void')).toEqual([[idOf('parent'), 'subCaseEnded']]);
    expect(follows(later(sub, ['merge']), 'endWithMain')).toEqual([[idOf('parent'), 'subCaseEnded']]);
    expect(follows(later(sub, ['answer']), 'reopen')).toEqual([[idOf('parent'), 'subCaseReopened']]);
  });

  test('reopened hold the main case open again', () => {
    const ready = given(
      ...toRegistered,
      ['split'],
      ['subCaseEnded', { caseId: idOf('sub-case 1') }],
      ['subCaseEnded', { caseId: idOf('sub-case 2') }],
    );
    expect(codeOf(take(later(ready, ['subCaseReopened']), 'close'))).toBe('subCasesOpen');
  });

  test('can end although their main case ended before them', () => {
    const closed = given(
      ...toRegistered,
      ['split'],
      ['subCaseEnded', { caseId: idOf('sub-case 1') }],
      ['subCaseEnded', { caseId: idOf('sub-case 2') }],
      ['close'],
    );
    for (const parent of [closed, later(closed, ['reopen']), later(closed, ['reopen'], ['merge'])]) {
      expect(codeOf(take(later(parent, ['subCaseReopened']), 'subCaseEnded'))).toBeNull();
    }
  });

  test('are not merged into their own main case, which would wait for them while they wait for it', () => {
    expect(codeOf(take(reported({ parentId: idOf('parent') }), 'merge', { intoId: idOf('parent') }))).toBe(
      'intoItself',
    );
  });
});

describe('duplicates', () => {
  test('are taken in by the main case, wait without a clock, and can be taken out again to where they were', () => {
    const merged = given(...toAccepted, ['merge']);
    expect([merged.mergedInto, running(merged)]).toEqual([idOf('main case'), []]);
    expect(follows(given(...toAccepted), 'merge')).toEqual([[idOf('main case'), 'absorb']]);
    expect(follows(merged, 'unmerge')).toEqual([[idOf('main case'), 'release']]);
    expect(later(merged, ['unmerge'])).toMatchObject({ state: 'accepted', mergedInto: null });
    expect(running(later(merged, ['unmerge']))).toEqual(['registration']);
  });

  test('end with the main case, with its outcome and its answer, so that every reporter has one', () => {
    const main = later(given(...toChecked), ['absorb']);
    const entry = take(main, 'close') as CaseEntry;
    expect(consequencesOf(main, later(main, ['close']), entry)).toEqual([
      {
        on: idOf('duplicate'),
        action: 'endWithMain',
        input: { ended: 'closed', reply: '井盖已更换，感谢您的反映。', outcome: 'fixed' },
      },
    ]);
    expect(given(['merge'], ['endWithMain'])).toMatchObject({
      state: 'closed',
      outcome: 'fixed',
      closedAt: expect.any(String),
    });
    expect(follows(later(reported(), ['absorb']), 'reject')).toEqual([[idOf('duplicate'), 'endWithMain']]);
  });

  test('hear of nothing else that happens to the main case', () => {
    const main = later(reported(), ['absorb']);
    for (const [before, step] of [
      [main, 'addNote'],
      [main, 'accept'],
      [later(main, ...toRegistered), 'dispatch'],
      [later(main, ...toHandling), 'reportFixed'],
      [later(main, ...toHandled), 'checkFix'],
      [later(main, ...toClosed), 'followUp'],
      [later(main, ...toClosed), 'reopen'],
    ] as const)
      expect([step, follows(before, step)]).toEqual([step, []]);
  });

  test('keep a main case from being voided or merged away over their heads', () => {
    expect(codeOf(take(given(['absorb']), 'void'))).toBe('hasAbsorbed');
    expect(codeOf(take(given(['absorb']), 'merge'))).toBe('hasAbsorbed');
    expect(codeOf(take(given(['absorb'], ['release']), 'merge'))).toBeNull();
  });

  test('that ended with the first round do not hold up the end of the second', () => {
    const main = later(given(...toChecked), ['absorb'], ['close'], ['reopen']);
    expect(follows(later(main, ['dispatch'], ['acknowledge'], ['reportFixed'], ['checkFix']), 'close')).toEqual([]);
  });

  test('reopened by their own reporter stand on their own', () => {
    const duplicate = given(['merge'], ['endWithMain']);
    expect(follows(duplicate, 'reopen')).toEqual([[idOf('main case'), 'release']]);
    expect(later(duplicate, ['reopen'])).toMatchObject({ mergedInto: null, round: 2 });
  });
});

describe('supervision, reminders, urgency', () => {
  test('an order has its number and a deadline in working time, and is answered by the responsible unit', () => {
    const ordered = dispatchedAt9(
      undefined,
      ['acknowledge'],
      [
        'supervise',
        { answerWithin: { amount: 4, unit: 'workHours' } },
        { at: '2026-03-02 16:00', facts: { supervisionNumber: 17 } },
      ],
    );
    expect(ordered.supervisions).toEqual([
      {
        number: 17,
        at: at('2026-03-02 16:00'),
        answerBy: at('2026-03-03 10:00'),
        unitId: units.water,
        answeredAt: null,
      },
    ]);
    expect(codeOf(take(ordered, 'answerSupervision', { number: 16 }))).toBe('noOpenSupervision');
    const answered = later(ordered, ['answerSupervision', { number: 17 }, { at: '2026-03-02 17:00' }]);
    expect(answered.supervisions[0]?.answeredAt).toBe(at('2026-03-02 17:00'));
    expect(codeOf(take(answered, 'answerSupervision', { number: 17 }))).toBe('noOpenSupervision');
  });

  test('an order of this year is answered apart from one of the same number last year', () => {
    const order: Step = ['supervise', {}, { facts: { supervisionNumber: 3 } }];
    const first = given(...toHandling, order, ['answerSupervision', { number: 3 }]);
    const both = later(first, order, ['answerSupervision', { number: 3 }]);
    expect(both.supervisions[0]).toEqual(first.supervisions[0]);
    expect(both.supervisions[1]?.answeredAt).not.toBeNull();
  });

  test('within an impossible time is no order', () => {
    expect(
      take(given(...toHandling), 'supervise', { answerWithin: { amount: 0.3, unit: 'calendarDays' } }),
    ).toMatchObject({ refused: 'invalid' });
  });

  test('a reminder is counted and moves no clock', () => {
    const kase = given(...toHandling);
    expect(later(kase, ['remind'], ['remind'])).toMatchObject({ reminders: 2, clocks: kase.clocks });
  });

  test('urgency is a flag, set and taken back', () => {
    expect(given(['flagUrgent']).urgent).toBe(true);
    expect(given(['flagUrgent'], ['unflagUrgent']).urgent).toBe(false);
  });
});

describe('the end of clocks', () => {
  test('voiding cancels what runs and what rests; nothing of it is judged', () => {
    for (const kase of [given(...toDispatched), inState.suspended()]) {
      const voided = later(kase, ['void']);
      expect(voided.clocks.filter(({ ended }) => ended === null)).toEqual([]);
      expect(clock(voided, 'handling').ended).toBe('cancelled');
    }
  });

  test('of the running clocks the one that ends first is the case’s deadline', () => {
    const kase = dispatchedAt9();
    expect(mostUrgent(kase.clocks)).toMatchObject({ name: 'acknowledgement', dueAt: at('2026-03-02 15:00') });
    expect(mostUrgent(given(...toClosed).clocks)).toBeNull();
  });
});

describe('personal numbers', () => {
  test('in any free text of any form never reach the log', () => {
    const parts = [
      { description: '联系 13800001234', conditionId: conditionOf().id },
      { description: '车牌闽A12345', conditionId: conditionOf().id },
    ];
    const entries = [
      take(given(), 'addNote', { text: '致电 138 0000 1234，身份证 350102199001011234' }),
      take(given(...toRegistered), 'split', { parts }),
      take(given(...toHandling), 'reportFixed', { note: '车主闽A·D12345已移车' }),
      take(given(), 'correct', { address: '鼓屏路 0591-87654321 旁', reason: '更正地址' }),
    ];
    const log = JSON.stringify(entries);
    for (const number of ['1380', '0000 1234', '350102199001011234', '12345', '87654321'])
      expect(log).not.toContain(number);
    for (const mark of ['〔电话〕', '〔身份证号〕', '〔车牌〕']) expect(log).toContain(mark);
  });
});

describe('who sees a case', () => {
  const kase = inState.handling();
  test.each([
    ['the centre’s officers', officers.dispatcher, true],
    ['the responsible unit', officers.water, true],
    ['a co-handling unit', officers.gardens, true],
    ['another unit', officers.roads, false],
    ['the officer who reported it', officer('inspector', { id: officers.agent.id }), true],
    ['an inspector without a task in it', officers.otherInspector, false],
    ['a finance officer', officer('financeOfficer'), false],
    ['the system administrator', officer('systemAdministrator'), false],
  ] as const)('%s: %o', (_who, actor, sees) => {
    expect(maySee(kase, actor)).toBe(sees);
  });

  test('an inspector sees what waits for an inspection by anybody, or by himself, and no other', () => {
    expect(maySee(given(...toHandled), officers.inspector)).toBe(true);
    const sent = given(...toHandled, ['sendToCheck', { inspectorId: officers.inspector.id }]);
    expect([maySee(sent, officers.inspector), maySee(sent, officers.otherInspector)]).toEqual([true, false]);
  });
});

describe('the buttons of an officer', () => {
  const buttons = (kase: CaseFile, actor: typeof officers.water, now: string) =>
    offered(casePermitting, kase, { actor, now: at(now), calendar, settings: inSettings() }).map(
      ({ action, refusal }) => (refusal ? `${action}: ${refusal.code}` : action),
    );

  test('are the ones he may press now, with the reason where one is barred for the moment', () => {
    expect(buttons(given(...toHandling), officers.water, '2026-03-02 12:00')).toEqual([
      'reportFixed',
      'requestExtension',
      'requestSuspension',
      'answerSupervision: noOpenSupervision',
      'addNote',
    ]);
    expect(buttons(given(...toHandling), officers.water, '2026-03-05 12:00')).toContain(
      'requestExtension: overdueAlready',
    );
  });

  test('of another unit are none but a note', () => {
    expect(buttons(given(...toHandling), officers.roads, '2026-03-02 12:00')).toEqual(['addNote']);
  });
});
