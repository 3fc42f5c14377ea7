import { backup } from '../kernel/backup.ts';
import { instant } from '../kernel/instant.ts';
import { restore } from '../kernel/restore.ts';
import type { Command } from './context.ts';

export const backupCommand: Command = async ([file], { url, write }) => {
  if (!file) {
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

export const restoreCommand: Command = async ([file], { url, write }) => {
  if (!file) {
    write('drumtower restore FILE');
    return 2;
  }
  const manifest = await restore(url, file, { onTable: (name, rows) => write(`  ${name}: ${rows}`) });
  write(
    `restored ${manifest.tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${manifest.tables.length} tables, as of ${manifest.createdAt}`,
  );
  return 0;
};
