import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command, Context } from './cli/context.ts';
import { fitsUsage } from './cli/usage.ts';
import { unlockVault } from './cli/vault.ts';
import { type Config, readConfig } from './config.ts';
import { openDb } from './kernel/db.ts';
import { jsonLogger } from './kernel/logger.ts';
import { migrate } from './kernel/migrate.ts';
import { removeData, runningUrl, startPostgres } from './kernel/postgres.ts';
import { Refused } from './kernel/refusal.ts';
import { bindVault, throwawayVault } from './kernel/vault.ts';

/**
 * Every command of the command line: what it is for, and who does it. Each loads only what it needs. `opened` is a
 * database with its vault; `migrated` needs no key, as proofs and archives do not.
 */
const commands: Record<
  string,
  {
    does: string;
    load: () => Promise<Command>;
    /** What is looked at before a database is even opened. */
    first?: (args: string[]) => Promise<void>;
    database: 'opened' | 'migrated' | 'own' | 'none';
    /** It has more to say of how it is used than fits a line, and needs no database to say it. */
    explainsItself?: true;
    /** How it is used, where that is more than its line. */
    usage?: () => Promise<string>;
  }
> = {
  serve: {
    does: 'starts the server; fills a demo district the first time',
    load: async () => (await import('./cli/serve.ts')).serveCommand,
    database: 'opened',
  },
  seed: {
    does: '[--scale 0|100k|1m|10m]: fills the demo district, if there is none',
    load: async () => (await import('./cli/seed.ts')).seedCommand,
    database: 'opened',
  },
  found: {
    does: 'CODE --name NAME [--zone ZONE] [--division 350102]: an empty jurisdiction with its first accounts',
    load: async () => (await import('./cli/found.ts')).foundCommand,
    database: 'migrated',
  },
  'let-in': {
    does: 'USERNAME [--factor]: a one-time password, and an end to a lost second factor, for whom nobody else may help',
    load: async () => (await import('./cli/let-in.ts')).letInCommand,
    database: 'migrated',
  },
  verify: {
    does: '[--threads N]: proves the whole log offline and names the first entry that does not fit',
    load: async () => (await import('./cli/verify.ts')).verifyCommand,
    database: 'migrated',
  },
  import: {
    does: 'FILE --map NAME [--jurisdiction CODE]: brings in cases from another system',
    load: async () => (await import('./cli/import.ts')).importCommand,
    usage: async () => (await import('./cli/import.ts')).importUsage(),
    database: 'opened',
  },
  export: {
    does: '--jurisdiction CODE [--format csv|jsonl] [--out FILE] [--account USERNAME]: gives out cases with their logs',
    load: async () => (await import('./cli/export.ts')).exportCommand,
    database: 'migrated',
  },
  backup: {
    does: 'FILE: writes everything into one archive',
    load: async () => (await import('./cli/backup.ts')).backupCommand,
    database: 'migrated',
  },
  restore: {
    does: 'FILE: reads an archive into an empty place',
    load: async () => (await import('./cli/backup.ts')).restoreCommand,
    first: async ([file = '']) => void (await (await import('./kernel/restore.ts')).checkArchive(file)),
    database: 'migrated',
  },
  keys: {
    does: 'list | rotate | fresh: the keys that seal identities; rotate makes a new one and brings all under it',
    load: async () => (await import('./cli/keys.ts')).keysCommand,
    database: 'opened',
  },
  retention: {
    does: '--dry-run | --run | --proof RECORD | --set RULE=DAYS [--jurisdiction CODE]: personal data over their term',
    load: async () => (await import('./cli/retention.ts')).retentionCommand,
    database: 'opened',
  },
  bench: {
    does: '[--scale 1m] [--only NAME] [--here] [--format json]: measures the main works beside hand-written SQL',
    load: async () => (await import('./cli/bench.ts')).benchCommand,
    database: 'own',
    explainsItself: true,
  },
  budget: {
    does: 'check FILE... [--format json] [--lang en]: reconciles published budgets; status 1 on errors, 2 if unreadable',
    load: async () => (await import('./cli/budget.ts')).budgetCommand,
    database: 'none',
    explainsItself: true,
  },
  docs: {
    does: '[--check]: prints docs/printed from the code',
    load: async () => (await import('./cli/docs.ts')).docsCommand,
    database: 'none',
  },
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(9)} ${does}`);
  return ['drumtower COMMAND', '', ...lines].join('\n');
}

const usageOf = (name: string) => `drumtower ${name} ${commands[name]?.does}`;

async function main(name: string | undefined, args: string[]): Promise<number> {
  const command = name === undefined ? undefined : commands[name];
  if (!command) {
    process.stdout.write(`${usage()}\n`);
    return name === undefined || name === 'help' || name === '--help' ? 0 : 2;
  }
  if (args.includes('--help')) {
    process.stdout.write(`${usageOf(name ?? '')}\n`);
    return 0;
  }
  if (!command.explainsItself && !fitsUsage(command.does, args)) {
    process.stderr.write(`${(await command.usage?.()) ?? usageOf(name ?? '')}\n`);
    return 2;
  }
  await command.first?.(args);
  // Read in while the database starts.
  const loading = command.load();
  loading.catch(() => undefined);
  const config = readConfig(process.env);
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  if (command.database === 'none') {
    return (await loading)(args, { config, logger: jsonLogger, write } as Context);
  }
  const { url, stop } =
    command.database === 'own' && !args.includes('--here')
      ? await throwawayDatabase()
      : await openDatabase(config, name !== 'serve');
  try {
    await migrate(url);
    const opened = openDb(url, {
      size: config.databasePool,
      patienceSeconds: config.databasePatience,
      onLost: (error) => jsonLogger({ level: 'warn', what: 'database connection lost', error: error.message }),
    });
    try {
      if (command.database === 'opened') await unlockVault(opened.db, config, jsonLogger);
      if (command.database === 'own') bindVault(opened.db, throwawayVault());
      const run = await loading;
      return await run(args, { db: opened.db, opened, url, config, logger: jsonLogger, write });
    } finally {
      await Promise.race([opened.close(), wait(5000, undefined, { ref: false })]);
    }
  } finally {
    await stop();
  }
}

/**
 * The database named by DATABASE_URL, else our own of DATA_DIR. Beside a server that runs on that folder already, every
 * command but a second `serve` uses the database that server has started.
 */
async function openDatabase(config: Config, mayJoin: boolean): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => undefined };
  try {
    return await startPostgres({ dataDir: config.dataDir, logger: jsonLogger });
  } catch (error) {
    const inUse = error instanceof Refused && error.refusal.code === 'dataFolderInUse';
    if (!inUse || !mayJoin) throw error;
    return { url: runningUrl(config.dataDir), stop: async () => undefined };
  }
}

/** A database for this one run, beside nothing and left behind by nobody. */
async function throwawayDatabase(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'drumtower-bench-'));
  const embedded = await startPostgres({ dataDir, logger: () => undefined });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      await removeData(dataDir);
    },
  };
}

/** Says what went wrong in words; a stack only where it is a fault of ours. */
function explain(error: unknown): string {
  if (error instanceof Refused) {
    const { message, right } = error.refusal;
    return [message.zh, message.en, right?.zh, right?.en].filter(Boolean).join('\n');
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Whoever reads only the beginning (`| head`) has read enough; what was found still decides the status.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv[2], process.argv.slice(3)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const wrongOption =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    const said = wrongOption ? `${error.message}\n${usageOf(process.argv[2] ?? '')}` : explain(error);
    process.stderr.write(`${said}\n`);
    process.exitCode = wrongOption ? 2 : 1;
  },
);
