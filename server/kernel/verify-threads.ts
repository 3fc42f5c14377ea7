import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Moment } from './db-raw.ts';
import { type Lane, openLane, type RowCheck, type Slice, type SliceProof } from './verify-slice.ts';

interface Begun {
  moment: Moment;
  jurisdictionId: number;
}

/** Lanes in threads of their own, which run `entry`: that file calls `serveLane`. */
export function threads(entry: URL, count: number): (moment: Moment, jurisdictionId: number) => Promise<Lane[]> {
  return async (moment, jurisdictionId) =>
    Promise.all(Array.from({ length: count }, () => threadLane(entry, { moment, jurisdictionId })));
}

async function threadLane(entry: URL, begun: Begun): Promise<Lane> {
  // What is read lives for a moment only: with room for it, nothing of it is carried about.
  const worker = new Worker(entry, { workerData: begun, resourceLimits: { maxYoungGenerationSizeMb: 64 } });
  await once(worker, 'message');
  return {
    async prove(slice) {
      worker.postMessage(slice);
      const [proof] = (await once(worker, 'message')) as [SliceProof];
      return proof;
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** What a thread does all its life: proves the slices it is sent. */
export async function serveLane(checkRows: RowCheck): Promise<void> {
  const { moment, jurisdictionId } = workerData as Begun;
  const lane = await openLane(moment, jurisdictionId, { checkRows });
  parentPort?.on('message', async (slice: Slice) => parentPort?.postMessage(await lane.prove(slice)));
  parentPort?.postMessage('ready');
}
