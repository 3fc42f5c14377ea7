import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** One file in an archive, small enough to be held in memory. */
export interface ArchivedFile {
  name: string;
  bytes: Buffer;
}

const BLOCK = 512;
const BIGGEST = 1 << 28;

/**
 * Writes a .tar.gz that any tar can open. It bears its name only once it is whole and on the disk; until then, and if
 * anything fails, there is at most a `.part` file.
 */
export async function writeArchive(path: string, files: AsyncIterable<ArchivedFile>, atSeconds: number): Promise<void> {
  const draft = `${path}.part`;
  try {
    await pipeline(packed(files, atSeconds), createGzip({ level: 5 }), createWriteStream(draft, { mode: 0o600 }));
    const handle = await open(draft, 'r+');
    await handle.sync();
    await handle.close();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function* packed(files: AsyncIterable<ArchivedFile>, atSeconds: number): AsyncGenerator<Buffer> {
  for await (const { name, bytes } of files) {
    yield header(name, bytes.length, atSeconds);
    yield bytes;
    yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** The header of POSIX ustar: numbers in octal text, and a sum over the header with its own place read as blanks. */
function header(name: string, size: number, atSeconds: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`too long a name for an archive: ${name}`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0);
  block.write(octal(0o600, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(atSeconds, 11), 136);
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  block.write(`${octal(sumOf(block), 6)} `, 148);
  return block;
}

function sumOf(block: Buffer): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}

/** The archive is cut off, or is none. */
export class DamagedArchive extends Error {}

/** Reads the files of an archive in their order; throws DamagedArchive at the first sign of damage. */
export async function* readArchive(path: string): AsyncGenerator<ArchivedFile> {
  const source = createReadStream(path);
  await once(source, 'open');
  const gunzip = createGunzip();
  const flow = pipeline(source, gunzip);
  flow.catch(() => undefined);
  const { take, drain } = taker(gunzip);
  try {
    for (;;) {
      const block = await take(BLOCK);
      if (block.every((byte) => byte === 0)) break;
      const { name, size } = readHeader(block);
      const bytes = await take(size);
      await take((BLOCK - (size % BLOCK)) % BLOCK);
      yield { name, bytes };
    }
    // To the very end: the checksum of the whole stands there.
    await drain();
    await flow;
  } catch (error) {
    throw new DamagedArchive(error instanceof Error ? error.message : String(error));
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function readHeader(block: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) => block.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  const size = Number.parseInt(text(124, 12), 8);
  const sum = Number.parseInt(text(148, 8), 8);
  const blanked = Buffer.from(block).fill(' ', 148, 156);
  if (sumOf(blanked) !== sum || !(size >= 0 && size <= BIGGEST)) throw new Error('not an archive');
  return { name: text(0, 100), size };
}

/** Takes exact numbers of bytes from a stream, whatever pieces it comes in. */
function taker(stream: AsyncIterable<Buffer>): {
  take: (count: number) => Promise<Buffer>;
  drain: () => Promise<void>;
} {
  const pieces = stream[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let size = 0;
  return {
    async take(count) {
      while (size < count) {
        const next = await pieces.next();
        if (next.done) throw new Error('cut off');
        held.push(next.value);
        size += next.value.length;
      }
      const whole = Buffer.concat(held);
      held = [whole.subarray(count)];
      size -= count;
      return whole.subarray(0, count);
    },
    async drain() {
      while (!(await pieces.next()).done);
    },
  };
}
