import { createHash } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, millis, parseInstant } from '../../kernel/instant.ts';
import { isRefusal, type Refusal } from '../../kernel/refusal.ts';
import { type Role, rolePermissions } from '../accounts/roles.ts';
import { holidaysOfChina } from '../calendar/data/holidays-cn.ts';
import { daysOfNotice, type Limit, mondayToFriday } from '../calendar/model.ts';
import { compileCalendar } from '../calendar/rules.ts';
import type { RegistrationCondition } from '../catalogue/model.ts';
import { defaultSettings } from '../organisation/rules.ts';
import { blankCase } from './blank.ts';
import { moveClocks } from './clocks.ts';
import { apply, begin } from './fold.ts';
import { type CaseAction, type CaseState, caseActions } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { act, type CaseEntry, type CaseFacts, type OpeningEntry } from './rules.ts';

/** A centre on paper for the tests of the case's rules: calendar, officers, units, and cases that really came about. */

/** An id that is the same in every run, by what it stands for. */
export function idOf(what: string): string {
  const hex = createHash('sha256').update(what).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** mulberry32: the same walks in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Local time of the district, `2026-03-02 09:00`, as an instant. */
export function at(local: string): Instant {
  const read = parseInstant(`${local.replace(' ', 'T')}:00+08:00`);
  if (!read) throw new Error(`no such time: ${local}`);
  return read;
}

/** Office hours 08–12 and 14–18, Monday to Friday, with the holidays of the State Council's notices. */
export const calendar = compileCalendar({
  version: 1,
  timeZone: 'Asia/Shanghai',
  reading: 'asWorkingHours',
  hours: [
    {
      validFrom: '1990-01-01',
      week: mondayToFriday([
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ]),
    },
  ],
  days: holidaysOfChina.flatMap(daysOfNotice),
  closures: [],
  years: [2022, 2023, 2024, 2025, 2026],
});
export const settings = defaultSettings;

export const units = { water: idOf('unit water'), roads: idOf('unit roads'), gardens: idOf('unit gardens') };

export function officer(role: Role, more: Partial<Actor> = {}): Actor {
  return {
    id: idOf(`officer ${role} ${more.unitId ?? ''}`),
    jurisdictionId: 1,
    name: role,
    roles: [role],
    permissions: new Set(rolePermissions[role]),
    unitId: null,
    sessionId: null,
    ...more,
  };
}

export const officers = {
  agent: officer('callAgent'),
  intake: officer('intakeOfficer'),
  shiftLeader: officer('shiftLeader'),
  dispatcher: officer('dispatcher'),
  leader: officer('leader'),
  inspector: officer('inspector'),
  otherInspector: officer('inspector', { id: idOf('another inspector') }),
  water: officer('unitOfficer', { unitId: units.water }),
  roads: officer('unitOfficer', { unitId: units.roads }),
  gardens: officer('unitOfficer', { unitId: units.gardens }),
};

export const category = idOf('category manhole cover');

/** A registration condition with this limit; 8 working hours unless told otherwise. */
export function conditionOf(limit: Limit = { amount: 8, unit: 'workHours' }): RegistrationCondition {
  const words = { zh: '井盖缺失', en: 'cover missing' };
  return {
    id: idOf(`condition ${limit.amount} ${limit.unit}`),
    categoryId: category,
    number: 1,
    condition: words,
    limit,
    closing: words,
    source: 'local',
    version: 1,
    validFrom: '2022-01-01',
  };
}

/** What an officer writes who fills in the form as one should; a test names only what it is about. */
const filledIn: Partial<Record<CaseAction, Record<string, unknown>>> = {
  accept: { categoryId: category },
  reject: { reason: 'outOfScope', reply: '不属受理范围，请向物业反映。' },
  answer: { reply: '您反映的路段属市政道路，养护计划已公布。' },
  verify: { exists: true },
  correct: { reason: '地址有误', address: '鼓屏路 1 号' },
  register: { conditionId: conditionOf().id },
  split: {
    parts: [
      { description: '补井盖', conditionId: conditionOf().id },
      { description: '修路面', conditionId: conditionOf().id },
    ],
  },
  dispatch: { unitId: units.water },
  decline: { reason: 'notOurDuty', note: '井盖属电力公司。' },
  rule: { unitId: units.water, reason: '现场标识为供水井盖，由供水单位处置。' },
  transfer: { unitId: units.roads, reason: '属道路单位' },
  reportFixed: { note: '已更换井盖' },
  assist: { note: '已围挡' },
  sendToCheck: { inspectorId: officers.inspector.id },
  checkFix: { fixed: true },
  rework: { note: '井盖仍有响动' },
  close: { reply: '井盖已更换，感谢您的反映。' },
  followUp: { reached: true, solved: true, satisfaction: 'satisfied' },
  reopen: { reason: '井盖又松动了' },
  requestExtension: { limit: { amount: 4, unit: 'workHours' }, reason: '须订购配件' },
  refuseExtension: { reason: '配件有库存' },
  denyExtension: { reason: '理由不足' },
  requestSuspension: { reviewOn: '2026-04-01', reason: '待管线迁改' },
  refuseSuspension: { reason: '无须迁改' },
  suspend: { reviewOn: '2026-04-01', reason: '待管线迁改' },
  remind: { note: '请尽快处置' },
  supervise: { text: '限时处置并答复' },
  answerSupervision: { number: 1, text: '已派人到场' },
  merge: { intoId: idOf('main case') },
  unmerge: { reason: '并非同一处' },
  absorb: { caseId: idOf('duplicate') },
  release: { caseId: idOf('duplicate') },
  endWithMain: { ended: 'closed', reply: '井盖已更换，感谢您的反映。', outcome: 'fixed' },
  endElsewhere: { ended: 'closed', outcome: 'imported', reply: '' },
  subCaseEnded: { caseId: idOf('sub-case 1') },
  subCaseReopened: { caseId: idOf('sub-case 1') },
  void: { reason: '误报，重复录入' },
  addNote: { text: '已电话联系' },
};

export function formFor(action: CaseAction, input: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...filledIn[action], ...input };
}

