import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attempt, transact } from '../../kernel/db.ts';
import { sha256 } from '../../kernel/digest.ts';
import { proveErased } from '../../kernel/erasure.ts';
import { readLog } from '../../kernel/log.ts';
import { Refused } from '../../kernel/refusal.ts';
import { settled } from '../../kernel/testing.ts';
import { verifyLog } from '../../kernel/verify.ts';
import { changeUnit } from '../organisation/commands.ts';
import { findUnit } from '../organisation/store.ts';
import { caseRows } from './case-rows.ts';
import {
  type Centre,
  doing,
  MIDDLE,
  openCentre,
  report,
  TO_CHECKED,
  through,
  type Working,
  work,
} from './centre.fixture.ts';
import { openCase } from './commands.ts';
import { checkPhotos } from './facts.ts';
import { exif, jfif, jpeg } from './images.fixture.ts';
import { caseJobs } from './jobs.ts';
import type { CaseAction } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { findPhoto, findPhotoFlaw, keepPhoto, listPhotos } from './photo-store.ts';
import { findReporter, listOriginals } from './reporter-store.ts';
import { findCase, listPrecedents } from './store.ts';
import { suggestUnits } from './suggestions.ts';
import { at, idOf } from './testing.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterAll(() => centre.close());

/** Why something is not done. */
async function refusal(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  return null;
}
const code = async (work: Promise<unknown>) => (await refusal(work))?.code ?? null;
const stored = async (kase: Pick<CaseFile, 'id'>) => (await findCase(centre.db, centre.home.id, kase.id))?.kase;
const logOf = async (kase: Pick<CaseFile, 'id'>) =>
  (await readLog(centre.db, centre.home.id, kase.id)).map(({ action }) => action);

