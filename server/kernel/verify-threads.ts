import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Moment } from './db-raw.ts';
import type { RowKind } from './row-check.ts';
import { type Lane, openLane, type Slice, type SliceProof } from './verify-slice.ts';

interface Begun {
  moment: Moment;
  jurisdictionId: number;
}

/** A lane in a thread of its own, which runs `entry`: that file calls `serveLane`. The thread starts with its first slice. */
export function threadLane(entry: URL, moment: Moment, jurisdictionId: number): Lane {
  let started: Promise<Worker> | null = null;
  return {
    async prove(slice) {
      started ??= startThread(entry, { moment, jurisdictionId });
      const worker = await started;
      worker.postMessage(slice);
      const [proof] = (await once(worker, 'message')) as [SliceProof];
      return proof;
    },
    async close() {
      await started?.then(
        (worker) => worker.terminate(),
        () => undefined,
      );
    },
  };
}

async function startThread(entry: URL, begun: Begun): Promise<Worker> {
  // What is read lives for a moment only: with room for it, nothing of it is carried about.
  const worker = new Worker(entry, { workerData: begun, resourceLimits: { maxYoungGenerationSizeMb: 64 } });
  await once(worker, 'message');
  return worker;
}

/** What a thread does all its life: proves the slices it is sent. */
export async function serveLane(kinds: readonly RowKind[]): Promise<void> {
  const { moment, jurisdictionId } = workerData as Begun;
  const lane = await openLane(moment, jurisdictionId, kinds);
  parentPort?.on('message', async (slice: Slice) => parentPort?.postMessage(await lane.prove(slice)));
  parentPort?.postMessage('ready');
}
