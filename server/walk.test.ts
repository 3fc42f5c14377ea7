import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from './kernel/db.ts';
import { verifyLog } from './kernel/verify.ts';
import { findAccount } from './modules/accounts/store.ts';
import { caseRows } from './modules/cases/case-rows.ts';
import { listOfficersAt } from './modules/geo/duty-store.ts';
import { findGeometry } from './modules/geo/store.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/** One case from the first call to the score and the proof, through the real server. */
let server: TestServer;
let callAgent: Officer;
let intake: Officer;
let shiftLeader: Officer;
let dispatcher: Officer;

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 6 });
  [callAgent, intake, shiftLeader, dispatcher] = (await Promise.all(
    ['zuoxi01', 'shouli01', 'zhibanzhang01', 'paiqian01'].map((name) => server.as(name)),
  )) as [Officer, Officer, Officer, Officer];
});
afterAll(() => server.stop());

describe('the walk of one case', () => {
  let kase: {
    id: string;
    version: number;
    state: string;
    number: string;
    unitId: string;
    may: { action: string; refusal?: unknown }[];
    place: { communityCode: string };
  };

  const step = async (officer: Officer, action: string, input: Record<string, unknown> = {}) => {
    const answer = await officer.ask('POST', `/cases/${kase.id}/actions/${action}`, {
      body: input,
      version: kase.version,
    });
    expect(answer.body, action).toMatchObject({ id: kase.id });
    kase = answer.body;
    return kase;
  };

  test('a citizen calls; the call agent reports a dead street lamp with a place', async () => {
    const found = await intake.ask('POST', '/catalogue/suggest', { body: { text: '路灯不亮' } });
    expect(found.status).toBe(200);
    const point = { lon: 119.2945, lat: 26.0838 };
    const answer = await callAgent.ask('POST', '/cases', {
      body: {
        source: 'hotline',
        description: '路灯不亮三天了，请回电 13800138000',
        address: '东街口',
        point,
        reporter: { name: '来电人', phone: '13800138000' },
      },
    });
    expect(answer.status).toBe(201);
    kase = answer.body;
    expect(kase).toMatchObject({
      state: 'reported',
      description: '路灯不亮三天了，请回电 〔电话〕',
      hasReporter: true,
    });
    expect(kase.place.communityCode).toMatch(/^350102\d{6}$/);
    expect(JSON.stringify(answer.body)).not.toContain('13800138000');
  });

  test('the intake officer accepts it, the shift leader registers it on a condition with a limit', async () => {
    const category = (await intake.ask('GET', `/catalogue/categories?query=${encodeURIComponent('路灯异常')}`)).body
      .items[0].category;
    await step(intake, 'accept', { categoryId: category.id });
    const { conditions } = (await intake.ask('GET', `/catalogue/categories/${category.id}`)).body;
    await step(shiftLeader, 'register', { conditionId: conditions[0].id });
    expect(kase.state).toBe('registered');
  });

  test('the dispatcher is told which unit and why, and sends it there', async () => {
    const { suggestions } = (await dispatcher.ask('GET', `/cases/${kase.id}/suggestions`)).body;
    expect(suggestions[0].grounds[0].text.zh).toMatch(/派单目录|同类案卷|先例/);
    await step(dispatcher, 'dispatch', { unitId: suggestions[0].unitId });
    expect(kase.state).toBe('dispatched');
    expect(kase.may.map((one) => one.action)).not.toContain('acknowledge');
  });

  test('the unit acknowledges and reports it fixed, an inspector of the place checks, the shift leader closes', async () => {
    const unitOfficer = await officerOfUnit(kase.unitId);
    await step(unitOfficer, 'acknowledge');
    await step(unitOfficer, 'reportFixed', { note: '已更换灯头，恢复照明。' });
    const inspector = await inspectorOf(kase.place.communityCode);
    await step(intake, 'sendToCheck', { inspectorId: inspector.id });
    await step(inspector, 'checkFix', { fixed: true, note: '已亮。' });
    await step(shiftLeader, 'close', { reply: '路灯已修复，感谢您的来电。' });
    expect(kase.state).toBe('closed');
    await step(callAgent, 'followUp', { reached: true, solved: true, satisfaction: 'satisfied' });
  });

  test('the log tells it entry by entry, each chained to the one before, and the clocks say why', async () => {
    const { entries } = (await callAgent.ask('GET', `/cases/${kase.id}/log`)).body;
    expect(entries.map((entry: { action: string }) => entry.action)).toEqual([
      'report',
      'accept',
      'register',
      'dispatch',
      'acknowledge',
      'reportFixed',
      'sendToCheck',
      'checkFix',
      'close',
      'followUp',
    ]);
    for (const [i, entry] of entries.entries()) if (i > 0) expect(entry.prevHash).toBe(entries[i - 1].hash);
    const { clocks } = (await callAgent.ask('GET', `/cases/${kase.id}/clocks`)).body;
    const handling = clocks.find((clock: { name: string }) => clock.name === 'handling');
    expect(handling).toMatchObject({ standing: 'done', overdue: false, sameRule: true });
    expect(handling.spans.length).toBeGreaterThan(0);
  });

  test('the unit’s scorecard counts it, and the number opens to this very case', async () => {
    const evaluator = await server.as('kaoping01');
    const today = new Date();
    const from = new Date(today.getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
    const to = new Date(today.getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    await expect
      .poll(async () => {
        const cases = await evaluator.ask(
          'GET',
          `/scores/unit/${kase.unitId}/cases?indicator=handled&part=of&from=${from}&to=${to}`,
        );
        return JSON.stringify(cases.body);
      })
      .toContain(kase.id);
  });

  test('the whole log of the district is proved, rows and all, and no fault was logged', async () => {
    const opened = openDb(server.databaseUrl, { size: 1 });
    const proof = await verifyLog(opened.db, 1, { rows: [caseRows] });
    await opened.close();
    expect(proof.flaw).toBeNull();
    expect(proof.entries).toBeGreaterThan(10);
    expect(server.faults).toEqual([]);
  });
});

async function officerOfUnit(unitId: string): Promise<Officer> {
  const { items } = (await dispatcher.ask('GET', '/officers?role=unitOfficer&limit=200')).body;
  return server.as(await usernameOf(items.find((officer: { unitId: string }) => officer.unitId === unitId).id));
}

async function inspectorOf(communityCode: string): Promise<Officer> {
  const opened = openDb(server.databaseUrl, { size: 1 });
  await findGeometry(opened.db, 1);
  const duties = await listOfficersAt(
    opened.db,
    1,
    { cellCode: null, sectorCode: null, communityCode, subdistrictCode: null },
    new Date().toISOString().slice(0, 10),
  );
  await opened.close();
  const inspector = duties.find((duty) => duty.role === 'inspector');
  if (!inspector) throw new Error(`no inspector answers for ${communityCode}`);
  return server.as(await usernameOf(inspector.accountId));
}

async function usernameOf(id: string): Promise<string> {
  const opened = openDb(server.databaseUrl, { size: 1 });
  const account = await findAccount(opened.db, 1, id);
  await opened.close();
  if (!account) throw new Error(`no account ${id}`);
  return account.username;
}
