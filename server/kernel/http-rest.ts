import { getHeapStatistics } from 'node:v8';
import type { FastifyInstance } from 'fastify';
import { isOfApi } from './http-address.ts';

/** When nobody has asked for anything for so long, the rush is over. */
const QUIET_MS = 3000;
/** What is less is not worth the tenth of a second in which nobody is answered. */
const WORTH_BYTES = 8 << 20;

export interface Resting {
  /** Takes out all that nobody needs. */
  collect: (() => void) | undefined;
  heldBytes(): number;
  quietMs: number;
}

const { gc } = globalThis;
const ofNode: Resting = {
  collect: gc && (() => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })),
  heldBytes: () => getHeapStatistics().total_heap_size,
  quietMs: QUIET_MS,
};

/**
 * 歇息 — after a rush, what it left behind is taken out and its room given back to the machine. Node by itself does so only
 * when it next needs room, so that a server would stay as large as in its worst minute. Works where Node was started with
 * `--expose-gc` (`server/node-flags.json`).
 */
export function restAfterRush(app: FastifyInstance, { collect, heldBytes, quietMs }: Resting = ofNode): void {
  if (!collect) return;
  let held = 0;
  const rest = () => {
    if (heldBytes() - held < WORTH_BYTES) return;
    collect();
    held = heldBytes();
  };
  const quiet = setTimeout(rest, quietMs).unref();
  // Whether we are well is asked all the time.
  app.addHook('onResponse', async (request) => {
    if (isOfApi(request)) quiet.refresh();
  });
  app.addHook('onClose', async () => clearTimeout(quiet));
}
