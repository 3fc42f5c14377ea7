import { describe, expect, test } from 'vitest';
import type { MeetingRecord, TaskRecord } from './procedures.ts';
import {
  countByUnit,
  countDeliverables,
  countMeetings,
  countMilestones,
  countStudies,
  countTasks,
  lightOf,
  milestonesFrom,
  slipOwed,
} from './rules.ts';

const task: TaskRecord = {
  jurisdictionId: 1,
  id: 'a',
  version: 3,
  state: 'inProgress',
  openedAt: '2026-03-01T01:00:00.000Z',
  openedBy: null,
  updatedAt: '2026-03-02T01:00:00.000Z',
  title: '完善一线处置机制',
  source: 'superior',
  basis: '',
  isKey: true,
  mainUnitId: 'u',
  assistUnitIds: [],
  dueOn: '2026-03-31',
  firstDueOn: '2026-03-31',
  rhythm: 'weekly',
  milestones: [],
  progress: [],
  slips: [],
  pendingPostponement: null,
  signedOn: '2026-03-02',
  acceptedOn: null,
  result: null,
  stateBefore: null,
  cancellationAskedBy: null,
  meetingId: null,
};
const reported = (on: string) => ({ on, percent: 50, text: '进行中', evidence: '', by: null });

describe('灯', () => {
  test('green while there is time and the unit reports by its rhythm', () => {
    expect(lightOf({ ...task, progress: [reported('2026-03-08')] }, '2026-03-15')).toBe('green');
  });

  test('yellow after a week of silence, or when a milestone was missed', () => {
    expect(lightOf(task, '2026-03-09')).toBe('green');
    expect(lightOf(task, '2026-03-10')).toBe('yellow');
    const milestones = [{ name: '方案', dueOn: '2026-03-05', reachedOn: null }];
    expect(lightOf({ ...task, milestones }, '2026-03-06')).toBe('yellow');
    expect(
      lightOf({ ...task, milestones: [{ name: '方案', dueOn: '2026-03-05', reachedOn: '2026-03-05' }] }, '2026-03-06'),
    ).toBe('green');
  });

  test('blue from three days before, red from the day after', () => {
    const talking = { ...task, progress: [reported('2026-03-27')] };
    expect(lightOf(talking, '2026-03-27')).toBe('green');
    expect(lightOf(talking, '2026-03-28')).toBe('blue');
    expect(lightOf(talking, '2026-03-31')).toBe('blue');
    expect(lightOf(talking, '2026-04-01')).toBe('red');
  });

  test('nothing burns for a task that is done', () => {
    expect(lightOf({ ...task, state: 'accepted' }, '2027-01-01')).toBe('green');
  });
});

describe('督办单', () => {
  const talking = { ...task, rhythm: 'onDone' as const };

  test('reminder a week before, blue three days before, red after: each once', () => {
    expect(slipOwed(talking, '2026-03-23')).toBeNull();
    expect(slipOwed(talking, '2026-03-24')).toBe('reminder');
    const reminded = { ...talking, slips: [{ on: '2026-03-24', colour: 'reminder' as const, dueOn: '2026-03-31' }] };
    expect(slipOwed(reminded, '2026-03-25')).toBeNull();
    expect(slipOwed(reminded, '2026-03-29')).toBe('blue');
    expect(slipOwed(reminded, '2026-04-02')).toBe('red');
  });

  test('a later date begins anew', () => {
    const late = {
      ...talking,
      dueOn: '2026-04-30',
      slips: [{ on: '2026-04-01', colour: 'red' as const, dueOn: '2026-03-31' }],
    };
    expect(slipOwed(late, '2026-04-02')).toBeNull();
    expect(slipOwed(late, '2026-04-25')).toBe('reminder');
  });
});

