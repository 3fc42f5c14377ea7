import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Words } from '../../../server/kernel/words.ts';
import type { AuditAction } from '../../../server/modules/accounts/model.ts';
import type { Oddity } from '../../../server/modules/accounts/notices.ts';
import type { Role } from '../../../server/modules/accounts/roles.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { languageNow } from '../../i18n/language.ts';
import { ApiProblem, queryText } from '../../request.ts';
import { type Me, meQuery, queries } from '../../session.ts';
import { operationsOf } from './permissions.ts';
import { accountsText } from './text.ts';

/** Proves name and password; `code` if the account has a second factor, whose code is still to come. */
export async function signIn(username: string, password: string): Promise<'in' | 'code'> {
  const answer = await call('POST /session', { body: { username, password } });
  if ('awaits' in answer) return 'code';
  enter(answer);
  return 'in';
}

export async function finishSignIn(code: string): Promise<void> {
  enter(await call('POST /session/code', { body: { code } }));
}

function enter(me: Me): void {
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

type Routes = Contract<ApiRoutes>;
export type Account = AnswerOf<Routes['GET /accounts/:id']>;
export type AuditLine = AnswerOf<Routes['GET /audit']>['items'][number];
export type LookLine = AnswerOf<Routes['GET /looks']>['items'][number];
export type Notice = AnswerOf<Routes['GET /session/notices']>['items'][number];
export type OddSignIn = AnswerOf<Routes['GET /sign-ins/odd']>['items'][number];
export type Session = AnswerOf<Routes['GET /sessions']>['items'][number];
export type Token = AnswerOf<Routes['GET /tokens']>['items'][number];
export type Unit = AnswerOf<Routes['GET /units']>['items'][number];

export interface PeopleFilter {
  query?: string | undefined;
  role?: Role | undefined;
  unitId?: string | undefined;
  active?: 'true' | 'false' | undefined;
}

const PAGE = 100;

export function peopleQuery(filter: PeopleFilter) {
  return infiniteQueryOptions({
    queryKey: ['accounts', 'list', filter],
    queryFn: ({ pageParam }) => call('GET /accounts', { query: { ...filter, limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', 'one', id],
    queryFn: () => call('GET /accounts/:id', { params: { id } }),
  });
}

/** Reads an account past what is remembered, and remembers it. */
export function readAccount(id: string): Promise<Account> {
  return queries.fetchQuery({ ...accountQuery(id), staleTime: 0 });
}

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  staleTime: 300_000,
  queryFn: async () => (await call('GET /units', { query: { limit: 1000 } })).items,
});

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await call('GET /roles')).items,
});

/** People whose name or pinyin initials begin so, for filters by person. */
export function officersQuery(text: string) {
  return queryOptions({
    queryKey: ['officers', text],
    queryFn: async () => (await call('GET /officers', { query: { query: text, limit: 12 } })).items,
    placeholderData: keepPreviousData,
  });
}

function remember(account: Account): Account {
  queries.setQueryData(accountQuery(account.id).queryKey, account);
  void queries.invalidateQueries({ queryKey: ['accounts', 'list'] });
  return account;
}

export async function openAccount(
  body: { username: string; name: string; unitId: string | null },
  idempotencyKey: string,
) {
  const { password, ...account } = await call('POST /accounts', { body, idempotencyKey });
  remember(account);
  return { account, password };
}

export type AccountChange = Partial<Pick<Account, 'name' | 'unitId' | 'active'>>;

export async function changeAccount(id: string, version: number, body: AccountChange): Promise<Account> {
  return remember(await call('PATCH /accounts/:id', { params: { id }, version, body }));
}

export async function grantRoles(id: string, version: number, roles: Role[]): Promise<Account> {
  return remember(await call('PUT /accounts/:id/roles', { params: { id }, version, body: { roles } }));
}

export async function resetPassword(id: string, version: number): Promise<string | null> {
  const { password } = await call('POST /accounts/:id/password-reset', { params: { id }, version });
  remember(await readAccount(id));
  void queries.invalidateQueries({ queryKey: ['access', id] });
  return password;
}

export function accessQuery(id: string) {
  return queryOptions({
    queryKey: ['access', id],
    queryFn: () => call('GET /accounts/:id/access', { params: { id } }),
  });
}