describe('one case', () => {
  test('goes its way by commands, and is at the end the fold of its log', async () => {
    const closed = await through(centre, await report(centre), ...TO_CHECKED, 'close');
    expect(await stored(closed)).toEqual(closed);
    expect(await logOf(closed)).toEqual(['report', ...TO_CHECKED, 'close']);
    expect(closed.number).toMatch(/^HO20260302-\d{6}$/);
    expect(closed.place).toMatchObject({
      cellCode: expect.stringMatching(/^35010200100/),
      subdistrictCode: '350102001',
    });
    expect(await verifyLog(centre.db, centre.home.id, { rows: [caseRows] })).toMatchObject({ flaw: null });
  });

  test('keeps the reporter’s own data apart: in the reporter’s record, in no log and no row', async () => {
    const kase = await report(centre, {
      description: '井盖缺失，我是报告人，电话13800001234',
      address: '闽A12345 旁',
      reporter: { name: '报告人', phone: '13900001234', wantsAnswer: true, confidential: true },
    });
    expect(kase.description).toBe('井盖缺失，我是〔上报人〕，电话〔电话〕');
    const everything = JSON.stringify([await readLog(centre.db, centre.home.id, kase.id), await stored(kase)]);
    for (const secret of ['1380000', '1390000', '报告人', '12345']) expect(everything).not.toContain(secret);
    expect(await findReporter(centre.db, centre.home.id, kase.id)).toEqual({
      name: '报告人',
      phone: '13900001234',
      wantsAnswer: true,
      confidential: true,
      originalText: '井盖缺失，我是报告人，电话13800001234\n闽A12345 旁',
      erasedAt: null,
    });
    const { rows } = await sql<{ all: string }>`select r::text as all from case_reporter r`.execute(centre.db);
    for (const secret of ['1380000', '1390000', '报告人', '12345']) expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test('keeps the reporter out of every later text too, and the text as it was written apart', async () => {
    const kase = await report(centre, {
      reporter: { name: '报告人', phone: '87654321', wantsAnswer: true, confidential: true },
    });
    const noted = await work(centre, kase, 'addNote', { text: '  报告人来电（8765-4321），家属13900005678也催问 ' });
    const [, entry] = await readLog(centre.db, centre.home.id, kase.id);
    expect(entry).toMatchObject({ data: { input: { text: '〔上报人〕来电（〔电话〕），家属〔电话〕也催问' } } });
    await work(centre, noted, 'addNote', { text: '已派人查看。' });
    expect(await listOriginals(centre.db, centre.home.id, kase.id)).toEqual([
      { seq: 2, texts: [{ field: 'text', text: '报告人来电（8765-4321），家属13900005678也催问' }] },
    ]);
  });

  test('with nothing to hide has no reporter’s record', async () => {
    const kase = await report(centre, { description: '井盖缺失' });
    expect([kase.reporterId, await findReporter(centre.db, centre.home.id, kase.id)]).toEqual([null, null]);
  });

  test('is not begun outside the district, or with a category of nobody', async () => {
    expect(await refusal(report(centre, { point: { lon: 116.4, lat: 39.9 } }))).toMatchObject({ refused: 'invalid' });
    expect(await refusal(report(centre, { categoryId: idOf('no category') }))).toMatchObject({
      faults: [{ path: 'categoryId' }],
    });
    expect(await code(report(centre, { categoryId: centre.abroad.category }))).toBe('invalidInput');
  });
});

describe('what a form refers to', () => {
  const nobody = idOf('nobody');
  test.each([
    ['accept', 'categoryId', { categoryId: nobody }],
    ['sendToVerify', 'inspectorId', { inspectorId: nobody }],
    ['merge', 'intoId', { intoId: nobody }],
    ['addNote', 'photos', { photos: [nobody] }],
    ['correct', 'point', { point: { lon: 116.4, lat: 39.9 } }],
  ] as [CaseAction, string, Record<string, unknown>][])(
    '%s: an unknown %s is refused at its field',
    async (action, path, input) => {
      const kase = await report(centre);
      const refused = await refusal(work(centre, kase, action, input));
      expect(refused).toMatchObject({ refused: 'invalid' });
      if (path !== 'point') expect(refused?.faults).toMatchObject([{ path }]);
      expect(await stored(kase)).toEqual(kase);
    },
  );

  test('an unknown condition or unit, a unit of another district or one no longer active', async () => {
    const { db, home, abroad } = centre;
    const accepted = await through(centre, await report(centre), 'accept');
    expect(await refusal(work(centre, accepted, 'register', { conditionId: nobody }))).toMatchObject({
      faults: [{ path: 'conditionId' }],
    });
    const registered = await through(centre, accepted, 'register');
    for (const unitId of [nobody, abroad.units.water]) {
      expect(await refusal(work(centre, registered, 'dispatch', { unitId }))).toMatchObject({
        faults: [{ path: 'unitId' }],
      });
    }
    expect(
      await refusal(work(centre, registered, 'dispatch', { assistUnitIds: [home.units.roads, nobody] })),
    ).toMatchObject({ faults: [{ path: 'assistUnitIds.1' }] });
    await sql`update organisation_unit set active = false where id = ${home.units.gardens}`.execute(db);
    expect(await refusal(work(centre, registered, 'dispatch', { unitId: home.units.gardens }))).toMatchObject({
      faults: [{ path: 'unitId' }],
    });
    await sql`update organisation_unit set active = true where id = ${home.units.gardens}`.execute(db);
  });

  test('an officer who cannot inspect is not sent to', async () => {
    const kase = await report(centre);
    expect(
      await refusal(work(centre, kase, 'sendToVerify', { inspectorId: centre.home.officers.leader.id })),
    ).toMatchObject({ faults: [{ path: 'inspectorId' }] });
    expect(
      await code(work(centre, kase, 'sendToVerify', { inspectorId: centre.home.officers.secondInspector.id })),
    ).toBeNull();
  });

  test('a review date in the past, today, or beyond a year', async () => {
    const kase = await through(centre, await report(centre), 'accept', 'register');
    for (const reviewOn of ['2026-03-01', '2026-03-02', '2027-03-04']) {
      expect(await refusal(work(centre, kase, 'suspend', { reviewOn })), reviewOn).toMatchObject({
        faults: [{ path: 'reviewOn' }],
      });
    }
    expect(await code(work(centre, kase, 'suspend', { reviewOn: '2026-03-03' }))).toBeNull();
  });

  test('is not told to an officer who may not act at all, or not now', async () => {
    const kase = await report(centre);
    expect(await code(work(centre, kase, 'accept', { categoryId: nobody }, { by: 'callAgent' }))).toBe('notPermitted');
    expect(await code(work(centre, await through(centre, kase, 'accept'), 'accept', { categoryId: nobody }))).toBe(
      'notInThisState',
    );
  });
});

describe('of two officers at once', () => {
  test('one wins, and the other is told what changed', async () => {
    const kase = await report(centre);
    const outcomes = await Promise.all([
      refusal(work(centre, kase, 'accept', {}, { seen: 1 })),
      refusal(work(centre, kase, 'reject', {}, { seen: 1, by: 'shiftLeader' })),
    ]);
    const [lost] = outcomes.filter((outcome) => outcome !== null);
    expect(outcomes).toContain(null);
    const won = (await logOf(kase)).at(-1);
    expect(lost).toMatchObject({
      refused: 'stale',
      code: 'changedMeanwhile',
      facts: { version: 2, since: [{ action: won, label: { zh: expect.any(String) }, actorId: expect.any(String) }] },
    });
  });

  test('many that note the same case all succeed, one after the other', async () => {
    const kase = await report(centre);
    await Promise.all(Array.from({ length: 8 }, (_, i) => work(centre, kase, 'addNote', { text: `批注 ${i}` })));
    expect((await stored(kase))?.version).toBe(9);
    expect(await verifyLog(centre.db, centre.home.id, { rows: [caseRows] })).toMatchObject({ flaw: null });
  });

  test('two supervision orders get two numbers, one after the other', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(async () => through(centre, await report(centre), 'accept', 'register')),
    );
    const both = await Promise.all([one, two].map((kase) => work(centre, kase!, 'supervise')));
    const numbers = both.map(({ supervisions }) => supervisions[0]?.number ?? 0).sort((a, b) => a - b);
    expect(numbers[1]).toBe((numbers[0] ?? 0) + 1);
  });

  test('a refused supervision order uses up no number', async () => {
    const [kase, other] = await Promise.all(
      [1, 2].map(async () => through(centre, await report(centre), 'accept', 'register')),
    );
    const before = (await work(centre, kase!, 'supervise')).supervisions[0]?.number ?? 0;
    expect(await code(work(centre, other!, 'supervise', { text: '' }))).toBe('invalidInput');
    expect((await work(centre, other!, 'supervise')).supervisions[0]?.number).toBe(before + 1);
  });
});

