import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import {
  at,
  officers,
  type Step,
  toChecked,
  toClosed,
  toDispatched,
  toHandled,
  toHandling,
  toRegistered,
  units,
} from '../cases/testing.ts';
import { type Condition, holdsAll } from './conditions.ts';
import { factsOf } from './facts.ts';
import { type IndicatorCode, indicators } from './indicators.ts';
import type { CaseFacts, ObjectKind } from './model.ts';
import { answersBySource } from './passes.ts';
import { periodOf, readingOf } from './periods.ts';
import { measure } from './rules.ts';
import { came, life, type Told, went } from './testing.ts';

const inspector = { source: 'inspector', reportedBy: officers.inspector.id } as const;
const place = {
  subdistrictCode: '350102001',
  communityCode: '350102001001',
  sectorCode: '35010200100101',
  cellCode: '350102001001001',
};

function of(...steps: Step[]): Told {
  return went(came('one', '2026-03-02 09:00', { place }), ...steps);
}
const onPatrol = (...steps: Step[]) => went(came('one', '2026-03-02 09:00', { place, ...inspector }), ...steps);

function month(from: string) {
  const period = periodOf(from, `${from.slice(0, 8)}${from.startsWith('2026-04') ? 30 : 31}`, 'Asia/Shanghai');
  if (isRefusal(period)) throw new Error(period.code);
  return { period, ...readingOf(period, 7, at('2027-01-01 00:00')) };
}
const march = month('2026-03-01');
const april = month('2026-04-01');

const ids: Record<ObjectKind, string> = {
  unit: units.water,
  subdistrict: place.subdistrictCode,
  community: place.communityCode,
  cell: place.cellCode,
  inspector: officers.inspector.id,
  intakeOfficer: officers.intake.id,
  shiftLeader: officers.shiftLeader.id,
  dispatcher: officers.dispatcher.id,
};

function counted(code: IndicatorCode, facts: CaseFacts, object: ObjectKind, when = march, asOf = when.asOf) {
  const { met, of: all } = measure(indicators[code], facts, { object, id: ids[object], period: when.period, asOf });
  return [all, met];
}

/** A log as it was written before the answer had three degrees. */
function askedYesOrNo({ kase, log }: Told): Told {
  const input = { reached: true, solved: true, satisfied: true, note: '' };
  return {
    kase,
    log: log.map((one) => (one.action === 'followUp' ? { ...one, data: { ...(one.data as object), input } } : one)),
  };
}

const by = (officer: (typeof officers)[keyof typeof officers]) => ({ by: officer });
const late = '2026-03-04 10:00';
const rework: Step[] = [...toHandled, ['checkFix', { fixed: false }], ['rework']];

