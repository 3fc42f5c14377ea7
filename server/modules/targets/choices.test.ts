import { describe, expect, test } from 'vitest';
import type { CheckCount } from '../uptime/checks.ts';
import type { Availability } from '../uptime/model.ts';
import type { WatchedRoom } from './chosen.ts';
import { metricOf } from './data/metrics.ts';
import { forecastOf } from './forecast.ts';
import { choicesOf, definedBy, verdictOn, wordingOf } from './rules.ts';
import { emptyYear, nothingChosen } from './sources.fixture.ts';
import { type Sources, valueFrom } from './values.ts';

const told = (sources: Partial<Sources>, metric: string, choice: string, more: object = {}) =>
  valueFrom({ ...emptyYear, ...sources }, { metric, choice, systems: null, scope: 'overall', ...more });
/** Only what the reckoning reads; the rest of such a record says nothing to it. */
const some = <T>(parts: object): T => parts as T;

type Task = Sources['tasks'][number];
type Meeting = Sources['meetings'][number];
type Subject = Sources['subjects'][number];
type Incident = Sources['incidents'][number];
type Assessment = Sources['assessments'][number];
type Survey = Sources['surveys'][number];

describe('重点工作办结率：期内立项的', () => {
  const task = (openedAt: string, acceptedOn: string | null, more: object = {}): Task =>
    some({
      id: openedAt,
      isKey: true,
      openedAt,
      dueOn: '2026-12-20',
      firstDueOn: '2026-12-20',
      state: 'inProgress',
      acceptedOn,
      ...more,
    });

  test('counts what was set up in the year, whenever it is due; a cancelled one stands on neither side', () => {
    const setUp = [
      task('2026-01-10T02:00:00.000Z', '2026-05-05'),
      task('2026-03-10T02:00:00.000Z', null),
      task('2026-03-11T02:00:00.000Z', '2026-07-02'),
      task('2026-04-01T02:00:00.000Z', null, { state: 'cancelled' }),
      task('2026-04-02T02:00:00.000Z', null, { isKey: false }),
    ];
    const value = told({ chosen: { ...nothingChosen, setUp } }, 'task.keyTaskClosure', 'created');
    expect(value).toMatchObject({ numerator: 1, denominator: 3, state: 'live' });
    expect(value.months.find(({ month }) => month === '2026-01')?.value).toBe(100);
    expect(value.note?.zh).toContain('批准取消 1');
  });

  test('a task is set up on the local day: one of 31 December in the evening, UTC, belongs to the new year', () => {
    const setUp = [task('2025-12-31T17:00:00.000Z', '2026-02-01'), task('2025-12-31T15:00:00.000Z', null)];
    expect(told({ chosen: { ...nothingChosen, setUp } }, 'task.keyTaskClosure', 'created')).toMatchObject({
      numerator: 1,
      denominator: 1,
    });
  });
});

describe('召开会议次数：只计项目经费支持的', () => {
  const meeting = (day: string, projectCode: string | null | undefined, present = 3): Meeting =>
    some({
      id: `${day} ${projectCode}`,
      kind: 'regular',
      room: '二楼',
      day,
      startsAt: `${day}T01:00:00.000Z`,
      state: 'held',
      present: Array.from({ length: present }, (_, i) => ({ id: String(i), at: '' })),
      minutesOfMeeting: null,
      ...(projectCode === undefined ? {} : { projectCode }),
    });
  const meetings = [
    meeting('2026-02-02', 'XM01'),
    meeting('2026-02-03', 'XM02'),
    meeting('2026-02-04', null),
    meeting('2026-02-05', undefined),
    meeting('2026-02-06', 'XM01', 1),
  ];

  test('in the overall table those that name any project, in a project’s table its own; each with the same evidence', () => {
    expect(told({ meetings }, 'meeting.heldCount', 'all').value).toBe(4);
    expect(told({ meetings }, 'meeting.heldCount', 'project').value).toBe(2);
    expect(told({ meetings }, 'meeting.heldCount', 'project', { scope: 'XM01' }).value).toBe(1);
  });
});

const availability = (more: Partial<Availability>): Availability => ({
  serviceMinutes: 1440,
  faultMinutes: 0,
  unknownMinutes: 0,
  maintenanceMinutes: 0,
  uncorrectedFaultMinutes: 0,
  faults: 0,
  ...more,
});
const subject = (id: string, kind: 'system' | 'device', days: Record<string, Partial<Availability>>): Subject =>
  some({
    subject: { id, kind, scopes: ['centre'] },
    days: Object.entries(days).map(([date, more]) => ({ date, availability: availability(more) })),
  });