describe('duplicates', () => {
  test('are taken in, and end with the main case; every log tells its part', async () => {
    const [main, duplicate, other] = await Promise.all([report(centre), report(centre), report(centre)]);
    await work(centre, duplicate, 'merge', { intoId: main.id });
    await work(centre, other, 'merge', { intoId: main.id.toUpperCase() });
    expect((await stored(main))?.absorbed).toEqual([duplicate.id, other.id]);
    await work(centre, other, 'unmerge');
    expect((await stored(main))?.absorbed).toEqual([duplicate.id]);
    await through(centre, main, ...TO_CHECKED, 'close');
    expect(await stored(duplicate)).toMatchObject({ state: 'closed', outcome: 'fixed', mergedInto: main.id });
    expect(await stored(other)).toMatchObject({ state: 'reported', mergedInto: null });
    expect(await logOf(duplicate)).toEqual(['report', 'merge', 'endWithMain']);
    const [, , ended] = await readLog(centre.db, centre.home.id, duplicate.id);
    expect(ended).toMatchObject({ actorId: null, data: { input: { reply: '井盖已更换，感谢您的反映。' } } });
  });

  test('merged into a case that is done, or into itself, stay as they are, and so does the other', async () => {
    const [closed, duplicate] = await Promise.all([
      through(centre, await report(centre), ...TO_CHECKED, 'close'),
      report(centre),
    ]);
    expect(await code(work(centre, duplicate, 'merge', { intoId: closed.id }))).toBe('notInThisState');
    expect(await code(work(centre, duplicate, 'merge', { intoId: duplicate.id.toUpperCase() }))).toBe('intoItself');
    expect([await stored(duplicate), await stored(closed)]).toEqual([duplicate, closed]);
    expect(await logOf(duplicate)).toEqual(['report']);
  });

  test('two cases merged into each other at once: at most one is', async () => {
    const [a, b] = await Promise.all([report(centre), report(centre)]);
    await Promise.allSettled([work(centre, a, 'merge', { intoId: b.id }), work(centre, b, 'merge', { intoId: a.id })]);
    const states = [(await stored(a))?.state, (await stored(b))?.state];
    expect(states.filter((state) => state === 'merged').length).toBeLessThanOrEqual(1);
  });

  test('a main case closes again after it was reopened, though a duplicate went its own way', async () => {
    const [main, duplicate] = await Promise.all([report(centre), report(centre)]);
    await work(centre, duplicate, 'merge', { intoId: main.id });
    await through(centre, main, ...TO_CHECKED, 'close', 'reopen');
    await work(centre, duplicate, 'reopen');
    await through(centre, main, 'dispatch', 'acknowledge', 'reportFixed', 'checkFix', 'close');
    expect(await stored(main)).toMatchObject({ state: 'closed', round: 2 });
    expect(await stored(duplicate)).toMatchObject({ state: 'accepted', round: 2 });
  });
});

