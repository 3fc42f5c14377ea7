import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import type { FileAnswer } from './http.ts';
import type { Words } from './words.ts';

/** What is served outside the routes: the built screens, and pages for machines. */
export interface Site {
  /** Folder of the built screens; an address that is no file shows the first page, whose router knows it. */
  webFolder: string;
  /** Pages by exact path, e.g. `/metrics`. */
  pages: Record<string, () => Promise<FileAnswer>>;
  /** What each code of a problem means: the pages that the `type` of a problem leads to. */
  problems: ReadonlyMap<string, Words>;
  db: Db;
}

const YEAR_SECONDS = 31_536_000;
/** Characters: no file of ours has a longer name, and no file system is asked for one it could not hold. */
const LONGEST_PATH = 200;

/** Whoever asks while an answer is being made gets that one: however many ask, the database is asked once at a time. */
function together<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return () => {
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  };
}

export async function addSite(app: FastifyInstance, site: Site): Promise<void> {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await sql`select 1`.execute(site.db);
      return { status: 'ready' };
    } catch {
      return reply.code(503).header('retry-after', '2').send({ status: 'database away' });
    }
  });
  for (const [path, page] of Object.entries(site.pages)) {
    const answered = together(page);
    app.get(path, async (_request, reply) => {
      const answer = await answered();
      return reply.type(answer.type).send(answer.bytes);
    });
  }
  app.get('/api/problems/:code', async (request, reply) => {
    const { code } = request.params as { code: string };
    const meaning = site.problems.get(code);
    if (!meaning) return reply.callNotFound();
    if (!request.headers.accept?.includes('text/html')) return { code, meaning };
    return reply.type('text/html; charset=utf-8').send(problemPage(code, meaning));
  });
  if (!existsSync(site.webFolder)) return;
  // `serve: false`: only the sender is taken; which file answers is decided anew at each request, so that screens built
  // while the server runs are found.
  await app.register(staticFiles, {
    root: site.webFolder,
    serve: false,
    // Built names carry a hash of their content; the pages themselves are asked for anew.
    setHeaders: (reply, path) =>
      reply.header(
        'cache-control',
        /\/assets\//.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      ),
  });
  app.get('/*', async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    const steps = path.split('/');
    if (steps[0] === 'api' || path.includes('\0') || steps.includes('..')) return reply.callNotFound();
    if (path.length > LONGEST_PATH) return reply.callNotFound();
    if (path !== '' && statSync(join(site.webFolder, path), { throwIfNoEntry: false })?.isFile())
      return reply.sendFile(path);
    return path.startsWith('assets/') ? reply.callNotFound() : reply.sendFile('index.html');
  });
}

function problemPage(code: string, { zh, en }: Words): string {
  const [inZh, inEn] = [zh, en].map((text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`));
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${code}</title>
<style>body{font:16px/1.7 system-ui,"Noto Sans SC",sans-serif;max-width:40rem;margin:4rem auto;padding:0 1.5rem;color-scheme:light dark}</style>
<h1>${code}</h1><p>${inZh}</p><p lang="en">${inEn}</p></html>`;
}
