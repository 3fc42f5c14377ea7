import { z } from 'zod';
import { type Days, lastMonth } from './period.ts';

/** The kinds that are ranked on screen, in this order; unit-grid cells are too many for a ranking. */
export const ranked = [
  'unit',
  'subdistrict',
  'community',
  'inspector',
  'intakeOfficer',
  'shiftLeader',
  'dispatcher',
] as const;

const day = z.iso.date().optional();
export const periodAddress = z.object({ from: day, to: day });

export const rankingAddress = periodAddress.extend({
  object: z.enum(ranked).optional(),
  group: z.string().max(40).optional(),
  all: z.literal('true').optional(),
});

export const casesAddress = periodAddress.extend({
  indicator: z.string().max(40).optional(),
  part: z.enum(['of', 'met', 'missed']).optional(),
});

/**
 * The period of an address; where it names none, or one that ends before it begins, the last month with anything to
 * score, else the last whole month.
 */
export function daysOf({ from, to }: z.output<typeof periodAddress>, today: string, scored?: Days | null): Days {
  return from && to && from <= to ? { from, to } : (scored ?? lastMonth(today));
}
