import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';
import { deviceKindOf } from './devices.ts';
import type { AuditAction } from './model.ts';
import { SESSION_LONGEST } from './rules.ts';

const DAY = 86_400_000;
/** What an account used within so long is nothing unusual for it. */
export const USUAL_FOR = 90 * DAY;
/** So far back an officer is shown what happened around their own sign-in. */
const TOLD_FOR = 30 * DAY;

/** 异常登录 — what is unusual about a sign-in, or about an attempt at one. */
export const oddities = {
  network: { zh: '90 天内未用过的网络', en: 'Network not used in 90 days' },
  device: { zh: '90 天内未用过的设备', en: 'Kind of device not used in 90 days' },
  first: { zh: '90 天内首次登录', en: 'First sign-in in 90 days' },
  locked: { zh: '多次失败，登录锁定', en: 'Locked out after failures' },
} as const satisfies Record<string, Words>;
export type Oddity = keyof typeof oddities;

/** From where, and by what, somebody signs in. */
export interface SignInPlace {
  address: string;
  agent: string;
}

/** The network of an address: 256 neighbours of IPv4, the 64 bits of IPv6 that one line is given. Another address of it is nothing new. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const four = /^(\d+\.\d+\.\d+)\.\d+$/.exec(plain);
  if (four) return `${four[1]}.0/24`;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) {
    const behind = tail.split(':').filter(Boolean);
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - behind.length)).fill('0'), ...behind);
  }
  if (groups.length !== 8) return plain;
  const bits = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${bits.join(':')}::/64`;
}

/** What was not yet seen in the places of the same account before; nothing of it stays if it is the usual one. */
export function odditiesOf(place: SignInPlace, before: readonly SignInPlace[]): Oddity[] {
  if (before.length === 0) return ['first'];
  const network = networkOf(place.address);
  const kind = deviceKindOf(place.agent);
  return [
    ...(before.some(({ address }) => networkOf(address) === network) ? [] : (['network'] as const)),
    ...(before.some(({ agent }) => deviceKindOf(agent) === kind) ? [] : (['device'] as const)),
  ];
}

/** The moment from which what an account used still counts as usual at another. */
export function usualFrom(at: Instant): Instant {
  return instant(millis(at) - USUAL_FOR);
}

export function toldFrom(now: Instant): Instant {
  return instant(millis(now) - TOLD_FOR);
}

/** When the sign-in was that a session goes back to, however often its secret was renewed since: its last moment stays. */
export function signedInAt({ expiresAt }: { expiresAt: Instant }): Instant {
  return instant(millis(expiresAt) - SESSION_LONGEST);
}

/**
 * When the owner last sat here: the sign-in before the present one from this network by this kind of device. What others
 * did from elsewhere since then is news, even if they have signed in meanwhile. Null for who did not sit here within the
 * time of which is told, and hears all of it.
 */
export function lastHere(
  present: SignInPlace,
  before: readonly (SignInPlace & { at: Instant })[],
  now: Instant,
): Instant | null {
  const here = before
    .filter((one) => networkOf(one.address) === networkOf(present.address))
    .filter((one) => deviceKindOf(one.agent) === deviceKindOf(present.agent))
    .map(({ at }) => at);
  return (
    here
      .filter((at) => at >= toldFrom(now))
      .toSorted()
      .at(-1) ?? null
  );
}

/** What is told of the audit to the owner of an account: what touches how it is signed in to. */
export const toldActions = [
  'passwordChanged',
  'passwordReset',
  'factorEnrolled',
  'factorRemoved',
  'factorReset',
  'sessionEnded',
  'tokenCreated',
] as const satisfies readonly AuditAction[];

/** 登录提醒 — one thing that happened around the sign-in of an account, as its owner is told of it. */
export interface Notice {
  kind: 'signIn' | 'signInFailed' | 'signInLocked' | (typeof toldActions)[number];
  /** Of several alike, the last. */
  at: Instant;
  /** How many alike: failures from one address. */
  count: number;
  /** Null where it is that of an administrator, who is not the owner's to know. */
  address: string | null;
  agent: string | null;
  oddities: Oddity[];
  /** The password had been right, and the code was not. */
  passwordRight: boolean;
  /** In a session of the account. */
  bySelf: boolean;
  /** The sign-in of the present session. */
  here: boolean;
}

/**
 * Whether somebody who sits here now has not been told of it: it came after they last sat here, and is not their own doing
 * since. A mistyped password of who was signed in is no news: had it been a stranger, their sign-in is.
 */
export function isNews(notice: Notice, since: Instant, signedIn: Instant): boolean {
  const failed = notice.kind === 'signInFailed' || notice.kind === 'signInLocked';
  return notice.at > since && !notice.here && !(notice.bySelf && (failed || notice.at >= signedIn));
}
