import { type Db, transact } from '../../kernel/db.ts';
import { rewriteReporters, sealPlainPortion } from './upgrade-store.ts';

/**
 * Seals the reporters that were written before there was a vault, in portions of their own transactions, then has the
 * table written anew, so that the old text stands nowhere in its files. Gives how many there were. A start that was
 * killed in between goes on at the next.
 */
export async function sealPlainReporters(db: Db, onPortion: (sealed: number) => void): Promise<number> {
  let sealed = 0;
  for (;;) {
    const portion = await transact(db, sealPlainPortion);
    if (portion === 0) break;
    sealed += portion;
    onPortion(sealed);
  }
  if (sealed > 0) await rewriteReporters(db);
  return sealed;
}
