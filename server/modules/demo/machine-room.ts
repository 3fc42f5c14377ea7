import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { type Lived, lifeOf } from '../../kernel/lives.ts';
import { keepRuns } from '../uptime/history-commands.ts';
import type { Probe, Room, Run, Subject } from '../uptime/model.ts';
import {
  correctionProcedure,
  incidentProcedure,
  inspectionProcedure,
  maintenanceProcedure,
} from '../uptime/procedures.ts';
import { addProbe, addRoom, addSubject } from '../uptime/setup-commands.ts';
import { type Breakdown, breakdowns, rooms, subjects } from './data/machine-room.ts';
import type { Year } from './office-year.ts';
import { between, type Random } from './random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The announced window of a maintenance three weeks ago, in minutes. */
const WINDOW = 90;

/** What the centre's machines did in the time of the demo: checks by the minute, faults, and the daily sheets. */
export async function runMachineRoom(year: Year, random: Random): Promise<Lived[]> {
  const from = localDate(year.from, year.timeZone);
  const running = new Map<string, Subject>();
  const lives: Lived[] = [];
  for (const { probes, ...subject } of subjects) {
    const servesFrom = from;
    const added = await addSubject(
      year.tx,
      year.jurisdictionId,
      { ...subject, servesFrom, servesUntil: null },
      year.now,
    );
    running.set(added.code, added);
    for (const probe of probes) {
      const made = await addProbe(year.tx, year.jurisdictionId, { ...probe, subjectId: added.id }, year.now);
      const own = breakdowns.filter((one) => one.subject === subject.code && one.probe === probe.name);
      await keepRuns(year.tx, year.jurisdictionId, made.probe.id, runsOf(made.probe, own, year));
      for (const one of own.filter(({ kind }) => kind === 'fault'))
        if (one.daysAgo < year.days) lives.push(incidentOf(year, added, made.probe, one));
    }
  }
  const subjectOf = (code: string): Subject => {
    const found = running.get(code);
    if (!found) throw new Error(`no demo system ${code}`);
    return found;
  };
  lives.push(...reported(year, subjectOf), ...planned(year, subjectOf('PT')), ...corrections(year, subjectOf('RX')));
  for (const room of rooms) {
    const contracts = contractsOf(room.code, Number(localDate(year.now, year.timeZone).slice(0, 4)));
    const made = await addRoom(year.tx, year.jurisdictionId, { ...room, contracts }, year.now);
    lives.push(...sheets(year, made, random));
  }
  return lives;
}

/** Each contract runs from July to June. */
const contractsOf = (code: string, year: number) =>
  [year - 1, year].map((from) => ({
    number: `WB-${code}-${from}`,
    from: `${from}-07-01`,
    to: `${from + 1}-06-30`,
  }));

const ago = ({ now }: Year, days: number, minutes = 0): number => {
  const midnight = Math.floor((millis(now) + 8 * HOUR) / DAY) * DAY - 8 * HOUR;
  return midnight - days * DAY + minutes * MINUTE;
};

/** The checks of one probe over the whole time, broken off where it failed or nobody looked. */
function runsOf(probe: Probe, breaks: readonly Breakdown[], year: Year): (Run & { said: string | null })[] {
  const step = probe.intervalSeconds * 1000;
  const runs: (Run & { said: string | null })[] = [];
  const put = (result: Run['result'], from: number, to: number, said: string | null) => {
    const checks = Math.floor((to - from) / step);
    if (checks < 1) return;
    runs.push({ result, first: instant(from), last: instant(from + (checks - 1) * step), checks, said });
  };
  let at = millis(year.from);
  const sorted = breaks.filter(({ daysAgo }) => daysAgo < year.days).toSorted((a, b) => b.daysAgo - a.daysAgo);
  for (const { kind, daysAgo, atMinute, minutes, said } of sorted) {
    const start = ago(year, daysAgo, atMinute);
    const end = start + minutes * MINUTE;
    put('ok', at, start, null);
    if (kind === 'fault') put('failed', start, end, said);
    at = end;
  }
  put('ok', at, millis(year.now) + step - 1, null);
  return runs;
}

const facts =
  (year: Year, subject: Subject | null, room: Room | null = null) =>
  (at: Instant) => ({
    subject,
    room,
    today: localDate(at, year.timeZone),
  });

function incidentOf(year: Year, subject: Subject, probe: Probe, fault: Breakdown): Lived {
  const { engineer } = year.cast;
  const since = ago(year, fault.daysAgo, fault.atMinute);
  const seen = since + probe.intervalSeconds * probe.failuresToFault * 1000;
  const end = since + fault.minutes * MINUTE;
  const endedAt = instant(end);
  const at = (part: number) => instant(seen + (end - seen) * part);
  return lifeOf(
    incidentProcedure,
    year,
    [
      {
        name: 'detect',
        actor: null,
        at: instant(seen),
        input: { subjectId: subject.id, probeId: probe.id, since: instant(since) },
      },
      { name: 'identify', actor: engineer, at: at(0.4), input: { cause: fault.cause, message: fault.cause } },
      { name: 'recover', actor: null, at: endedAt, input: { endedAt } },
      ...(fault.lesson === ''
        ? []
        : [
            {
              name: 'review' as const,
              actor: engineer,
              at: instant(end + 20 * HOUR),
              input: { cause: fault.cause, lesson: fault.lesson },
            },
          ]),
    ],
    facts(year, subject),
  );
}

