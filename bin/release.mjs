// `npm run release`: one archive for machines without a package registry, in dist/. It holds Node, the PostgreSQL
// programs, the built screens, the sources, the documents and the bill of materials; nothing is installed where it goes.
// `-- --lay-out FOLDER` leaves it unpacked in a folder that does not exist yet.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fail, NODE_FLAGS, ROOT, ready, run, say } from './bootstrap.mjs';
import { installedPackages } from './packages.mjs';
import { SBOM, writeSbom } from './sbom.mjs';
import { ensureWeb } from './web.mjs';

const TAKEN = ['server', 'docs', 'deploy', 'dist/web', 'package.json', 'README.md', 'README.zh-CN.md', 'LICENSE'];

/** Tests and what only they and the benches of the house need. */
const LEFT_OUT = /\.(test|fixture)\.ts$|(^|\/)testing(-server)?\.ts$/;

/** Of fonts that come in nine weights, those that what is printed names. */
const printed = readFileSync(join(ROOT, 'server', 'adapters', 'pdf.ts'), 'utf8').match(
  /\d{3}(?:Regular|Medium|SemiBold|Bold)/g,
);
const unusedWeight = (name) => {
  const [, weight] = /^node_modules\/@expo-google-fonts\/[^/]+\/(\d{3}[A-Za-z]+)/.exec(name) ?? [];
  return weight !== undefined && !printed.includes(weight);
};

const STARTER = `#!/bin/sh
# Starts Drumtower with the Node it brought along: ./drumtower serve
here=$(dirname "$(readlink -f "$0")")
case "$1" in
  serve) flags="${NODE_FLAGS.serve.join(' ')}" ;;
  *) flags="${NODE_FLAGS.other.join(' ')}" ;;
esac
${Object.entries(NODE_FLAGS.environment)
  .map(([name, value]) => `export ${name}="\${${name}:-${value}}"`)
  .join('\n')}
# What Node compiled is kept beside the data: the next start is quicker, and no compiler stays in memory.
export NODE_COMPILE_CACHE="\${NODE_COMPILE_CACHE:-\${DATA_DIR:-./data}/compiled}"
exec "$here"/node_modules/node-*/bin/node $flags "$here/server/main.ts" "$@"
`;

/** Lays out everything that runs in a folder, which must not exist yet. */
function layOut(folder) {
  for (const path of TAKEN) copy(path, folder, (name) => !LEFT_OUT.test(name));
  for (const { path, run: needed } of installedPackages())
    if (needed) copy(path, folder, (name) => !unusedWeight(name));
  if (existsSync(SBOM)) cpSync(SBOM, join(folder, basename(SBOM)));
  writeFileSync(join(folder, 'drumtower'), STARTER);
  chmodSync(join(folder, 'drumtower'), 0o755);
}

function copy(path, folder, wanted) {
  const to = join(folder, path);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(ROOT, path), to, {
    recursive: true,
    verbatimSymlinks: true,
    // Packages within a package are packages of their own: each is asked for by its own line of the lock file.
    filter: (source) => {
      const name = relative(ROOT, source).replaceAll('\\', '/');
      return wanted(name) && !(name !== path && name.slice(path.length).includes('/node_modules'));
    },
  });
}

async function main() {
  await ready();
  if (!(await ensureWeb())) fail('no archive: the screens could not be built');
  await writeSbom();
  const [how, folder] = process.argv.slice(2);
  if (how === '--lay-out' && folder) return layOut(resolve(folder));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const name = `drumtower-${version}-${process.platform}-${process.arch}`;
  const dist = join(ROOT, 'dist');
  rmSync(join(dist, name), { recursive: true, force: true });
  layOut(join(dist, name));
  const archive = join(dist, `${name}.tar.gz`);
  const code = await run('tar', ['-czf', archive, '-C', dist, name], { label: 'packing' });
  rmSync(join(dist, name), { recursive: true });
  if (code !== 0) fail('no archive: tar could not write it');
  const sum = createHash('sha256').update(readFileSync(archive)).digest('hex');
  writeFileSync(`${archive}.sha256`, `${sum}  ${basename(archive)}\n`);
  say(`${relative(ROOT, archive)}, SHA-256 ${sum}`);
}

await main();
