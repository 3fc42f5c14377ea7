import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  checkErasure,
  type ErasureRun,
  erasePortion,
  listErasures,
  previewErasure,
  setTerm,
} from '../../kernel/erasure.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { Refused } from '../../kernel/refusal.ts';
import { verifyLog } from '../../kernel/verify.ts';
import { listAudit } from '../accounts/audit-store.ts';
import { caseRows } from './case-rows.ts';
import { type Centre, openCentre, report, TO_CHECKED, through, work } from './centre.fixture.ts';
import { erasePersonal, exportPersonal, findPersonal, holdCase, maskName, maskPhone } from './personal-commands.ts';
import { readableExport } from './personal-text.ts';
import { findReporter, listOriginals } from './reporter-store.ts';
import { caseErasures } from './retention.ts';
import { at, START } from './testing.ts';

const TO_CLOSED = [...TO_CHECKED, 'close'] as const;
const caller = { name: '欧阳来电', phone: '139-0000-1234', wantsAnswer: true, confidential: true };
const [identity] = caseErasures;
let centre: Centre;
const start = at(START);
const later = (days: number): Instant => instant(millis(start) + days * 86_400_000);
const by = () => ({ actor: centre.home.officers.securityAdministrator, now: later(1), address: '127.0.0.1' });
const reason = '本人来电要求，回拨13900001234核实';

/** Why something is not done; null if it was. */
async function refusal(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  return null;
}

beforeAll(async () => {
  centre = await openCentre();
});
afterAll(() => centre.close());

async function closedCase(description = '路灯不亮') {
  const kase = await report(centre, { description, reporter: caller });
  const noted = await work(centre, kase, 'addNote', { text: '欧阳来电补充：门口闽A12345占道' });
  return through(centre, noted, ...TO_CLOSED);
}
const held = async (id: string) => [
  (await findReporter(centre.db, centre.home.id, id))?.name ?? null,
  (await listOriginals(centre.db, centre.home.id, id)).length,
];

describe('what is held of a person', () => {
  test('is found by the number, however it is written, masked, and only in this district', async () => {
    const kase = await closedCase();
    const other = await report(centre, { description: '邻居电话13900001234，夜间施工' });
    for (const number of ['13900001234', '+86 139 0000 1234', '１３９００００１２３４']) {
      const found = await findPersonal(centre.db, by(), centre.home.id, { number, reason });
      expect(
        found
          .map(({ caseId, as, name, phone, texts }) => ({ caseId, as, name, phone, texts }))
          .sort((a, b) => (a.as < b.as ? -1 : 1)),
      ).toEqual([
        { caseId: other.id, as: 'mentioned', name: null, phone: null, texts: 1 },
        { caseId: kase.id, as: 'reporter', name: '欧***', phone: '139****1234', texts: 1 },
      ]);
    }
    expect(await findPersonal(centre.db, by(), centre.abroad.id, { number: '13900001234', reason })).toEqual([]);
    expect(await findPersonal(centre.db, by(), centre.home.id, { number: '闽A12345', reason })).toMatchObject([
      { caseId: kase.id, as: 'mentioned' },
    ]);
    expect(await findPersonal(centre.db, by(), centre.home.id, { caseNumber: kase.number, reason })).toHaveLength(1);
  });

  test('is given out whole to who reported, and of another’s report only that the number stands in it', async () => {
    const cases = await exportPersonal(centre.db, by(), centre.home.id, { number: '13900001234', reason });
    const mentioned = cases.find(({ as }) => as === 'mentioned');
    expect(mentioned).toMatchObject({ description: '', reporter: null, originals: [] });
    const own = cases.find(({ as }) => as === 'reporter');
    expect(own?.reporter).toMatchObject({ name: '欧阳来电', phone: '139-0000-1234' });
    const text = readableExport(cases, start);
    expect(text).toContain('欧阳来电补充：门口闽A12345占道');
    expect(text).not.toContain('邻居电话');
  });

  test('leaves a line in the audit, with the reason and without the person', async () => {
    const lines = await listAudit(centre.db, centre.home.id, { action: 'personalExported', limit: 10 });
    expect(lines[0]).toMatchObject({ actorId: by().actor.id, detail: { found: 2, by: 'number' } });
    const all = JSON.stringify(await listAudit(centre.db, centre.home.id, { limit: 200 }));
    for (const secret of ['1390000', '欧阳', '12345']) expect(all).not.toContain(secret);
  });

  test('is masked so that little is left of a short name or number', () => {
    expect([maskName('马'), maskName('马云飞'), maskPhone('12345'), maskPhone('059187654321')]).toEqual([
      '马*',
      '马**',
      '*****',
      '059****4321',
    ]);
  });
});

