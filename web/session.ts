import { QueryClient, useQuery } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from './api.ts';
import { ApiProblem } from './request.ts';

/** Who sits here: name, roles, what is permitted, and the jurisdiction. */
export type Me = AnswerOf<Contract<ApiRoutes>['GET /session']>;

/**
 * What was fetched stays half a minute and is asked again when the page is looked at; a refusal is never asked twice.
 * Network failures are tried again one layer below (`request.ts`).
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

export const meQuery = {
  queryKey: ['session'],
  staleTime: 300_000,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await call('GET /session');
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
};

/** The signed-in officer; only inside the frame, which shows nothing before it is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery, queries);
  if (!data) throw new Error('useMe outside the frame');
  return data;
}

/** True if the officer's role has the permission. The server decides anyway; the screens only leave out what it would refuse. */
export function mayOpen(me: Me, permission: string): boolean {
  return permission === 'signedIn' || me.permissions.includes(permission);
}

/** Where an officer must go before anything else is permitted; null if nothing stands in the way. */
export function detourOf(me: Me): '/password' | '/my-access' | null {
  if (me.mustChangePassword) return '/password';
  return me.factor.required && !me.factor.enrolled ? '/my-access' : null;
}

const DRAFTS = 'drumtower.draft.';

/** Under which name this browser keeps what an officer has typed but not sent. */
export function draftKey(what: string, accountId: string): string {
  return `${DRAFTS}${what}.${accountId}`;
}

/**
 * Forgets the officer, everything fetched for them, and their drafts: desks are shared. What was fetched is forgotten only
 * when no screen shows it any more.
 */
export async function leave(go: () => Promise<void>): Promise<void> {
  await call('DELETE /session');
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS)) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has no drafts.
  }
  await go();
  queries.clear();
}
