import { call } from '../../api.ts';
import { languageNow } from '../../i18n/language.ts';
import { ApiProblem } from '../../request.ts';
import { meQuery, queries } from '../../session.ts';
import { accountsText } from './text.ts';

export async function signIn(username: string, password: string): Promise<void> {
  const me = await call('POST /session', { body: { username, password } });
  queries.clear();
  queries.setQueryData(meQuery.queryKey, me);
}

export async function changePassword(current: string, password: string): Promise<void> {
  await call('PUT /session/password', { body: { current, password } });
  await queries.invalidateQueries({ queryKey: meQuery.queryKey });
}

/** A failure in one sentence, with what would be right. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return accountsText[languageNow()].unreachable;
  return [error.detail, error.right, ...error.errors.map((one) => one.message)].filter(Boolean).join(' ');
}
