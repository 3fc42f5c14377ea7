import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../../testing.ts';
import type { Line } from '../model.ts';
import { keyOf } from '../rules.ts';
import { ISSUED_CODES } from './data/codes.ts';
import { governmentCodes, governmentFaults, governmentOf } from './government.ts';
import type { Amendment } from './model.ts';
import { type AmendmentFacts, amendmentProcedure } from './procedures.ts';
import { amendmentFault, changesBetween, codeFault, codesIn, codesOn, printedCodes, versionsWith } from './rules.ts';

const amendment = (part: Partial<Amendment>): Amendment & { id: string } => ({
  id: part.code ?? 'a',
  scheme: 'departmentEconomic',
  code: '30188',
  nameZh: '新设津贴',
  from: '2025-05-23',
  to: null,
  source: '财预〔2025〕41号',
  ...part,
});
const fault = (versions: ReturnType<typeof versionsWith>, code: string, when: Parameters<typeof codeFault>[3]) =>
  codeFault(versions, 'departmentEconomic', code, when);

describe('科目的版本', () => {
  test('a code that comes within a year holds from its day, and for the budget of that year', () => {
    const versions = versionsWith([amendment({})]);
    expect(fault(versions, '30188', { day: '2025-05-22' })?.zh).toContain('2025-05-23');
    expect(fault(versions, '30188', { day: '2025-05-23' })).toBeNull();
    expect(fault(versions, '30188', { year: 2025 })).toBeNull();
    expect(fault(versions, '30188', { year: 2024 })).not.toBeNull();
  });

  test('a code that ends within a year is not given money after its day, and its year still knows it', () => {
    const versions = versionsWith([amendment({ code: '30103', nameZh: null })]);
    expect(fault(versions, '30103', { day: '2025-05-22' })).toBeNull();
    expect(fault(versions, '30103', { day: '2025-05-23' })).not.toBeNull();
    expect(fault(versions, '30103', { year: 2025 })).toBeNull();
    expect(fault(versions, '30103', { year: 2026 })).not.toBeNull();
  });

  test('a renamed code has its old name before its day, the new one from then on, and the later one in its year', () => {
    const versions = versionsWith([amendment({ code: '30103', nameZh: '奖金（含绩效）' })]);
    const name = (list: ReturnType<typeof codesOn>) => list.find(({ code }) => code === '30103')?.nameZh;
    expect(name(codesOn(versions, '2025-05-22'))).toBe('奖金');
    expect(name(codesOn(versions, '2025-05-23'))).toBe('奖金（含绩效）');
    expect(name(codesIn(versions, 2025))).toBe('奖金（含绩效）');
    expect(codesIn(versions, 2025).filter(({ code }) => code === '30103')).toHaveLength(1);
  });

  test('of several amendments each holds from its day until the next, in whatever order they were entered', () => {
    const code = '30103';
    const later = amendment({ code, nameZh: '奖金（三）', from: '2026-03-01' });
    const first = amendment({ code, nameZh: '奖金（二）', from: '2025-05-23', to: '2026-01-31' });
    for (const amendments of [
      [later, first],
      [first, later],
    ]) {
      const versions = versionsWith(amendments);
      const name = (day: string) => codesOn(versions, day).find((one) => one.code === code)?.nameZh;
      const days = ['2025-05-22', '2025-05-23', '2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'];
      expect(days.map(name)).toEqual(['奖金', '奖金（二）', '奖金（二）', undefined, undefined, '奖金（三）']);
    }
  });

  test('an amendment cuts short what was to hold longer', () => {
    const code = '30103';
    const longer = amendment({ code, nameZh: '奖金（二）', from: '2025-05-23', to: '2026-12-31' });
    const versions = versionsWith([longer, amendment({ code, nameZh: '奖金（三）', from: '2026-03-01' })]);
    const names = codesOn(versions, '2026-03-01').filter((one) => one.code === code);
    expect(names.map(({ nameZh }) => nameZh)).toEqual(['奖金（三）']);
  });

  test('a code holds in a year of which it has one day', () => {
    const last = versionsWith([amendment({ from: '2025-12-31' })]);
    expect([fault(last, '30188', { year: 2025 }), fault(last, '30188', { year: 2026 })]).toEqual([null, null]);
    const first = versionsWith([amendment({ code: '30103', nameZh: null, from: '2026-01-02' })]);
    expect(fault(first, '30103', { year: 2026 })).toBeNull();
    expect(fault(first, '30103', { year: 2027 })).not.toBeNull();
  });

  test('an amendment from the day on which a code came takes its place altogether', () => {
    const own = (one: { scheme: string; code: string }) => one.scheme === 'departmentEconomic' && one.code === '30103';
    const issued = ISSUED_CODES.findLast(own);
    const from = issued?.from ?? '';
    const versions = versionsWith([amendment({ code: '30103', nameZh: '奖金（二）', from })]);
    expect(versions.filter(own).map(({ nameZh }) => nameZh)).toEqual(['奖金（二）']);
    const years = printedCodes(versionsWith([amendment({ code: '30103', nameZh: null, from: '2026-01-01' })]));
    expect(years.find(({ code }) => code === '30103')?.to).toBe(2025);
  });

  test('between two days exactly what came, went or was renamed is told', () => {
    const versions = versionsWith([
      amendment({}),
      amendment({ code: '30103', nameZh: null }),
      amendment({ code: '30102', nameZh: '津补贴' }),
    ]);
    const changes = changesBetween(versions, '2025-01-01', '2025-12-31');
    expect(changes.map(({ code, before, after }) => [code, before, after])).toEqual([
      ['30102', '津贴补贴', '津补贴'],
      ['30103', '奖金', null],
      ['30188', null, '新设津贴'],
    ]);
    expect(changesBetween(versions, '2025-06-01', '2025-12-31')).toEqual([]);
  });

  test.each([
    ['digits that no code of the scheme has', { code: '3018' }, 'code'],
    ['a code without a class above it', { code: '38801' }, 'code'],
    ['an end before the beginning', { to: '2025-05-01' }, 'to'],
    ['the end of a code on the day after its last', { code: '30103', nameZh: null, to: '2025-05-22' }, 'to'],
    ['the end of a code that does not hold', { code: '30188', nameZh: null }, 'code'],
    ['what holds already', { code: '30103', nameZh: '奖金' }, 'nameZh'],
  ])('%s is refused at its field', (_what, part, path) => {
    expect(amendmentFault(versionsWith([]), amendment(part))?.path).toBe(path);
  });

  test('a code that is right has no fault', () => {
    expect(amendmentFault(versionsWith([]), amendment({}))).toBeNull();
    expect(amendmentFault(versionsWith([]), amendment({ to: '2025-05-23' }))).toBeNull();
    expect(amendmentFault(versionsWith([]), amendment({ code: '388', nameZh: '新设类' }))).toBeNull();
    expect(amendmentFault(versionsWith([]), amendment({ code: '30103', nameZh: '奖金', to: '2026-12-31' }))).toBeNull();
    const government = { scheme: 'governmentEconomic' as const, code: '50188', nameZh: '其他' };
    expect(amendmentFault(versionsWith([]), amendment(government))).toBeNull();
    const fund = { scheme: 'fund' as const, code: '15', nameZh: '试点资金' };
    expect(amendmentFault(versionsWith([]), amendment(fund))).toBeNull();
  });
});

