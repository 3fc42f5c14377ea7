// `npm run check`: everything that must be green before a commit. CI runs nothing else than the tests of it.
import { join } from 'node:path';
import { ROOT, ready, run, say } from './bootstrap.mjs';

const node = await ready();
const tool = (name) => join(ROOT, 'node_modules', '.bin', name);

const STEPS = [
  ['format', tool('biome'), ['check', '--error-on-warnings', '.']],
  ['lint', tool('oxlint'), ['--type-aware', '--deny-warnings', 'bin', 'server', 'web']],
  ['types', tool('tsc'), ['--noEmit']],
  ['packages', node, [join(ROOT, 'bin', 'dependencies.mjs')]],
  ['tests', node, [join(ROOT, 'bin', 'test.mjs')]],
  ['printed documents', node, [join(ROOT, 'server', 'main.ts'), 'docs', '--check']],
];

const failed = [];
for (const [name, program, args] of STEPS) {
  say(`checking ${name}`);
  if ((await run(program, args, { label: name })) !== 0) failed.push(name);
}
say(failed.length === 0 ? 'all is well' : `not in order: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
