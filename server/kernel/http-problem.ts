import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { isSqlState } from './db.ts';
import { DiskFull } from './disk.ts';
import { faultsOf } from './faults.ts';
import { Stopping } from './http-connections.ts';
import { invalidInput, type Refusal, type RefusalKind, Refused, refuse } from './refusal.ts';
import { type Language, languageOf, type Words } from './words.ts';

const STATUS: Record<RefusalKind, number> = {
  unknown: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 422,
  stale: 412,
  unproven: 401,
  tooSoon: 429,
};

const TITLES: Record<number, Words> = {
  400: { zh: '请求无法读懂', en: 'The request cannot be read' },
  401: { zh: '请先登录', en: 'Please sign in' },
  403: { zh: '没有权限', en: 'Not permitted' },
  404: { zh: '没有找到', en: 'Not found' },
  405: { zh: '不能用这个方法', en: 'Method not allowed' },
  408: { zh: '请求没有发完', en: 'The request did not end' },
  409: { zh: '现在不能这样做', en: 'Not possible now' },
  412: { zh: '内容已被他人更改', en: 'Changed meanwhile' },
  413: { zh: '内容太大', en: 'Too large' },
  415: { zh: '不支持的内容类型', en: 'Unsupported content type' },
  417: { zh: '不支持这样的 Expect', en: 'Expectation not supported' },
  422: { zh: '填写有误', en: 'Input is not right' },
  428: { zh: '缺少 If-Match', en: 'If-Match is missing' },
  429: { zh: '请求太频繁', en: 'Too many requests' },
  431: { zh: '请求头太大', en: 'The headers are too large' },
  500: { zh: '系统出错', en: 'The system failed' },
  503: { zh: '暂时不可用', en: 'Unavailable for the moment' },
  507: { zh: '没有空间', en: 'No space left' },
};

/** An answer of RFC 9457, in the asked language. */
export function problem(
  status: number,
  code: string,
  words: Words,
  language: Language,
  requestId: string,
  more: Partial<Refusal> = {},
) {
  const title = TITLES[status] ?? { zh: '出错', en: 'Error' };
  return {
    type: `/api/problems/${code}`,
    title: title[language],
    status,
    code,
    detail: words[language],
    instance: requestId,
    ...(more.right ? { right: more.right[language] } : {}),
    ...(more.faults
      ? { errors: more.faults.map((fault) => ({ path: fault.path, message: fault.message[language] })) }
      : {}),
    ...(more.facts ? { facts: more.facts } : {}),
  };
}

/** The same problem for a refusal that is not an HTTP answer of its own, e.g. one row of a bulk action. */
export function problemOf(refusal: Refusal, language: Language, requestId: string) {
  return problem(STATUS[refusal.refused], refusal.code, refusal.message, language, requestId, refusal);
}

/** Reads a part of the input by its shape, or refuses it field by field. */
export function parse(shape: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!shape) return undefined;
  const read = shape.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  return refuse(invalidInput(faultsOf(read.error, where)));
}

export class Unauthenticated extends Error {}
export class Precondition extends Error {}

