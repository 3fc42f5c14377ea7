import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { instant } from '../../kernel/instant.ts';
import { type Centre, openCentre, PASSWORD } from './centre.fixture.ts';
import { resetPassword } from './commands.ts';
import { roleNames } from './roles.ts';
import { findByUsername } from './store.ts';

let centre: Centre;

beforeAll(async () => {
  centre = await openCentre();
});

afterAll(() => centre.close());

/** Each test stands a day later than the one before, so that no lock-out or session reaches over. */
beforeEach(() => centre.pass(86_400_000));

describe('accounts', () => {
  test('are opened by one administrator, given roles by another, and taken over by their owner with a password of their own', async () => {
    const system = await centre.signedIn('north.systemAdministrator');
    const security = await centre.signedIn('north.securityAdministrator');
    const made = await centre.ask('POST', '/accounts', {
      cookie: system,
      body: { username: 'New.Officer', name: '李新' },
    });
    expect(made).toMatchObject({
      status: 201,
      json: { username: 'new.officer', roles: [], version: 1, mustChangePassword: true },
    });
    const path = `/accounts/${made.json.id}`;
    expect(
      (await centre.ask('PUT', `${path}/roles`, { cookie: system, version: 1, body: { roles: ['leader'] } })).status,
    ).toBe(403);
    expect((await centre.ask('PATCH', path, { cookie: security, version: 1, body: { active: false } })).status).toBe(
      403,
    );
    expect(
      (await centre.ask('PUT', `${path}/roles`, { cookie: security, version: 1, body: { roles: ['leader'] } })).json,
    ).toMatchObject({ roles: ['leader'], version: 2 });

    const own = await centre.signedIn('new.officer', made.json.password);
    expect((await centre.ask('GET', '/session', { cookie: own })).json).toMatchObject({
      permissions: [],
      mustChangePassword: true,
    });
    expect((await centre.ask('GET', '/officers', { cookie: own })).json).toMatchObject({
      status: 403,
      code: 'oneTimePassword',
      right: expect.stringContaining('PUT /api/session/password'),
    });
    const change = (current: string, password: string) =>
      centre.ask('PUT', '/session/password', { cookie: own, body: { current, password } });
    expect((await change('wrong', 'Harbour4-window')).json.errors[0].path).toBe('current');
    expect((await change(made.json.password, made.json.password)).json.code).toBe('invalidInput');
    expect((await change(made.json.password, 'New.Officer-2026')).json.code).toBe('weakPassword');
    const changed = await change(made.json.password, 'Harbour4-window');
    expect(changed.status).toBe(204);
    expect((await centre.ask('GET', '/session', { cookie: own })).status).toBe(401);
    expect((await centre.ask('GET', '/session', { cookie: changed.cookie!.value })).json.permissions).toContain(
      'case.supervise',
    );
  });

  test('refuse a stale change, a taken username and an unknown unit', async () => {
    const cookie = await centre.signedIn('north.systemAdministrator');
    const { id } = centre.accounts.get('north.financeofficer')!;
    expect((await centre.ask('PATCH', `/accounts/${id}`, { cookie, version: 9, body: { name: '王' } })).status).toBe(
      412,
    );
    expect((await centre.ask('PATCH', `/accounts/${id}`, { cookie, body: { name: '王' } })).status).toBe(428);
    expect(
      (await centre.ask('POST', '/accounts', { cookie, body: { username: 'south.leader', name: '王' } })).json.code,
    ).toBe('usernameTaken');
    expect(
      (
        await centre.ask('POST', '/accounts', {
          cookie,
          body: { username: 'x.y', name: '王', unitId: newId(centre.now()) },
        })
      ).status,
    ).toBe(422);
  });

  test('never hold an administrator’s role beside another, and nobody raises their own', async () => {
    const cookie = await centre.signedIn('north.securityAdministrator');
    const { id, version } = centre.accounts.get('north.auditadministrator')!;
    const grant = (of: string, roles: string[]) =>
      centre.ask('PUT', `/accounts/${of}/roles`, { cookie, version, body: { roles } });
    expect((await grant(id, ['auditAdministrator', 'leader'])).json.code).toBe('administratorsKeptApart');
    expect((await grant(centre.accounts.get('north.securityadministrator')!.id, ['leader'])).json.code).toBe(
      'ownAccount',
    );
  });

  test('that gain a right sign in anew; that lose one, or are disabled, notice with the next request', async () => {
    const [system, security, before] = [
      await centre.signedIn('north.systemAdministrator'),
      await centre.signedIn('north.securityAdministrator'),
      await centre.signedIn('north.financeOfficer'),
    ];
    const { id } = centre.accounts.get('north.financeofficer')!;
    const gained = await centre.ask('PUT', `/accounts/${id}/roles`, {
      cookie: security,
      version: 1,
      body: { roles: ['inspector', 'financeOfficer'] },
    });
    expect((await centre.ask('GET', '/session', { cookie: before })).status).toBe(401);
    const officer = await centre.signedIn('north.financeOfficer');
    const { json } = await centre.ask('PUT', `/accounts/${id}/roles`, {
      cookie: security,
      version: gained.json.version,
      body: { roles: ['inspector'] },
    });
    expect((await centre.ask('GET', '/session', { cookie: officer })).json.roles).toEqual(['inspector']);
    await centre.ask('PATCH', `/accounts/${id}`, { cookie: system, version: json.version, body: { active: false } });
    expect((await centre.ask('GET', '/session', { cookie: officer })).status).toBe(401);
    expect((await centre.knock('north.financeOfficer', PASSWORD)).status).toBe(401);
  });

  test('of another jurisdiction are not there', async () => {
    const cookie = await centre.signedIn('south.systemAdministrator');
    const { id } = centre.accounts.get('north.leader')!;
    expect((await centre.ask('GET', `/accounts/${id}`, { cookie })).status).toBe(404);
    expect((await centre.ask('PATCH', `/accounts/${id}`, { cookie, version: 1, body: { active: false } })).status).toBe(
      404,
    );
    expect((await centre.ask('POST', `/accounts/${id}/password-reset`, { cookie, version: 1 })).status).toBe(404);
    const { items } = (await centre.ask('GET', '/accounts?limit=200', { cookie })).json;
    expect(items.every((item: { username: string }) => item.username.startsWith('south.'))).toBe(true);
  });

  test('are listed page by page without gap or repeat', async () => {
    const cookie = await centre.signedIn('south.systemAdministrator');
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const { json } = await centre.ask('GET', `/accounts?limit=5${next && `&cursor=${next}`}`, { cookie });
      seen.push(...json.items.map((item: { username: string }) => item.username));
      next = json.next;
    }
    expect(seen).toEqual(roleNames.map((role) => `south.${role.toLowerCase()}`).sort());
  });

  test('are found by pinyin, and only name, roles and unit are shown to colleagues', async () => {
    const { items } = (
      await centre.ask('GET', '/officers?query=zhangn&role=leader', {
        cookie: await centre.signedIn('north.dispatcher'),
      })
    ).json;
    expect(items).toEqual([{ id: expect.any(String), name: '张north', roles: ['leader'], unitId: expect.any(String) }]);
  });

  test('get a one-time password once, which ends their sessions and works for three days', async () => {
    const [system, officer] = [
      await centre.signedIn('north.systemAdministrator'),
      await centre.signedIn('north.callAgent'),
    ];
    const path = `/accounts/${centre.accounts.get('north.callagent')!.id}/password-reset`;
    const key = 'one-time-0001';
    expect((await centre.ask('POST', path, { cookie: system, version: 7 })).status).toBe(412);
    const { json } = await centre.ask('POST', path, { cookie: system, key, version: 1 });
    expect((await centre.ask('POST', path, { cookie: system, key, version: 1 })).json).toEqual({ password: null });
    expect((await centre.ask('POST', path, { cookie: system, version: 1 })).json.facts).toEqual({ version: 2 });
    expect((await centre.ask('GET', '/session', { cookie: officer })).status).toBe(401);
    expect((await centre.knock('north.callAgent', PASSWORD)).status).toBe(401);
    expect((await centre.knock('north.callAgent', json.password)).status).toBe(200);
    centre.pass(3 * 86_400_000 + 1);
    expect((await centre.knock('north.callAgent', json.password)).status).toBe(401);
  });

  test('of administrators get one only on the server itself', async () => {
    const cookie = await centre.signedIn('north.systemAdministrator');
    const { id } = centre.accounts.get('north.auditadministrator')!;
    expect((await centre.ask('POST', `/accounts/${id}/password-reset`, { cookie, version: 1 })).json.code).toBe(
      'administratorPassword',
    );
    const found = await findByUsername(centre.database.db, 'south.auditadministrator');
    const password = await transact(centre.database.db, (tx) =>
      resetPassword(
        tx,
        { actor: null, now: instant(centre.now()), address: 'console' },
        found!.account,
        found!.account.version,
      ),
    );
    expect((await centre.knock('south.auditAdministrator', password)).json.mustChangePassword).toBe(true);
  });
});

