import { z } from 'zod';
import { jobChoices } from '../../../server/modules/staff/rules.ts';

export const staffTabs = ['people', 'assets', 'surveys'] as const;

export const staffAddress = z.object({
  tab: z.enum(staffTabs).optional(),
  open: z.uuid().optional(),
  /** The day that is looked at; today without one. */
  on: z.iso.date().optional(),
  choice: z.enum(jobChoices).optional(),
  /** Which part of the figure is opened to its records. */
  part: z.string().max(20).optional(),
});

export interface StaffPart {
  today: string;
  address: z.output<typeof staffAddress>;
  change: (part: z.input<typeof staffAddress>) => void;
}