/** By whose number, and for three logs: how many are in its denominator, and how many are met. */
const table: [IndicatorCode, ObjectKind, ...[what: string, log: Told, of: number, met: number][]][] = [
  [
    'reports',
    'cell',
    ['a report', of(), 1, 1],
    ['a rejected one', of(['reject']), 1, 1],
    ['a voided one', of(['void']), 0, 0],
  ],
  [
    'accepted',
    'intakeOfficer',
    ['accepted', of(['accept', {}, by(officers.intake)]), 1, 1],
    ['not yet', of(), 0, 0],
    ['by somebody else', of(['accept', {}, by(officers.shiftLeader)]), 0, 0],
  ],
  [
    'registered',
    'cell',
    ['registered', of(...toRegistered), 1, 1],
    ['voided after', of(...toRegistered, ['void']), 0, 0],
    ['merged after', of(...toRegistered, ['merge']), 0, 0],
  ],
  [
    'registrationRate',
    'community',
    ['registered', of(...toRegistered), 1, 1],
    ['rejected', of(['reject']), 1, 0],
    ['undecided', of(['accept']), 0, 0],
  ],
  [
    'onTimeRegistrationRate',
    'community',
    ['in half an hour', of(['accept'], ['register']), 1, 1],
    ['after an hour', of(['accept'], ['register', {}, { at: '2026-03-02 10:30' }]), 1, 0],
    ['not at all', of(['accept']), 0, 0],
  ],
  [
    'accurateRegistrationRate',
    'community',
    ['kept', of(...toRegistered), 1, 1],
    ['voided after', of(...toRegistered, ['void']), 1, 0],
    ['voided before', of(['accept'], ['void']), 0, 0],
  ],
  [
    'dispatched',
    'dispatcher',
    ['dispatched', of(...toDispatched), 1, 1],
    ['waiting', of(...toRegistered), 0, 0],
    ['dispatched and voided', of(...toDispatched, ['void']), 0, 0],
  ],
  [
    'onTimeDispatchRate',
    'cell',
    ['in time', of(...toDispatched), 1, 1],
    ['late', of(...toRegistered, ['dispatch', {}, { at: '2026-03-02 10:30' }]), 1, 0],
    ['still waiting', of(...toRegistered), 1, 0],
  ],
  [
    'accurateDispatchRate',
    'dispatcher',
    ['kept', of(...toHandling), 1, 1],
    ['declined', of(...toDispatched, ['decline']), 1, 0],
    ['transferred', of(...toHandling, ['transfer']), 1, 0],
  ],
  [
    'onTimeAcknowledgementRate',
    'unit',
    ['in time', of(...toHandling), 1, 1],
    ['late', of(...toDispatched, ['acknowledge', {}, { at: '2026-03-02 16:00' }]), 1, 0],
    ['declined instead', of(...toDispatched, ['decline']), 0, 0],
  ],
  [
    'declines',
    'unit',
    ['acknowledged', of(...toHandling), 0, 0],
    ['declined', of(...toDispatched, ['decline']), 1, 1],
    ['declined by another', of(...toRegistered, ['dispatch', { unitId: units.roads }], ['decline']), 0, 0],
  ],
  [
    'due',
    'unit',
    ['handled', of(...toHandled), 1, 1],
    ['overdue', of(...toHandling), 1, 1],
    ['suspended', of(...toHandling, ['suspend']), 0, 0],
  ],
  [
    'handled',
    'unit',
    ['handled', of(...toHandled), 1, 1],
    ['overdue', of(...toHandling), 0, 0],
    ['voided', of(...toHandling, ['void']), 0, 0],
  ],
  [
    'overdueHandled',
    'unit',
    ['in time', of(...toHandled), 0, 0],
    ['late', of(...toHandling, ['reportFixed', {}, { at: late }]), 1, 1],
    ['not at all', of(...toHandling), 0, 0],
  ],
  [
    'overdueUnhandled',
    'unit',
    ['in time', of(...toHandled), 0, 0],
    ['late', of(...toHandling, ['reportFixed', {}, { at: late }]), 0, 0],
    ['not at all', of(...toHandling), 1, 1],
  ],
  [
    'handlingRate',
    'unit',
    ['in time', of(...toHandled), 1, 1],
    ['late', of(...toHandling, ['reportFixed', {}, { at: late }]), 1, 1],
    ['not at all', of(...toHandling), 1, 0],
  ],
  [
    'onTimeHandlingRate',
    'unit',
    ['in time', of(...toHandled), 1, 1],
    ['late', of(...toHandling, ['reportFixed', {}, { at: late }]), 1, 0],
    ['late after rework', of(...rework, ['reportFixed', {}, { at: late }]), 1, 0],
  ],
  [
    'closed',
    'cell',
    ['closed', of(...toClosed), 1, 1],
    ['handled only', of(...toHandled), 0, 0],
    ['answered directly', of(['answer']), 0, 0],
  ],
  [
    'closingRate',
    'unit',
    ['closed', of(...toClosed), 1, 1],
    ['handled only', of(...toHandled), 1, 0],
    ['voided', of(...toHandling, ['void']), 0, 0],
  ],
  [
    'onTimeClosingRate',
    'cell',
    ['in time', of(...toClosed), 1, 1],
    ['handled late', of(...toHandling, ['reportFixed', {}, { at: late }], ['checkFix'], ['close']), 1, 0],
    ['closed slowly', of(...toChecked, ['close', {}, { at: '2026-03-03 09:00' }]), 1, 0],
  ],
  [
    'promptClosingRate',
    'shiftLeader',
    ['in time', of(...toChecked, ['close', {}, by(officers.shiftLeader)]), 1, 1],
    ['slowly', of(...toChecked, ['close', {}, { ...by(officers.shiftLeader), at: '2026-03-03 09:00' }]), 1, 0],
    ['not yet', of(...toChecked), 0, 0],
  ],
  [
    'reworkRate',
    'unit',
    ['fixed at once', of(...toClosed), 1, 0],
    ['sent back', of(...rework, ['reportFixed'], ['checkFix'], ['close']), 1, 1],
    ['never handled', of(...toHandling), 0, 0],
  ],
  [
    'reopenRate',
    'unit',
    ['closed for good', of(...toClosed), 1, 0],
    ['reopened', of(...toClosed, ['reopen']), 1, 1],
    ['not closed', of(...toHandled), 0, 0],
  ],
  [
    'extensionRate',
    'unit',
    ['no extension', of(...toHandled), 1, 0],
    ['asked and refused', of(...toHandling, ['requestExtension'], ['refuseExtension'], ['reportFixed']), 1, 0],
    [
      'granted',
      of(...toHandling, ['requestExtension'], ['endorseExtension'], ['grantExtension'], ['reportFixed']),
      1,
      1,
    ],
  ],
  [
    'suspensions',
    'unit',
    ['never', of(...toHandled), 0, 0],
    ['once, then fixed', of(...toHandling, ['suspend'], ['resume'], ['reportFixed']), 1, 1],
    ['still suspended', of(...toHandling, ['suspend']), 0, 0],
  ],
  [
    'supervised',
    'unit',
    ['no order', of(...toHandled), 0, 0],
    ['an order', of(...toHandling, ['supervise'], ['reportFixed']), 1, 1],
    [
      'an order on another unit',
      of(...toRegistered, ['dispatch', { unitId: units.roads }], ['acknowledge'], ['supervise'], ['reportFixed']),
      0,
      0,
    ],
  ],
  [
    'publicReportRate',
    'cell',
    ['by the hotline', of(...toRegistered), 1, 1],
    ['on patrol', onPatrol(...toRegistered), 1, 0],
    ['not registered', of(['accept']), 0, 0],
  ],
  [
    'inspectorReports',
    'inspector',
    ['on patrol', onPatrol(), 1, 1],
    ['by the hotline', of(), 0, 0],
    [
      'by another inspector',
      went(came('one', '2026-03-02 09:00', { place, source: 'inspector', reportedBy: officers.otherInspector.id })),
      0,
      0,
    ],
  ],
  [
    'validReportRate',
    'inspector',
    ['registered', onPatrol(...toRegistered), 1, 1],
    ['rejected', onPatrol(['reject']), 1, 0],
    ['voided after registration', onPatrol(...toRegistered, ['void']), 1, 0],
  ],
  [
    'onTimeVerificationRate',
    'inspector',
    ['in time', of(['sendToVerify', { inspectorId: officers.inspector.id }], ['verify']), 1, 1],
    ['late', of(['sendToVerify', { inspectorId: officers.inspector.id }], ['verify', {}, { at: late }]), 1, 0],
    ['never', of(['sendToVerify', { inspectorId: officers.inspector.id }]), 1, 0],
  ],
  [
    'onTimeCheckRate',
    'inspector',
    ['in time', of(...toChecked), 1, 1],
    ['late', of(...toHandled, ['sendToCheck'], ['checkFix', {}, { at: late }]), 1, 0],
    ['sent and never done', of(...toHandled, ['sendToCheck']), 1, 0],
  ],
  [
    'onTimeVerificationSendingRate',
    'intakeOfficer',
    ['at once', of(['sendToVerify', {}, by(officers.intake)]), 1, 1],
    ['after the limit', of(['sendToVerify', {}, { ...by(officers.intake), at: '2026-03-02 10:00' }]), 1, 0],
    ['not sent', of(['accept']), 0, 0],
  ],
  [
    'onTimeCheckSendingRate',
    'intakeOfficer',
    ['at once', of(...toHandled, ['sendToCheck', {}, by(officers.intake)]), 1, 1],
    ['after the limit', of(...toHandled, ['sendToCheck', {}, { ...by(officers.intake), at: late }]), 1, 0],
    ['not sent', of(...toHandled), 0, 0],
  ],
  [
    'followUpReachedRate',
    'unit',
    ['reached', of(...toClosed, ['followUp']), 1, 1],
    ['not reached', of(...toClosed, ['followUp', { reached: false, solved: null, satisfaction: null }]), 1, 0],
    ['no call', of(...toClosed), 0, 0],
  ],
  [
    'solvedRate',
    'unit',
    ['solved', of(...toClosed, ['followUp']), 1, 1],
    ['not solved', of(...toClosed, ['followUp', { reached: true, solved: false }]), 1, 0],
    ['did not say', of(...toClosed, ['followUp', { reached: true, solved: null }]), 0, 0],
  ],
  [
    'satisfactionRate',
    'unit',
    ['satisfied', of(...toClosed, ['followUp']), 1, 1],
    ['fairly satisfied', of(...toClosed, ['followUp', { reached: true, satisfaction: 'fairly' }]), 1, 1],
    ['not satisfied', of(...toClosed, ['followUp', { reached: true, satisfaction: 'dissatisfied' }]), 1, 0],
    ['not reached', of(...toClosed, ['followUp', { reached: false, satisfaction: 'satisfied' }]), 0, 0],
    ['answered when only yes or no was asked', askedYesOrNo(of(...toClosed, ['followUp'])), 1, 1],
  ],
  [
    'fullSatisfactionRate',
    'unit',
    ['satisfied', of(...toClosed, ['followUp']), 1, 1],
    ['fairly satisfied is not enough', of(...toClosed, ['followUp', { reached: true, satisfaction: 'fairly' }]), 1, 0],
    ['did not say', of(...toClosed, ['followUp', { reached: true, satisfaction: null }]), 0, 0],
  ],
];

