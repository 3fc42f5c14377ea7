import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt } from '../../adapters/one-time-code.ts';
import { type Centre, openCentre, PASSWORD } from './centre.fixture.ts';

const HALF_MINUTE = 30_000;

let centre: Centre;

beforeAll(async () => {
  centre = await openCentre();
});

afterAll(() => centre.close());

/** Each test stands a day later than the one before, so that no lock-out, code or session reaches over. */
beforeEach(() => {
  centre.pass(86_400_000);
  centre.ruleOf({});
});

interface Telephone {
  secret: string;
  recoveryCodes: string[];
  cookie: string;
}

/** Gives an officer a second factor, and half a minute later, so that the next code is a fresh one. */
async function enrol(username: string): Promise<Telephone> {
  const cookie = await centre.signedIn(username);
  const { json } = await centre.ask('POST', '/session/factor', { cookie, body: { password: PASSWORD } });
  const done = await centre.ask('PUT', '/session/factor', {
    cookie,
    body: { code: codeAt(json.secret, centre.now()) },
  });
  expect(done.status).toBe(200);
  centre.pass(HALF_MINUTE);
  return { secret: json.secret, recoveryCodes: done.json.recoveryCodes, cookie: done.cookie!.value };
}

/** The password is right; gives the cookie of the half-done sign-in. */
async function firstStep(username: string, address?: string): Promise<string> {
  const { status, json, cookie } = await centre.knock(username, PASSWORD, address);
  expect([status, json]).toEqual([200, { awaits: 'code' }]);
  return cookie!.value;
}

const secondStep = (cookie: string, code: string, address?: string) =>
  centre.ask('POST', '/session/code', { cookie, body: { code }, ...(address ? { address } : {}) });

