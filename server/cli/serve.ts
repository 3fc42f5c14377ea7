import { once } from 'node:events';
import { logNotBefore, steadyClock } from '../kernel/clock.ts';
import { endlessDisk, watchDisk } from '../kernel/disk.ts';
import { sealPlainReporters } from '../modules/cases/upgrade-commands.ts';
import { district } from '../modules/demo/data/gulou.ts';
import { refuseDemoData } from '../modules/demo/production.ts';
import { findJurisdictionByCode } from '../modules/organisation/store.ts';
import { startServer } from '../serve.ts';
import type { Command } from './context.ts';

/** Serves until it is told to stop (SIGTERM, SIGINT), then finishes what it holds. */
export const serveCommand: Command = async (_args, context) => {
  const { opened, config, logger, write } = context;
  if (config.mode === 'production') await refuseDemoData(opened.db);
  await sealPlainReporters(opened.db, (sealed) => write(`上报人信息加密 · sealing reporters: ${sealed}`));
  const bare = config.mode === 'demo' && (await findJurisdictionByCode(opened.db, district.code)) === null;
  // What makes a district is read in only where there is one to be made.
  const demo = bare ? await (await import('./seed.ts')).fillDemo(context) : null;
  const clock = steadyClock(
    Date.now,
    () => performance.now(),
    await logNotBefore(opened.db, Date.now()),
    (ms) => logger({ level: 'warn', what: 'the clock of this machine was set back', seconds: Math.round(ms / 1000) }),
  );
  const disk = config.databaseUrl ? endlessDisk : watchDisk(config.dataDir, config.diskReserve * 1_000_000, logger);
  const server = await startServer(opened, config, logger, clock, disk);
  write(`Drumtower 鼓楼: ${config.baseUrl ?? server.address}`);
  for (const line of demo ?? []) write(line);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process, 'disconnect')]);
  await server.stop();
  disk.close();
  return 0;
};