/** Answers whatever was thrown: a refusal as what it is, a fault as a number under which it is logged. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: (line: Record<string, unknown>) => void,
) {
  const language = languageOf(request.headers['accept-language']);
  const say = (status: number, code: string, words: Words, more: Partial<Refusal> = {}) =>
    reply
      .code(status)
      .type('application/problem+json')
      .send(problem(status, code, words, language, request.id, more));

  if (error instanceof Refused) {
    const wait = error.refusal.facts?.retryAfterSeconds;
    if (typeof wait === 'number') reply.header('retry-after', String(wait));
    return say(STATUS[error.refusal.refused], error.refusal.code, error.refusal.message, error.refusal);
  }
  if (error instanceof Unauthenticated) {
    return say(401, 'notSignedIn', {
      zh: '没有登录，或登录已失效。',
      en: 'You are not signed in, or your session has ended.',
    });
  }
  if (error instanceof Precondition) {
    return say(428, 'versionMissing', {
      zh: '更改须带 If-Match，值为所见版本，例如 If-Match: "3"。',
      en: 'A change needs If-Match with the version you saw, e.g. If-Match: "3".',
    });
  }
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  const text = error instanceof Error ? error.message : String(error);
  if (status === 413)
    return say(413, 'tooLarge', { zh: '内容超过大小上限。', en: 'The content is larger than allowed.' });
  if (status === 415)
    return say(415, 'unsupportedType', {
      zh: '请用 application/json 或 multipart/form-data。',
      en: 'Use application/json or multipart/form-data.',
    });
  if (status === 429)
    return say(429, 'tooManyRequests', { zh: '请求太频繁，请稍后再试。', en: 'Too many requests; try again later.' });
  if (status >= 400 && status < 500)
    return say(status, 'badRequest', { zh: '请求无法读懂。', en: 'The request cannot be read.' });
  const hindrance = hindranceOf(error);
  if (hindrance) {
    if (hindrance.tell) logger({ level: 'error', request: request.id, path: request.routeOptions.url, error: text });
    reply.header('retry-after', hindrance.retryAfter);
    return say(hindrance.status, hindrance.code, hindrance.words);
  }
  // Characters that no text of PostgreSQL can hold: NUL, or half of a surrogate pair.
  if (isSqlState(error, '22021') || isSqlState(error, '22P05')) {
    return say(422, 'badCharacter', {
      zh: '文字中有不能保存的字符（如 NUL）。',
      en: 'The text holds a character that cannot be kept, such as NUL.',
    });
  }
  logger({
    level: 'error',
    request: request.id,
    method: request.method,
    path: request.routeOptions.url,
    error: text,
    stack: error instanceof Error ? error.stack : undefined,
  });
  return say(500, 'fault', {
    zh: `系统出错，已记录，编号 ${request.id}。`,
    en: `The system failed; it is recorded under ${request.id}.`,
  });
}

/** What Node's parser cannot read never becomes a request: it is answered on the bare connection, which then ends. */
export function answerBroken(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) {
    const { status, code, words } = brokenOf(error.code);
    const body = JSON.stringify(problem(status, code, words, 'zh', crypto.randomUUID()));
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function brokenOf(fault: string | undefined): { status: number; code: string; words: Words } {
  if (fault === 'ERR_HTTP_REQUEST_TIMEOUT')
    return {
      status: 408,
      code: 'requestTimeout',
      words: { zh: '请求没有在时限内发完。', en: 'The request did not end in time.' },
    };
  if (fault === 'HPE_HEADER_OVERFLOW')
    return {
      status: 431,
      code: 'headersTooLarge',
      words: { zh: '请求头超过 16 KB。', en: 'The headers are larger than 16 KB.' },
    };
  return { status: 400, code: 'badRequest', words: { zh: '请求无法读懂。', en: 'The request cannot be read.' } };
}

/** What passes, or is put right by somebody else: the same request may be made again then. */
interface Hindrance {
  status: 503 | 507;
  code: string;
  words: Words;
  retryAfter: string;
  /** Somebody has to do something about it, so the journal says so. */
  tell?: boolean;
}

const STOPPING: Hindrance = {
  status: 503,
  code: 'stopping',
  words: { zh: '服务器正在停止，请稍后重试。', en: 'The server is stopping; try again shortly.' },
  retryAfter: '2',
};

const DATABASE_AWAY: Hindrance = {
  status: 503,
  code: 'databaseAway',
  words: {
    zh: '数据库暂时连不上，请稍后重试，内容没有丢失。',
    en: 'The database is away for the moment; try again shortly, nothing was half done.',
  },
  retryAfter: '2',
};

const BUSY: Hindrance = {
  status: 503,
  code: 'busy',
  words: { zh: '同时更改太多，请重试。', en: 'Too many changes at once; try again.' },
  retryAfter: '1',
};

const TOOK_TOO_LONG: Hindrance = {
  status: 503,
  code: 'tookTooLong',
  words: {
    zh: '数据库没有在时限内完成，什么也没有更改。请缩小范围或稍后重试。',
    en: 'The database did not finish in time, and nothing was changed. Ask for less, or try again later.',
  },
  retryAfter: '5',
  tell: true,
};

const DISK_FULL: Hindrance = {
  status: 507,
  code: 'diskFull',
  words: {
    zh: '数据库的磁盘已满，未能保存；可以继续查看。请通知系统管理员。',
    en: 'The disk of the database is full and nothing was kept; reading goes on. Tell the system administrator.',
  },
  retryAfter: '60',
  tell: true,
};

const HINDRANCES: Record<string, Hindrance> = {
  '40001': BUSY,
  '40P01': BUSY,
  '55P03': BUSY,
  '57014': TOOK_TOO_LONG,
  '53100': DISK_FULL,
  '53200': BUSY,
};

function hindranceOf(error: unknown): Hindrance | undefined {
  if (error instanceof Stopping) return STOPPING;
  // The journal was told when it began.
  if (error instanceof DiskFull) return { ...DISK_FULL, tell: false };
  if (isUnavailable(error)) return DATABASE_AWAY;
  const state = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return HINDRANCES[state];
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  '53300',
  // An idle transaction was ended by the server.
  '25P03',
]);

/** True when the database cannot be reached, as opposed to having refused something. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string' && AWAY.has(error.code)) return true;
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}
