import { stepOfCode } from '../../adapters/one-time-code.ts';
import type { Db } from '../../kernel/db.ts';
import { millis } from '../../kernel/instant.ts';
import { type SealContext, vaultOf } from '../../kernel/vault.ts';
import { countedAttempt, type Knock } from './attempts.ts';
import { findFactor, takeRecovery, takeStep } from './factor-store.ts';
import type { Account } from './model.ts';
import { accessPolicy } from './policy.ts';
import { RECOVERY_LENGTH, recoveryMark } from './secrets.ts';

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
  const secret = await secretInUse(db, account);
  const step = secret === null ? null : stepOfCode(secret, code, millis(now), accessPolicy(db).codeWindow);
  return step !== null && (await takeStep(db, account, step)) ? 'code' : null;
}

async function byRecovery(db: Db, account: Account, code: string, { now }: Knock): Promise<ProvedBy | null> {
  const secret = await secretInUse(db, account);
  return secret !== null && (await takeRecovery(db, account, recoveryMark(secret, code), now)) ? 'recovery' : null;
}

async function secretInUse(db: Db, account: Account): Promise<string | null> {
  const factor = await findFactor(db, account);
  return factor?.secret ? vaultOf(db).open(factor.secret, factorContext(account)) : null;
}
