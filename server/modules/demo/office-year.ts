import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { keepLives, type Lived, lifeOf } from '../../kernel/lives.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import { taskTemplates } from '../office/data/templates.ts';
import { meetingProcedure, taskProcedure } from '../office/procedures.ts';
import { milestonesFrom } from '../office/rules.ts';
import { type DemoTask, decisions, studies, tasks, topics } from './data/office-year.ts';
import { runMachineRoom } from './machine-room.ts';
import { liveOnMoney } from './money-year.ts';
import { promiseTheYear } from './promised-year.ts';
import { publishTheYear } from './published-year.ts';
import { between, type Random, randomFrom } from './random.ts';
import type { Staffing } from './staffing.ts';

export interface Year {
  tx: Tx;
  jurisdictionId: number;
  origin: 'simulated';
  from: Instant;
  now: Instant;
  days: number;
  timeZone: string;
  cast: Staffing;
}

/** Fewer days than these are no year to speak of: the centre's own work is left out. */
const LEAST_DAYS = 30;

/** The centre's own year: machines and rooms, tasks and meetings, staff, assets, and money. */
export async function liveTheOffice(year: Year): Promise<void> {
  if (year.days < LEAST_DAYS) return;
  const random = randomFrom(20_260_101);
  const lives = [...(await runMachineRoom(year, random)), ...taskLives(year), ...meetingLives(year, random)];
  await keepLives(year.tx, lives);
  await liveOnMoney(year, random);
  await promiseTheYear(year);
  await publishTheYear(year);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZERO_HOUR = 8 * HOUR;

/** An instant at so many hours of the local day that lies `days` from today. */
function at({ now }: Year, days: number, hours: number): Instant {
  const midnight = Math.floor((millis(now) + ZERO_HOUR) / DAY) * DAY - ZERO_HOUR;
  return instant(Math.min(midnight + days * DAY + hours * HOUR, days > 0 ? Number.POSITIVE_INFINITY : millis(now)));
}

/** 0 is Sunday; the first day of all was a Thursday. */
const weekdayOf = (day: number): number => (day + 4) % 7;

const dayOf = (year: Year, days: number): string => dateOf(dayNumber(localDate(year.now, year.timeZone)) + days);

function taskLives(year: Year): Lived[] {
  const known = new Set([...year.cast.officers.values()].flatMap(({ unitId }) => (unitId ? [unitId] : [])));
  const facts = (now: Instant) => ({ today: localDate(now, year.timeZone), timeZone: year.timeZone, known });
  return tasks
    .filter(({ setUp }) => -setUp < year.days)
    .map((task) => lifeOf(taskProcedure, year, [opening(year, task), ...taskSteps(year, task)], facts));
}

const unitOf = ({ cast }: Year, code: string): Actor => {
  const officer = cast.officers.get(code);
  if (!officer?.unitId) throw new Error(`no demo unit ${code}`);
  return officer;
};

/** A task whose date was put off is set up with the earlier one. */
function opening(year: Year, task: DemoTask) {
  const template = taskTemplates.find(({ code }) => code === task.template);
  const [from, dueOn] = [dayOf(year, task.setUp), dayOf(year, task.due)];
  return {
    name: 'setUp' as const,
    actor: year.cast.clerk,
    at: at(year, task.setUp, 9.2),
    input: {
      title: task.title,
      source: task.source,
      basis: task.source === 'superior' ? '区政府办公室督办通知' : '',
      isKey: true,
      projectCode: task.projectCode,
      mainUnitId: unitOf(year, task.unit).unitId,
      assistUnitIds: task.assists.map((code) => unitOf(year, code).unitId),
      dueOn,
      rhythm: 'monthly',
      milestones: milestonesFrom(template?.milestones ?? [], from, dueOn),
    },
  };
}

function taskSteps(year: Year, task: DemoTask) {
  const { clerk, leader } = year.cast;
  const officer = unitOf(year, task.unit);
  const template = taskTemplates.find(({ code }) => code === task.template);
  const step = <N extends string>(name: N, actor: Actor | null, when: Instant, input: object = {}) => ({
    name,
    actor,
    at: when,
    input,
  });
  const when = (share: number, hours = 15) => at(year, Math.round(task.setUp + (task.due - task.setUp) * share), hours);
  if (task.stands === 'drafted') return [];
  const assigned = step('assign' as const, clerk, at(year, task.setUp, 9.6));
  if (task.stands === 'assigned') return [assigned];
  if (task.stands === 'cancelled')
    return [
      assigned,
      step('requestCancellation' as const, clerk, when(0.3), { reason: '经研究改由市场统一规划，不再单独设置。' }),
      step('approveCancellation' as const, leader, when(0.4), { note: '同意' }),
    ];
  const begun = [assigned, step('sign' as const, officer, at(year, task.setUp, 14))];
  const done = ['accepted', 'late', 'reported'].includes(task.stands);
  const passed = done ? 1 : task.stands === 'silent' ? 0.25 : -task.setUp / (task.due - task.setUp);
  const nodes = (template?.milestones ?? []).filter(({ share }) => share <= Math.min(passed, 1));
  const kept = task.due < 0 && !done ? nodes.slice(0, -1) : nodes;
  const reached = kept.flatMap(({ name, share }) => {
    const day = when(share * 0.92);
    return [
      step('progress' as const, officer, day, { percent: Math.round(share * 95), text: `${name}已完成，按计划推进。` }),
      step('reach' as const, officer, day, { name, evidence: `${name}材料已上传` }),
    ];
  });
  const late = task.stands === 'late' ? 1.12 : 0.94;
  const report = step('report' as const, officer, when(late), {
    result: '任务全部完成，达到预期效果。',
    evidence: '工作总结、现场照片',
  });
  if (task.stands === 'reported') return [...begun, ...reached, { ...report, at: at(year, -1, 16) }];
  if (done)
    return [...begun, ...reached, report, step('accept' as const, leader, when(late + 0.02, 17), { note: '同意办结' })];
  if (task.stands !== 'postponing') return [...begun, ...reached];
  const later = { dueOn: dayOf(year, task.due + 20), reason: '灯具到货延迟，申请顺延二十天。' };
  return [...begun, ...reached, step('requestPostponement' as const, officer, at(year, -1, 10), later)];
}

interface Sitting {
  kind: 'regular' | 'dispatch' | 'study';
  title: string;
  day: number;
  hours: number;
}

/** One sitting on most working days: Monday the regular one, the others on dispatch, each month something to learn. */
function sittings(year: Year, random: Random): Sitting[] {
  const today = dayNumber(localDate(year.now, year.timeZone));
  const found: Sitting[] = [];
  for (let day = 1 - year.days; day <= 6; day++) {
    const date = dateOf(today + day);
    const weekday = weekdayOf(today + day);
    const topic = topics[(today + day) % topics.length] ?? '';
    if (weekday === 1) found.push({ kind: 'regular', title: `中心例会：${topic}`, day, hours: 9 });
    else if (weekday < 6 && weekday > 1 && random() < 0.8)
      found.push({ kind: 'dispatch', title: `调度会：${topic}`, day, hours: 8.5 });
    if (weekday === 4 && Number(date.slice(8)) <= 7)
      found.push({
        kind: 'study',
        title: `学习：${studies[Number(date.slice(5, 7)) % studies.length]}`,
        day,
        hours: 15,
      });
  }
  return found;
}

/** What is held about the platform is held for its project. */
const paidBy = (title: string): string | null => (title.includes('平台运行') ? 'XM01' : null);

function meetingLives(year: Year, random: Random): Lived[] {
  const { cast } = year;
  const facts = (now: Instant) => ({
    today: localDate(now, year.timeZone),
    timeZone: year.timeZone,
    known: new Set<string>(),
  });
  return sittings(year, random).map(({ kind, title, day, hours }, i) => {
    const startsAt = instant(millis(at(year, day, 0)) + hours * HOUR);
    const planned = {
      name: 'plan' as const,
      actor: cast.clerk,
      at: day > 0 ? at(year, -1, 16) : at(year, day - 1, 16),
      input: {
        title,
        kind,
        room: kind === 'study' ? '二楼会议室' : '指挥大厅',
        startsAt,
        minutes: 60,
        projectCode: paidBy(title),
      },
    };
    const over = millis(startsAt) + 2 * HOUR < millis(year.now) && day <= 0;
    if (!over) return lifeOf(meetingProcedure, year, [planned], facts);
    if (i % 29 === 28) {
      const off = {
        name: 'callOff' as const,
        actor: cast.clerk,
        at: at(year, day, hours - 1),
        input: { reason: '防台响应，会议取消。' },
      };
      return lifeOf(meetingProcedure, year, [planned, off], facts);
    }
    const several = Math.round(between(random, 4, 8));
    const present = Array.from({ length: several }, (_, n) => cast.attending[(i + n * 3) % cast.attending.length]);
    const signed = [...new Set(present)].flatMap((actor, n) =>
      actor ? [{ name: 'signIn' as const, actor, at: at(year, day, hours - 0.1 + n * 0.01) }] : [],
    );
    const held = { name: 'hold' as const, actor: cast.clerk, at: at(year, day, hours + 0.1) };
    const minutes = {
      name: 'minute' as const,
      actor: cast.clerk,
      at: at(year, day, hours + 1.5),
      input: {
        host: cast.leader.name,
        recorder: cast.clerk.name,
        text: `通报${title.replace(/^.*：/, '')}情况；各组汇报进展与困难；研究下一步措施并明确分工。`,
        decisions: [0, 1].map((n) => ({ text: decisions[(i + n) % decisions.length] })),
      },
    };
    const issued = { name: 'issue' as const, actor: cast.leader, at: at(year, day, hours + 7) };
    const recent = day > -2;
    const steps = recent ? [held, ...(i % 2 ? [minutes] : [])] : [held, minutes, issued];
    return lifeOf(meetingProcedure, year, [planned, ...signed, ...steps], facts);
  });
}
