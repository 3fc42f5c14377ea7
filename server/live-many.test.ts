import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

const LISTENERS = 1000;
const EVENTS = 20;
/** What an officer takes for at once. */
const AT_MOST_MS = 300;

let server: TestServer;
let agent: Officer;
let hearing: Officer[];
const open: ClientRequest[] = [];

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 4 });
  agent = await server.as('zuoxi01');
  hearing = [await server.as('paiqian01'), await server.as('zhibanzhang01'), agent];
});
afterAll(async () => {
  for (const one of open) one.destroy();
  await server.stop();
});

/** One listener over a connection of its own: which records it was told of, and when. */
async function listen(officer: Officer, told: Map<string, number>): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = get(`${server.url}/api/events`, { headers: { cookie: officer.cookie }, agent: false }, resolve);
    asked.on('error', reject);
    open.push(asked);
  });
  if (answer.statusCode !== 200) throw new Error(`a listener was answered ${answer.statusCode}`);
  await new Promise<void>((ready) => {
    answer.setEncoding('utf8').on('data', (text: string) => {
      const at = performance.now();
      for (const [, id = ''] of text.matchAll(/"recordId":"([0-9a-f-]{36})"/g)) told.set(id, at);
      if (text.includes('event: ready')) ready();
    });
    answer.on('error', () => undefined);
  });
}

test(`${LISTENERS} listeners hear of every case at once, each once`, async () => {
  const heard = Array.from({ length: LISTENERS }, () => new Map<string, number>());
  for (let i = 0; i < LISTENERS; i += 50) {
    const some = heard.slice(i, i + 50);
    await Promise.all(some.map((told, n) => listen(hearing[(i + n) % hearing.length] as Officer, told)));
  }
  const begun = new Map<string, number>();
  const everybodyHeard = (id: string) => heard.every((told) => told.has(id));
  for (let i = 0; i < EVENTS; i++) {
    const before = performance.now();
    const { status, body } = await agent.ask('POST', '/cases', {
      body: { source: 'hotline', nature: 'problem', description: `第 ${i + 1} 处路面积水`, address: '东街口' },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    begun.set(body.id, before);
    await expect.poll(() => everybodyHeard(body.id), { timeout: 20_000, interval: 10 }).toBe(true);
  }
  const waits = heard
    .flatMap((told) => [...begun].map(([id, before]) => (told.get(id) ?? Number.POSITIVE_INFINITY) - before))
    .sort((a, b) => a - b);
  const at = (share: number) => Math.round(waits[Math.floor(waits.length * share)] ?? 0);
  const busy = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
  process.stdout.write(
    `${LISTENERS} listeners, ${EVENTS} events, request to event: median ${at(0.5)} ms, p99 ${at(0.99)} ms (load ${busy.toFixed(1)} per processor)\n`,
  );
  expect(waits).toHaveLength(LISTENERS * EVENTS);
  // Listeners and server share this machine with whatever else it does just now.
  expect(at(0.99)).toBeLessThan(AT_MOST_MS * busy);
  expect(server.faults).toEqual([]);
}, 180_000);
