import type { Words } from '../../kernel/words.ts';

/** 辖区 — one district (or city) with its own records, calendar, catalogue and officers; nobody sees another's. */
export interface Jurisdiction {
  id: number;
  /** Short name in addresses and commands, e.g. `gulou`. */
  code: string;
  name: Words;
  /** IANA name, e.g. `Asia/Shanghai`. */
  timeZone: string;
  /** 行政区划代码, 6 digits of GB/T 2260; null for a jurisdiction outside China. */
  division: string | null;
  /** Made by the demo generator: a production start refuses it. */
  demo: boolean;
  settings: JurisdictionSettings;
  version: number;
}

/** 中心自己的环节 — the stages between report and closing that are the centre's own work, each with a clock. */
export const stages = [
  'acceptance',
  'verification',
  'registration',
  'dispatch',
  'acknowledgement',
  'checking',
  'closing',
  'ruling',
] as const;
export type Stage = (typeof stages)[number];

/** The four units of time limits (calendar/model.ts), repeated here because this module stands before the calendar. */
export const stageLimitUnits = ['urgentHours', 'workHours', 'workdays', 'calendarDays'] as const;

export interface StageLimit {
  amount: number;
  unit: (typeof stageLimitUnits)[number];
}

/** What a district decides for itself; numbers are data. Stored as JSON, parsed by `settingsShape` in `rules.ts`. */
export interface JurisdictionSettings {
  /** After so many declines the case goes to a ruling of responsibility. */
  declinesBeforeRuling: number;
  /** A closed case can be reopened within so many calendar days. */
  reopenDays: number;
  /** Share of a limit after which the clock turns amber (0–1). */
  warnAt: number;
  /** At most so many extensions of a round's handling clock. */
  extensionsAtMost: number;
  /** Near in place and time: what counts as a possible duplicate. */
  duplicateMetres: number;
  duplicateHours: number;
  /** Limits of the centre's own stages; those of handling lie in the catalogue. */
  stageLimits: Record<Stage, StageLimit>;
}

export const unitKinds = ['department', 'subdistrict', 'enterprise', 'agency', 'centre'] as const;
/** 部门、街道、企业（水务、燃气…）、派遣单位（坐席、监督员）、中心自身. */
export type UnitKind = (typeof unitKinds)[number];

/** 责任单位 — one type; its part (main, co-handling) is played on the case. */
export interface Unit {
  id: string;
  code: string;
  name: Words;
  kind: UnitKind;
  parentId: string | null;
  /** The evaluation compares units of one group only. */
  group: string;
  active: boolean;
  version: number;
}

export const areaLevels = ['district', 'subdistrict', 'community', 'sector'] as const;
/** 区、街道（镇）、社区、片; the unit grid lies below and belongs to `geo`. */
export type AreaLevel = (typeof areaLevels)[number];

export interface Area {
  /** 6, 9 or 12 digits of the division code; a sector appends 2 digits to its community's. */
  code: string;
  level: AreaLevel;
  parentCode: string | null;
  name: Words;
}
