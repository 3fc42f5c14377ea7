import type { Entry } from '../../kernel/log.ts';
import type { BudgetInput } from './checks/input.ts';
import type { Adjustment, Project } from './model.ts';
import { incomeKeyOf, keyOf, monthKeyOf, purchaseKeyOf } from './rules.ts';

/** One cell before and after; named by its kind and its key, as `line 2010350 30101 …`. */
export interface CellChange {
  cell: string;
  was: number;
  fen: number;
}

/** One entry of a budget's log, as far as it concerns amounts. */
export interface HistoryItem {
  seq: number;
  at: string;
  action: string;
  actorId: string | null;
  /** Why, where it was asked. */
  reason: string;
  /** 项目 that was put forward, reviewed or removed, as it was called then. */
  project: { code: string; nameZh: string } | null;
  /** Of a review: whether the project passed, and on which day. */
  review: { passed: boolean; on: string } | null;
  cells: CellChange[];
}

type Asked = Pick<Adjustment, 'deltas' | 'incomes'>;
type Answers = BudgetInput & { reason?: string; note?: string; document?: string } & OfProject;
/** What the forms about a project ask. */
interface OfProject {
  project?: Pick<Project, 'code' | 'nameZh'>;
  code?: string;
  passed?: boolean;
  on?: string;
}

/** 沿革 — what each entry changed in which cell, or which project it was about, the latest first. A granted adjustment is shown by what it made of its lines. */
export function historyOf(
  entries: readonly Pick<Entry, 'seq' | 'at' | 'action' | 'actorId' | 'data'>[],
): HistoryItem[] {
  const amounts = new Map<string, number>();
  let asked: Asked = { deltas: [] };
  const items: HistoryItem[] = [];
  const names = new Map<string, string>();
  const cellsOf = (action: string, answers: Answers) => {
    if (action === 'grantAdjustment') return grantedCells(asked, amounts);
    return action === 'askAdjustment' ? [] : typedCells(answers);
  };
  for (const { seq, at, action, actorId, data } of entries) {
    const answers = ((data as { input?: Answers }).input ?? {}) as Answers;
    if (action === 'askAdjustment') asked = answers as Asked;
    const cells = cellsOf(action, answers);
    for (const { cell, fen } of cells) amounts.set(cell, fen);
    if (answers.project) names.set(answers.project.code, answers.project.nameZh);
    const code = OF_PROJECT.has(action) ? (answers.project?.code ?? answers.code) : undefined;
    const project = code === undefined ? null : { code, nameZh: names.get(code) ?? code };
    const { passed, on = '' } = answers;
    const review = action === 'reviewProject' && passed !== undefined ? { passed, on } : null;
    const reason = answers.reason ?? answers.note ?? answers.document ?? '';
    items.push({
      seq,
      at,
      action,
      actorId,
      reason,
      project,
      review,
      cells: cells.filter(({ was, fen }) => was !== fen),
    });
  }
  return items.reverse();
}

const OF_PROJECT: ReadonlySet<string> = new Set(['putProject', 'reviewProject', 'removeProject']);

function typedCells({ lines = [], incomes = [], months = [], purchases = [] }: BudgetInput): CellChange[] {
  const cell = (name: string, { was, fen }: { was: number; fen: number }) => ({ cell: name, was, fen });
  return [
    ...lines.map((one) => cell(`line ${keyOf(one)}`, one)),
    ...incomes.map((one) => cell(`income ${incomeKeyOf(one)}`, one)),
    ...months.map((one) => cell(`month ${monthKeyOf(one)}`, one)),
    ...purchases.map((one) => cell(`purchase ${purchaseKeyOf(one)}`, one)),
  ];
}

function grantedCells({ deltas, incomes = [] }: Asked, amounts: Map<string, number>): CellChange[] {
  const before = new Map(amounts);
  const touched = new Set<string>();
  const moved = [
    ...deltas.map((one) => ({ cell: `line ${keyOf(one)}`, fen: one.fen })),
    ...incomes.map((one) => ({ cell: `income ${incomeKeyOf(one)}`, fen: one.fen })),
  ];
  for (const { cell, fen } of moved) {
    touched.add(cell);
    amounts.set(cell, (amounts.get(cell) ?? 0) + fen);
  }
  return [...touched].map((cell) => ({ cell, was: before.get(cell) ?? 0, fen: amounts.get(cell) ?? 0 }));
}
