// What is installed, and what of it goes to those who run this: read from the lock file, never from the network.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

/** Licences that bind nobody to more than naming the author. */
const FREE = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'Zlib',
  'PostgreSQL',
]);

/** The others, each with why it may stay. `run`: also among what is given out to run; else only for building and testing. */
const ALLOWED = [
  { name: /^@expo-google-fonts\/|^@fontsource-variable\//, licence: 'OFL-1.1', run: true, why: 'fonts, unchanged' },
  { name: /^axe-core$|^@axe-core\//, licence: 'MPL-2.0', run: false, why: 'tests only, unchanged' },
  { name: /^lightningcss(-|$)/, licence: 'MPL-2.0', run: false, why: 'builds style sheets, unchanged' },
];

/** Named in a LICENSE file and not in package.json. */
const STATED_ELSEWHERE = new Map([['png-js', 'MIT']]);

/** Every installed package: its folder from the root, name, version, licence, and whether it is needed to run. */
export function installedPackages() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path]) => path !== '' && existsSync(join(ROOT, path, 'package.json')))
    .map(([path, { dev = false, devOptional = false }]) => {
      const { name, version, license } = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
      return {
        path,
        name,
        version,
        licence: STATED_ELSEWHERE.get(name) ?? license ?? 'none',
        run: !dev && !devOptional,
      };
    });
}

/** A package's licence as a sentence, if it may not be used here; else nothing. `A AND B` binds by both, `A OR B` by one. */
export function licenceFault({ name, version, licence, run }) {
  const free = (one) =>
    FREE.has(one) ||
    ALLOWED.some((allowed) => allowed.name.test(name) && allowed.licence === one && (allowed.run || !run));
  const words = String(licence).replace(/[()]/g, '');
  const right = words.includes(' OR ') ? words.split(' OR ').some(free) : words.split(' AND ').every(free);
  return right
    ? undefined
    : `${name} ${version} is under ${licence}, which bin/packages.mjs does not allow${run ? ' in what is run' : ''}`;
}
