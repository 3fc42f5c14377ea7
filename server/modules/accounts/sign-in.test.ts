import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Centre, openCentre, PASSWORD } from './centre.fixture.ts';
import { distrust } from './identify.ts';

let centre: Centre;

beforeAll(async () => {
  centre = await openCentre();
});

afterAll(() => centre.close());

/** Each test stands a day later than the one before, so that no lock-out or session reaches over. */
beforeEach(() => centre.pass(86_400_000));

describe('signing in', () => {
  test('gives a cookie that scripts and other sites cannot use, and says who one is', async () => {
    const { status, cookie, json } = await centre.knock('North.Dispatcher', PASSWORD);
    expect(status).toBe(200);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(json).toMatchObject({
      username: 'north.dispatcher',
      roles: ['dispatcher'],
      unit: { name: { zh: '水务' } },
      jurisdiction: { code: 'north' },
      mustChangePassword: false,
    });
    expect(json.permissions).toContain('case.dispatch');
    const again = await centre.ask('GET', '/session', { cookie: cookie!.value });
    expect(again.json).toEqual(json);
  });

  test('says the same of a wrong password, an unknown name, and a name that cannot be', async () => {
    const answers = [
      await centre.knock('north.leader', 'wrong'),
      await centre.knock('nobody', PASSWORD),
      await centre.knock('no body!', PASSWORD),
    ];
    expect(answers.map(({ status, json }) => [status, json.code, json.detail])).toEqual(
      Array(3).fill([401, 'wrongCredentials', '用户名或密码不正确。']),
    );
  });

  test('keeps neither the secret nor the password in the database', async () => {
    const cookie = await centre.signedIn('north.leader');
    const { rows } = await sql<{
      text: string;
    }>`select (s.*)::text || (u.*)::text as text from account_session s join account_user u on u.id = s.user_id`.execute(
      centre.database.db,
    );
    const all = rows.map((row) => row.text).join('\n');
    expect(all).toContain('scrypt$15$8$1$');
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain(cookie.split('.')[1]);
  });

  test('gives a new secret each time and ends the session the browser came with', async () => {
    const first = await centre.signedIn('north.leader');
    const second = await centre.ask('POST', '/session', {
      cookie: first,
      body: { username: 'north.leader', password: PASSWORD },
    });
    expect(second.cookie?.value).not.toBe(first);
    expect((await centre.ask('GET', '/session', { cookie: first })).status).toBe(401);
    expect((await centre.ask('GET', '/session', { cookie: second.cookie!.value })).status).toBe(200);
  });
});

describe('guessing', () => {
  test('is locked out for longer and longer, for the right password too, and not for colleagues elsewhere', async () => {
    const guess = (password = 'wrong', address = '10.0.0.66') => centre.knock('north.inspector', password, address);
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401);
    const locked = await guess(PASSWORD);
    expect([locked.status, locked.json.code, locked.headers['retry-after']]).toEqual([429, 'lockedOut', '30']);
    expect((await guess(PASSWORD, '10.0.0.1')).status).toBe(200);
    centre.pass(30_000);
    expect((await guess(PASSWORD)).status).toBe(200);
  });

  test('doubles the wait with each failure after the lock', async () => {
    const guess = () => centre.knock('nobody.at.all', 'wrong', '10.0.0.67');
    for (let i = 0; i < 5; i++) await guess();
    centre.pass(30_000);
    expect((await guess()).status).toBe(401);
    expect((await guess()).headers['retry-after']).toBe('60');
    centre.pass(60_000);
    expect((await guess()).status).toBe(401);
    expect((await guess()).headers['retry-after']).toBe('120');
  });

  test('is over when an administrator resets the password: the one-time one is taken at once, there and everywhere', async () => {
    const { id } = centre.accounts.get('north.financeofficer')!;
    const guess = (password = 'wrong', address = '10.0.0.69') =>
      centre.knock('north.financeofficer', password, address);
    for (let i = 0; i < 6; i++) await guess();
    expect((await guess(PASSWORD)).status).toBe(429);
    const cookie = await centre.signedIn('north.systemAdministrator');
    const { version } = (await centre.ask('GET', `/accounts/${id}`, { cookie })).json;
    const { json } = await centre.ask('POST', `/accounts/${id}/password-reset`, { cookie, version });
    expect((await guess(json.password)).status).toBe(200);
    expect((await guess('wrong')).status).toBe(401);
  });

  test('sent as a crowd at once is no better', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => centre.knock('north.sectorLead', 'wrong', '10.0.0.68')),
    );
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(14);
  });
});

