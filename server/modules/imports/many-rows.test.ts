import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { countImported, importFile } from './commands.ts';
import { mappings } from './mappings.ts';

/** `TEST_ROWS=1000000` takes in a million. */
const ROWS = Number(process.env.TEST_ROWS ?? 6000);
/** One row in so many has no date that can be read. */
const DAMAGED_EACH = 1000;

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

function* lines(): Generator<string> {
  yield 'srnumber,createddate,closeddate,status,requesttype,requestsource,address,latitude,longitude,owner,cd,nc,ncname\n';
  for (let i = 0; i < ROWS; i++) {
    const day = `${1 + (i % 12)}/${1 + (i % 28)}/20`;
    const created = i % DAMAGED_EACH === 0 ? 'soon' : `${day} 9:${String(i % 60).padStart(2, '0')}`;
    const kind = ['Bulky Items', 'Graffiti Removal', 'Single Streetlight Issue'][i % 3];
    const [status, closed] = i % 10 === 0 ? ['Open', ''] : ['Closed', `${day} 15:30`];
    yield `1-${i},${created},${closed},${status},${kind},Call,"${i} N MAIN ST, LOS ANGELES",34.${10_000 + (i % 9999)},-118.${20_000 + (i % 9999)},BOS,${1 + (i % 15)},${1 + (i % 99)},NORTH\n`;
  }
}

test('a file of very many rows comes in wholly, in the memory of a few; its damaged rows are set aside', {
  timeout: 14_400_000,
}, async () => {
  const path = join(folder, 'many.csv');
  await pipeline(Readable.from(lines()), createWriteStream(path));
  const mapping = mappings.get('la311');
  if (!mapping) throw new Error('no mapping la311');
  const [before, begun, rss] = [process.cpuUsage(), performance.now(), process.memoryUsage().rss];
  let most = rss;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 200);
  const told = await importFile(database.db, { path, mapping, damagedIn: folder }, { clock: () => Date.now() });
  clearInterval(watching);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  process.stdout.write(
    `${ROWS} rows: ${Math.round(ROWS / cpu)} rows a second of the program's processor time, ${Math.round((ROWS * 1000) / (performance.now() - begun))} by the clock (load ${loadavg()[0]?.toFixed(1)}), ${Math.round((most - rss) / 1e6)} MB more\n`,
  );
  const damaged = Math.ceil(ROWS / DAMAGED_EACH);
  expect(told).toMatchObject({ finished: true, read: ROWS, added: ROWS - damaged, damaged });
  expect(await countImported(database.db, told.jurisdiction.id, 'la311')).toEqual({
    rows: ROWS - damaged,
    cases: ROWS - damaged,
  });
  const aside = readFileSync(told.damagedFile ?? '', 'utf8')
    .trim()
    .split('\r\n');
  expect(aside).toHaveLength(damaged + 1);
  expect(aside[1]).toContain('soon');
  // Of a million rows as little as of sixty thousand: what is dead waits longer to be collected, and that is all.
  expect(most - rss).toBeLessThan(400_000_000);
});
