import type { Column } from '../model.ts';

/** A column of a table of the form; `group` is the heading above several. */
export type ColumnForm = Column;

/** A row whose words the form gives; the others are rows of codes. */
export interface RowForm {
  key: string;
  nameZh: string;
  side: 'income' | 'expenditure' | null;
  kind: 'total' | 'subtotal' | 'detail';
  ordinal: string | null;
  code: string | null;
  parentKey?: string | null;
  /** As the form prints it, with its number and 其中. */
  label: string;
  /** In a list: which figure of the document it prints; otherwise that of the three public expenses by its key. */
  figure?: string;
}

export interface TableForm {
  key: string;
  nameZh: string;
  /**
   * How its rows are laid out: two `sides` next to each other, rows of `codes`, a plain `list`, or a `catalogue` of
   * written entries.
   */
  layout: 'sides' | 'codes' | 'list' | 'catalogue';
  /** Which codes its rows carry. */
  codes?: 'functional' | 'economicClass' | 'economicItem';
  header: string[][];
  columns: ColumnForm[];
  rows: RowForm[];
  /** The sentence under it when it is empty; none where the form has no such sentence. */
  emptySentence: string | null;
  /** The required content it is, by the rules of completeness. */
  content: string;
}

export interface SectionForm {
  key: string;
  level: 'part' | 'section' | 'subsection' | 'point';
  titleZh: string;
}

export interface SentenceForm {
  section: string;
  text: string;
  /** Written once for each of several things. */
  repeats?: boolean;
  /** A document may go without it. */
  optional?: boolean;
  /** It says of a table, or of the whole, that there is nothing. */
  statement?: { id: string; tableId: string | null };
}

export interface FactForm {
  id: string;
  labelZh: string;
  kind: 'amount' | 'percent' | 'count';
  unit?: string;
}

/** What a province prescribes for a disclosure: headings, tables, sentences, explained terms. */
export interface Template {
  id: string;
  nameZh: string;
  nameEn: string;
  sections: SectionForm[];
  tables: TableForm[];
  sentences: SentenceForm[];
  facts: Readonly<Record<string, FactForm>>;
  /** Each explained term, and the wordings in use. */
  glossary: { termZh: string; wordings: string[] }[];
  /** Terms that want an explanation wherever they are used. */
  terms: string[];
  unitTable: string[];
  targets: { overall: string[]; project: string[] };
}
