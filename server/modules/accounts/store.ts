import { sql } from 'kysely';
import { spell } from '../../adapters/pinyin.ts';
import { perDatabase, type Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Account } from './model.ts';
import type { Role } from './roles.ts';

export interface AccountRow {
  jurisdiction_id: number;
  id: string;
  username: string;
  name: string;
  unit_id: string | null;
  roles: Role[];
  active: boolean;
  one_time_until: Instant | null;
  password_at: Instant | null;
  has_factor: boolean;
  version: number;
  created_at: Instant;
  changed_at: Instant;
}

export const ACCOUNT = sql`u.jurisdiction_id, u.id, u.username, u.name, u.unit_id, u.roles, u.active, u.one_time_until, u.password_at,
  exists (select 1 from account_factor f where f.jurisdiction_id = u.jurisdiction_id and f.user_id = u.id and f.sealed_secret is not null) as has_factor,
  u.version, u.created_at, u.changed_at`;

export function accountOf(row: AccountRow): Account {
  return {
    jurisdictionId: row.jurisdiction_id,
    id: row.id,
    username: row.username,
    name: row.name,
    unitId: row.unit_id,
    roles: row.roles,
    active: row.active,
    oneTimeUntil: row.one_time_until,
    passwordAt: row.password_at,
    hasFactor: row.has_factor,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

export async function findAccount(tx: Tx, jurisdictionId: number, id: string): Promise<Account | null> {
  const { rows } = await sql<AccountRow>`select ${ACCOUNT} from account_user u
    where u.jurisdiction_id = ${jurisdictionId} and u.id = ${id}`.execute(tx);
  return rows[0] ? accountOf(rows[0]) : null;
}

/** The accounts of these ids, in no order; unknown ids are simply missing. */
export async function listAccountsById(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<Account[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AccountRow>`select ${ACCOUNT} from account_user u
    where u.jurisdiction_id = ${jurisdictionId} and u.id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows.map(accountOf);
}

const KEEP_MS = 1000;
const names = perDatabase(() => new Map<number, { until: number; byId: Map<string, string> }>());

/** Names of officers by id, read on every page: kept in memory for at most a second, like the directory of units. */
export async function findNames(
  tx: Tx,
  jurisdictionId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const memory = names(tx);
  let known = memory.get(jurisdictionId);
  if (!known || known.until < performance.now()) {
    known = { until: performance.now() + KEEP_MS, byId: new Map() };
    memory.set(jurisdictionId, known);
  }
  const { byId } = known;
  const missing = ids.filter((id) => !byId.has(id));
  for (const { id, name } of await listAccountsById(tx, jurisdictionId, missing)) byId.set(id, name);
  return byId;
}

export interface AccountFilter {
  /** Part of a name or username, or the beginning of the pinyin or its initials. */
  query?: string | undefined;
  role?: Role | undefined;
  unitId?: string | undefined;
  active?: boolean | undefined;
  /** The last username of the page before. */
  after?: string | undefined;
  limit: number;
}

export async function listAccounts(tx: Tx, jurisdictionId: number, filter: AccountFilter): Promise<Account[]> {
  const query = filter.query?.trim().replace(/[\\%_]/g, '\\$&') ?? '';
  const begin = `${query.toLowerCase()}%`;
  const { rows } = await sql<AccountRow>`select ${ACCOUNT} from account_user u
    where u.jurisdiction_id = ${jurisdictionId}
    ${query ? sql`and (u.name ilike ${`%${query}%`} or u.username like ${`%${begin}`} or u.pinyin like ${begin} or u.initials like ${begin})` : sql``}
    ${filter.role ? sql`and ${filter.role} = any(u.roles)` : sql``}
    ${filter.unitId ? sql`and u.unit_id = ${filter.unitId}` : sql``}
    ${filter.active === undefined ? sql`` : sql`and u.active = ${filter.active}`}
    ${filter.after ? sql`and u.username > ${filter.after}` : sql``}
    order by u.username limit ${filter.limit}`.execute(tx);
  return rows.map(accountOf);
}

export async function countAccounts(tx: Tx, jurisdictionId: number): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from account_user where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The account that a sign-in names, with its password's hash. */
export async function findByUsername(
  tx: Tx,
  username: string,
): Promise<{ account: Account; passwordHash: string | null } | null> {
  const { rows } = await sql<
    AccountRow & { password_hash: string | null }
  >`select ${ACCOUNT}, u.password_hash from account_name n
    join account_user u on u.jurisdiction_id = n.jurisdiction_id and u.id = n.user_id where n.username = ${username}`.execute(
    tx,
  );
  return rows[0] ? { account: accountOf(rows[0]), passwordHash: rows[0].password_hash } : null;
}

/**
 * Writes new accounts in one statement; gives the usernames that another account of the installation has already, in
 * which case the caller must refuse and so undo the rest.
 */
export async function insertAccounts(
  tx: Tx,
  people: readonly { account: Account; passwordHash: string | null }[],
): Promise<string[]> {
  const rows = people.map(({ account, passwordHash }) => ({
    ...spell(account.name),
    jurisdiction_id: account.jurisdictionId,
    id: account.id,
    username: account.username,
    name: account.name,
    password_hash: passwordHash,
    one_time_until: account.oneTimeUntil,
    password_at: account.passwordAt,
    unit_id: account.unitId,
    roles: account.roles,
    active: account.active,
    version: account.version,
    created_at: account.createdAt,
    changed_at: account.changedAt,
  }));
  const { rows: named } = await sql<{ username: string }>`with made as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(jurisdiction_id int, id uuid, username text, name text,
        pinyin text, initials text, password_hash text, one_time_until timestamptz, password_at timestamptz, unit_id uuid, roles text[], active boolean,
        version int, created_at timestamptz, changed_at timestamptz)),
    people as (insert into account_user (jurisdiction_id, id, username, name, pinyin, initials, password_hash, one_time_until,
        password_at, unit_id, roles, active, version, created_at, changed_at)
      select jurisdiction_id, id, username, name, pinyin, initials, password_hash, one_time_until, password_at, unit_id, roles, active, version,
        created_at, changed_at from made)
    insert into account_name (username, jurisdiction_id, user_id) select username, jurisdiction_id, id from made
    on conflict do nothing returning username`.execute(tx);
  const fresh = new Set(named.map((row) => row.username));
  return people.map(({ account }) => account.username).filter((username) => !fresh.delete(username));
}

/** Writes what may change of an account, if its version is still the one before; false if it is not. */
export async function updateAccount(tx: Tx, account: Account): Promise<boolean> {
  const { pinyin, initials } = spell(account.name);
  const { numAffectedRows } =
    await sql`update account_user set name = ${account.name}, pinyin = ${pinyin}, initials = ${initials}, unit_id = ${account.unitId}, roles = ${account.roles},
      active = ${account.active}, version = ${account.version}, changed_at = ${account.changedAt}
    where jurisdiction_id = ${account.jurisdictionId} and id = ${account.id} and version = ${account.version - 1}`.execute(
      tx,
    );
  return numAffectedRows === 1n;
}

/** Marks an account as changed in what its row does not show; false if its version is no more the one that was seen. */
export async function raiseVersion(tx: Tx, { jurisdictionId, id, version }: Account, at: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`update account_user set version = version + 1, changed_at = ${at}
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and version = ${version}`.execute(tx);
  return numAffectedRows === 1n;
}

/**
 * Takes a new password in place of the present one, which is remembered among so many given up before it. A one-time
 * password is not remembered: nobody chose it.
 */
export async function setPassword(
  tx: Tx,
  { jurisdictionId, id }: Account,
  fresh: { hash: string; at: Instant; oneTimeUntil: Instant | null },
  remembered: number,
): Promise<void> {
  await sql`insert into account_password (jurisdiction_id, user_id, ended_at, password_hash)
    select jurisdiction_id, id, ${fresh.at}, password_hash from account_user
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and password_hash is not null and one_time_until is null
    on conflict do nothing`.execute(tx);
  await sql`delete from account_password where jurisdiction_id = ${jurisdictionId} and user_id = ${id} and ended_at not in (
    select ended_at from account_password where jurisdiction_id = ${jurisdictionId} and user_id = ${id}
    order by ended_at desc limit ${remembered})`.execute(tx);
  await sql`update account_user set password_hash = ${fresh.hash}, password_at = ${fresh.at}, one_time_until = ${fresh.oneTimeUntil}
    where jurisdiction_id = ${jurisdictionId} and id = ${id}`.execute(tx);
}

/** Hashes of the passwords that were given up last, the newest first. */
export async function listFormerPasswords(tx: Tx, { jurisdictionId, id }: Account, limit: number): Promise<string[]> {
  const { rows } = await sql<{ password_hash: string }>`select password_hash from account_password
    where jurisdiction_id = ${jurisdictionId} and user_id = ${id} order by ended_at desc limit ${limit}`.execute(tx);
  return rows.map((row) => row.password_hash);
}
