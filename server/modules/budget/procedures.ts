import type { Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import type { Fault, Refusal } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import { CODES } from '../disclosure/data/classification.ts';
import { budgetLifecycle, paymentLifecycle } from './lifecycle.ts';
import type { Adjustment, IncomeChange, IncomeLine, Line, LineChange, LineKey, Project, UnitFacts } from './model.ts';
import {
  type Booked,
  incomeKeyOf,
  keyFault,
  keyOf,
  leftOf,
  publishDueOn,
  totals,
  withDeltas,
  withIncomes,
  withLines,
} from './rules.ts';

/** What a form refers to, looked up by the command. */
export interface BudgetFacts extends Situation {
  /** Of a payment: the budget it is paid from, and what was paid from it before. */
  budget?: BudgetRecord | null;
  booked?: readonly Booked[];
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
}

const invalid = (faults: Fault[]): Refusal => ({
  refused: 'invalid',
  code: 'invalidInput',
  message: { zh: '有内容不符合要求，见 errors。', en: 'Some of the input is not right; see errors.' },
  faults,
});

/** A code of another year, or none at all, and lines that are two things at once. */
function lineFaults(lines: readonly LineKey[], year: number, path: string): Fault[] {
  return lines.flatMap((line, i) => {
    const faults: Fault[] = [];
    for (const field of ['functionCode', 'economicCode'] as const) {
      const fault = codeFault(line[field], year);
      if (fault) faults.push({ path: `${path}.${i}.${field}`, message: fault });
    }
    const fault = keyFault(line);
    if (fault) faults.push({ path: `${path}.${i}.${fault.path}`, message: { zh: fault.zh, en: fault.en } });
    return faults;
  });
}

const known = new Map(CODES.map((code) => [code.code, code]));

function codeFault(code: string, year: number) {
  const found = known.get(code);
  if (found && found.from <= year && (found.to === null || year <= found.to)) return null;
  const years = found ? `${found.from}–${found.to ?? ''}` : '';
  return found
    ? { zh: `科目 ${code} 只在 ${years} 年有效。`, en: `The code ${code} holds in ${years} only.` }
    : { zh: `${year} 年科目表里没有 ${code}。`, en: `The classification of ${year} has no ${code}.` };
}

type BudgetInput = { lines?: LineChange[]; incomes?: IncomeChange[]; deltas?: (LineKey & { fen: number })[] };

function freezeBudget(record: BudgetRecord | null, name: string, input: Record<string, unknown>) {
  if (record === null) return {};
  const { lines = [], incomes = [], deltas = [] } = input as BudgetInput;
  if (name === 'edit') {
    const faults = [
      ...lineFaults(lines, record.year, 'lines'),
      ...incomes.flatMap(({ functionCode }, i) => {
        const fault = codeFault(functionCode, record.year);
        return fault ? [{ path: `incomes.${i}.functionCode`, message: fault }] : [];
      }),
    ];
    if (faults.length > 0) return invalid(faults);
  }
  if (name === 'askAdjustment') {
    const faults = lineFaults(deltas, record.year, 'deltas');
    if (faults.length > 0) return invalid(faults);
  }
  return {};
}

/** Of all cells of a change, those that are not any more what its author saw. */
export function changedCells(budget: Pick<Budget, 'lines' | 'incomes'>, input: BudgetInput): string[] {
  const lines = new Map(budget.lines.map((line) => [keyOf(line), line.fen]));
  const incomes = new Map(budget.incomes.map((line) => [incomeKeyOf(line), line.fen]));
  return [
    ...(input.lines ?? []).filter((one) => (lines.get(keyOf(one)) ?? 0) !== one.was).map(keyOf),
    ...(input.incomes ?? []).filter((one) => (incomes.get(incomeKeyOf(one)) ?? 0) !== one.was).map(incomeKeyOf),
  ];
}

const openAdjustment = (budget: Budget) => budget.adjustments.find(({ state }) => state === 'asked');

const decided = (budget: Budget, state: 'granted' | 'refused', on: string): Adjustment[] =>
  budget.adjustments.map((one) => (one.state === 'asked' ? { ...one, state, on } : one));

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
        };
      case 'describe':
        return { unit: entry.data.input.unit };
      case 'putProject': {
        const { project } = entry.data.input;
        return { projects: [...budget.projects.filter(({ code }) => code !== project.code), project] };
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
      case 'askAdjustment': {
        const { reason, deltas } = entry.data.input;
        const number = budget.adjustments.length + 1;
        return {
          adjustments: [...budget.adjustments, { number, reason, askedBy: actorId, state: 'asked', on: null, deltas }],
        };
      }
      case 'grantAdjustment':
        return {
          lines: withDeltas(budget.lines, openAdjustment(budget)?.deltas ?? []),
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
      const { lines = [], deltas = [] } = (input ?? {}) as BudgetInput;
      const codes = new Set(budget.projects.map(({ code }) => code));
      return [...lines, ...deltas].some(({ projectCode }) => projectCode !== null && !codes.has(projectCode));
    },
    projectInUse: (budget, _facts, input) =>
      input !== null && budget.lines.some(({ projectCode }) => projectCode === input.code),
    belowZero: (budget, _facts, input) =>
      input !== null && withDeltas(budget.lines, (input as BudgetInput).deltas ?? []).some(({ fen }) => fen < 0),
    noneAsked: (budget) => !openAdjustment(budget),
    oneAsked: (budget) => openAdjustment(budget) !== undefined,
    ownRequest: (budget, { actor }) => actor !== null && openAdjustment(budget)?.askedBy === actor.id,
  },
  maySee: (_budget, actor) => actor.permissions.has('budget.read'),
  columns: ({ year }) => ({ year }),
  cleaned: redact,
};
export type BudgetRecord = RecordOf<typeof budgetProcedure>;

