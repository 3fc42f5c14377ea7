import { z } from 'zod';
import type { Instant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';
import type { Role } from './roles.ts';

/** 账号 — one person's (or one connected system's) account. No telephone, no identity number: the least that signing in needs. */
export interface Account {
  jurisdictionId: number;
  id: string;
  /** Lower case; unique in the installation, because a sign-in names no jurisdiction. */
  username: string;
  name: string;
  unitId: string | null;
  roles: Role[];
  active: boolean;
  /** The password was given by an administrator, works until then, and must be replaced first of all. */
  oneTimeUntil: Instant | null;
  /** When the present password was set; null if there is none. */
  passwordAt: Instant | null;
  /** 动态口令 — a code from the officer's telephone is asked for after the password. */
  hasFactor: boolean;
  version: number;
  createdAt: Instant;
  changedAt: Instant;
}

/** 会话 — one sign-in of one browser. */
export interface Session {
  id: string;
  accountId: string;
  createdAt: Instant;
  seenAt: Instant;
  expiresAt: Instant;
  address: string;
  agent: string;
}

/** 接口令牌 — speaks for its owner, with no more than the scopes it was given and the owner still has. */
export interface ApiToken {
  id: string;
  accountId: string;
  name: string;
  scopes: string[];
  createdAt: Instant;
  expiresAt: Instant;
  seenAt: Instant | null;
  revokedAt: Instant | null;
}

/** What the audit records, beside what the logs of records hold anyway. */
export const auditActions = {
  signIn: { zh: '登录', en: 'Signed in' },
  signInFailed: { zh: '登录失败', en: 'Sign-in failed' },
  signInLocked: { zh: '登录锁定', en: 'Sign-in locked' },
  signOut: { zh: '退出', en: 'Signed out' },
  sessionEnded: { zh: '结束会话', en: 'Session ended' },
  accountCreated: { zh: '新建账号', en: 'Account created' },
  accountChanged: { zh: '更改账号', en: 'Account changed' },
  rolesChanged: { zh: '更改角色', en: 'Roles changed' },
  passwordChanged: { zh: '更改密码', en: 'Password changed' },
  passwordReset: { zh: '重置密码', en: 'Password reset' },
  factorEnrolled: { zh: '启用动态口令', en: 'Second factor enrolled' },
  factorRemoved: { zh: '停用动态口令', en: 'Second factor removed' },
  factorReset: { zh: '清除动态口令', en: 'Second factor reset' },
  tokenCreated: { zh: '新建令牌', en: 'Token created' },
  tokenRevoked: { zh: '作废令牌', en: 'Token revoked' },
  identityRevealed: { zh: '查看身份信息', en: 'Identity revealed' },
  personalFound: { zh: '查询个人信息', en: 'Personal data looked for' },
  personalExported: { zh: '导出个人信息', en: 'Personal data given out' },
  personalErased: { zh: '删除个人信息', en: 'Personal data erased' },
  erasureHeld: { zh: '暂缓删除', en: 'Erasure put on hold' },
  erasureReleased: { zh: '解除暂缓删除', en: 'Hold of erasure lifted' },
  exported: { zh: '导出', en: 'Exported' },
  imported: { zh: '导入', en: 'Imported' },
  auditTrimmed: { zh: '到期审计记录清除', en: 'Audit trimmed' },
  settingsChanged: { zh: '更改设置', en: 'Settings changed' },
} as const satisfies Record<string, Words>;
export type AuditAction = keyof typeof auditActions;

/** One line of the audit. `detail` says what changed, never a secret and never a citizen's data. */
export interface AuditEntry {
  seq: number;
  action: AuditAction;
  actorId: string | null;
  /** What it was done to: its kind (`account`, `case`, `calendar`) and id. */
  kind: string;
  recordId: string;
  at: Instant;
  address: string;
  detail: Record<string, unknown>;
}

/** 查阅记录 — who looked at which record, to the minute. */
export interface Look {
  kind: string;
  recordId: string;
  accountId: string;
  minute: Instant;
  purpose: string | null;
}

/** Letters of any script, digits and `. _ -`, beginning with a letter or digit; kept in lower case, NFKC. */
export const usernameShape = z
  .string()
  .transform((text) => text.normalize('NFKC').toLowerCase())
  .refine((text) => /^[\p{L}\p{Nd}][\p{L}\p{Nd}._-]{1,39}$/u.test(text), {
    error:
      '须为 2–40 个字母、数字或 . _ -，以字母或数字开头。 2–40 letters, digits or . _ -, beginning with a letter or digit.',
  });

/** A person's or token's name: one line, no control characters or direction marks. */
export const nameShape = z
  .string()
  .trim()
  .refine((text) => /^[^\p{C}\p{Zl}\p{Zp}]{1,60}$/u.test(text), {
    error: '须为 1–60 个字符，不含控制字符。 1–60 characters, no control characters.',
  });

/** Longer would only burn time in hashing. */
export const passwordShape = z.string().min(1).max(200);

/** What is typed as the second step of signing in: six digits of a telephone, or a recovery code with or without its hyphen. */
export const codeShape = z
  .string()
  .max(40)
  .transform((text) => text.normalize('NFKC').replace(/[\s-]/g, '').toLowerCase());
