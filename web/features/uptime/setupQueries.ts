import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { type Inspections, refreshUptime, type Standing } from './queries.ts';

type Routes = Contract<ApiRoutes>;
export type Subject = AnswerOf<Routes['PATCH /uptime/subjects/:id']>;
export type Probe = AnswerOf<Routes['PATCH /uptime/probes/:id']>;
export type Room = Inspections['rooms'][number];
export type WatchedProbe = Standing['items'][number]['probes'][number];

type Answers = Readonly<Record<string, unknown>>;
type Seen = { id: string; version: number };

async function told<T>(asked: Promise<T>): Promise<T> {
  const answer = await asked;
  await refreshUptime();
  return answer;
}
// The forms are drawn from the shapes that the server reads; what they hold is judged there.
const body = (answers: Answers) => answers as never;

export const addSubject = (answers: Answers, idempotencyKey: string) =>
  told(call('POST /uptime/subjects', { body: body(answers), idempotencyKey }));
export const changeSubject = ({ id, version }: Seen, answers: Answers, idempotencyKey: string) =>
  told(call('PATCH /uptime/subjects/:id', { params: { id }, version, body: body(answers), idempotencyKey }));
export const addProbe = (answers: Answers, idempotencyKey: string) =>
  told(call('POST /uptime/probes', { body: body(answers), idempotencyKey }));
export const changeProbe = ({ id, version }: Seen, answers: Answers, idempotencyKey: string) =>
  told(call('PATCH /uptime/probes/:id', { params: { id }, version, body: body(answers), idempotencyKey }));
export const renewWord = (id: string) => told(call('POST /uptime/probes/:id/word', { params: { id } }));
export const addRoom = (answers: Answers, idempotencyKey: string) =>
  told(call('POST /uptime/rooms', { body: body(answers), idempotencyKey }));
export const changeRoom = ({ id, version }: Seen, answers: Answers, idempotencyKey: string) =>
  told(call('PATCH /uptime/rooms/:id', { params: { id }, version, body: body(answers), idempotencyKey }));
/** One look, now; nothing is counted from it. */
export const tryLook = (probe: Answers) => call('POST /uptime/looks', { body: body(probe) });
