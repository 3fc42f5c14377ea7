import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { instant } from '../kernel/instant.ts';
import { findAuditFlaw, listAuditedJurisdictions } from '../modules/accounts/audit-store.ts';
import { listJurisdictions } from '../modules/organisation/store.ts';
import { proveLog } from '../system/proof.ts';
import { findSumsFlaw } from '../system/sums.ts';
import type { Command } from './context.ts';

/**
 * `drumtower verify [--threads N]`: proves the log, the sums and the audit of every jurisdiction; status 1 and the first flaw if
 * one does not hold.
 */
export const verifyCommand: Command = async (args, { db, write }) => {
  const threads = readThreads(args);
  if (threads === null) {
    write('用法 Usage: drumtower verify [--threads 1-64]');
    return 2;
  }
  for (const jurisdiction of await listJurisdictions(db)) {
    const started = performance.now();
    const { entries, records, seals, flaw } = await proveLog(db, jurisdiction.id, { ...threads, here: true });
    if (flaw) {
      const where = flaw.recordId ? `record ${flaw.recordId}, entry ${flaw.seq}: ` : '';
      write(`${jurisdiction.code}: NOT PROVED. ${where}${flaw.message} (after ${entries} entries that fit)`);
      return 1;
    }
    const seconds = (performance.now() - started) / 1000;
    const sums = await findSumsFlaw(db, jurisdiction, instant(Date.now()));
    if (sums) {
      write(`${jurisdiction.code}: NOT PROVED. ${sums}`);
      return 1;
    }
    write(
      `${jurisdiction.code}: proved ${entries} entries of ${records} records, ${seals} daily seals, rows equal their logs, sums equal their rows, evidence and photos are what was given (${Math.round(entries / Math.max(seconds, 0.001))} entries/s)`,
    );
  }
  for (const id of await listAuditedJurisdictions(db)) {
    const line = await findAuditFlaw(db, id);
    if (line === null) continue;
    write(`audit of jurisdiction ${id}: NOT PROVED. Line ${line} does not fit`);
    return 1;
  }
  write('audit: proved');
  return 0;
};

/** By default one more than there are processors, eight at most: none is idle while one waits for the database. */
function readThreads(args: string[]): { threads: number } | null {
  try {
    const { values } = parseArgs({ args, options: { threads: { type: 'string' } } });
    const threads = Number(values.threads ?? Math.min(availableParallelism() + 1, 8));
    return Number.isInteger(threads) && threads >= 1 && threads <= 64 ? { threads } : null;
  } catch {
    return null;
  }
}
