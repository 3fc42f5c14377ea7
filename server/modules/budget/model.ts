/** 资金性质 — where the money of a line comes from. */
export const fundTypes = ['generalPublicBudget', 'governmentFund', 'stateCapital', 'other'] as const;
export type FundType = (typeof fundTypes)[number];

/** 收入来源 — the ten sources of the published income table, in its order. */
export const incomeSources = [
  'generalPublicBudget',
  'governmentFund',
  'stateCapital',
  'fiscalSpecialAccount',
  'institutionOperating',
  'institutionBusiness',
  'superiorSubsidy',
  'affiliateRemittance',
  'other',
  'priorYearCarryover',
] as const;
export type IncomeSource = (typeof incomeSources)[number];

/** 支出性质 */
export const lineKinds = ['basic', 'project', 'institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'] as const;
export type LineKind = (typeof lineKinds)[number];

/** 人员经费、公用经费 — of basic expenditure only. */
export const lineRoles = ['personnel', 'public'] as const;
export type LineRole = (typeof lineRoles)[number];

export const procurementKinds = ['goods', 'works', 'services'] as const;
export type ProcurementKind = (typeof procurementKinds)[number];

/** What one amount of expenditure is for. Two lines never agree in all of it. */
export interface LineKey {
  /** 支出功能分类, 项: seven digits. */
  functionCode: string;
  /** 部门预算支出经济分类, 款: five digits. */
  economicCode: string;
  fund: FundType;
  kind: LineKind;
  /** Null unless basic. */
  role: LineRole | null;
  /** Code of the project; null unless project expenditure. */
  projectCode: string | null;
}

/** One line of the budget; money in whole fen, never rounded. */
export interface Line extends LineKey {
  fen: number;
}

export interface IncomeLine {
  functionCode: string;
  source: IncomeSource;
  fen: number;
}

export const projectCategories = ['personnel', 'operation', 'purpose'] as const;
/** 人员类、运转类、特定目标类. */
export type ProjectCategory = (typeof projectCategories)[number];

/** 项目库 — a project that money may be given to. */
export interface Project {
  code: string;
  nameZh: string;
  category: ProjectCategory;
  basis: string;
  goalZh: string;
  /** First and last year in which it runs; null where nobody has said. */
  firstYear?: number | null;
  lastYear?: number | null;
  /** 责任处室 or person. */
  ownerZh?: string;
  /** 已评审 — somebody else than who put it forward has agreed; without that its money cannot be submitted. */
  reviewed: boolean;
  proposedBy?: string;
  /** The last review, also one that was refused. */
  review?: { passed: boolean; by: string | null; on: string; note: string };
}

/** 用款计划 — how much of the basic or a project's expenditure is to be paid in a month, 1–12. */
export interface MonthKey {
  kind: LineKind;
  role: LineRole | null;
  projectCode: string | null;
  month: number;
}
export interface MonthPlan extends MonthKey {
  fen: number;
}

/** 政府采购预算 — one thing to be bought, of which line's money it is, and whether goods, works or services. */
export interface PurchaseKey {
  purchase: ProcurementKind;
  economicCode: string;
  /** Null where it is basic expenditure. */
  projectCode: string | null;
  item: string;
}
export interface Purchase extends PurchaseKey {
  fen: number;
}

export const unitKinds = ['administrative', 'civilServiceManaged', 'institution'] as const;
/** 行政单位、参公管理单位、事业单位: decides whether there is 机关运行经费 at all. */
export type BudgetUnitKind = (typeof unitKinds)[number];

export const vehicleKinds = ['ministerial', 'confidential', 'emergency', 'lawEnforcement', 'special', 'other'] as const;
/** 省部级领导干部、机要通信、应急保障、执法执勤、特种专业技术、其他用车. */
export type VehicleKind = (typeof vehicleKinds)[number];

export const visitCounts = [
  'overseasTrips',
  'overseasPersons',
  'receptions',
  'receptionPersons',
  'vehiclesBought',
  'vehiclesKept',
] as const;
/** 因公出国团组、人次, 公务接待批次、人次, 公务用车购置数、保有量. */
export type VisitCount = (typeof visitCounts)[number];

/** What the situation text says of the unit; counts, and figures of the year before. */
export interface UnitFacts {
  nameZh: string;
  shortNameZh: string;
  districtZh: string;
  kind: BudgetUnitKind;
  fundingNatureZh: string;
  staffInPost: number | null;
  staffQuota: number | null;
  internalDepartments: number | null;
  subordinateUnits: number | null;
  procurement: Record<ProcurementKind, number>;
  vehicles: Record<VehicleKind, number>;
  equipment: { over500k: number; over1m: number; plannedVehicles: number; planned500k: number; planned1m: number };
  /** 三公 in counts; absent as long as nobody has entered them. */
  visits?: Record<VisitCount, number>;
  /** 三公 of the year before, and its total, in fen; null where nobody has entered it. */
  prior: {
    totalFen: number | null;
    /** 一般公共预算拨款支出; may be left out where no other money is spent, for then it is the total. */
    generalFen?: number | null;
    /** 机关运行经费; left out, nothing is said of how it moved. */
    agencyFen?: number | null;
    overseasFen: number | null;
    receptionFen: number | null;
    vehiclePurchaseFen: number | null;
    vehicleRunningFen: number | null;
  };
  /** Why a figure moved, by the figure's key. */
  reasons: Record<string, string>;
}

/** 调剂、追加 — a change of an approved budget, by lines; what was approved before stands. */
export interface Adjustment {
  number: number;
  reason: string;
  askedBy: string | null;
  state: 'asked' | 'granted' | 'refused';
  /** Local date of the decision. */
  on: string | null;
  deltas: (LineKey & { fen: number })[];
  /** What comes in more or less; absent where money only moves between lines. */
  incomes?: IncomeLine[];
}

/** One cell that somebody changes: what he saw there, and what shall stand there. */
export interface LineChange extends LineKey {
  was: number;
  fen: number;
}

export interface IncomeChange {
  functionCode: string;
  source: IncomeSource;
  was: number;
  fen: number;
}

export interface MonthChange extends MonthKey {
  was: number;
  fen: number;
}

export interface PurchaseChange extends PurchaseKey {
  was: number;
  fen: number;
}
