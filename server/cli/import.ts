import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instant } from '../kernel/instant.ts';
import { roleLabels } from '../modules/accounts/roles.ts';
import { countImported, importFile, type Summary } from '../modules/imports/commands.ts';
import { mappings } from '../modules/imports/mappings.ts';
import { proveLog } from '../system/proof.ts';
import type { Command, Context } from './context.ts';
import { openFirstAccounts } from './first-accounts.ts';
import { progressBar } from './progress.ts';

/** How it is used, with every mapping there is. */
export const importUsage = () =>
  [
    '用法 Usage: drumtower import FILE --map NAME [--jurisdiction CODE]',
    ...[...mappings.values()].map(({ name, title }) => `  --map ${name.padEnd(10)} ${title.zh} ${title.en}`),
  ].join('\n');

/** `drumtower import FILE --map NAME [--jurisdiction CODE]`: resumable, and the same file twice changes nothing. */
export const importCommand: Command = async (args, { db, config, write }) => {
  const read = readArguments(args);
  if (typeof read === 'string') {
    write(read);
    return 2;
  }
  const { path, mapping, jurisdiction } = read;
  if (!(await stat(path).catch(() => null))?.isFile()) {
    write(`没有这个文件 There is no such file: ${path}`);
    return 2;
  }
  const stop = stopOnSignal();
  const bar = progressBar('rows', write);
  const started = performance.now();
  let imported = 0;
  const summary = await importFile(
    db,
    { path, mapping, jurisdiction, damagedIn: join(config.dataDir, 'imports') },
    {
      onProgress: ({ bytes, of, rows }) => {
        imported = rows;
        bar.show(of === 0 ? 1 : bytes / of, rows);
      },
      stopped: stop.asked,
      clock: () => Date.now(),
    },
  ).finally(() => {
    bar.end();
    stop.forget();
  });
  write(told(summary, imported, (performance.now() - started) / 1000));
  if (!summary.finished) {
    write('已中断；再次运行同一命令即从此处继续。 Stopped; the same command goes on from here.');
    return 130;
  }
  for (const { username, role, password } of await openFirstAccounts(db, summary.jurisdiction, instant(Date.now()))) {
    write(
      `首个账号 first account ${username} (${roleLabels[role].zh} ${roleLabels[role].en}) 一次性口令 one-time password ${password}`,
    );
  }
  return check({ db, write }, summary, mapping.name);
};

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { map: { type: 'string' }, jurisdiction: { type: 'string' } },
    });
    const [path, ...more] = positionals;
    const mapping = mappings.get(values.map ?? '');
    if (path === undefined || more.length > 0 || !mapping) return importUsage();
    return { path, mapping, jurisdiction: values.jurisdiction };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n${importUsage()}`;
  }
}

/** An interrupt lets the batch under way end; a second one ends at once. */
function stopOnSignal() {
  let asked = false;
  const onSignal = () => {
    asked = true;
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  return {
    asked: () => asked,
    forget() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

function told(summary: Summary, imported: number, seconds: number): string {
  const { jurisdiction, source, read, added, unchanged, updated, damaged, damagedFile, resumedAt } = summary;
  return [
    `${jurisdiction.name.zh} ${jurisdiction.name.en} (${jurisdiction.code}) · ${source.encoding}`,
    `读入 read ${read} = 新增 new ${added} + 未变 unchanged ${unchanged} + 更新 updated ${updated} + 损坏 damaged ${damaged}`,
    ...(resumedAt > 0 ? [`从第 ${resumedAt} 行之后继续 resumed after row ${resumedAt}`] : []),
    `${imported} 行用时 rows in ${seconds.toFixed(1)} s · ${Math.round(imported / Math.max(seconds, 0.001))} 行/秒 rows/s`,
    ...(damagedFile ? [`未导入及需留意的行 rows not imported or to be looked at: ${damagedFile}`] : []),
  ].join('\n');
}

/** Afterwards: every row has its case, and the log of the jurisdiction holds, with its rows. */
async function check(
  { db, write }: Pick<Context, 'db' | 'write'>,
  { jurisdiction }: Summary,
  mapping: string,
): Promise<number> {
  const counted = await countImported(db, jurisdiction.id, mapping);
  const bar = progressBar('entries', write);
  const verified = await proveLog(db, jurisdiction.id, {
    here: true,
    progress: (entries) => bar.show(null, entries),
  });
  bar.end();
  const holds = verified.flaw === null && counted.rows === counted.cases;
  write(
    holds
      ? `核对无误 checked: ${counted.rows} 行对应 rows have ${counted.cases} 案卷 cases; ${verified.entries} 条日志连续且与案卷一致 log entries hold`
      : `核对有误 check failed: ${counted.rows} rows, ${counted.cases} cases; ${verified.flaw ? `${verified.flaw.recordId ?? ''} #${verified.flaw.seq ?? ''}: ${verified.flaw.message}` : ''}`,
  );
  return holds ? 0 : 1;
}
