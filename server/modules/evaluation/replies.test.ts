import { describe, expect, test } from 'vitest';
import { at, calendar, conditionOf, type Step } from '../cases/testing.ts';
import { factsOf } from './facts.ts';
import { type ReplyReading, readRound } from './replies.ts';
import { came, type Told, went } from './testing.ts';

/** Reported on Monday at half past eight, dispatched at nine with eight working hours. */
const dispatched = (...steps: Step[]): Told =>
  went(
    came('reply', '2026-03-02 08:30'),
    ['accept'],
    ['register'],
    ['dispatch', {}, { at: '2026-03-02 09:00' }],
    ...steps,
  );
const extended: Step[] = [
  ['acknowledge', {}, { at: '2026-03-02 09:30' }],
  ['requestExtension', { limit: { amount: 4, unit: 'workHours' } }],
  ['endorseExtension'],
  ['grantExtension', {}, { at: '2026-03-02 11:00' }],
];
const handled = (when: string): Step[] => [['reportFixed', {}, { at: when }]];

function read({ kase, log }: Told, reading: ReplyReading, asOf = '2026-04-01 00:00') {
  const round = factsOf(log).rounds.at(-1);
  if (!round) throw new Error('no round');
  return readRound(round, kase.clocks, { reading, calendar, asOf: at(asOf) });
}

describe('按原期限', () => {
  test('a reply within the extension came too late by the first deadline', () => {
    const told = dispatched(...extended, ...handled('2026-03-03 14:00'));
    expect(factsOf(told.log).rounds[0]?.lateAt).toBeNull();
    expect(read(told, 'original')).toMatchObject({ dueAt: at('2026-03-03 09:00'), met: false });
  });

  test('one before the first deadline is in time by both, whatever was granted', () => {
    const told = dispatched(...extended, ...handled('2026-03-03 08:50'));
    expect(read(told, 'original')).toMatchObject({ dueAt: at('2026-03-03 09:00'), met: true });
  });

  test('read as of a day before it was granted, an extension had not been granted, nor anything handled later', () => {
    const told = dispatched(...extended, ...handled('2026-03-03 14:00'));
    expect(read(told, 'calendarDays', '2026-03-02 10:00')).toBeNull();
    expect(read(told, 'original', '2026-03-03 10:00')).toMatchObject({ met: false });
    const later: Step[] = [...extended.slice(0, 3), ['grantExtension', {}, { at: '2026-03-03 08:30' }]];
    const granted = dispatched(...later, ...handled('2026-03-03 14:00'));
    expect(read(granted, 'calendarDays', '2026-03-02 18:00')).toMatchObject({
      dueAt: at('2026-03-02 17:00'),
      met: false,
    });
    expect(read(granted, 'calendarDays')).toMatchObject({ dueAt: at('2026-03-02 21:00') });
  });
});

describe('按自然日', () => {
  const twoDays = conditionOf({ amount: 2, unit: 'workdays' });
  const friday = (...steps: Step[]): Told =>
    went(
      came('weekend', '2026-03-06 08:30'),
      ['accept'],
      ['register', { conditionId: twoDays.id }],
      ['dispatch', {}, { at: '2026-03-06 09:00' }],
      ...steps,
    );

  test('two workdays from Friday end on Sunday: a reply on Monday is late, though in time by the working calendar', () => {
    const told = friday(['acknowledge'], ...handled('2026-03-09 10:00'));
    expect(factsOf(told.log).rounds[0]?.lateAt).toBeNull();
    expect(read(told, 'calendarDays')).toMatchObject({ dueAt: at('2026-03-08 09:00'), met: false });
    expect(read(friday(['acknowledge'], ...handled('2026-03-07 10:00')), 'calendarDays')?.met).toBe(true);
  });

  test('eight office hours are eight hours by the clock', () => {
    const told = dispatched(['acknowledge'], ...handled('2026-03-02 16:30'));
    expect(read(told, 'calendarDays')).toMatchObject({ dueAt: at('2026-03-02 17:00'), met: true });
  });

  test('time in which the case was suspended does not count, as by the working calendar', () => {
    const told = dispatched(
      ['acknowledge', {}, { at: '2026-03-02 09:30' }],
      ['suspend', {}, { at: '2026-03-02 11:00' }],
      ['resume', {}, { at: '2026-03-04 11:00' }],
      ...handled('2026-03-04 16:00'),
    );
    expect(read(told, 'calendarDays')).toMatchObject({ dueAt: at('2026-03-04 17:00'), met: true });
  });

  test('what is unanswered counts from its deadline on, and not before', () => {
    const told = dispatched(['acknowledge']);
    expect(read(told, 'calendarDays', '2026-03-02 16:59')).toBeNull();
    expect(read(told, 'calendarDays', '2026-03-02 17:01')).toMatchObject({ met: false });
  });
});

describe('全过程', () => {
  test('the limit runs from when the citizen asked until the reply, with intake and check in it', () => {
    const inTime = dispatched(
      ['acknowledge'],
      ...handled('2026-03-02 15:00'),
      ['checkFix', { fixed: true }, { at: '2026-03-02 16:00' }],
      ['close', {}, { at: '2026-03-03 08:20' }],
    );
    expect(read(inTime, 'wholeChain')).toMatchObject({ dueAt: at('2026-03-03 08:30'), met: true });
    const late = dispatched(
      ['acknowledge'],
      ...handled('2026-03-02 15:00'),
      ['checkFix', { fixed: true }, { at: '2026-03-03 09:00' }],
      ['close', {}, { at: '2026-03-03 10:00' }],
    );
    expect(factsOf(late.log).rounds[0]?.lateAt).toBeNull();
    expect(read(late, 'wholeChain')?.met).toBe(false);
  });

  test('a case without a limit yet owes nothing, one handled and never closed owes a reply', () => {
    expect(read(went(came('new', '2026-03-02 08:30'), ['accept']), 'wholeChain')).toBeNull();
    expect(read(dispatched(['acknowledge'], ...handled('2026-03-02 15:00')), 'wholeChain')?.met).toBe(false);
  });
});