/** The officer of the centre, the unit or the inspectorate whose work an action is; null for the system's. */
export function officerFor(kase: CaseFile, name: CaseAction): Actor | null {
  const action = caseActions[name];
  if (action.system) return null;
  if (action.as === 'responsibleUnit') return officer('unitOfficer', { unitId: kase.unitId });
  if (action.as === 'assistUnit') return officer('unitOfficer', { unitId: kase.assistUnitIds[0] ?? null });
  if (action.as === 'assignedInspector') return officer('inspector', { id: kase.inspectorId ?? officers.inspector.id });
  return Object.values(officers).find((one) => one.permissions.has(action.by)) ?? officers.leader;
}

export interface StepOptions {
  by?: Actor | null;
  /** Local time; ten minutes after the step before, if not told. */
  at?: string;
  facts?: Partial<CaseFacts>;
}
export type Step = readonly [action: CaseAction, input?: Record<string, unknown>, options?: StepOptions];

/** Monday, an ordinary week without holidays. */
export const START = '2026-03-02 09:00';

/** The limits of which the catalogue on paper has a condition. */
const limits: Limit[] = [
  { amount: 8, unit: 'workHours' },
  { amount: 10, unit: 'workHours' },
  { amount: 2, unit: 'workdays' },
  { amount: 24, unit: 'urgentHours' },
  { amount: 3, unit: 'calendarDays' },
];

/** What the command would look up for this form. */
function factsFor(
  kase: CaseFile,
  name: CaseAction,
  input: Record<string, unknown>,
  options: StepOptions,
  now: Instant,
): CaseFacts {
  const given = input.conditionId;
  const condition = limits.map(conditionOf).find(({ id }) => id === given);
  return {
    actor: options.by === undefined ? officerFor(kase, name) : options.by,
    now,
    calendar,
    settings,
    ...(condition ? { condition } : {}),
    ...(name === 'supervise' ? { supervisionNumber: kase.supervisions.length + 1 } : {}),
    ...(name === 'split' ? { newIds: [idOf('sub-case 1'), idOf('sub-case 2')] } : {}),
    ...options.facts,
  };
}

