import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RawClient } from '../holds/client.fixture.ts';
import type { Db } from './db.ts';
import { type AnyRoute, FileAnswer, route, type Stream } from './http.ts';
import { buildHttp } from './http-server.ts';

const NOW = '2026-03-02T01:00:00.000Z';
/** More than the network holds for who does not read. */
const LARGE = 50_000_000;
/** Long enough that this process, in which clients run too, is not held up for so long. */
const PATIENCE = { headersMs: 300, requestMs: 2000 };
const words = { zh: '试', en: 'trial' };

let app: FastifyInstance;
let url: string;
let arrived: () => void;
let here: Promise<void>;
let finish: () => void;

beforeEach(async () => {
  here = new Promise((resolve) => {
    arrived = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow = route({
    method: 'GET',
    path: '/slow',
    permission: 'public',
    summary: words,
    handle: async () => {
      arrived();
      await finished;
      return { done: true };
    },
  });
  const quick = route({
    method: 'GET',
    path: '/quick',
    permission: 'public',
    summary: words,
    handle: async () => ({}),
  });
  const large = route({
    method: 'GET',
    path: '/large',
    permission: 'public',
    summary: words,
    handle: async () => new FileAnswer(Buffer.alloc(LARGE), 'application/octet-stream'),
  });
  const stream: Stream = { path: '/stream', permission: 'public', summary: words, open: async () => () => undefined };
  app = await buildHttp([slow, quick, large] as unknown as AnyRoute[], [stream], {
    // No route here asks the database.
    db: {} as Db,
    identify: async () => null,
    clock: () => Date.parse(NOW),
    afterWrite: () => undefined,
    logger: () => undefined,
    patience: PATIENCE,
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  finish();
  await app.close();
});

const head = (path: string) => `GET /api${path} HTTP/1.1\r\nhost: here\r\n\r\n`;

describe('a server that is told to stop', () => {
  test('finishes what it holds, refuses what is asked anew, and tells listeners when to come back', async () => {
    const holding = await RawClient.open(url);
    holding.send(head('/slow'));
    await here;
    const kept = await RawClient.open(url);
    kept.send(head('/quick'));
    const listener = await RawClient.open(url);
    listener.send(head('/stream'));
    const busy = await RawClient.open(url);
    busy.send('GET /api/quick HTTP/1.1\r\nhost: here\r\n');
    await until(() => kept.received.includes('{}') && listener.received.includes('retry'));
    const closed = app.close();
    await listener.closed;
    expect(listener.received).toMatch(/retry: [2-5]\d{3}\n\n/);
    await kept.closed;
    busy.send('\r\n');
    await busy.closed;
    expect(busy.received).toMatch(/^HTTP\/1\.1 503 /);
    expect(busy.received).toMatch(/retry-after: \d/);
    expect(busy.received).toContain('application/problem+json');
    expect(holding.received).toBe('');
    finish();
    await holding.closed;
    expect(holding.received).toMatch(/^HTTP\/1\.1 200 .*connection: close.*\{"done":true\}/s);
    await closed;
    await expect(RawClient.open(url)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('a client that dawdles', () => {
  test('over its headers, drop by drop, is answered 408 and let go, while others are served', async () => {
    const loris = await RawClient.open(url);
    loris.send('GET /api/quick HTTP/1.1\r\nhost: here\r\n');
    const drip = setInterval(() => loris.send('x-more: drop\r\n'), 50);
    expect((await fetch(`${url}/api/quick`)).status).toBe(200);
    await loris.closed;
    clearInterval(drip);
    expect(loris.received).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json/s);
  });

  test('over its body, drop by drop, is let go as well', async () => {
    const loris = await RawClient.open(url);
    loris.send(
      'POST /api/quick HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n',
    );
    const drip = setInterval(() => loris.send(' '), 50);
    await loris.closed;
    clearInterval(drip);
    expect(loris.socket.destroyed).toBe(true);
  });

  test('that sends nothing at all is let go too', async () => {
    const { port } = new URL(url);
    const silent = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => silent.once('close', resolve));
    expect(silent.destroyed).toBe(true);
  });
});

describe('a client that asks for much', () => {
  const connections = () => new Promise<number>((resolve) => app.server.getConnections((_, n) => resolve(n)));
  const asking = () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(head('/large')));
    return socket.on('error', () => undefined);
  };

  test('and reads nothing of it is let go', async () => {
    const client = asking();
    client.pause();
    await expect.poll(connections).toBe(1);
    await expect.poll(connections, { timeout: 60_000 }).toBe(0);
    client.destroy();
  });

  test('and reads it slowly gets all of it', async () => {
    const client = asking();
    let received = 0;
    const started = performance.now();
    client.on('data', (bytes) => {
      received += bytes.length;
      client.pause();
      setTimeout(() => client.resume(), 4);
    });
    await expect.poll(() => received, { timeout: 240_000 }).toBeGreaterThanOrEqual(LARGE);
    expect(performance.now() - started).toBeGreaterThan(PATIENCE.requestMs);
    client.destroy();
  });

  test('or for what takes long to make is waited for', async () => {
    const client = await RawClient.open(url);
    client.send(head('/slow'));
    await here;
    await new Promise((resolve) => setTimeout(resolve, 3 * PATIENCE.requestMs));
    finish();
    await until(() => client.received.includes('{"done":true}'));
    client.socket.destroy();
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
