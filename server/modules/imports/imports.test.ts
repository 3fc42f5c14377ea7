import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { readLog } from '../../kernel/log.ts';
import { Refused } from '../../kernel/refusal.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { verifyLog } from '../../kernel/verify.ts';
import { forgetCalendar } from '../calendar/store.ts';
import { caseRows } from '../cases/case-rows.ts';
import { takeAction } from '../cases/commands.ts';
import type { CaseFile } from '../cases/model.ts';
import { findReporter } from '../cases/reporter-store.ts';
import { listCasesAfter } from '../cases/store.ts';
import { listCategories } from '../catalogue/store.ts';
import { listAreas, listUnits } from '../organisation/store.ts';
import { countImported, importFile, type Summary, type Watch } from './commands.ts';
import { exportCases } from './export.ts';
import { mappings } from './mappings.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drumtower-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOW = '2026-11-22T09:00:00.000Z';
const COLUMNS =
  'srnumber,requesttype,status,createddate,closeddate,requestsource,owner,latitude,longitude,address,cd,nc,ncname,cdmember';

/** One line of a request, sound unless something else is said. */
function request(id: number | string, change: Partial<Record<string, string>> = {}): string {
  const told: Record<string, string> = {
    srnumber: String(id),
    requesttype: 'Bulky Items',
    status: 'Closed',
    createddate: '1/2/20 9:00',
    closeddate: '1/6/20 10:00',
    requestsource: 'Call',
    owner: 'BOS',
    latitude: '34.1',
    longitude: '-118.3',
    address: '"12 MAIN ST, 90001"',
    cd: '14',
    nc: '50',
    ncname: 'HILL NC',
    cdmember: 'Somebody',
    ...change,
  };
  return COLUMNS.split(',')
    .map((name) => told[name])
    .join(',');
}