describe.each(table)('%s of a %s', (code, object, ...logs) => {
  test.each(logs)('%s', (_what, { log }, of, met) => {
    expect(counted(code, factsOf(log), object)).toEqual([of, met]);
  });
});

test('回访: of several answers about a case the last one stands, each question for itself', () => {
  const asked = (satisfaction: string | null, solved: boolean | null, when: string): Step => [
    'followUp',
    { reached: true, solved, satisfaction },
    { at: when },
  ];
  const { log } = of(
    ...toClosed,
    asked('dissatisfied', false, '2026-03-05 10:00'),
    asked('satisfied', null, '2026-03-06 10:00'),
    asked(null, null, '2026-03-07 10:00'),
  );
  const standing = (asOf: string) =>
    factsOf(log)
      .tasks.filter(({ kind }) => kind === 'followUp')
      .map((call) =>
        answersBySource.counts.flatMap(({ conditions }, i) =>
          holdsAll(conditions as readonly Condition<object>[], call, at(asOf)) ? [i] : [],
        ),
      );
  const [CALL, REACHED, SATISFIED, DISSATISFIED, UNSOLVED] = [0, 1, 2, 4, 6];
  expect(standing('2026-03-05 12:00')).toEqual([[CALL, REACHED, DISSATISFIED, UNSOLVED], [], []]);
  expect(standing('2026-04-01 00:00')).toEqual([
    [CALL, REACHED, UNSOLVED],
    [CALL, REACHED, SATISFIED],
    [CALL, REACHED],
  ]);
  expect(factsOf(log).tasks.findLast(({ kind }) => kind === 'followUp')?.source).toBe('hotline');
});

