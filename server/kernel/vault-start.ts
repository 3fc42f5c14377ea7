import { sql } from 'kysely';
import { type Db, type Tx, transact } from './db.ts';
import type { Instant } from './instant.ts';
import { refuse } from './refusal.ts';
import { aesVault, type Key, keyIdOf, type Vault } from './vault.ts';
import { addKey, findKeys, type KeySource, openRing } from './vault-keys.ts';

const PROOF = 'Drumtower 鼓楼';
const proofContext = { jurisdictionId: 0, table: 'vault_key', id: 'proof' };

/** A key that this database knows of. */
export interface KnownKey {
  id: string;
  firstUsedAt: Instant;
  retiredAt: Instant | null;
}

/**
 * Opens the vault of a database, or refuses with the ids of the keys that are missing, before anything is done. Only for
 * a database that has never used a key is one made: a fresh key beside old values would hide that the old one is lost.
 */
export async function openVault(db: Db, source: KeySource, now: Instant): Promise<{ vault: Vault; made: boolean }> {
  return transact(db, async (tx) => {
    // Two processes that start at once must not make two keys.
    await sql`select pg_advisory_xact_lock(hashtextextended('drumtower:vault', 0))`.execute(tx);
    const { rows } = await sql<{ id: string; proof: Buffer }>`
      select id, proof from vault_key where retired_at is null`.execute(tx);
    const found = findKeys(source) ?? [];
    const made = rows.length === 0 && found.length === 0 && source.kind === 'file';
    const keys = made ? [addKey(source.path)] : found;
    const missing = rows.map(({ id }) => id).filter((id) => !keys.some((key) => key.id === id));
    if (missing.length > 0 || keys.length === 0) refuseMissing(missing, source);
    const vault = aesVault(openRing(source, keys));
    for (const { proof } of rows) await vault.open(proof, proofContext);
    await noteCurrent(tx, vault, now);
    return { vault, made };
  });
}

/** Notes that the vault's newest key is in use from now on. */
export async function noteCurrent(tx: Tx, vault: Vault, now: Instant): Promise<string> {
  const proof = await vault.seal(PROOF, proofContext);
  const id = keyIdOf(proof);
  await sql`insert into vault_key (id, proof, first_used_at) values (${id}, ${proof}, ${now})
    on conflict (id) do update set retired_at = null where vault_key.retired_at is not null`.execute(tx);
  return id;
}

/** The keys that this database has used, newest first. */
export async function listKnownKeys(tx: Tx): Promise<KnownKey[]> {
  const { rows } = await sql<KnownKey>`select id, first_used_at as "firstUsedAt", retired_at as "retiredAt"
    from vault_key order by first_used_at desc, id limit 1000`.execute(tx);
  return rows;
}

/** Which keys a database needs that the source does not have; reads only. */
export async function listMissingKeys(tx: Tx, source: KeySource): Promise<string[]> {
  const held = new Set((findKeys(source) ?? []).map((key: Key) => key.id));
  return (await listKnownKeys(tx)).filter(({ id, retiredAt }) => !retiredAt && !held.has(id)).map(({ id }) => id);
}

function refuseMissing(ids: readonly string[], source: KeySource): never {
  const at = source.kind === 'file' ? source.path : 'VAULT_KEYS';
  const named = ids.join(', ');
  refuse({
    refused: 'conflict',
    code: 'vaultKeyMissing',
    message: {
      zh: named ? `${at} 中没有本数据库所用的密钥 ${named}。` : `${at} 中没有密钥。`,
      en: named ? `${at} does not hold the key ${named}, which this database uses.` : `${at} holds no key.`,
    },
    right: {
      zh: '请放回密钥文件（备份中不含密钥），或用 VAULT_KEYS / VAULT_KEY_FILE 指明。什么都没有改动。',
      en: 'Put the key file back (backups never hold it), or name it with VAULT_KEYS or VAULT_KEY_FILE. Nothing was changed.',
    },
  });
}
