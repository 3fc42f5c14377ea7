import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { Frozen, Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import { type Refusal, wrongInput } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { redact } from '../cases/redaction.ts';
import {
  correctionLifecycle,
  type impactWords,
  incidentLifecycle,
  inspectionLifecycle,
  maintenanceLifecycle,
} from './lifecycle.ts';
import type { Room, Subject } from './model.ts';
import { repairDue } from './rules.ts';

/** What the forms refer to, looked up by the command. */
export interface UptimeFacts extends Situation {
  subject?: Subject | null;
  room?: Room | null;
  /** The local date now, for the daily sheet. */
  today?: string;
}

const noSuch = (path: string, zh: string, en: string): Refusal =>
  wrongInput(path, { zh: `没有这个${zh}。`, en: `There is no such ${en}.` });
const noSubject = noSuch('subjectId', '系统或设备', 'system or device');

const badSpan = wrongInput('to', {
  zh: '结束须晚于开始，且不超过 31 天。',
  en: 'The end must be after the beginning, by 31 days at most.',
});
const MONTH = 31 * 86_400_000;

/** A time as the form gives it, in our one spelling. */
const utc = (text: string): Instant => instant(Date.parse(text));
const isSpan = (from: string, to: string) => {
  const length = Date.parse(to) - Date.parse(from);
  return length > 0 && length <= MONTH;
};

export interface Incident {
  subjectId: string;
  /** The probe that saw it; null for one that a person reported. */
  probeId: string | null;
  title: string;
  impact: keyof typeof impactWords;
  since: Instant;
  /** By when it should be gone. */
  dueAt: Instant;
  endedAt: Instant | null;
  cause: string | null;
  lesson: string | null;
  mergedInto: string | null;
  /** What everybody may read, oldest first. */
  updates: { at: Instant; state: string; message: string }[];
}

export const incidentProcedure: Procedure<typeof incidentLifecycle, Incident, UptimeFacts> = {
  lifecycle: incidentLifecycle,
  table: 'uptime_incident',
  freeze(record, name, input, facts): Frozen | Refusal {
    if (record !== null) return {};
    if (!facts.subject) return noSubject;
    const since = utc(String(input.since));
    if (since > facts.now)
      return wrongInput('since', { zh: '发生时间不能晚于现在。', en: 'It cannot begin in the future.' });
    const title = name === 'detect' ? facts.subject.name.zh : '';
    return { since, dueAt: repairDue(since, facts.subject.repairMinutes), ...(title ? { title } : {}) };
  },
  begin(entry) {
    const { frozen } = entry.data;
    const seen =
      entry.action === 'detect'
        ? { probeId: entry.data.input.probeId, title: String(frozen.title), impact: 'major' as const }
        : { probeId: null, title: entry.data.input.title, impact: entry.data.input.impact };
    return {
      ...seen,
      subjectId: entry.data.input.subjectId,
      since: String(frozen.since),
      dueAt: String(frozen.dueAt),
      endedAt: null,
      cause: null,
      lesson: null,
      mergedInto: null,
      updates: [],
    };
  },
  change(incident, entry, { at }) {
    const { message } = entry.data.input as Record<string, unknown>;
    const updates = [
      ...incident.updates,
      ...(typeof message === 'string' && message ? [{ at, state: entry.data.to, message }] : []),
    ];
    switch (entry.action) {
      case 'identify':
        return { updates, cause: entry.data.input.cause };
      case 'relapse':
        return { updates, endedAt: null };
      case 'resolve':
      case 'recover':
        return { updates, endedAt: utc(entry.data.input.endedAt) };
      case 'review':
        return { cause: entry.data.input.cause, lesson: entry.data.input.lesson };
      case 'mergeInto':
        return { mergedInto: entry.data.input.intoId };
      default:
        return { updates };
    }
  },
  relations: {},
  refusals: {
    intoItself: (incident, _facts, input) => input !== null && input.intoId === incident.id,
    endBeforeStart: (incident, _facts, input) => input !== null && utc(String(input.endedAt)) < incident.since,
    endInFuture: (_incident, facts, input) => input !== null && utc(String(input.endedAt)) > facts.now,
  },
  maySee: (_incident, actor) => actor.permissions.has('uptime.read'),
  columns: ({ subjectId, probeId, since, endedAt }) => ({
    subject_id: subjectId,
    probe_id: probeId,
    since,
    ended_at: endedAt,
  }),
  cleaned: redact,
};
export type IncidentRecord = RecordOf<typeof incidentProcedure>;

export interface PlannedMaintenance {
  subjectId: string;
  title: string;
  from: Instant;
  to: Instant;
  announcedAt: Instant;
  approvedAt: Instant | null;
}

export const maintenanceProcedure: Procedure<typeof maintenanceLifecycle, PlannedMaintenance, UptimeFacts> = {
  lifecycle: maintenanceLifecycle,
  table: 'uptime_maintenance',
  freeze(record, _name, input, facts) {
    if (record !== null) return {};
    if (!facts.subject) return noSubject;
    return isSpan(String(input.from), String(input.to)) ? {} : badSpan;
  },
  begin: ({ data: { input } }, { at }) => ({
    subjectId: input.subjectId,
    title: input.title,
    from: utc(input.from),
    to: utc(input.to),
    announcedAt: at,
    approvedAt: null,
  }),
  change: (_record, entry, { at }) => (entry.action === 'approveMaintenance' ? { approvedAt: at } : {}),
  relations: {},
  refusals: {
    ownAnnouncement: (record, facts) => facts.actor !== null && record.openedBy === facts.actor.id,
    begunAlready: (record, facts) => record.from <= facts.now,
    notBegun: (record, facts) => record.from > facts.now,
    overAlready: (record, facts) => record.to <= facts.now,
  },
  maySee: (_record, actor) => actor.permissions.has('uptime.read'),
  columns: ({ subjectId, from, to }) => ({ subject_id: subjectId, from_at: from, to_at: to }),
  cleaned: redact,
};
export type MaintenanceRecord = RecordOf<typeof maintenanceProcedure>;

export interface ProposedCorrection {
  subjectId: string;
  from: Instant;
  to: Instant;
  shouldBe: 'up' | 'down';
  reason: string;
  evidence: string;
}

export const correctionProcedure: Procedure<typeof correctionLifecycle, ProposedCorrection, UptimeFacts> = {
  lifecycle: correctionLifecycle,
  table: 'uptime_correction',
  freeze(record, _name, input, facts) {
    if (record !== null) return {};
    if (!facts.subject) return noSubject;
    if (!isSpan(String(input.from), String(input.to))) return badSpan;
    // What is still to come would hide whatever the probes find.
    return utc(String(input.to)) > facts.now
      ? wrongInput('to', { zh: '只能更正已经过去的时间。', en: 'Only time that has gone by can be corrected.' })
      : {};
  },
  begin: ({ data: { input } }) => ({ ...input, from: utc(input.from), to: utc(input.to) }),
  change: () => ({}),
  relations: {},
  refusals: { ownProposal: (record, facts) => facts.actor !== null && record.openedBy === facts.actor.id },
  maySee: (_record, actor) => actor.permissions.has('uptime.read'),
  columns: ({ subjectId, from, to }) => ({ subject_id: subjectId, from_at: from, to_at: to }),
  cleaned: redact,
};
export type CorrectionRecord = RecordOf<typeof correctionProcedure>;

export interface Inspection {
  roomId: string;
  day: string;
  temperature: number;
  humidity: number | null;
  checked: boolean[];
  remarks: string;
  reasonLate: string;
  /** Whether all of it was as it should be. */
  inOrder: boolean;
  /** What the sheet asked: a room's checklist may change later. Sheets of before this was kept have none. */
  items?: Words[];
}

export const inspectionProcedure: Procedure<typeof inspectionLifecycle, Inspection, UptimeFacts> = {
  lifecycle: inspectionLifecycle,
  table: 'uptime_inspection',
  freeze(record, _name, input, { room, today = '' }) {
    if (record !== null) return {};
    if (!room?.active) return noSuch('roomId', '机房', 'room');
    const fault = sheetFault(room, input, today);
    if (fault) return wrongInput(fault.path, fault.message);
    const { from, to } = room.temperature;
    const temperature = Number(input.temperature);
    const checked = input.checked as boolean[];
    return {
      inOrder: checked.every(Boolean) && temperature >= from && temperature <= to,
      items: room.checklist,
    };
  },
  begin: ({ data: { input, frozen } }) => ({
    ...input,
    inOrder: frozen.inOrder === true,
    ...(frozen.items ? { items: frozen.items as Words[] } : {}),
  }),
  change: () => ({}),
  relations: {},
  refusals: { ownSheet: (record, facts) => facts.actor !== null && record.openedBy === facts.actor.id },
  maySee: (_record, actor) => actor.permissions.has('uptime.read') || actor.permissions.has('uptime.inspect'),
  columns: ({ roomId, day }) => ({ room_id: roomId, day }),
  cleaned: redact,
};
export type InspectionRecord = RecordOf<typeof inspectionProcedure>;

/** A sheet is whole, of no day to come, and says why if it comes late or something was not in order. */
function sheetFault(room: Room, input: Record<string, unknown>, today: string) {
  const checked = input.checked as boolean[];
  if (checked.length !== room.checklist.length)
    return {
      path: 'checked',
      message: {
        zh: `检查表有 ${room.checklist.length} 项，填了 ${checked.length} 项；须逐项填写。`,
        en: `The checklist has ${room.checklist.length} items, ${checked.length} were answered; answer each.`,
      },
    };
  if (String(input.day) > today)
    return { path: 'day', message: { zh: '不能为将来的日期签名。', en: 'No day to come can be signed.' } };
  if (String(input.day) < today && input.reasonLate === '')
    return { path: 'reasonLate', message: { zh: '补录须说明理由。', en: 'Say why it is filled in late.' } };
  if (checked.includes(false) && input.remarks === '')
    return {
      path: 'remarks',
      message: { zh: '有检查项不正常，须说明情况。', en: 'Something was not in order; say what.' },
    };
  return null;
}

/** Of a correction or a maintenance, as milliseconds. */
export const bounds = ({ from, to }: { from: Instant; to: Instant }) => ({ from: millis(from), to: millis(to) });
