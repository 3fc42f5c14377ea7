import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Actor } from './actor.ts';
import { answerOnce } from './answers.ts';
import { isSqlState, type Tx, transact } from './db.ts';
import { DiskFull } from './disk.ts';
import {
  type AnyRoute,
  type Call,
  FileAnswer,
  type HttpOptions,
  type Method,
  type Stream,
  type UploadedFile,
} from './http.ts';
import { isOfApi, methodsAt } from './http-address.ts';
import { readJsonBytes, readMultipart, refuseExpectations, refuseHosts, refusePacked } from './http-body.ts';
import { letGoOfSilent, letGoOfUnread, stopInGoodOrder } from './http-connections.ts';
import { cookieName, ownCookies } from './http-cookies.ts';
import { addHeaders } from './http-headers.ts';
import { Keeper, sendFile, sendKept } from './http-kept.ts';
import { createPacing, type Pacing } from './http-limits.ts';
import { refuseForeign } from './http-origin.ts';
import {
  answerBroken,
  answerError,
  isUnavailable,
  Precondition,
  parse,
  problem,
  Unauthenticated,
} from './http-problem.ts';
import { queryReader } from './http-query.ts';
import { handled } from './http-setting.ts';
import { registerStream } from './http-stream.ts';
import { instant } from './instant.ts';
import { Refused } from './refusal.ts';
import { languageOf } from './words.ts';

const UNSAFE = new Set<Method>(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Reads `"7"`, `W/"7"` or `7`. */
function readVersion(header: string | undefined): number | null {
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header ?? '');
  return found ? Number(found[1]) : null;
}

/** The routes and streams as a web server, not yet listening. */
export async function buildHttp(
  routes: readonly AnyRoute[],
  streams: readonly Stream[],
  options: HttpOptions,
): Promise<FastifyInstance> {
  const patience = options.patience ?? { headersMs: 15_000, requestMs: 120_000 };
  const app = fastify({
    bodyLimit: options.maxBodyBytes ?? 1_000_000,
    genReqId: () => crypto.randomUUID(),
    logger: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: patience.requestMs,
    // What Node refuses of its own accord it refuses without a word: `refuseHosts` says why.
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: 2000, requireHostHeader: false },
    trustProxy: options.trustProxy ?? false,
    clientErrorHandler: answerBroken,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, options.logger),
  });
  stopInGoodOrder(app);
  letGoOfSilent(app, patience.headersMs);
  letGoOfUnread(app, patience.requestMs);
  refuseExpectations(app);
  await app.register(cookie);
  await addHeaders(app, { https: options.secureCookies ?? false });
  await app.register(multipart, {
    limits: { fileSize: options.maxFileBytes ?? 20_000_000, files: 10, fields: 50, fieldSize: 1_000_000 },
  });

  // A body is JSON or multipart, never plain text; an empty JSON body is `{}` where a route asks for nothing.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (bytes.length === 0) return done(null, undefined);
    try {
      refusePacked(request);
      done(null, readJsonBytes(bytes));
    } catch (error) {
      done(error as Refused);
    }
  });

  const pacing = createPacing(options.limits);
  const ownOrigin = options.baseUrl && new URL(options.baseUrl).origin;
  app.addHook('onRequest', async (request) => {
    refuseHosts(request);
    if (!isOfApi(request)) return;
    pacing.address(request.ip, options.clock());
    const { method, host, headers } = request;
    const { authorization, origin } = headers;
    refuseForeign({ method, host, authorization, origin, fetchSite: header(headers['sec-fetch-site']) }, ownOrigin);
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (isOfApi(request)) reply.header('cache-control', reply.getHeader('cache-control') ?? 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000;
    options.observe?.({
      method: request.method,
      path: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      seconds,
    });
  });

  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, options.logger));
  app.setNotFoundHandler((request, reply) => {
    const language = languageOf(request.headers['accept-language']);
    const allowed = methodsAt(routes, streams, request.url);
    // A name too long to be anybody's is asked for by the right method, and is nowhere.
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      const words = {
        zh: `这个地址只接受 ${allowed.join('、')}。`,
        en: `This address takes ${allowed.join(', ')} only.`,
      };
      return reply
        .code(405)
        .header('allow', allowed.join(', '))
        .type('application/problem+json')
        .send(problem(405, 'methodNotAllowed', words, language, request.id));
    }
    const words = {
      zh: `没有这个地址：${request.method} ${request.url.split('?')[0]}`,
      en: `There is no such address: ${request.method} ${request.url.split('?')[0]}`,
    };
    return reply
      .code(404)
      .type('application/problem+json')
      .send(problem(404, 'unknownAddress', words, language, request.id));
  });

  const keeper = new Keeper();
  for (const declared of routes) register(app, declared, options, { pacing, keeper });
  for (const stream of streams) {
    registerStream(app, stream, options, (request, passive) => authorise(request, stream, options, passive));
  }
  return app;
}