describe('sub-cases', () => {
  const subsOf = async (kase: CaseFile) =>
    Promise.all(((await stored(kase))?.subCases ?? []).map(async ({ id }) => (await stored({ id }))!));

  test('are opened with their parent’s place and their own condition, and their end is told to it', async () => {
    const parent = await through(centre, await report(centre), 'accept', 'register', 'split');
    const [one, two] = await subsOf(parent);
    expect(one).toMatchObject({
      state: 'registered',
      parentId: parent.id,
      number: `${parent.number}-1`,
      place: parent.place,
      conditionId: centre.home.conditions[0],
    });
    expect(two).toMatchObject({
      conditionId: centre.home.conditions[1],
      handlingLimit: { amount: 2, unit: 'workdays' },
    });
    const rest = ['dispatch', 'acknowledge', 'reportFixed', 'checkFix', 'close'] as const;
    await through(centre, one!, ...rest);
    expect(await code(work(centre, parent, 'close'))).toBe('subCasesOpen');
    await work(centre, two!, 'void');
    expect((await stored(parent))?.subCases.map(({ ended }) => ended)).toEqual([true, true]);
    await work(centre, parent, 'close');

    await work(centre, one!, 'reopen');
    await through(centre, one!, ...rest);
    expect(await stored(one!)).toMatchObject({ state: 'closed', round: 2 });
  });

  test('of a second round have numbers of their own', async () => {
    const parent = await through(centre, await report(centre), 'accept', 'register', 'split');
    for (const sub of await subsOf(parent)) await work(centre, sub, 'void');
    await through(centre, parent, 'close', 'reopen', 'split');
    expect((await subsOf(parent)).map(({ number }) => number)).toEqual([
      `${parent.number}-2-1`,
      `${parent.number}-2-2`,
    ]);
  });

  test('with an unknown condition are not opened, and the parent is not split', async () => {
    const kase = await through(centre, await report(centre), 'accept', 'register');
    const parts = [
      { description: '一部分', conditionId: centre.home.conditions[0] },
      { description: '另一部分', conditionId: idOf('none') },
    ];
    expect(await refusal(work(centre, kase, 'split', { parts }))).toMatchObject({
      faults: [{ path: 'parts.1.conditionId' }],
    });
    expect(await stored(kase)).toEqual(kase);
  });
});

