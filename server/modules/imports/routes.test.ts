import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { atOneMoment, openDb } from '../../kernel/db.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { listEveryCase } from '../cases/list-store.ts';
import { importFile } from './commands.ts';
import { mappings } from './mappings.ts';

let server: TestServer;
let evaluator: Officer;
let folder: string;

/** Cases of another jurisdiction, as another system tells them. */
async function importRows(ids: number[]): Promise<{ id: number }> {
  const path = join(folder, `elsewhere-${ids[0]}.csv`);
  const rows = ids.map((id) => `${id},U,别处的案卷,2023-04-24T16:03:40+08:00,门口,已复,2023-05-09T09:49:10+08:00`);
  writeFileSync(path, ['id,user,subject,created_at,detail,reply,replied_at', ...rows, ''].join('\n'));
  const { db, close } = openDb(server.databaseUrl, { size: 2 });
  const asked = { path, mapping: mappings.get('hotline')!, jurisdiction: undefined, damagedIn: folder };
  const { jurisdiction } = await importFile(db, asked, { clock: () => Date.now() });
  await close();
  return jurisdiction;
}

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 8 });
  evaluator = await server.as('kaoping01');
  folder = mkdtempSync(join(tmpdir(), 'drumtower-export-'));
  await importRows([1]);
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

  test('narrowed as the list is gives the cases of the list, and holds no reporter', async () => {
    for (const filter of ['', 'state=closed', 'open=true', 'source=hotline', 'text=路灯', 'urgent=true']) {
      const { cases } = (await evaluator.ask('GET', `/cases?limit=200&order=newest&${filter}`)).body;
      const given = lines((await evaluator.ask('GET', `/exports/cases?${filter}`)).body).map((line) =>
        JSON.parse(line),
      );
      expect(given.map((one) => one.case.id)).toEqual(cases.map(({ id }: { id: string }) => id));
      expect(given.filter((one) => one.log.length !== one.case.version)).toEqual([]);
      expect(given.filter((one) => 'reporterId' in one.case || /\b1[3-9]\d{9}\b/.test(JSON.stringify(one)))).toEqual(
        [],
      );
    }
    expect((await evaluator.ask('GET', '/exports/cases?states=closed')).body).toMatchObject({
      code: 'unknownParameter',
      errors: [{ path: 'query.states' }],
    });
  });

  test('of more cases than are held at once is whole, and as the cases stood when it began', async () => {
    const elsewhere = await importRows(Array.from({ length: 1200 }, (_, i) => i + 10));
    const actor = { id: evaluator.id, jurisdictionId: elsewhere.id, permissions: new Set(['case.readAll']) };
    const wanted = { filter: {}, now: new Date().toISOString() };
    const { db, close } = openDb(server.databaseUrl, { size: 2 });
    const numbers: string[] = [];
    await atOneMoment(db, async (tx) => {
      for await (const page of listEveryCase(tx, actor as unknown as Actor, wanted)) {
        if (numbers.length === 0) await importRows([5000]);
        numbers.push(...page.map(({ number }) => number));
      }
    });
    await close();
    expect(new Set(numbers).size).toBe(1201);
    expect(numbers).toHaveLength(1201);
    expect(numbers).not.toContain('HL-5000');
  });

  test('of which nobody reads the end lets go of the database', async () => {
    for (let i = 0; i < 4; i++) {
      const leaving = new AbortController();
      const { body, status } = await fetch(`${server.url}/api/exports/cases`, {
        headers: { cookie: evaluator.cookie },
        signal: leaving.signal,
      });
      expect(status).toBe(200);
      await body?.getReader().read();
      leaving.abort();
      await expect.poll(async () => (await evaluator.ask('GET', '/exports/cases?format=csv')).status).toBe(200);
    }
    expect(server.faults).toEqual([]);
  });

  test('is written into the audit, and is refused to who may not', async () => {
    const auditor = await server.as('shenji01');
    const before = (await auditor.ask('GET', '/audit?action=exported')).body.items.length;
    expect((await (await server.as('paiqian01')).ask('GET', '/exports/cases')).status).toBe(403);
    await evaluator.ask('GET', '/exports/cases?format=csv&open=true&text=%E8%B7%AF');
    const { items } = (await auditor.ask('GET', '/audit?action=exported')).body;
    expect(items).toHaveLength(before + 1);
    expect(items[0]).toMatchObject({
      actor: { id: evaluator.id },
      detail: { format: 'csv', filter: { open: true, text: '…' } },
    });
  });
});
