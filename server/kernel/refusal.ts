import type { Words } from './words.ts';

/**
 * The ways of saying no, each with one HTTP status (see `http.ts`). `unproven`: who asks could not be shown (401);
 * `tooSoon`: wait for `facts.retryAfterSeconds` (429).
 */
export type RefusalKind = 'unknown' | 'forbidden' | 'conflict' | 'invalid' | 'stale' | 'unproven' | 'tooSoon';

/** One thing that is wrong in an input, at its path (`limit.amount`). */
export interface Fault {
  path: string;
  message: Words;
}

/**
 * A decision not to do what was asked, as a value: rules return it, commands throw it (`refuse`), `http.ts` answers it
 * as application/problem+json. `code` is stable and machine-readable; `right` says what would have been right.
 */
export interface Refusal {
  refused: RefusalKind;
  code: string;
  message: Words;
  right?: Words;
  faults?: Fault[];
  /** What the reader needs to go on, e.g. the present version and who changed it. Never personal data. */
  facts?: Record<string, unknown>;
}

/** A refusal on its way to the edge. The only error a command throws on purpose. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`${refusal.refused}: ${refusal.code}: ${refusal.message.en}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

export function refuse(refusal: Refusal): never {
  throw new Refused(refusal);
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && 'code' in value;
}

/** Gives the value, or throws the refusal that stands in its place. */
export function granted<T>(value: T | Refusal): T {
  if (isRefusal(value)) refuse(value);
  return value as T;
}

/** Whether a condition of the table stands in the way; or, more than that, what of it: words after those of the table. */
export type Why = boolean | Words;

export const because = (words: Words, why: Words | true): Words =>
  why === true ? words : { zh: `${words.zh}${why.zh}`, en: `${words.en} ${why.en}` };

const SEE_FAULTS: Words = { zh: '有内容不符合要求，见 errors。', en: 'Some of the input is not right; see errors.' };

/** The input is not right; each fault says where, and why. */
export const invalidInput = (faults: Fault[], message: Words = SEE_FAULTS): Refusal => ({
  refused: 'invalid',
  code: 'invalidInput',
  message,
  faults,
});

/** One field of the input is not right. */
export const wrongInput = (path: string, message: Words): Refusal => invalidInput([{ path, message }], message);

export function unknownRecord(what: Words): Refusal {
  return {
    refused: 'unknown',
    code: 'unknownRecord',
    message: { zh: `没有这个${what.zh}。`, en: `There is no such ${what.en}.` },
  };
}

/** Somebody changed it after it was read; `version` is the present one. */
export function staleVersion(version: number, facts: Record<string, unknown> = {}): Refusal {
  return {
    refused: 'stale',
    code: 'staleVersion',
    message: { zh: '在您查看之后，内容已被他人更改。', en: 'Somebody changed this after you looked at it.' },
    right: { zh: '重新读取后再改。', en: 'Read it again, then change it.' },
    facts: { version, ...facts },
  };
}

export const noFile: Refusal = {
  refused: 'invalid',
  code: 'noFile',
  message: { zh: '没有收到文件。', en: 'No file came.' },
  right: { zh: '用 multipart/form-data 上传。', en: 'Send multipart/form-data.' },
};

export const codeTaken: Refusal = {
  refused: 'conflict',
  code: 'codeTaken',
  message: { zh: '编号已被使用。', en: 'The code is already in use.' },
  right: { zh: '换一个编号，或更改已有的记录。', en: 'Choose another code, or change the existing record.' },
};

/** The log says what was given; anything else is not shown as that. */
export const evidenceChanged: Refusal = {
  refused: 'conflict',
  code: 'evidenceChanged',
  message: {
    zh: '这份材料已不是当初提交的那一份（与日志中的散列不符），不予显示。',
    en: 'This is no longer the file that was given (its hash in the log is another), and is not shown.',
  },
  right: {
    zh: '请系统管理员运行 drumtower verify，并从备份中找回。',
    en: 'Have the system administrator run drumtower verify and find it in a backup.',
  },
};
