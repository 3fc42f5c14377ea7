import { parseArgs } from 'node:util';
import { type Db, transact } from '../kernel/db.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { refuse, unknownRecord } from '../kernel/refusal.ts';
import { resetPassword } from '../modules/accounts/commands.ts';
import { resetFactor } from '../modules/accounts/factor-commands.ts';
import { findByUsername } from '../modules/accounts/store.ts';
import type { Command } from './context.ts';

const USAGE = 'drumtower let-in USERNAME [--factor]';

/**
 * The way back in for whom nobody else may help: a one-time password for any account, administrators too, and with
 * `factor` an end to the lost second factor. Both stand in the audit, done by the command line.
 */
export async function letIn(db: Db, username: string, wanted: { factor: boolean }, now: Instant): Promise<string> {
  return transact(db, async (tx) => {
    const found = await findByUsername(tx, username.toLowerCase());
    const account = found?.account ?? refuse(unknownRecord({ zh: '账号', en: 'account' }));
    const by = { actor: null, now, address: 'command line' };
    const password = await resetPassword(tx, by, account, account.version);
    if (wanted.factor) await resetFactor(tx, by, { ...account, version: account.version + 1 }, account.version + 1);
    return password;
  });
}

export const letInCommand: Command = async (args, { db, write }) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { factor: { type: 'boolean', default: false } },
  });
  const [username] = positionals;
  if (!username) {
    write(USAGE);
    return 2;
  }
  write(await letIn(db, username, values, instant(Date.now())));
  write('密码只能用一次，须在三日内登录并更改 · the password works once, within three days');
  return 0;
};
