// `npm run sbom`: what is given out to run, as a CycloneDX bill of materials, in dist/drumtower.cdx.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, npmCommand, ROOT, ready, say } from './bootstrap.mjs';

export const SBOM = join(ROOT, 'dist', 'drumtower.cdx.json');

/** Writes it and gives the number of its components. */
export async function writeSbom() {
  await ready();
  const { program, first } = npmCommand();
  const args = [
    ...first,
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--omit',
    'dev',
    '--package-lock-only',
    '--loglevel=error',
  ];
  const made = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  if (made.status !== 0) fail(`npm could not list the packages: ${made.stderr}`);
  const bill = JSON.parse(made.stdout);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(SBOM, `${JSON.stringify(bill, null, 2)}\n`);
  return bill.components.length;
}

if (import.meta.main ?? process.argv[1]?.endsWith('sbom.mjs')) say(`${await writeSbom()} components in ${SBOM}`);