export async function endAccess(id: string): Promise<number> {
  const { ended } = await call('DELETE /accounts/:id/sessions', { params: { id } });
  await queries.invalidateQueries({ queryKey: ['access', id] });
  return ended;
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await call('GET /sessions')).items,
});

export async function endSession(id: string): Promise<void> {
  await call('DELETE /sessions/:id', { params: { id } });
  await Promise.all(
    [sessionsQuery.queryKey, noticesQuery.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })),
  );
}

/** Ends every session, this one too. What was fetched is forgotten only when no screen shows it any more. */
export async function endAllSessions(leave: () => Promise<void>): Promise<void> {
  await call('DELETE /sessions');
  await leave();
  queries.clear();
}

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: () => call('GET /session/notices'),
});

export function oddSignInsQuery(filter: { accountId?: string | undefined; oddity?: Oddity | undefined }) {
  return infiniteQueryOptions({
    queryKey: ['oddSignIns', filter],
    queryFn: ({ pageParam }) => call('GET /sign-ins/odd', { query: { ...filter, limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export const factorQuery = queryOptions({
  queryKey: ['factor'],
  queryFn: () => call('GET /session/factor'),
});

export interface OwnerProof {
  password: string;
  /** Where a second factor is enrolled already. */
  code?: string;
}

/** Shows a new key; nothing has changed until it is confirmed. */
export function beginEnrolment(body: OwnerProof) {
  return call('POST /session/factor', { body });
}

/** Takes the key into use and gives the recovery codes, which are never told again. */
export async function confirmEnrolment(code: string): Promise<string[]> {
  const { recoveryCodes } = await call('PUT /session/factor', { body: { code } });
  await rereadFactor();
  return recoveryCodes;
}

export async function giveUpFactor(body: Required<OwnerProof>): Promise<void> {
  await call('DELETE /session/factor', { body });
  await rereadFactor();
}

async function rereadFactor(): Promise<void> {
  await Promise.all(
    [meQuery.queryKey, factorQuery.queryKey, sessionsQuery.queryKey, noticesQuery.queryKey].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}

export async function resetFactor(id: string, version: number): Promise<void> {
  await call('DELETE /accounts/:id/factor', { params: { id }, version });
  remember(await readAccount(id));
  void queries.invalidateQueries({ queryKey: ['access', id] });
}

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async () => (await call('GET /tokens')).items,
});

export async function createToken(
  body: { name: string; scopes: string[]; days: number },
  idempotencyKey: string,
): Promise<string | null> {
  const { secret } = await call('POST /tokens', { body, idempotencyKey });
  await Promise.all(
    [tokensQuery.queryKey, noticesQuery.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })),
  );
  return secret;
}

export async function revokeToken(id: string): Promise<void> {
  await call('DELETE /tokens/:id', { params: { id } });
  await queries.invalidateQueries({ queryKey: ['tokens'] });
}

export interface AuditFilter {
  actorId?: string | undefined;
  recordId?: string | undefined;
  action?: AuditAction | undefined;
  from?: string | undefined;
  to?: string | undefined;
  installation?: 'true' | undefined;
}

export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => call('GET /audit', { query: { ...filter, limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Where the browser fetches every line that the filters leave. */
export function auditAddress(filter: AuditFilter): string {
  return `/api/exports/audit${queryText({ ...filter })}`;
}

export function proveAudit() {
  return call('GET /audit/proof');
}

export function looksQuery(filter: { recordId?: string | undefined; accountId?: string | undefined }) {
  return infiniteQueryOptions({
    queryKey: ['looks', filter],
    queryFn: ({ pageParam }) => call('GET /looks', { query: { ...filter, limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** What each permission of the server lets one do, in the words of the actions and routes that ask for it. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: readPermissions,
});

async function readPermissions(): Promise<Map<string, Words[]>> {
  const [{ actions }, printed] = await Promise.all([call('GET /lifecycles/case'), fetch('/api/openapi.json')]);
  const found = new Map<string, Words[]>();
  const add = (permission: string, words: Words) => {
    const before = found.get(permission) ?? [];
    if (!before.some((one) => one.zh === words.zh)) found.set(permission, [...before, words]);
  };
  for (const { by, label, system } of Object.values(actions)) if (!system) add(by, label);
  for (const { permission, words } of operationsOf(await printed.json())) add(permission, words);
  return found;
}