/** Asks for one action: its entry, or why not. */
export function take(
  kase: CaseFile,
  name: CaseAction,
  input: Record<string, unknown> = {},
  options: StepOptions = {},
): CaseEntry | Refusal {
  const form = formFor(name, input);
  const now = options.at ? at(options.at) : instant(millis(lastOf(kase)) + 600_000);
  return act(kase, name, form, factsFor(kase, name, form, options, now));
}

const moments = new WeakMap<CaseFile, Instant>();
/** When the last thing happened to a case made here. */
export function lastOf(kase: CaseFile): Instant {
  return moments.get(kase) ?? kase.reportedAt;
}

export function opening(more: Partial<CaseFile> = {}, reportedAt: Instant = at(START)): OpeningEntry {
  const start = blankCase({
    jurisdictionId: 1,
    id: idOf('the case'),
    number: 'GL20260302-000001',
    source: 'hotline',
    nature: 'problem',
    description: '路口井盖缺失',
    reportedAt,
    reportedBy: officers.agent.id,
    ...more,
  });
  const clocks = moveClocks(
    { clocks: [], round: 1 },
    start.state,
    { now: reportedAt, calendar, settings },
    {
      unitId: null,
      handlingLimit: start.handlingLimit,
      conditionId: start.conditionId,
      endAs: 'done',
      anew: false,
    },
  );
  return { action: start.parentId ? 'splitOff' : 'report', data: { start, photos: [], clocks } };
}

/** A case just reported. */
export function reported(more: Partial<CaseFile> = {}, reportedAt?: string): CaseFile {
  const when = at(reportedAt ?? START);
  const kase = begin(opening(more, when), { at: when, actorId: officers.agent.id, origin: 'acted' });
  moments.set(kase, when);
  return kase;
}

/** Takes the steps through the real rules; throws if one is refused, so that no test stands on an impossible case. */
export function later(kase: CaseFile, ...steps: readonly Step[]): CaseFile {
  return steps.reduce((present, [name, input = {}, options = {}]) => {
    const now = options.at ? at(options.at) : instant(millis(lastOf(present)) + 600_000);
    const form = formFor(name, input);
    const facts = factsFor(present, name, form, options, now);
    const entry = act(present, name, form, facts);
    if (isRefusal(entry))
      throw new Error(
        `step ${name} in state ${present.state} was refused: ${entry.code} ${JSON.stringify(entry.faults ?? '')}`,
      );
    const next = apply(present, entry, { at: now, actorId: facts.actor?.id ?? null, origin: 'acted' });
    moments.set(next, now);
    return next;
  }, kase);
}

export const given = (...steps: readonly Step[]): CaseFile => later(reported(), ...steps);

/** The usual ways to the stages of a case's life. */
export const toAccepted: Step[] = [['accept']];
export const toRegistered: Step[] = [...toAccepted, ['register']];
export const toDispatched: Step[] = [...toRegistered, ['dispatch']];
export const toHandling: Step[] = [...toDispatched, ['acknowledge']];
export const toHandled: Step[] = [...toHandling, ['reportFixed']];
export const toChecked: Step[] = [...toHandled, ['checkFix']];
export const toClosed: Step[] = [...toChecked, ['close']];
export const toDisputed: Step[] = [...toDispatched, ['decline'], ['dispatch', { unitId: units.roads }], ['decline']];

/** One case in each state, each of them come about. */
export const inState: Record<CaseState, () => CaseFile> = {
  reported: () => given(),
  verifying: () => given(['sendToVerify', { inspectorId: officers.inspector.id }]),
  accepted: () => given(...toAccepted),
  registered: () => given(...toRegistered),
  split: () => given(...toRegistered, ['split']),
  disputed: () => given(...toDisputed),
  dispatched: () => given(...toRegistered, ['dispatch', { assistUnitIds: [units.gardens] }]),
  handling: () => given(...toRegistered, ['dispatch', { assistUnitIds: [units.gardens] }], ['acknowledge']),
  suspended: () => given(...toHandling, ['suspend']),
  handled: () => given(...toHandled),
  failed: () => given(...toHandled, ['checkFix', { fixed: false }]),
  checked: () => given(...toChecked),
  closed: () => given(...toClosed),
  rejected: () => given(['reject']),
  voided: () => given(['void']),
  merged: () => given(['merge']),
};
