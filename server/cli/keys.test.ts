import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealedColumns } from '../app.ts';
import { readConfig } from '../config.ts';
import { newId } from '../kernel/id.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { keyIdOf, vaultOf } from '../kernel/vault.ts';
import { addKey } from '../kernel/vault-keys.ts';
import { countByKey, rewrap } from '../kernel/vault-rewrap.ts';
import { listKnownKeys } from '../kernel/vault-start.ts';
import { findReporter, insertOriginal, insertReporters, listOriginals } from '../modules/cases/reporter-store.ts';
import { sealPlainReporters } from '../modules/cases/upgrade-commands.ts';
import type { Context } from './context.ts';
import { keysCommand } from './keys.ts';
import { unlockVault } from './vault.ts';

const now = '2026-11-22T08:00:00.000Z';
const folder = mkdtempSync(join(tmpdir(), 'drumtower-keys-'));
const config = readConfig({ DATA_DIR: folder });
let database: TestDatabase;
let context: Context;
let said: string[] = [];
const cases: string[] = [];

const MANY = 1203;

beforeAll(async () => {
  database = await testDatabase();
  await unlockVault(database.db, config, () => undefined);
  context = { ...database, config, logger: () => undefined, write: (line: string) => said.push(line) } as never;
  const reporters = Array.from({ length: MANY }, (_, i) => {
    const caseId = newId(Date.parse(now) + i);
    cases.push(caseId);
    const person = { name: `来电${i}`, phone: `1390000${String(i).padStart(4, '0')}`, originalText: null };
    return {
      jurisdictionId: 1,
      id: newId(Date.parse(now)),
      caseId,
      ...person,
      wantsAnswer: true,
      confidential: true,
      at: now,
    };
  });
  await insertReporters(database.db, reporters);
  await insertOriginal(
    database.db,
    { jurisdictionId: 1, id: cases[0] ?? '' },
    { seq: 2, texts: [{ field: 'text', text: '家属13700001111' }] },
    now,
  );
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function keys(): Promise<string[]> {
  const counts = await countByKey(database.db, sealedColumns());
  return (await listKnownKeys(database.db)).map(
    ({ id, retiredAt }) => `${counts.get(id) ?? 0}${retiredAt ? ' retired' : ''}`,
  );
}

async function casesOf(number: string): Promise<number> {
  const marks = await vaultOf(database.db).marks(number, 'number', 1);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from case_reporter where marks && array[${marks[0]}]::bytea[]`.execute(database.db);
  return rows[0]?.n ?? 0;
}

describe('changing the key', () => {
  test('brings every value under the new one, and numbers are found by their marks as before', async () => {
    expect(await casesOf('13900000007')).toBe(1);
    expect(await keysCommand(['rotate'], context)).toBe(0);
    expect(await keys()).toEqual([`${MANY + 1}`, '0 retired']);
    expect(await casesOf('13900000007')).toBe(1);
    expect(await findReporter(database.db, 1, cases[7] ?? '')).toMatchObject({ name: '来电7', phone: '13900000007' });
    expect(await listOriginals(database.db, 1, cases[0] ?? '')).toMatchObject([
      { texts: [{ text: '家属13700001111' }] },
    ]);
  });

  test('is finished at the next run where it was interrupted, without another key', async () => {
    const [before] = await listKnownKeys(database.db);
    addKey(join(folder, 'vault.keys'));
    await unlockVault(database.db, config, () => undefined);
    const failing = Object.assign(Object.create(vaultOf(database.db)), {
      opened: 0,
      async open(...given: Parameters<ReturnType<typeof vaultOf>['open']>) {
        this.opened += 1;
        if (this.opened > 700) throw new Error('killed');
        return vaultOf(database.db).open(...given);
      },
    });
    await expect(rewrap(database.db, failing, sealedColumns(), now)).rejects.toThrow('killed');
    expect(await keys()).toEqual(['500', `${MANY - 500 + 1}`, '0 retired']);
    said = [];
    expect(await keysCommand(['rotate'], context)).toBe(0);
    expect(said[0]).toContain('finishing the rotation that was begun');
    expect(await keys()).toEqual([`${MANY + 1}`, '0 retired', '0 retired']);
    expect((await listKnownKeys(database.db))[1]?.id).toBe(before?.id);
  });

  test('by two processes at once loses nothing', async () => {
    expect(await Promise.all([keysCommand(['rotate'], context), keysCommand(['rotate'], context)])).toEqual([0, 0]);
    const [current, ...others] = await keys();
    expect(current).toBe(`${MANY + 1}`);
    expect(others.every((line) => line.startsWith('0'))).toBe(true);
    expect(await findReporter(database.db, 1, cases.at(-1) ?? '')).toMatchObject({ name: `来电${MANY - 1}` });
  });

  test('is told by the list, which never shows a key', async () => {
    said = [];
    expect(await keysCommand(['list'], context)).toBe(0);
    expect(said[0]).toMatch(new RegExp(`^${vaultOf(database.db).keys()[0]} +${MANY + 1} values .* current$`));
    expect(said.join('\n')).not.toMatch(/[A-Za-z0-9+/]{43}=/);
  });

  test('is refused where the keys come with the environment, which it cannot write', async () => {
    const given = { ...config, vaultKeys: ['x'] };
    await sql`update vault_key set retired_at = now() where id <> ${vaultOf(database.db).keys()[0]}`.execute(
      database.db,
    );
    await expect(keysCommand(['rotate'], { ...context, config: given })).rejects.toMatchObject({
      refusal: { code: 'keysOfEnvironment' },
    });
  });
});

test('reporters written before there was a vault are sealed at the next start, and stand nowhere as text', async () => {
  const id = newId(Date.parse(now));
  await sql`insert into case_reporter (jurisdiction_id, id, case_id, name, phone, wants_answer, confidential, original_text, created_at)
    select 1, gen_random_uuid(), gen_random_uuid(), '旧来电', '13500000001', true, true, null, now() from generate_series(1, 700)
    union all select 1, ${id}::uuid, ${id}::uuid, '旧人', null, true, true, '原文13500009999', now()`.execute(
    database.db,
  );
  expect(await findReporter(database.db, 1, id)).toMatchObject({ name: '旧人', originalText: '原文13500009999' });
  expect(await sealPlainReporters(database.db, () => undefined)).toBe(701);
  expect(await sealPlainReporters(database.db, () => undefined)).toBe(0);
  expect(await findReporter(database.db, 1, id)).toMatchObject({ name: '旧人', originalText: '原文13500009999' });
  expect([await casesOf('13500000001'), await casesOf('13500009999')]).toEqual([700, 1]);
  const { rows } = await sql<{ sealed: Buffer; all: string }>`select sealed, r::text as all from case_reporter r
    where case_id = ${id}`.execute(database.db);
  expect(rows[0]?.all).not.toMatch(/旧人|13500009999/);
  expect(keyIdOf(rows[0]?.sealed ?? Buffer.alloc(0))).toBe(vaultOf(database.db).keys()[0]);
});
