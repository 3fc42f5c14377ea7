import { backup } from '../kernel/backup.ts';
import { instant } from '../kernel/instant.ts';
import { restore } from '../kernel/restore.ts';
import { listMissingKeys } from '../kernel/vault-start.ts';
import type { Command } from './context.ts';
import { keySourceOf } from './vault.ts';

export const backupCommand: Command = async ([file], { url, write }) => {
  if (!file || file.startsWith('-')) {
    write('drumtower backup FILE');
    return 2;
  }
  const manifest = await backup(url, file, {
    now: instant(Date.now()),
    onTable: (name, rows) => write(`  ${name}: ${rows}`),
  });
  write(
    `${file}: ${manifest.tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${manifest.tables.length} tables`,
  );
  return 0;
};

export const restoreCommand: Command = async ([file], { url, db, config, write }) => {
  if (!file) {
    write('drumtower restore FILE');
    return 2;
  }
  const manifest = await restore(url, file, { onTable: (name, rows) => write(`  ${name}: ${rows}`) });
  write(
    `restored ${manifest.tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${manifest.tables.length} tables, as of ${manifest.createdAt}`,
  );
  const source = keySourceOf(config);
  const missing = await listMissingKeys(db, source);
  if (missing.length > 0) {
    write(
      `备份不含密钥；启动之前请放回密钥 ${missing.join(', ')}：${source.kind === 'file' ? source.path : 'VAULT_KEYS'}`,
    );
    write(`the archive holds no keys; before the start put the key ${missing.join(', ')} back`);
  }
  return 0;
};
