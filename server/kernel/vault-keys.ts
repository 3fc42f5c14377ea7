import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from './refusal.ts';
import { KEY_BYTES, type Key, type KeyRing, keyOf } from './vault.ts';

/** Where the keys lie: given with the environment, or in a file (one a line, the one for new values first). */
export type KeySource = { kind: 'environment'; keys: readonly string[] } | { kind: 'file'; path: string };

const HEADING =
  '# Drumtower: keys of the vault, 32 bytes in base64 each, the one for new values first.\n# Without them no identity of a reporter can be opened. Keep a copy apart from the backups of the database.\n';

/** A fresh key, as it is written in a file or given with the environment. */
export function freshKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

function readKey(text: string, where: string): Key {
  const secret = Buffer.from(text, 'base64');
  if (secret.length === KEY_BYTES && secret.toString('base64') === text) return keyOf(secret);
  refuse({
    refused: 'conflict',
    code: 'vaultKeyUnreadable',
    message: { zh: `${where} 不是 32 字节的 base64 密钥。`, en: `${where} is not a key of 32 bytes in base64.` },
    right: {
      zh: '每个密钥 44 个字符。用备份的密钥文件换回。',
      en: 'A key has 44 characters. Put the saved file back.',
    },
  });
}

function readFileKeys(path: string): Key[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line, at) => ({ text: line.trim(), where: `${path}:${at + 1}` }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
    .map(({ text, where }) => readKey(text, where));
}

/** Null where there is no file. */
export function findKeys(source: KeySource): Key[] | null {
  if (source.kind === 'environment') return source.keys.map((text, at) => readKey(text, `VAULT_KEYS[${at}]`));
  try {
    return readFileKeys(source.path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Puts a fresh key before those of the file, which is replaced as a whole, readable for its owner alone. */
export function addKey(path: string): Key {
  const text = freshKey();
  const others = readOr(path, HEADING);
  const lines = others.split('\n');
  const at = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  lines.splice(at < 0 ? lines.length - 1 : at, 0, text);
  writeWhole(path, lines.join('\n'));
  return keyOf(Buffer.from(text, 'base64'));
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

const LOOK_AGAIN_MS = 1000;

/** How long a process may go on sealing with the key before after another got a new one. */
export const NOTICED_MS = 2 * LOOK_AGAIN_MS;

/**
 * The keys of a source. A file is looked at again every second, so that a running server notices a new key; while it
 * cannot be read, what was read last holds.
 */
export function openRing(source: KeySource, first: readonly Key[]): KeyRing {
  if (source.kind === 'environment') return { keys: () => first };
  let known = first;
  let looked = performance.now();
  let seen = stampOf(source.path);
  return {
    keys() {
      if (performance.now() - looked < LOOK_AGAIN_MS) return known;
      looked = performance.now();
      const stamp = stampOf(source.path);
      if (stamp === null || stamp === seen) return known;
      try {
        const found = readFileKeys(source.path);
        if (found.length > 0) known = found;
        seen = stamp;
      } catch {
        // A file half written or damaged: the next look may find it whole.
      }
      return known;
    },
  };
}

function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : null;
}
