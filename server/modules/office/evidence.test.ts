import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from '../../kernel/db.ts';
import { sha256 } from '../../kernel/digest.ts';
import { instant } from '../../kernel/instant.ts';
import { readLog } from '../../kernel/log.ts';
import { findSumsFlaw } from '../../system/sums.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { exif, jfif, jpeg, SECRET, segment } from '../cases/images.fixture.ts';
import { eraseEvidence, listOldEvidence } from './evidence-store.ts';
import { cleanEvidence } from './papers.ts';

const PHOTO = jpeg(jfif, exif(1), segment(0xfe, SECRET));
const PAPER = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n', 'latin1');

describe('evidence of a key task', () => {
  let server: TestServer;
  let leader: Officer;
  let unitOfficer: Officer;
  let otherUnit: Officer;
  let finance: Officer;
  let task: {
    id: string;
    version: number;
    files?: { id: string; type: string; keptSha256: string }[];
    progress: { files?: string[] }[];
  };

  beforeAll(async () => {
    server = await startTestServer({ days: 1, perDay: 2 });
    [leader, unitOfficer, otherUnit, finance] = (await Promise.all(
      ['lingdao01', 'jingban01', 'jingban02', 'caiwu01'].map((name) => server.as(name)),
    )) as [Officer, Officer, Officer, Officer];
    const unit = (await unitOfficer.ask('GET', '/session')).body.unit.id;
    const body = { title: '背街小巷整治', source: 'plan', mainUnitId: unit, dueOn: '2040-06-30' };
    const set = (await leader.ask('POST', '/tasks', { body })).body;
    const assigned = (await leader.ask('POST', `/tasks/${set.id}/actions/assign`, { body: {}, version: set.version }))
      .body;
    task = (await unitOfficer.ask('POST', `/tasks/${set.id}/actions/sign`, { body: {}, version: assigned.version }))
      .body;
  });
  afterAll(() => server.stop());

  function upload(who: Officer, ...files: Buffer[]) {
    const form = new FormData();
    for (const [at, bytes] of files.entries()) form.append('evidence', new Blob([new Uint8Array(bytes)]), `${at}.exe`);
    return who.ask('POST', '/tasks/evidence', { body: form });
  }
  const progress = (who: Officer, files: string[], percent = 30) =>
    who.ask('POST', `/tasks/${task.id}/actions/progress`, {
      body: { percent, text: '已完成两条街巷', files },
      version: task.version,
    });
  const get = (who: Officer, id: string, of = task.id) => who.ask('GET', `/tasks/${of}/evidence/${id}`);

  test('is uploaded, given with a report, held by its hashes in the log, and served so that it runs nothing', async () => {
    const { status, body } = await upload(unitOfficer, PHOTO, PAPER);
    expect([status, body.files.map(({ type }: { type: string }) => type)]).toEqual([
      201,
      ['image/jpeg', 'application/pdf'],
    ]);
    const [photo, paper] = body.files.map(({ id }: { id: string }) => id);
    expect((await get(unitOfficer, photo)).status).toBe(404);
    const answer = await progress(unitOfficer, [photo, paper]);
    expect(answer.status).toBe(200);
    task = answer.body;
    expect(task.files).toMatchObject([
      { id: photo, type: 'image/jpeg' },
      { id: paper, type: 'application/pdf' },
    ]);
    expect(task.progress.at(-1)?.files).toEqual([photo, paper]);
    const seen = await get(leader, photo);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': expect.stringContaining('private'),
    });
    expect(String(seen.body)).not.toContain(SECRET.toString('latin1'));
    const saved = await get(unitOfficer, paper);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff');
    const { db, close } = openDb(server.databaseUrl, { size: 2 });
    const [last] = (await readLog(db, 1, task.id)).slice(-1);
    await close();
    const clean = cleanEvidence(PHOTO);
    const kept = 'bytes' in clean ? sha256(clean.bytes) : '';
    expect(last?.data).toMatchObject({
      frozen: { files: [{ id: photo, sha256: sha256(PHOTO), keptSha256: kept }, {}] },
    });
    expect(kept).not.toBe(sha256(PHOTO));
    expect(task.files?.map(({ keptSha256 }) => keptSha256)).toEqual([kept, sha256(PAPER)]);
    const { items } = (await leader.ask('GET', `/tasks/${task.id}/history`)).body;
    expect(items.at(-1).label.zh).toBe('反馈进展');
  });

  test('is proved to be what was given: other bytes, another type or another task are found, and not served', async () => {
    const { db, close } = openDb(server.databaseUrl, { size: 2 });
    const flaw = () => findSumsFlaw(db, { id: 1, timeZone: 'Asia/Shanghai' }, instant(Date.now()));
    expect(await flaw()).toBeNull();
    const id = task.files?.[0]?.id ?? '';
    for (const [column, planted] of [
      ['bytes', sql`set_byte(bytes, 30, get_byte(bytes, 30) # 1)`],
      ['type', sql`'image/png'`],
      ['task_id', sql`null`],
    ] as const) {
      const name = sql.ref(column);
      await sql`create table kept_evidence as select * from office_evidence`.execute(db);
      await sql`update office_evidence set ${name} = ${planted} where id = ${id}`.execute(db);
      expect(await flaw()).toContain(id);
      const served = await get(leader, id);
      expect([served.status, served.body.code]).toEqual(
        column === 'task_id' ? [404, 'unknownRecord'] : [409, 'evidenceChanged'],
      );
      await sql`update office_evidence e set ${name} = k.${name} from kept_evidence k where e.id = k.id`.execute(db);
      await sql`drop table kept_evidence`.execute(db);
    }
    await sql`create table kept_evidence as select * from office_evidence`.execute(db);
    await sql`delete from office_evidence where id = ${id}`.execute(db);
    expect(await flaw()).toBe(
      `evidence ${id}: it is gone, and no erasure is proven: it was given with the task ${task.id}`,
    );
    await sql`insert into office_evidence select * from kept_evidence where id = ${id}`.execute(db);
    await sql`drop table kept_evidence`.execute(db);
    expect(await flaw()).toBeNull();
    expect((await get(leader, id)).status).toBe(200);
    await close();
  });

  test('that was put beside a task, but that nobody gave, is not served as evidence of it', async () => {
    const planted = (await upload(unitOfficer, PHOTO)).body.files[0].id;
    const { db, close } = openDb(server.databaseUrl, { size: 1 });
    await sql`update office_evidence set task_id = ${task.id} where id = ${planted}`.execute(db);
    expect((await get(leader, planted)).status).toBe(404);
    await sql`delete from office_evidence where id = ${planted}`.execute(db);
    await close();
  });

  test('is seen by who sees the task, and by nobody else, whether it is there or not', async () => {
    const id = task.files?.[0]?.id ?? '';
    expect((await get(otherUnit, id)).status).toBe(404);
    expect((await get(finance, id)).status).toBe(403);
    const strange = '00000000-0000-4000-8000-000000000000';
    const [none, elsewhere] = [await get(leader, strange), await get(leader, id, strange)];
    expect([none.status, elsewhere.status]).toEqual([404, 404]);
    expect((await fetch(`${server.url}/api/tasks/${task.id}/evidence/${id}`)).status).toBe(401);
  });

  test('of another officer, used already, or made up is refused at its field, and nothing is said', async () => {
    const used = task.files?.[0]?.id ?? '';
    const foreign = (await upload(otherUnit, PHOTO)).body.files[0].id;
    for (const id of [used, foreign, '00000000-0000-4000-8000-000000000000']) {
      const answer = await progress(unitOfficer, [id], 40);
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'files']);
    }
    expect((await leader.ask('GET', `/tasks/${task.id}`)).body.version).toBe(task.version);
    expect((await upload(leader, PHOTO)).status).toBe(403);
    expect((await upload(unitOfficer, Buffer.from('<svg/>'.padEnd(64)))).body.code).toBe('noEvidence');
    expect((await upload(unitOfficer)).status).toBe(422);
  });

  test('goes by its term: what nobody used after the upload, what was used not before its task has ended', async () => {
    const { db, close } = openDb(server.databaseUrl, { size: 2 });
    const over = async (kind: 'ended' | 'stray') =>
      (await listOldEvidence(db, 1, { kind, before: '2100-01-01T00:00:00.000Z', limit: 100 })).length;
    expect([await over('stray'), await over('ended')]).toEqual([1, 0]);
    for (const [who, action, body] of [
      [unitOfficer, 'report', { result: '全部完成', evidence: '见所附材料' }],
      [leader, 'accept', {}],
    ] as const)
      task = (await who.ask('POST', `/tasks/${task.id}/actions/${action}`, { body, version: task.version })).body;
    expect([await over('stray'), await over('ended')]).toEqual([1, 2]);
    const [photo, paper] = (task.files ?? []).map(({ id }) => id) as [string, string];
    expect((await leader.ask('GET', `/tasks/${task.id}`)).body.erased).toEqual([]);
    await eraseEvidence(db, 1, [paper]);
    await close();
    const { files, erased } = (await leader.ask('GET', `/tasks/${task.id}`)).body;
    expect([files.map(({ id }: { id: string }) => id), erased]).toEqual([[photo, paper], [paper]]);
    expect((await get(leader, paper)).status).toBe(404);
  });
});
