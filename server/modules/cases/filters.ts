import { z } from 'zod';
import { instantShape } from '../calendar/model.ts';
import { stateShape } from './answers.ts';
import type { CaseFilter } from './list-store.ts';

/** A query parameter that may come once, several times, or as one comma-separated value. */
const list = <S extends z.ZodType>(shape: S) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
      z.array(shape).max(50),
    )
    .optional();
const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();

/** What lists, counts, maps and exports of cases may be narrowed by, as it stands in an address. */
export const filterShape = z.object({
  state: list(stateShape),
  open: flag,
  unitId: z.uuid().optional(),
  subdistrict: z.string().max(20).optional(),
  community: z.string().max(20).optional(),
  cell: z.string().max(20).optional(),
  categoryId: z.uuid().optional(),
  source: z.string().max(20).optional(),
  urgent: flag,
  time: z.enum(['overdue', 'amber']).optional(),
  mine: flag,
  pending: flag,
  ids: list(z.uuid()),
  from: instantShape.optional(),
  to: instantShape.optional(),
  text: z.string().trim().min(1).max(100).optional(),
});

export function filterOf(query: z.output<typeof filterShape>): CaseFilter {
  const { state, subdistrict, community, cell, from, to, ...same } = query;
  return {
    ...same,
    states: state,
    subdistrictCode: subdistrict,
    communityCode: community,
    cellCode: cell,
    reportedFrom: from,
    reportedTo: to,
  };
}
