import { describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { diagramOf, flawsOf, formOf, targets } from '../../kernel/lifecycle.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { type Role, roleNames, rolePermissions } from '../accounts/roles.ts';
import {
  type CaseAction,
  type CaseRefusal,
  type CaseState,
  caseActions,
  caseLifecycle,
  caseStates,
  clocksIn,
} from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import {
  at,
  formFor,
  given,
  idOf,
  inState,
  later,
  officer,
  officerFor,
  officers,
  reported,
  type Step,
  settings,
  take,
  toAccepted,
  toClosed,
  toDispatched,
  toHandled,
  toHandling,
  toRegistered,
  units,
} from './testing.ts';

const states = Object.keys(caseStates) as CaseState[];
const actions = Object.keys(caseActions) as CaseAction[];
const codeOf = (answer: unknown) => (isRefusal(answer) ? answer.code : null);

/** An officer who may do everything and stands rightly to the case; the system for what only the system does. */
function allowed(kase: CaseFile, name: CaseAction): Actor | null {
  const one = officerFor(kase, name);
  return one && { ...one, permissions: new Set(actions.map((action) => caseActions[action].by)) };
}

describe('the table of a case’s life', () => {
  test('has no flaw: every state is reached and left, every name is known, every refusal is used', () => {
    expect(flawsOf(caseLifecycle)).toEqual([]);
  });

  test('is found out when a state has no way in, no way out, or an action leads nowhere', () => {
    const { actions: sound } = caseLifecycle;
    const lame = {
      ...sound,
      verify: { ...sound.verify, to: 'nirvana' },
      close: { ...sound.close, from: [], unless: ['rain'] },
      assist: { ...sound.assist, as: 'friend' },
    };
    expect(flawsOf({ ...caseLifecycle, actions: lame })).toEqual([
      'action verify leads to unknown state nirvana',
      'action assist names unknown relation friend',
      'action close starts nowhere',
      'action close names unknown refusal rain',
    ]);
    const lonely = {
      ...caseLifecycle,
      states: { ...caseLifecycle.states, limbo: { label: { zh: '', en: '' }, look: 'waiting' } },
    };
    expect(flawsOf(lonely as never)).toEqual([
      'state limbo cannot be reached from reported',
      'state limbo has no way out and is not final',
    ]);
  });

  test('can be brought about in each of its states', () => {
    for (const state of states) expect(inState[state]().state).toBe(state);
  });

  test('draws itself and every form, with a label in both languages on every field', () => {
    expect(diagramOf(caseLifecycle)).toContain('handling --> handled');
    for (const name of actions.filter((one) => !caseActions[one].system)) {
      const { properties = {} } = formOf(caseActions[name]) as {
        properties?: Record<string, { label?: { zh: string; en: string }; widget?: string }>;
      };
      for (const field of Object.values(properties)) {
        expect(field.label, name).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
        expect(field.widget, name).toEqual(expect.any(String));
      }
    }
  });

  test('gives no clock to a state in which nothing is owed', () => {
    for (const state of states) if (caseStates[state].final) expect(clocksIn(state)).toEqual([]);
  });
});

describe.each(states)('in state %s', (state) => {
  test.each(actions)('%s is possible exactly if the table says so', (name) => {
    const kase = inState[state]();
    const answer = take(kase, name, {}, { by: allowed(kase, name) });
    if (caseActions[name].from.includes(state)) {
      expect(['notInThisState', 'notPermitted', 'invalidInput']).not.toContain(codeOf(answer));
      if (!isRefusal(answer)) expect(targets(caseActions[name], state)).toContain(answer.data.to);
    } else {
      expect(answer).toMatchObject({ refused: expect.stringMatching('conflict|forbidden') });
      if (!caseActions[name].as) expect(codeOf(answer)).toBe('notInThisState');
    }
  });
});

test('every action can really be taken in some state', () => {
  const ways: Partial<Record<CaseAction, CaseFile>> = {
    grantExtension: given(...toHandling, ['requestExtension'], ['endorseExtension']),
    denyExtension: given(...toHandling, ['requestExtension'], ['endorseExtension']),
    endorseExtension: given(...toHandling, ['requestExtension']),
    refuseExtension: given(...toHandling, ['requestExtension']),
    refuseSuspension: given(...toHandling, ['requestSuspension']),
    answerSupervision: given(...toHandling, ['supervise']),
    unflagUrgent: given(['flagUrgent']),
  };
  for (const name of actions) {
    const tried = [ways[name], ...caseActions[name].from.map((state) => inState[state]())].filter(
      (kase) => kase !== undefined,
    );
    expect(
      tried.map((kase) => codeOf(take(kase, name, {}, { by: allowed(kase, name) }))),
      name,
    ).toContain(null);
  }
});

/** For each refusal of the table: a case that came about, and the action it refuses. */
const provoked: Record<CaseRefusal, [CaseFile, CaseAction, Record<string, unknown>?, Parameters<typeof take>[3]?]> = {
  notFoundOnSite: [given(...toAccepted, ['sendToVerify'], ['verify', { exists: false }]), 'register'],
  noCategory: [later(given(['answer']), ['reopen']), 'register'],
  subCaseAlready: [later(reported({ parentId: idOf('parent') }), ...toRegistered), 'split'],
  ruledAlready: [given(...toDispatched, ['decline'], ['dispatch'], ['decline'], ['rule']), 'decline'],
  sameUnit: [given(...toDispatched), 'transfer', { unitId: units.water }],
  overdueAlready: [given(...toHandling), 'requestExtension', {}, { at: '2026-03-04 09:00' }],
  extendedEnough: [
    given(
      ...toHandling,
      ['requestExtension'],
      ['endorseExtension'],
      ['grantExtension'],
      ['requestExtension'],
      ['endorseExtension'],
      ['grantExtension'],
    ),
    'requestExtension',
  ],
  extensionPending: [given(...toHandling, ['requestExtension']), 'requestExtension'],
  noExtensionPending: [given(...toHandling), 'grantExtension'],
  endorsedAlready: [given(...toHandling, ['requestExtension'], ['endorseExtension']), 'endorseExtension'],
  notEndorsed: [given(...toHandling, ['requestExtension']), 'grantExtension'],
  sameApprover: [
    given(...toHandling, ['requestExtension'], ['endorseExtension']),
    'grantExtension',
    {},
    { by: officer('leader', { id: officers.dispatcher.id }) },
  ],
  suspensionPending: [given(...toHandling, ['requestSuspension']), 'requestSuspension'],
  noSuspensionPending: [given(...toHandling), 'refuseSuspension'],
  noOpenSupervision: [given(...toHandling, ['supervise']), 'answerSupervision', { number: 2 }],
  subCasesOpen: [given(...toRegistered, ['split'], ['subCaseEnded']), 'close'],
  windowOver: [given(...toClosed), 'reopen', {}, { at: '2026-03-10 18:00' }],
  urgentAlready: [given(['flagUrgent']), 'flagUrgent'],
  notUrgent: [given(), 'unflagUrgent'],
  intoItself: [given(), 'merge', { intoId: idOf('the case') }],
  hasAbsorbed: [given(['absorb']), 'void'],
  ownWork: [given(...toHandled), 'checkFix', {}, { by: officer('inspector', { unitId: units.water }) }],
};

test.each(Object.entries(provoked))('the refusal %s can be provoked', (code, [kase, name, input, options]) => {
  expect(take(kase, name, input, options)).toMatchObject({
    refused: 'conflict',
    code,
    message: caseLifecycle.refusals[code as CaseRefusal],
  });
});

describe('who may act', () => {
  const fitting = (role: Role, kase: CaseFile, name: CaseAction): Actor => {
    const right = officerFor(kase, name);
    return officer(role, { id: right?.id ?? idOf('somebody'), unitId: right?.unitId ?? null });
  };

  test.each(actions)('%s is for the roles with its permission and for no other', (name) => {
    const state = caseActions[name].from[0] ?? 'reported';
    const kase = inState[state]();
    for (const role of roleNames) {
      const answer = take(kase, name, {}, { by: fitting(role, kase, name) });
      const may = !caseActions[name].system && rolePermissions[role].includes(caseActions[name].by);
      expect(codeOf(answer) === 'notPermitted', `${name} by ${role}`).toBe(!may);
    }
  });

  test.each(actions.filter((name) => caseActions[name].system))('%s is the system’s, whoever asks', (name) => {
    const kase = inState[caseActions[name].from[0] ?? 'reported']();
    expect(
      take(kase, name, {}, { by: { ...officers.leader, permissions: new Set([caseActions[name].by]) } }),
    ).toMatchObject({ refused: 'forbidden' });
    expect(codeOf(take(kase, name, {}, { by: null }))).not.toBe('notPermitted');
  });

  test('no officer’s action is the system’s to take', () => {
    for (const name of actions.filter((one) => !caseActions[one].system)) {
      expect(codeOf(take(inState[caseActions[name].from[0] ?? 'reported'](), name, {}, { by: null })), name).toBe(
        'notPermitted',
      );
    }
  });

  test.each(actions.filter((name) => caseActions[name].as === 'responsibleUnit'))(
    '%s is not for an officer of another unit',
    (name) => {
      for (const state of caseActions[name].from) {
        const kase = inState[state]();
        expect(take(kase, name, {}, { by: officers.roads })).toMatchObject({
          refused: 'forbidden',
          right: { zh: expect.stringContaining('主办单位') },
        });
        expect(codeOf(take(kase, name, {}, { by: officers.gardens })), 'a co-handling unit').toBe('notPermitted');
        expect(codeOf(take(kase, name, {}, { by: officer('unitOfficer') })), 'an officer of no unit').toBe(
          'notPermitted',
        );
      }
    },
  );

  test('assistance is reported by a co-handling unit, not by the responsible one', () => {
    const kase = inState.handling();
    expect(codeOf(take(kase, 'assist', {}, { by: officers.gardens }))).toBeNull();
    expect(codeOf(take(kase, 'assist', {}, { by: officers.water }))).toBe('notPermitted');
  });

  test('a verification or check sent to one inspector is not for another; sent to nobody, it is for any', () => {
    const sent: [CaseAction, Step[]][] = [
      ['verify', [['sendToVerify', { inspectorId: officers.inspector.id }]]],
      ['checkFix', [...toHandled, ['sendToCheck', { inspectorId: officers.inspector.id }]]],
    ];
    for (const [name, steps] of sent) {
      expect(codeOf(take(given(...steps), name, {}, { by: officers.otherInspector }))).toBe('notPermitted');
      expect(codeOf(take(given(...steps), name, {}, { by: officers.inspector }))).toBeNull();
    }
    expect(codeOf(take(given(['sendToVerify']), 'verify', {}, { by: officers.otherInspector }))).toBeNull();
  });

  test('what is wrong is told in this order: permission, state, form, named refusal', () => {
    const closed = inState.closed();
    expect(codeOf(take(closed, 'accept', { categoryId: 'nonsense' }, { by: officers.agent }))).toBe('notPermitted');
    expect(codeOf(take(closed, 'accept', { categoryId: 'nonsense' }))).toBe('notInThisState');
    expect(codeOf(take(given(), 'accept', { categoryId: 'nonsense' }))).toBe('invalidInput');
    expect(codeOf(take(given(...toDispatched), 'transfer', { unitId: 'nonsense' }))).toBe('invalidInput');
    expect(codeOf(take(given(...toDispatched), 'transfer', { unitId: units.water }))).toBe('sameUnit');
  });

  test('a form is told all its faults at once, each at its field, in both languages; unknown fields are faults', () => {
    const answer = take(inState.checked(), 'close', { outcome: 'magic', reply: '', bribe: 1 });
    expect(answer).toMatchObject({ refused: 'invalid' });
    const { faults = [] } = answer as { faults?: { path: string; message: { zh: string; en: string } }[] };
    expect(faults.map((fault) => fault.path).sort()).toEqual(['bribe', 'outcome', 'reply']);
    for (const { message } of faults) expect(message.zh).not.toBe(message.en);
  });
});

test('a filled-in form of the tests is the form the table asks for', () => {
  for (const name of actions) expect(caseActions[name].asks.strict().safeParse(formFor(name)).success, name).toBe(true);
  expect(at('2026-03-02 09:00')).toBe('2026-03-02T01:00:00.000Z');
  expect(settings.declinesBeforeRuling).toBe(2);
});
