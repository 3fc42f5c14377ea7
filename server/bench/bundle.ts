import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Lone } from './alone.ts';
import { below } from './lines.ts';

const ASSETS = fileURLToPath(new URL('../../dist/web/assets/', import.meta.url));

/** Of these chunks and all that they import at once, the size as it travels. */
function bundleOf(begin: readonly string[]): number {
  const seen = new Set<string>();
  const left = [...begin];
  let bytes = 0;
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const text = readFileSync(join(ASSETS, name), 'utf8');
    bytes += gzipSync(text).length;
    left.push(...[...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)].map(([, found = '']) => found));
  }
  return bytes / 1000;
}

/** What a browser must have read before a screen is drawn. */
export function bundle(key: string, work: string, chunks: readonly string[], mostKb: number): Lone {
  return {
    key,
    work,
    async run() {
      const page = readFileSync(join(ASSETS, '../index.html'), 'utf8');
      const first = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name);
      const files = readdirSync(ASSETS);
      const named = chunks.map((chunk) => {
        const file = files.find((one) => one.startsWith(`${chunk}-`) && one.endsWith('.js'));
        if (!file) throw new Error(`no chunk ${chunk}; build the screens first`);
        return file;
      });
      return below(bundleOf([...first, ...named]), mostKb, 'kB gzip');
    },
  };
}
