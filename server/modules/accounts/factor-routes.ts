import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { accountOf } from './commands.ts';
import { needsFactor } from './conditions.ts';
import { beginEnrolment, confirmEnrolment, giveUpFactor, resetFactor } from './factor-commands.ts';
import { countRecovery, findFactor } from './factor-store.ts';
import { SESSION_COOKIE } from './identify.ts';
import { codeShape, passwordShape } from './model.ts';
import { accessPolicy } from './policy.ts';
import type { Begun } from './sign-in.ts';

const proof = z.object({
  password: passwordShape,
  /** Of the telephone in use, or a recovery code; where one is enrolled already. */
  code: codeShape.optional(),
});

function cookieOf({ session, secret }: Begun, now: Instant): [string, string, { maxAgeSeconds: number }] {
  return [SESSION_COOKIE, secret, { maxAgeSeconds: Math.floor((millis(session.expiresAt) - millis(now)) / 1000) }];
}

export const factorRoutes = [
  route({
    method: 'GET',
    path: '/session/factor',
    permission: 'signedIn',
    summary: { zh: '自己的动态口令', en: "One's own second factor" },
    whileWithheld: true,
    answer: z.object({
      enrolledAt: z.string().nullable(),
      required: z.boolean(),
      recoveryCodesLeft: z.number(),
    }),
    async handle({ tx, actor }) {
      const account = await accountOf(tx, actor.jurisdictionId, actor.id);
      return {
        enrolledAt: (await findFactor(tx, account))?.enrolledAt ?? null,
        required: needsFactor(account, accessPolicy(tx)),
        recoveryCodesLeft: await countRecovery(tx, account),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/session/factor',
    permission: 'signedIn',
    summary: { zh: '启用动态口令：显示二维码和密钥', en: 'Enrol a second factor: shows picture and key' },
    pace: 'signIn',
    whileWithheld: true,
    ownTransactions: true,
    body: proof,
    answer: z.object({
      secret: z.string(),
      address: z.string(),
      /** SVG. */
      picture: z.string(),
    }),
    handle: ({ db, actor, body, now, address, agent }) => beginEnrolment(db, actor, body, { now, address, agent }),
  }),
  route({
    method: 'PUT',
    path: '/session/factor',
    permission: 'signedIn',
    summary: {
      zh: '用手机显示的口令确认启用，恢复码只显示一次',
      en: 'Confirm it by a code of the telephone; the recovery codes are shown once',
    },
    pace: 'signIn',
    whileWithheld: true,
    ownTransactions: true,
    body: z.object({ code: codeShape }),
    answer: z.object({ recoveryCodes: z.array(z.string()) }),
    async handle({ db, actor, body, now, address, agent, setCookie }) {
      const { codes, begun } = await confirmEnrolment(db, actor, body.code, { now, address, agent });
      setCookie(...cookieOf(begun, now));
      return { recoveryCodes: codes };
    },
  }),
  route({
    method: 'DELETE',
    path: '/session/factor',
    permission: 'signedIn',
    summary: { zh: '停用自己的动态口令', en: "Give up one's own second factor" },
    pace: 'signIn',
    ownTransactions: true,
    status: 204,
    body: proof.required(),
    async handle({ db, actor, body, now, address, agent, setCookie }) {
      setCookie(...cookieOf(await giveUpFactor(db, actor, body, { now, address, agent }), now));
    },
  }),
  route({
    method: 'DELETE',
    path: '/accounts/:id/factor',
    permission: 'account.resetFactor',
    summary: { zh: '清除某账号的动态口令（手机丢失）', en: "Reset an account's second factor (telephone lost)" },
    ifMatch: true,
    status: 204,
    params: z.object({ id: z.guid() }),
    async handle({ tx, actor, params, version, now, address }) {
      const account = await accountOf(tx, actor.jurisdictionId, params.id);
      await resetFactor(tx, { actor, now, address }, account, version);
    },
  }),
] as const;
