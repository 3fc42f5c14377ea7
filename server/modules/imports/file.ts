import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type CsvRecord, recordReader } from './records.ts';

export interface SourceFile {
  path: string;
  /** SHA-256 of the content, hexadecimal. */
  hash: string;
  bytes: number;
  encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  delimiter: string;
}

/** Reads the whole file once, to know its hash, its encoding and what parts its columns. */
export async function inspectFile(path: string): Promise<SourceFile> {
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8');
  let bytes = 0;
  let start: Buffer = Buffer.alloc(0);
  let broken = 0;
  let whole = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    if (bytes === 0) start = chunk;
    bytes += chunk.length;
    hash.update(chunk);
    const text = utf8.decode(chunk, { stream: true });
    broken += text.match(/\uFFFD/g)?.length ?? 0;
    whole += text.match(/[^\0-\x7F\uFFFD]/g)?.length ?? 0;
  }
  const encoding = encodingOf(start, { broken, whole });
  const [firstLine = ''] = new TextDecoder(encoding).decode(start).split('\n', 1);
  return { path, hash: hash.digest('hex'), bytes, encoding, delimiter: delimiterOf(firstLine) };
}

/**
 * A byte order mark says it, or the zeros of UTF-16. Else UTF-8, unless what it cannot read is more than a few damaged characters: Chinese text
 * in GBK gives hardly anything that UTF-8 can read.
 */
function encodingOf(start: Buffer, { broken, whole }: { broken: number; whole: number }): SourceFile['encoding'] {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  // Without a mark: of the signs of a first line, which are Latin for the most part, every second byte is zero.
  const head = start.subarray(0, 64);
  const zeros = (from: 0 | 1) => head.filter((byte, at) => at % 2 === from && byte === 0).length;
  if (zeros(1) > head.length / 4) return 'utf-16le';
  if (zeros(0) > head.length / 4) return 'utf-16be';
  return broken > whole / 10 ? 'gb18030' : 'utf-8';
}

/** Whatever the first line holds most of. */
function delimiterOf(firstLine: string): string {
  const count = (sign: string) => firstLine.split(sign).length;
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** The file's records in turn; `onBytes` hears how many bytes were read. */
export async function* readRecords(file: SourceFile, onBytes?: (bytes: number) => void): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder(file.encoding);
  const reader = recordReader(file.delimiter);
  let bytes = 0;
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    onBytes?.(bytes);
    yield* reader.push(decoder.decode(chunk, { stream: true }));
  }
  yield* reader.push(decoder.decode());
  yield* reader.end();
}