describe('系统故障率：失败的探测 ÷ 探测', () => {
  const checks = (...days: CheckCount[]) => ({
    chosen: {
      ...nothingChosen,
      checks: [some<(typeof nothingChosen.checks)[number]>({ ...subject('a', 'system', {}), days })],
    },
  });
  const day = (date: string, made: number, failed: number, missing = 0): CheckCount => ({
    date,
    checks: made,
    failed,
    missing,
  });

  test('every check is a request, each month has its own rate', () => {
    const value = told(
      checks(day('2026-01-05', 1000, 4), day('2026-02-05', 1000, 0)),
      'system.failureRate',
      'requests',
    );
    expect(value).toMatchObject({ numerator: 4, denominator: 2000, value: 0.2, range: null });
    expect(value.months.slice(0, 3).map((one) => one.value)).toEqual([0.4, 0, null]);
  });

  test('checks that were owed and not made are unknown: the rate is a range', () => {
    const value = told(checks(day('2026-01-05', 90, 9, 10)), 'system.failureRate', 'requests');
    expect(value.range).toEqual({ low: 9, high: 19 });
    expect(value.note?.zh).toBe('应探测而未探测 10 次');
  });

  test('of a group without any check there is no data, neither 0% nor 100%', () => {
    const value = told(checks(day('2026-01-05', 100, 1)), 'system.failureRate', 'requests', { systems: 'other' });
    expect(value).toMatchObject({ state: 'noData', value: null });
  });
});

describe('系统故障率：故障设备日 ÷ 设备日', () => {
  test('a day with any fault is faulty; one mostly unknown may have been; a day of maintenance owes nothing; systems do not count', () => {
    const subjects = [
      subject('sw', 'device', {
        '2026-01-01': { faultMinutes: 3, unknownMinutes: 200 },
        '2026-01-02': { unknownMinutes: 200 },
        '2026-01-03': {},
        '2026-01-04': { serviceMinutes: 0, maintenanceMinutes: 1440 },
        '2026-01-05': { unknownMinutes: 10 },
      }),
      subject('platform', 'system', { '2026-01-03': { faultMinutes: 60 } }),
    ];
    const value = told({ subjects }, 'system.failureRate', 'deviceDays');
    expect(value).toMatchObject({ numerator: 1, denominator: 4, value: 25, range: { low: 25, high: 50 } });
    expect(told({ subjects: subjects.slice(1) }, 'system.failureRate', 'deviceDays').value).toBeNull();
  });
});

describe('系统运行情况：正常 / 不正常', () => {
  const subjects = [subject('a', 'system', { '2026-01-01': {}, '2026-01-02': {} })];
  const incident = (dueAt: string, endedAt: string | null, more: object = {}): Incident =>
    some({ id: dueAt, subjectId: 'a', state: 'resolved', dueAt, endedAt, ...more });
  const judged = (sources: Partial<Sources>) => told(sources, 'system.availability', 'judged');

  test('normal while no fault overran its limit of repair, not normal from the first that did, in its month', () => {
    const soon = incident('2026-01-02T08:00:00.000Z', '2026-01-02T07:00:00.000Z');
    expect(judged({ subjects, incidents: [soon] })).toMatchObject({
      value: 100,
      word: { zh: '正常' },
      range: null,
      sample: 1,
    });
    const late = incident('2026-03-31T20:00:00.000Z', '2026-04-02T00:00:00.000Z');
    const value = judged({ subjects, incidents: [soon, late] });
    expect(value).toMatchObject({ value: 0, word: { zh: '不正常' }, note: { zh: '故障 2 起，超过处理时限 1 起' } });
    expect(value.months.filter((one) => one.value === 0).map(({ month }) => month)).toEqual(['2026-04']);
  });

  test('a fault still open after its limit is not normal; false alarms, merged ones and other systems do not count', () => {
    expect(judged({ subjects, incidents: [incident('2026-06-01T00:00:00.000Z', null)] }).value).toBe(0);
    const others = [
      incident('2026-06-01T00:00:00.000Z', null, { state: 'falseAlarm' }),
      incident('2026-06-02T00:00:00.000Z', null, { state: 'merged' }),
      incident('2026-06-03T00:00:00.000Z', null, { subjectId: 'b' }),
    ];
    expect(judged({ subjects, incidents: others })).toMatchObject({ value: 100, sample: 0 });
  });

  test('with too much time unknown nobody can say, and without any system there is no data', () => {
    const dark = [subject('a', 'system', { '2026-01-01': { unknownMinutes: 100 } })];
    const value = judged({ subjects: dark });
    expect(value).toMatchObject({ word: { zh: '尚不能判定' }, range: { low: 0, high: 100 } });
    const demand = { operator: 'eq', target: '100', unit: '%' } as const;
    expect(verdictOn({ ...value, evidence: [] }, demand, 100)).toBe('undecided');
    expect(judged({})).toMatchObject({ state: 'noData', value: null });
  });

  test('words are forecast to stay as they are', () => {
    const metric = definedBy('system.availability', 'judged');
    const value = { ...judged({ subjects }), evidence: [] };
    expect(metric && forecastOf(metric, value, 0.5, 2026)).toEqual({ low: 100, likely: 100, high: 100 });
  });
});

