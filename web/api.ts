import type { ApiRoutes } from '../server/app.ts';
import type { Caller } from './contract.ts';
import { languageNow, localeOf } from './i18n/language.ts';
import { setServerAhead } from './kit/now.ts';
import { type Line, send } from './request.ts';

export type { AnswerOf, Contract } from './contract.ts';
export type { ApiRoutes };

const line: Line = {
  origin: '',
  language: () => localeOf(languageNow()),
  retryAfterMs: [400, 1500, 4000],
  onSignedOut: () => {
    for (const listener of signedOut) listener();
  },
  onServerTime: setServerAhead,
};

const signedOut = new Set<() => void>();

/** Calls the listener when the server no longer knows the session. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/**
 * Asks the server: `call('POST /cases/:id/actions/:action', { params: { id, action }, body, version })`.
 * Throws `ApiProblem` for a refusal and `Unreachable` when no answer came.
 */
export const call = ((key: string, asked?: object) => send(line, key, asked)) as Caller<ApiRoutes>;
