import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from '../../kernel/db.ts';
import { instant } from '../../kernel/instant.ts';
import { findSumsFlaw } from '../../system/sums.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';

let server: TestServer;
let leader: Officer;
let opened: ReturnType<typeof openDb>;

beforeAll(async () => {
  server = await startTestServer({ days: 6, perDay: 24 });
  leader = await server.as('lingdao01');
  opened = openDb(server.databaseUrl, { size: 2 });
});
afterAll(async () => {
  await opened?.close();
  await server?.stop();
});

describe('案卷照片', () => {
  test('each of the district’s past is what its case says was attached, with its hash', async () => {
    const { rows } = await sql<{
      photos: { sha256?: string }[];
    }>`select body -> 'photos' as photos from case_file`.execute(opened.db);
    const photos = rows.flatMap((row) => row.photos);
    expect(photos.length).toBeGreaterThan(5);
    for (const { sha256 } of photos) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await findSumsFlaw(opened.db, { id: 1, timeZone: 'Asia/Shanghai' }, instant(Date.now()))).toBeNull();
  });

  test('one that was exchanged is found, and not shown as that', async () => {
    const { db } = opened;
    const { rows } = await sql<{ id: string }>`select id from case_photo where case_id is not null limit 1`.execute(db);
    const id = rows[0]?.id ?? '';
    const turn = () =>
      sql`update case_photo set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) where id = ${id}`.execute(db);
    const shown = async () => (await leader.ask('GET', `/files/${id}`)).status;
    expect(await shown()).toBe(200);
    await turn();
    expect(await findSumsFlaw(db, { id: 1, timeZone: 'Asia/Shanghai' }, instant(Date.now()))).toContain(id);
    expect(await leader.ask('GET', `/files/${id}`)).toMatchObject({ status: 409, body: { code: 'evidenceChanged' } });
    await turn();
    expect(await shown()).toBe(200);
  });
});