test('漏报: a case found by the public on an inspector’s ground is his miss, one found on patrol is not', () => {
  const on = (told: Told) => {
    const facts = factsOf(told.log);
    for (const round of facts.rounds) round.patrolledBy = officers.inspector.id;
    return counted('missedReportRate', facts, 'inspector');
  };
  expect([on(of(...toRegistered)), on(onPatrol(...toRegistered)), on(of(['reject']))]).toEqual([
    [1, 1],
    [1, 0],
    [0, 0],
  ]);
});

test('every indicator has its three logs', () => {
  const tested = new Set([...table.map(([code]) => code), 'missedReportRate']);
  expect(Object.keys(indicators).filter((code) => !tested.has(code as IndicatorCode))).toEqual([]);
});

describe('轮次', () => {
  const closedInMarch = went(came('two rounds', '2026-03-30 09:00', { place }), ...toClosed);
  const reopenedInApril = went(
    closedInMarch,
    ['reopen', {}, { at: '2026-04-01 09:00' }],
    ['dispatch'],
    ['acknowledge'],
    ['reportFixed', {}, { at: '2026-04-08 09:00' }],
    ['checkFix'],
    ['close'],
  );
  const facts = factsOf(reopenedInApril.log);

  test('a case due in March and reopened in April counts in both, each round by its own deadline', () => {
    expect(counted('due', facts, 'unit', march)).toEqual([1, 1]);
    expect(counted('due', facts, 'unit', april)).toEqual([1, 1]);
    expect(counted('onTimeHandlingRate', facts, 'unit', march)).toEqual([1, 1]);
    expect(counted('onTimeHandlingRate', facts, 'unit', april)).toEqual([1, 0]);
  });
  test('the reopening counts against the closing, and is one report only', () => {
    expect(counted('reopenRate', facts, 'unit', march)).toEqual([1, 1]);
    expect(counted('reopenRate', facts, 'unit', april)).toEqual([1, 0]);
    expect(counted('reports', facts, 'cell', april)).toEqual([0, 0]);
  });
  test('a round is charged to the unit that held it when it fell due, even if it is transferred afterwards', () => {
    const moved = factsOf(of(...toHandling, ['transfer', {}, { at: late }]).log);
    expect(moved.rounds[0]).toMatchObject({
      unitId: units.water,
      dueAt: at('2026-03-03 09:30'),
      lateAt: at('2026-03-03 09:30'),
    });
  });
  test('a transfer in time passes the case on with a deadline of its own', () => {
    const moved = factsOf(of(...toHandling, ['transfer', {}, { at: '2026-03-02 11:00' }]).log);
    expect(moved.rounds[0]).toMatchObject({ unitId: units.roads, dueAt: at('2026-03-03 11:00'), handledAt: null });
  });
  test('reported fixed exactly at the deadline is in time', () => {
    expect(
      counted(
        'onTimeHandlingRate',
        factsOf(of(...toHandling, ['reportFixed', {}, { at: '2026-03-03 09:30' }]).log),
        'unit',
      ),
    ).toEqual([1, 1]);
    expect(
      counted(
        'onTimeHandlingRate',
        factsOf(of(...toHandling, ['reportFixed', {}, { at: '2026-03-03 09:31' }]).log),
        'unit',
      ),
    ).toEqual([1, 0]);
  });
  test('a period under way does not charge what is not due yet', () => {
    const running = factsOf(of(...toHandling).log);
    expect(counted('handlingRate', running, 'unit', march, at('2026-03-03 09:00'))).toEqual([0, 0]);
    expect(counted('handlingRate', running, 'unit', march, at('2026-03-03 09:31'))).toEqual([1, 0]);
  });
});

