import { createHmac, hash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { Refused } from '../../kernel/refusal.ts';

/** Passwords by scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: 32 MB and some 80 ms each, so only two at once. */
const COST = { log2N: 15, r: 8, p: 1 };
const AT_ONCE = 2;
const WAITING_AT_MOST = 64;

let running = 0;
const waiting: Array<() => void> = [];

/**
 * Runs work that hashes passwords when one of the few places is free. A crowd larger than the queue is sent away, so that
 * guessing can neither fill the memory nor hold up the officers who are already at work.
 */
export async function withHashingPlace<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_AT_MOST) {
      throw new Refused({
        refused: 'tooSoon',
        code: 'signInCrowded',
        message: { zh: '同时登录的人太多，请稍后再试。', en: 'Too many are signing in at once; try again shortly.' },
        facts: { retryAfterSeconds: 5 },
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const N = 2 ** cost.log2N;
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      32,
      { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r },
      (error, key) => {
        if (error) reject(error);
        else resolve(key);
      },
    );
  });
}

/** `scrypt$15$8$1$salt$key`: the parameters stand with the hash, so that they can grow without breaking old ones. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await withHashingPlace(() => derive(password, salt, COST));
  return `scrypt$${COST.log2N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

const NOBODY = Buffer.alloc(16);

/** Takes as long for an account without a password, or for no account at all, as for a real one. Needs a hashing place. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const parts = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored ?? '');
  if (!parts) {
    await derive(password, NOBODY, COST);
    return false;
  }
  const [, log2N, r, p, salt = '', key = ''] = parts;
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), cost), Buffer.from(key, 'base64url'));
}

// Without the signs that are read wrongly from paper: 0 O 1 l I.
const READABLE = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Sixteen readable characters, 92 bits, in groups of four. */
export function oneTimePassword(): string {
  const sign = () => READABLE[randomInt(READABLE.length)];
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, sign).join('')).join('-');
}

const RECOVERY = 'abcdefghjkmnpqrstuvwxyz23456789';
export const RECOVERY_LENGTH = 10;

/** Ten signs, some 50 bits; shown as two groups of five. */
export function recoveryCode(): string {
  return Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY[randomInt(RECOVERY.length)]).join('');
}

/**
 * All that the database keeps of a recovery code: a mark made with the second factor's own secret, which is sealed with
 * a key that the database does not hold. So a short code cannot be guessed from it, and a change of keys does not touch it.
 */
export function recoveryMark(factorSecret: string, code: string): string {
  return createHmac('sha256', factorSecret).update(`recovery\n${code}`).digest('hex');
}

/** A new secret of 256 bits that names its jurisdiction: `7.…` for a session, `dt_7.…` for an API token. */
export function newSecret(jurisdictionId: number, prefix: '' | 'dt_'): string {
  return `${prefix}${jurisdictionId}.${randomBytes(32).toString('base64url')}`;
}

/** The jurisdiction and the SHA-256 of a secret as it came over the wire; null if it is none. */
export function readSecret(
  text: string | undefined,
  prefix: '' | 'dt_',
): { jurisdictionId: number; hash: string } | null {
  const parts = /^(dt_)?(\d{1,9})\.[\w-]{43}$/.exec(text ?? '');
  if (!text || !parts || (parts[1] ?? '') !== prefix) return null;
  return { jurisdictionId: Number(parts[2]), hash: secretHash(text) };
}

/** Hexadecimal SHA-256: all that the database keeps of a secret of full strength. */
export function secretHash(text: string): string {
  return hash('sha256', text, 'hex');
}
