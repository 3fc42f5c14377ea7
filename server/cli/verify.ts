import { verifyLog } from '../kernel/verify.ts';
import { findAuditFlaw, listAuditedJurisdictions } from '../modules/accounts/audit-store.ts';
import { checkCaseRows } from '../modules/cases/check-store.ts';
import { listJurisdictions } from '../modules/organisation/store.ts';
import type { Command } from './context.ts';

/** Proves the log and the audit of every jurisdiction; status 1 and the first flaw if one does not hold. */
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
  for (const id of await listAuditedJurisdictions(db)) {
    const line = await findAuditFlaw(db, id);
    if (line === null) continue;
    write(`audit of jurisdiction ${id}: NOT PROVED. Line ${line} does not fit`);
    return 1;
  }
  write('audit: proved');
  return 0;
};