describe('enrolling a second factor', () => {
  test('takes the password, shows a picture and a key to type, and holds only once a code was given', async () => {
    const cookie = await centre.signedIn('north.leader');
    const ask = (password: string) => centre.ask('POST', '/session/factor', { cookie, body: { password } });
    expect((await ask('wrong')).json.errors[0].path).toBe('password');
    const { json } = await ask(PASSWORD);
    expect(json.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(json.address).toMatch(/^otpauth:\/\/totp\/Drumtower:north\.leader\?/);
    expect(json.picture).toMatch(/^<svg /);
    expect((await centre.ask('GET', '/session/factor', { cookie })).json).toMatchObject({ enrolledAt: null });
    expect((await centre.knock('north.leader', PASSWORD)).json.username).toBe('north.leader');
    const wrong = await centre.ask('PUT', '/session/factor', { cookie, body: { code: '000000' } });
    expect(wrong.json.errors[0].path).toBe('code');
    const code = codeAt(json.secret, centre.now());
    const done = await centre.ask('PUT', '/session/factor', { cookie, body: { code } });
    expect(new Set(done.json.recoveryCodes).size).toBe(10);
    expect(done.json.recoveryCodes[0]).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    expect((await centre.ask('GET', '/session', { cookie })).status).toBe(401);
    expect((await centre.ask('GET', '/session/factor', { cookie: done.cookie!.value })).json).toMatchObject({
      enrolledAt: expect.any(String),
      recoveryCodesLeft: 10,
    });
    expect((await secondStep(await firstStep('north.leader'), code)).status).toBe(401);
  });

  test('is too late after ten minutes', async () => {
    const cookie = await centre.signedIn('north.callAgent');
    const { json } = await centre.ask('POST', '/session/factor', { cookie, body: { password: PASSWORD } });
    centre.pass(600_000);
    const late = await centre.ask('PUT', '/session/factor', {
      cookie,
      body: { code: codeAt(json.secret, centre.now()) },
    });
    expect(late.json.code).toBe('nothingOffered');
  });

  test('leaves neither key nor recovery code readable in the database', async () => {
    const { secret, recoveryCodes } = await enrol('south.leader');
    const { rows } = await sql<{ text: string }>`select (f.*)::text || coalesce(string_agg((r.*)::text, ''), '') as text
      from account_factor f left join account_recovery r using (jurisdiction_id, user_id) group by f.*`.execute(
      centre.database.db,
    );
    const kept = rows.map((row) => row.text).join();
    expect(kept.length).toBeGreaterThan(800);
    for (const shown of [
      secret,
      Buffer.from(secret).toString('hex'),
      recoveryCodes[0]!,
      recoveryCodes[0]!.replace('-', ''),
    ])
      expect(kept).not.toContain(shown);
  });

  test('for another telephone takes a code of the one before, whose codes then are worth nothing', async () => {
    const old = await enrol('south.evaluator');
    const begin = (code?: string) =>
      centre.ask('POST', '/session/factor', {
        cookie: old.cookie,
        body: { password: PASSWORD, ...(code ? { code } : {}) },
      });
    expect((await begin()).json.errors[0].path).toBe('code');
    const { json } = await begin(codeAt(old.secret, centre.now()));
    await centre.ask('PUT', '/session/factor', {
      cookie: old.cookie,
      body: { code: codeAt(json.secret, centre.now()) },
    });
    centre.pass(HALF_MINUTE);
    const cookie = await firstStep('south.evaluator');
    expect((await secondStep(cookie, codeAt(old.secret, centre.now()))).status).toBe(401);
    expect((await secondStep(cookie, old.recoveryCodes[0]!)).status).toBe(401);
    expect((await secondStep(cookie, codeAt(json.secret, centre.now()))).status).toBe(200);
  });
});

describe('signing in with a second factor', () => {
  test('opens nothing before the code, and gives another secret with it', async () => {
    const { secret } = await enrol('north.shiftLeader');
    const half = await firstStep('north.shiftLeader');
    expect((await centre.ask('GET', '/session', { cookie: half })).status).toBe(401);
    const done = await secondStep(half, codeAt(secret, centre.now()));
    expect([done.status, done.json.username]).toEqual([200, 'north.shiftleader']);
    expect(done.cookie!.value).not.toBe(half);
    expect((await centre.ask('GET', '/session', { cookie: done.cookie!.value })).status).toBe(200);
    expect((await secondStep(half, codeAt(secret, centre.now() + HALF_MINUTE))).json.code).toBe('signInOver');
  });

  test('takes the code of this half-minute or the one before, none older, none to come, and none twice', async () => {
    const { secret } = await enrol('north.dispatcher');
    centre.pass(5 * HALF_MINUTE);
    const at = (steps: number) => codeAt(secret, centre.now() + steps * HALF_MINUTE);
    const attempt = async (code: string) => (await secondStep(await firstStep('north.dispatcher'), code)).status;
    expect(await attempt(at(-2))).toBe(401);
    expect(await attempt(at(1))).toBe(401);
    expect(await attempt(at(-1))).toBe(200);
    expect(await attempt(at(-1))).toBe(401);
    expect(await attempt(at(0))).toBe(200);
    expect(await attempt(at(-1))).toBe(401);
  });

  test.each([
    ['current', [401, 200, 401]],
    ['around', [200, 200, 200]],
  ] as const)('takes by the installation’s rule “%s” another span of codes', async (codeWindow, expected) => {
    centre.ruleOf({ codeWindow });
    const { secret } = await enrol('north.financeOfficer');
    centre.pass(5 * HALF_MINUTE);
    const said: number[] = [];
    for (const steps of [-1, 0, 1]) {
      const half = await firstStep('north.financeOfficer');
      said.push((await secondStep(half, codeAt(secret, centre.now() + steps * HALF_MINUTE))).status);
    }
    expect(said).toEqual(expected);
    centre.pass(2 * HALF_MINUTE);
    const fresh = () => codeAt(secret, centre.now());
    const cookie = (await secondStep(await firstStep('north.financeOfficer'), fresh())).cookie!.value;
    centre.pass(HALF_MINUTE);
    const body = { password: PASSWORD, code: fresh() };
    expect((await centre.ask('DELETE', '/session/factor', { cookie, body })).status).toBe(204);
  });

  test('takes a recovery code, once, however it is typed', async () => {
    const { recoveryCodes } = await enrol('north.intakeOfficer');
    const [one = '', two = ''] = recoveryCodes;
    const attempt = async (code: string) => (await secondStep(await firstStep('north.intakeOfficer'), code)).status;
    expect(await attempt(one)).toBe(200);
    expect(await attempt(one)).toBe(401);
    expect(await attempt(two.toUpperCase().replace('-', ' '))).toBe(200);
    const done = await secondStep(await firstStep('north.intakeOfficer'), recoveryCodes[2]!);
    const left = await centre.ask('GET', '/session/factor', { cookie: done.cookie!.value });
    expect(left.json.recoveryCodesLeft).toBe(7);
  });

  test('locks out who guesses codes, without a way round by new sign-ins', async () => {
    const { secret } = await enrol('north.evaluator');
    for (let i = 0; i < 5; i++)
      expect((await secondStep(await firstStep('north.evaluator'), '000000')).status).toBe(401);
    const locked = await secondStep(await firstStep('north.evaluator'), codeAt(secret, centre.now()));
    expect([locked.status, locked.headers['retry-after']]).toEqual([429, '30']);
    centre.pass(HALF_MINUTE);
    expect((await secondStep(await firstStep('north.evaluator'), codeAt(secret, centre.now()))).status).toBe(200);
  });

  test('begins again after ten minutes', async () => {
    const { secret } = await enrol('south.dispatcher');
    const half = await firstStep('south.dispatcher');
    centre.pass(600_000);
    expect((await secondStep(half, codeAt(secret, centre.now()))).json.code).toBe('signInOver');
  });
});

describe('where administrators must have one', () => {
  test('nothing is permitted before it is enrolled, and the answer says how', async () => {
    centre.ruleOf({ factorFor: 'administrators' });
    const cookie = await centre.signedIn('south.auditAdministrator');
    expect((await centre.ask('GET', '/session', { cookie })).json).toMatchObject({
      permissions: [],
      factor: { enrolled: false, required: true },
    });
    expect((await centre.ask('GET', '/audit', { cookie })).json).toMatchObject({
      status: 403,
      code: 'factorMissing',
      right: expect.stringContaining('POST /api/session/factor'),
    });
    const { cookie: after, secret } = await enrol('south.auditAdministrator');
    expect((await centre.ask('GET', '/audit', { cookie: after })).status).toBe(200);
    const giveUp = { password: PASSWORD, code: codeAt(secret, centre.now()) };
    expect((await centre.ask('DELETE', '/session/factor', { cookie: after, body: giveUp })).json.code).toBe(
      'factorNeeded',
    );
  });

  test('others may have one, and give it up with password and code', async () => {
    centre.ruleOf({ factorFor: 'administrators' });
    const { cookie, secret } = await enrol('south.inspector');
    const body = { password: PASSWORD, code: codeAt(secret, centre.now()) };
    expect((await centre.ask('DELETE', '/session/factor', { cookie, body })).status).toBe(204);
    expect((await centre.knock('south.inspector', PASSWORD)).json.username).toBe('south.inspector');
  });
});

describe('a lost telephone', () => {
  test('is the security administrator’s to reset, for others of the own jurisdiction only, and audited', async () => {
    const { cookie } = await enrol('north.sectorLead');
    const { id, version } = centre.accounts.get('north.sectorlead')!;
    const reset = async (by: string, of = id, seen = version) =>
      centre.ask('DELETE', `/accounts/${of}/factor`, { cookie: await centre.signedIn(by), version: seen });
    expect((await reset('north.systemAdministrator')).status).toBe(403);
    expect((await reset('south.securityAdministrator')).status).toBe(404);
    expect((await reset('north.securityAdministrator', id, 9)).status).toBe(412);
    const own = centre.accounts.get('north.securityadministrator')!;
    expect((await reset('north.securityAdministrator', own.id, own.version)).json.code).toBe('ownAccount');
    expect((await reset('north.securityAdministrator')).status).toBe(204);
    expect((await centre.ask('GET', '/session', { cookie })).status).toBe(401);
    expect((await centre.knock('north.sectorLead', PASSWORD)).json.username).toBe('north.sectorlead');
    const audit = await centre.ask('GET', `/audit?recordId=${id}&limit=20`, {
      cookie: await centre.signedIn('north.auditAdministrator'),
    });
    expect(audit.json.items.map((item: { action: string }) => item.action)).toEqual(['factorReset', 'factorEnrolled']);
  });
});
