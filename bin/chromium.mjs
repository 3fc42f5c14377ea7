// Finds a Chromium for the browser tests, and on a Debian-like machine installs one if it may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './bootstrap.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];

/** The path of a Chromium that runs, or undefined: then the browser tests are reported as skipped. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (runs(named)) return named;
    say(`CHROMIUM_PATH=${named} does not run; looking elsewhere`);
  }
  const found = search();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('installing Chromium for the browser tests');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { env, label: 'installing Chromium', quiet: true };
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], options);
    const installed = search();
    if (installed) return installed;
  }
  say(
    'no Chromium was found: the browser tests will be skipped. Install one (Debian: apt-get install chromium fonts-noto-cjk), or name one with CHROMIUM_PATH.',
  );
  return undefined;
}

function search() {
  const names = process.platform === 'darwin' ? [...NAMES, 'Google Chrome', 'Chromium'] : NAMES;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...PLACES];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path) && runs(path));
}

function runs(path) {
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}
