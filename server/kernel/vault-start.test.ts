import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './testing.ts';
import { addKey, freshKey, type KeySource } from './vault-keys.ts';
import { listKnownKeys, listMissingKeys, openVault } from './vault-start.ts';

const now = '2026-11-22T08:00:00.000Z';
const context = { jurisdictionId: 1, table: 'case_reporter', id: 'a' };
let database: TestDatabase;
let folder: string;
let source: Extract<KeySource, { kind: 'file' }>;

beforeEach(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'drumtower-vault-'));
  source = { kind: 'file', path: join(folder, 'keys', 'vault.keys') };
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('the first start', () => {
  test('makes a key that only its owner may read, and later starts use it', async () => {
    const first = await openVault(database.db, source, now);
    expect(first.made).toBe(true);
    expect(statSync(source.path).mode & 0o777).toBe(0o600);
    const sealed = await first.vault.seal('甲', context);
    const second = await openVault(database.db, source, now);
    expect(second.made).toBe(false);
    expect(await second.vault.open(sealed, context)).toBe('甲');
  });

  test('of two processes at once makes one key', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => openVault(database.db, source, now)));
    expect(opened.filter(({ made }) => made)).toHaveLength(1);
    expect(new Set(opened.flatMap(({ vault }) => vault.keys())).size).toBe(1);
  });

  test('takes keys from the environment, and then makes no file', async () => {
    const { vault } = await openVault(database.db, { kind: 'environment', keys: [freshKey()] }, now);
    expect(vault.keys()).toHaveLength(1);
    expect(await listKnownKeys(database.db)).toMatchObject([{ id: vault.keys()[0], retiredAt: null }]);
  });
});

describe('a start is refused, with the id of the key, and nothing is changed', () => {
  test('when the key file is gone', async () => {
    const { vault } = await openVault(database.db, source, now);
    rmSync(source.path);
    await expect(openVault(database.db, source, now)).rejects.toMatchObject({
      refusal: { code: 'vaultKeyMissing', message: { en: expect.stringContaining(vault.keys()[0] ?? '') } },
    });
    expect(statSync(source.path, { throwIfNoEntry: false })).toBeUndefined();
    expect(await listMissingKeys(database.db, source)).toEqual(vault.keys());
  });

  test('when it holds another key', async () => {
    await openVault(database.db, source, now);
    writeFileSync(source.path, `${freshKey()}\n`);
    await expect(openVault(database.db, source, now)).rejects.toMatchObject({ refusal: { code: 'vaultKeyMissing' } });
    expect(await listKnownKeys(database.db)).toHaveLength(1);
  });

  test('when it cannot be read as keys', async () => {
    await openVault(database.db, source, now);
    writeFileSync(source.path, 'not a key\n');
    await expect(openVault(database.db, source, now)).rejects.toMatchObject({
      refusal: { code: 'vaultKeyUnreadable', message: { en: expect.not.stringContaining('not a key\n') } },
    });
  });

  test('when the known text no longer opens', async () => {
    await openVault(database.db, source, now);
    await sql`update vault_key set proof = set_byte(proof, 20, get_byte(proof, 20) # 1)`.execute(database.db);
    await expect(openVault(database.db, source, now)).rejects.toMatchObject({ refusal: { code: 'sealBroken' } });
  });
});

test('a running server notices a new key in the file, and old values still open', async () => {
  const { vault } = await openVault(database.db, source, now);
  const sealed = await vault.seal('甲', context);
  const added = addKey(source.path);
  expect(
    readFileSync(source.path, 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#')),
  ).toHaveLength(2);
  while (vault.keys()[0] !== added.id) await after(50);
  expect(await vault.open(sealed, context)).toBe('甲');
});