export interface Payment {
  budgetId: string;
  line: LineKey;
  fen: number;
  on: string;
  voucher: string;
  purpose: string;
  overrule: string;
  reversedOn: string | null;
}

export const paymentProcedure: Procedure<typeof paymentLifecycle, Payment, BudgetFacts> = {
  lifecycle: paymentLifecycle,
  table: 'budget_payment',
  freeze(record, _name, input, { budget, booked = [] }) {
    if (record !== null) return {};
    if (budget?.state !== 'approved')
      return {
        refused: 'conflict',
        code: 'budgetNotApproved',
        message: {
          zh: '只能从已批复、未决算的预算支付。',
          en: 'Money is paid from an approved budget that is not closed.',
        },
      };
    if (!String(input.on).startsWith(`${budget.year}-`))
      return invalid([
        {
          path: 'on',
          message: { zh: `支付日期须在 ${budget.year} 年内。`, en: `It must be paid within ${budget.year}.` },
        },
      ]);
    const left = leftOf(budget.lines, booked, input.line as LineKey);
    if (Number(input.fen) > left && input.overrule === '')
      return {
        refused: 'conflict',
        code: 'beyondBudget',
        message: {
          zh: `该科目余额 ${(left / 1_000_000).toFixed(2)} 万元，不足支付。`,
          en: `The line has ${(left / 1_000_000).toFixed(2)} 万元 left, which is not enough.`,
        },
        right: {
          zh: '先申请预算调整；确需支付的，写明超预算理由。',
          en: 'Ask for an adjustment first, or write why it must be paid all the same.',
        },
        facts: { leftFen: left },
      };
    return {};
  },
  begin: ({ data: { input } }) => ({ ...input, reversedOn: null }),
  change: (_payment, entry) => ({ reversedOn: entry.data.input.on }),
  relations: {},
  refusals: { beforePayment: (payment, _facts, input) => input !== null && String(input.on) < payment.on },
  maySee: (_payment, actor) => actor.permissions.has('budget.read'),
  columns: ({ budgetId, on }) => ({ budget_id: budgetId, paid_on: on }),
  cleaned: redact,
};
export type PaymentRecord = RecordOf<typeof paymentProcedure>;

/** A payment as it counts: money out on its day, and back on the day of its reversal. */
export function bookedOf(payments: readonly PaymentRecord[]): Booked[] {
  return payments.flatMap(({ line, fen, on, reversedOn }) => [
    { ...line, fen, on },
    ...(reversedOn === null ? [] : [{ ...line, fen: -fen, on: reversedOn }]),
  ]);
}
