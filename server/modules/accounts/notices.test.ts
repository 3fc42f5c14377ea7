import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt } from '../../adapters/one-time-code.ts';
import { type Centre, openCentre, PASSWORD } from './centre.fixture.ts';
import { lastHere, networkOf, odditiesOf, signedInAt } from './notices.ts';
import { roleNames } from './roles.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/132.0.0.0 Safari/537.36';
const NEWER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36';
const TELEPHONE = 'Mozilla/5.0 (Linux; Android 15) Chrome/132.0.0.0 Mobile Safari/537.36';

describe('the network of an address', () => {
  test.each([
    ['10.0.7.1', '10.0.7.0/24'],
    ['::ffff:10.0.7.200', '10.0.7.0/24'],
    ['2001:db8:0:12:aaaa::1', '2001:db8:0:12::/64'],
    ['2001:0DB8::0012:1:2:3:4', '2001:db8:0:12::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
    ['not an address', 'not an address'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('a sign-in', () => {
  const usual = { address: '10.0.7.1', agent: WINDOWS };
  test('is like one before from a neighbour of the same network, and in a newer version of the same browser', () => {
    expect(odditiesOf({ address: '10.0.7.99', agent: NEWER }, [usual])).toEqual([]);
  });
  test('is odd from another network, by another kind of device, by both, and where there was none before', () => {
    expect(odditiesOf({ address: '10.0.8.1', agent: WINDOWS }, [usual])).toEqual(['network']);
    expect(odditiesOf({ address: '10.0.7.1', agent: TELEPHONE }, [usual])).toEqual(['device']);
    expect(odditiesOf({ address: '2001:db8::1', agent: TELEPHONE }, [usual])).toEqual(['network', 'device']);
    expect(odditiesOf(usual, [])).toEqual(['first']);
  });
  test('is told from a renewed session by the last moment that both share', () => {
    expect(signedInAt({ expiresAt: '2026-03-02T20:00:00.000Z' })).toBe('2026-03-02T08:00:00.000Z');
  });
  test('elsewhere does not hide what came before it from who sits where they always sit', () => {
    const here = { ...usual, at: '2026-03-01T08:00:00.000Z' };
    const stranger = { address: '203.0.113.9', agent: TELEPHONE, at: '2026-03-02T03:00:00.000Z' };
    const beside = { ...stranger, address: '10.0.7.80' };
    const alike = { ...stranger, agent: WINDOWS };
    const now = '2026-03-02T08:00:00.000Z';
    for (const other of [stranger, beside, alike])
      expect(lastHere({ address: '10.0.7.5', agent: NEWER }, [other, here], now)).toBe(here.at);
    expect(lastHere({ address: '10.0.7.5', agent: NEWER }, [here], '2026-04-02T08:00:00.000Z')).toBeNull();
    expect(lastHere({ address: '192.0.2.1', agent: NEWER }, [stranger, here], now)).toBeNull();
  });
});

describe('an officer', () => {
  let centre: Centre;
  beforeAll(async () => {
    centre = await openCentre();
    centre.ruleOf({ passwordDays: 0 });
  });
  afterAll(() => centre.close());
  /** Each test stands two days later than the one before, so that no lock-out or session reaches over. */
  beforeEach(() => centre.pass(2 * DAY));

  const OFFICE = '10.1.0.5';
  async function seat(username: string, address = OFFICE, agent = WINDOWS): Promise<string> {
    const { status, cookie } = await centre.knock(username, PASSWORD, address, agent);
    expect(status).toBe(200);
    return cookie!.value;
  }
  const toldIn = async (cookie: string) => (await centre.ask('GET', '/session/notices', { cookie })).json;
  const told = async (cookie: string) => (await toldIn(cookie)).items;
  const news = async (cookie: string) =>
    (await told(cookie))
      .filter((one: { news: boolean }) => one.news)
      .map((one: { kind: string; count: number }) => `${one.kind} ${one.count}`);
  const listed = async (query = '', who = 'north.securityAdministrator') => {
    centre.pass(1000);
    const cookie = await seat(who, '10.1.0.250');
    return (await centre.ask('GET', `/sign-ins/odd${query}`, { cookie })).json;
  };

  test('who signs in as always hears nothing', async () => {
    const first = await seat('north.leader');
    expect(await told(first)).toMatchObject([{ kind: 'signIn', oddities: ['first'], here: true, news: false }]);
    centre.pass(DAY);
    expect(await news(await seat('north.leader', '10.1.0.77', NEWER))).toEqual([]);
  });

  test('hears of a sign-in from another network by another device, even after that one came again', async () => {
    await seat('north.dispatcher');
    centre.pass(DAY);
    await seat('north.dispatcher', '203.0.113.9', TELEPHONE);
    centre.pass(HOUR);
    const stranger = await seat('north.dispatcher', '203.0.113.9', TELEPHONE);
    expect(await news(stranger)).toEqual([]);
    centre.pass(HOUR);
    const items = await told(await seat('north.dispatcher'));
    expect(items.filter((one: { news: boolean }) => one.news)).toMatchObject([
      { kind: 'signIn', oddities: ['network', 'device'], address: '203.0.113.9', agent: TELEPHONE, here: false },
    ]);
    centre.pass(DAY);
    expect(await news(await seat('north.dispatcher'))).toEqual([]);
  });

  test('hears of failures and lock-outs since, alike ones together, and that a password had been right', async () => {
    await seat('north.callAgent');
    centre.pass(DAY);
    for (let i = 0; i < 6; i++) {
      centre.pass(1000);
      await centre.knock('north.callAgent', 'wrong', '203.0.113.20');
    }
    await centre.knock('north.callAgent', 'wrong', '198.51.100.3');
    centre.pass(HOUR);
    const cookie = await seat('north.callAgent');
    expect(await told(cookie)).toMatchObject([
      { kind: 'signInFailed', count: 1, address: '198.51.100.3', passwordRight: false, news: true },
      { kind: 'signInLocked', count: 1, address: '203.0.113.20', news: true },
      { kind: 'signInFailed', count: 4, address: '203.0.113.20', news: true },
      { kind: 'signIn', oddities: ['first'], news: false },
    ]);
    const { json } = await centre.ask('POST', '/session/factor', { cookie, body: { password: PASSWORD } });
    const code = codeAt(json.secret, centre.now());
    expect((await centre.ask('PUT', '/session/factor', { cookie, body: { code } })).status).toBe(200);
    centre.pass(1000);
    const half = await centre.knock('north.callAgent', PASSWORD, '203.0.113.20');
    await centre.ask('POST', '/session/code', {
      cookie: half.cookie!.value,
      body: { code: '000000' },
      address: '203.0.113.20',
    });
    centre.pass(60_000);
    const again = await centre.knock('north.callAgent', PASSWORD, OFFICE, WINDOWS);
    const done = await centre.ask('POST', '/session/code', {
      cookie: again.cookie!.value,
      body: { code: codeAt(json.secret, centre.now()) },
      address: OFFICE,
      agent: WINDOWS,
    });
    const items = await told(done.cookie!.value);
    expect(items.find((one: { passwordRight: boolean }) => one.passwordRight)).toMatchObject({
      kind: 'signInFailed',
      count: 1,
      news: true,
    });
  });

  test('who mistypes the own password while signed in finds it below, as their own, and not as news', async () => {
    const mistype = async (cookie: string, method: 'PUT' | 'POST', path: string, body: object) => {
      centre.pass(1000);
      expect((await centre.ask(method, path, { cookie, body, address: OFFICE, agent: WINDOWS })).status).toBe(422);
    };
    await seat('north.financeOfficer');
    centre.pass(DAY);
    const cookie = await seat('north.financeOfficer');
    for (let i = 0; i < 4; i++)
      await mistype(cookie, 'PUT', '/session/password', { current: 'mistyped', password: 'Harbour4-window' });
    await mistype(cookie, 'POST', '/session/factor', { password: 'mistyped' });
    expect(await news(cookie)).toEqual([]);
    centre.pass(2 * DAY);
    await centre.knock('north.financeOfficer', 'wrong', OFFICE, WINDOWS);
    centre.pass(HOUR);
    const later = await seat('north.financeOfficer');
    expect(await news(later)).toEqual(['signInFailed 1']);
    expect((await told(later)).slice(0, 3)).toMatchObject([
      { kind: 'signInFailed', count: 1, bySelf: false, news: true },
      { kind: 'signInLocked', count: 1, bySelf: true, news: false },
      { kind: 'signInFailed', count: 4, bySelf: true, news: false },
    ]);
  });

  test('hears of a token that somebody made who knew the password', async () => {
    await seat('north.unitOfficer');
    centre.pass(DAY);
    const from = { address: '203.0.113.50', agent: TELEPHONE };
    const stranger = await seat('north.unitOfficer', from.address, from.agent);
    const body = { name: '一', scopes: ['case.read'], days: 365 };
    centre.pass(1000);
    expect((await centre.ask('POST', '/tokens', { cookie: stranger, body, ...from })).status).toBe(201);
    centre.pass(HOUR);
    const items = await told(await seat('north.unitOfficer'));
    expect(items.filter((one: { news: boolean }) => one.news)).toMatchObject([
      { kind: 'tokenCreated', bySelf: true, address: from.address },
      { kind: 'signIn', address: from.address },
    ]);
  });

  test('hears of 30 days where they sit for the first time, and of what came since where they sat before', async () => {
    expect(await toldIn(await seat('north.sectorLead'))).toMatchObject({ satHere: false });
    centre.pass(HOUR);
    expect(await toldIn(await seat('north.sectorLead'))).toMatchObject({ satHere: true });
    expect(await toldIn(await seat('north.sectorLead', '203.0.113.60'))).toMatchObject({ satHere: false });
    centre.pass(31 * DAY);
    expect(await toldIn(await seat('north.sectorLead'))).toMatchObject({ satHere: false });
  });

  test('hears of a reset password and of sessions ended by others, but not by whom or from where', async () => {
    const { id, version } = centre.accounts.get('north.inspector')!;
    await seat('north.inspector');
    const security = await seat('north.securityAdministrator', '10.9.9.9');
    const { sessions } = (await centre.ask('GET', `/accounts/${id}/access`, { cookie: security })).json;
    centre.pass(60_000);
    const ended = await centre.ask('DELETE', `/sessions/${sessions[0].id}`, { cookie: security, address: '10.9.9.9' });
    expect(ended.status).toBe(204);
    centre.pass(60_000);
    const system = await seat('north.systemAdministrator', '10.9.9.8');
    const path = `/accounts/${id}/password-reset`;
    const reset = await centre.ask('POST', path, { cookie: system, version, address: '10.9.9.8' });
    centre.pass(HOUR);
    const { cookie } = await centre.knock('north.inspector', reset.json.password, OFFICE, WINDOWS);
    const items = await told(cookie!.value);
    expect(items.filter((one: { news: boolean }) => one.news)).toMatchObject([
      { kind: 'passwordReset', bySelf: false, address: null },
      { kind: 'sessionEnded', bySelf: false, address: null },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/10\.9\.9|安全|actor/);
    const body = { current: reset.json.password, password: 'Harbour4-window' };
    centre.pass(60_000);
    const changed = await centre.ask('PUT', '/session/password', {
      cookie: cookie!.value,
      body,
      address: OFFICE,
      agent: WINDOWS,
    });
    expect(await news(changed.cookie!.value)).toEqual(['passwordReset 1', 'sessionEnded 1']);
    expect((await told(changed.cookie!.value))[0]).toMatchObject({
      kind: 'passwordChanged',
      bySelf: true,
      news: false,
    });
  });

  test('hears nothing of others, and a token hears nothing', async () => {
    const cookie = await seat('south.leader');
    await centre.knock('south.dispatcher', 'wrong', '203.0.113.30');
    expect(JSON.stringify(await told(cookie))).not.toContain('203.0.113.30');
    const { json } = await centre.ask('POST', '/tokens', { cookie, body: { name: '一', scopes: ['case.read'] } });
    const byToken = await centre.ask('GET', '/session/notices', { bearer: json.secret });
    expect([byToken.status, byToken.json.code]).toEqual([403, 'sessionNeeded']);
  });

  test('of security sees the odd sign-ins and lock-outs of the own district, newest first, by reason and person', async () => {
    await seat('south.dispatcher');
    await seat('north.evaluator');
    centre.pass(DAY);
    await seat('north.evaluator', '203.0.113.40', TELEPHONE);
    centre.pass(HOUR);
    for (let i = 0; i < 5; i++) await centre.knock('north.evaluator', 'wrong', '203.0.113.41');
    await centre.knock('nobody.at.all', 'wrong', '203.0.113.42');
    centre.pass(HOUR);
    const { id } = centre.accounts.get('north.evaluator')!;
    const own = await listed(`?accountId=${id}`);
    expect(own.items).toMatchObject([
      { oddities: ['locked'], address: '203.0.113.41', agent: null, account: { id, name: '张north' } },
      { oddities: ['network', 'device'], address: '203.0.113.40', agent: TELEPHONE },
      { oddities: ['first'], address: OFFICE },
    ]);
    expect(own.next).toBeNull();
    const kinds = async (oddity: string) =>
      (await listed(`?accountId=${id}&oddity=${oddity}`)).items.map((one: { address: string }) => one.address);
    expect(await kinds('network')).toEqual(['203.0.113.40']);
    expect(await kinds('locked')).toEqual(['203.0.113.41']);
    const all = await listed('?limit=200');
    expect(JSON.stringify(all.items)).not.toContain('203.0.113.42');
    const seqs = all.items.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
    const strangers = [...centre.accounts.values()].filter(({ username }) => username.startsWith('south.'));
    const ids = new Set(strangers.map((account) => account.id));
    expect(all.items.filter((one: { account: { id: string } }) => ids.has(one.account.id))).toEqual([]);
    const paged = await listed('?limit=2');
    const second = await listed(`?limit=2&cursor=${paged.next}`);
    expect([...paged.items, ...second.items].map(({ seq }) => seq)).toEqual(seqs.slice(0, 4));
  });

  test('of no other role sees them', async () => {
    for (const role of roleNames.filter((name) => name !== 'securityAdministrator')) {
      const cookie = await seat(`south.${role}`, '10.1.0.251');
      expect((await centre.ask('GET', '/sign-ins/odd', { cookie })).status).toBe(403);
    }
  });

  test('is not told of a usual sign-in, however many there are, and a sign-in after 90 days is odd again', async () => {
    await seat('south.shiftLeader');
    for (let i = 0; i < 10; i++) {
      centre.pass(HOUR);
      await seat('south.shiftLeader', '10.1.0.6', NEWER);
    }
    const odd = async () => {
      const { id } = centre.accounts.get('south.shiftleader')!;
      const { items } = await listed(`?accountId=${id}`, 'south.securityAdministrator');
      return items.map((one: { oddities: string[] }) => one.oddities.join());
    };
    expect(await odd()).toEqual(['first']);
    centre.pass(91 * DAY);
    await seat('south.shiftLeader');
    expect(await odd()).toEqual(['first']);
  });
});
