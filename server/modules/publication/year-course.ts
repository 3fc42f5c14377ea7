import type { BudgetRecord } from '../budget/procedures.ts';
import { dayNumber } from '../calendar/zone.ts';
import type { MonitoringRecord, SelfEvaluationRecord, TargetPlanRecord } from '../targets/procedures.ts';
import type { CourseStep } from './model.ts';
import type { PublicationRecord } from './procedures.ts';

/** `ahead`: its time has not come; `open`: to be done now; `late`: its day is past. */
export const courseStates = ['done', 'open', 'late', 'ahead'] as const;
export type CourseState = (typeof courseStates)[number];

export interface Course {
  step: CourseStep;
  state: CourseState;
  /** The cut-off of a round or an evaluation that is there already. */
  cutoff: string | null;
  doneOn: string | null;
  dueOn: string | null;
  /** Days left until it is due; negative when it is late. Null where nothing is owed. */
  daysLeft: number | null;
}

/** 年中监控 — the usual round is of the end of July and done within August (财预〔2019〕136号); districts differ. */
const MID_YEAR = { cutoff: '07-31', dueOn: '08-31' };

export interface YearRecords {
  year: number;
  budget: Pick<BudgetRecord, 'approvedOn' | 'publishDueOn'> | null;
  plan: Pick<TargetPlanRecord, 'state'> | null;
  /** The document in force; one that was withdrawn is none. */
  document: Pick<PublicationRecord, 'publishedOn'> | null;
  rounds: readonly Pick<MonitoringRecord, 'cutoff' | 'state'>[];
  /** Of the whole, not of single projects. */
  evaluations: readonly Pick<SelfEvaluationRecord, 'cutoff' | 'state'>[];
}

/** 年度日程 — what of a year is done, open, late or still ahead. `today` is local. */
export function courseOf(records: YearRecords, today: string): Course[] {
  const { year, budget, plan, document, rounds, evaluations } = records;
  const approved = budget?.approvedOn != null;
  const over = today > `${year}-12-31`;
  const step = (
    name: CourseStep,
    { done, begun, ...more }: { done: boolean; begun: boolean } & Partial<Pick<Course, 'cutoff' | 'doneOn' | 'dueOn'>>,
  ): Course => {
    const { cutoff = null, doneOn = null, dueOn = null } = more;
    const daysLeft = done || dueOn === null ? null : dayNumber(dueOn) - dayNumber(today);
    const waiting = begun ? 'open' : 'ahead';
    const state = done ? 'done' : daysLeft !== null && daysLeft < 0 ? 'late' : waiting;
    return { step: name, state, cutoff, doneOn, dueOn, daysLeft };
  };
  const published = document?.publishedOn ?? null;
  return [
    step('approval', { done: approved, begun: true, doneOn: budget?.approvedOn ?? null }),
    step('targets', { done: plan !== null && plan.state !== 'drafting', begun: true }),
    step('publication', {
      done: published !== null,
      begun: approved,
      doneOn: published,
      dueOn: budget?.publishDueOn ?? null,
    }),
    ...monitored(),
    ...evaluated(),
    step('closing', { done: plan?.state === 'closed', begun: over }),
  ];

  function monitored(): Course[] {
    const own = rounds.map(({ cutoff, state }) =>
      step('monitoring', { done: state === 'reviewed', begun: true, cutoff }),
    );
    if (own.length > 0 || !approved) return own;
    const begun = today > `${year}-${MID_YEAR.cutoff}`;
    return [step('monitoring', { done: false, begun, dueOn: `${year}-${MID_YEAR.dueOn}` })];
  }

  function evaluated(): Course[] {
    const own = evaluations.map(({ cutoff, state }) =>
      step('selfEvaluation', { done: state === 'reviewed', begun: true, cutoff }),
    );
    return own.length > 0 ? own : [step('selfEvaluation', { done: false, begun: over })];
  }
}
