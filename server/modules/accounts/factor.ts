import { stepOfCode } from '../../adapters/one-time-code.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import { millis } from '../../kernel/instant.ts';
import { type SealContext, vaultOf } from '../../kernel/vault.ts';
import { countedAttempt, type Knock } from './attempts.ts';
import { findFactor, takeRecovery, takeStep } from './factor-store.ts';
import type { Account } from './model.ts';
import { RECOVERY_LENGTH } from './secrets.ts';

/** To whom a sealed secret belongs: it opens nowhere else. */
export function factorContext({ jurisdictionId, id }: Pick<Account, 'jurisdictionId' | 'id'>): SealContext {
  return { jurisdictionId, table: 'account_factor', id };
}

/** By what the second step was proved. */
export type ProvedBy = 'code' | 'recovery';

/** Proves the second factor, and uses the code up. Failures are counted, audited and locked out like those of passwords. */
export function proveCode(db: Db, account: Account, code: string, knock: Knock): Promise<ProvedBy | null> {
  return countedAttempt(db, { guessed: 'code', whose: account.id }, knock, async () => ({
    account,
    proved:
      code.length === RECOVERY_LENGTH
        ? await byRecovery(db, account, code, knock)
        : await byTelephone(db, account, code, knock),
  }));
}

async function byTelephone(db: Db, account: Account, code: string, { now }: Knock): Promise<ProvedBy | null> {
  const factor = await findFactor(db, account);
  if (!factor?.secret) return null;
  const secret = await vaultOf(db).open(factor.secret, factorContext(account));
  const step = stepOfCode(secret, code, millis(now));
  return step !== null && (await takeStep(db, account, step)) ? 'code' : null;
}

async function byRecovery(db: Db, account: Account, code: string, { now }: Knock): Promise<ProvedBy | null> {
  return (await takeRecovery(db, account, await recoveryMarks(db, account, code), now)) ? 'recovery' : null;
}

/** What is kept of a recovery code, for each key in use: the newest first. */
export async function recoveryMarks(
  tx: Tx,
  { jurisdictionId, id }: Pick<Account, 'jurisdictionId' | 'id'>,
  code: string,
): Promise<string[]> {
  const marks = await vaultOf(tx).marks(`${id}\n${code}`, 'account_recovery', jurisdictionId);
  return marks.map((mark) => mark.toString('hex'));
}