describe('erasing on request', () => {
  test('takes the person and the texts, leaves case and log, and proves it', async () => {
    const kase = await closedCase();
    const run = await erasePersonal(centre.db, by(), centre.home.id, { caseId: kase.id, reason });
    expect(run).toMatchObject({ rule: 'onRequest', records: 2 });
    expect(await held(kase.id)).toEqual([null, 0]);
    expect((await findReporter(centre.db, centre.home.id, kase.id))?.erasedAt).toBe(later(1));
    expect(await checkErasure(centre.db, centre.home.id, run)).toBe(true);
    expect(await listErasures(centre.db, centre.home.id, { recordId: `original/${kase.id}/2`, limit: 5 })).toEqual([
      run,
    ]);
    expect(await verifyLog(centre.db, centre.home.id, { rows: [caseRows] })).toMatchObject({ flaw: null });
    const [line] = await listAudit(centre.db, centre.home.id, { action: 'personalErased', limit: 1 });
    expect(line).toMatchObject({
      recordId: kase.id,
      detail: { root: run.root, reason: '本人来电要求，回拨〔电话〕核实' },
    });
    expect(await refusal(erasePersonal(centre.db, by(), centre.home.id, { caseId: kase.id, reason }))).toMatchObject({
      code: 'nothingHeld',
    });
  });

  test('is refused while the reporter is owed an answer, and while a dispute holds it', async () => {
    const open = await report(centre, { reporter: caller });
    const erase = (caseId: string) => refusal(erasePersonal(centre.db, by(), centre.home.id, { caseId, reason }));
    expect(await erase(open.id)).toMatchObject({ code: 'caseStillOpen' });
    const kase = await closedCase();
    await holdCase(centre.db, by(), centre.home.id, { caseId: kase.id, reason: '信访复查', hold: true });
    expect(await erase(kase.id)).toMatchObject({ code: 'erasureHeld' });
    await holdCase(centre.db, by(), centre.home.id, { caseId: kase.id, reason: '已办结', hold: false });
    expect(await erase(kase.id)).toBeNull();
  });

  test('changed afterwards, a proof no longer holds', async () => {
    const [run] = await listErasures(centre.db, centre.home.id, { limit: 1 });
    await sql`update erasure_leaf set record_id = record_id || 'x' where run_id = ${run?.id}`.execute(centre.db);
    expect(await checkErasure(centre.db, centre.home.id, run as ErasureRun)).toBe(false);
  });
});

describe('when the term is over', () => {
  const due = async (days: number) => {
    const [first] = await previewErasure(centre.db, caseErasures, centre.home.id, later(days));
    return first?.records;
  };

  test('what ended that long ago goes; what is open, reopened, on hold or younger stays', async () => {
    await erasePortion(centre.db, identity as never, centre.home.id, later(5000));
    const old = await closedCase();
    const onHold = await closedCase();
    const open = await report(centre, { reporter: caller });
    const reopened = await through(centre, await closedCase(), 'reopen');
    await holdCase(centre.db, by(), centre.home.id, { caseId: onHold.id, reason: '信访复查', hold: true });
    expect([await due(700), await due(740)]).toEqual([0, 2]);
    expect(await held(old.id)).toEqual(['欧阳来电', 1]);
    const run = await erasePortion(centre.db, identity as never, centre.home.id, later(740));
    expect(run).toMatchObject({ rule: 'caseIdentity', ruleVersion: 1, records: 2, before: later(10) });
    expect(await held(old.id)).toEqual([null, 0]);
    for (const kept of [onHold, open, reopened]) expect((await held(kept.id))[0]).toBe('欧阳来电');
    expect(await erasePortion(centre.db, identity as never, centre.home.id, later(740))).toBeNull();
    expect(await checkErasure(centre.db, centre.home.id, run as ErasureRun)).toBe(true);
  });

  test('a district may keep it shorter or longer, but not shorter than the rule allows', async () => {
    await closedCase();
    const before = await due(100);
    await setTerm(centre.db, centre.home.id, identity as never, 60, start);
    expect(await due(100)).toBe((before ?? 0) + 2);
    await setTerm(centre.db, centre.home.id, identity as never, 1, start);
    expect(await due(20)).toBe(0);
  });
});
