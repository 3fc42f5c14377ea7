import { describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { acting, changed } from '../../kernel/procedure.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Line } from '../budget/model.ts';
import type { BudgetRecord } from '../budget/procedures.ts';
import { salary } from '../budget/salary.fixture.ts';
import { CODES } from '../disclosure/data/classification.ts';
import { FUJIAN } from '../disclosure/data/fujian.ts';
import type { Finding, Severity } from '../disclosure/model.ts';
import type { Written } from './model.ts';
import { type MadeOf, type PublicationRecord, publicationProcedure } from './procedures.ts';
import { answeredByPlan, findingKey, openErrors, openWarnings } from './rules.ts';

const now = '2026-02-03T02:00:00.000Z' as PublicationRecord['openedAt'];
const today = '2026-02-03';

/** Officers with every right over documents, so that only who did what is left to decide by. */
const rights = ['publication.read', 'publication.edit', 'publication.approve'];
const officer = (id: string) => ({ id, permissions: new Set(rights) }) as unknown as Actor;
const [one, other] = [officer('one'), officer('other')];

const found = (rule: string, severity: Severity, printed = '1.00'): Finding =>
  ({
    rule,
    severity,
    at: { what: '表一', lines: [1], pointer: null },
    printed,
    expected: '2.00',
    difference: null,
    message: { zh: '不符', en: 'differs' },
  }) as unknown as Finding;
const [wrong, odd, advice] = [found('X-01', 'error'), found('K-09', 'warning'), found('F-03', 'info')];

const line: Line = {
  ...salary,
  fen: 100_000_000,
};
const budget = {
  year: 2026,
  unit: {
    nameZh: '某市某区城市运行中心',
    kind: 'institution',
    staffInPost: 17,
    internalDepartments: 4,
    subordinateUnits: 0,
    procurement: { goods: 0, works: 0, services: 0 },
    vehicles: {},
    equipment: {},
    prior: { totalFen: line.fen, overseasFen: 0, receptionFen: 0, vehiclePurchaseFen: 0, vehicleRunningFen: 0 },
    reasons: {},
  },
  lines: [line],
  incomes: [{ functionCode: '2010350', source: 'generalPublicBudget', fen: line.fen }],
  projects: [],
  approvedLines: [line],
  approvedOn: '2026-01-20',
  publishDueOn: '2026-02-09',
  adjustments: [],
} as unknown as BudgetRecord;
const sourcesOf = (of: Partial<BudgetRecord> = {}): MadeOf => ({
  budget: { ...budget, ...of },
  last: null,
  plan: null,
  register: null,
  codes: CODES,
  template: FUJIAN,
  chosen: { id: FUJIAN.id, nameZh: FUJIAN.nameZh },
  governmentNames: new Map(),
});
const content = {
  duties: [],
  aims: '',
  tasks: [],
  uses: {},
  goals: [],
  targets: [],
  projects: [],
  agencyReason: '',
  departmentsLabelZh: '内设科室',
  reasons: {},
  publishOn: today,
} as Written;
const record = {
  kind: 'made',
  state: 'writing',
  version: 1,
  budgetId: 'b',
  content,
  approvedOn: '2026-01-20',
  text: null,
  overrules: [],
  signed: null,
  countersigned: null,
  publishedOn: null,
} as unknown as PublicationRecord;

interface Facts {
  findings?: Finding[];
  on?: string;
  sources?: MadeOf | null;
}
type Action = keyof typeof publicationProcedure.lifecycle.actions;
/** The document after an action, or the code of the refusal. */
function act(of: PublicationRecord, who: Actor, action: Action, input: object = {}, given: Facts = {}) {
  const { findings = [], on = today, sources = sourcesOf() } = given;
  const entry = acting(publicationProcedure, of, action, input, { actor: who, now, today: on, sources, findings });
  return isRefusal(entry) ? entry.code : changed(publicationProcedure, of, entry, { at: now, actorId: who.id });
}
const refusal = (...asked: Parameters<typeof act>) => {
  const after = act(...asked);
  return typeof after === 'string' ? after : null;
};
const taken = (...asked: Parameters<typeof act>): PublicationRecord => {
  const after = act(...asked);
  if (typeof after === 'string') throw new Error(after);
  return after;
};

describe('an error or a warning that stays', () => {
  const findings = [wrong, odd, advice];
  const keep = (...[finding, ...also]: Finding[]) => ({
    finding: findingKey(finding as Finding),
    also: also.map(findingKey),
    reason: '按批复口径',
  });
  const explained = taken(record, one, 'overrule', keep(wrong, odd), { findings });
  const confirm = (of: Finding) => ({ finding: findingKey(of) });

  test('is noted once, and not if it is only advice or not there any more', () => {
    expect(refusal(record, one, 'overrule', keep(advice), { findings })).toBe('noSuchFinding');
    expect(refusal(record, one, 'overrule', keep(odd, advice), { findings })).toBe('noSuchFinding');
    expect(refusal(record, one, 'overrule', keep(wrong), { findings: [odd] })).toBe('noSuchFinding');
    expect(refusal(explained, other, 'overrule', keep(odd), { findings })).toBe('overruledAlready');
  });

  test('has its reason confirmed by somebody else, once, and only where it is an error', () => {
    expect(refusal(explained, one, 'confirmOverrule', confirm(wrong), { findings })).toBe('ownReason');
    expect(refusal(explained, other, 'confirmOverrule', confirm(odd), { findings })).toBe('noReasonWritten');
    const confirmed = taken(explained, other, 'confirmOverrule', confirm(wrong), { findings });
    expect(confirmed.overrules.map(({ confirmedBy }) => confirmedBy)).toEqual(['other', null]);
    expect(refusal(confirmed, other, 'confirmOverrule', confirm(wrong), { findings })).toBe('noReasonWritten');
  });

  test('keeps a document from being signed until it is answered: an error confirmed, a warning noted', () => {
    expect(refusal(record, one, 'sign', {}, { findings: [wrong] })).toBe('openErrors');
    expect(refusal(record, one, 'sign', {}, { findings: [odd] })).toBe('openWarnings');
    expect(refusal(record, one, 'sign', {}, { findings: [advice] })).toBeNull();
    expect(refusal(explained, one, 'sign', {}, { findings })).toBe('openErrors');
    const confirmed = taken(explained, other, 'confirmOverrule', confirm(wrong), { findings });
    expect(refusal(confirmed, one, 'sign', {}, { findings })).toBeNull();
  });

  test('is another one when its figures change: the answer does not go over to it', () => {
    const confirmed = taken(explained, other, 'confirmOverrule', confirm(wrong), { findings });
    const [corrected, doubtful] = [found('X-01', 'error', '1.50'), found('K-09', 'warning', '3.00')];
    expect(openErrors([wrong, corrected], confirmed.overrules)).toEqual([corrected]);
    expect(openWarnings([odd, doubtful], confirmed.overrules)).toEqual([doubtful]);
  });

  test('of a goal without indicator is not asked where an approved plan answers it', () => {
    const goal = found('K-10', 'warning');
    expect(answeredByPlan([goal, odd], null)).toEqual([goal, odd]);
    expect(answeredByPlan([goal, odd], { goals: [], indicators: [] } as never)).toEqual([odd]);
  });
});

describe('a document is signed', () => {
  const signing = (of: Partial<BudgetRecord>, written: Partial<Written> = {}) =>
    refusal({ ...record, content: { ...content, ...written } }, one, 'sign', {}, { sources: sourcesOf(of) });
  const unit = (change: object) => ({ unit: { ...budget.unit, ...change } as BudgetRecord['unit'] });

  test('only of an approved budget, with every figure told and every change explained', () => {
    expect(signing({})).toBeNull();
    expect(signing({ approvedOn: null })).toBe('nothingBehind');
    expect(signing(unit({ staffInPost: null }))).toBe('figuresMissing');
    const moved = unit({ prior: { ...budget.unit.prior, receptionFen: 100 } });
    expect(signing(moved)).toBe('reasonsMissing');
    const reasons = { 'threePublic.officialReceptionChange': '压减接待' };
    expect(signing(moved, { reasons })).toBeNull();
    expect(signing(moved, { reasons: { 'threePublic.officialReceptionChange': '  ' } })).toBe('reasonsMissing');
    expect(refusal({ ...record, kind: 'imported' }, one, 'sign', {}, { sources: null })).toBe('importedOnly');
  });

  test('and countersigned by somebody else, whatever the first may do', () => {
    const signed = taken(record, one, 'sign');
    expect(signed.text).toContain('某市某区城市运行中心');
    expect([refusal(signed, one, 'countersign'), refusal(signed, other, 'countersign')]).toEqual([
      'ownSignature',
      null,
    ]);
  });

  const both = taken(taken(record, one, 'sign'), other, 'countersign');

  test('and goes out on the day that is printed on it, neither before nor after', () => {
    const on = (day: string) => refusal(both, one, 'publish', {}, { on: day });
    expect([on('2026-02-02'), on('2026-02-03'), on('2026-02-04')]).toEqual(['notTheDay', null, 'notTheDay']);
    expect(taken(both, one, 'publish')).toMatchObject({ state: 'published', publishedOn: today });
  });

  test('and taken back it is signed by nobody', () => {
    const back = taken(both, other, 'takeBack', { reason: '改正日期' });
    expect(back).toMatchObject({ state: 'writing', text: null, signed: null, countersigned: null });
  });
});

describe('a document is written', () => {
  const write = (aims: string, sources: MadeOf | null = sourcesOf()) =>
    refusal(record, one, 'write', { content: { ...content, aims } }, { sources });

  test('of an approved budget, with the figures left to the budget', () => {
    expect(write('提升治理效能')).toBeNull();
    expect(write('收入达到100.00万元')).toBe('typedFigures');
    expect(write('提升治理效能', sourcesOf({ approvedOn: null }))).toBe('budgetNotApprovedYet');
    expect(write('提升治理效能', null)).toBe('budgetNotApprovedYet');
  });
});
