// `npm test`: installs what is missing, finds or installs a Chromium, builds the screens, runs everything, and ends with
// the line `N passed, N failed, N skipped`. Arguments narrow the run: `npm test -- server/kernel`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, ready, run } from './bootstrap.mjs';
import { findChromium } from './chromium.mjs';
import { ensureWeb } from './web.mjs';

const node = await ready();
const chromium = await findChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;
const built = await ensureWeb();

const folder = mkdtempSync(join(tmpdir(), 'drumtower-results-'));
const file = join(folder, 'results.json');
const code = await run(
  node,
  [
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ],
  { label: 'testing' },
);
const count = counted(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] });
rmSync(folder, { recursive: true });
if (!built || (code !== 0 && count.failed === 0)) count.failed++;
if (count.passed + count.failed === 0) process.stdout.write('No test ran.\n');
process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
process.exitCode = code === 0 && count.failed === 0 && count.passed > 0 ? 0 : 1;

/** A file that failed before its first test counts as one failure: it hides we know not how many. */
function counted({ testResults }) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    for (const result of assertionResults) {
      if (result.status === 'passed') count.passed++;
      else if (result.status === 'failed') count.failed++;
      else count.skipped++;
    }
    if (status === 'failed' && !assertionResults.some((result) => result.status === 'failed')) count.failed++;
  }
  return count;
}