function save(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(path: string, map = 'la311', watch: Partial<Watch> = {}): Promise<Summary> {
  const mapping = mappings.get(map);
  if (!mapping) throw new Error(`no mapping ${map}`);
  return importFile(
    database.db,
    { path, mapping, damagedIn: join(folder, 'imports') },
    { clock: () => Date.parse(NOW), ...watch },
  );
}

async function casesOf(summary: Summary): Promise<Map<string, CaseFile>> {
  const cases = await listCasesAfter(
    database.db,
    summary.jurisdiction.id,
    '00000000-0000-0000-0000-000000000000',
    5000,
  );
  return new Map(cases.map((kase) => [kase.externalId ?? '', kase]));
}

/** Every row has its case, and every case is what its log amounts to. */
async function expectWhole(summary: Summary, map = 'la311', cases = summary.added): Promise<void> {
  expect(summary.added + summary.unchanged + summary.updated + summary.damaged).toBe(summary.read);
  expect(await countImported(database.db, summary.jurisdiction.id, map)).toEqual({ rows: cases, cases });
  const verified = await verifyLog(database.db, summary.jurisdiction.id, { rows: [caseRows] });
  expect(verified).toMatchObject({ flaw: null, records: cases });
}

/** A database of its own for each group, because each imports into the same jurisdiction. */
function withDatabase(): void {
  beforeAll(async () => {
    database = await testDatabase();
    // Kept in memory for a second, from the first jurisdiction of another database.
    forgetCalendar(database.db, 1);
  });
  afterAll(() => database.close());
}

describe('a first import', () => {
  withDatabase();
  let summary: Summary;
  let cases: Map<string, CaseFile>;
  beforeAll(async () => {
    const lines = [
      COLUMNS,
      request('a'),
      request('b', { status: 'Open', closeddate: '', owner: 'OCB', requesttype: 'Graffiti Removal' }),
      request('c', { status: 'Cancelled' }),
      request('d', { owner: '', status: 'Open', closeddate: '', nc: '', ncname: '' }),
      request('e', { latitude: '', longitude: '', cd: '' }),
    ];
    summary = await run(save('first.csv', `${lines.join('\r\n')}\r\n`));
    cases = await casesOf(summary);
  });

  test('makes the jurisdiction with its own calendar, units, areas and categories', async () => {
    expect(summary.jurisdiction).toMatchObject({ code: 'la311', timeZone: 'America/Los_Angeles', demo: false });
    const id = summary.jurisdiction.id;
    expect((await listUnits(database.db, id)).map(({ code }) => code)).toEqual(['BOS', 'OCB']);
    expect((await listCategories(database.db, id)).map(({ name, code }) => [code, name.en])).toEqual([
      ['90001', 'Bulky Items'],
      ['90002', 'Graffiti Removal'],
    ]);
    expect((await listAreas(database.db, id)).map(({ code, parentCode }) => [code, parentCode])).toEqual([
      ['cd14', 'la311'],
      ['cd14-nc50', 'cd14'],
      ['la311', null],
    ]);
  });

  test('brings in every row as a case that is the fold of its log', () => expectWhole(summary));

  test('gives a closed row the history that is known and no officer’s act', async () => {
    const kase = cases.get('a');
    const log = await readLog(database.db, summary.jurisdiction.id, kase?.id ?? '');
    expect(
      log.map(({ action, at, recordedAt, origin, actorId }) => ({ action, at, recordedAt, origin, actorId })),
    ).toEqual([
      { action: 'import', at: '2020-01-02T17:00:00.000Z', recordedAt: NOW, origin: 'imported', actorId: null },
      { action: 'endElsewhere', at: '2020-01-06T18:00:00.000Z', recordedAt: NOW, origin: 'imported', actorId: null },
    ]);
    expect(kase).toMatchObject({
      number: 'LA-a',
      state: 'closed',
      outcome: 'imported',
      closedAt: '2020-01-06T18:00:00.000Z',
      address: '12 MAIN ST, 90001',
      dispatches: [],
    });
    expect(kase?.place).toMatchObject({ subdistrictCode: 'cd14', communityCode: 'cd14-nc50', cellCode: null });
  });

  test('sets a handling clock of the unit that keeps the source’s office hours and says that it is imported', () => {
    // Thursday 9:00, five workdays of nine hours: the next Thursday at the same time.
    expect(cases.get('a')?.clocks).toMatchObject([
      {
        name: 'handling',
        ended: 'done',
        startedAt: '2020-01-02T17:00:00.000Z',
        dueAt: '2020-01-09T17:00:00.000Z',
        stoppedAt: '2020-01-06T18:00:00.000Z',
      },
    ]);
    expect(cases.get('a')?.clocks[0]?.rule).toMatch(/^imported\//);
    expect(cases.get('a')?.clocks[0]?.unitId).toBe(cases.get('a')?.unitId);
  });

  test('leaves an open row open, with its unit or waiting for one', () => {
    expect(cases.get('b')).toMatchObject({
      state: 'handling',
      closedAt: null,
      clocks: [{ name: 'handling', ended: null }],
    });
    expect(cases.get('d')).toMatchObject({
      state: 'registered',
      unitId: null,
      place: { subdistrictCode: 'cd14', communityCode: null },
    });
  });

  test('rejects what was cancelled, and judges nobody by it', () => {
    expect(cases.get('c')).toMatchObject({ state: 'rejected', outcome: null, clocks: [{ ended: 'cancelled' }] });
  });

  test('keeps a case without a place', () => {
    expect(cases.get('e')).toMatchObject({ point: null, place: null, state: 'closed' });
  });

  test('the second time changes nothing', async () => {
    const again = await run(join(folder, 'first.csv'));
    expect(again).toMatchObject({ read: 5, added: 0, unchanged: 5, updated: 0, damaged: 0, resumedAt: 0 });
    expect(await casesOf(again)).toEqual(cases);
    await expectWhole(again, 'la311', 5);
  });

  test('a case that has ended since gets one more entry', async () => {
    const later = await run(
      save(
        'later.csv',
        [COLUMNS, request('a'), request('b', { owner: 'OCB', requesttype: 'Graffiti Removal' })].join('\n'),
      ),
    );
    expect(later).toMatchObject({ read: 2, unchanged: 1, updated: 1 });
    const after = await casesOf(later);
    expect(after.get('b')).toMatchObject({
      state: 'closed',
      version: 2,
      closedAt: '2020-01-06T18:00:00.000Z',
      clocks: [{ ended: 'done' }],
    });
    expect(after.get('a')?.version).toBe(2);
    await expectWhole(later, 'la311', 5);
  });

  test('other changes of the source are told, not made', async () => {
    const changed = [
      COLUMNS,
      request('a', { owner: 'BSL' }),
      request('c', { status: 'Open', closeddate: '' }),
      request('d', { owner: 'BSS', nc: '', ncname: '' }),
    ];
    const told = await run(save('changed.csv', changed.join('\n')));
    expect(told).toMatchObject({ added: 0, updated: 1, damaged: 2 });
    const rows = readFileSync(told.damagedFile ?? '', 'utf8').split('\r\n');
    expect(rows[1]).toMatch(/^2,no,.*not taken over/);
    expect(rows[2]).toMatch(/^3,no,.*open again/);
    expect(rows[3]).toMatch(/^4,yes,.*not taken over/);
    expect((await casesOf(told)).get('d')).toMatchObject({ state: 'closed', unitId: null });
    await expectWhole(told, 'la311', 5);
  });

  test('refuses a jurisdiction that is not there, and a file without the columns', async () => {
    const mapping = mappings.get('la311');
    if (!mapping) throw new Error('no mapping');
    const wanted = { path: join(folder, 'first.csv'), mapping, damagedIn: folder };
    const watch = { clock: () => Date.parse(NOW) };
    await expect(importFile(database.db, { ...wanted, jurisdiction: 'nowhere' }, watch)).rejects.toThrow(Refused);
    await expect(importFile(database.db, { ...wanted, path: save('other.csv', 'a,b\n1,2\n') }, watch)).rejects.toThrow(
      /missingColumns/,
    );
    await expect(importFile(database.db, { ...wanted, path: save('empty.csv', '') }, watch)).rejects.toThrow(
      /emptyFile/,
    );
  });
});

describe('damaged rows', () => {
  withDatabase();
  test('go to a file with line, reason and text, and nothing else is lost', async () => {
    const lines = [
      COLUMNS,
      request('a'),
      request('b', { createddate: '13/45/20 9:00' }),
      request('c', { latitude: '0', longitude: '0' }),
      request(''),
      'd,Bulky Items,Closed',
      'e,"Bulky Items,Closed,1/2/20 9:00',
      request('f', { createddate: '3/8/20 2:30', closeddate: '3/9/20 9:00' }),
      request('a', { address: 'ELSEWHERE' }),
      request('g'),
    ];
    const summary = await run(save('damaged.csv', lines.join('\n')));
    expect(summary).toMatchObject({ read: 9, added: 3, damaged: 6 });
    expect([...(await casesOf(summary)).keys()].sort()).toEqual(['a', 'f', 'g']);
    await expectWhole(summary);

    const text = readFileSync(summary.damagedFile ?? '', 'utf8');
    const rows = text.trimEnd().split('\r\n');
    expect(rows[0]).toBe(`\uFEFF_line,_imported,_reason_zh,_reason_en,${COLUMNS}`);
    expect(rows.slice(1).map((row) => row.split(',').slice(0, 2).join(' '))).toEqual([
      '3 no',
      '4 no',
      '5 no',
      '6 no',
      '7 no',
      '8 yes',
      '9 no',
    ]);
    expect(rows[1]).toContain('13/45/20 9:00');
    expect(rows[5]).toContain('"e,""Bulky Items,Closed,1/2/20 9:00"');
    expect(rows[6]).toContain('skipped when clocks went forward');

    const corrected = await run(
      save('corrected.csv', text.replaceAll('13/45/20 9:00', '1/3/20 9:00').replace(',0,0,', ',34.1,-118.3,')),
    );
    expect(corrected).toMatchObject({ read: 7, added: 2, unchanged: 1, damaged: 4 });
    await expectWhole(corrected, 'la311', 5);
  });

  test('leave no file when there are none any more', async () => {
    const path = save('damaged.csv', [COLUMNS, request('a')].join('\n'));
    expect((await run(path)).damagedFile).toBeNull();
    expect(existsSync(join(folder, 'imports', 'damaged.csv.damaged.csv'))).toBe(false);
  });
});

describe('an import that was stopped', () => {
  withDatabase();
  const lines = Array.from({ length: 1700 }, (_, i) => request(i + 1, i % 100 === 7 ? { createddate: 'never' } : {}));

  test('goes on where it stopped, and comes to the same', async () => {
    const path = save('long.csv', [COLUMNS, ...lines].join('\n'));
    let batches = 0;
    const stopped = await run(path, 'la311', {
      onProgress: () => {
        batches += 1;
      },
      stopped: () => batches >= 2,
    });
    expect(stopped.finished).toBe(false);
    expect(stopped.read).toBeGreaterThanOrEqual(1000);
    expect(stopped.read).toBeLessThan(1700);

    const resumed = await run(path);
    expect(resumed).toMatchObject({ finished: true, resumedAt: stopped.read, read: 1700, added: 1683, damaged: 17 });
    await expectWhole(resumed);
    expect(
      readFileSync(resumed.damagedFile ?? '', 'utf8')
        .trimEnd()
        .split('\r\n'),
    ).toHaveLength(18);
  });

  test('by a failure keeps every batch that was whole, and none that was not', async () => {
    const path = save('failing.csv', [COLUMNS, ...lines.map((line) => `x${line}`)].join('\n'));
    let batches = 0;
    const failing = run(path, 'la311', {
      onProgress: () => {
        batches += 1;
        if (batches === 2) throw new Error('the power went');
      },
    });
    await expect(failing).rejects.toThrow('the power went');
    const resumed = await run(path);
    expect(resumed).toMatchObject({ finished: true, resumedAt: 1000, read: 1700, added: 1683, damaged: 17 });
    await expectWhole(resumed, 'la311', 1683 * 2);
  });
});

describe('a hotline file', () => {
  withDatabase();
  const HEAD = 'id,user,subject,created_at,detail,reply,replied_at';
  const quoted =
    '1,U001,路灯不亮,2023-04-24T16:03:40+08:00,"三天了，\r\n请联系 13812345678 或""值班室""","已修复，\n感谢来电。",2023-05-09T09:49:10+08:00';

  test('may have a byte order mark, quotes, and line breaks in its cells', async () => {
    const open = '2,U002,井盖缺失,2023-04-24T17:00:00+08:00,门口,,';
    const summary = await run(
      save('hotline.csv', `\uFEFF${HEAD}\r\n${quoted}\r\n${open}\r\n3,U003,无时区,2023-04-24T17:00:00,门口,,\r\n`),
      'hotline',
    );
    expect(summary).toMatchObject({ read: 3, added: 2, damaged: 1, source: { encoding: 'utf-8' } });
    const cases = await casesOf(summary);
    expect(cases.get('1')?.description).toBe('路灯不亮\n三天了，\n请联系 〔电话〕 或"值班室"');
    expect(cases.get('1')).toMatchObject({
      state: 'closed',
      outcome: 'answered',
      number: 'HL-1',
      source: 'web',
      categoryId: null,
    });
    expect(cases.get('2')).toMatchObject({ state: 'handling', clocks: [{ limit: { amount: 15, unit: 'workdays' } }] });
    await expectWhole(summary, 'hotline');
  });

  test('has its telephone numbers with the erasable record, not in the log, and nobody who wrote', async () => {
    const summary = await run(join(folder, 'hotline.csv'), 'hotline');
    const kase = (await casesOf(summary)).get('1');
    const log = JSON.stringify(await readLog(database.db, summary.jurisdiction.id, kase?.id ?? ''));
    expect(log).not.toContain('13812345678');
    expect(log).not.toContain('U001');
    expect(log).toContain('感谢来电');
    const reporter = await findReporter(database.db, summary.jurisdiction.id, kase?.id ?? '');
    expect(reporter?.originalText).toContain('13812345678');
  });

  test('may be written in GBK', async () => {
    // 编号,… in GBK: the encoder of the platform knows only UTF-8, so the bytes of 路灯 are given.
    const lamp = Buffer.from([0xc2, 0xb7, 0xb5, 0xc6]);
    const rows = Array.from({ length: 20 }, (_, i) => [
      Buffer.from(`g${i},U,`),
      lamp,
      Buffer.from(',2023-04-24T16:03:40+08:00,'),
      lamp,
      Buffer.from(',,\r\n'),
    ]);
    const summary = await run(save('gbk.csv', Buffer.concat([Buffer.from(`${HEAD}\r\n`), ...rows.flat()])), 'hotline');
    expect(summary).toMatchObject({ added: 20, damaged: 0, source: { encoding: 'gb18030' } });
    expect((await casesOf(summary)).get('g7')?.description).toBe('路灯\n路灯');
  });

  test('in UTF-8 with a broken character loses that row to the damaged, and no other', async () => {
    const good = Array.from({ length: 20 }, (_, i) =>
      Buffer.from(`b${i},U,路灯不亮,2023-04-24T16:03:40+08:00,门口,,\n`),
    );
    const bad = Buffer.concat([
      Buffer.from('bad,U,路灯'),
      Buffer.from([0xe4, 0xb8]),
      Buffer.from(',2023-04-24T16:03:40+08:00,门口,,\n'),
    ]);
    const summary = await run(save('broken.csv', Buffer.concat([Buffer.from(`${HEAD}\n`), ...good, bad])), 'hotline');
    expect(summary).toMatchObject({ added: 20, damaged: 1, source: { encoding: 'utf-8' } });
  });

  test('may have tabs or semicolons between its columns', async () => {
    const text = `${HEAD}\nt1,U,路灯,2023-04-24T16:03:40+08:00,"一, 二",,\n`;
    expect(await run(save('tabs.csv', text.replace('"一, 二"', '一').replaceAll(',', '\t')), 'hotline')).toMatchObject({
      added: 1,
      source: { delimiter: '\t' },
    });
    expect(
      await run(
        save('semicolons.csv', text.replace('t1', 't2').replace('"一, 二"', '一').replaceAll(',', ';')),
        'hotline',
      ),
    ).toMatchObject({ added: 1, source: { delimiter: ';' } });
  });

  test('does not end a case that was ended here before', async () => {
    const summary = await run(save('open.csv', `${HEAD}\nv1,U,路灯,2023-04-24T16:03:40+08:00,门口,,\n`), 'hotline');
    const kase = (await casesOf(summary)).get('v1');
    const ended = { ended: 'closed', outcome: 'fixed', reply: '' };
    await transact(database.db, (tx) =>
      takeAction(
        { tx, actor: null, jurisdictionId: summary.jurisdiction.id, now: NOW },
        kase?.id ?? '',
        'endElsewhere',
        ended,
        null,
      ),
    );
    const later = await run(
      save('ended.csv', `${HEAD}\nv1,U,路灯,2023-04-24T16:03:40+08:00,门口,已修复,2023-05-09T09:49:10+08:00\n`),
      'hotline',
    );
    expect(later).toMatchObject({ updated: 0, damaged: 1 });
    expect(readFileSync(later.damagedFile ?? '', 'utf8')).toContain('已结案');
  });
});

describe('an export', () => {
  withDatabase();
  async function textOf(summary: Summary, format: 'csv' | 'jsonl'): Promise<string> {
    let text = '';
    for await (const piece of exportCases(database.db, summary.jurisdiction.id, format)) text += piece.text;
    return text;
  }

  test('gives every case, flat or with its log, and no reporter’s data', async () => {
    const path = save(
      'out.csv',
      `id,user,subject,created_at,detail,reply,replied_at\n1,U,=HYPERLINK(1),2023-04-24T16:03:40+08:00,电话13812345678,已复,2023-05-09T09:49:10+08:00\n`,
    );
    const summary = await run(path, 'hotline');
    const line = JSON.parse(await textOf(summary, 'jsonl'));
    expect(line.case).toMatchObject({ number: 'HL-1', state: 'closed' });
    expect(line.log.map((entry: { action: string }) => entry.action)).toEqual(['import', 'endElsewhere']);
    const csv = await textOf(summary, 'csv');
    expect(csv).toMatch(/^\uFEFFnumber,externalId,state,/);
    expect(csv).toContain('HL-1,1,已结案,已答复');
    expect(csv).toContain("'=HYPERLINK");
    expect(`${JSON.stringify(line)}${csv}`).not.toContain('13812345678');
    expect(line.case).not.toHaveProperty('reporterId');
  });
});