describe('机房维护天数', () => {
  const room = (contracts: WatchedRoom['room']['contracts'], subjects: Subject[] = []): WatchedRoom => ({
    room: { id: 'r', scope: subjects.length > 0 ? 'centre' : null, contracts },
    subjects,
  });
  const of = (choice: string, ...rooms: WatchedRoom[]) =>
    told({ chosen: { ...nothingChosen, rooms } }, 'room.inspectedDays', choice);

  test('a day is watched when the probes of everything in the room spoke for 99% of it, whatever they found', () => {
    const watched = subject('ups', 'device', {
      '2026-01-01': { faultMinutes: 900 },
      '2026-01-02': { unknownMinutes: 14 },
      '2026-01-03': { unknownMinutes: 15 },
    });
    expect(of('monitored', room([], [watched])).value).toBe(2);
    const second = subject('air', 'device', { '2026-01-01': { unknownMinutes: 700 }, '2026-01-02': {} });
    expect(of('monitored', room([], [watched, second])).value).toBe(1);
  });

  test('of several rooms the one with the fewest counts: a room that nothing watches has none; where no room is watched there is no data', () => {
    const watched = room([], [subject('ups', 'device', { '2026-01-01': {} })]);
    expect(of('monitored', watched, room([])).value).toBe(0);
    expect(of('monitored', room([]))).toMatchObject({ state: 'noData', value: null });
  });

  test('days under a contract count once where two overlap, up to the cut-off and in their months', () => {
    const value = of(
      'contract',
      room([
        { number: '1', from: '2025-07-01', to: '2026-01-31' },
        { number: '2', from: '2026-01-20', to: '2026-02-10' },
        { number: '3', from: '2026-06-30', to: '2027-06-30' },
      ]),
    );
    expect(value.value).toBe(31 + 10 + 1);
    expect(value.months.map((one) => one.value)).toEqual([31, 10, 0, 0, 0, 1]);
  });

  test('a room without a contract has none; where no room has any there is no data', () => {
    const covered = room([{ number: '1', from: '2026-01-01', to: '2026-12-31' }]);
    expect(of('contract', covered, room([])).value).toBe(0);
    expect(of('contract', room([]))).toMatchObject({ state: 'noData', value: null });
  });
});

describe('12345 诉求件及时回复率', () => {
  const replies = [{ day: '2026-01-05', of: 10, met: 9 }];
  const chosen = {
    ...nothingChosen,
    replies: {
      original: [{ day: '2026-01-05', of: 10, met: 7 }],
      calendarDays: [{ day: '2026-01-03', of: 10, met: 6 }],
      wholeChain: [{ day: '2026-01-02', of: 8, met: 2 }],
    },
    acknowledged: [{ day: '2026-01-04', of: 20, met: 19 }],
  };
  const of = (choice: string) => told({ replies, chosen }, 'hotline.replyRate', choice);

  test('the rate by the first deadline stands beside the one by the extended, never in it', () => {
    expect(of('originalBeside')).toMatchObject({
      numerator: 9,
      denominator: 10,
      beside: [{ label: { zh: '按原期限' }, numerator: 7, denominator: 10, value: 70 }],
    });
    expect(of('working').beside).toBeUndefined();
  });

  test('及时查阅率 stands beside the replies as a rate of its own', () => {
    expect(of('readBeside')).toMatchObject({ value: 90, beside: [{ label: { zh: '及时查阅率' }, value: 95 }] });
  });

  test('calendar days and the whole way are rates of their own, over their own cases', () => {
    expect(of('calendarDays')).toMatchObject({ numerator: 6, denominator: 10 });
    expect(of('wholeChain')).toMatchObject({ numerator: 2, denominator: 8 });
  });
});