describe('a ruling', () => {
  test('becomes a precedent that the dispatcher is shown next time, before all else', async () => {
    const { db, home } = centre;
    const disputed = await through(
      centre,
      await report(centre),
      'accept',
      'register',
      'dispatch',
      'decline',
      'dispatch',
      'decline',
    );
    expect(disputed.state).toBe('disputed');
    await work(centre, disputed, 'rule', { unitId: home.units.roads, reason: '该处井盖经确权属道路养护单位。' });
    expect(await listPrecedents(db, home.id, home.category, disputed.place?.communityCode ?? null)).toMatchObject([
      { caseId: disputed.id, unitId: home.units.roads },
    ]);
    const like = await through(centre, await report(centre), 'accept', 'register');
    const [first] = await suggestUnits(db, home.officers.dispatcher, like);
    expect(first).toMatchObject({
      unitId: home.units.roads,
      grounds: [{ kind: 'precedent', text: { zh: expect.stringContaining('经确权') } }],
    });
    const setActive = async (active: boolean) => {
      const { version = 0 } = (await findUnit(db, home.id, home.units.roads)) ?? {};
      await transact(db, (tx) => changeUnit(tx, home.id, home.units.roads, { unit: { active }, version }));
      return suggestUnits(db, home.officers.dispatcher, like);
    };
    // No new case goes to a unit that was made inactive: it is not suggested either.
    expect((await setActive(false)).map(({ unitId }) => unitId)).not.toContain(home.units.roads);
    expect((await setActive(true))[0]?.unitId).toBe(home.units.roads);
  });
});

describe('who sees what', () => {
  test('a case of another district, or one not shown to the officer, is unknown to him', async () => {
    const kase = await report(centre);
    expect(await code(work(centre, kase, 'addNote', {}, { in: centre.abroad }))).toBe('unknownRecord');
    expect(await code(work(centre, kase, 'addNote', {}, { by: 'unitOfficer' }))).toBe('unknownRecord');
    const sent = await through(centre, kase, 'accept', 'register', 'dispatch');
    expect(await code(work(centre, sent, 'addNote', {}, { by: 'unitOfficer' }))).toBeNull();
    expect(await code(work(centre, sent, 'addNote', {}, { by: 'roadsOfficer' }))).toBe('unknownRecord');
  });
});

