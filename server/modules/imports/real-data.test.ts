import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { verifyLog } from '../../kernel/verify.ts';
import { caseRows } from '../cases/case-rows.ts';
import { countImported, importFile } from './commands.ts';
import { mappings } from './mappings.ts';

// Third-party public data that is no part of the project; it lies beside a checkout where somebody put it there.
const SHARED = join(import.meta.dirname, '../../../../shared/data');

const files = [
  { map: 'la311', path: join(SHARED, 'la311/requests-2020.csv'), rows: 10_000 },
  { map: 'hotline', path: join(SHARED, 'hotline/replied.csv'), rows: 2245 },
];

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'drumtower-import-'));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('real public data', () => {
  test.for(files)(
    'is imported wholly and the second time changes nothing: $map',
    async ({ map, path, rows }, { skip }) => {
      if (!existsSync(path)) skip(`there is no ${map} data beside this checkout (../shared/data)`);
      const mapping = mappings.get(map);
      if (!mapping) throw new Error(`no mapping ${map}`);
      const started = performance.now();
      const first = await importFile(database.db, { path, mapping, damagedIn: folder }, { clock: () => Date.now() });
      const rate = Math.round((rows / (performance.now() - started)) * 1000);
      console.info(`${map}: ${rows} rows, ${rate} rows/s, ${first.damaged} damaged`);

      expect(first).toMatchObject({ finished: true, read: rows, unchanged: 0, updated: 0 });
      expect(first.added + first.damaged).toBe(rows);
      expect(await countImported(database.db, first.jurisdiction.id, map)).toEqual({
        rows: first.added,
        cases: first.added,
      });
      expect(first.damagedFile && readFileSync(first.damagedFile, 'utf8').trim().split('\n').length).toBeGreaterThan(
        first.damaged,
      );
      const verified = await verifyLog(database.db, first.jurisdiction.id, { rows: [caseRows] });
      expect(verified).toMatchObject({ flaw: null, records: first.added });

      const again = await importFile(database.db, { path, mapping, damagedIn: folder }, { clock: () => Date.now() });
      expect(again).toMatchObject({ read: rows, added: 0, updated: 0, unchanged: first.added, damaged: first.damaged });
    },
  );
});
