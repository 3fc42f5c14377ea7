import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { FileAnswer } from './http.ts';
import { FILE_POLICY } from './http-headers.ts';

/** Answers and bytes that one process keeps; what is larger than a part of that is given to those who wait, and forgotten. */
const ANSWERS_AT_MOST = 200;
const BYTES_AT_MOST = 32_000_000;
const LARGEST = BYTES_AT_MOST / 4;

/** An answer that is the same for whoever asks. */
interface Kept {
  body: Buffer | string;
  file: FileAnswer | null;
  /** By its content: who has it already is not sent it again, whichever process is asked. */
  etag: string;
  bytes: number;
  /** Milliseconds; from then on it is read anew. */
  until: number;
}

/**
 * What anybody may read, kept in memory for a few seconds, so that a thousand readers cost one reading: whoever asks
 * while it is being read waits for the same answer. A refusal is kept for nobody.
 */
export class Keeper {
  readonly #kept = new Map<string, Kept>();
  readonly #beingRead = new Map<string, Promise<Kept>>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  async answer(
    key: string,
    wanted: { now: () => number; seconds: number; read: () => Promise<unknown> },
  ): Promise<Kept> {
    const known = this.#kept.get(key);
    const now = wanted.now();
    // A clock that was set back does not keep an answer for longer.
    if (known && now < known.until && known.until - now <= wanted.seconds * 1000) return known;
    const reading = this.#beingRead.get(key) ?? this.#read(key, now + wanted.seconds * 1000, wanted.read);
    return reading;
  }

  #read(key: string, until: number, read: () => Promise<unknown>): Promise<Kept> {
    const reading = read()
      .then((answer) => {
        const kept = keptOf(answer, until);
        this.#keep(key, kept);
        return kept;
      })
      .finally(() => this.#beingRead.delete(key));
    this.#beingRead.set(key, reading);
    return reading;
  }

  #keep(key: string, kept: Kept): void {
    this.#forget(key);
    if (kept.bytes > LARGEST) return;
    this.#kept.set(key, kept);
    this.#bytes += kept.bytes;
    // The first of a map is what was read first.
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= ANSWERS_AT_MOST && this.#bytes <= BYTES_AT_MOST) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}

function keptOf(answer: unknown, until: number): Kept {
  const file = answer instanceof FileAnswer ? answer : null;
  const body = file ? file.bytes : JSON.stringify(answer);
  if (typeof body !== 'string' && !Buffer.isBuffer(body))
    throw new Error('what is made while it is sent cannot be kept');
  return { body, file, etag: `"${hash('sha256', body, 'base64url')}"`, bytes: Buffer.byteLength(body), until };
}

/** Sends what is kept: a browser or proxy may keep it as long as we do and no longer, and then asks whether it has changed. */
export function sendKept(reply: FastifyReply, kept: Kept, asked: { now: number; ifNoneMatch: string | undefined }) {
  const seconds = Math.max(0, Math.floor((kept.until - asked.now) / 1000));
  reply
    .header('cache-control', `public, max-age=${seconds}, must-revalidate`)
    .header('etag', kept.etag)
    .header('vary', 'accept-language');
  if (hasAlready(asked.ifNoneMatch, kept.etag)) return reply.code(304).send();
  if (!kept.file) return reply.type('application/json; charset=utf-8').send(kept.body);
  return sendFile(reply, kept.file, kept.body);
}

function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** A file under its own type, under a policy by which it can run nothing. */
export function sendFile(reply: FastifyReply, { type, name }: FileAnswer, bytes: FileAnswer['bytes']) {
  const disposition = name && `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return reply
    .type(type)
    .header('content-security-policy', FILE_POLICY)
    .header('content-disposition', disposition || 'inline')
    .send(bytes);
}
