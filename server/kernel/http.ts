import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Actor } from './actor.ts';
import type { Db, Tx } from './db.ts';
import type { Limits, Pace } from './http-limits.ts';
import type { Instant } from './instant.ts';
import type { Language, Words } from './words.ts';

/** Routes are data; `http-server.ts` serves them. Only files called `http-…` know the web framework. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Shape = z.ZodType;
type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler is given. `tx` is a transaction for everything but GET, which reads through the pool. */
export interface Call<Params = unknown, Query = unknown, Body = unknown, Who = Actor> {
  actor: Who;
  params: Params;
  query: Query;
  body: Body;
  tx: Tx;
  /** The pool, for the rare write that must survive a refusal (a failed sign-in is counted although it is refused). */
  db: Db;
  now: Instant;
  language: Language;
  requestId: string;
  /** The version in `If-Match`, on routes that demand it. */
  version: number;
  /** The asker's network address, for sign-in and audit only. */
  address: string;
  /** What the asker's browser or program calls itself, at most 200 characters. */
  agent: string;
  cookies: Record<string, string | undefined>;
  /** Runs after the answer was committed and before it is sent. */
  setCookie(name: string, value: string, options: CookieOptions): void;
  /** Files of a multipart body, read to the end; only on routes with `files: true`. */
  files: UploadedFile[];
}

export interface CookieOptions {
  maxAgeSeconds: number;
}

export interface UploadedFile {
  field: string;
  name: string;
  bytes: Buffer;
}

/**
 * A file as an answer: sent with its own type, never sniffed, never run. One that is made while it is sent is a stream: if
 * that breaks, so does the connection, and nobody takes a part for the whole.
 */
export class FileAnswer {
  readonly bytes: Buffer | string | Readable;
  readonly type: string;
  readonly name: string | undefined;
  readonly cacheSeconds: number;
  constructor(bytes: Buffer | string | Readable, type: string, options: { name?: string; cacheSeconds?: number } = {}) {
    this.bytes = bytes;
    this.type = type;
    this.name = options.name;
    this.cacheSeconds = options.cacheSeconds ?? 0;
  }
}

/** What kind of thing is settled, such as `calendar`, and the fields given that may hold a secret. */
export interface Setting {
  kind: string;
  untold?: readonly string[];
}

export interface Route<
  Path extends string = string,
  M extends Method = Method,
  P extends Shape | undefined = Shape | undefined,
  Q extends Shape | undefined = Shape | undefined,
  B extends Shape | undefined = Shape | undefined,
  A extends Shape | undefined = Shape | undefined,
> {
  method: M;
  /** Under `/api`, with `:name` for parameters. */
  path: Path;
  /** A permission string; `signedIn` for any account; `public` for anybody. Required, so that none is forgotten. */
  permission: string;
  summary: Words;
  params?: P;
  query?: Q;
  body?: B;
  /** Absent for 204 and for files. */
  answer?: A;
  status?: 200 | 201 | 204;
  /** Demands `If-Match` with the version the asker saw. */
  ifMatch?: boolean;
  /** Takes multipart/form-data with files beside, or instead of, JSON. */
  files?: boolean;
  /**
   * The handler opens its own transactions and `tx` is the pool: for work that takes long without the database, such as
   * checking a password, or whose writes must survive a refusal.
   */
  ownTransactions?: boolean;
  /** May be asked for even while the actor's rights are withheld: what ends that, and leaving. */
  whileWithheld?: boolean;
  /** Asked for at a tighter pace than the rest; uploads are by themselves. */
  pace?: Pace;
  /** May be answered from a replica, a few seconds old: for reports. Its handler writes nothing. */
  reads?: 'replica';
  /**
   * The answer is kept in memory for so many seconds and given to whoever asks, and to browsers and proxies to keep as long:
   * only where anybody may read it. Its handler looks at nothing of the asker but the address asked for and the language.
   */
  keptSeconds?: number;
  /** Fields of the answer that hold a secret or personal data: shown once, and null when an Idempotency-Key asks again. */
  shownOnce?: readonly string[];
  /** The browser is told to forget what it kept of our answers: whoever sits there next finds no photo. */
  clearsCache?: true;
  /** It settles something for the whole district: what was given stands in the audit, in the transaction that does it. */
  setting?: Setting;
  handle: (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<(A extends Shape ? z.input<A> : unknown) | FileAnswer>;
}

/** Declares a route and keeps its exact types, from which the web's `call()` is typed. */
export function route<
  const Path extends string,
  const M extends Method,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
  A extends Shape | undefined = undefined,
>(declared: Route<Path, M, P, Q, B, A>): Route<Path, M, P, Q, B, A> {
  return declared;
}

// The list of modules holds routes of every shape; their handlers are checked where they are declared.
// biome-ignore lint/suspicious/noExplicitAny: variance of handler parameters
export type AnyRoute = Route<string, Method, any, any, any, any>;

/** One long-lived answer of server-sent events. */
export interface Stream {
  path: string;
  permission: string;
  summary: Words;
  open: (call: {
    actor: Actor;
    lastEventId: string | undefined;
    send: (event: StreamEvent) => boolean;
    /** Until what was sent is on its way, or nobody is there any more. */
    drained: () => Promise<void>;
    /** Ends the answer; the listener comes back with the id of the last event it got. */
    end: () => void;
    now: Instant;
  }) => Promise<() => void>;
}

export interface StreamEvent {
  id?: string;
  event?: string;
  data: unknown;
}

export interface HttpOptions {
  db: Db;
  /** Finds who asks from the session cookie or bearer token; null if nobody. `passive`: being asked about is no use of the session. */
  identify: (request: {
    cookies: Record<string, string | undefined>;
    authorization: string | undefined;
    /** From where it is asked. */
    address: string;
    now: Instant;
    method: string;
    path: string;
    passive?: boolean;
  }) => Promise<Actor | null>;
  clock: () => number;
  /** Cookies travel by HTTPS only, and browsers are told to come by nothing else. */
  secureCookies?: boolean;
  /** What users see in the address bar, if a proxy stands before the server: `https://city.example`. */
  baseUrl?: string | undefined;
  /** Absent: nobody is counted. */
  limits?: Limits | undefined;
  /** The replica, while it is fresh enough to be read. */
  replica?: (() => Db | null) | undefined;
  /** Notes in the audit what a route settled; `answer` is what it gives back. */
  noteSetting?: (call: Call, setting: Setting, answer: unknown) => Promise<void>;
  /** Called after a request that may have written to the log was committed. */
  afterWrite: () => void;
  logger: (line: Record<string, unknown>) => void;
  observe?: (sample: { method: string; path: string; status: number; seconds: number }) => void;
  /** Proxies whose word is taken for a visitor's address. */
  trustProxy?: boolean | string[];
  /** Nothing may be written just now. */
  isDiskFull?: () => boolean;
  /** How long a client may take to send the head of a request, and the whole of it. */
  patience?: { headersMs: number; requestMs: number };
  /** How often a stream asks by itself whether its listener may still listen. */
  recheckMs?: number;
  /** Tells `look` at once whose rights or sessions changed, whichever process changed them; null: perhaps anybody's. */
  onAccess?: (look: (accountId: string | null) => void) => void;
  maxBodyBytes?: number;
  maxFileBytes?: number;
}
