import type { CodeWindow } from '../../adapters/one-time-code.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { type Refusal, wrongInput } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import type { Account, ApiToken, Session } from './model.ts';
import { isPlain } from './plain-passwords.ts';
import { administrators, type Role, rolePermissions, rolesOfUnits } from './roles.ts';

/** What the installation asks of whoever signs in, and how long it remembers what was done; set once, at the start (docs/printed/settings.md). */
export interface AccessPolicy {
  /** 动态口令 — who must have a second factor before anything is permitted; others may have one. */
  factorFor: 'nobody' | 'administrators' | 'everybody';
  /** Which codes of a telephone are taken: the present half-minute's alone, also the one before, or also the one after. */
  codeWindow: CodeWindow;
  /** Days after which an administrator's password must be replaced; 0: never. */
  passwordDays: number;
  /** So many passwords before the present one are not taken again. */
  passwordsRemembered: number;
  /** Days after which lines of the audit are taken away; never less than six months. */
  auditDays: number;
  /** 管理终端 — from where the three administrators may work; none: from anywhere. */
  administratorNetworks: readonly string[];
}

export const standardPolicy: AccessPolicy = {
  factorFor: 'nobody',
  codeWindow: 'previous',
  passwordDays: 90,
  passwordsRemembered: 5,
  auditDays: 730,
  administratorNetworks: [],
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A session ends after so long without a request, and in any case after so long. */
export const SESSION_IDLE = 2 * HOUR;
export const SESSION_LONGEST = 12 * HOUR;
/** The time of the last request is written down at most so often. */
export const SEEN_EVERY = MINUTE;
/** A one-time password given by an administrator works for so long. */
export const ONE_TIME_PASSWORD = 3 * DAY;
/** After the password, so long for the code; a code that was shown for enrolment must be confirmed as fast. */
export const CODE_AWAITED = 10 * MINUTE;
/** So long before an administrator's password grows too old, its owner is told. */
export const PASSWORD_WARNING_DAYS = 14;
export const TOKEN_LONGEST_DAYS = 365;
/** Failed sign-ins are forgotten after so long without another. */
export const FAILURES_REMEMBERED = DAY;
/** Ended sessions stay visible as long as the audit must: six months and a little (网络安全法: logs ≥ 6 months). */
export const SESSIONS_KEPT = 190 * DAY;

export function permissionsOf(roles: readonly Role[]): Set<string> {
  return new Set(roles.flatMap((role) => rolePermissions[role]));
}

/** What a token may do: what it was given, as far as its owner still may. */
export function permissionsOfToken(roles: readonly Role[], scopes: readonly string[]): Set<string> {
  const may = permissionsOf(roles);
  return new Set(scopes.filter((scope) => may.has(scope)));
}

/** 三员分立 — refuses a set of roles that one person must not hold together, or not without a unit. */
export function refuseRoles(roles: readonly Role[], unitId: string | null): Refusal | null {
  const held = roles.filter((role) => administrators.includes(role));
  if (held.length > 0 && roles.length > 1) {
    return {
      refused: 'conflict',
      code: 'administratorsKeptApart',
      message: {
        zh: '系统管理员、安全管理员、审计管理员必须由不同的账号担任，且不得兼任业务角色。',
        en: 'System, security and audit administrator must be different accounts, and none may hold another role.',
      },
      right: { zh: '为管理员另建一个账号。', en: 'Create another account for the administrator.' },
    };
  }
  if (unitId === null && roles.some((role) => rolesOfUnits.includes(role))) {
    return {
      refused: 'conflict',
      code: 'unitMissing',
      message: { zh: '责任单位经办人必须属于一个单位。', en: 'A unit officer must belong to a unit.' },
      right: { zh: '先为账号指定单位。', en: 'Give the account a unit first.' },
    };
  }
  return null;
}

/** Nobody widens, narrows or ends their own rights: another administrator does it. */
export function refuseOwn(actorId: string, accountId: string): Refusal | null {
  if (actorId !== accountId) return null;
  return {
    refused: 'forbidden',
    code: 'ownAccount',
    message: { zh: '不能更改自己的账号和权限。', en: 'Nobody changes their own account or rights.' },
    right: { zh: '请另一位管理员办理。', en: 'Ask another administrator.' },
  };
}

/**
 * An administrator's password is never given by another administrator, who could then speak with both voices; the
 * command line on the server itself is the way back in.
 */
export function refuseReset(account: Pick<Account, 'roles'>): Refusal | null {
  if (!account.roles.some((role) => administrators.includes(role))) return null;
  return {
    refused: 'forbidden',
    code: 'administratorPassword',
    message: {
      zh: '管理员的密码不能由另一位管理员重置。',
      en: "An administrator's password is not reset by another administrator.",
    },
    right: {
      zh: '在服务器上用命令行重置：drumtower let-in 用户名。',
      en: 'Reset it on the server: drumtower let-in USERNAME.',
    },
  };
}

/** A token is given only what its owner may do now, and never the power to make tokens. */
export function refuseScopes(scopes: readonly string[], owner: ReadonlySet<string>): Refusal | null {
  const beyond = scopes.filter((scope) => scope === 'token.manage' || !owner.has(scope));
  if (beyond.length === 0) return null;
  return {
    refused: 'forbidden',
    code: 'scopesBeyondOwner',
    message: {
      zh: '令牌的权限不能超出本人的权限，也不能再建令牌。',
      en: 'A token may do no more than its owner, and may not make tokens.',
    },
    facts: { scopes: beyond },
  };
}

/** The moment a session ends if nothing more is asked. */
export function sessionEnds(session: Pick<Session, 'seenAt' | 'expiresAt'>): Instant {
  return instant(Math.min(millis(session.seenAt) + SESSION_IDLE, millis(session.expiresAt)));
}

export function sessionAlive(session: Pick<Session, 'seenAt' | 'expiresAt'>, now: Instant): boolean {
  return now < sessionEnds(session);
}

export function tokenAlive(token: Pick<ApiToken, 'expiresAt' | 'revokedAt'>, now: Instant): boolean {
  return token.revokedAt === null && now < token.expiresAt;
}

/**
 * What failed sign-ins are counted by. The pair of name and address locks first, so that a stranger elsewhere cannot
 * easily lock an officer out; the name alone meets guessing from many addresses, the address alone guessing many names
 * (an office behind one address shares it, hence the larger number).
 */
export const attemptKinds = { pair: 5, name: 20, address: 50 } as const;
export type AttemptKind = keyof typeof attemptKinds;

/** Seconds of lock-out after so many failures in a row: 30 s, then twice as long each time, at most an hour. */
export function lockSeconds(kind: AttemptKind, failures: number): number {
  const beyond = failures - attemptKinds[kind];
  return beyond < 0 ? 0 : Math.min(30 * 2 ** Math.min(beyond, 10), 3600);
}

export function lockedOut(until: Instant, now: Instant): Refusal {
  const seconds = Math.ceil((millis(until) - millis(now)) / 1000);
  return {
    refused: 'tooSoon',
    code: 'lockedOut',
    message: {
      zh: `登录失败次数过多，请 ${seconds} 秒后再试。`,
      en: `Too many failed sign-ins; try again in ${seconds} seconds.`,
    },
    facts: { retryAfterSeconds: seconds },
  };
}

/** One answer for an unknown name, a wrong password, a disabled account and an expired one-time password. */
export const wrongCredentials: Refusal = {
  refused: 'unproven',
  code: 'wrongCredentials',
  message: { zh: '用户名或密码不正确。', en: 'The username or password is not right.' },
};

/**
 * Refuses a password that is too short or simple, is built on the username, is made of what everybody tries first, or was
 * leaked; `names` are the owner's and the district's, as they are spelled.
 */
export function refusePassword(
  password: string,
  { username, names = [], leaked }: { username: string; names?: readonly string[]; leaked: boolean },
): Refusal | null {
  const length = [...password].length;
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((sort) =>
    sort.test(password),
  ).length;
  const plain = password.toLowerCase();
  const faults: Words[] = [];
  if (length < 10 || (length < 14 && classes < 3)) {
    faults.push({
      zh: '至少 14 个字符；或至少 10 个字符，含大写、小写、数字、符号中的三类。',
      en: 'At least 14 characters; or at least 10 with three of: upper case, lower case, digits, signs.',
    });
  }
  if (plain.includes(username.toLowerCase()))
    faults.push({ zh: '不得包含用户名。', en: 'Must not contain the username.' });
  if (new Set(plain).size < 6 || isPlain(password, names)) {
    faults.push({
      zh: '太容易猜：不要用常见词、键盘连键、年份，也不要用您、本区和本系统的名字。',
      en: 'Too easy to guess: no common words, walks on the keyboard or years, and not your own, the district’s or this system’s name.',
    });
  }
  if (leaked)
    faults.push({
      zh: '在公开的泄露密码名单里（不计首尾的数字和符号），攻击者会先试。',
      en: 'Is in a published list of leaked passwords, not counting digits and signs at its ends; attackers try those first.',
    });
  if (faults.length === 0) return null;
  return {
    refused: 'invalid',
    code: 'weakPassword',
    message: { zh: '密码不符合要求，见 errors。', en: 'The password is not good enough; see errors.' },
    faults: faults.map((message) => ({ path: 'password', message })),
  };
}

export const usedPassword: Refusal = wrongInput('password', {
  zh: '新密码与现在的或最近用过的相同。',
  en: 'The new password is the present one, or was used lately.',
});

export const wrongCode: Refusal = {
  refused: 'unproven',
  code: 'wrongCode',
  message: { zh: '动态口令不正确，或已用过。', en: 'The code is not right, or was used before.' },
  right: {
    zh: '等手机显示下一个口令再试，或用一个恢复码。',
    en: 'Wait for the next code on the telephone, or use a recovery code.',
  },
};

export const signInOver: Refusal = {
  refused: 'unproven',
  code: 'signInOver',
  message: {
    zh: '登录已超时，请重新输入用户名和密码。',
    en: 'The sign-in took too long; begin again with name and password.',
  },
};

/** A program that speaks by a token does not touch what its owner signs in with. */
export const sessionNeeded: Refusal = {
  refused: 'forbidden',
  code: 'sessionNeeded',
  message: { zh: '接口令牌不能办理本人的登录事项。', en: 'A token does not manage its owner’s sign-in.' },
  right: { zh: '请本人登录后办理。', en: 'Sign in and do it in person.' },
};

export const nothingOffered: Refusal = {
  refused: 'conflict',
  code: 'nothingOffered',
  message: { zh: '没有待确认的动态口令，或已超时。', en: 'No second factor awaits confirmation, or it took too long.' },
  right: { zh: '请重新开始启用。', en: 'Begin the enrolment again.' },
};

export const factorNeeded: Refusal = {
  refused: 'forbidden',
  code: 'factorNeeded',
  message: {
    zh: '您的账号必须使用动态口令，不能停用。',
    en: 'Your account must have a second factor; it cannot be given up.',
  },
  right: { zh: '换手机请重新启用。', en: 'For another telephone, enrol again.' },
};
