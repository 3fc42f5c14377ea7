import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { get } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '../kernel/db.ts';
import { importFile } from '../modules/imports/commands.ts';
import { mappings } from '../modules/imports/mappings.ts';
import { proveLog } from '../system/proof.ts';
import type { Stage } from './beside.ts';
import { bundle } from './bundle.ts';
import { BenchDesk } from './desk.ts';
import { documentTasks } from './document.ts';
import { atLeast, below, type Figures, type Line, number, total } from './lines.ts';
import { memoryOf, ownCpu, serveApart } from './processes.ts';
import { reckoning } from './reckoning.ts';

/** What needs no side to stand beside. */
export interface Lone {
  key: string;
  work: string;
  run(given: { db: Db; url: string; stage: Stage; ourPid: number }): Promise<Omit<Line, 'key' | 'work'>>;
}

const ROWS = 9000;

const importing: Lone = {
  key: 'import',
  work: 'import a CSV of another system',
  async run({ db }) {
    const folder = await mkdtemp(join(tmpdir(), 'drumtower-bench-import-'));
    const path = join(folder, 'messages.csv');
    const mapping = mappings.get('hotline');
    if (!mapping) throw new Error('no such mapping');
    const rows = Array.from({ length: ROWS }, (_, i) => {
      const at = new Date(Date.UTC(2025, 0, 1) + i * 3_000_000).toISOString();
      const replied = new Date(Date.UTC(2025, 0, 6) + i * 3_000_000).toISOString();
      return `${Date.now()}${i},U,第${i}号路口路灯不亮,${at},"已有几天无人处理，影响行人通行，请尽快派人。",已派员修复。,${replied}`;
    });
    writeFileSync(path, `id,user,subject,created_at,detail,reply,replied_at\n${rows.join('\n')}\n`);
    try {
      const started = performance.now();
      const { added } = await importFile(
        db,
        { path, mapping, damagedIn: folder },
        { onProgress: () => undefined, stopped: () => false, clock: () => Date.now() },
      );
      if (added !== ROWS) throw new Error(`${added} of ${ROWS} rows came in`);
      return atLeast(ROWS / ((performance.now() - started) / 1000), 3000, 'rows/s');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const LISTENERS = 1000;
const EVENTS = 20;

const events: Lone = {
  key: 'events',
  work: `an event to ${LISTENERS.toLocaleString('en')} listeners`,
  async run({ stage: { desk, sides } }) {
    const heard: number[] = [];
    let since = 0;
    const streams = await Promise.all(
      Array.from({ length: LISTENERS }, async () => {
        const asked = get(`${desk.url}/api/events`, { headers: { cookie: desk.cookieOf('paiqian01') }, agent: false });
        const [answer] = await once(asked, 'response');
        await once(answer, 'data');
        answer.on('data', (part: Buffer) => {
          if (part.includes('event: entry') || part.includes('event:entry')) heard.push(performance.now() - since);
        });
        asked.on('error', () => undefined);
        return asked;
      }),
    );
    try {
      // The first finds a thousand who have only just come and still read the past: it is waited for, not counted.
      for (let i = 0; i <= EVENTS; i++) {
        await sides.ours.settled();
        if (i === 1) heard.length = 0;
        since = performance.now();
        await desk.create();
        const until = since + 5000;
        while (heard.length < Math.max(i, 1) * LISTENERS && performance.now() < until)
          await new Promise((then) => setTimeout(then, 2));
      }
    } finally {
      for (const stream of streams) stream.destroy();
    }
    if (heard.length < EVENTS * LISTENERS) throw new Error(`${heard.length} of ${EVENTS * LISTENERS} were heard`);
    heard.sort((a, b) => a - b);
    return {
      ...below(heard[Math.floor(heard.length * 0.99)] ?? 0, 300, 'ms p99'),
      also: `from the report's sending; p50 ${Math.round(heard[Math.floor(heard.length / 2)] ?? 0)} ms`,
    };
  },
};

const PROOFS = 3;
/** A proof that takes so long is steady enough to be taken once. */
const LONG_PROOF_S = 30;

const verifying: Lone = {
  key: 'verify',
  work: 'verify the log: hashes, chains, seals, rows',
  async run({ db, stage }) {
    const processors = availableParallelism();
    const cpu = async () => [(await ownCpu()) ?? 0, await stage.database()] as const;
    const proofs: { figures: Figures; entries: number }[] = [];
    for (let i = 0; i < PROOFS; i++) {
      const [own, database] = await cpu();
      const started = performance.now();
      const threads = processors + 1;
      const { entries, flaw } = await proveLog(db, stage.ground.jurisdictionId, { threads, here: true });
      if (flaw) throw new Error(flaw.message);
      const seconds = (performance.now() - started) / 1000;
      const [ownThen, databaseThen] = await cpu();
      const databaseMs = database === null || databaseThen === null ? null : databaseThen - database;
      const figures = {
        perSecond: entries / seconds,
        cpuMs: (ownThen - own) / entries,
        databaseCpuMs: databaseMs === null ? null : databaseMs / entries,
      };
      proofs.push({ figures, entries });
      if (seconds > LONG_PROOF_S) break;
    }
    const middle = proofs.sort((a, b) => a.figures.perSecond - b.figures.perSecond)[proofs.length >> 1];
    if (!middle) throw new Error('nothing was proved');
    const { figures: ours, entries } = middle;
    const microseconds = (ms: number | null) => (ms === null ? '?' : (ms * 1000).toFixed(1));
    return {
      ...atLeast(ours.perSecond, 100_000, 'entries/s'),
      ours,
      also: `${entries.toLocaleString('en')} entries; µs of processor time each: ${microseconds(ours.cpuMs)} + ${microseconds(ours.databaseCpuMs)} of the database, which is ${number((processors * 1000) / total(ours))}/s if the ${processors} processors were free`,
    };
  },
};

/** Servers come to rest some seconds after the last of a rush was answered (`server/kernel/http-rest.ts`). */
const REST_MS = 5000;

const memory: Lone = {
  key: 'memory',
  work: 'memory of two server processes after load, at rest',
  async run({ url, stage, ourPid }) {
    const second = await serveApart('ours', url);
    try {
      const other = await BenchDesk.open(second.address, stage.ground);
      for (let i = 0; i < 400; i++) {
        await other.list();
        await other.create();
        await other.find(stage.ground.words[i % stage.ground.words.length] ?? '');
      }
      other.close();
      const both = () => [ourPid, second.pid].map(memoryOf);
      const working = both();
      await wait(REST_MS);
      const each = both();
      if (each.some((one) => one === null))
        return { value: 0, unit: 'MB PSS', target: '< 250 MB PSS', met: null, also: 'this machine does not tell' };
      const [first = 0, then = 0] = each.map((one) => one ?? 0);
      return {
        ...below(first + then, 250, 'MB PSS'),
        also: `${Math.round(first)} MB one, ${Math.round(then)} MB the other; ${working.map((one) => Math.round(one ?? 0)).join(' and ')} MB at work`,
      };
    } finally {
      await second.stop();
    }
  },
};

const starting: Lone = {
  key: 'start',
  work: 'from start to first answer, warm database',
  async run({ url }) {
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const started = performance.now();
      const served = await serveApart('ours', url);
      const [answer] = await once(get(`${served.address}/api/lifecycles/case`, { agent: false }), 'response');
      answer.resume();
      waits.push(performance.now() - started);
      await served.stop();
    }
    waits.sort((a, b) => a - b);
    return below((waits[1] ?? 0) / 1000, 1, 's');
  },
};

export const loneTasks: readonly Lone[] = [
  ...reckoning,
  ...documentTasks,
  events,
  memory,
  starting,
  verifying,
  importing,
  bundle('workbench', 'JavaScript before the workbench is drawn', ['Frame', 'Workbench'], 450),
  bundle('signIn', 'JavaScript before the sign-in is drawn', ['SignIn'], 150),
];
