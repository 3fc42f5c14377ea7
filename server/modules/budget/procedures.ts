import type { Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import { invalidInput } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import { type AskedAdjustment, decided, openAdjustment, takesPaid, withAsked } from './adjustments.ts';
import { amendedNames, type BudgetInput, changedCells, inputFaults, laterFaults } from './checks/input.ts';
import { ISSUED_CODES } from './classification/data/codes.ts';
import { governmentFaults } from './classification/government.ts';
import type { CodeVersion } from './classification/model.ts';
import { budgetLifecycle } from './lifecycle.ts';
import type { Adjustment, IncomeLine, Line, MonthPlan, Project, Purchase, UnitFacts } from './model.ts';
import {
  type Booked,
  keyOf,
  publishDueOn,
  sum,
  totals,
  unexplained,
  unreviewed,
  withDeltas,
  withIncomeDeltas,
  withIncomes,
  withLines,
  withMonths,
  withPurchases,
} from './rules.ts';

/** What a form refers to, looked up by the command. */
export interface BudgetFacts extends Situation {
  /** Of a payment: the budget it is paid from. */
  budget?: BudgetRecord | null;
  /** Of a payment or an adjustment: what was paid from the budget before. */
  booked?: readonly Booked[];
  /** The codes as the district knows them; without them, as the house came with them. */
  versions?: readonly CodeVersion[];
  /** The local day. */
  today?: string;
}

export interface Budget {
  year: number;
  unit: UnitFacts;
  lines: Line[];
  incomes: IncomeLine[];
  projects: Project[];
  /** The lines as they were approved; null before. */
  approvedLines: Line[] | null;
  approvedOn: string | null;
  approvalDocument: string | null;
  publishDueOn: string | null;
  adjustments: Adjustment[];
  /** Absent as long as nobody has planned. */
  months?: MonthPlan[];
  purchases?: Purchase[];
  /** 政府预算支出经济分类 of lines for which it is not the usual one, by the line's key; absent where nobody has said any. */
  government?: Record<string, string>;
  /** Why lines count as personnel that usually do not, by the line's key; absent as long as nobody has said. */
  personnelReasons?: Record<string, string>;
  /** What codes are called that came with an amendment; absent as long as no line has one. */
  codeNames?: Record<string, string>;
}

function freezeBudget(
  record: BudgetRecord | null,
  name: string,
  input: Record<string, unknown>,
  { actor, versions = ISSUED_CODES, today }: BudgetFacts,
) {
  if (record === null) return {};
  const faults = [
    ...laterFaults(input, today),
    ...(name === 'mapLine'
      ? governmentFaults(record, input as unknown as Mapped, versions)
      : inputFaults(input, { year: record.year, versions, today: today ?? '' })),
  ];
  if (faults.length > 0) return invalidInput(faults);
  if (name === 'putProject') return { proposedBy: actor?.id ?? null };
  const names = amendedNames(input, { year: record.year, versions });
  return Object.keys(names).length > 0 ? { names } : {};
}

type Mapped = Parameters<typeof governmentFaults>[1];

/** Names that an entry has frozen, beside those that were known before. */
const named = ({ codeNames }: Budget, names: unknown) =>
  names === undefined ? {} : { codeNames: { ...codeNames, ...(names as Record<string, string>) } };

export const budgetProcedure: Procedure<typeof budgetLifecycle, Budget, BudgetFacts> = {
  lifecycle: budgetLifecycle,
  table: 'budget_year',
  freeze: freezeBudget,
  begin: ({ data: { input } }) => ({
    year: input.year,
    unit: input.unit,
    lines: [],
    incomes: [],
    projects: [],
    approvedLines: null,
    approvedOn: null,
    approvalDocument: null,
    publishDueOn: null,
    adjustments: [],
  }),
  change(budget, entry, { actorId }) {
    switch (entry.action) {
      case 'edit':
        return {
          lines: withLines(budget.lines, entry.data.input.lines),
          incomes: withIncomes(budget.incomes, entry.data.input.incomes),
          ...named(budget, entry.data.frozen.names),
        };
      case 'plan':
        return {
          months: withMonths(budget.months ?? [], entry.data.input.months),
          purchases: withPurchases(budget.purchases ?? [], entry.data.input.purchases),
        };
      case 'mapLine': {
        const { line, code } = entry.data.input;
        const { [keyOf(line)]: _, ...others } = budget.government ?? {};
        return { government: code === null ? others : { ...others, [keyOf(line)]: code } };
      }
      case 'explainLine': {
        const { line, reason } = entry.data.input;
        return { personnelReasons: { ...budget.personnelReasons, [keyOf(line)]: reason } };
      }
      case 'describe':
        return { unit: entry.data.input.unit };
      case 'putProject': {
        const { project } = entry.data.input;
        const { proposedBy } = entry.data.frozen;
        const put: Project = { reviewed: false, ...project, ...(typeof proposedBy === 'string' ? { proposedBy } : {}) };
        return { projects: [...budget.projects.filter(({ code }) => code !== project.code), put] };
      }
      case 'reviewProject': {
        const { code, passed, on, note } = entry.data.input;
        const review = { passed, by: actorId, on, note };
        return {
          projects: budget.projects.map((one) => (one.code === code ? { ...one, reviewed: passed, review } : one)),
        };
      }
      case 'removeProject':
        return { projects: budget.projects.filter(({ code }) => code !== entry.data.input.code) };
      case 'approveBudget': {
        const { approvedOn, document } = entry.data.input;
        return {
          approvedLines: budget.lines,
          approvedOn,
          approvalDocument: document,
          publishDueOn: publishDueOn(approvedOn),
        };
      }
      case 'askAdjustment':
        return {
          adjustments: withAsked(budget, entry.data.input, actorId),
          ...named(budget, entry.data.frozen.names),
        };
      case 'grantAdjustment':
        return {
          lines: withDeltas(budget.lines, openAdjustment(budget)?.deltas ?? []),
          incomes: withIncomeDeltas(budget.incomes, openAdjustment(budget)?.incomes ?? []),
          adjustments: decided(budget, 'granted', entry.data.input.on),
        };
      case 'refuseAdjustment':
        return { adjustments: decided(budget, 'refused', entry.data.input.on) };
      default:
        return {};
    }
  },
  relations: {},
  refusals: {
    empty: (budget) => budget.lines.length === 0,
    notBalanced: (budget) => totals(budget).income !== totals(budget).expenditure,
    cellChanged: (budget, _facts, input) => input !== null && changedCells(budget, input).length > 0,
    noSuchProject(budget, _facts, input) {
      const { lines = [], deltas = [], months = [], purchases = [] } = (input ?? {}) as BudgetInput;
      const codes = new Set(budget.projects.map(({ code }) => code));
      return [...lines, ...deltas, ...months, ...purchases].some(
        ({ projectCode }) => projectCode !== null && !codes.has(projectCode),
      );
    },
    notReviewed(budget, _facts, input) {
      const { deltas } = (input ?? {}) as BudgetInput;
      const asked = deltas ?? openAdjustment(budget)?.deltas ?? [];
      const missing = unreviewed(budget.projects, budget.state === 'approved' ? asked : budget.lines);
      return (
        missing.length > 0 && { zh: `缺评审：${missing.join('、')}。`, en: `To be reviewed: ${missing.join(', ')}.` }
      );
    },
    personnelUnexplained(budget, _facts, input) {
      const { deltas } = (input ?? {}) as BudgetInput;
      const missing = unexplained(budget.state === 'approved' ? (deltas ?? []) : budget.lines, budget.personnelReasons);
      const codes = [...new Set(missing.map(({ economicCode }) => economicCode))].join('、');
      return (
        missing.length > 0 && {
          zh: `${codes} 不属于 301、303 类，列入人员经费须说明理由。`,
          en: `${codes}: outside classes 301 and 303; say why it counts as personnel.`,
        }
      );
    },
    unknownProject: (budget, _facts, input) =>
      input !== null && !budget.projects.some(({ code }) => code === input.code),
    ownProject: (budget, { actor }, input) =>
      input !== null &&
      actor !== null &&
      budget.projects.some(({ code, proposedBy }) => code === input.code && proposedBy === actor.id),
    projectInUse({ lines, months = [], purchases = [] }, _facts, input) {
      return (
        input !== null && [...lines, ...months, ...purchases].some(({ projectCode }) => projectCode === input.code)
      );
    },
    belowZero(budget, _facts, input) {
      const { deltas = [], incomes = [] } = (input ?? {}) as AskedAdjustment;
      const after = [...withDeltas(budget.lines, deltas), ...withIncomeDeltas(budget.incomes, incomes)];
      return input !== null && after.some(({ fen }) => fen < 0);
    },
    belowPaid: (budget, { booked = [] }, input) => takesPaid(budget, booked, (input ?? {}) as AskedAdjustment),
    uneven(_budget, _facts, input) {
      const { deltas = [], incomes = [] } = (input ?? {}) as AskedAdjustment;
      return sum(deltas) !== sum(incomes);
    },
    noneAsked: (budget) => !openAdjustment(budget),
    oneAsked: (budget) => openAdjustment(budget) !== undefined,
    ownRequest: (budget, { actor }) => actor !== null && openAdjustment(budget)?.askedBy === actor.id,
  },
  maySee: (_budget, actor) => actor.permissions.has('budget.read'),
  columns: ({ year }) => ({ year }),
  cleaned: redact,
};
export type BudgetRecord = RecordOf<typeof budgetProcedure>;
