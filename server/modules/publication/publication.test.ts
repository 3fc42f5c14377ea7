import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSheet } from '../../adapters/spreadsheet.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import {
  approvedBudget,
  type Body,
  compiled,
  day,
  noted,
  type Office,
  published,
  schemaBreaches,
  step,
  unit,
} from './published.fixture.ts';

let server: TestServer;
let finance: Officer;
let leader: Officer;
let office: Office;
beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  finance = await server.as('caiwu01');
  leader = await server.as('lingdao01');
  office = { finance, leader };
});
afterAll(() => server.stop());

// Publishing writes eight files, the PDF with whole typefaces: on a busy machine that takes its time.
describe('预算公开', { timeout: 180_000 }, () => {
  test('a document is signed by two people and then read by anybody, with files that keep their checksums', async () => {
    const budget = await approvedBudget(office, 2041);
    const made = await compiled(office, budget);
    expect(made.status).toBe(201);
    let record = made.body;
    expect(record).toMatchObject({ open: 0, missing: [], daysLeft: 17, dueOn: day(17) });
    const open = `${server.url}/api/public/gulou/budget/2041`;
    expect((await fetch(open)).status).toBe(404);
    record = await step(finance, await noted(office, record), 'sign');
    expect(record.state).toBe('signed');
    record = await step(leader, record, 'countersign');
    expect([record.signed.name, record.countersigned.name]).toEqual([expect.any(String), expect.any(String)]);
    record = await step(finance, record, 'publish');
    expect(record).toMatchObject({ state: 'published', publishedOn: day(0) });
    const page = (await (await fetch(open)).json()) as Body;
    expect(page.title).toBe('2041年度某市某区城市运行中心部门预算');
    expect(page.files.map(({ format }: Body) => format)).toContain('pdf');
    for (const { format, sha256 } of page.files) {
      const file = Buffer.from(await (await fetch(`${open}/files/${format}`)).arrayBuffer());
      expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    }
  });

  test('the JSON that goes out follows the published schema', async () => {
    expect(await schemaBreaches(server, finance)).toEqual({ documents: 1, breaches: [] });
  });

  test('the public page says why the total moved, and what was reached once a round was reviewed', async () => {
    const year = Number(day(0).slice(0, 4));
    const act = async (what: string, who: Officer, record: Body, action: string, body: object = {}) => {
      const path = `/targets/${what}/${record.id}/actions/${action}`;
      const done = await who.ask('POST', path, { body, version: record.version });
      expect(done.status, JSON.stringify(done.body)).toBe(200);
      return done.body;
    };
    const target = { scope: 'overall', goalId: 'G1', band: null, systems: null, surveyZh: '' };
    const indicators = [
      {
        id: 'W10',
        level1Zh: '产出指标',
        level2Zh: '数量指标',
        level3Zh: '提供就业岗位数',
        targetPrinted: '≥2个',
        weight: '60',
      },
      {
        id: 'W16',
        level1Zh: '效益指标',
        level2Zh: '社会效益指标',
        level3Zh: '按期结案率',
        targetPrinted: '≥85%',
        weight: '30',
      },
    ].map((one, i) => ({
      ...target,
      ...one,
      metric: i === 0 ? 'staff.jobs' : 'case.onTimeClosing',
      choice: i === 0 ? 'own' : 'scored',
    }));
    for (const personNumber of ['B1', 'B2', 'B3']) {
      const body = { personNumber, kind: 'establishment', post: '专业技术岗', from: '2020-01-01' };
      expect((await finance.ask('POST', '/staff/engagements', { body })).status).toBe(201);
    }
    let plan = (await finance.ask('POST', '/targets/plans', { body: { year } })).body;
    plan = await act('plans', finance, plan, 'writePlan', {
      staffInPost: 2,
      projects: [],
      goals: [{ id: 'G1', titleZh: '督办事项件件有着落', textZh: '逐月通报进展。', reasonWithout: '' }],
      indicators,
    });
    await act('plans', leader, plan, 'approvePlan');
    await published(office, year);
    const citizen = async () => {
      const page = await fetch(`${server.url}/api/public/gulou/budget/${year}`);
      return ((await page.json()) as Body).citizen;
    };
    const before = await citizen();
    expect(before).toMatchObject({ increaseFen: 11_000_000, reasonZh: '基本工资标准调整', cutoff: null });
    expect(before.targets.map(({ actual }: Body) => actual)).toEqual([null, null]);
    const opened = await finance.ask('POST', '/targets/rounds', { body: { planId: plan.id, cutoff: day(0) } });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    let round = opened.body;
    for (const { indicatorId, verdict } of round.lines)
      if (verdict !== 'met')
        round = await act('rounds', finance, round, 'explain', {
          indicatorId,
          cause: '本期没有到期的案卷',
          action: '到期后再核一次',
        });
    round = await act('rounds', finance, round, 'submitRound');
    const fresh = { headers: { 'accept-language': 'en' } };
    const unseen = await fetch(`${server.url}/api/public/gulou/budget/${year}`, fresh);
    expect(((await unseen.json()) as Body).citizen.cutoff).toBeNull();
    await act('rounds', leader, round, 'reviewRound', { opinion: '同意，按月跟进' });
    await expect.poll(citizen, { timeout: 10_000 }).toMatchObject({ cutoff: day(0) });
    const after = await citizen();
    expect(after.targets[0]).toMatchObject({
      nameZh: '提供就业岗位数',
      targetZh: '≥2个',
      actual: 3,
      unit: '个',
      verdict: 'met',
    });
  });

  test('nobody countersigns what he signed himself, and only on the printed day it goes out', async () => {
    const budget = await approvedBudget(office, 2042);
    let record = (await compiled(office, budget, { publishOn: day(1) })).body;
    record = await step(finance, await noted(office, record), 'sign');
    expect(await step(finance, record, 'countersign')).toMatchObject({ status: 403 });
    record = await step(leader, record, 'countersign');
    expect(await step(finance, record, 'publish')).toMatchObject({ status: 409, code: 'notTheDay' });
    record = await step(leader, record, 'takeBack', { reason: '公开日期改到今天' });
    expect(record).toMatchObject({ state: 'writing', signed: null, countersigned: null });
  });

  test('amounts and rates typed into the words are refused, each with its place and what would be right', async () => {
    const budget = await approvedBudget(office, 2043);
    const refused = await compiled(office, budget, { tasks: ['收入预算为282.61万元。'], aims: '满意率达到98%' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ path }: Body) => path)).toEqual(['content.aims', 'content.tasks.0']);
    expect(refused.body.errors[1].message).toContain('收入');
  });

  test('a figure that moved wants its reason before anybody signs', async () => {
    const budget = await approvedBudget(office, 2060);
    const record = (await compiled(office, budget, { reasons: {} })).body;
    expect(record.moves.filter(({ asks }: Body) => asks).map(({ key }: Body) => key)).toEqual([
      'income.increase',
      'expenditure.increase',
      'generalBudgetExpenditure.increase',
    ]);
    expect(await step(finance, record, 'sign')).toMatchObject({ status: 409, code: 'reasonsMissing' });
  });

  test('last year’s own budget is what this year is compared with, function by function', async () => {
    await approvedBudget(office, 2051);
    const record = (await compiled(office, await approvedBudget(office, 2052))).body;
    expect(record.moves.map(({ nowFen, beforeFen }: Body) => nowFen - beforeFen)).toEqual(Array(8).fill(0));
    expect(record.moves.at(-1)).toMatchObject({ key: 'function.2010350', nowFen: 282_610_000 });
  });

  test('the course of the year tells how many days are left until it must be out', async () => {
    await approvedBudget(office, 2049, day(-5));
    const { items } = (await finance.ask('GET', '/publication-years')).body;
    const { steps } = items.find(({ year }: Body) => year === 2049);
    expect(steps[0]).toMatchObject({ step: 'approval', state: 'done', doneOn: day(-5) });
    expect(steps[2]).toMatchObject({ step: 'publication', state: 'open', dueOn: day(15), daysLeft: 15 });
    const handler = await server.as('zuoxi01');
    expect((await handler.ask('GET', '/publication-years')).status).toBe(403);
  });

  test('late publication is an error that one person explains and another confirms', async () => {
    const budget = await approvedBudget(office, 2045, day(-30));
    let record = (await compiled(office, budget)).body;
    expect(record).toMatchObject({ daysLeft: -10, open: 1 });
    expect(await step(finance, record, 'sign')).toMatchObject({ status: 409, code: 'openErrors' });
    const { body } = await finance.ask('GET', `/publications/${record.id}/text`);
    const finding = body.findings.find(({ severity }: Body) => severity === 'error').key;
    record = await step(finance, record, 'overrule', { finding, reason: '批复文件送达迟延' });
    expect(record.open).toBe(1);
    expect(await step(finance, record, 'confirmOverrule', { finding })).toMatchObject({ status: 403 });
    record = await step(leader, record, 'confirmOverrule', { finding });
    expect(record.open).toBe(0);
    expect((await step(finance, await noted(office, record), 'sign')).state).toBe('signed');
  });

  test('a warning goes out only with a note, which may answer several at once and needs nobody else', async () => {
    const target = { level1Zh: '产出指标', level2Zh: '时效指标', targetZh: '≥100%' };
    const targets = ['来电接通率', '回访率'].map((nameZh) => ({ ...target, nameZh }));
    let record = (await compiled(office, await approvedBudget(office, 2044), { targets })).body;
    const { findings } = (await finance.ask('GET', `/publications/${record.id}/text`)).body;
    const warnings = findings.filter(({ severity }: Body) => severity === 'warning').map(({ key }: Body) => key);
    const advice = findings.find(({ severity }: Body) => severity === 'info').key;
    expect(warnings.length).toBeGreaterThan(1);
    expect(record).toMatchObject({ open: 0, openWarnings: warnings.length });
    expect(await step(finance, record, 'sign')).toMatchObject({ status: 409, code: 'openWarnings' });
    const [finding, ...also] = warnings;
    const note = (body: object) => step(finance, record, 'overrule', { finding, reason: '按批复口径', ...body });
    for (const other of ['R-T09-1|没有|||', advice])
      expect(await note({ also: [other] })).toMatchObject({ code: 'noSuchFinding' });
    expect(await note({ reason: '  ' })).toMatchObject({ status: 422, errors: [{ path: 'reason' }] });
    record = await note({});
    expect(record).toMatchObject({ openWarnings: warnings.length - 1 });
    expect(await note({ finding: also[0], also: [finding] })).toMatchObject({ code: 'overruledAlready' });
    expect(await step(leader, record, 'confirmOverrule', { finding })).toMatchObject({ code: 'noReasonWritten' });
    record = await note({ finding: also[0], also: also.slice(1) });
    expect(record.overrules.map(({ key }: Body) => key)).toEqual(warnings);
    expect(await step(finance, record, 'sign')).toMatchObject({ state: 'signed' });
  });

  test('a year has one document in force; a withdrawn one makes room, and is not public any more', async () => {
    let record = await published(office, 2046);
    const page = async () => (await fetch(`${server.url}/api/public/gulou/budget/2046`)).status;
    expect(await page()).toBe(200);
    const budget = { id: record.budgetId };
    expect(await compiled(office, budget)).toMatchObject({ status: 409, body: { code: 'publicationExists' } });
    record = await step(leader, record, 'withdraw', { reason: '发现引用文号有误' });
    expect(record.state).toBe('withdrawn');
    await expect.poll(page, { timeout: 10_000 }).toBe(404);
    expect((await compiled(office, budget)).status).toBe(201);
  });

  test('a text is reconciled without being kept; what is no document is refused', async () => {
    const { body } = await finance.ask('GET', '/publications');
    const old = body.items.find(({ kind }: Body) => kind === 'imported');
    const { text } = (await finance.ask('GET', `/publications/${old.id}/text`)).body;
    const checked = await finance.ask('POST', '/publication/check', { body: { content: text } });
    expect(checked.body.counts.error).toBeGreaterThan(5);
    expect(await step(finance, { ...old }, 'sign')).toMatchObject({ status: 409, code: 'importedOnly' });
    const none = await finance.ask('POST', '/publication/check', { body: { content: '今天天气很好' } });
    expect(none).toMatchObject({ status: 409, body: { code: 'notADocument' } });
    expect((await finance.ask('GET', '/publications')).body.items).toHaveLength(body.items.length);
  });

  test('a workbook is previewed beside the budget, and nothing is written', async () => {
    const budget = (await finance.ask('POST', '/budgets', { body: { year: 2047, unit } })).body;
    const rows = [
      ['功能科目', '经济科目', '资金性质', '支出性质', '经费类别', '项目', '金额（万元）'],
      ['2010350', '30101', '', '基本支出', '人员经费', '', '1,259.43'],
    ];
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await writeSheet('预算', rows))]), '预算.xlsx');
    const read = await finance.ask('POST', `/budgets/${budget.id}/import`, { body: form });
    expect(read.body).toMatchObject({ faults: [], lines: [{ was: 0, fen: 1_259_430_000 }], told: [{ cell: 'G2' }] });
    expect((await finance.ask('GET', `/budgets/${budget.id}`)).body.lines).toEqual([]);
    const { lines } = read.body;
    const entered = await finance.ask('POST', `/budgets/${budget.id}/amounts`, { body: { lines } });
    expect(entered.body.totals.expenditure).toBe(1_259_430_000);
  });
});
