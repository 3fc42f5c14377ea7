import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { FUJIAN } from '../disclosure/data/fujian.ts';
import type { Template } from '../disclosure/data/template.ts';
import { approvedBudget, type Body, compiled, day, noted, type Office, step } from './published.fixture.ts';

let server: TestServer;
let finance: Officer;
let leader: Officer;
let office: Office;
beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  finance = await server.as('caiwu01');
  leader = await server.as('lingdao01');
  office = { finance, leader };
}, 120_000);
afterAll(() => server.stop());

/** Another province's eight tables: other names and order, and a list of procurement that Fujian has not. */
const wanted = [
  'incomeExpenditureSummary',
  'incomeBySource',
  'expenditureByFunction',
  'fiscalAppropriationSummary',
  'generalPublicBudgetExpenditure',
  'basicExpenditureByEconomicItem',
  'threePublicExpenses',
];
const procurement: Template['tables'][number] = {
  key: 'procurementBudget',
  nameZh: '政府采购预算表',
  layout: 'list',
  header: [['项目', '预算数']],
  columns: [{ key: 'budget', labelZh: '预算数', type: 'amount' }],
  rows: [
    {
      key: 'total',
      nameZh: '合计',
      side: null,
      kind: 'total',
      ordinal: null,
      code: null,
      label: '合计',
      figure: 'procurement.total',
    },
    {
      key: 'goods',
      nameZh: '货物',
      side: null,
      kind: 'detail',
      ordinal: '1',
      code: null,
      label: '1、货物',
      figure: 'procurement.goods',
    },
    {
      key: 'services',
      nameZh: '服务',
      side: null,
      kind: 'detail',
      ordinal: '2',
      code: null,
      label: '2、服务',
      figure: 'procurement.services',
    },
  ],
  emptySentence: null,
  content: 'C-16',
};
const tables = [
  ...FUJIAN.tables
    .filter(({ key }) => wanted.includes(key))
    .map((one) => ({ ...one, nameZh: one.nameZh.replace('预算总表', '总体情况表').replace('预算表', '情况表') })),
  procurement,
];
const elsewhere: Template = {
  ...FUJIAN,
  id: 'elsewhere-8',
  nameZh: '邻省部门预算公开样式',
  nameEn: 'Neighbouring province',
  facts: { ...FUJIAN.facts, 'income.total': { id: 'N1.01', labelZh: '收入总预算为', kind: 'amount' } },
  // The places of the tables are others, so no sentence names one.
  sentences: FUJIAN.sentences.map(({ statement, ...one }) =>
    statement ? { ...one, statement: { ...statement, tableId: null } } : one,
  ),
  tables,
  sections: FUJIAN.sections.flatMap((section) => {
    if (section.key === 'tables')
      return [section, ...tables.map(({ key, nameZh }) => ({ key, level: 'section' as const, titleZh: nameZh }))];
    return FUJIAN.tables.some(({ key }) => key === section.key) ? [] : [section];
  }),
};
const adopt = (who: Officer, change: object = {}) =>
  who.ask('POST', '/publication-templates', {
    body: { provinceZh: '邻省', from: day(-1), basis: '省财政厅公开样式通知', template: elsewhere, ...change },
  });

