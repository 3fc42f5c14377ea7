import type { Words } from '../../kernel/words.ts';
import type { PrintedTarget } from '../targets/tables.ts';

/** 样式 by which a document is made; the record's own id, or that of the set the house came with. */
export interface TemplateChoice {
  id: string;
  nameZh: string;
}

/** What people write of a document; every figure comes from the budget, and only targets name numbers of their own. */
export interface Written {
  duties: string[];
  aims: string;
  tasks: string[];
  uses: Record<string, string>;
  /** Goals and targets are written here only where no approved plan of the year holds them. */
  goals: { titleZh: string; textZh: string }[];
  targets: PrintedTarget[];
  projects: { code: string; goalZh: string; otherFen: number; targets: PrintedTarget[] }[];
  agencyReason: string;
  departmentsLabelZh: string;
  /** Why a figure moved, by the figure's key; beside those written with the budget. */
  reasons: Record<string, string>;
  /** Local date on which it goes out, as it is printed. */
  publishOn: string;
}

/** 不予更正 — an error or a warning that stays, with its reason; an error only once a second person has confirmed it. */
export interface Overrule {
  /** The finding, by `findingKey`. */
  key: string;
  rule: string;
  place: string;
  reason: string;
  by: string | null;
  confirmedBy: string | null;
}

export interface Signature {
  by: string | null;
  at: string;
}

export const fileFormats = ['html', 'docx', 'xlsx', 'pdf', 'json', 'csv', 'datapackage', 'txt'] as const;
/** The files of a document; `datapackage` is a zip of the Fiscal Data Package, `txt` the text that was reconciled. */
export type FileFormat = (typeof fileFormats)[number];

/** A file as it was frozen: its checksum, by which anybody can tell that it is the one that was signed. */
export interface FrozenFile {
  format: FileFormat;
  name: string;
  size: number;
  sha256: string;
}

/** A figure beside that of the year before. */
export interface Moved {
  key: string;
  labelZh: string;
  nowFen: number;
  beforeFen: number | null;
  reason: string | null;
  /** It moved, and nobody has said why. */
  asks: boolean;
}

/** What a year passes through, in its order. */
export const courseSteps = ['approval', 'targets', 'publication', 'monitoring', 'selfEvaluation', 'closing'] as const;
export type CourseStep = (typeof courseSteps)[number];

export const courseWords: Record<CourseStep, Words> = {
  approval: { zh: '预算批复', en: 'Budget approved' },
  targets: { zh: '绩效目标批复', en: 'Targets approved' },
  publication: { zh: '预算公开', en: 'Budget published' },
  monitoring: { zh: '绩效监控', en: 'Monitoring round' },
  selfEvaluation: { zh: '绩效自评', en: 'Self-evaluation' },
  closing: { zh: '年度结束', en: 'Year closed' },
};
