import { type Db, transact } from '../kernel/db.ts';
import { type Instant, instant, millis } from '../kernel/instant.ts';
import { createAccounts, recordAudit } from '../modules/accounts/commands.ts';
import { type Role, roleLabels } from '../modules/accounts/roles.ts';
import { ONE_TIME_PASSWORD } from '../modules/accounts/rules.ts';
import { hashPassword, oneTimePassword } from '../modules/accounts/secrets.ts';
import { countAccounts } from '../modules/accounts/store.ts';
import type { Jurisdiction } from '../modules/organisation/model.ts';

/** Those who let everybody else in, kept apart, and one who sees the work. */
const first: Record<string, Role> = {
  system: 'systemAdministrator',
  security: 'securityAdministrator',
  audit: 'auditAdministrator',
  leader: 'shiftLeader',
};

export interface FirstAccount {
  username: string;
  role: Role;
  /** Works once and for a short time; shown once. */
  password: string;
}

/** Gives a jurisdiction without any account its first ones, so that somebody can sign in and let others in; else none. */
export async function openFirstAccounts(db: Db, { id, code }: Jurisdiction, now: Instant): Promise<FirstAccount[]> {
  if ((await countAccounts(db, id)) > 0) return [];
  const made = Object.entries(first).map(([word, role]) => ({
    username: `${code}-${word}`,
    role,
    password: oneTimePassword(),
  }));
  const oneTimeUntil = instant(millis(now) + ONE_TIME_PASSWORD);
  const accounts = await Promise.all(
    made.map(async ({ username, role, password }) => ({
      username,
      name: roleLabels[role].zh,
      roles: [role],
      passwordHash: await hashPassword(password),
      oneTimeUntil,
    })),
  );
  await transact(db, async (tx) => {
    for (const account of await createAccounts(tx, id, accounts, now)) {
      const detail = { username: account.username, roles: account.roles };
      await recordAudit(
        tx,
        { actor: null, now, address: 'command line' },
        { jurisdictionId: id, action: 'accountCreated', kind: 'account', recordId: account.id, detail },
      );
    }
  });
  return made;
}
