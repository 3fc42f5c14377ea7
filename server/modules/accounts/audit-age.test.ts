import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { instant } from '../../kernel/instant.ts';
import { trimOldAudit } from './audit-commands.ts';
import { findAuditFlaw, listAudit } from './audit-store.ts';
import { type Centre, openCentre } from './centre.fixture.ts';

let centre: Centre;

beforeAll(async () => {
  centre = await openCentre();
});

afterAll(() => centre.close());

describe('the audit of a centre that is years old', () => {
  test('gives up lines past their time, says so in the rest, and still proves itself', async () => {
    const { db } = centre.database;
    const now = () => instant(centre.now());
    const { home } = centre;
    await centre.signedIn('north.leader');
    const all = (await listAudit(db, home, { limit: 10_000 })).length;
    centre.ruleOf({ auditDays: 180 });
    await transact(db, (tx) => trimOldAudit(tx, now()));
    expect(await listAudit(db, home, { limit: 10_000 })).toHaveLength(all);
    centre.pass(181 * 86_400_000);
    await transact(db, (tx) => trimOldAudit(tx, now()));
    const [line, ...rest] = await listAudit(db, home, { limit: 10 });
    expect(rest).toEqual([]);
    expect(line).toMatchObject({ action: 'auditTrimmed', actorId: null, detail: { lines: all, to: all } });
    expect(await findAuditFlaw(db, home)).toBeNull();
    await centre.signedIn('north.leader');
    expect(await findAuditFlaw(db, home)).toBeNull();
    await sql`update account_audit_anchor set hash = decode(md5('x') || md5('x'), 'hex')`.execute(db);
    expect(await findAuditFlaw(db, home)).toBe(all + 1);
    await sql`update account_audit_anchor a set hash = (select prev_hash from account_audit l
      where l.jurisdiction_id = a.jurisdiction_id order by seq limit 1)`.execute(db);
    expect(await findAuditFlaw(db, home)).toBeNull();
    // Cutting the beginning off and moving the anchor along is told too: the chain never said so.
    await sql`with gone as (delete from account_audit where jurisdiction_id = ${home} and seq = ${all + 1} returning hash)
      update account_audit_anchor set seq = ${all + 1}, hash = (select hash from gone) where jurisdiction_id = ${home}`.execute(
      db,
    );
    expect(await findAuditFlaw(db, home)).not.toBeNull();
  });

  test('with a flaw in what is past its time keeps all of it, as evidence', async () => {
    const { db } = centre.database;
    const south = centre.accounts.get('south.leader')!.jurisdictionId;
    await centre.signedIn('south.leader');
    await sql`update account_audit set body = body || ' ' where jurisdiction_id = ${south}`.execute(db);
    centre.pass(731 * 86_400_000);
    const before = (await listAudit(db, south, { limit: 1000 })).length;
    await transact(db, (tx) => trimOldAudit(tx, instant(centre.now())));
    expect(await listAudit(db, south, { limit: 1000 })).toHaveLength(before);
  });
});
