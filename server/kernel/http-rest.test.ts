import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { restAfterRush } from './http-rest.ts';

const QUIET_MS = 40;
const ROOM = 400_000;

let app: FastifyInstance;
let rests = 0;
const behind: object[][] = [];

/** A server whose work leaves some twenty megabytes behind, and that counts how often it comes to rest. */
async function working(): Promise<void> {
  rests = 0;
  app = fastify();
  const collect = () => {
    rests += 1;
  };
  restAfterRush(app, collect as never, QUIET_MS);
  app.get('/api/work', async () => behind.push(Array.from({ length: ROOM }, (_, i) => ({ i, text: `${i}` }))));
  app.get('/api/light', async () => 'light');
  app.get('/healthz', async () => 'well');
  await app.ready();
  // The first rest is from starting, which leaves much behind as well.
  await app.inject('/api/light');
  await vi.waitFor(() => expect(rests).toBe(1));
}
afterEach(async () => {
  behind.length = 0;
  await app.close();
});

test('a server comes to rest once after a rush, and again after the next', async () => {
  await working();
  for (const round of [2, 3]) {
    await app.inject('/api/work');
    await vi.waitFor(() => expect(rests).toBe(round));
  }
});

test('it does not rest while it is asked, nor for what is not worth it, nor because it is asked whether it is well', async () => {
  await working();
  const until = performance.now() + 6 * QUIET_MS;
  await app.inject('/api/work');
  while (performance.now() < until) {
    await app.inject('/api/light');
    await new Promise((then) => setTimeout(then, 1));
  }
  expect(rests).toBe(1);
  await vi.waitFor(() => expect(rests).toBe(2));
  await app.inject('/healthz');
  await app.inject('/api/light');
  await new Promise((then) => setTimeout(then, 4 * QUIET_MS));
  expect(rests).toBe(2);
});
