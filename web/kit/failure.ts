import { languageNow } from '../i18n/language.ts';
import { frameText } from '../i18n/text.ts';
import { ApiProblem, Unreachable } from '../request.ts';
import { toast } from './Toast.tsx';

const MOST = 3;

/** What a failed request says to the officer: what is wrong with what was typed, else the refusal and what would be right, else that no answer came. */
export function failureText(error: unknown): string {
  const t = frameText[languageNow()];
  if (error instanceof ApiProblem) {
    const faults = [...new Set(error.errors.map(({ message }) => message))].slice(0, MOST);
    return (faults.length > 0 ? faults : [error.detail, error.right]).filter(Boolean).join(' ');
  }
  return error instanceof Unreachable ? t.form.sendFailed : t.state.fault;
}

/** Says it at the foot of the page, where no form stands to say it. */
export const toastFailure = (error: unknown): void => toast(failureText(error), { look: 'overdue' });

/** Does something to a record as it was seen; where somebody was faster, it is read anew before the refusal is told. */
export async function onSeen<T>(doing: Promise<T>, refresh: () => Promise<unknown>): Promise<T> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 412) await refresh();
    throw error;
  }
}
