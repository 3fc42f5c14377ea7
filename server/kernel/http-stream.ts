import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from './actor.ts';
import type { HttpOptions, Stream, StreamEvent } from './http.ts';
import { refuseNames } from './http-query.ts';
import { type Instant, instant, millis } from './instant.ts';

/** Bytes that wait for a listener who does not read, beside what the network already holds for it. */
const UNREAD_AT_MOST = 256_000;

/** After so long a listener that was cut off comes back. */
const RETRY_MS = 2000;

const PARAMETERS: ReadonlySet<string> = new Set(['lastEventId']);

type Authorise = (request: FastifyRequest, passive: boolean) => Promise<Actor | null>;

/** A session that seems to be over was perhaps used meanwhile: its stream does not look more often than this. */
const SOON_MS = 20;

/** Streams look anew within so long when nobody knows whose rights changed: not all in the same instant. */
const SPREAD_MS = 1500;

/** Somebody who is being looked up; whose rights changed meanwhile. */
interface Arrival {
  changed: Set<string | null>;
}

interface Opened {
  raw: ServerResponse;
  accountId: string;
  /** Looks in so many milliseconds, or at once, whether the listener may still listen. */
  lookIn(ms: number): void;
}

/**
 * A long-lived answer of server-sent events. It ends when its listener may no longer listen, or may hear other things than
 * when it began (it then comes back as who it is now), or does not read.
 */
export function registerStream(app: FastifyInstance, stream: Stream, options: HttpOptions, authorise: Authorise): void {
  const open = new Set<Opened>();
  const arriving = new Set<Arrival>();
  app.addHook('preClose', async () => {
    // Spread over some seconds, so that the next server is not asked by all in the same instant.
    for (const { raw } of open) raw.end(`retry: ${RETRY_MS + Math.floor(Math.random() * 2 * RETRY_MS)}\n\n`);
  });
  options.onAccess?.((accountId) => {
    for (const one of arriving) one.changed.add(accountId);
    for (const one of open) {
      if (accountId === null) one.lookIn(Math.random() * SPREAD_MS);
      else if (one.accountId === accountId) one.lookIn(0);
    }
  });
  /** Who comes, by the rights held when the answer begins: whose rights change while they are looked up is asked about again. */
  async function arrive(request: FastifyRequest): Promise<Actor | null> {
    for (;;) {
      const arrival: Arrival = { changed: new Set() };
      arriving.add(arrival);
      try {
        const actor = await authorise(request, false);
        if (!actor || !(arrival.changed.has(actor.id) || arrival.changed.has(null))) return actor;
      } finally {
        arriving.delete(arrival);
      }
    }
  }
  // Of a stream there is no head to be asked for: it would never end.
  app.get(`/api${stream.path}`, { exposeHeadRoute: false }, async (request, reply) => {
    // No message of another process can be heard between the answer to this and the place among those who listen.
    const actor = await arrive(request);
    const asked = Object.keys(request.query as object);
    if (asked.some((name) => !PARAMETERS.has(name))) refuseNames(asked, PARAMETERS);
    reply.hijack();
    const raw = reply.raw;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    });
    raw.write(`retry: ${RETRY_MS}\n\n`);
    let close: (() => void) | undefined;
    let closed = false;
    const isOpen = () => !closed && !raw.writableEnded && !raw.destroyed;
    const beat = setInterval(() => isOpen() && raw.write(': beat\n\n'), 15_000);
    let waiting: NodeJS.Timeout | undefined;
    const lookIn = (ms: number) => {
      clearTimeout(waiting);
      if (isOpen()) waiting = setTimeout(look, ms);
    };
    const lookAgain = (endsAt: Instant | undefined) => {
      const left = endsAt === undefined ? Number.POSITIVE_INFINITY : millis(endsAt) - options.clock();
      lookIn(Math.min(options.recheckMs ?? 30_000, Math.max(left, SOON_MS)));
    };
    const look = async () => {
      try {
        const now = await authorise(request, true);
        if (mayHearAs(actor) !== mayHearAs(now)) raw.end();
        else lookAgain(now?.endsAt);
      } catch {
        raw.end();
      }
    };
    const opened: Opened = { raw, accountId: actor?.id ?? '', lookIn };
    open.add(opened);
    lookAgain(actor?.endsAt);
    raw.on('close', () => {
      closed = true;
      open.delete(opened);
      clearInterval(beat);
      clearTimeout(waiting);
      close?.();
    });
    const send = (event: StreamEvent): boolean => {
      if (!isOpen()) return false;
      // Who does not read what is sent is let go, and hears the rest when coming back.
      if (raw.writableLength > UNREAD_AT_MOST) {
        options.logger({ level: 'warn', request: request.id, what: 'a listener that does not read was let go' });
        raw.destroy();
        return false;
      }
      return raw.write(textOf(event));
    };
    const drained = async () => {
      if (isOpen() && raw.writableNeedDrain) await Promise.race([once(raw, 'drain'), once(raw, 'close')]);
    };
    const lastEventId = lastEventIdOf(request);
    try {
      close = await stream.open({
        actor: actor as Actor,
        lastEventId,
        send,
        drained,
        end: () => raw.end(),
        now: instant(options.clock()),
      });
    } catch (error) {
      options.logger({
        level: 'error',
        request: request.id,
        path: stream.path,
        error: error instanceof Error ? error.message : String(error),
      });
      raw.end();
    }
    if (closed) close?.();
  });
}

/** All that decides what somebody hears. */
function mayHearAs(actor: Actor | null): string {
  return JSON.stringify([actor?.jurisdictionId, actor?.unitId, actor && [...actor.permissions].sort()]);
}

/** The same event goes to many listeners, and is written out once. */
const written = new WeakMap<StreamEvent, string>();

function textOf(event: StreamEvent): string {
  const known = written.get(event);
  if (known !== undefined) return known;
  const head = `${event.id ? `id: ${event.id}\n` : ''}${event.event ? `event: ${event.event}\n` : ''}`;
  const text = `${head}data: ${JSON.stringify(event.data)}\n\n`;
  written.set(event, text);
  return text;
}

/** A browser's EventSource sends it as a header when it comes back; by the address it may be given at first. */
function lastEventIdOf({ headers, query }: FastifyRequest): string | undefined {
  const told = headers['last-event-id'] ?? (query as Record<string, string | string[] | undefined>).lastEventId;
  return Array.isArray(told) ? told[0] : told;
}