describe('公开样式', { timeout: 180_000 }, () => {
  test('the set of the house holds as long as a district has none of its own', async () => {
    const { body } = await finance.ask('GET', '/publication-templates');
    expect(body.items.map(({ id, inForce, tables: own }: Body) => [id, inForce, own.length])).toEqual([
      ['fujian-2022', true, 11],
    ]);
    const { schema } = (await finance.ask('GET', '/publication-templates/schema')).body;
    expect(Object.keys(schema.properties)).toContain('tables');
  });

  test('what cannot work is refused, each place with what would be right', async () => {
    const [first, ...rest] = elsewhere.tables as [Template['tables'][number], ...Template['tables']];
    const broken = {
      ...elsewhere,
      tables: [{ ...first, header: [['收入', '支出']] }, ...rest, procurement],
      sentences: [
        { section: 'nowhere', text: '共{=income.totl}（' },
        { section: 'summary', text: '(未成对' },
      ],
    };
    const refused = await adopt(leader, { template: broken });
    expect(refused.status).toBe(422);
    const told = new Map(refused.body.errors.map(({ path, message }: Body) => [path, message]));
    expect([...told.keys()]).toEqual([
      'template.tables',
      'template.tables.0.header.0',
      'template.sentences.0.section',
      'template.sentences.0.text',
      'template.sentences.1.text',
    ]);
    expect(told.get('template.tables.0.header.0')).toContain('4 格');
    expect(told.get('template.sentences.0.text')).toContain('income.total');
    const [, second, ...others] = elsewhere.tables as [unknown, Template['tables'][number], ...Template['tables']];
    const alike = { ...elsewhere, tables: [{ ...first, nameZh: second.nameZh }, { ...second }, ...others] };
    expect((await adopt(leader, { template: alike })).body.errors).toMatchObject([
      { path: 'template.tables', message: expect.stringContaining('两张表都叫') },
    ]);
    const parted = { ...elsewhere, tables: [{ ...first, nameZh: '表一：收支' }, second, ...others] };
    expect((await adopt(leader, { template: parted })).body.errors).toMatchObject([
      { path: 'template.tables.0.nameZh', message: expect.stringContaining('冒号') },
    ]);
    const shape = await adopt(leader, { template: { ...elsewhere, tables: [{ ...first, layout: 'round' }] } });
    expect(shape.body.errors[0].path).toBe('template.tables.0.layout');
    expect((await adopt(finance)).status).toBe(403);
    expect((await finance.ask('GET', '/publication-templates')).body.items).toHaveLength(1);
  });

  test('another province’s eight tables are adopted as data, and a document is published by them', async () => {
    const before = (await compiled(office, await approvedBudget(office, 2061))).body;
    expect(before.template).toMatchObject({ id: 'fujian-2022' });
    const set = await adopt(leader);
    expect(set).toMatchObject({ status: 201, body: { inForce: true, provinceZh: '邻省' } });
    let record = (await compiled(office, await approvedBudget(office, 2062))).body;
    expect(record).toMatchObject({ template: { id: set.body.id, nameZh: '邻省部门预算公开样式' }, open: 0 });
    expect(record.moves[0]).toMatchObject({ key: 'income.increase', labelZh: '收入总预算' });
    expect(record.checklist.map(({ done }: Body) => done)).not.toContain(false);
    record = await noted(office, record);
    for (const [who, action] of [
      [finance, 'sign'],
      [leader, 'countersign'],
      [finance, 'publish'],
    ] as const)
      record = await step(who, record, action);
    const page = (await (await fetch(`${server.url}/api/public/gulou/budget/2062`)).json()) as Body;
    const titled = page.blocks.filter((block: Body) => block.kind === 'table' && block.head.length > 0);
    expect(titled.map(({ title }: Body) => title)).toEqual(tables.map(({ nameZh }) => `2062年度${nameZh}`));
    const bought = titled.at(-1).rows.map(({ cells }: Body) => cells.map(({ text }: Body) => text));
    expect(bought).toEqual([
      ['合计', '3.67'],
      ['1、货物', ''],
      ['2、服务', '3.67'],
    ]);

    const revoked = await leader.ask('POST', `/publication-templates/${set.body.id}/actions/revokeTemplate`, {
      body: { reason: '改用本省样式' },
      version: set.body.record.version,
    });
    expect(revoked.body.record.state).toBe('revoked');
    // In the other language nobody has asked for it yet: it is read now, and not what is kept of the reading before.
    const fresh = { headers: { 'accept-language': 'en' } };
    const after = (await (await fetch(`${server.url}/api/public/gulou/budget/2062`, fresh)).json()) as Body;
    expect(after.blocks).toEqual(page.blocks);
    expect((await compiled(office, await approvedBudget(office, 2063))).body.template.id).toBe('fujian-2022');
  });

  test('the set in force on the printed day of publication is taken', async () => {
    const set = (await adopt(leader, { from: day(30), until: day(60) })).body;
    const budget = await approvedBudget(office, 2064);
    const made = (await compiled(office, budget, { publishOn: day(10) })).body;
    expect(made.template.id).toBe('fujian-2022');
    const later = await step(finance, made, 'write', { content: { ...made.content, publishOn: day(40) } });
    expect(later.template.id).toBe(set.id);
    const past = await step(finance, later, 'write', { content: { ...made.content, publishOn: day(61) } });
    expect(past.template.id).toBe('fujian-2022');
    const early = await leader.ask('POST', `/publication-templates/${set.id}/actions/limitTemplate`, {
      body: { until: day(1) },
      version: set.record.version,
    });
    expect(early).toMatchObject({ status: 409, body: { code: 'endsBeforeStart' } });
  });
});
