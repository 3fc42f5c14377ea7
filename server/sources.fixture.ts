import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files by their path from the root of the repository: the real ones, or a handful made up to be wrong on purpose. */
export type Sources = Map<string, string>;

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const TEXT = /\.(?:tsx?|mjs|css|html|json|md|sql|svg|txt|ya?ml)$|(?:^|\/)(?:LICENSE|\.gitignore|\.npmrc|run)$/;

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage'].map((name) => join(ROOT, name)));

/** Every text file of the repository, those not yet committed included. */
export function readSources(): Sources {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (LEFT_OUT.has(path)) return [];
      return entry.isDirectory() ? walk(path) : TEXT.test(path) ? [path] : [];
    });
  return new Map(
    walk(ROOT)
      .sort()
      .map((path) => [relative(ROOT, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

export interface Import {
  from: string;
  /** A path from the root for what is ours; a package's name, or `node:…`, for what is not. */
  to: string;
  /** The names that exist at run time; `*` for all. Empty if only types are imported. */
  names: string[];
  exports: boolean;
}

const STATEMENT = /^(import|export)\s+(type\s+)?([^'";=]*?)\s*from\s+'([^']+)'/gm;
const BARE = /^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** What a file imports, and what it passes on from elsewhere. */
export function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  for (const [, verb, type, what = '', target = ''] of text.matchAll(STATEMENT)) {
    found.push({ from: path, to: resolve(path, target), names: type ? [] : namesIn(what), exports: verb === 'export' });
  }
  for (const [, bare, lazy] of text.matchAll(BARE)) {
    found.push({ from: path, to: resolve(path, bare ?? lazy ?? ''), names: ['*'], exports: false });
  }
  return found;
}

function namesIn(clause: string): string[] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  const listed = braces
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));
  const outside = clause.replace(/\{[^}]*\}/, '').replace(/[\s,]/g, '');
  return [...listed.map((name) => name.split(/\s+as\s+/)[0] ?? ''), ...(outside === '' ? [] : ['*'])];
}

function resolve(path: string, target: string): string {
  return target.startsWith('.') ? posix.join(posix.dirname(path), target) : packageName(target);
}

function packageName(target: string): string {
  if (target.startsWith('node:')) return target;
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

/** A source without its comments, so that a rule does not stumble over what is only spoken of. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

export const isTest = (path: string) => /\.(?:test|fixture)\.tsx?$|(?:^|\/)testing(?:-\w+)?\.tsx?$/.test(path);
export const isCode = (path: string) => /\.tsx?$/.test(path);
