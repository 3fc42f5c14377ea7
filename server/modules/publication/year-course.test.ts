import { describe, expect, test } from 'vitest';
import { courseOf, type YearRecords } from './year-course.ts';

const nothing: YearRecords = { year: 2026, budget: null, plan: null, document: null, rounds: [], evaluations: [] };
const approved = { approvedOn: '2026-01-16', publishDueOn: '2026-02-05' };
const states = (records: Partial<YearRecords>, today: string) =>
  courseOf({ ...nothing, ...records }, today).map(({ step, state }) => `${step} ${state}`);
const publication = (records: Partial<YearRecords>, today: string) =>
  courseOf({ ...nothing, ...records }, today).find(({ step }) => step === 'publication');

describe('年度日程', () => {
  test('a year begins with its budget and its targets; nothing else is asked before they are approved', () => {
    expect(states({}, '2025-11-20')).toEqual([
      'approval open',
      'targets open',
      'publication ahead',
      'selfEvaluation ahead',
      'closing ahead',
    ]);
  });

  test('a budget that is not approved yet is awaited, and so is what follows from it', () => {
    const begun = { budget: { approvedOn: null, publishDueOn: null }, plan: { state: 'drafting' as const } };
    const first = states(begun, '2026-03-01').slice(0, 3);
    expect(first).toEqual(['approval open', 'targets open', 'publication ahead']);
  });

  test('publication is due twenty days after approval: the days left are told, then the days it is late', () => {
    expect(publication({ budget: approved }, '2026-01-26')).toMatchObject({ state: 'open', daysLeft: 10 });
    expect(publication({ budget: approved }, '2026-02-05')).toMatchObject({ state: 'open', daysLeft: 0 });
    expect(publication({ budget: approved }, '2026-02-06')).toMatchObject({ state: 'late', daysLeft: -1 });
    const document = { publishedOn: '2026-02-03' };
    const done = { state: 'done', doneOn: '2026-02-03', daysLeft: null };
    expect(publication({ budget: approved, document }, '2026-03-01')).toMatchObject(done);
  });

  test('without a round the usual one of the end of July is awaited, asked for in August and late in September', () => {
    const round = (today: string) =>
      courseOf({ ...nothing, budget: approved }, today).find(({ step }) => step === 'monitoring');
    expect(round('2026-07-31')).toMatchObject({ state: 'ahead', dueOn: '2026-08-31' });
    expect(round('2026-08-01')).toMatchObject({ state: 'open', daysLeft: 30 });
    expect(round('2026-09-01')).toMatchObject({ state: 'late' });
    const rounds = [
      { cutoff: '2026-06-30', state: 'reviewed' as const },
      { cutoff: '2026-09-30', state: 'submitted' as const },
    ];
    expect(states({ budget: approved, rounds }, '2026-10-02').slice(3, 5)).toEqual([
      'monitoring done',
      'monitoring open',
    ]);
  });

  test('after the year it is evaluated and closed', () => {
    const plan = { state: 'approved' as const };
    const last = states({ budget: approved, plan }, '2026-12-31').slice(-2);
    expect(last).toEqual(['selfEvaluation ahead', 'closing ahead']);
    expect(states({ budget: approved, plan }, '2027-01-01').slice(-2)).toEqual(['selfEvaluation open', 'closing open']);
    const handedIn = [{ cutoff: '2026-12-31', state: 'submitted' as const }];
    expect(states({ budget: approved, plan, evaluations: handedIn }, '2027-02-01').at(-2)).toBe('selfEvaluation open');
    const evaluations = [{ cutoff: '2026-12-31', state: 'reviewed' as const }];
    const closed = { budget: approved, plan: { state: 'closed' as const }, evaluations };
    expect(states(closed, '2027-02-01').slice(-2)).toEqual(['selfEvaluation done', 'closing done']);
  });
});
