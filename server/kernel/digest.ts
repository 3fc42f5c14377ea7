import { hash } from 'node:crypto';

/** SHA-256 in hexadecimal, by which anybody can tell whether two things are the same. */
export function sha256(of: Uint8Array | string): string {
  return hash('sha256', of);
}