describe('API tokens', () => {
  test('do what they were given, no more than their owner, and nothing once revoked', async () => {
    let cookie = await centre.signedIn('north.unitOfficer');
    const make = (scopes: string[]) =>
      centre.ask('POST', '/tokens', { cookie, body: { name: '接口', scopes, days: 30 } });
    expect((await make(['case.close'])).json.code).toBe('scopesBeyondOwner');
    const { status, json } = await make(['case.read', 'case.handle']);
    expect([status, json.secret]).toEqual([201, expect.stringMatching(/^dt_\d+\.[\w-]{43}$/)]);
    const bearer = json.secret;
    expect((await centre.ask('GET', '/session', { bearer })).json.permissions).toEqual(['case.handle', 'case.read']);
    expect(
      (await centre.ask('POST', '/tokens', { bearer, body: { name: '再建', scopes: ['case.read'] } })).status,
    ).toBe(403);
    expect((await centre.ask('GET', '/session', { bearer: cookie })).status).toBe(401);
    expect((await centre.ask('GET', '/session', { cookie: bearer })).status).toBe(401);

    const { id } = centre.accounts.get('north.unitofficer')!;
    await centre.ask('PUT', `/accounts/${id}/roles`, {
      cookie: await centre.signedIn('north.securityAdministrator'),
      version: 1,
      body: { roles: ['evaluator'] },
    });
    expect((await centre.ask('GET', '/session', { bearer })).json.permissions).toEqual(['case.read']);
    for (const [method, path] of [
      ['GET', '/sessions'],
      ['DELETE', '/sessions'],
      ['POST', '/session/factor'],
    ] as const)
      expect((await centre.ask(method, path, { bearer, body: { password: PASSWORD } })).json.code).toBe(
        'sessionNeeded',
      );
    cookie = await centre.signedIn('north.unitOfficer');

    const { items } = (await centre.ask('GET', '/tokens', { cookie })).json;
    expect(items).toEqual([expect.objectContaining({ id: json.id, seenAt: instant(centre.now()) })]);
    expect(JSON.stringify(items)).not.toContain(bearer);
    expect(
      (await centre.ask('DELETE', `/tokens/${json.id}`, { cookie: await centre.signedIn('north.leader') })).status,
    ).toBe(404);
    expect((await centre.ask('DELETE', `/tokens/${json.id}`, { cookie })).status).toBe(204);
    expect((await centre.ask('GET', '/session', { bearer })).status).toBe(401);
  });

  test('end by themselves', async () => {
    const cookie = await centre.signedIn('north.leader');
    const { json } = await centre.ask('POST', '/tokens', {
      cookie,
      body: { name: '一日', scopes: ['case.read'], days: 1 },
    });
    expect((await centre.ask('GET', '/session', { bearer: json.secret })).status).toBe(200);
    centre.pass(86_400_000);
    expect((await centre.ask('GET', '/session', { bearer: json.secret })).status).toBe(401);
  });
});
