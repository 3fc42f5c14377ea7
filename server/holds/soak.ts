import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { databaseOf, dataFolder, flawOf, ServerProcess } from './installation.fixture.ts';
import { Listener } from './listener.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { judgeTrend, trendOf } from './trend.fixture.ts';
import { Writers } from './writers.fixture.ts';

/**
 * Loads a server for some minutes: officers write, read lists, pages and boards, come and go as listeners. Prints the
 * memory of the server after each minute, when it has taken out its rubbish, and whether it rises.
 */
const MB = 1 << 20;
/** The first minutes fill caches and compile: the slope is drawn from what comes after. */
const WARMING = 3;
/** Beyond this a server gains a hundred megabytes in less than four hours of load like this one: something is kept. */
const MOST_AN_HOUR_MB = 30;

const minutes = Number(process.argv[2] ?? 30);
const folder = await dataFolder();
const server = await ServerProcess.start({ DATA_DIR: folder.path, PORT: '0' }, [
  '--expose-gc',
  '--import',
  new URL('collect.fixture.mjs', import.meta.url).href,
]);

/** `own` is what the process has written itself: of mapped files, the share counted moves as neighbours come and go. */
function memoryOf(pid: number | undefined): { rss: number; pss: number; own: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]) * 1024) / MB;
  return { rss: of('Rss'), pss: of('Pss'), own: of('Anonymous') };
}

/** What the program itself holds, as opposed to what its allocators keep for later. */
async function heapOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return (of('nodejs_heap_size_used_bytes') + of('nodejs_external_memory_bytes')) / MB;
}

interface Point {
  minute: number;
  rss: number;
  pss: number;
  own: number;
  heap: number;
}

let working = true;
let read = 0;
const dispatcher = await Officer.signIn(server.url, 'paiqian01');
const leader = await Officer.signIn(server.url, 'lingdao01');
const writers = await Writers.begin(server.url, 2);

async function keepReading(): Promise<void> {
  while (working) {
    const list = await dispatcher.ask('GET', '/cases?limit=50');
    const first = list?.body.cases?.[0];
    if (first) await dispatcher.ask('GET', `/cases/${first.id}`);
    await dispatcher.ask('GET', `/cases?text=${encodeURIComponent('路灯')}`);
    await leader.ask('GET', '/cases/counts');
    read += 4;
  }
}

async function keepListening(): Promise<void> {
  while (working) {
    const listeners = Array.from({ length: 20 }, () => new Listener(server.url, dispatcher.cookie));
    await after(5000);
    await Promise.all(listeners.map((listener) => listener.leave()));
  }
}

const load = [keepReading(), keepListening()];
const points: Point[] = [];
process.stdout.write('  minute   RSS MB   PSS MB   own MB  heap MB    cases    reads\n');
for (let minute = 1; minute <= minutes; minute++) {
  await after(60_000);
  server.child.kill('SIGUSR2');
  await after(1000);
  const memory = memoryOf(server.child.pid);
  const heap = await heapOf(server.url);
  points.push({ minute, heap, ...memory });
  const megabytes = [memory.rss, memory.pss, memory.own, heap].map((value) => value.toFixed(1));
  const columns = [minute, ...megabytes, writers.book.size, read];
  process.stdout.write(`${columns.map((value) => String(value).padStart(8)).join(' ')}\n`);
}
working = false;
await writers.end();
await Promise.all(load);
const settled = points.slice(points.length > WARMING + 1 ? WARMING : 0);
const flaw = await flawOf(databaseOf(folder.path));
const verdicts = (['heap', 'own'] as const).map((what) => {
  const trend = trendOf(settled.map((point) => ({ minute: point.minute, value: point[what] })));
  const verdict = judgeTrend(trend, MOST_AN_HOUR_MB);
  const [gained, give] = [trend.slope * 60, trend.within * 60].map((mb) => mb.toFixed(1));
  process.stdout.write(`${what}: ${gained} ± ${give} MB an hour, at most ${MOST_AN_HOUR_MB} are borne: ${verdict}\n`);
  return verdict;
});
process.stdout.write(`log: ${flaw ?? 'proved'}; faults: ${JSON.stringify([...server.faults, ...writers.wrong])}\n`);
await server.stop();
await folder.remove();
process.exitCode = flaw === null && server.faults.length === 0 && !verdicts.includes('rises') ? 0 : 1;