/** What people reported: a screen that is still looked into, and an alarm that was none. */
function reported(year: Year, subjectOf: (code: string) => Subject): Lived[] {
  const { engineer, leader, agents } = year.cast;
  const agent = agents[0] ?? engineer;
  const screen = subjectOf('DP');
  const hotline = subjectOf('RX');
  const [since, falsely] = [instant(millis(year.now) - 95 * MINUTE), instant(ago(year, 9, 610))];
  const later = (at: Instant, minutes: number) => instant(millis(at) + minutes * MINUTE);
  return [
    lifeOf(
      incidentProcedure,
      year,
      [
        {
          name: 'reportFault',
          actor: agent,
          at: later(since, 5),
          input: { subjectId: screen.id, title: '大屏左下单元偏色、闪烁', since, impact: 'minor' },
        },
        {
          name: 'tell',
          actor: engineer,
          at: later(since, 40),
          input: { message: '已联系厂家，正在更换控制卡；不影响其他单元显示。' },
        },
      ],
      facts(year, screen),
    ),
    lifeOf(
      incidentProcedure,
      year,
      [
        {
          name: 'reportFault',
          actor: agent,
          at: later(falsely, 4),
          input: { subjectId: hotline.id, title: '坐席听不到来电提示音', since: falsely, impact: 'minor' },
        },
        {
          name: 'dismiss',
          actor: leader,
          at: later(falsely, 50),
          input: { reason: '坐席耳机未插好，系统运行正常，录音可证。' },
        },
      ],
      facts(year, hotline),
    ),
  ];
}

/** One maintenance that was announced, approved and held, and one to come. */
function planned(year: Year, subject: Subject): Lived[] {
  const { engineer, leader } = year.cast;
  const held = ago(year, 20, 120);
  const ahead = ago(year, -3, 120);
  const announce = (title: string, from: number, at: number) => ({
    name: 'announce' as const,
    actor: engineer,
    at: instant(at),
    input: { subjectId: subject.id, title, from: instant(from), to: instant(from + WINDOW * MINUTE) },
  });
  return [
    lifeOf(
      maintenanceProcedure,
      year,
      [
        announce('数据库版本升级', held, held - 2 * DAY),
        { name: 'approveMaintenance', actor: leader, at: instant(held - 36 * HOUR) },
        {
          name: 'completeMaintenance',
          actor: engineer,
          at: instant(held + WINDOW * MINUTE),
          input: { done: '升级完成，核对数据无误，恢复服务。' },
        },
      ],
      facts(year, subject),
    ),
    lifeOf(
      maintenanceProcedure,
      year,
      [announce('更换存储控制器电池', ahead, millis(year.now) - HOUR)],
      facts(year, subject),
    ),
  ];
}

/** One fault that was none, set right by two people, and one claim that still waits. */
function corrections(year: Year, subject: Subject): Lived[] {
  const { engineer, leader } = year.cast;
  const propose = (daysAgo: number, atMinute: number, minutes: number, reason: string, evidence: string) => {
    const from = ago(year, daysAgo, atMinute);
    const span = { from: instant(from), to: instant(from + minutes * MINUTE) };
    const input = { subjectId: subject.id, ...span, shouldBe: 'up', reason, evidence };
    return { name: 'propose' as const, actor: engineer, at: instant(from + DAY), input };
  };
  return [
    lifeOf(
      correctionProcedure,
      year,
      [
        propose(
          26,
          540,
          48,
          '运营商割接期间探测线路中断，热线本身接听正常。',
          '通话记录 9:00–9:48 共 17 通，编号见附表。',
        ),
        { name: 'confirmCorrection', actor: leader, at: instant(ago(year, 24, 600)) },
      ],
      facts(year, subject),
    ),
    lifeOf(
      correctionProcedure,
      year,
      [propose(5, 900, 12, '磁盘告警为阈值误设，录音未中断。', '录音文件连续，校验和已核对。')],
      facts(year, subject),
    ),
  ];
}

/** A sheet a day: one day missing, one filled in late and accepted, one late that waits. */
function sheets(year: Year, room: Room, random: Random): Lived[] {
  const { guards, leader } = year.cast;
  const own = rooms.findIndex(({ code }) => code === room.code);
  const lives: Lived[] = [];
  for (let day = year.days - 1; day >= 0; day--) {
    const at = ago(year, day, between(random, 500, 540));
    const missing = day === 17 + own * 30 || (day === 0 && own === 1) || at > millis(year.now);
    if (missing || at < millis(year.from)) continue;
    const late = day === 11 + own * 40 || (day === 4 && own === 0);
    const actor = guards[day % guards.length] as Actor;
    const signed = instant(late ? at + DAY : at);
    const wrong = day === 33;
    const input = {
      roomId: room.id,
      day: localDate(instant(at), year.timeZone),
      temperature: Math.round(between(random, 212, 246)) / 10,
      humidity: Math.round(between(random, 42, 58)),
      checked: room.checklist.map((_, i) => !(wrong && i === 2)),
      remarks: wrong ? '2 号空调滤网积尘报警，已清洗，回风温度恢复。' : '',
      reasonLate: late ? '当日台风值守，巡检后未及时填表。' : '',
    };
    lives.push(
      lifeOf(
        inspectionProcedure,
        year,
        [
          { name: 'inspect', actor, at: signed, input },
          ...(late ? [{ name: 'markLate' as const, actor: null, at: signed }] : []),
          ...(late && day > 4 ? [{ name: 'acceptLate' as const, actor: leader, at: instant(at + 2 * DAY) }] : []),
        ],
        facts(year, null, room),
      ),
    );
  }
  return lives;
}
