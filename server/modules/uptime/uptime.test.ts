import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look } from '../../adapters/probing.ts';
import { openDb, transact } from '../../kernel/db.ts';
import { instant, millis } from '../../kernel/instant.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { recordCheck } from './commands.ts';
import type { Probe } from './model.ts';

let server: TestServer;
let administrator: Officer;
let leader: Officer;
let shiftLeader: Officer;
let watched: Server;
let broken = false;

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const day = (ago: number) => new Date(Date.now() + 8 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  [administrator, leader, shiftLeader] = (await Promise.all(
    ['xitong01', 'lingdao01', 'zhibanzhang01'].map((name) => server.as(name)),
  )) as [Officer, Officer, Officer];
  watched = createServer((_ask, answer) => answer.writeHead(broken ? 500 : 200).end('fine'));
  await new Promise<void>((resolve) => watched.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => watched.close(resolve));
  await server.stop();
});

async function subject(code: string): Promise<{ id: string }> {
  const made = await administrator.ask('POST', '/uptime/subjects', {
    body: {
      code,
      kind: 'system',
      name: { zh: '数字城管', en: 'City management' },
      servesFrom: day(3),
      scopes: ['core'],
    },
  });
  expect(made.status).toBe(201);
  return made.body;
}

const address = () => `http://127.0.0.1:${(watched.address() as AddressInfo).port}/`;

