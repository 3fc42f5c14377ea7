import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mainProcess, processesIn } from '../kernel/postgres-folder.ts';
import { judge, medianOf, times } from './counts.fixture.ts';
import { databaseOf, dataFolder, flawOf, open, ServerProcess, until } from './installation.fixture.ts';
import { Listener } from './listener.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { lossesOf, Writers } from './writers.fixture.ts';

const KILLS = times(3, 20);

let folder: Awaited<ReturnType<typeof dataFolder>>;
let server: ServerProcess;

beforeAll(async () => {
  folder = await dataFolder();
  server = await ServerProcess.start({ DATA_DIR: folder.path, PORT: '0' });
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

/** The server's main process, or in turn all of its processes at once, as when the memory has run out. */
function killDatabase(turn: number): void {
  const cluster = `${folder.path}/postgres`;
  const main = mainProcess(cluster);
  const victims = turn % 2 === 0 && main ? [main] : processesIn(cluster);
  for (const pid of victims) process.kill(pid, 'SIGKILL');
}

describe(`a database killed ${KILLS} times under a working server`, () => {
  test('is there again in seconds; nothing is lost or doubled, not even for listeners, and the server lives on', {
    timeout: 7_200_000,
  }, async () => {
    const officer = await Officer.signIn(server.url, 'paiqian01');
    const listeners = [new Listener(server.url, officer.cookie), new Listener(server.url, officer.cookie)];
    await until(() => listeners.every(({ isHere }) => isHere), 20_000, 'they listen');
    const writers = await Writers.begin(server.url);
    const pauses: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const before = writers.book.size;
      await until(() => writers.book.size >= before + 10, 60_000, 'they write');
      const killed = performance.now();
      const refused = writers.refused;
      killDatabase(kill);
      await until(() => writers.refused > refused, 10_000, 'they are told that the database is away');
      const then = writers.book.size;
      await until(() => writers.book.size > then, 60_000, 'they write again');
      pauses.push(performance.now() - killed);
    }
    await writers.end();
    const url = databaseOf(folder.path);
    const opened = open(url);
    expect(await lossesOf(opened.db, writers.book)).toEqual([]);
    expect(await flawOf(url)).toBeNull();
    expect([...writers.wrong, ...server.faults]).toEqual([]);
    expect(server.child.exitCode).toBeNull();

    const said = [...writers.book.values()].flatMap(({ id, version }) =>
      Array.from({ length: version }, (_, i) => `${id} ${i + 1}`),
    );
    for (const listener of listeners) {
      await until(() => listener.heard.length >= said.length, 20_000, 'listeners hear of all');
      expect(new Set(listener.heard)).toEqual(new Set(said));
      expect(listener.heard).toHaveLength(said.length);
      await listener.leave();
    }
    await until(
      async () => {
        const { rows } = await sql<{ behind: number }>`select count(*) as behind from log_entry e
            where exists (select 1 from log_cursor c where (e.tx, e.position) > (c.tx, c.position))`.execute(opened.db);
        return rows[0]?.behind === 0;
      },
      20_000,
      'followers have caught up',
    );
    await opened.close();
    const slowest = Math.max(...pauses);
    process.stdout.write(
      `killed the database ${KILLS} times: ${writers.book.size} cases acknowledged, none lost; ${writers.refused} times 503; pause ${Math.round(medianOf(pauses))} ms, longest ${Math.round(slowest)} ms\n`,
    );
    judge('pause when the database is killed, the median', medianOf(pauses), 5);
  });
});