describe('photos', () => {
  const picture = (n: number) =>
    Buffer.from([
      0xff,
      0xd8,
      0xff,
      0xdb,
      0,
      67,
      ...Array<number>(65).fill(n),
      0xff,
      0xc0,
      0,
      11,
      8,
      0,
      8,
      0,
      8,
      1,
      1,
      0x11,
      0,
      0xff,
      0xda,
      0,
      8,
      1,
      1,
      0,
      0,
      63,
      0,
      n,
      0xff,
      0xd9,
    ]);
  const keep = (how: Working = {}) =>
    transact(centre.db, (tx) => {
      const { actor, now } = doing(centre, tx, 'unitOfficer', how);
      return keepPhoto(tx, actor!, picture(1), now);
    });

  test('become evidence of the case by the officer who uploaded them, and of no second case', async () => {
    const kase = await through(centre, await report(centre), 'accept', 'register', 'dispatch', 'acknowledge');
    const { id } = await keep();
    const fixed = await work(centre, kase, 'reportFixed', { photos: [id] });
    const kept = await findPhoto(centre.db, centre.home.id, id);
    expect(fixed.photos).toMatchObject([{ id, action: 'reportFixed', sha256: sha256(kept?.bytes ?? '') }]);
    expect(await listPhotos(centre.db, centre.home.id, kase.id)).toMatchObject([{ id, type: 'image/jpeg' }]);
    expect((await findPhoto(centre.db, centre.home.id, id))?.caseId).toBe(kase.id);
    expect(await refusal(work(centre, fixed, 'addNote', { photos: [id] }, { by: 'unitOfficer' }))).toMatchObject({
      faults: [{ path: 'photos' }],
    });
  });

  test('of another officer, or of another district, cannot be used', async () => {
    const kase = await report(centre);
    const { id } = await keep();
    expect(await refusal(work(centre, kase, 'addNote', { photos: [id] }))).toMatchObject({
      faults: [{ path: 'photos' }],
    });
    const foreign = await keep({ in: centre.abroad });
    await expect(
      transact(centre.db, (tx) => checkPhotos(doing(centre, tx, 'unitOfficer'), [foreign.id])),
    ).rejects.toThrow('photo');
  });

  test('are proved with the log: one that was exchanged, or moved to another case, is named', async () => {
    const kase = await report(centre);
    const { id } = await keep({ by: 'dispatcher' });
    await work(centre, kase, 'addNote', { photos: [id] });
    const flaw = () => findPhotoFlaw(centre.db, centre.home.id);
    const named = `photo ${id}: it is not the picture that was attached to case`;
    expect(await flaw()).toBeNull();
    await sql`update case_photo set bytes = bytes || '\\x00' where id = ${id}`.execute(centre.db);
    expect(await flaw()).toBe(`${named} ${kase.id}`);
    await sql`update case_photo set bytes = substr(bytes, 1, length(bytes) - 1) where id = ${id}`.execute(centre.db);
    expect(await flaw()).toBeNull();
    const other = await report(centre);
    await sql`update case_photo set case_id = ${other.id} where id = ${id}`.execute(centre.db);
    expect(await flaw()).toBe(`${named} ${other.id}`);
    await sql`update case_photo set case_id = ${kase.id} where id = ${id}`.execute(centre.db);
  });

  test('that are gone are named, unless their erasure is proven', async () => {
    const kase = await report(centre);
    const photo = await keep({ by: 'dispatcher' });
    await work(centre, kase, 'addNote', { photos: [photo.id] });
    const flaw = () => findPhotoFlaw(centre.db, centre.home.id);
    await sql`delete from case_photo where id = ${photo.id}`.execute(centre.db);
    expect(await flaw()).toBe(
      `photo ${photo.id}: it is gone, and no erasure is proven: it was attached to case ${kase.id}`,
    );
    const gone = [{ id: photo.id, digest: Buffer.from(sha256(picture(1)), 'hex') }];
    const rule = { name: 'casePhoto', version: 1, proves: 'each', before: null } as const;
    await transact(centre.db, (tx) => proveErased(tx, centre.home.id, rule, gone, at('2026-03-02 09:00')));
    expect(await flaw()).toBeNull();
  });

  test('that were attached before hashes were frozen are only looked for in their case', async () => {
    const kase = await report(centre);
    const { id } = await keep({ by: 'dispatcher' });
    await work(centre, kase, 'addNote', { photos: [id] });
    const { rows } = await sql<{
      body: string;
    }>`select body::text as body from case_file where id = ${kase.id}`.execute(centre.db);
    const put = (body: string) => sql`update case_file set body = ${body} where id = ${kase.id}`.execute(centre.db);
    const body = rows[0]?.body ?? '';
    await put(body.replace(/, ?"sha256": ?"[0-9a-f]{64}"/, ''));
    expect((await stored(kase))?.photos).toMatchObject([{ id, action: 'addNote' }]);
    expect((await stored(kase))?.photos[0]).not.toHaveProperty('sha256');
    expect(await findPhotoFlaw(centre.db, centre.home.id)).toBeNull();
    await put(body);
  });

  test('claimed by two cases at the same moment are one’s', async () => {
    const kases = await Promise.all([report(centre), report(centre)]);
    const { id } = await keep({ by: 'dispatcher' });
    const codes = await Promise.all(kases.map((kase) => code(work(centre, kase, 'addNote', { photos: [id] }))));
    expect(codes.filter((one) => one === null)).toHaveLength(1);
    const withPhoto = (await Promise.all(kases.map(stored))).filter((kase) => kase?.photos.length);
    expect(withPhoto.map((kase) => kase?.id)).toEqual([(await findPhoto(centre.db, centre.home.id, id))?.caseId]);
  });

  test('tell when and where they were taken, by the wall clock of the district, and are served without it', async () => {
    const { id, ...told } = await transact(centre.db, (tx) =>
      keepPhoto(tx, centre.home.officers.inspector, jpeg(jfif, exif(6)), at('2026-03-02 09:40')),
    );
    expect(told).toEqual({
      type: 'image/jpeg',
      takenAt: at('2026-03-02 09:30'),
      takenPoint: { lon: expect.closeTo(119.2833, 3), lat: expect.closeTo(26.0833, 3) },
    });
    expect((await findPhoto(centre.db, centre.home.id, id))?.bytes.includes('2026:03:02')).toBe(false);
  });

  test('that are none are refused', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>          ');
    expect(
      await code(
        transact(centre.db, (tx) => keepPhoto(tx, centre.home.officers.inspector, svg, at('2026-03-02 09:00'))),
      ),
    ).toBe('notAPhoto');
  });
});