describe('the terminals of administrators', () => {
  const elsewhere = '192.0.2.9';
  afterEach(() => centre.ruleOf({}));

  test.each([['10.0.0.0/24'], ['10.0.0.1'], ['2001:db8::/32', '10.0.0.1']])(
    'are the only ones at which they sign in and work, where %s are named',
    async (...administratorNetworks) => {
      const before = await centre.signedIn('north.securityAdministrator');
      centre.ruleOf({ administratorNetworks });
      const refused = await centre.knock('north.securityAdministrator', PASSWORD, elsewhere);
      expect([refused.status, refused.json.code, refused.cookie]).toEqual([403, 'foreignTerminal', undefined]);
      expect((await centre.knock('north.securityAdministrator', 'wrong', elsewhere)).json.code).toBe(
        'wrongCredentials',
      );
      const at = (address?: string) =>
        centre.ask('GET', '/accounts', { cookie: before, ...(address ? { address } : {}) });
      const moved = await at(elsewhere);
      expect([moved.status, moved.json.code]).toEqual([403, 'foreignTerminal']);
      expect((await at()).status).toBe(200);
      expect((await at('::ffff:10.0.0.1')).status).toBe(200);
      const cookie = await centre.signedIn('north.auditAdministrator');
      const { json } = await centre.ask('GET', '/audit?limit=10', { cookie });
      expect(json.items).toContainEqual(
        expect.objectContaining({ action: 'signInFailed', address: elsewhere, detail: { step: 'terminal' } }),
      );
    },
  );

  test('are no matter of anybody else', async () => {
    centre.ruleOf({ administratorNetworks: ['10.0.0.0/24'] });
    const { status, cookie } = await centre.knock('north.leader', PASSWORD, elsewhere);
    expect(status).toBe(200);
    const asked = await centre.ask('GET', '/session', { cookie: cookie?.value ?? '', address: elsewhere });
    expect(asked.json.permissions.length).toBeGreaterThan(0);
  });
});

describe('sessions', () => {
  test('can be seen and ended one by one or all together, at once', async () => {
    const [one, two, three] = [
      await centre.signedIn('north.evaluator'),
      await centre.signedIn('north.evaluator'),
      await centre.signedIn('north.evaluator'),
    ];
    const { items } = (await centre.ask('GET', '/sessions', { cookie: three })).json;
    expect(items).toHaveLength(3);
    const current = items.find((item: { current: boolean }) => item.current);
    const other = items.find((item: { current: boolean }) => !item.current);
    expect(current.address).toBe('10.0.0.1');
    expect((await centre.ask('DELETE', `/sessions/${other.id}`, { cookie: three })).status).toBe(204);
    const alive = async () =>
      (await Promise.all([one, two, three].map((cookie) => centre.ask('GET', '/session', { cookie })))).filter(
        ({ status }) => status === 200,
      ).length;
    expect(await alive()).toBe(2);
    const out = await centre.ask('DELETE', '/sessions', { cookie: three });
    expect([out.json, out.cookie?.value, out.headers['clear-site-data']]).toEqual([{ ended: 2 }, '', '"cache"']);
    expect(await alive()).toBe(0);
  });

  test('that another process ended are not believed any longer once nobody knows what it did meanwhile', async () => {
    const cookie = await centre.signedIn('north.evaluator');
    const status = async () => (await centre.ask('GET', '/session', { cookie })).status;
    expect(await status()).toBe(200);
    await sql`update account_session set ended_at = created_at`.execute(centre.database.db);
    expect(await status()).toBe(200);
    distrust(centre.database.db, null, centre.now());
    expect(await status()).toBe(401);
  });

  test('end by signing out, which takes the cookie back', async () => {
    const cookie = await centre.signedIn('north.evaluator');
    const out = await centre.ask('DELETE', '/session', { cookie });
    expect(out.headers['clear-site-data']).toBe('"cache"');
    expect([out.status, out.cookie?.value]).toEqual([204, '']);
    expect((await centre.ask('GET', '/session', { cookie })).status).toBe(401);
  });

  test('end when idle for two hours, and after twelve in any case', async () => {
    const cookie = await centre.signedIn('north.evaluator');
    for (let hours = 1; hours < 12; hours++) {
      centre.pass(3_600_000);
      expect((await centre.ask('GET', '/session', { cookie })).status).toBe(200);
    }
    centre.pass(3_600_000);
    expect((await centre.ask('GET', '/session', { cookie })).status).toBe(401);
    const idle = await centre.signedIn('north.evaluator');
    centre.pass(7_200_000);
    expect((await centre.ask('GET', '/session', { cookie: idle })).status).toBe(401);
  });

  test('of somebody else are the security administrator’s to end, in the own jurisdiction only', async () => {
    const officer = await centre.signedIn('north.dispatcher');
    const { id } = centre.accounts.get('north.dispatcher')!;
    const security = await centre.signedIn('north.securityAdministrator');
    const { sessions } = (await centre.ask('GET', `/accounts/${id}/access`, { cookie: security })).json;
    expect(sessions).toHaveLength(1);
    const path = `/sessions/${sessions[0].id}`;
    for (const stranger of ['north.leader', 'north.systemAdministrator', 'south.securityAdministrator']) {
      const cookie = await centre.signedIn(stranger);
      expect((await centre.ask('DELETE', path, { cookie })).status).toBe(404);
      const everywhere = await centre.ask('DELETE', `/accounts/${id}/sessions`, { cookie });
      expect(everywhere.status).toBe(stranger.startsWith('south') ? 404 : 403);
    }
    expect((await centre.ask('DELETE', path, { cookie: security })).status).toBe(204);
    expect((await centre.ask('GET', '/session', { cookie: officer })).status).toBe(401);
    await centre.signedIn('north.dispatcher');
    expect((await centre.ask('DELETE', `/accounts/${id}/sessions`, { cookie: security })).json).toEqual({ ended: 1 });
  });
});
