import { answerChecker } from './answers.fixture.ts';
import { followers } from './app.ts';
import type { Config } from './config.ts';
import { openDb } from './kernel/db.ts';
import { type Instant, instant, millis } from './kernel/instant.ts';
import type { Logger } from './kernel/logger.ts';
import { testDatabase, testVault } from './kernel/testing.ts';
import { bindVault } from './kernel/vault.ts';
import { seedDemo } from './modules/demo/seed.ts';
import { startServer } from './serve.ts';

/** The password of every officer of a test's demo district. */
export const PASSWORD = 'drum-tower-test-2026';

export interface TestServer {
  url: string;
  databaseUrl: string;
  /** Faults the server logged; a good test leaves none. */
  faults: Record<string, unknown>[];
  /** All it wrote into its journal. */
  journal: Record<string, unknown>[];
  /** Signs an officer in. */
  as(username: string): Promise<Officer>;
  stop(): Promise<void>;
}

/**
 * An officer at the API: asks with his session, in Chinese unless told otherwise. An answer that is not what the API
 * document promises fails the test, whatever the test is about.
 */
export interface Officer {
  id: string;
  cookie: string;
  ask(
    method: string,
    path: string,
    options?: { body?: unknown; version?: number; headers?: Record<string, string> },
  ): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails if it is not there
  body: any;
}

/** The whole house on a fresh copy of the database, with a demo district that has lived some days. */
export async function startTestServer(
  wanted: {
    days?: number;
    perDay?: number;
    secondFactor?: Config['secondFactor'];
    codeWindow?: Config['codeWindow'];
    /** When it is as the server starts; its clock goes on from there. Without it, as late as it is. */
    now?: Instant;
  } = {},
): Promise<TestServer> {
  const ahead = wanted.now ? millis(wanted.now) - Date.now() : 0;
  const clock = () => Date.now() + ahead;
  const database = await testDatabase();
  const faults: Record<string, unknown>[] = [];
  const journal: Record<string, unknown>[] = [];
  const logger: Logger = (line) => {
    journal.push(line);
    if (line.level === 'error') faults.push(line);
  };
  await seedDemo(database.db, {
    password: PASSWORD,
    now: instant(clock()),
    days: wanted.days ?? 2,
    perDay: wanted.perDay ?? 10,
    say: () => undefined,
    followers: followers(),
  });
  const opened = openDb(database.url, { size: 8 });
  bindVault(opened.db, testVault);
  const server = await startServer(
    opened,
    {
      host: '127.0.0.1',
      port: 0,
      trustProxy: false,
      secureCookies: false,
      secondFactor: wanted.secondFactor ?? 'nobody',
      ...(wanted.codeWindow ? { codeWindow: wanted.codeWindow } : {}),
    },
    logger,
    clock,
  );
  const flawOf = answerChecker(JSON.parse(await (await fetch(`${server.address}/api/openapi.json`)).text()));
  return {
    url: server.address,
    databaseUrl: database.url,
    faults,
    journal,
    as: (username) => signIn(server.address, username, flawOf),
    async stop() {
      await server.stop();
      await opened.close();
      await database.close();
    },
  };
}

async function signIn(url: string, username: string, flawOf: ReturnType<typeof answerChecker>): Promise<Officer> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const { id } = (await answer.json()) as { id: string };
  return {
    id,
    cookie,
    async ask(method, path, { body, version, headers = {} } = {}) {
      const isForm = body instanceof FormData;
      const asked = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          cookie,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
      const text = await asked.text();
      const isJson = /[/+]json/.test(asked.headers.get('content-type') ?? '');
      const told = { status: asked.status, headers: asked.headers, body: isJson ? JSON.parse(text) : text };
      const flaw = flawOf(method, path, told);
      if (flaw) throw new Error(flaw);
      return told;
    },
  };
}
