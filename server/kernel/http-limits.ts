import { Refused } from './refusal.ts';

/** What is asked for at a pace of its own, tighter than the rest. */
export type Pace = 'signIn' | 'open' | 'upload' | 'export';

/**
 * Requests a minute. Per officer or token; an address may ask five times as much, because an office stands behind one.
 * `signIn` and `open` (what is there for anybody without signing in) count per address, the other two per officer or token.
 */
export interface Limits {
  requestsPerMinute: number;
}

const ADDRESS_SHARE = 5;
const PACES: Record<Pace, number> = { signIn: 60, open: 120, upload: 120, export: 20 };

/** Keys that are remembered at once; the memory of one process stays below some ten megabytes, whoever knocks. */
const KNOWN_AT_MOST = 50_000;
const MINUTE = 60_000;

/**
 * Lets so many requests a minute through for each key, evenly: a full minute's worth may come at once, and is regained
 * bit by bit. One number a key: the moment at which all it has used will be regained.
 */
export class Meter {
  readonly #usedUntil = new Map<string, number>();
  readonly #perMinute: number;
  readonly #knownAtMost: number;

  constructor(perMinute: number, knownAtMost = KNOWN_AT_MOST) {
    this.#perMinute = perMinute;
    this.#knownAtMost = knownAtMost;
  }

  /** 0 if the request may pass at this time (milliseconds), else the seconds to wait. */
  take(key: string, time: number): number {
    const used = Math.max(this.#usedUntil.get(key) ?? 0, time);
    const next = used + MINUTE / this.#perMinute;
    // The clock may have been set back: nobody waits longer than a minute for that.
    if (next - time > MINUTE) {
      const wait = next - time - MINUTE;
      if (wait <= MINUTE) return Math.max(1, Math.ceil(wait / 1000));
      this.#usedUntil.delete(key);
      return 0;
    }
    if (this.#usedUntil.size >= this.#knownAtMost && !this.#usedUntil.has(key)) this.#forget(time);
    this.#usedUntil.set(key, next);
    return 0;
  }

  get known(): number {
    return this.#usedUntil.size;
  }

  /** Forgets who has regained everything; if nobody has, the half that was here first. */
  #forget(time: number): void {
    for (const [key, until] of this.#usedUntil) if (until <= time) this.#usedUntil.delete(key);
    if (this.#usedUntil.size < this.#knownAtMost) return;
    let surplus = this.#knownAtMost / 2;
    for (const key of this.#usedUntil.keys()) {
      if (surplus-- <= 0) return;
      this.#usedUntil.delete(key);
    }
  }
}

/** The meters of one server process. Each process counts for itself: with several, each is given its share. */
export interface Pacing {
  address(address: string, time: number): void;
  actor(id: string, pace: Pace | undefined, time: number): void;
  /** What is asked for without anybody's name, beyond what the address may altogether. */
  unnamed(address: string, pace: 'signIn' | 'open', time: number): void;
}

export function createPacing(limits: Limits | undefined): Pacing {
  if (!limits || limits.requestsPerMinute === 0) {
    const free = () => undefined;
    return { address: free, actor: free, unnamed: free };
  }
  const addresses = new Meter(limits.requestsPerMinute * ADDRESS_SHARE);
  const actors = new Meter(limits.requestsPerMinute);
  const paced = {
    signIn: new Meter(PACES.signIn),
    open: new Meter(PACES.open),
    upload: new Meter(PACES.upload),
    export: new Meter(PACES.export),
  };
  return {
    address: (address, time) => refuseIfTooMany(addresses.take(address, time)),
    actor(id, pace, time) {
      refuseIfTooMany(actors.take(id, time));
      if (pace) refuseIfTooMany(paced[pace].take(id, time));
    },
    unnamed: (address, pace, time) => refuseIfTooMany(paced[pace].take(address, time)),
  };
}

function refuseIfTooMany(waitSeconds: number): void {
  if (waitSeconds === 0) return;
  throw new Refused({
    refused: 'tooSoon',
    code: 'tooManyRequests',
    message: {
      zh: `请求太频繁，请 ${waitSeconds} 秒后再试。`,
      en: `Too many requests; try again in ${waitSeconds} seconds.`,
    },
    facts: { retryAfterSeconds: waitSeconds },
  });
}
