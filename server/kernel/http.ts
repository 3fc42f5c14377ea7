import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { answerOnce } from './answers.ts';
import { type Db, isSqlState, transact, type Tx } from './db.ts';
import { instant, type Instant } from './instant.ts';
import { type Fault, type Refusal, Refused, type RefusalKind } from './refusal.ts';
import { type Language, languageOf, type Words } from './words.ts';

/** Routes are data: this is the only file that knows the web framework. */
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

/** A file as an answer: sent with its own type, never sniffed, never run. */
export class FileAnswer {
  readonly bytes: Buffer | string;
  readonly type: string;
  readonly name: string | undefined;
  readonly cacheSeconds: number;
  constructor(bytes: Buffer | string, type: string, options: { name?: string; cacheSeconds?: number } = {}) {
    this.bytes = bytes;
    this.type = type;
    this.name = options.name;
    this.cacheSeconds = options.cacheSeconds ?? 0;
  }
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
  /** Fields of the answer that hold a secret or personal data: shown once, and null when an Idempotency-Key asks again. */
  shownOnce?: readonly string[];
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
  identify: (request: { cookies: Record<string, string | undefined>; authorization: string | undefined; now: Instant; method: string; path: string; passive?: boolean }) => Promise<Actor | null>;
  clock: () => number;
  /** Cookies travel by HTTPS only. */
  secureCookies?: boolean;
  /** Called after a request that may have written to the log was committed. */
  afterWrite: () => void;
  logger: (line: Record<string, unknown>) => void;
  observe?: (sample: { method: string; path: string; status: number; seconds: number }) => void;
  /** Proxies whose word is taken for a visitor's address. */
  trustProxy?: boolean | string[];
  /** How often a stream asks whether its listener may still listen. */
  recheckMs?: number;
  maxBodyBytes?: number;
  maxFileBytes?: number;
}

const STATUS: Record<RefusalKind, number> = { unknown: 404, forbidden: 403, conflict: 409, invalid: 422, stale: 412, unproven: 401, tooSoon: 429 };

const TITLES: Record<number, Words> = {
  400: { zh: '请求无法读懂', en: 'The request cannot be read' },
  401: { zh: '请先登录', en: 'Please sign in' },
  403: { zh: '没有权限', en: 'Not permitted' },
  404: { zh: '没有找到', en: 'Not found' },
  405: { zh: '不能用这个方法', en: 'Method not allowed' },
  409: { zh: '现在不能这样做', en: 'Not possible now' },
  412: { zh: '内容已被他人更改', en: 'Changed meanwhile' },
  413: { zh: '内容太大', en: 'Too large' },
  415: { zh: '不支持的内容类型', en: 'Unsupported content type' },
  422: { zh: '填写有误', en: 'Input is not right' },
  428: { zh: '缺少 If-Match', en: 'If-Match is missing' },
  429: { zh: '请求太频繁', en: 'Too many requests' },
  500: { zh: '系统出错', en: 'The system failed' },
  503: { zh: '暂时不可用', en: 'Unavailable for the moment' },
};

/** An answer of RFC 9457, in the asked language. */
function problem(status: number, code: string, words: Words, language: Language, requestId: string, more: Partial<Refusal> = {}) {
  const title = TITLES[status] ?? { zh: '出错', en: 'Error' };
  return {
    type: `/api/problems/${code}`,
    title: title[language],
    status,
    code,
    detail: words[language],
    instance: requestId,
    ...(more.right ? { right: more.right[language] } : {}),
    ...(more.faults ? { errors: more.faults.map((fault) => ({ path: fault.path, message: fault.message[language] })) } : {}),
    ...(more.facts ? { facts: more.facts } : {}),
  };
}

/** The same problem for a refusal that is not an HTTP answer of its own, e.g. one row of a bulk action. */
export function problemOf(refusal: Refusal, language: Language, requestId: string) {
  return problem(STATUS[refusal.refused], refusal.code, refusal.message, language, requestId, refusal);
}