test('an amendment is withdrawn though money stands under its code, unless that code came with it', () => {
  const used: ReadonlySet<string> = new Set(['departmentEconomic 30188', 'departmentEconomic 30103']);
  const kept = (part: Partial<Amendment>) =>
    amendmentProcedure.refusals.codeInUse(amendment(part) as never, { used } as AmendmentFacts, null);
  expect(kept({})).toBe(true);
  expect([kept({ code: '30103' }), kept({ nameZh: null }), kept({ code: '30189' })]).toEqual([false, false, false]);
});

describe('政府预算支出经济分类', () => {
  const items = codesIn(ISSUED_CODES, 2022).filter(
    ({ scheme, code }) => scheme === 'departmentEconomic' && code.length === 5,
  );
  const unsaid = (kind: 'institution' | 'administrative') =>
    items.filter(({ code }) => governmentCodes(code, kind).usual === null).map(({ code }) => code);

  test('is known of every item of the units, but of those that somebody has to say', () => {
    const companies = ['31101', '31199', '31201', '31203', '31204', '31205', '31299'];
    expect(unsaid('institution')).toEqual(['30311', ...companies]);
    expect(unsaid('administrative')).toEqual(['30107', '30311', ...companies]);
  });

  test('is called by a code that the government’s classification has', () => {
    const known = new Set(
      codesIn(ISSUED_CODES, 2022).flatMap(({ scheme, code }) => (scheme === 'governmentEconomic' ? [code] : [])),
    );
    const used = items.flatMap(({ code }) => governmentCodes(code, 'institution').choices);
    expect(used.filter((code) => !known.has(code))).toEqual([]);
  });

  const lineOf = (economicCode: string): Line => ({
    functionCode: '2010350',
    economicCode,
    fund: 'generalPublicBudget',
    kind: 'basic',
    role: 'personnel',
    projectCode: null,
    fen: 1,
  });
  const coded = (...codes: string[]) => ({
    year: 2022,
    unit: { kind: 'institution' as const },
    lines: codes.map(lineOf),
    approvedLines: [lineOf('30103')],
  });

  test('belongs to every line that is there or was approved, as it is usual or as it was said', () => {
    const government = { [keyOf(lineOf('30101'))]: '50101' };
    const codes = governmentOf({ ...coded('30101', '30102', '31201'), government });
    expect([...codes.values()].sort()).toEqual(['50101', '50501', '50501']);
    expect(codes.has(keyOf(lineOf('30103')))).toBe(true);
    expect(codes.has(keyOf(lineOf('31201')))).toBe(false);
  });

  test('may be said where it is one of those that go with the item, or where none is known', () => {
    const said = (economicCode: string, code: string | null) =>
      governmentFaults(coded('30101', '31201'), { line: lineOf(economicCode), code }, ISSUED_CODES).map(
        ({ path }) => path,
      );
    expect([said('30101', '50101'), said('30101', '50501'), said('30103', '50101'), said('30101', null)]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect([said('30101', '50209'), said('30101', '50788'), said('30102', '50101')]).toEqual([
      ['code'],
      ['code'],
      ['line'],
    ]);
    expect([said('31201', '59999'), said('31201', '50788')]).toEqual([[], ['code']]);
  });

  test('is another for an office than for an institution where the money is spent by the unit itself', () => {
    expect(governmentCodes('30213', 'administrative')).toEqual({ usual: '50209', choices: ['50209', '50502'] });
    expect(governmentCodes('30213', 'institution').usual).toBe('50502');
    expect(governmentCodes('31002', 'civilServiceManaged').usual).toBe('50306');
    expect(governmentCodes('30302', 'institution')).toEqual({ usual: '50905', choices: ['50905'] });
  });
});

describe('an amendment within the year, without a new release', () => {
  let server: TestServer;
  let finance: Officer;
  let leader: Officer;
  beforeAll(async () => {
    server = await startTestServer({ days: 1, perDay: 2 });
    [finance, leader] = [await server.as('caiwu01'), await server.as('lingdao01')];
  });
  afterAll(() => server.stop());

  const added = {
    scheme: 'departmentEconomic',
    code: '30188',
    nameZh: '新设津贴',
    from: '2041-05-23',
    source: '财预〔2041〕41号',
  };
  const line = {
    functionCode: '2010350',
    economicCode: '30188',
    fund: 'generalPublicBudget',
    kind: 'basic',
    role: 'personnel',
    projectCode: null,
    was: 0,
    fen: 100,
  };

  test('finance amends, the leader may only look; money can then be entered, and the name stays with the budget', async () => {
    const unit = { nameZh: '区智慧城市服务中心', kind: 'institution' };
    const budget = (await finance.ask('POST', '/budgets', { body: { year: 2041, unit } })).body;
    const enter = () => finance.ask('POST', `/budgets/${budget.id}/amounts`, { body: { lines: [line] } });
    expect((await enter()).body.errors[0].path).toBe('lines.0.economicCode');
    expect((await leader.ask('POST', '/classification/amendments', { body: added })).status).toBe(403);
    const made = await finance.ask('POST', '/classification/amendments', { body: added });
    expect(made).toMatchObject({ status: 201, body: { state: 'inForce', nameZh: '新设津贴' } });
    const { codeNames, lines } = (await enter()).body;
    expect([codeNames, lines]).toEqual([{ '30188': '新设津贴' }, [expect.objectContaining({ fen: 100 })]]);
    const twice = await finance.ask('POST', '/classification/amendments', { body: { ...added, nameZh: '别名' } });
    expect(twice).toMatchObject({ status: 409, body: { code: 'amendedThatDay' } });
    const back = await finance.ask('POST', `/classification/amendments/${made.body.id}/actions/withdrawAmendment`, {
      body: { reason: '录入有误' },
      version: 1,
    });
    expect(back).toMatchObject({ status: 409, body: { code: 'codeInUse' } });
    const { versions, amendments } = (await leader.ask('GET', '/classification')).body;
    expect(versions.find(({ code }: { code: string }) => code === '30188')).toMatchObject({ from: '2041-05-23' });
    expect(amendments[0].may).toEqual([]);
  });

  test('an amendment that nobody uses is withdrawn, and the code is as it was', async () => {
    const body = {
      scheme: 'functional',
      code: '2010351',
      nameZh: '试点事项',
      from: '2041-01-01',
      source: '市级补充文件',
    };
    const made = (await finance.ask('POST', '/classification/amendments', { body })).body;
    await finance.ask('POST', `/classification/amendments/${made.id}/actions/withdrawAmendment`, {
      body: { reason: '录入有误' },
      version: 1,
    });
    const { versions } = (await finance.ask('GET', '/classification')).body;
    expect(versions.some(({ code }: { code: string }) => code === '2010351')).toBe(false);
    const ended = await finance.ask('POST', '/classification/endings', {
      body: { scheme: 'departmentEconomic', code: '30103', from: '2041-06-01', source: '财预〔2041〕41号' },
    });
    expect(ended).toMatchObject({ status: 201, body: { nameZh: null, to: null } });
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});
