import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from '../../kernel/db.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { importFile } from './commands.ts';
import { mappings } from './mappings.ts';

let server: TestServer;
let evaluator: Officer;
let folder: string;

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 8 });
  evaluator = await server.as('kaoping01');
  folder = mkdtempSync(join(tmpdir(), 'drumtower-export-'));
  const path = join(folder, 'elsewhere.csv');
  writeFileSync(
    path,
    'id,user,subject,created_at,detail,reply,replied_at\n1,U,别处的案卷,2023-04-24T16:03:40+08:00,门口,已复,2023-05-09T09:49:10+08:00\n',
  );
  const { db, close } = openDb(server.databaseUrl, { size: 2 });
  const asked = { path, mapping: mappings.get('hotline')!, jurisdiction: undefined, damagedIn: folder };
  await importFile(db, asked, { onProgress: () => undefined, stopped: () => false, clock: () => Date.now() });
  await close();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('an export', () => {
  test('gives an officer every case of his own jurisdiction and none of another', async () => {
    const { status, headers, body } = await evaluator.ask('GET', '/exports/cases?format=csv');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toMatch(/cases-\d{4}-\d\d-\d\d\.csv$/);
    const { cases } = (await evaluator.ask('GET', '/cases?limit=200')).body;
    expect(lines(body)).toHaveLength(cases.length + 1);
    expect(cases.filter((kase: { id: string }) => !body.includes(kase.id))).toEqual([]);
    expect(body).not.toContain('别处的案卷');
  });

  test('is read on from the last case that came, and holds no reporter', async () => {
    const all = lines((await evaluator.ask('GET', '/exports/cases')).body);
    const first = lines((await evaluator.ask('GET', '/exports/cases?format=jsonl&limit=3')).body);
    expect(first).toHaveLength(3);
    const { id } = JSON.parse(first[2]!).case;
    const rest = lines((await evaluator.ask('GET', `/exports/cases?format=jsonl&cursor=${id}`)).body);
    expect([...first, ...rest]).toEqual(all);
    expect(all.filter((line) => 'reporterId' in JSON.parse(line).case || /\b1[3-9]\d{9}\b/.test(line))).toEqual([]);
  });

  test('is written into the audit, and is refused to who may not', async () => {
    const auditor = await server.as('shenji01');
    const before = (await auditor.ask('GET', '/audit?action=exported')).body.items.length;
    expect((await (await server.as('paiqian01')).ask('GET', '/exports/cases')).status).toBe(403);
    await evaluator.ask('GET', '/exports/cases?format=csv&limit=2');
    const { items } = (await auditor.ask('GET', '/audit?action=exported')).body;
    expect(items).toHaveLength(before + 1);
    expect(items[0]).toMatchObject({ actor: { id: evaluator.id }, detail: { format: 'csv', cases: 2 } });
  });
});
