import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from './client.fixture.ts';
import { judge, times } from './counts.fixture.ts';
import { dataFolder, ServerProcess, until } from './installation.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { Writers } from './writers.fixture.ts';

const IDLE = times(500, 5000);

let folder: Awaited<ReturnType<typeof dataFolder>>;
let server: ServerProcess;

beforeAll(async () => {
  folder = await dataFolder();
  server = await ServerProcess.start({ DATA_DIR: folder.path, PORT: '0' }, ['--expose-gc']);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const request = (cookie: string) =>
  `GET /api/events HTTP/1.1\r\nhost: here\r\ncookie: ${cookie}\r\nconnection: keep-alive\r\n\r\n`;

/** Resident memory of the server, in bytes. */
const memory = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) * 1024;

describe('listeners', () => {
  test.runIf(process.platform === 'linux')(`${IDLE} idle ones cost little memory, and all hear`, async () => {
    const dispatcher = await Officer.signIn(server.url, 'paiqian01');
    const agent = await Officer.signIn(server.url, 'zuoxi01');
    const before = memory();
    const clients: RawClient[] = [];
    while (clients.length < IDLE) {
      const more = await Promise.all(Array.from({ length: 100 }, () => RawClient.open(server.url)));
      for (const client of more) client.send(request(dispatcher.cookie));
      await until(() => more.every(({ received }) => received.includes('event: ready')), 60_000, 'they listen');
      clients.push(...more);
    }
    const each = (memory() - before) / IDLE;
    const started = performance.now();
    const body = { source: 'hotline', description: '人人都听到的路灯', address: '东街口' };
    const reported = await agent.ask('POST', '/cases', { body });
    await until(() => clients.every(({ received }) => received.includes(reported?.body.id)), 60_000, 'all hear of it');
    const ms = performance.now() - started;
    process.stdout.write(
      `${IDLE} idle listeners: ${Math.round(each / 1024)} kB each, all told in ${Math.round(ms)} ms\n`,
    );
    expect(each).toBeLessThan(60 * 1024);
    judge('to tell all listeners', ms, 1);
    expect((await dispatcher.ask('GET', '/cases'))?.status).toBe(200);
    for (const { socket } of clients) socket.destroy();
  });
});

describe('a server process that is told to stop', () => {
  test('under load ends within seconds, with its listeners, and nothing acknowledged is lost', async () => {
    const dispatcher = await Officer.signIn(server.url, 'paiqian01');
    const listener = await RawClient.open(server.url);
    listener.send(request(dispatcher.cookie));
    const writers = await Writers.begin(server.url, 4);
    const written = writers.book.size;
    await until(() => writers.book.size > written + 5, 60_000, 'they write');
    const started = performance.now();
    expect(await server.stop()).toBe(0);
    const ms = performance.now() - started;
    await listener.closed;
    expect(listener.received).toMatch(/retry: \d+\n\n/);
    judge('to stop under load', ms, 12);
    server = await ServerProcess.start({ DATA_DIR: folder.path, PORT: '0' });
    writers.move(server.url);
    await writers.end();
    expect([...writers.wrong, ...server.faults]).toEqual([]);
  });
});
