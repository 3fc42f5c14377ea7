// What every command does first, on whatever Node (20 or later) the host has, with nothing installed: it installs what
// is missing or stale, then goes on under the Node this project is pinned to. Plain JavaScript, node: modules only.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const MARK = join(MODULES, '.drumtower-lock');
const NEEDED_MAJOR = 24;

export function say(text) {
  process.stderr.write(`[drumtower] ${text}\n`);
}

/** Ends with a message in words, never with a stack. */
export function fail(text) {
  say(text);
  process.exit(1);
}

/**
 * Runs a program to its end, saying from time to time that it still runs; gives its exit code. A `bound` one learns when
 * we are killed, and ends; we in turn watch npm, which cannot tell us that it was killed.
 */
export function run(program, args, { label, env = process.env, quiet = false, bound = false } = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    const stdio = ['inherit', quiet ? 'ignore' : 'inherit', 'inherit', ...(bound ? ['ipc'] : [])];
    const child = spawn(program, args, { cwd: ROOT, env, stdio });
    const beat = label
      ? setInterval(() => say(`${label} … ${Math.round((Date.now() - started) / 1000)} s`), 10_000)
      : undefined;
    const npm = process.env.npm_lifecycle_event && bound ? ancestors() : undefined;
    const watch = npm ? setInterval(() => ancestors() !== npm && child.kill('SIGTERM'), 250) : undefined;
    const pass = () => child.kill('SIGTERM');
    // At a terminal an interrupt reaches the child as well, which then ends in its own time; sent to us alone, it does not.
    const wait = () => bound && setTimeout(pass, 300).unref();
    process.on('SIGINT', wait);
    process.on('SIGTERM', pass);
    const ended = (code) => {
      clearInterval(beat);
      clearInterval(watch);
      process.off('SIGINT', wait);
      process.off('SIGTERM', pass);
      resolve(code);
    };
    child.on('error', (error) => {
      say(`${program}: ${error.message}`);
      ended(127);
    });
    child.on('exit', (code) => ended(code ?? 1));
  });
}

/** Our parent and, where the system tells, its parent: npm stands behind a shell. */
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return `${process.ppid}`;
  }
}

/** How to call npm: the one that started us, else the one by that name. */
export function npmCommand() {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? { program: process.execPath, first: [npm] } : { program: 'npm', first: [] };
}

/** Installs the packages if there are none, or others than the lock file names; otherwise costs a few milliseconds. */
async function ensureInstalled() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === hash) return;
  if (!agrees(JSON.parse(lock.toString()))) {
    say('installing packages (once; a few minutes on a slow line)');
    const { program, first } = npmCommand();
    // Not `npm ci`: it refuses a lock file that lacks an optional package of somebody else's platform. The versions are
    // the lock file's all the same, and it is left as it is. The screens are built here: tools in production too.
    const how = [
      'install',
      '--no-save',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    const code = await run(program, [...first, ...how], { label: 'installing packages' });
    if (code !== 0)
      fail('the packages could not be installed; see the lines above. Is the package registry within reach?');
  }
  writeFileSync(MARK, hash);
}

/** Whether somebody has already installed exactly what the lock file says, but for packages of other platforms. */
function agrees(lock) {
  const hidden = join(MODULES, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const { packages } = JSON.parse(readFileSync(hidden, 'utf8'));
  const ours = ({ os, cpu, libc }) =>
    os && !libc && [os].flat().includes(process.platform) && (!cpu || [cpu].flat().includes(process.arch));
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = packages[path];
    return found ? found.version === wanted.version : (wanted.optional || wanted.devOptional) && !ours(wanted);
  });
}

/** The Node to run on: the pinned one that was installed, else the host's if it is new enough. */
function pinnedNode() {
  const pinned = join(MODULES, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  return fail(
    `this needs Node ${NEEDED_MAJOR}; there is no packaged one for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. Install Node ${NEEDED_MAJOR} and try again.`,
  );
}

let node;

/** Readies the checkout and gives the Node to run it on. Programs started from here find the same Node by name. */
export async function ready() {
  if (Number.parseInt(process.versions.node, 10) < 20)
    fail(`this needs Node 20 or later; this is Node ${process.versions.node}.`);
  if (node) return node;
  await ensureInstalled();
  node = pinnedNode();
  process.env.PATH = `${dirname(node)}:${process.env.PATH ?? ''}`;
  return node;
}

/**
 * How Node runs the program. On a machine with much memory it lets rubbish grow to several times what is in use, and keeps
 * the room. Of servers there are several on one machine for years: each keeps its young to 16 MB, takes the rest out whenever
 * it has grown by a fifth or a rush is over, and has one place to allocate from, not one a thread. What works through a whole
 * log and then ends has room for its young. What that costs and spares is in docs/bench.md.
 */
export const NODE_FLAGS = JSON.parse(readFileSync(join(ROOT, 'server', 'node-flags.json'), 'utf8'));

/** Runs the program's own command line. */
export async function drumtower(args) {
  const program = await ready();
  const parent = new URL('parent.mjs', import.meta.url).href;
  const flags = args[0] === 'serve' ? NODE_FLAGS.serve : NODE_FLAGS.other;
  const env = { ...NODE_FLAGS.environment, ...process.env };
  return run(program, [...flags, '--import', parent, join(ROOT, 'server', 'main.ts'), ...args], { bound: true, env });
}
