import { randomBytes } from 'node:crypto';

/**
 * A new record identifier: UUID version 7 (RFC 9562), made by the application so that a record has its name before it
 * is written, and ordered by time so that indexes grow at one end. `now` in milliseconds since 1970.
 */
export function newId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether it is written as our identifiers are. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
