/** 支出功能分类、部门预算支出经济分类、政府预算支出经济分类、资金性质. */
export const schemes = ['functional', 'departmentEconomic', 'governmentEconomic', 'fund'] as const;
export type Scheme = (typeof schemes)[number];

/** 科目的一个版本 — what a code is called, from one local day to another; open where it still holds. */
export interface CodeVersion {
  scheme: Scheme;
  code: string;
  nameZh: string;
  from: string;
  to: string | null;
  /** The document that says so. */
  source: string;
  /** The amendment that brought it; null for what the house came with. */
  amendmentId: string | null;
}

/** 科目调整 — from a day on a code is called so, or (without a name) is not in use any more. */
export interface Amendment {
  scheme: Scheme;
  code: string;
  nameZh: string | null;
  from: string;
  to: string | null;
  source: string;
}

/** What became of a code between two days. */
export interface CodeChange {
  scheme: Scheme;
  code: string;
  before: string | null;
  after: string | null;
}
