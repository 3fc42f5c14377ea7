// `npm run holds`: the failures of server/holds, a few times each; `-- --full` as often as is promised; `-- --soak 30`
// loads a server for so many minutes and prints its memory.
import { join } from 'node:path';
import { ROOT, ready, run } from './bootstrap.mjs';

const args = process.argv.slice(2);
const node = await ready();
const soak = args.indexOf('--soak');
if (soak >= 0) {
  process.exitCode = await run(node, [join(ROOT, 'server', 'holds', 'soak.ts'), args[soak + 1] ?? '30']);
} else {
  if (args.includes('--full')) process.env.HOLDS = 'full';
  const more = args.filter((arg) => arg !== '--full');
  process.exitCode = await run(node, [join(ROOT, 'bin', 'test.mjs'), 'server/holds', '--maxWorkers=1', ...more]);
}
