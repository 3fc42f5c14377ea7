import type { Always } from './contract.ts';

/** The server's refusal (application/problem+json), as the screens meet it. `detail` is already in the reader's language. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** What would have been right. */
  readonly right: string | undefined;
  readonly errors: readonly { path: string; message: string }[];
  readonly facts: Readonly<Record<string, unknown>>;
  /** By which the server's journal knows this answer. */
  readonly instance: string | undefined;

  constructor(status: number, body: Record<string, unknown>) {
    const text = (key: string) => (typeof body[key] === 'string' ? body[key] : undefined);
    super(text('detail') ?? text('title') ?? String(status));
    this.name = 'ApiProblem';
    this.status = status;
    this.code = text('code') ?? 'unknown';
    this.title = text('title') ?? String(status);
    this.detail = text('detail') ?? this.title;
    this.right = text('right');
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.facts = typeof body.facts === 'object' && body.facts !== null ? (body.facts as Record<string, unknown>) : {};
    this.instance = text('instance');
  }
}

/** No answer came: the network is down or the server is away. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

export interface Line {
  /** Before `/api`; empty in the page. */
  origin: string;
  language: () => string;
  /** The session has ended: somebody must sign in again. */
  onSignedOut: () => void;
  /** Milliseconds to wait before the next try; one entry per retry. */
  retryAfterMs: readonly number[];
  /** How far the server's clock is ahead of this machine's, whenever an answer tells. */
  onServerTime?: (aheadMs: number) => void;
}

/** A UUID; also where the page is not a secure context (plain HTTP in an office network). */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** `/cases/:id` and `{ id: 'a/b' }` → `/cases/a%2Fb`. */
export function fillPath(path: string, params: Record<string, unknown> = {}): string {
  return path.replace(/:(\w+)/g, (_place, name: string) => encodeURIComponent(String(params[name])));
}

/** Leaves out what is undefined; repeats a name for a list. */
export function queryText(query: Record<string, unknown> = {}): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) text.append(name, String(one));
  }
  const written = text.toString();
  return written === '' ? '' : `?${written}`;
}

type AnyAsked = Always & { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };

/**
 * Sends one request. A GET, and a POST under its Idempotency-Key, is tried again when the network fails or the server
 * is away for a moment: the key makes sure that the work is done once, however often it was sent.
 */
export async function send(line: Line, key: string, asked: AnyAsked = {}): Promise<unknown> {
  const [method = 'GET', path = ''] = key.split(' ');
  const url = `${line.origin}/api${fillPath(path, asked.params)}${queryText(asked.query)}`;
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': line.language() };
  if (method === 'POST') headers['idempotency-key'] = asked.idempotencyKey ?? newKey();
  if (asked.version !== undefined) headers['if-match'] = `"${asked.version}"`;
  const body = bodyOf(asked);
  if (typeof body === 'string') headers['content-type'] = 'application/json';
  const request: RequestInit = {
    method,
    headers,
    body: body ?? null,
    credentials: 'same-origin',
    signal: asked.signal ?? null,
  };

  const waits = method === 'GET' || method === 'POST' ? line.retryAfterMs : [];
  for (let tries = 0; ; tries++) {
    const wait = waits[tries];
    try {
      const response = await fetch(url, request);
      noteTime(line, response);
      if (response.status === 503 && wait !== undefined) {
        await pause(wait, asked.signal);
        continue;
      }
      return await read(line, response);
    } catch (error) {
      if (error instanceof ApiProblem || asked.signal?.aborted) throw error;
      if (wait === undefined) throw new Unreachable(error);
      await pause(wait, asked.signal);
    }
  }
}

function bodyOf(asked: AnyAsked): string | FormData | undefined {
  if (!asked.files) return asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const form = new FormData();
  if (asked.body !== undefined) form.append('json', JSON.stringify(asked.body));
  for (const { field, file, name } of asked.files) form.append(field, file, name);
  return form;
}

async function read(line: Line, response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) {
    if (response.status === 204) return undefined;
    return type.includes('json') ? response.json() : response.blob();
  }
  const body = type.includes('json')
    ? ((await response.json()) as Record<string, unknown>)
    : { title: response.statusText };
  const problem = new ApiProblem(response.status, body);
  if (problem.status === 401 && problem.code === 'notSignedIn') line.onSignedOut();
  throw problem;
}

function noteTime(line: Line, response: Response): void {
  const told = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(told)) line.onServerTime?.(told - Date.now());
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