describe('what a round says of its case', () => {
  const elsewhere = {
    subdistrictCode: '350102002',
    communityCode: '350102002003',
    sectorCode: '35010200200301',
    cellCode: '350102002003004',
  };
  const point = { lon: 119.3, lat: 26.09 };
  const corrected: Step = ['correct', { point }, { facts: { point, place: elsewhere } }];

  test('a place that was put right is the place it counts for, and the former one is not charged', () => {
    const [round] = factsOf(of(corrected, ...toClosed).log).rounds;
    expect(round).toMatchObject(elsewhere);
    const put = factsOf(of(corrected, ...toClosed).log);
    expect(counted('closingRate', put, 'community')).toEqual([0, 0]);
    expect(counted('closingRate', factsOf(of(...toClosed).log), 'community')).toEqual([1, 1]);
  });

  test('another system may end it as done, or as none of ours', () => {
    const ended = (outcome: string) =>
      factsOf(of(['accept'], ['endElsewhere', { ended: outcome }, { by: null, at: late }]).log).rounds[0];
    expect(ended('closed')).toMatchObject({ handledAt: at(late), closedAt: at(late), rejectedAt: null });
    expect(ended('rejected')).toMatchObject({ handledAt: null, closedAt: null, rejectedAt: at(late) });
  });
});

describe('a published score', () => {
  test('is moved by nothing that happens after the period has settled', () => {
    const moved: string[] = [];
    let compared = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { log } = life(seed, place);
      for (const when of [march, april]) {
        const then = factsOf(log.filter((entry) => entry.at <= when.asOf));
        const now = factsOf(log);
        for (const [code, indicator] of Object.entries(indicators) as [
          IndicatorCode,
          (typeof indicators)[IndicatorCode],
        ][]) {
          for (const object of Object.keys(indicator.charged) as ObjectKind[]) {
            compared += 1;
            const [published, today] = [counted(code, then, object, when), counted(code, now, object, when)];
            if (String(published) !== String(today))
              moved.push(`${seed} ${code} of ${object} in ${when.period.from}: ${published} became ${today}`);
          }
        }
      }
    }
    expect(moved).toEqual([]);
    expect(compared).toBeGreaterThan(100_000);
  });
});
