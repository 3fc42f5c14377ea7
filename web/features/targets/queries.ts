import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { onSeen } from '../../kit/failure.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Board = AnswerOf<Routes['GET /targets/years/:year']>;
export type BoardLine = Board['lines'][number];
export type Plan = AnswerOf<Routes['GET /targets/plans/:id']>;
export type PlanFault = Plan['faults'][number];
export type Metric = AnswerOf<Routes['GET /targets/metrics']>['items'][number];
export type Round = AnswerOf<Routes['GET /targets/rounds']>['items'][number];
export type Evaluation = AnswerOf<Routes['GET /targets/evaluations']>['items'][number];
export type Assessment = AnswerOf<Routes['GET /targets/assessments']>['items'][number];
export type Report = AnswerOf<Routes['GET /targets/plans/:id/report']>;
export type Indicator = Plan['indicators'][number];

export const usePlans = () =>
  useQuery({ queryKey: ['targets', 'plans'], queryFn: ({ signal }) => call('GET /targets/plans', { signal }) });

export const useMetrics = () =>
  useQuery({
    queryKey: ['targets', 'metrics'],
    staleTime: 600_000,
    queryFn: ({ signal }) => call('GET /targets/metrics', { signal }),
  });

export const useBoard = (year: number | undefined) =>
  useQuery({
    enabled: year !== undefined,
    queryKey: ['targets', 'board', year],
    queryFn: ({ signal }) => call('GET /targets/years/:year', { params: { year: year ?? 0 }, query: {}, signal }),
    placeholderData: keepPreviousData,
  });

export const useHotlineCases = (year: number, indicatorId: string) =>
  useQuery({
    queryKey: ['targets', 'cases', year, indicatorId],
    queryFn: ({ signal }) =>
      call('GET /targets/years/:year/indicators/:indicatorId/cases', {
        params: { year, indicatorId },
        query: { part: 'missed', limit: 50 },
        signal,
      }),
  });

export const useRounds = () =>
  useQuery({ queryKey: ['targets', 'rounds'], queryFn: ({ signal }) => call('GET /targets/rounds', { signal }) });

export const useEvaluations = () =>
  useQuery({
    queryKey: ['targets', 'evaluations'],
    queryFn: ({ signal }) => call('GET /targets/evaluations', { signal }),
  });

export const refreshTargets = () => queries.invalidateQueries({ queryKey: ['targets'] });

async function told<T>(asked: Promise<T>): Promise<void> {
  await onSeen(asked, refreshTargets);
  await refreshTargets();
}

export type Content = Pick<Plan, 'staffInPost' | 'projects' | 'goals'> & {
  indicators: Omit<Indicator, 'operator' | 'target' | 'unit' | 'metricVersion' | 'wording'>[];
};

/** What is wrong with a plan as it stands in the form. */
export const useFaults = (year: number, content: Content, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: ['targets', 'check', year, content],
    queryFn: ({ signal }) => call('POST /targets/check', { body: { year, ...content }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export async function actOnPlan(plan: Plan, action: string, body: Record<string, unknown>, idempotencyKey: string) {
  const params = { id: plan.id, action: action as 'writePlan' };
  await told(call('POST /targets/plans/:id/actions/:action', { params, version: plan.version, body, idempotencyKey }));
}

export async function actOnRound(round: Round, action: string, body: Record<string, unknown>, idempotencyKey: string) {
  const params = { id: round.id, action: action as 'explain' };
  await told(
    call('POST /targets/rounds/:id/actions/:action', { params, version: round.version, body, idempotencyKey }),
  );
}

export async function actOnEvaluation(
  evaluation: Evaluation,
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
) {
  const params = { id: evaluation.id, action: action as 'explain' };
  const { version } = evaluation;
  await told(call('POST /targets/evaluations/:id/actions/:action', { params, version, body, idempotencyKey }));
}

export async function openRound(planId: string, cutoff: string, idempotencyKey: string) {
  await told(call('POST /targets/rounds', { body: { planId, cutoff }, idempotencyKey }));
}

export async function openEvaluation(planId: string, scope: string, cutoff: string, idempotencyKey: string) {
  await told(call('POST /targets/evaluations', { body: { planId, scope, cutoff }, idempotencyKey }));
}

export async function draftPlan(year: number, idempotencyKey: string) {
  await told(call('POST /targets/plans', { body: { year }, idempotencyKey }));
}

export const useAssessments = (year: number) =>
  useQuery({
    queryKey: ['targets', 'assessments', year],
    queryFn: ({ signal }) => call('GET /targets/assessments', { query: { year }, signal }),
  });

export const useReport = (id: string) =>
  useQuery({
    queryKey: ['targets', 'report', id],
    queryFn: ({ signal }) => call('GET /targets/plans/:id/report', { params: { id }, signal }),
  });

export async function recordAssessment(body: Record<string, unknown>, idempotencyKey: string) {
  await told(call('POST /targets/assessments', { body: body as never, idempotencyKey }));
}

export async function actOnAssessment(
  one: Assessment,
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
) {
  const params = { id: one.id, action: action as 'confirmAssessment' };
  await told(
    call('POST /targets/assessments/:id/actions/:action', { params, version: one.version, body, idempotencyKey }),
  );
}
