import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { Db } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import type { Logger } from '../kernel/logger.ts';
import { bindVault } from '../kernel/vault.ts';
import type { KeySource } from '../kernel/vault-keys.ts';
import { openVault } from '../kernel/vault-start.ts';

/** Where this installation keeps its keys. */
export function keySourceOf({
  vaultKeys,
  vaultKeyFile,
  dataDir,
}: Pick<Config, 'vaultKeys' | 'vaultKeyFile' | 'dataDir'>): KeySource {
  if (vaultKeys) return { kind: 'environment', keys: vaultKeys };
  return { kind: 'file', path: resolve(vaultKeyFile ?? join(dataDir, 'vault.keys')) };
}

/** Opens the vault and binds it to the database; says in the journal where keys lie badly. */
export async function unlockVault(db: Db, config: Config, logger: Logger): Promise<void> {
  const source = keySourceOf(config);
  const { vault, made } = await openVault(db, source, instant(Date.now()));
  bindVault(db, vault);
  if (source.kind !== 'file') return;
  if (made) logger({ level: 'warn', what: 'vault key made; keep a copy apart from the backups', file: source.path });
  if ((statSync(source.path).mode & 0o077) !== 0)
    logger({ level: 'warn', what: 'vault keys can be read by others; chmod 600', file: source.path });
  if (config.mode === 'production' && source.path.startsWith(`${resolve(config.dataDir)}/`))
    logger({
      level: 'warn',
      what: 'vault keys lie beside the data they seal; move them and name the place with VAULT_KEY_FILE',
      file: source.path,
    });
}