async function authorise(
  request: FastifyRequest,
  { permission, whileWithheld = false }: Pick<AnyRoute, 'permission' | 'whileWithheld'>,
  options: HttpOptions,
  passive = false,
): Promise<Actor | null> {
  if (permission === 'public') return null;
  const actor = await options.identify({
    cookies: ownCookies(request.cookies, { https: options.secureCookies ?? false }),
    authorization: request.headers.authorization,
    address: request.ip,
    now: instant(options.clock()),
    method: request.method,
    path: request.routeOptions.url ?? '',
    passive,
  });
  if (!actor) throw new Unauthenticated();
  if (actor.withheld && !whileWithheld) throw new Refused(actor.withheld);
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

function register(
  app: FastifyInstance,
  declared: AnyRoute,
  options: HttpOptions,
  { pacing, keeper }: { pacing: Pacing; keeper: Keeper },
): void {
  const unsafe = UNSAFE.has(declared.method);
  const pace = declared.pace ?? (declared.files ? 'upload' : undefined);
  const readQuery = queryReader(declared.query);
  const https = options.secureCookies ?? false;
  app.route({
    method: declared.method,
    url: `/api${declared.path}`,
    handler: async (request, reply) => {
      const now = instant(options.clock());
      const language = languageOf(request.headers['accept-language']);
      if (pace === 'signIn' || pace === 'open') pacing.unnamed(request.ip, pace, options.clock());
      // Who signs in or out writes a line or two, for which the reserve is there.
      if (unsafe && !declared.path.startsWith('/session') && options.isDiskFull?.()) throw new DiskFull();
      const actor = await authorise(request, declared, options);
      if (actor) pacing.actor(actor.id, pace, options.clock());
      const params = parse(declared.params, request.params, '');
      const query = readQuery(request.query);
      const files: UploadedFile[] = [];
      const rawBody = request.isMultipart() ? await readMultipart(request, declared, files) : request.body;
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
        cookies: ownCookies(request.cookies, { https }),
        files,
        setCookie(name, value, wanted) {
          cookies.push(() =>
            reply.setCookie(cookieName(name, { https }), value, {
              path: '/',
              httpOnly: true,
              sameSite: 'strict',
              secure: https,
              maxAge: wanted.maxAgeSeconds,
            }),
          );
        },
      });
      if (declared.keptSeconds !== undefined) {
        const kept = await keeper.answer(JSON.stringify([declared.path, params, query, language]), {
          now: options.clock,
          seconds: declared.keptSeconds,
          read: () => read(declared, call, options),
        });
        return sendKept(reply, kept, { now: options.clock(), ifNoneMatch: request.headers['if-none-match'] });
      }
      const key = header(request.headers['idempotency-key']);
      const answer =
        unsafe && !declared.ownTransactions
          ? await transact(options.db, async (tx) =>
              key && declared.method === 'POST' && actor
                ? answerOnce(
                    tx,
                    {
                      actor,
                      key,
                      shownOnce: declared.shownOnce,
                      request: [declared.path, params, query, version, rawBody ?? null, ...files.map((f) => f.bytes)],
                    },
                    () => handled(declared, call(tx), options),
                  )
                : handled(declared, call(tx), options),
            )
          : await read(declared, call, options);
      if (unsafe) options.afterWrite();
      for (const set of cookies) set();
      if (declared.clearsCache) reply.header('clear-site-data', '"cache"');
      return send(reply, answer, declared.status ?? 200);
    },
  });
}

/** Reads from the replica where the route allows it; what the replica cannot give now, the primary does. */
async function read(declared: AnyRoute, call: (tx: Tx) => Call, { db, replica }: HttpOptions): Promise<unknown> {
  const other = declared.reads === 'replica' ? replica?.() : undefined;
  if (!other) return declared.handle(call(db));
  try {
    return await declared.handle(call(other));
  } catch (error) {
    // A replica gives up a long reading whose rows the primary has cleared away.
    if (!isUnavailable(error) && !isSqlState(error, '40001')) throw error;
    return declared.handle(call(db));
  }
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function send(reply: FastifyReply, answer: unknown, status: number) {
  if (answer instanceof FileAnswer) {
    if (answer.cacheSeconds > 0) reply.header('cache-control', `private, max-age=${answer.cacheSeconds}, immutable`);
    return sendFile(reply, answer, answer.bytes);
  }
  if (status === 204) return reply.code(204).send();
  if (typeof answer === 'object' && answer !== null && 'version' in answer && typeof answer.version === 'number') {
    reply.header('etag', `"${answer.version}"`);
  }
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(answer));
}
