import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge, medianOf, times } from './counts.fixture.ts';
import { databaseOf, dataFolder, flawOf, freePort, open, ServerProcess, until } from './installation.fixture.ts';
import { lossesOf, Writers } from './writers.fixture.ts';

const KILLS = times(5, 50);

let folder: Awaited<ReturnType<typeof dataFolder>>;
let server: ServerProcess;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await dataFolder();
  environment = { DATA_DIR: folder.path, PORT: String(await freePort()) };
  server = await ServerProcess.start(environment);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

describe(`a server killed ${KILLS} times in the middle of writing`, () => {
  test('loses nothing acknowledged, does nothing by halves or twice, and is there again in seconds', {
    timeout: 7_200_000,
  }, async () => {
    const writers = await Writers.begin(server.url);
    const starts: number[] = [];
    const efforts: number[] = [];
    const faults: unknown[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const before = writers.book.size;
      await until(() => writers.book.size >= before + 10 + ((kill * 7) % 20), 60_000, 'they write again');
      await server.kill();
      faults.push(...server.faults);
      server = await ServerProcess.start(environment);
      starts.push(server.readyMs);
      efforts.push(server.readyCpuMs);
      const url = databaseOf(folder.path);
      const opened = open(url);
      expect(await lossesOf(opened.db, new Map(writers.book))).toEqual([]);
      await opened.close();
      if (kill % 10 === 0) expect(await flawOf(url)).toBeNull();
    }
    await writers.end();
    const url = databaseOf(folder.path);
    const opened = open(url);
    expect(await lossesOf(opened.db, writers.book)).toEqual([]);
    await opened.close();
    expect(await flawOf(url)).toBeNull();
    expect([...writers.wrong, ...faults, ...server.faults]).toEqual([]);
    expect(writers.book.size).toBeGreaterThan(10 * KILLS);
    const slowest = Math.max(...starts);
    process.stdout.write(
      `killed the server ${KILLS} times: ${writers.book.size} cases acknowledged, none lost; restart ${Math.round(medianOf(starts))} ms (${medianOf(efforts)} ms of the program's processor time), slowest ${Math.round(slowest)} ms\n`,
    );
    judge('restart after a kill, the median', medianOf(starts), 5);
  });
});