/** Schema issues as faults: at which path, what is wrong, and what would be right. */
function faultsOf(error: z.ZodError, where: string): Fault[] {
  const zh = z.locales.zhCN().localeError;
  const en = z.locales.en().localeError;
  return error.issues.slice(0, 50).map((issue) => {
    const path = [where, ...issue.path.map(String)].filter(Boolean).join('.');
    const own = issue.message;
    const say = (locale: typeof zh) => {
      const said = issue.code === 'custom' ? own : locale(issue as never);
      return typeof said === 'string' ? said : (said?.message ?? own);
    };
    return { path, message: { zh: say(zh), en: say(en) } };
  });
}

function parse(shape: Shape | undefined, value: unknown, where: string): unknown {
  if (!shape) return undefined;
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  throw new Refused({
    refused: 'invalid',
    code: 'invalidInput',
    message: { zh: '有内容不符合要求，见 errors。', en: 'Some of the input is not right; see errors.' },
    faults: faultsOf(read.error, where),
  });
}

const UNSAFE = new Set<Method>(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Reads `"7"`, `W/"7"` or `7`. */
function readVersion(header: string | undefined): number | null {
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header ?? '');
  return found ? Number(found[1]) : null;
}

export async function buildHttp(routes: readonly AnyRoute[], streams: readonly Stream[], options: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: options.maxBodyBytes ?? 1_000_000,
    genReqId: () => crypto.randomUUID(),
    logger: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: true,
    trustProxy: options.trustProxy ?? false,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, options),
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The kit writes its styles at run time (docs/decisions); scripts are never inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
      },
    },
    hsts: false,
  });
  await app.register(multipart, { limits: { fileSize: options.maxFileBytes ?? 20_000_000, files: 10, fields: 50, fieldSize: 1_000_000 } });

  // A body is JSON or multipart; an empty JSON body is `{}` where a route asks for nothing.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(text)));
    } catch {
      done(new Refused({ refused: 'invalid', code: 'notJson', message: { zh: '请求体不是合法的 JSON。', en: 'The body is not valid JSON.' } }));
    }
  });

  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', reply.getHeader('cache-control') ?? 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000;
    options.observe?.({ method: request.method, path: request.routeOptions.url ?? 'unknown', status: reply.statusCode, seconds });
  });

  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, options));
  app.setNotFoundHandler((request, reply) => {
    const language = languageOf(request.headers['accept-language']);
    const allowed = methodsAt(routes, request.url);
    if (allowed.length > 0) {
      const words = { zh: `这个地址只接受 ${allowed.join('、')}。`, en: `This address takes ${allowed.join(', ')} only.` };
      return reply.code(405).header('allow', allowed.join(', ')).type('application/problem+json').send(problem(405, 'methodNotAllowed', words, language, request.id));
    }
    const words = { zh: `没有这个地址：${request.method} ${request.url.split('?')[0]}`, en: `There is no such address: ${request.method} ${request.url.split('?')[0]}` };
    return reply.code(404).type('application/problem+json').send(problem(404, 'unknownAddress', words, language, request.id));
  });

  for (const declared of routes) register(app, declared, options);
  for (const stream of streams) registerStream(app, stream, options);
  return app;
}

/** The methods that an address takes; none if there is no such address. */
function methodsAt(routes: readonly AnyRoute[], url: string): Method[] {
  const asked = url.split('?')[0]?.replace(/\/$/, '');
  const isAt = (path: string) => new RegExp(`^/api${path.replace(/:\w+/g, '[^/]+')}$`).test(asked ?? '');
  return routes.filter(({ path }) => isAt(path)).map(({ method }) => method);
}

async function authorise(request: FastifyRequest, permission: string, options: HttpOptions, now: Instant, passive = false): Promise<Actor | null> {
  if (permission === 'public') return null;
  const actor = await options.identify({
    cookies: request.cookies,
    authorization: request.headers.authorization,
    now,
    method: request.method,
    path: request.routeOptions.url ?? '',
    passive,
  });
  if (!actor) throw new Unauthenticated();
  if (permission !== 'signedIn' && !actor.permissions.has(permission)) {
    throw new Refused({
      refused: 'forbidden',
      code: 'notPermitted',
      message: { zh: '您的角色没有这项权限。', en: 'Your role does not have this permission.' },
      facts: { permission },
    });
  }
  return actor;
}

