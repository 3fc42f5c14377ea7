import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from './actor.ts';
import type { Tx } from './db.ts';
import { refuse } from './refusal.ts';

interface Asked {
  actor: Actor;
  key: string;
  /** Everything that makes two requests the same: path, parameters, body, and each file. */
  request: unknown[];
  /** Fields of the answer that are never kept. */
  shownOnce?: readonly string[] | undefined;
}

/**
 * Does a POST at most once per Idempotency-Key and actor: the second time the first answer is given again. The answer is
 * kept in the same transaction as the work, so neither can exist without the other; a second request that comes while
 * the first still runs waits for it at the key's row. The same key with another content is refused.
 */
export async function answerOnce(tx: Tx, asked: Asked, work: () => Promise<unknown>): Promise<unknown> {
  const { actor, key, shownOnce } = asked;
  if (!/^[\x21-\x7e]{8,128}$/.test(key)) {
    refuse({
      refused: 'invalid',
      code: 'badIdempotencyKey',
      message: {
        zh: 'Idempotency-Key 须为 8–128 个可见 ASCII 字符，建议用 UUID。',
        en: 'Idempotency-Key must be 8–128 visible ASCII characters; a UUID is best.',
      },
    });
  }
  const digest = createHash('sha256');
  for (const part of asked.request) {
    const bytes = part instanceof Buffer ? part : JSON.stringify(part ?? null);
    digest.update(`${bytes.length} `).update(bytes);
  }
  const hash = digest.digest();
  const { rows } = await sql<{ fresh: boolean }>`
    insert into http_answer (jurisdiction_id, actor_id, key, request_hash) values (${actor.jurisdictionId}, ${actor.id}, ${key}, ${hash})
    on conflict do nothing returning true as fresh`.execute(tx);
  if (rows.length === 0) {
    const found = await sql<{ request_hash: Buffer; body: string | null }>`select request_hash, body from http_answer
      where jurisdiction_id = ${actor.jurisdictionId} and actor_id = ${actor.id} and key = ${key}`.execute(tx);
    const first = found.rows[0];
    if (!first?.request_hash.equals(hash)) {
      refuse({
        refused: 'conflict',
        code: 'idempotencyKeyReused',
        message: {
          zh: '这个 Idempotency-Key 已用于另一份内容。',
          en: 'This Idempotency-Key was used for another content.',
        },
        right: { zh: '新的请求请用新的键。', en: 'Use a new key for a new request.' },
      });
    }
    return first.body === null ? undefined : JSON.parse(first.body);
  }
  const answer = await work();
  const kept = shownOnce
    ? { ...(answer as object), ...Object.fromEntries(shownOnce.map((field) => [field, null])) }
    : answer;
  await sql`update http_answer set body = ${kept === undefined ? null : JSON.stringify(kept)}
    where jurisdiction_id = ${actor.jurisdictionId} and actor_id = ${actor.id} and key = ${key}`.execute(tx);
  return answer;
}

/** Forgets answers older than three days: a client that retries later than that is a new request. */
export async function forgetOldAnswers(tx: Tx): Promise<void> {
  await sql`delete from http_answer where created_at < now() - interval '3 days'`.execute(tx);
}
