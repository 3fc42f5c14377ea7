import { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { route } from '../../kernel/http.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import {
  findPlace,
  listFailures,
  listOddSignIns,
  listPlaces,
  listSignInChanges,
  type OddSignIn,
} from './notice-store.ts';
import {
  isNews,
  lastHere,
  type Notice,
  type Oddity,
  oddities,
  signedInAt,
  toldActions,
  toldFrom,
  usualFrom,
} from './notices.ts';
import { sessionNeeded } from './rules.ts';
import { findNames } from './store.ts';

const OWN_AT_MOST = 100;

const oddity = z.enum(Object.keys(oddities) as [Oddity, ...Oddity[]]);

const noticeShape = z.object({
  kind: z.enum(['signIn', 'signInFailed', 'signInLocked', ...toldActions]),
  at: z.string(),
  /** How many alike; `at` is the last of them. */
  count: z.number(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  oddities: z.array(oddity),
  /** The password had been right, and the code was not. */
  passwordRight: z.boolean(),
  bySelf: z.boolean(),
  here: z.boolean(),
  /** It came after the officer last sat here. */
  news: z.boolean(),
});

const noticesShape = z.object({
  items: z.array(noticeShape),
  /** Whether the news are since a sign-in here, and not of all 30 days. */
  satHere: z.boolean(),
});

function noticeOf({ at, address, agent, oddities: found }: OddSignIn, here: boolean): Notice {
  return { kind: 'signIn', at, count: 1, address, agent, oddities: found, passwordRight: false, bySelf: false, here };
}

/** What an officer is told about their own sign-in, newest first. */
async function noticesFor(tx: Tx, actor: Actor, now: Instant): Promise<z.input<typeof noticesShape>> {
  const { jurisdictionId, id, sessionId } = actor;
  const present = sessionId && !actor.byToken ? await findPlace(tx, jurisdictionId, sessionId) : null;
  if (!present) return refuse(sessionNeeded);
  const signedIn = signedInAt(present);
  const before = await listPlaces(tx, jurisdictionId, id, { from: usualFrom(now), to: signedIn });
  const from = toldFrom(now);
  const last = lastHere(present, before, now);
  const since = last ?? from;
  const signIns = { accountId: id, signInsOnly: true, from, limit: OWN_AT_MOST };
  const odd = await listOddSignIns(tx, jurisdictionId, signIns);
  const notices = [
    ...odd.items.map((one) => noticeOf(one, one.at === signedIn)),
    ...(await listFailures(tx, jurisdictionId, id, { from, since })),
    ...(await listSignInChanges(tx, jurisdictionId, id, from)),
  ];
  const items = notices
    .map((notice) => ({ ...notice, news: isNews(notice, since, signedIn) }))
    .sort((a, b) => b.at.localeCompare(a.at));
  return { items, satHere: last !== null };
}

export const noticeRoutes = [
  route({
    method: 'GET',
    path: '/session/notices',
    permission: 'signedIn',
    summary: {
      zh: '登录提醒：近 30 天的异常登录、失败、锁定和更改',
      en: 'What was odd, failed, locked or changed about one’s own sign-in in 30 days',
    },
    whileWithheld: true,
    answer: noticesShape,
    handle: ({ tx, actor, now }) => noticesFor(tx, actor, now),
  }),
  route({
    method: 'GET',
    path: '/sign-ins/odd',
    permission: 'session.oversee',
    summary: { zh: '本辖区的异常登录：近 90 天', en: 'Odd sign-ins of the district in the last 90 days' },
    query: z.object({
      accountId: z.guid().optional(),
      oddity: oddity.optional(),
      cursor: z.coerce.number().int().positive().max(2_147_483_647).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({
      items: z.array(
        z.object({
          seq: z.number(),
          at: z.string(),
          account: z.object({ id: z.string(), name: z.string() }),
          address: z.string(),
          /** Null for a lock-out: what an attempt calls itself is not kept. */
          agent: z.string().nullable(),
          oddities: z.array(oddity),
        }),
      ),
      next: z.string().nullable(),
    }),
    async handle({ tx, actor, query: { cursor: before, ...filter }, now }) {
      const { jurisdictionId } = actor;
      const { items, next } = await listOddSignIns(tx, jurisdictionId, { ...filter, before, from: usualFrom(now) });
      const names = await findNames(
        tx,
        jurisdictionId,
        items.map(({ accountId }) => accountId),
      );
      return {
        items: items.map(({ accountId, ...one }) => ({
          ...one,
          account: { id: accountId, name: names.get(accountId) ?? '' },
        })),
        next: next === null ? null : String(next),
      };
    },
  }),
] as const;