describe('what must run', () => {
  test('a probe of the right kind is taken, a senseless one is told what would be right', async () => {
    const { id } = await subject('taken');
    const probe = { subjectId: id, name: 'page', kind: 'http', target: 'ftp://somewhere' };
    const refused = await administrator.ask('POST', '/uptime/probes', { body: probe });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body.errors)).toContain('target');
    const taken = await administrator.ask('POST', '/uptime/probes', { body: { ...probe, target: address() } });
    expect(taken.body.probe).toMatchObject({ intervalSeconds: 60, failuresToFault: 3, active: true });
    expect((await leader.ask('POST', '/uptime/probes', { body: probe })).status).toBe(403);
  });

  test('a look outside tells what it saw, and no failure of it is an error', async () => {
    const wanted = { kind: 'http' as const, target: address(), expects: null, timeoutSeconds: 5 };
    expect(await look(wanted, Date.now())).toEqual({ ok: true, said: 'HTTP 200' });
    broken = true;
    expect(await look(wanted, Date.now())).toEqual({ ok: false, said: 'HTTP 500' });
    broken = false;
    expect(await look({ ...wanted, target: 'http://127.0.0.1:1/' }, Date.now())).toMatchObject({ ok: false });
    expect(await look({ ...wanted, kind: 'tcp', target: '127.0.0.1:1' }, Date.now())).toMatchObject({ ok: false });
    expect(await look({ ...wanted, kind: 'disk', target: '/', expects: 0 }, Date.now())).toMatchObject({ ok: true });
    expect(await look({ ...wanted, kind: 'disk', target: '/nowhere' }, Date.now())).toMatchObject({ ok: false });
    expect(await look({ ...wanted, kind: 'certificate', target: '127.0.0.1:1' }, Date.now())).toMatchObject({
      ok: false,
    });
  });

  test('a look can be tried before anything is counted, and says what it saw', async () => {
    const tried = (body: object) => administrator.ask('POST', '/uptime/looks', { body });
    expect((await tried({ kind: 'http', target: address() })).body).toEqual({ ok: true, said: 'HTTP 200' });
    expect((await tried({ kind: 'tcp', target: '127.0.0.1:1' })).body).toEqual({ ok: false, said: 'ECONNREFUSED' });
    expect((await tried({ kind: 'database' })).body).toEqual({ ok: true, said: 'answered' });
    expect((await tried({ kind: 'disk', target: 'relative' })).body.errors[0].path).toBe('target');
    expect((await tried({ kind: 'heartbeat' })).status).toBe(422);
    expect((await leader.ask('POST', '/uptime/looks', { body: { kind: 'database' } })).status).toBe(403);
  });

  test('a changed probe is held to its kind, and stands still once it is stopped', async () => {
    const { id } = await subject('changed');
    const body = { subjectId: id, name: 'page', kind: 'http', target: address() };
    const { probe } = (await administrator.ask('POST', '/uptime/probes', { body })).body;
    const change = (version: number, changed: object) =>
      administrator.ask('PATCH', `/uptime/probes/${probe.id}`, { version, body: { name: 'page', ...changed } });
    expect((await change(1, { target: 'nowhere' })).body.errors[0].path).toBe('target');
    expect((await change(1, { target: address(), active: false })).body).toMatchObject({ active: false, version: 2 });
    expect((await change(1, { target: address() })).status).toBe(412);
  });

  test('a heartbeat that is to be heard sooner is missed sooner, and one that is heard again has its patience first', async () => {
    const { id } = await subject('sooner');
    const body = { subjectId: id, name: 'device', kind: 'heartbeat', intervalSeconds: 86_400 };
    const { probe } = (await administrator.ask('POST', '/uptime/probes', { body })).body;
    const change = (version: number, changed: object) =>
      administrator.ask('PATCH', `/uptime/probes/${probe.id}`, { version, body: { name: 'device', ...changed } });
    const { db, close } = openDb(server.databaseUrl, { size: 1 });
    const dueIn = async () => {
      const { rows } = await sql<{ seconds: number }>`select extract(epoch from next_at - now())::integer as seconds
        from uptime_probe where id = ${probe.id}`.execute(db);
      return rows[0]?.seconds ?? 0;
    };
    expect(await dueIn()).toBeGreaterThan(80_000);
    expect((await change(probe.version, { intervalSeconds: 3600 })).status).toBe(200);
    expect(await dueIn()).toBeLessThan(4000);
    expect((await change(probe.version + 1, { intervalSeconds: 3600, active: false })).status).toBe(200);
    await sql`update uptime_probe set next_at = now() - interval '1 day' where id = ${probe.id}`.execute(db);
    expect((await change(probe.version + 2, { intervalSeconds: 3600 })).status).toBe(200);
    expect(await dueIn()).toBeGreaterThan(3000);
    await close();
  });

  test('a due probe is looked at by the system itself', async () => {
    const { id } = await subject('looked');
    await administrator.ask('POST', '/uptime/probes', {
      body: { subjectId: id, name: 'page', kind: 'http', target: address(), intervalSeconds: 10 },
    });
    await expect.poll(async () => (await standing('looked')).probes[0].last?.result, { interval: 500 }).toBe('ok');
  });

  test('a heartbeat is proved by its word, which is shown once', async () => {
    const { id } = await subject('beating');
    const { body } = await administrator.ask('POST', '/uptime/probes', {
      body: { subjectId: id, name: 'device', kind: 'heartbeat' },
    });
    const beat = (token: string) =>
      fetch(`${server.url}/api/heartbeats/${body.probe.id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
    expect((await beat('wrong')).status).toBe(404);
    expect((await beat(body.token)).status).toBe(204);
    expect((await standing('beating')).probes[0].last).toMatchObject({ result: 'ok', fault: false });
    const other = await administrator.ask('POST', `/uptime/probes/${body.probe.id}/word`);
    expect([(await beat(body.token)).status, (await beat(other.body.token)).status]).toEqual([404, 204]);
  });

  test('three failing checks open an incident by themselves, and the next success ends it', async () => {
    const { id } = await subject('failing');
    const { body } = await administrator.ask('POST', '/uptime/probes', {
      body: { subjectId: id, name: 'device', kind: 'heartbeat', intervalSeconds: 86_400 },
    });
    const probe: Probe = body.probe;
    const start = Date.now() - 600_000;
    const opened = openDb(server.databaseUrl, { size: 1 });
    const check = (minute: number, result: 'ok' | 'failed') =>
      transact(opened.db, (tx) =>
        recordCheck(
          tx,
          { ...probe, jurisdictionId: 1 },
          { result, at: instant(start + minute * 60_000), said: 'test' },
        ),
      );
    for (const minute of [0, 1, 2]) await check(minute, 'failed');
    const open = await incidents(id);
    expect(open).toMatchObject([{ state: 'investigating', since: instant(start), endedAt: null }]);
    await check(3, 'failed');
    await check(4, 'ok');
    await opened.close();
    expect(await incidents(id)).toMatchObject([{ state: 'resolved', endedAt: instant(start + 4 * 60_000) }]);
    const measured = await standing('failing');
    expect(measured.availability.faultMinutes).toBeCloseTo(4, 1);
    expect(measured.rate.low).toBeLessThan(measured.rate.high);
  });

  test('what somebody said is over, and goes on failing, is an incident again; a false alarm is not', async () => {
    const { id } = await subject('unmended');
    const { body } = await administrator.ask('POST', '/uptime/probes', {
      body: { subjectId: id, name: 'device', kind: 'heartbeat', intervalSeconds: 86_400 },
    });
    const start = Date.now() - 3_600_000;
    const opened = openDb(server.databaseUrl, { size: 1 });
    const fail = (minute: number) =>
      transact(opened.db, (tx) =>
        recordCheck(
          tx,
          { ...(body.probe as Probe), jurisdictionId: 1 },
          { result: 'failed', at: instant(start + minute * 60_000), said: 'test' },
        ),
      );
    for (const minute of [0, 1, 2]) await fail(minute);
    const [first] = await incidents(id);
    const endedAt = instant(start + 150_000);
    await administrator.ask('POST', `/uptime/incidents/${first.id}/actions/resolve`, {
      version: first.version,
      body: { endedAt, done: '重启了服务' },
    });
    for (const minute of [3, 4]) await fail(minute);
    expect(await incidents(id)).toHaveLength(1);
    for (const minute of [5, 6]) await fail(minute);
    const again = await incidents(id);
    expect(again).toMatchObject([{ state: 'investigating', since: endedAt }, { state: 'resolved' }]);
    await leader.ask('POST', `/uptime/incidents/${again[0].id}/actions/dismiss`, {
      version: again[0].version,
      body: { reason: '探测地址已迁移' },
    });
    for (const minute of [7, 8, 9, 10]) await fail(minute);
    await opened.close();
    expect((await incidents(id)).map(({ state }: { state: string }) => state)).toEqual(['falseAlarm', 'resolved']);
  });

  test('a second probe, added today or given up again, leaves what the first one found', async () => {
    const { id } = await subject('two-probes');
    const add = async (name: string, intervalSeconds: number): Promise<Probe> => {
      const body = { subjectId: id, name, kind: 'heartbeat', intervalSeconds };
      return (await administrator.ask('POST', '/uptime/probes', { body })).body.probe;
    };
    const [first, second] = [await add('first', 86_400), await add('second', 60)];
    const opened = openDb(server.databaseUrl, { size: 1 });
    const found = (probe: Probe, hoursAgo: number) =>
      transact(opened.db, (tx) => {
        const at = instant(Date.now() - hoursAgo * 3_600_000);
        return recordCheck(tx, { ...probe, jurisdictionId: 1 }, { result: 'ok', at, said: 'test' });
      });
    await found(first, 24);
    const alone = (await standing('two-probes')).availability.unknownMinutes;
    await found(second, 0);
    await opened.close();
    expect((await standing('two-probes')).availability.unknownMinutes).toBeCloseTo(alone, 0);
    const { id: _id, subjectId: _subject, kind: _kind, version, ...kept } = second;
    await administrator.ask('PATCH', `/uptime/probes/${second.id}`, { version, body: { ...kept, active: false } });
    expect((await standing('two-probes')).availability.unknownMinutes).toBeCloseTo(alone, 0);
  });

  test('what the probes said is set right by two people only', async () => {
    const { id } = await subject('corrected');
    const from = instant(Date.now() - 7_200_000);
    const proposal = {
      subjectId: id,
      from,
      to: instant(millis(from) + 3_600_000),
      shouldBe: 'up',
      reason: '探测服务器自身断网',
      evidence: '交换机日志 2026-11',
    };
    const proposed = await administrator.ask('POST', '/uptime/corrections', { body: proposal });
    expect(proposed.status).toBe(201);
    expect((await standing('corrected')).availability.unknownMinutes).toBeGreaterThan(60);
    const ahead = { ...proposal, to: instant(Date.now() + 3_600_000) };
    expect((await administrator.ask('POST', '/uptime/corrections', { body: ahead })).body.errors[0].path).toBe('to');
    const path = `/uptime/corrections/${proposed.body.id}/actions/confirmCorrection`;
    expect((await administrator.ask('POST', path, { body: {}, version: 1 })).status).toBe(403);
    const before = (await standing('corrected')).availability;
    expect((await leader.ask('POST', path, { body: {}, version: 1 })).body.state).toBe('confirmed');
    const after = (await standing('corrected')).availability;
    expect(before.unknownMinutes - after.unknownMinutes).toBeCloseTo(60, 0);
  });

  test('maintenance is approved by somebody else, and before it begins', async () => {
    const { id } = await subject('maintained');
    const plan = (hours: number) => ({
      subjectId: id,
      title: '升级',
      from: instant(Date.now() + hours * 3_600_000),
      to: instant(Date.now() + (hours + 2) * 3_600_000),
    });
    const announced = await administrator.ask('POST', '/uptime/maintenance', { body: plan(48) });
    const approve = `/uptime/maintenance/${announced.body.id}/actions/approveMaintenance`;
    expect((await leader.ask('POST', approve, { body: {}, version: 1 })).body.state).toBe('approved');
    const done = { body: { done: '已完成升级' }, version: 2 };
    const complete = `/uptime/maintenance/${announced.body.id}/actions/completeMaintenance`;
    expect((await administrator.ask('POST', complete, done)).body.code).toBe('notBegun');
    const late = await administrator.ask('POST', '/uptime/maintenance', { body: plan(-1) });
    const tooLate = `/uptime/maintenance/${late.body.id}/actions/approveMaintenance`;
    expect((await leader.ask('POST', tooLate, { body: {}, version: 1 })).body.code).toBe('begunAlready');
    const backwards = { ...plan(48), to: instant(Date.now()) };
    expect((await administrator.ask('POST', '/uptime/maintenance', { body: backwards })).status).toBe(422);
  });
});

describe('the audit', () => {
  test('says who set up or changed what must run, and how; not what may hold a password', async () => {
    const { id } = await subject('audited');
    const given = { name: { zh: '热线', en: 'Hotline' }, servesUntil: '2030-01-01' };
    await administrator.ask('PATCH', `/uptime/subjects/${id}`, { version: 1, body: given });
    const target = 'https://reader:secret@city.example/';
    const probe = { subjectId: id, name: 'page', kind: 'http', target, intervalSeconds: 86_400 };
    await administrator.ask('POST', '/uptime/probes', { body: probe });
    await administrator.ask('PATCH', '/jurisdiction/settings', { version: 1, body: { reopenDays: 9 } });
    const auditor = await server.as('shenji01');
    const { items } = (await auditor.ask('GET', '/audit?action=settingsChanged&limit=4')).body;
    expect(items).toMatchObject([
      { kind: 'jurisdiction', detail: { reopenDays: 9 }, actor: { name: expect.stringContaining('系统管理员') } },
      { kind: 'probe', detail: { name: 'page', intervalSeconds: 86_400 } },
      { kind: 'watched', recordId: id, detail: { servesUntil: '2030-01-01' } },
      { kind: 'watched', recordId: id, detail: { code: 'audited' } },
    ]);
    expect(JSON.stringify(items)).not.toContain('secret');
  });
});

describe('what is out of service', () => {
  test('ends after it began, and is no longer on the public page, where nobody could know anything of it', async () => {
    const body = { code: 'retired', kind: 'system', name: { zh: '旧热线', en: 'Old hotline' }, isPublic: true };
    const never = { ...body, servesFrom: day(3), servesUntil: day(3) };
    expect((await administrator.ask('POST', '/uptime/subjects', { body: never })).body.errors[0].path).toBe(
      'servesUntil',
    );
    const since = { ...body, servesFrom: day(3), servesUntil: day(1) };
    const { id } = (await administrator.ask('POST', '/uptime/subjects', { body: since })).body;
    const kept = { name: body.name, isPublic: true, servesUntil: day(9) };
    expect((await administrator.ask('PATCH', `/uptime/subjects/${id}`, { version: 1, body: kept })).status).toBe(422);
    const status = await (await fetch(`${server.url}/api/public/gulou/status`)).json();
    expect(JSON.stringify(status)).not.toContain('旧热线');
  });
});

describe('the cap of a month', () => {
  test('is used by its earliest maintenance, whatever part of the month is asked for', async () => {
    const { body } = await administrator.ask('POST', '/uptime/subjects', {
      body: {
        code: 'capped',
        kind: 'system',
        name: { zh: '热线', en: 'Hotline' },
        servesFrom: '2025-02-01',
        scopes: ['capped'],
      },
    });
    const held = async (from: string, to: string) => {
      const soon = { from: instant(Date.now() + 48 * 3_600_000), to: instant(Date.now() + 49 * 3_600_000) };
      const plan = { subjectId: body.id, title: '升级', ...soon };
      const { id } = (await administrator.ask('POST', '/uptime/maintenance', { body: plan })).body;
      const [announcedAt, approvedAt] = ['2025-01-30T00:00:00.000Z', '2025-01-31T00:00:00.000Z'];
      const past = JSON.stringify({ from, to, announcedAt, approvedAt });
      const opened = openDb(server.databaseUrl, { size: 1 });
      await sql`update uptime_maintenance set body = (body::jsonb || ${past}::jsonb)::json, from_at = ${from}, to_at = ${to}
        where jurisdiction_id = 1 and id = ${id}`.execute(opened.db);
      await opened.close();
    };
    const left = async (from: string, to: string) => {
      const asked = await leader.ask('GET', `/uptime?scope=capped&from=${from}&to=${to}`);
      return asked.body.items[0].availability.maintenanceMinutes;
    };
    // From 20:00 of 28 February in China: four hours of February, eight of March.
    await held('2025-02-28T12:00:00.000Z', '2025-03-01T00:00:00.000Z');
    // The cap of March is used up by then.
    await held('2025-03-20T01:00:00.000Z', '2025-03-20T02:00:00.000Z');
    expect(await left('2025-02-01', '2025-03-31')).toBe(12 * 60);
    expect(await left('2025-03-01', '2025-03-31')).toBe(8 * 60);
    expect(await left('2025-03-15', '2025-03-31')).toBe(0);
  });
});

describe('machine rooms', () => {
  test('a sheet is whole and of today; a late one counts only when somebody else approves it', async () => {
    const room = await administrator.ask('POST', '/uptime/rooms', {
      body: {
        code: 'main',
        name: { zh: '中心机房', en: 'Main room' },
        checklist: [
          { zh: '空调运行', en: 'Air conditioning' },
          { zh: '不间断电源', en: 'Power' },
        ],
        temperature: { from: 18, to: 27 },
      },
    });
    const sheet = { roomId: room.body.id, day: today(), temperature: 22.5, humidity: 45, checked: [true, true] };
    const sign = (change: object) => shiftLeader.ask('POST', '/uptime/inspections', { body: { ...sheet, ...change } });
    expect((await sign({ checked: [true] })).body.errors[0].path).toBe('checked');
    expect((await sign({ day: day(-1) })).status).toBe(422);
    expect((await sign({ day: day(1) })).body.errors[0].path).toBe('reasonLate');
    expect((await sign({ checked: [true, false] })).body.errors[0].path).toBe('remarks');
    expect((await sign({})).body).toMatchObject({ state: 'signed', inOrder: true });
    const late = await sign({ day: day(1), reasonLate: '系统维护，纸质登记' });
    expect(late.body.state).toBe('backfilled');
    const counted = async () => (await leader.ask('GET', `/uptime/inspections?from=${day(5)}&to=${today()}`)).body;
    expect((await counted()).days).toBe(1);
    const accept = `/uptime/inspections/${late.body.id}/actions/acceptLate`;
    expect((await leader.ask('POST', accept, { body: {}, version: late.body.version })).body.state).toBe('accepted');
    expect(await counted()).toMatchObject({ days: 2, perRoom: [{ late: [day(1)] }] });
    const change = {
      name: { zh: '中心机房', en: 'Main room' },
      checklist: [{ zh: '门禁', en: 'Doors' }],
      temperature: { from: 18, to: 27 },
    };
    const path = `/uptime/rooms/${room.body.id}`;
    expect((await administrator.ask('PATCH', path, { version: 1, body: change })).body.checklist).toHaveLength(1);
    expect((await administrator.ask('PATCH', path, { version: 1, body: change })).status).toBe(412);
    const [kept] = (await counted()).items;
    expect(kept.items.map(({ zh }: { zh: string }) => zh)).toEqual(['空调运行', '不间断电源']);
  });
});

describe('维护合同 of a room', () => {
  test('is entered with its days, shown beside the sheets, and cannot end before it begins', async () => {
    const room = {
      name: { zh: '弱电间', en: 'Closet' },
      checklist: [{ zh: '门禁', en: 'Doors' }],
      temperature: { from: 18, to: 27 },
    };
    const contract = { number: 'WB-1', from: '2026-01-01', to: '2026-12-31' };
    const add = (code: string, more: object) =>
      administrator.ask('POST', '/uptime/rooms', { body: { code, ...room, ...more } });
    expect((await add('bad', { contracts: [{ ...contract, to: '2025-12-31' }] })).status).toBe(422);
    const made = await add('covered', { scope: 'command-centre', contracts: [contract] });
    expect(made.body).toMatchObject({ scope: 'command-centre', contracts: [contract] });
    const seen = async () =>
      (await leader.ask('GET', `/uptime/inspections?from=${today()}&to=${today()}`)).body.rooms.find(
        ({ id }: { id: string }) => id === made.body.id,
      );
    expect(await seen()).toMatchObject({ scope: 'command-centre', contracts: [contract] });
    const path = `/uptime/rooms/${made.body.id}`;
    await administrator.ask('PATCH', path, { version: 1, body: { ...room, contracts: [], active: false } });
    expect(await seen()).toMatchObject({ scope: null, contracts: [], active: false });
    expect((await add('bare', {})).body).toMatchObject({ scope: null, contracts: [] });
  });
});

describe('the status page', () => {
  test('shows anybody what is public, and nothing else', async () => {
    const { id } = await subject('public');
    const read = async () => (await fetch(`${server.url}/api/public/gulou/status`)).json();
    /** What it shows when what was kept for the readers before is read anew. */
    const page = () => expect.poll(read, { timeout: 10_000 });
    expect(await read()).toMatchObject({ systems: [] });
    await administrator.ask('PATCH', `/uptime/subjects/${id}`, {
      version: 1,
      body: { name: { zh: '公开系统', en: 'Public' }, isPublic: true },
    });
    await page().toMatchObject({ systems: [{ name: { zh: '公开系统' }, state: 'unknown' }] });
    const since = instant(Date.now() - 60_000);
    const fault = { subjectId: id, title: '打不开页面', since, impact: 'minor' };
    const reported = (await shiftLeader.ask('POST', '/uptime/incidents', { body: fault })).body;
    await page().toMatchObject({ systems: [{ state: 'down' }], incidents: [{ title: '打不开页面' }] });
    await leader.ask('POST', `/uptime/incidents/${reported.id}/actions/dismiss`, {
      body: { reason: '浏览器缓存所致' },
      version: reported.version,
    });
    await page().toMatchObject({ systems: [{ state: 'unknown' }], incidents: [] });
    expect(await (await fetch(`${server.url}/api/public/nowhere/status`)).json()).toMatchObject({ systems: [] });
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
async function standing(code: string): Promise<any> {
  const { body } = await leader.ask('GET', `/uptime?from=${day(5)}&to=${today()}`);
  return body.items.find((item: { subject: { code: string } }) => item.subject.code === code);
}

async function incidents(subjectId: string) {
  const { body } = await leader.ask('GET', `/uptime/incidents?from=${day(1)}&to=${today()}`);
  return body.items.filter((incident: { subjectId: string }) => incident.subjectId === subjectId);
}