class Unauthenticated extends Error {}
class Precondition extends Error {}

function register(app: FastifyInstance, declared: AnyRoute, options: HttpOptions): void {
  const unsafe = UNSAFE.has(declared.method);
  app.route({
    method: declared.method,
    url: `/api${declared.path}`,
    handler: async (request, reply) => {
      const now = instant(options.clock());
      const language = languageOf(request.headers['accept-language']);
      const actor = await authorise(request, declared.permission, options, now);
      const params = parse(declared.params, request.params, '');
      const query = parse(declared.query, request.query, 'query');
      const files: UploadedFile[] = [];
      const rawBody = declared.files && request.isMultipart() ? await readMultipart(request, files) : request.body;
      const body = parse(declared.body, rawBody ?? {}, '');
      const version = declared.ifMatch ? readVersion(request.headers['if-match']) : 0;
      if (version === null) throw new Precondition();

      const cookies: Array<() => void> = [];
      const call = (tx: Tx): Call => ({
        actor: actor as Actor,
        params,
        query,
        body,
        tx,
        db: options.db,
        now,
        language,
        requestId: request.id,
        version,
        address: request.ip,
        agent: (request.headers['user-agent'] ?? '').slice(0, 200),
        cookies: request.cookies,
        files,
        setCookie(name, value, wanted) {
          cookies.push(() => reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'strict', secure: options.secureCookies ?? false, maxAge: wanted.maxAgeSeconds }));
        },
      });
      const key = header(request.headers['idempotency-key']);
      const answer = unsafe && !declared.ownTransactions
        ? await transact(options.db, async (tx) =>
            key && declared.method === 'POST' && actor
              ? answerOnce(tx, { actor, key, shownOnce: declared.shownOnce, request: [declared.path, params, query, version, rawBody ?? null, files.map((f) => f.bytes)] }, () => declared.handle(call(tx)))
              : declared.handle(call(tx)),
          )
        : await declared.handle(call(options.db));
      if (unsafe) options.afterWrite();
      for (const set of cookies) set();
      return send(reply, answer, declared.status ?? 200);
    },
  });
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function send(reply: FastifyReply, answer: unknown, status: number) {
  if (answer instanceof FileAnswer) {
    reply.type(answer.type).header('x-content-type-options', 'nosniff');
    if (answer.cacheSeconds > 0) reply.header('cache-control', `private, max-age=${answer.cacheSeconds}, immutable`);
    if (answer.name) reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}`);
    return reply.send(answer.bytes);
  }
  if (status === 204) return reply.code(204).send();
  if (typeof answer === 'object' && answer !== null && 'version' in answer && typeof answer.version === 'number') {
    reply.header('etag', `"${answer.version}"`);
  }
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(answer));
}

/** Multipart: a field `json` holds the body; every file is read whole, within the limits. */
async function readMultipart(request: FastifyRequest, files: UploadedFile[]): Promise<unknown> {
  let body: unknown = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      files.push({ field: part.fieldname, name: part.filename, bytes: await part.toBuffer() });
    } else if (part.fieldname === 'json') {
      try {
        body = JSON.parse(String(part.value));
      } catch {
        throw new Refused({ refused: 'invalid', code: 'notJson', message: { zh: '字段 json 不是合法的 JSON。', en: 'The field `json` is not valid JSON.' } });
      }
    }
  }
  return body;
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, options: HttpOptions) {
  const language = languageOf(request.headers['accept-language']);
  const say = (status: number, code: string, words: Words, more: Partial<Refusal> = {}) =>
    reply.code(status).type('application/problem+json').send(problem(status, code, words, language, request.id, more));

  if (error instanceof Refused) {
    const wait = error.refusal.facts?.['retryAfterSeconds'];
    if (typeof wait === 'number') reply.header('retry-after', String(wait));
    return say(STATUS[error.refusal.refused], error.refusal.code, error.refusal.message, error.refusal);
  }
  if (error instanceof Unauthenticated) {
    return say(401, 'notSignedIn', { zh: '没有登录，或登录已失效。', en: 'You are not signed in, or your session has ended.' });
  }
  if (error instanceof Precondition) {
    return say(428, 'versionMissing', { zh: '更改须带 If-Match，值为所见版本，例如 If-Match: "3"。', en: 'A change needs If-Match with the version you saw, e.g. If-Match: "3".' });
  }
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  const text = error instanceof Error ? error.message : String(error);
  if (status === 413) return say(413, 'tooLarge', { zh: '内容超过大小上限。', en: 'The content is larger than allowed.' });
  if (status === 415) return say(415, 'unsupportedType', { zh: '请用 application/json 或 multipart/form-data。', en: 'Use application/json or multipart/form-data.' });
  if (status === 429) return say(429, 'tooManyRequests', { zh: '请求太频繁，请稍后再试。', en: 'Too many requests; try again later.' });
  if (status >= 400 && status < 500) return say(status, 'badRequest', { zh: '请求无法读懂。', en: 'The request cannot be read.' });
  if (isSqlState(error, '22021')) return say(422, 'badCharacter', { zh: '内容中有无法保存的字符（NUL）。', en: 'The content has a character that cannot be kept (NUL).' });
  if (isUnavailable(error)) {
    reply.header('retry-after', '2');
    return say(503, 'databaseAway', { zh: '数据库暂时连不上，请稍后重试，内容没有丢失。', en: 'The database is away for the moment; try again shortly, nothing was half done.' });
  }
  if (isSqlState(error, '40001') || isSqlState(error, '40P01')) {
    reply.header('retry-after', '1');
    return say(503, 'busy', { zh: '同时更改太多，请重试。', en: 'Too many changes at once; try again.' });
  }
  // Characters that no text of PostgreSQL can hold: NUL, or half of a surrogate pair.
  if (isSqlState(error, '22021') || isSqlState(error, '22P05')) {
    return say(422, 'badCharacter', { zh: '文字中有不能保存的字符（如 NUL）。', en: 'The text holds a character that cannot be kept, such as NUL.' });
  }
  options.logger({ level: 'error', request: request.id, method: request.method, path: request.routeOptions.url, error: text, stack: error instanceof Error ? error.stack : undefined });
  return say(500, 'fault', { zh: `系统出错，已记录，编号 ${request.id}。`, en: `The system failed; it is recorded under ${request.id}.` });
}

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '08003', '53300']);

/** True when the database cannot be reached, as opposed to having refused something. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string' && AWAY.has(error.code)) return true;
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message);
}

function registerStream(app: FastifyInstance, stream: Stream, options: HttpOptions): void {
  app.get(`/api${stream.path}`, async (request, reply) => {
    const now = instant(options.clock());
    const actor = await authorise(request, stream.permission, options, now);
    reply.hijack();
    const raw = reply.raw;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    });
    raw.write('retry: 2000\n\n');
    let close: (() => void) | undefined;
    let closed = false;
    const beat = setInterval(() => raw.write(': beat\n\n'), 15_000);
    // A session that was ended, or lost a right, hears no more.
    const recheck = setInterval(() => {
      authorise(request, stream.permission, options, instant(options.clock()), true).catch(() => raw.end());
    }, options.recheckMs ?? 60_000);
    raw.on('close', () => {
      closed = true;
      clearInterval(beat);
      clearInterval(recheck);
      close?.();
    });
    const send = (event: StreamEvent): boolean => {
      if (closed) return false;
      // Who does not read what is sent is let go, and hears the rest when coming back.
      if (raw.writableLength > 1_000_000) raw.destroy();
      const head = `${event.id ? `id: ${event.id}\n` : ''}${event.event ? `event: ${event.event}\n` : ''}`;
      return raw.write(`${head}data: ${JSON.stringify(event.data)}\n\n`);
    };
    const lastEventId = header(request.headers['last-event-id']) ?? (request.query as Record<string, string>)['lastEventId'];
    close = await stream.open({ actor: actor as Actor, lastEventId, send, end: () => raw.end(), now });
    if (closed) close();
  });
}
