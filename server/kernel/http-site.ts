import { existsSync } from 'node:fs';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { FileAnswer } from './http.ts';
import type { Db } from './db.ts';
import { sql } from 'kysely';

/** What is served outside the routes: the built screens, and pages for machines. */
export interface Site {
  /** Folder of the built screens; an address that is no file shows the first page, whose router knows it. */
  webFolder: string;
  /** Pages by exact path, e.g. `/metrics`. */
  pages: Record<string, () => Promise<FileAnswer>>;
  db: Db;
}

const YEAR_SECONDS = 31_536_000;

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
    app.get(path, async (_request, reply) => {
      const answer = await page();
      return reply.type(answer.type).send(answer.bytes);
    });
  }
  if (!existsSync(site.webFolder)) return;
  await app.register(staticFiles, {
    root: site.webFolder,
    wildcard: false,
    index: false,
    // Built names carry a hash of their content; the pages themselves are asked for anew.
    setHeaders: (reply, path) => reply.header('cache-control', /\/assets\//.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache'),
  });
  app.get('/*', async (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound();
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