describe('the review date of a suspended case', () => {
  const [job] = caseJobs;
  const run = (local: string) => transact(centre.db, (tx) => job!.run(tx, at(local)));

  test('brings it back by itself on the morning of that local day, and no earlier', async () => {
    const kase = await through(centre, await report(centre), 'accept', 'register', 'dispatch', 'acknowledge');
    await work(centre, kase, 'suspend', { reviewOn: '2026-03-05' });
    await run('2026-03-04 23:59');
    expect((await stored(kase))?.state).toBe('suspended');
    await run('2026-03-05 00:00');
    expect(await stored(kase)).toMatchObject({ state: 'handling', suspendedUntil: null });
    expect((await logOf(kase)).at(-1)).toBe('resumeOnReview');
    await run('2026-03-05 00:05');
    expect((await logOf(kase)).filter((action) => action === 'resumeOnReview')).toHaveLength(1);
  });
});

describe('a proof of the whole', () => {
  test('finds a row that was changed, one that was taken away, and one that no log knows of', async () => {
    const { db, home } = centre;
    const kase = await through(centre, await report(centre), 'accept');
    const prove = () => verifyLog(db, home.id, { rows: [caseRows] });
    const undone = async (change: (tx: typeof db) => Promise<unknown>) => {
      await sql`create table kept as select * from case_file`.execute(db);
      await change(db);
      const { flaw } = await prove();
      await sql`truncate case_file`.execute(db);
      await sql`insert into case_file select * from kept`.execute(db);
      await sql`drop table kept`.execute(db);
      return flaw;
    };
    const body = sql`jsonb_set(body::jsonb, '{urgent}', 'true')::json`;
    expect(
      await undone((tx) => sql`update case_file set body = ${body} where id = ${kase.id}`.execute(tx)),
    ).toMatchObject({ recordId: kase.id, what: 'row', message: 'the row is not the fold of its log' });
    expect(await undone((tx) => sql`update case_file set version = 9 where id = ${kase.id}`.execute(tx))).toMatchObject(
      { recordId: kase.id, message: expect.stringContaining('version 9') },
    );
    expect(
      await undone((tx) => sql`update case_file set log_hash = '\\x00' where id = ${kase.id}`.execute(tx)),
    ).toMatchObject({ recordId: kase.id });
    expect(await undone((tx) => sql`delete from case_file where id = ${kase.id}`.execute(tx))).toMatchObject({
      recordId: kase.id,
      message: expect.stringContaining('no row shows'),
    });
    const stray = sql`insert into case_file select (jsonb_populate_record(f, jsonb_build_object('id', ${idOf('stray')}::text, 'number', 'stray'))).* from case_file f where id = ${kase.id}`;
    expect(await undone((tx) => stray.execute(tx))).toMatchObject({
      recordId: idOf('stray'),
      message: expect.stringContaining('the log knows nothing'),
    });
    expect((await prove()).flaw).toBeNull();
  });
});

test('a refusal in one of many leaves the others done, and itself without a trace', async () => {
  const [good, bad] = await Promise.all([report(centre), through(centre, await report(centre), 'reject')]);
  await transact(centre.db, async (tx) => {
    const fine = doing(centre, tx, 'intakeOfficer');
    await attempt(tx, () =>
      openCase(fine, {
        source: 'web',
        nature: 'problem',
        description: '另一件',
        address: '',
        point: MIDDLE,
        categoryId: null,
        urgent: false,
        photos: [],
      }),
    );
  });
  expect(await code(work(centre, bad, 'accept'))).toBe('notInThisState');
  expect(await code(work(centre, good, 'accept'))).toBeNull();
  await settled(centre.db);
  expect(await verifyLog(centre.db, centre.home.id, { rows: [caseRows] })).toMatchObject({ flaw: null });
});
