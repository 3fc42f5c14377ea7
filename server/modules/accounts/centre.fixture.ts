import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { buildHttp } from '../../kernel/http-server.ts';
import { instant } from '../../kernel/instant.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { addJurisdiction, addUnits } from '../organisation/commands.ts';
import { createAccounts } from './commands.ts';
import { identifier, SESSION_COOKIE } from './identify.ts';
import type { Account } from './model.ts';
import { setAccessPolicy } from './policy.ts';
import { roleNames } from './roles.ts';
import { accountsRoutes } from './routes.ts';
import { type AccessPolicy, standardPolicy } from './rules.ts';
import { hashPassword } from './secrets.ts';
import { sessionRoutes } from './session-routes.ts';

export const PASSWORD = 'Lantern7-bridge';

export interface Ask {
  cookie?: string;
  bearer?: string;
  body?: object;
  version?: number;
  address?: string;
  key?: string;
  agent?: string;
}

/** Two jurisdictions, north and south, each with one officer of every role (`north.leader` …), behind the real routes. */
export interface Centre {
  database: TestDatabase;
  accounts: Map<string, Account>;
  /** The jurisdiction `north`. */
  home: number;
  now(): number;
  pass(milliseconds: number): void;
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, what?: Ask): ReturnType<typeof send>;
  knock(username: string, password: string, address?: string, agent?: string): ReturnType<typeof send>;
  /** What the centre asks at its doors from now on. */
  ruleOf(policy: Partial<AccessPolicy>): void;
  /** The cookie of a fresh session. */
  signedIn(username: string, password?: string): Promise<string>;
  close(): Promise<void>;
}

export async function openCentre(): Promise<Centre> {
  const database = await testDatabase();
  const { db } = database;
  const accounts = new Map<string, Account>();
  let time = Date.parse('2026-03-02T01:00:00.000Z');
  let home = 0;
  const passwordHash = await hashPassword(PASSWORD);
  await transact(db, async (tx) => {
    for (const code of ['south', 'north']) {
      const name = { zh: code, en: code };
      home = (await addJurisdiction(tx, { code, name, timeZone: 'Asia/Shanghai', division: null, demo: false })).id;
      const water = { code: 'water', name: { zh: '水务', en: 'Water' }, kind: 'department', group: 'a' } as const;
      const [unit] = await addUnits(tx, home, [water], instant(time));
      const made = roleNames.map((role) => ({
        username: `${code}.${role}`,
        name: `张${code}`,
        unitId: unit!.id,
        roles: [role],
        passwordHash,
      }));
      for (const account of await createAccounts(tx, home, made, instant(time)))
        accounts.set(account.username, account);
    }
  });
  const app = await buildHttp([...accountsRoutes, ...sessionRoutes], [], {
    db,
    identify: identifier(db),
    clock: () => time,
    afterWrite: () => {},
    logger: (line) => console.error(line),
  });
  const knock: Centre['knock'] = (username, password, address, agent) =>
    send(app, 'POST', '/session', {
      body: { username, password },
      ...(address ? { address } : {}),
      ...(agent ? { agent } : {}),
    });
  return {
    database,
    accounts,
    home,
    now: () => time,
    pass(milliseconds) {
      time += milliseconds;
    },
    ask: (method, path, what) => send(app, method, path, what),
    knock,
    ruleOf: (policy) => setAccessPolicy(db, { ...standardPolicy, ...policy }),
    async signedIn(username, password = PASSWORD) {
      const { status, cookie } = await knock(username, password);
      expect(status).toBe(200);
      return cookie!.value;
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}

async function send(
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  { cookie, bearer, body, version, address, key, agent }: Ask = {},
) {
  const answer = await app.inject({
    method,
    url: `/api${path}`,
    remoteAddress: address ?? '10.0.0.1',
    headers: {
      ...(cookie ? { cookie: `${SESSION_COOKIE}=${cookie}` } : {}),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(version ? { 'if-match': `"${version}"` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...(agent ? { 'user-agent': agent } : {}),
    },
    ...(body ? { payload: body } : {}),
  });
  const set = answer.cookies.find(({ name }) => name === SESSION_COOKIE);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    cookie: set,
    json: answer.body ? answer.json() : undefined,
  };
}
