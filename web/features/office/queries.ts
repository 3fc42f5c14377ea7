import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Task = AnswerOf<Routes['GET /tasks/:id']>;
export type Meeting = AnswerOf<Routes['GET /meetings/:id']>;
/** As a line of a list: without what may be done with it. */
export type TaskLine = AnswerOf<Routes['GET /tasks']>['items'][number];
export type MeetingLine = AnswerOf<Routes['GET /meetings']>['items'][number];
export type Figures = AnswerOf<Routes['GET /office/figures']>;
export interface Dates {
  from: string;
  to: string;
}

export const unitsQuery = queryOptions({
  queryKey: ['units', 'list', {}],
  queryFn: async () => (await call('GET /units', { query: { limit: 1000 } })).items,
});
export const officersQuery = queryOptions({
  queryKey: ['officers', 'all'],
  staleTime: 300_000,
  queryFn: async () => (await call('GET /officers', { query: { limit: 1000 } })).items,
});
/** Found by a part of the name, or by the beginning of its pinyin or initials. */
export const officersByTextQuery = (text: string) =>
  queryOptions({
    queryKey: ['officers', text],
    queryFn: async () =>
      (await call('GET /officers', { query: { limit: 12, ...(text ? { query: text } : {}) } })).items,
  });
export const tasksQuery = (wanted: Partial<Dates> & { by?: 'due' | 'setUp'; open?: 'true' }) =>
  queryOptions({
    queryKey: ['office', 'tasks', wanted],
    queryFn: async () => (await call('GET /tasks', { query: wanted })).items,
    placeholderData: keepPreviousData,
  });
export const taskQuery = (id: string) =>
  queryOptions({ queryKey: ['office', 'task', id], queryFn: () => call('GET /tasks/:id', { params: { id } }) });
export const templatesQuery = queryOptions({
  queryKey: ['office', 'templates'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await call('GET /tasks/templates')).items,
});
export const meetingsQuery = (dates: Dates & { project?: string }) =>
  queryOptions({
    queryKey: ['office', 'meetings', dates],
    queryFn: async () => (await call('GET /meetings', { query: dates })).items,
    placeholderData: keepPreviousData,
  });
export const meetingQuery = (id: string) =>
  queryOptions({ queryKey: ['office', 'meeting', id], queryFn: () => call('GET /meetings/:id', { params: { id } }) });
export const figuresQuery = (dates: Dates) =>
  queryOptions({
    queryKey: ['office', 'figures', dates],
    queryFn: () => call('GET /office/figures', { query: dates }),
  });

export const tasksOfMeetingQuery = (meetingId: string) =>
  queryOptions({
    queryKey: ['office', 'tasksOfMeeting', meetingId],
    queryFn: async () => (await call('GET /tasks', { query: { meetingId } })).items,
  });
export const historyQuery = (of: 'tasks' | 'meetings', id: string) =>
  queryOptions({
    queryKey: ['office', 'history', of, id],
    queryFn: () =>
      of === 'tasks'
        ? call('GET /tasks/:id/history', { params: { id } })
        : call('GET /meetings/:id/history', { params: { id } }),
  });

/** A case as far as an officer who may read it needs to recognise it. */
export const caseNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['office', 'case', id],
    retry: false,
    queryFn: () => call('GET /cases/:id', { params: { id } }),
  });
export const casesByTextQuery = (text: string) =>
  queryOptions({
    queryKey: ['office', 'cases', text],
    queryFn: async () =>
      (await call('GET /cases', { query: { text, open: 'true', order: 'newest', limit: 12 } })).cases,
  });

/** 召开会议次数 as the approved plan of a year promises it of all meetings; null where it does not. */
export const meetingTargetQuery = (year: number) =>
  queryOptions({
    queryKey: ['office', 'meetingTarget', year],
    staleTime: 300_000,
    queryFn: async () => {
      const { items } = await call('GET /targets/plans');
      const plan = items.find((one) => one.year === year && one.state !== 'drafting');
      return (
        plan?.indicators.find(({ metric, choice }) => metric === 'meeting.heldCount' && choice === 'all')
          ?.targetPrinted ?? null
      );
    },
  });

/** Uploads photos and papers; their ids go with the next action. */
export async function uploadEvidence(files: readonly File[]) {
  const answer = await call('POST /tasks/evidence', {
    files: files.map((file) => ({ field: 'evidence', file, name: file.name })),
  });
  return answer.files;
}
export const evidenceAddress = (taskId: string, id: string) => `/api/tasks/${taskId}/evidence/${id}`;

export const refreshOffice = () => queries.invalidateQueries({ queryKey: ['office'] });
type Answers = Record<string, unknown>;
type Seen = { id: string; version: number };

async function told<T>(asked: Promise<T>): Promise<T> {
  const answer = await asked;
  await refreshOffice();
  return answer;
}

// The forms were drawn from the shapes that the server reads; what they hold is judged there.
export const setUpTask = (answers: Answers, idempotencyKey: string) =>
  told(call('POST /tasks', { body: answers as never, idempotencyKey }));
export const planMeeting = (answers: Answers, idempotencyKey: string) =>
  told(call('POST /meetings', { body: answers as never, idempotencyKey }));
export const actOnTask = ({ id, version }: Seen, action: string, body: Answers, idempotencyKey: string) =>
  told(
    call('POST /tasks/:id/actions/:action', {
      params: { id, action: action as never },
      version,
      body,
      idempotencyKey,
    }),
  );
export const actOnMeeting = ({ id, version }: Seen, action: string, body: Answers, idempotencyKey: string) =>
  told(
    call('POST /meetings/:id/actions/:action', {
      params: { id, action: action as never },
      version,
      body,
      idempotencyKey,
    }),
  );
