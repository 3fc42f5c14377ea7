import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { findAuditFlaw, listLooks } from './audit-store.ts';
import { type Centre, openCentre } from './centre.fixture.ts';
import { recordLook } from './commands.ts';
import { roleNames } from './roles.ts';

let centre: Centre;

beforeAll(async () => {
  centre = await openCentre();
});

afterAll(() => centre.close());

/** Each test stands a day later than the one before, so that no lock-out or session reaches over. */
beforeEach(() => centre.pass(86_400_000));

describe('the audit', () => {
  test('names every sign-in, failure, change of rights and token, and is read by the audit administrator only', async () => {
    const [security, leader] = [
      await centre.signedIn('north.securityAdministrator'),
      await centre.signedIn('north.leader'),
    ];
    await centre.knock('north.leader', 'wrong');
    await centre.ask('POST', '/tokens', { cookie: leader, body: { name: '一', scopes: ['case.read'] } });
    const { id } = centre.accounts.get('north.intakeofficer')!;
    await centre.ask('PUT', `/accounts/${id}/roles`, { cookie: security, version: 1, body: { roles: ['dispatcher'] } });
    await centre.ask('DELETE', '/session', { cookie: leader });
    for (const role of roleNames.filter(
      (name) => !['auditAdministrator', 'callAgent', 'financeOfficer'].includes(name),
    )) {
      expect((await centre.ask('GET', '/audit', { cookie: await centre.signedIn(`north.${role}`) })).status).toBe(403);
    }
    const cookie = await centre.signedIn('north.auditAdministrator');
    const from = encodeURIComponent(instant(centre.now()));
    const { json } = await centre.ask('GET', `/audit?from=${from}&limit=200`, { cookie });
    const actions = json.items.map((item: { action: string }) => item.action).reverse();
    expect(actions.slice(0, 6)).toEqual([
      'signIn',
      'signIn',
      'signInFailed',
      'tokenCreated',
      'rolesChanged',
      'signOut',
    ]);
    const change = json.items.find((item: { action: string }) => item.action === 'rolesChanged');
    expect(change).toMatchObject({
      actor: { id: centre.accounts.get('north.securityadministrator')!.id },
      recordId: id,
      address: '10.0.0.1',
      detail: { before: { roles: ['intakeOfficer'] }, after: { roles: ['dispatcher'] } },
    });
    const { json: paged } = await centre.ask('GET', `/audit?from=${from}&limit=2`, { cookie });
    const { json: second } = await centre.ask('GET', `/audit?from=${from}&limit=2&cursor=${paged.next}`, { cookie });
    expect([...paged.items, ...second.items].map((item: { seq: number }) => item.seq)).toEqual(
      json.items.slice(0, 4).map((item: { seq: number }) => item.seq),
    );
  });

  test('counts sign-ins with unknown names for the installation, without what was typed', async () => {
    await centre.knock('secret-typed-here', 'wrong');
    const cookie = await centre.signedIn('north.auditAdministrator');
    const { json } = await centre.ask(
      'GET',
      `/audit?installation=true&from=${encodeURIComponent(instant(centre.now()))}`,
      { cookie },
    );
    expect(json.items).toMatchObject([{ action: 'signInFailed', recordId: '', address: '10.0.0.1' }]);
    expect(JSON.stringify(json)).not.toContain('secret-typed-here');
  });

  test('proves itself whole, and names the first line that was changed, removed or cut off', async () => {
    const { db } = centre.database;
    const cookie = await centre.signedIn('north.auditAdministrator');
    expect((await centre.ask('GET', '/audit/proof', { cookie })).json).toEqual({ whole: true, firstFlaw: null });
    const flawAfter = async (change: (tx: typeof db) => Promise<unknown>) => {
      const undo = new Error('undo');
      let flaw: number | null = null;
      await transact(db, async (tx) => {
        await change(tx as typeof db);
        flaw = await findAuditFlaw(tx, centre.home);
        throw undo;
      }).catch((error) => expect(error).toBe(undo));
      return flaw;
    };
    expect(
      await flawAfter((tx) =>
        sql`update account_audit set body = replace(body, '10.0.0.1', '10.0.0.2') where jurisdiction_id = ${centre.home} and seq = 3`.execute(
          tx,
        ),
      ),
    ).toBe(3);
    expect(
      await flawAfter((tx) =>
        sql`update account_audit set at = at + interval '1 second' where jurisdiction_id = ${centre.home} and seq = 2`.execute(
          tx,
        ),
      ),
    ).toBe(2);
    expect(
      await flawAfter((tx) =>
        sql`delete from account_audit where jurisdiction_id = ${centre.home} and seq = 4`.execute(tx),
      ),
    ).toBe(4);
    const { rows } = await sql<{
      last: number;
    }>`select seq as last from account_audit_head where jurisdiction_id = ${centre.home}`.execute(db);
    const last = rows[0]!.last;
    expect(
      await flawAfter((tx) =>
        sql`delete from account_audit where jurisdiction_id = ${centre.home} and seq = ${last}`.execute(tx),
      ),
    ).toBe(last);
  });

  test('stays whole when many write at once', async () => {
    const cookies = await Promise.all(Array.from({ length: 6 }, () => centre.signedIn('north.shiftLeader')));
    await Promise.all(cookies.map((cookie) => centre.ask('DELETE', '/session', { cookie })));
    expect(await findAuditFlaw(centre.database.db, centre.home)).toBeNull();
  });
});

describe('looks', () => {
  test('are kept once an officer, record and minute, and shown to those who watch', async () => {
    const account = centre.accounts.get('north.leader')!;
    const actor: Actor = { ...account, permissions: new Set(), sessionId: null };
    const recordId = newId(centre.now());
    for (const seconds of [0, 20, 59, 60]) {
      await recordLook(centre.database.db, actor, {
        kind: 'case',
        recordId,
        at: instant(centre.now() + seconds * 1000),
        purpose: '核实',
      });
    }
    expect(await listLooks(centre.database.db, centre.home, { recordId, limit: 10 })).toHaveLength(2);
    const cookie = await centre.signedIn('north.securityAdministrator');
    const first = (await centre.ask('GET', `/looks?recordId=${recordId}&limit=1`, { cookie })).json;
    expect(first.items).toMatchObject([
      { kind: 'case', actor: { id: account.id, name: account.name }, purpose: '核实' },
    ]);
    const second = (
      await centre.ask('GET', `/looks?recordId=${recordId}&limit=1&cursor=${encodeURIComponent(first.next)}`, {
        cookie,
      })
    ).json;
    expect(second.items).toHaveLength(1);
    expect(second.items[0].minute < first.items[0].minute).toBe(true);
    expect(
      (await centre.ask('GET', `/looks?recordId=${recordId}`, { cookie: await centre.signedIn('north.leader') }))
        .status,
    ).toBe(403);
    expect(
      (
        await centre.ask('GET', `/looks?recordId=${recordId}`, {
          cookie: await centre.signedIn('south.securityAdministrator'),
        })
      ).json.items,
    ).toEqual([]);
  });
});
