import type { Words } from '../../kernel/words.ts';

/** How much a finding weighs: an error blocks publication, a warning wants a confirming note, an info is advice. */
export type Severity = 'error' | 'warning' | 'info';

/** What is wrong with the writing of an amount, though its value may be plain. */
export type AmountFault =
  | 'thousands'
  | 'fullWidth'
  | 'exponent'
  | 'decimals'
  | 'negative'
  | 'leadingZero'
  | 'tooLarge'
  | 'notNumber';

/** An amount as printed, and its value in 分 (fen). A blank cell has no value, which is not the value zero. */
export interface Amount {
  printed: string;
  fen: number | null;
  fault?: AmountFault;
}

/** Where a finding is: in words, in the source text, and in the JSON of the schema. */
export interface Place {
  what: string;
  lines: number[];
  pointer: string | null;
  phrase: string | null;
}

export interface Finding {
  rule: string;
  severity: Severity;
  at: Place;
  /** What stands in the document, what should stand there, and the difference, in the document's own unit. */
  printed: string | null;
  expected: string | null;
  difference: string | null;
  message: Words;
}

export interface SourceLine {
  n: number;
  t: string;
}

export interface TocEntry {
  line: number;
  level: 1 | 2;
  part: string;
  ordinal: string | null;
  titleZh: string;
  page: number;
}

export interface ListItem {
  line: number;
  ordinal: string;
  textZh: string;
}

export interface Column {
  key: string;
  labelZh: string;
  groupZh?: string;
  type: 'amount' | 'text';
}

export interface Row {
  line: number;
  side: 'income' | 'expenditure' | null;
  kind: 'total' | 'subtotal' | 'detail';
  ordinal: string | null;
  key: string;
  parentKey?: string | null;
  code: string | null;
  nameZh: string;
  labelPrinted?: string;
  cells: Record<string, Amount>;
}

export interface Table {
  id: string;
  ordinal: number;
  ordinalZh: string;
  key: string;
  nameZh: string;
  titlePrinted: string;
  titleLine: number;
  unitPrinted: string;
  unitLine: number;
  lines: [number, number];
  columns: Column[];
  rows: Row[];
  /** The sentence under an empty table. */
  statementZh: string | null;
  statementLine: number | null;
}

/** A figure of the situation text. Amounts carry fen, counts and percentages their printed value. */
export interface Fact {
  id: string;
  line: number;
  key: string;
  labelZh: string;
  printed: string;
  unitPrinted: string;
  kind: 'amount' | 'percent' | 'count';
  fen?: number | null;
  fault?: AmountFault;
  value?: number | string;
  functionCode?: string;
  changeZh?: string;
  reasonZh?: string;
  asOf?: string;
}

export type Operator = 'gte' | 'lte' | 'eq' | 'gt' | 'lt' | 'qualitative';

export interface Indicator {
  id: string;
  line: number;
  level1Zh: string;
  level2Zh: string;
  level3Zh: string;
  inherited: string[];
  targetPrinted: string;
  operatorPrinted: string;
  operator: Operator;
  /** A decimal in digits; empty when the target names no number. */
  target: string;
  unit: string;
  weight: string | null;
}

export interface OverallTargets {
  titleZh: string;
  line: number;
  funds: { total: Amount; project: Amount; basic: Amount };
  goals: { ordinal: string; titleZh: string }[];
  goalLines: number[];
  indicators: Indicator[];
}

export interface ProjectTargets {
  titlePrinted: string;
  line: number;
  nameZh: string;
  code: string | null;
  funds: { total: Amount; fiscal: Amount; other: Amount };
  overallGoalZh: string;
  overallGoalLine: number;
  indicators: Indicator[];
}

/** A printed number of something, in its order: a heading or an item of a list. */
export interface NumberedHeading {
  line: number;
  numberPrinted: string;
  titleZh: string;
}

/**
 * A department's budget as it is disclosed, whatever it was read from. The shape and the names are those of the
 * published schema, so that a JSON pointer means the same place in the file and here; only amounts are in fen.
 */
export interface DisclosureDocument {
  schemaVersion: string;
  document: {
    id: string;
    kind: 'departmentBudget' | 'unitBudget' | 'departmentFinalAccount' | 'unitFinalAccount';
    fiscalYear: number;
    attachmentLabel?: string | null;
    titlePrinted: string;
    titleZh: string;
    currency: { code: string; unitPrinted: string; unitFactor: number };
    approvalDate: string | null;
    publicationDate: string | null;
  };
  unit: {
    nameZh: string;
    shortNameZh?: string;
    districtZh: string;
    fundingNatureZh: string;
    staffInPost: number | null;
    staffQuota: number | null;
    internalDepartments: number | null;
    internalDepartmentsLabelZh?: string;
    subordinateUnits: number | null;
    functionCode: string;
    lines: number[];
  };
  toc: TocEntry[];
  overview: { duties: ListItem[]; tasksIntroLine: number; tasks: ListItem[] };
  tables: Table[];
  narrative: {
    facts: Fact[];
    personnelItems: { line: number; items: string[] };
    publicItems: { line: number; items: string[] };
    statements: { id: string; line: number; tableId: string | null; textZh: string }[];
    reasons: { line: number; textZh: string }[];
  };
  performance: { overall: OverallTargets | null; projects: ProjectTargets[]; headings: NumberedHeading[] };
  glossary: { terms: { line: number; ordinal: string; termZh: string }[] };
  /** The non-blank lines of the source text; empty when a document has none. */
  lines: SourceLine[];
}
