import { z } from 'zod';
import type { Role } from '../../../server/modules/accounts/roles.ts';
import { instantAt } from '../../kit/format.ts';

const short = z.string().max(60).optional();
const yes = z.literal('true').optional();

/** What the workbench keeps in the address: which cases, in which order, and the one that is open. */
export const caseAddress = z.object({
  state: z.array(z.string().max(20)).optional(),
  time: z.enum(['overdue', 'amber']).optional(),
  urgent: yes,
  pending: yes,
  mine: yes,
  scope: z.enum(['open', 'all']).optional(),
  unit: short,
  subdistrict: short,
  category: short,
  source: short,
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  q: z.string().max(100).optional(),
  order: z.enum(['endangered', 'newest']).optional(),
  case: z.uuid().optional(),
  view: z.literal('map').optional(),
});
export type CaseAddress = z.output<typeof caseAddress>;

/** The part of the address that a counter sets. */
export type Queue = Pick<CaseAddress, 'state' | 'time' | 'urgent' | 'pending' | 'mine' | 'scope'>;

/** 待办 — what lies on each desk of the centre and the units; an address without a filter becomes this. */
const desks: Partial<Record<Role, Queue>> = {
  callAgent: { mine: 'true', scope: 'all' },
  intakeOfficer: { state: ['reported', 'verifying', 'accepted'] },
  shiftLeader: { state: ['accepted', 'checked', 'disputed'] },
  dispatcher: { state: ['registered', 'failed', 'disputed'] },
  unitOfficer: { state: ['dispatched', 'handling'] },
  inspector: { state: ['verifying', 'handled'] },
  sectorLead: { state: ['verifying', 'handled'] },
  leader: { time: 'overdue' },
  evaluator: { scope: 'all' },
  financeOfficer: { scope: 'all' },
};

/** For these the latest is the next; for everybody else it is what runs out first. */
const newestFirst: readonly string[] = ['callAgent', 'evaluator', 'financeOfficer'];

export function deskOf(roles: readonly string[]): Queue {
  for (const [role, queue] of Object.entries(desks)) if (roles.includes(role)) return queue;
  return { scope: 'open' };
}

export function usualOrder(roles: readonly string[]): 'endangered' | 'newest' {
  return roles.every((role) => newestFirst.includes(role)) ? 'newest' : 'endangered';
}

const stages = ['reported', 'accepted', 'registered', 'dispatched', 'handling', 'handled', 'checked'];
const unitStages = ['dispatched', 'handling', 'handled', 'failed', 'suspended'];
const fieldStages = ['verifying', 'handled'];

/** The states that are counted above the list: the seven stages of a case and those of one's own desk, or only one's own part. */
export function statesFor(roles: readonly string[], inOrder: readonly string[]): readonly string[] {
  if (roles.includes('unitOfficer')) return unitStages;
  if (roles.includes('inspector') || roles.includes('sectorLead')) return fieldStages;
  const wanted = new Set([...stages, ...(deskOf(roles).state ?? [])]);
  return inOrder.filter((state) => wanted.has(state));
}

const blank: Record<keyof Queue, undefined> = {
  state: undefined,
  time: undefined,
  urgent: undefined,
  pending: undefined,
  mine: undefined,
  scope: undefined,
};

/** The change of the address that leads to a queue, whatever stood there before. */
export function toQueue(queue: Queue): { [K in keyof Queue]: Queue[K] | undefined } {
  return { ...blank, ...queue };
}

const queueText = ({ state, time, urgent, pending, mine, scope }: Queue) =>
  JSON.stringify([[...(state ?? [])].sort(), time, urgent, pending, mine, scope]);

export function sameQueue(a: Queue, b: Queue): boolean {
  return queueText(a) === queueText(b);
}

/** True if the address says nothing about which cases are meant. */
export function saysNothing(address: CaseAddress): boolean {
  const { order: _, case: __, view: ___, ...filter } = address;
  return Object.values(filter).every((value) => value === undefined);
}

const DAY = 86_400_000;

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** What narrows every queue alike. Days are the jurisdiction's own, both included. */
export function narrowingOf(address: CaseAddress, zone: string) {
  const { unit, subdistrict, category, source, from, to, q } = address;
  return {
    ...(unit ? { unitId: unit } : {}),
    ...(subdistrict ? { subdistrict } : {}),
    ...(category ? { categoryId: category } : {}),
    ...(source ? { source } : {}),
    ...(from ? { from: instantAt(from, zone) ?? undefined } : {}),
    ...(to ? { to: instantAt(dayAfter(to), zone) ?? undefined } : {}),
    ...(q ? { text: q } : {}),
  };
}

/** The whole filter as the server reads it. A search without a queue looks at closed cases too. */
export function filterOf(address: CaseAddress, zone: string) {
  const { state, time, urgent, pending, mine, scope, q } = address;
  const all = scope === 'all' || (scope === undefined && q !== undefined && !time && !urgent && !pending);
  return {
    ...narrowingOf(address, zone),
    ...(state && state.length > 0 ? { state } : all ? {} : { open: 'true' as const }),
    ...(time ? { time } : {}),
    ...(urgent ? { urgent } : {}),
    ...(pending ? { pending } : {}),
    ...(mine ? { mine } : {}),
  };
}
export type CaseFilter = ReturnType<typeof filterOf>;
