import { describe, expect, test } from 'vitest';
import { FUJIAN } from '../../disclosure/data/fujian.ts';
import type { TableForm, Template } from '../../disclosure/data/template.ts';
import { type TemplateSetRecord, templateSetProcedure } from './procedures.ts';
import { templateFaults } from './rules.ts';

const places = (change: Partial<Template>) =>
  templateFaults({ ...FUJIAN, ...change }).map(({ path }) => path.replace(/^template\./, ''));

/** The set with one of its tables otherwise. */
const withTable = (key: string, change: Partial<TableForm>) =>
  places({ tables: FUJIAN.tables.map((one) => (one.key === key ? { ...one, ...change } : one)) });
const at = (key: string) => FUJIAN.tables.findIndex((one) => one.key === key);
const table = (key: string) => FUJIAN.tables[at(key)] as TableForm;
const withSentence = (text: string) => places({ sentences: [{ section: 'summary', text }] });

describe('公开样式', () => {
  test('of the house can be worked with', () => {
    expect(places({})).toEqual([]);
  });

  test('begins with a part, and has each heading and each table once', () => {
    const [part, first, ...others] = FUJIAN.sections;
    if (!part || !first) throw new Error('no sections');
    expect(places({ sections: [first, part, ...others] })).toEqual(['sections.0']);
    expect(places({ sections: [...FUJIAN.sections, first] })).toEqual(['sections']);
    const again = { ...table('expenditureByFunction'), nameZh: '又一张支出预算总表' };
    expect(places({ tables: [...FUJIAN.tables, again] })).toEqual(['tables']);
  });

  test('has a heading for every table and every sentence', () => {
    expect(places({ sentences: [{ section: 'nowhere', text: '无。' }] })).toEqual(['sentences.0.section']);
    const without = FUJIAN.sections.filter(({ key }) => key !== 'threePublicExpenses');
    expect(places({ sections: without })).toEqual([`tables.${at('threePublicExpenses')}.key`]);
  });

  test('says of a table of codes which codes, of lines that the house knows, in columns that it can reckon', () => {
    const key = 'expenditureByFunction';
    const { codes: _, ...form } = table(key);
    const bare = FUJIAN.tables.map((one) => (one.key === key ? form : one));
    expect(places({ tables: bare })).toEqual([`tables.${at(key)}.codes`]);
    const columns = form.columns.map((one, i) => (i === 1 ? { ...one, key: 'loans' } : one));
    expect(withTable(key, { columns })).toEqual([`tables.${at(key)}.columns.1.key`]);
    const list = table('threePublicExpenses');
    expect(withTable(list.key, { layout: 'codes', codes: 'functional' })).toContain(`tables.${at(list.key)}.key`);
  });

  test('names in tables, sentences and facts only figures that there are', () => {
    const { rows, key } = table('threePublicExpenses');
    const figured = (figure: string) =>
      withTable(key, { rows: rows.map((one, i) => (i === 0 ? { ...one, figure } : one)) });
    expect([figured('procurement.total'), figured('procurement.all')]).toEqual([
      [],
      [`tables.${at(key)}.rows.0.figure`],
    ]);
    expect([withSentence('共{=income.total}。'), withSentence('共{=income.all}、{#a.b}。')]).toEqual([
      [],
      ['sentences.0.text', 'sentences.0.text'],
    ]);
    const fact = { id: 'N1', labelZh: '', kind: 'amount' as const };
    expect(places({ facts: { ...FUJIAN.facts, 'income.all': fact } })).toEqual(['facts.income.all']);
  });

  test.each(['(甲', '甲)', '(甲]', '[(甲])', '{year'])('has no sentence whose brackets do not match: %s', (text) => {
    expect(withSentence(text)).toEqual(['sentences.0.text']);
  });

  test('may hold for one day, and for none before it begins', () => {
    const { endsBeforeStart } = templateSetProcedure.refusals;
    const limited = (until: string) =>
      endsBeforeStart({ from: '2026-03-01' } as TemplateSetRecord, {} as never, { until });
    expect([limited('2026-02-28'), limited('2026-03-01')]).toEqual([true, false]);
    const adopted = (until: string | null) =>
      templateSetProcedure.freeze?.(
        null,
        'adoptTemplate',
        { template: FUJIAN, from: '2026-03-01', until },
        {} as never,
      );
    expect(adopted('2026-02-28')).toMatchObject({ faults: [{ path: 'until' }] });
    expect([adopted('2026-03-01'), adopted(null)]).toEqual([{}, {}]);
  });
});
