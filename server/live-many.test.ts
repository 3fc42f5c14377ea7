import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

const LISTENERS = 1000;
const EVENTS = 20;

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

/** One listener over a connection of its own: the records it was told of, in the order in which it was. */
async function listen(officer: Officer, told: string[]): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = get(`${server.url}/api/events`, { headers: { cookie: officer.cookie }, agent: false }, resolve);
    asked.on('error', reject);
    open.push(asked);
  });
  if (answer.statusCode !== 200) throw new Error(`a listener was answered ${answer.statusCode}`);
  let unread = '';
  await new Promise<void>((ready) => {
    answer.setEncoding('utf8').on('data', (text: string) => {
      const events = (unread + text).split('\n\n');
      unread = events.pop() ?? '';
      for (const event of events) {
        const id = /"recordId":"([0-9a-f-]{36})"/.exec(event)?.[1];
        if (id) told.push(id);
        if (event.includes('event: ready')) ready();
      }
    });
    answer.on('error', () => undefined);
  });
}

test(`${LISTENERS} listeners hear of every case, each once and in order`, async () => {
  const heard = Array.from({ length: LISTENERS }, (): string[] => []);
  for (let i = 0; i < LISTENERS; i += 50) {
    const some = heard.slice(i, i + 50);
    await Promise.all(some.map((told, n) => listen(hearing[(i + n) % hearing.length] as Officer, told)));
  }
  const reported: string[] = [];
  for (let i = 0; i < EVENTS; i++) {
    const { status, body } = await agent.ask('POST', '/cases', {
      body: { source: 'hotline', nature: 'problem', description: `第 ${i + 1} 处路面积水`, address: '东街口' },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    reported.push(body.id);
  }
  await expect.poll(() => heard.every(({ length }) => length >= EVENTS), { interval: 20 }).toBe(true);
  expect([...new Set(heard.map((told) => told.join(' ')))]).toEqual([reported.join(' ')]);
  expect(server.faults).toEqual([]);
});
