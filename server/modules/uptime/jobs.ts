import { type Look, look } from '../../adapters/probing.ts';
import { perDatabase } from '../../kernel/db.ts';
import { millis } from '../../kernel/instant.ts';
import type { Job } from '../../kernel/work.ts';
import { type Check, recordCheck } from './commands.ts';
import { type DueProbe, takeDueProbes } from './store.ts';

const AT_ONCE = 200;
const foundIn = perDatabase((): { probe: DueProbe; check: Check }[] => []);

/**
 * Looks at what is due. A look outside may take seconds, and nothing is held open meanwhile: what was found is written
 * down at the next round. If the process dies in between, a check is missing, and missing time is unknown time.
 */
function looking(): Job {
  return {
    name: 'uptime.look',
    everySeconds: 5,
    async run(tx, now) {
      const found = foundIn(tx);
      for (const { probe, check } of found.splice(0).sort((a, b) => (a.check.at < b.check.at ? -1 : 1)))
        await recordCheck(tx, probe, check);
      for (const probe of await takeDueProbes(tx, now, AT_ONCE)) {
        if (probe.kind === 'heartbeat')
          await recordCheck(tx, probe, { result: 'failed', at: now, said: 'no heartbeat' });
        // That this can be written is the proof.
        else if (probe.kind === 'database') await recordCheck(tx, probe, { result: 'ok', at: now, said: 'written' });
        else
          void look(probe as DueProbe & Look, millis(now)).then(({ ok, said }) =>
            found.push({ probe, check: { result: ok ? 'ok' : 'failed', at: now, said } }),
          );
      }
    },
  };
}

export const uptimeJobs: readonly Job[] = [looking()];
