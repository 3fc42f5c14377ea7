// Builds the screens when any source they are made of has changed since they were last built.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ROOT, ready, run, say } from './bootstrap.mjs';

const STAMP = join(ROOT, 'dist', 'web', '.stamp');

/** False if they could not be built; the reason stands in the lines above. */
export async function ensureWeb() {
  const node = await ready();
  const hash = hashOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return true;
  say('building the screens');
  const started = Date.now();
  const code = await run(node, [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    label: 'building the screens',
  });
  if (code !== 0) {
    say('the screens could not be built; see the lines above');
    return false;
  }
  writeFileSync(STAMP, hash);
  say(`built the screens in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

/** Everything under web/, the server's files that it imports (and theirs), and what decides the versions of the rest. */
function hashOfSources() {
  const own = readdirSync(join(ROOT, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const files = new Map();
  for (const name of ['vite.config.ts', 'package-lock.json', 'tsconfig.json']) take(join(ROOT, name), files);
  for (const file of own) take(file, files);
  const hash = createHash('sha256');
  for (const [file, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(bytes)
      .update('\0');
  }
  return hash.digest('hex');
}

/** Takes a file and all it imports by a relative path; `import type` leaves nothing behind and counts for nothing. */
function take(file, files) {
  if (files.has(file) || !existsSync(file)) return;
  const bytes = readFileSync(file);
  files.set(file, bytes);
  if (!/\.tsx?$/.test(file)) return;
  for (const [, path] of bytes
    .toString()
    .matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?['"](\.{1,2}\/[^'"]+\.\w+)['"]/gm))
    take(resolve(dirname(file), path), files);
}
