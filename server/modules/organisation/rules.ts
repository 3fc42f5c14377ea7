import { z } from 'zod';
import { type JurisdictionSettings, type Stage, type StageLimit, stageLimitUnits, stages } from './model.ts';

/** A district's choice where it has made none. The stage limits follow a centre's usual practice, not a standard. */
export const defaultSettings: JurisdictionSettings = {
  declinesBeforeRuling: 2,
  reopenDays: 7,
  warnAt: 0.8,
  extensionsAtMost: 2,
  duplicateMetres: 50,
  duplicateHours: 24,
  stageLimits: {
    acceptance: { amount: 0.5, unit: 'urgentHours' },
    verification: { amount: 2, unit: 'workHours' },
    registration: { amount: 0.5, unit: 'workHours' },
    dispatch: { amount: 0.5, unit: 'workHours' },
    acknowledgement: { amount: 4, unit: 'workHours' },
    checking: { amount: 4, unit: 'workHours' },
    closing: { amount: 4, unit: 'workHours' },
    ruling: { amount: 1, unit: 'workdays' },
  },
};

const stageLimit: z.ZodType<StageLimit> = z.object({
  amount: z.number().positive().max(1000),
  unit: z.enum(stageLimitUnits),
});

/** A change of settings: only what is named changes, down to the single stage. */
export const settingsChange = z.strictObject({
  declinesBeforeRuling: z.int().min(1).max(10).optional(),
  reopenDays: z.int().min(0).max(365).optional(),
  warnAt: z.number().min(0.1).max(1).optional(),
  extensionsAtMost: z.int().min(0).max(10).optional(),
  duplicateMetres: z.number().min(0).max(5000).optional(),
  duplicateHours: z.number().min(0).max(720).optional(),
  stageLimits: z.partialRecord(z.enum(stages), stageLimit).optional(),
});
export type SettingsChange = z.infer<typeof settingsChange>;

/** What is stored: the sum of all changes so far. A default changed later reaches every district that never chose. */
export function withChange(stored: SettingsChange, change: SettingsChange): SettingsChange {
  return { ...stored, ...change, stageLimits: { ...stored.stageLimits, ...change.stageLimits } };
}

/** Settings as stored, completed by the defaults; a stored value that no longer fits the shape is refused loudly. */
export function completeSettings(stored: unknown): JurisdictionSettings {
  const chosen = settingsChange.parse(stored ?? {});
  const stageLimits: Record<Stage, StageLimit> = { ...defaultSettings.stageLimits, ...chosen.stageLimits };
  return { ...defaultSettings, ...chosen, stageLimits };
}

/** The whole settings as answered by the API. */
export const settingsShape = z.object({
  declinesBeforeRuling: z.number(),
  reopenDays: z.number(),
  warnAt: z.number(),
  extensionsAtMost: z.number(),
  duplicateMetres: z.number(),
  duplicateHours: z.number(),
  stageLimits: z.record(z.enum(stages), stageLimit),
});
