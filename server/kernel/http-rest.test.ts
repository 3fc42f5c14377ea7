import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { restAfterRush } from './http-rest.ts';

const QUIET_MS = 40;
const MB = 1 << 20;
/** Of a busy machine; a second would be too little. */
const PATIENCE = { timeout: 60_000 };

let app: FastifyInstance;
let rests = 0;
/** What the process holds: work leaves twenty megabytes behind, a rest takes them out. */
let held = 0;

async function working(): Promise<void> {
  rests = 0;
  held = 60 * MB;
  app = fastify();
  restAfterRush(app, {
    collect() {
      rests += 1;
      held = 50 * MB;
    },
    heldBytes: () => held,
    quietMs: QUIET_MS,
  });
  app.get('/api/work', async () => {
    held += 20 * MB;
    return 'done';
  });
  app.get('/api/light', async () => 'light');
  app.get('/healthz', async () => 'well');
  await app.ready();
  // The first rest is from starting, which leaves much behind as well.
  await vi.waitFor(() => expect(rests).toBe(1), PATIENCE);
}
afterEach(() => app.close());

test('a server comes to rest once after a rush, and again after the next', async () => {
  await working();
  for (const round of [2, 3]) {
    await app.inject('/api/work');
    await vi.waitFor(() => expect(rests).toBe(round), PATIENCE);
  }
});

test('it does not rest for what is not worth it, nor because it is asked whether it is well', async () => {
  await working();
  held += 2 * MB;
  await app.inject('/api/light');
  await app.inject('/healthz');
  await new Promise((then) => setTimeout(then, 4 * QUIET_MS));
  expect(rests).toBe(1);
  held += 20 * MB;
  await app.inject('/healthz');
  await new Promise((then) => setTimeout(then, 4 * QUIET_MS));
  expect(rests).toBe(1);
  await app.inject('/api/light');
  await vi.waitFor(() => expect(rests).toBe(2), PATIENCE);
});
