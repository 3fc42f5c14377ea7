import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Standing = AnswerOf<Routes['GET /uptime']>;
export type Watched = Standing['items'][number];
export type Incident = AnswerOf<Routes['GET /uptime/incidents/:id']>;
export type Maintenance = AnswerOf<Routes['GET /uptime/maintenance']>['items'][number];
export type Correction = AnswerOf<Routes['GET /uptime/corrections']>['items'][number];
export type Inspections = AnswerOf<Routes['GET /uptime/inspections']>;
export type PublicStatus = AnswerOf<Routes['GET /public/:jurisdiction/status']>;
export interface Dates {
  from: string;
  to: string;
}

const shared = { placeholderData: keepPreviousData, staleTime: 15_000 } as const;

export const standingQuery = (dates: Dates) =>
  queryOptions({
    ...shared,
    queryKey: ['uptime', 'standing', dates],
    refetchInterval: 60_000,
    queryFn: () => call('GET /uptime', { query: dates }),
  });
export const incidentsQuery = (dates: Dates) =>
  queryOptions({
    ...shared,
    queryKey: ['uptime', 'incidents', dates],
    queryFn: () => call('GET /uptime/incidents', { query: dates }),
  });
export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['uptime', 'incident', id],
    queryFn: () => call('GET /uptime/incidents/:id', { params: { id } }),
  });
export const maintenanceQuery = (dates: Dates) =>
  queryOptions({
    ...shared,
    queryKey: ['uptime', 'maintenance', dates],
    queryFn: () => call('GET /uptime/maintenance', { query: dates }),
  });
export const correctionsQuery = (dates: Dates) =>
  queryOptions({
    ...shared,
    queryKey: ['uptime', 'corrections', dates],
    queryFn: () => call('GET /uptime/corrections', { query: dates }),
  });
export const inspectionsQuery = (dates: Dates) =>
  queryOptions({
    ...shared,
    queryKey: ['uptime', 'inspections', dates],
    queryFn: () => call('GET /uptime/inspections', { query: dates }),
  });
/** The days alone: a year of sheets is not read for them. */
export const inspectionDaysQuery = (dates: Dates) =>
  queryOptions({
    ...shared,
    queryKey: ['uptime', 'inspectionDays', dates],
    queryFn: () => call('GET /uptime/inspections/days', { query: dates }),
  });
export const publicStatusQuery = (jurisdiction: string) =>
  queryOptions({
    queryKey: ['uptime', 'public', jurisdiction],
    refetchInterval: 60_000,
    queryFn: () => call('GET /public/:jurisdiction/status', { params: { jurisdiction } }),
  });

export const refreshUptime = () => queries.invalidateQueries({ queryKey: ['uptime'] });

type Answers = Record<string, unknown>;
type Seen = { id: string; version: number };

const opened = async (asked: Promise<unknown>) => {
  await asked;
  await refreshUptime();
};
// The form was drawn from the same shape that the server reads; what it holds is judged there.
const body = (answers: Answers) => answers as never;

export const reportFault = (answers: Answers, idempotencyKey: string) =>
  opened(call('POST /uptime/incidents', { body: body(answers), idempotencyKey }));
export const announce = (answers: Answers, idempotencyKey: string) =>
  opened(call('POST /uptime/maintenance', { body: body(answers), idempotencyKey }));
export const propose = (answers: Answers, idempotencyKey: string) =>
  opened(call('POST /uptime/corrections', { body: body(answers), idempotencyKey }));
export const inspect = (answers: Answers, idempotencyKey: string) =>
  opened(call('POST /uptime/inspections', { body: body(answers), idempotencyKey }));

const kinds = {
  incident: 'POST /uptime/incidents/:id/actions/:action',
  maintenance: 'POST /uptime/maintenance/:id/actions/:action',
  correction: 'POST /uptime/corrections/:id/actions/:action',
  inspection: 'POST /uptime/inspections/:id/actions/:action',
} as const;
export type Kind = keyof typeof kinds;

export const actOn = (kind: Kind, { id, version }: Seen, action: string, answers: Answers, idempotencyKey: string) =>
  opened(
    call(kinds[kind], { params: { id, action: action as never }, version, body: answers, idempotencyKey } as never),
  );