describe('数字城管综合评价等级达标率', () => {
  const month = (at: string, grade: string, objects?: string[], state = 'confirmed'): Assessment =>
    some({
      id: at,
      month: at,
      grade,
      state,
      publishedOn: `${at}-28`,
      ...(objects ? { objects: objects.map((one, i) => ({ nameZh: `街道${i}`, grade: one })) } : {}),
    });
  const assessments = [
    month('2026-01', 'B', ['A', 'B', 'C', 'B']),
    month('2026-02', 'C', ['D', 'C']),
    month('2026-03', 'A'),
    month('2026-04', 'A', ['A'], 'recorded'),
  ];

  test('the share of the streets and units that the city graded, added over the months that grade any', () => {
    const value = told({ assessments }, 'assessment.grades', 'objects');
    expect(value).toMatchObject({ numerator: 3, denominator: 6, note: { zh: '另有 1 期待确认' } });
    expect(value.months).toEqual([
      { month: '2026-01', value: 75 },
      { month: '2026-02', value: 0 },
      { month: '2026-03', value: null },
    ]);
    expect(told({ assessments: [month('2026-01', 'A')] }, 'assessment.grades', 'objects').value).toBeNull();
  });

  test('what we reckon ourselves stands beside the published months and changes nothing of them', () => {
    const ownGrades = [
      { month: '2026-01', grade: 'C' as const },
      { month: '2026-02', grade: 'A' as const },
      { month: '2026-03', grade: null },
      { month: '2026-05', grade: 'A' as const },
    ];
    const value = told({ assessments, chosen: { ...nothingChosen, ownGrades } }, 'assessment.grades', 'ownBeside');
    expect(value).toMatchObject({ numerator: 2, denominator: 3 });
    expect(value.beside).toEqual([
      { label: { zh: '本系统自算', en: 'Our own reckoning' }, numerator: 1, denominator: 2, value: 50 },
    ]);
  });
});

describe('满意率', () => {
  const survey = (id: string, audience: string, opensOn = '2026-04-01'): Survey =>
    some({ id, audience, opensOn, state: 'closed', asked: 40, leastAnswers: 5 });
  const surveyed = new Map([
    ['staff', { satisfied: 6, fairly: 3, dissatisfied: 1 }],
    ['users', { satisfied: 8, fairly: 2, dissatisfied: 0 }],
    ['citizens', { satisfied: 10, fairly: 5, dissatisfied: 5 }],
    ['few', { satisfied: 3, fairly: 0, dissatisfied: 0 }],
  ]);

  test('the mean score of the staff counts fairly satisfied half, so it lies below the satisfied share', () => {
    const surveys = [survey('staff', 'staff')];
    expect(told({ surveys, surveyed }, 'survey.staff', 'latest').value).toBe(90);
    expect(told({ surveys, surveyed }, 'survey.staff', 'mean')).toMatchObject({
      numerator: 15,
      denominator: 20,
      value: 75,
      sample: 10,
    });
  });

  test('users and citizens are shown each by itself, and the lower one decides', () => {
    const surveys = [survey('users', 'users'), survey('citizens', 'citizens')];
    const value = told({ surveys, surveyed }, 'survey.users', 'both');
    expect(value).toMatchObject({ numerator: 15, denominator: 20, value: 75, ids: ['users', 'citizens'] });
    expect(value.beside?.map(({ label, value: own }) => [label.zh, own])).toEqual([
      ['内部用户', 100],
      ['市民', 75],
    ]);
  });

  test('where one audience has too few answers, or no survey, both together have no value', () => {
    const value = told(
      { surveys: [survey('users', 'users'), survey('few', 'citizens')], surveyed },
      'survey.users',
      'both',
    );
    expect(value).toMatchObject({ state: 'noData', value: null, note: { zh: '没有数值：市民' } });
    expect(value.beside?.map((one) => one.value)).toEqual([100, null]);
  });
});

describe('定义原文', () => {
  test('every choice says what it divides by what; those not offered say why in both languages', () => {
    for (const [key, metric] of Object.entries(metricOf)) {
      if (!metric) continue;
      for (const { key: choice, formula } of choicesOf(metric)) {
        const wording = wordingOf(key, choice);
        expect([key, choice, wording?.numerator]).toEqual([key, choice, formula.numerator]);
        expect(wording?.choice).toEqual(metric.choices[choice]);
      }
      expect(Object.keys(metric.otherwise ?? {}).filter((choice) => !(choice in metric.choices))).toEqual([]);
      for (const { label, why } of metric.notOffered ?? [])
        expect([label.zh, label.en, why.zh, why.en].every((text) => text.length > 3)).toBe(true);
    }
  });
});
