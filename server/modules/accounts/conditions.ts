import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Account } from './model.ts';
import { administrators } from './roles.ts';
import { type AccessPolicy, PASSWORD_WARNING_DAYS } from './rules.ts';

const DAY = 86_400_000;

type Standing = Pick<Account, 'roles' | 'oneTimeUntil' | 'passwordAt' | 'hasFactor'>;

export function isAdministrator({ roles }: { roles: readonly string[] }): boolean {
  return administrators.some((role) => roles.includes(role));
}

/** When the password grows too old; null where passwords may grow as old as they like. */
export function passwordEnds(account: Standing, { passwordDays }: AccessPolicy): Instant | null {
  if (passwordDays === 0 || account.passwordAt === null || !isAdministrator(account)) return null;
  return instant(millis(account.passwordAt) + passwordDays * DAY);
}

/** The end of a password that is near enough to speak of; null if it is far, or there is none. */
export function passwordEndsSoon(account: Standing, policy: AccessPolicy, now: Instant): Instant | null {
  const ends = passwordEnds(account, policy);
  return ends !== null && millis(ends) - millis(now) <= PASSWORD_WARNING_DAYS * DAY ? ends : null;
}

export function mustChangePassword(account: Standing, policy: AccessPolicy, now: Instant): boolean {
  const ends = passwordEnds(account, policy);
  return account.oneTimeUntil !== null || (ends !== null && ends <= now);
}

export function needsFactor(account: Standing, { factorFor }: AccessPolicy): boolean {
  return factorFor === 'everybody' || (factorFor === 'administrators' && isAdministrator(account));
}

export function mustEnrolFactor(account: Standing, policy: AccessPolicy): boolean {
  return needsFactor(account, policy) && !account.hasFactor;
}

/** Why an account with roles is permitted nothing for the moment, and how that ends; null if nothing stands in the way. */
export function withheldFrom(account: Standing, policy: AccessPolicy, now: Instant): Refusal | null {
  if (account.oneTimeUntil !== null) return oneTimePassword;
  if (mustChangePassword(account, policy, now)) return passwordTooOld;
  return mustEnrolFactor(account, policy) ? factorMissing : null;
}

const changeIt = {
  zh: '请先更改密码：在“更改密码”页面，或 PUT /api/session/password。',
  en: 'Change the password first: on the page “Change password”, or by PUT /api/session/password.',
};

const oneTimePassword: Refusal = {
  refused: 'forbidden',
  code: 'oneTimePassword',
  message: {
    zh: '您还在使用一次性密码，更改之前什么也不能办。',
    en: 'You still use a one-time password; until it is changed, nothing is permitted.',
  },
  right: changeIt,
};

const passwordTooOld: Refusal = {
  refused: 'forbidden',
  code: 'passwordTooOld',
  message: {
    zh: '管理员密码已到期，更改之前什么也不能办。',
    en: 'Your password as an administrator has grown too old; until it is changed, nothing is permitted.',
  },
  right: changeIt,
};

const factorMissing: Refusal = {
  refused: 'forbidden',
  code: 'factorMissing',
  message: {
    zh: '您的账号须启用动态口令，启用之前什么也不能办。',
    en: 'Your account needs a second factor; until it has one, nothing is permitted.',
  },
  right: {
    zh: '请先启用：在“我的登录与令牌”页面，或 POST /api/session/factor。',
    en: 'Enrol one first: on the page “My access”, or by POST /api/session/factor.',
  },
};