describe('重点工作办结率', () => {
  const year = { from: '2026-01-01', to: '2026-12-31' };
  const of = (id: string, change: Partial<TaskRecord>) => ({ ...task, id, ...change });

  test('counts what was due, what was accepted, and what was accepted by the date first promised', () => {
    const tasks = [
      of('done', { state: 'accepted', acceptedOn: '2026-03-30' }),
      of('later', { state: 'accepted', acceptedOn: '2026-05-10', dueOn: '2026-05-15' }),
      of('open', {}),
      of('next year', { dueOn: '2027-02-01' }),
      of('not key', { isKey: false }),
      of('cancelled', { state: 'cancelled' }),
      of('being cancelled', { state: 'cancelling' }),
    ];
    expect(countTasks(tasks, year)).toEqual({
      due: ['done', 'later', 'open', 'being cancelled'],
      closed: ['done', 'later'],
      onTime: ['done'],
      cancelled: ['cancelled'],
    });
  });

  test('what is accepted after the period does not count in it', () => {
    const tasks = [of('late', { state: 'accepted', acceptedOn: '2027-01-05', dueOn: '2026-12-20' })];
    expect(countTasks(tasks, year)).toMatchObject({ due: ['late'], closed: [] });
  });

  test('each main unit has its own counts, and its overdue tasks beside them', () => {
    const tasks = [
      of('a', { mainUnitId: 'u1', state: 'accepted', acceptedOn: '2026-03-01', dueOn: '2026-03-02' }),
      of('b', { mainUnitId: 'u1', state: 'inProgress', dueOn: '2026-03-09' }),
      of('c', { mainUnitId: 'u2', state: 'inProgress', dueOn: '2027-03-09' }),
    ];
    expect(countByUnit(tasks, year, '2026-03-10')).toEqual([
      { unitId: 'u1', due: 2, closed: 1, onTime: 1, overdue: 1 },
    ]);
    const dueOnce = (unit: string) => of(unit, { mainUnitId: unit, dueOn: '2026-03-09' });
    const several = [dueOnce('u3'), dueOnce('u2'), ...tasks];
    expect(countByUnit(several, year, '2026-03-10').map(({ unitId }) => unitId)).toEqual(['u1', 'u2', 'u3']);
  });

  test('milestones: reached by their date, of those due', () => {
    const milestones = [
      { name: 'a', dueOn: '2026-03-05', reachedOn: '2026-03-05' },
      { name: 'b', dueOn: '2026-03-10', reachedOn: '2026-03-11' },
      { name: 'c', dueOn: '2027-03-10', reachedOn: null },
    ];
    expect(countMilestones([of('x', { milestones })], year)).toEqual({ due: 2, reached: 1 });
    const none = { due: 0, reached: 0 };
    expect(countMilestones([of('x', { milestones, state: 'cancelled' })], year)).toEqual(none);
    expect(countMilestones([of('x', { milestones, state: 'drafted' })], year)).toEqual(none);
  });

  test('deliverables are the tasks of a project that are due in the year, drafted ones too, cancelled ones not', () => {
    const tasks = [
      of('first day', { projectCode: 'P-1', dueOn: '2026-01-01', acceptedOn: '2026-01-01' }),
      of('last day', { projectCode: 'P-1', dueOn: '2026-12-31', state: 'drafted' }),
      of('year before', { projectCode: 'P-1', dueOn: '2025-12-31', acceptedOn: '2025-12-31' }),
      of('year after', { projectCode: 'P-1', dueOn: '2027-01-01' }),
      of('cancelled', { projectCode: 'P-1', dueOn: '2026-06-01', state: 'cancelled' }),
      of('of no project', { dueOn: '2026-06-01' }),
      of('accepted after', { projectCode: 'P-2', dueOn: '2026-06-01', acceptedOn: '2026-07-02' }),
    ];
    expect(countDeliverables(tasks, year, '2026-07-01')).toEqual([
      { projectCode: 'P-1', planned: ['first day', 'last day'], accepted: ['first day'] },
      { projectCode: 'P-2', planned: ['accepted after'], accepted: [] },
    ]);
  });
});

describe('召开会议次数', () => {
  const meeting = (id: string, change: Partial<MeetingRecord>): MeetingRecord => ({
    jurisdictionId: 1,
    id,
    version: 3,
    state: 'issued',
    openedAt: '2026-03-01T01:00:00.000Z',
    openedBy: null,
    updatedAt: '2026-03-01T01:00:00.000Z',
    title: '例会',
    kind: 'regular',
    room: '三楼会议室',
    startsAt: `2026-03-02T0${id.length % 10}:00:00.000Z`,
    day: '2026-03-02',
    minutes: 60,
    invited: [],
    caseId: null,
    present: [{ id: 'p', at: '2026-03-02T01:00:00.000Z' }],
    minutesOfMeeting: { host: 'h', recorder: 'r', absent: '', text: 't', decisions: [] },
    ...change,
  });
  const year = { from: '2026-01-01', to: '2026-12-31' };

  test('held with minutes, or with two people signed in; not planned, called off, or held by one alone', () => {
    const two = [...'ab'].map((id) => ({ id, at: '2026-03-02T01:00:00.000Z' }));
    const meetings = [
      meeting('a', {}),
      meeting('bb', { state: 'held', minutesOfMeeting: null, present: two }),
      meeting('ccc', { state: 'held', minutesOfMeeting: null }),
      meeting('dddd', { state: 'planned' }),
      meeting('eeeee', { state: 'calledOff' }),
      meeting('ffffff', { day: '2025-12-31' }),
      meeting('ggggggg', { day: '2027-01-01' }),
    ];
    expect(countMeetings(meetings, year, '2026-03-02')).toEqual({
      counted: ['a', 'bb'],
      left: [
        { id: 'ccc', why: 'unproved' },
        { id: 'dddd', why: 'ahead' },
        { id: 'eeeee', why: 'calledOff' },
      ],
    });
    expect(countMeetings(meetings, year, '2026-03-03').left[1]).toEqual({ id: 'dddd', why: 'notHeld' });
  });

  test('one sitting written down twice counts once', () => {
    const meetings = [meeting('a', {}), meeting('b', { title: '又一次' })];
    expect(countMeetings(meetings, year)).toEqual({ counted: ['a'], left: [{ id: 'b', why: 'twice' }] });
  });

  test('学习活动 count by the same evidence, and count among the meetings too', () => {
    const study = { kind: 'study', title: '党史学习' } as const;
    const meetings = [
      meeting('a', {}),
      meeting('bb', study),
      meeting('ccc', { ...study, state: 'held', minutesOfMeeting: null }),
      meeting('dddd', { ...study, state: 'planned' }),
    ];
    expect(countStudies(meetings, year)).toEqual(['bb']);
    expect(countMeetings(meetings, year).counted).toEqual(['a', 'bb']);
  });
});

test('a template spreads its milestones over the time there is', () => {
  const names = [
    { name: 'a', share: 0.5 },
    { name: 'b', share: 1 },
  ];
  expect(milestonesFrom(names, '2026-01-01', '2026-01-31')).toEqual([
    { name: 'a', dueOn: '2026-01-16' },
    { name: 'b', dueOn: '2026-01-31' },
  ]);
  expect(milestonesFrom(names, '2026-01-31', '2026-01-01').map(({ dueOn }) => dueOn)).toEqual([
    '2026-01-31',
    '2026-01-31',
  ]);
});
