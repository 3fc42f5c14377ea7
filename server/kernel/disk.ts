import { statfsSync } from 'node:fs';
import type { Logger } from './logger.ts';

const LOOK_MS = 1000;

/** Thrown where something would be written while the disk has nothing to spare. */
export class DiskFull extends Error {}

/**
 * A database whose disk is really full stops altogether: it cannot even write down that a change was given up. So we
 * stop writing while there is a reserve left, and go on by ourselves when there is space again; reading goes on.
 */
export interface Disk {
  isFull(): boolean;
  close(): void;
}

/** Of a disk that is not ours to look at. */
export const endlessDisk: Disk = { isFull: () => false, close: () => undefined };

export function watchDisk(folder: string, reserveBytes: number, logger: Logger): Disk {
  let full = false;
  function look(): void {
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    // It takes a little more to go on than to stop, so that it does not waver.
    const next = free < reserveBytes * (full ? 1.25 : 1);
    if (next !== full)
      logger(
        next
          ? { level: 'error', what: 'the disk is nearly full; nothing more is written until there is space', free }
          : { level: 'warn', what: 'there is space on the disk again; writing goes on', free },
      );
    full = next;
  }
  if (reserveBytes === 0) return endlessDisk;
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return { isFull: () => full, close: () => clearInterval(timer) };
}
