import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Centre, openCentre, PASSWORD } from './centre.fixture.ts';

const DAY = 86_400_000;

let centre: Centre;

beforeAll(async () => {
  centre = await openCentre();
});

afterAll(() => centre.close());

describe('a password', () => {
  test('is not taken again while it is remembered', async () => {
    centre.ruleOf({ passwordsRemembered: 2 });
    let cookie = await centre.signedIn('north.leader');
    const change = async (current: string, password: string) => {
      const answer = await centre.ask('PUT', '/session/password', { cookie, body: { current, password } });
      if (answer.cookie) cookie = answer.cookie.value;
      centre.pass(1000);
      return answer.status === 204 ? 'changed' : answer.json.errors[0].path;
    };
    const [one, two, three] = ['Harbour4-window', 'Quarry8-lantern', 'Meadow5-bridge!'];
    expect(await change(PASSWORD, one)).toBe('changed');
    expect(await change(one, PASSWORD)).toBe('password');
    expect(await change(one, two)).toBe('changed');
    expect(await change(two, PASSWORD)).toBe('password');
    expect(await change(two, three)).toBe('changed');
    expect(await change(three, one)).toBe('password');
    expect(await change(three, PASSWORD)).toBe('changed');
  });

  test.each([
    ['Justinbieber-1994', 'with a year behind it'],
    ['#M4nch3ster!2026', 'in disguise, with signs around it'],
    ['michaeljackson', 'as it stands in the list'],
    ['ChickenWing101', 'however it is capitalised'],
  ])('%s was leaked, and is not taken: %s', async (password) => {
    const cookie = await centre.signedIn('south.leader');
    const answer = await centre.ask('PUT', '/session/password', { cookie, body: { current: PASSWORD, password } });
    expect(answer.json).toMatchObject({ status: 422, code: 'weakPassword' });
    expect(answer.json.errors.map(({ message }: { message: string }) => message).join()).toContain('泄露密码名单');
    expect(JSON.stringify(answer.json)).not.toContain(password);
  });

  test('changed on one desk ends the sessions on all others, and the secret of this one', async () => {
    const [here, there] = [await centre.signedIn('north.callAgent'), await centre.signedIn('north.callAgent')];
    const body = { current: PASSWORD, password: 'Harbour4-window' };
    const { cookie } = await centre.ask('PUT', '/session/password', { cookie: here, body });
    for (const old of [here, there]) expect((await centre.ask('GET', '/session', { cookie: old })).status).toBe(401);
    expect((await centre.ask('GET', '/session', { cookie: cookie!.value })).status).toBe(200);
  });

  test('does not make a session last longer', async () => {
    const before = await centre.signedIn('north.inspector');
    const ends = async (cookie: string) => (await centre.ask('GET', '/sessions', { cookie })).json.items[0].endsAt;
    centre.pass(11 * 3_600_000);
    const cookie = await centre.signedIn('north.inspector');
    await centre.ask('DELETE', '/session', { cookie: before });
    centre.pass(3_600_000 + 1_800_000);
    const body = { current: PASSWORD, password: 'Harbour4-window' };
    const changed = await centre.ask('PUT', '/session/password', { cookie, body });
    for (let i = 0; i < 10; i++) {
      centre.pass(3_600_000);
      expect((await centre.ask('GET', '/session', { cookie: changed.cookie!.value })).status).toBe(200);
    }
    expect(Date.parse(await ends(changed.cookie!.value)) - centre.now()).toBeLessThanOrEqual(1_800_000);
    centre.pass(1_800_000);
    expect((await centre.ask('GET', '/session', { cookie: changed.cookie!.value })).status).toBe(401);
  });

  test('of an administrator is spoken of two weeks before its end, and after it permits nothing until it is changed', async () => {
    centre.ruleOf({ passwordDays: 90 });
    const { knock } = centre;
    const said = async () => (await knock('south.systemAdministrator', PASSWORD)).json;
    const set = Date.parse(centre.accounts.get('south.systemadministrator')!.createdAt);
    centre.pass(set + 75 * DAY - centre.now());
    expect(await said()).toMatchObject({ passwordEndsAt: null, mustChangePassword: false });
    centre.pass(2 * DAY);
    expect(await said()).toMatchObject({
      passwordEndsAt: new Date(set + 90 * DAY).toISOString(),
      mustChangePassword: false,
    });
    centre.pass(13 * DAY);
    expect(await said()).toMatchObject({ permissions: [], mustChangePassword: true });
    const cookie = await centre.signedIn('south.systemAdministrator');
    expect((await centre.ask('GET', '/accounts', { cookie })).json).toMatchObject({
      status: 403,
      code: 'passwordTooOld',
    });
    const body = { current: PASSWORD, password: 'Harbour4-window' };
    const changed = await centre.ask('PUT', '/session/password', { cookie, body });
    expect((await centre.ask('GET', '/accounts', { cookie: changed.cookie!.value })).status).toBe(200);
    expect((await knock('south.dispatcher', PASSWORD)).json).toMatchObject({
      passwordEndsAt: null,
      mustChangePassword: false,
    });
  });
});
