import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDb } from './kernel/db.ts';
import { type TestDatabase, testDatabase } from './kernel/testing.ts';
import { startServer } from './serve.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('a port that is taken and a host that is elsewhere are refused in words, and nothing goes on working', async () => {
  const faults: unknown[] = [];
  const opened = openDb(database.url, { size: 4 });
  const start = (host: string, port: number, from = opened) =>
    startServer(from, { host, port, trustProxy: false, secureCookies: false }, (line) => {
      if (line.level === 'error') faults.push(line);
    });
  const first = await start('127.0.0.1', 0);
  const port = Number(new URL(first.address).port);
  const another = openDb(database.url, { size: 2 });
  await expect(start('127.0.0.1', port, another)).rejects.toMatchObject({ refusal: { code: 'portInUse' } });
  await expect(start('192.0.2.1', 0, another)).rejects.toMatchObject({ refusal: { code: 'hostNotHere' } });
  // A server that went on would meet its closed database while the first one makes its next rounds.
  await another.close();
  let rounds = 0;
  first.work.onGrowth(() => {
    rounds += 1;
  });
  await vi.waitUntil(() => rounds >= 3, { timeout: 120_000 });
  expect(faults).toEqual([]);
  await first.stop();
  await opened.close();
});
