import { verifyLog } from '../kernel/verify.ts';
import { checkCaseRows } from '../modules/cases/check-store.ts';
import { listJurisdictions } from '../modules/organisation/store.ts';
import type { Command } from './context.ts';

/** Proves the log of every jurisdiction; status 1 and the first flaw if one does not hold. */
export const verifyCommand: Command = async (_args, { db, write }) => {
  for (const jurisdiction of await listJurisdictions(db)) {
    const started = performance.now();
    const { entries, records, seals, flaw } = await verifyLog(db, jurisdiction.id, { checkRows: checkCaseRows });
    if (flaw) {
      const where = flaw.recordId ? `record ${flaw.recordId}, entry ${flaw.seq}: ` : '';
      write(`${jurisdiction.code}: NOT PROVED. ${where}${flaw.message} (after ${entries} entries that fit)`);
      return 1;
    }
    const seconds = (performance.now() - started) / 1000;
    write(
      `${jurisdiction.code}: proved ${entries} entries of ${records} records, ${seals} daily seals, rows equal their logs (${Math.round(entries / Math.max(seconds, 0.001))} entries/s)`,
    );
  }
  return 0;
};
