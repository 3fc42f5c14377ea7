import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { followers, jobs, lifecycles, routes } from './app.ts';
import type { Config } from './config.ts';
import { problemsOf } from './data/problems.ts';
import { houseFlaws } from './house.ts';
import { type Db, type OpenDb, transact } from './kernel/db.ts';
import { hangBell } from './kernel/db-bell.ts';
import { type Disk, endlessDisk } from './kernel/disk.ts';
import { followersBehind } from './kernel/health.ts';
import { FileAnswer } from './kernel/http.ts';
import { isUnavailable } from './kernel/http-problem.ts';
import { restAfterRush } from './kernel/http-rest.ts';
import { buildHttp } from './kernel/http-server.ts';
import { addSite } from './kernel/http-site.ts';
import { instant } from './kernel/instant.ts';
import { createLive } from './kernel/live.ts';
import { discreet, type Logger } from './kernel/logger.ts';
import { apiPage, openapiOf } from './kernel/openapi.ts';
import { recordHearing } from './kernel/record-hearing.ts';
import { refuse } from './kernel/refusal.ts';
import { openReplica } from './kernel/replica.ts';
import { daysUnsealed } from './kernel/seal.ts';
import { startWork, type Work } from './kernel/work.ts';
import { recordSetting } from './modules/accounts/audit-commands.ts';
import { distrust, identifier } from './modules/accounts/identify.ts';
import { setAccessPolicy } from './modules/accounts/policy.ts';
import { rolePermissions } from './modules/accounts/roles.ts';
import { type AccessPolicy, standardPolicy } from './modules/accounts/rules.ts';
import { caseHearing } from './modules/cases/hearing.ts';
import { listJurisdictions } from './modules/organisation/store.ts';
import { listYearToDate } from './modules/uptime/measuring.ts';
import { listProbeStates } from './modules/uptime/store.ts';
import { procedures } from './procedures.ts';
import { createMetrics } from './system/metrics.ts';
import { retentionJob } from './system/retention.ts';

export interface Server {
  address: string;
  app: FastifyInstance;
  work: Work;
  stop(): Promise<void>;
}

const WEB = fileURLToPath(new URL('../dist/web', import.meta.url));

type Place = Pick<Config, 'host' | 'port' | 'trustProxy' | 'secureCookies'>;
/** What `serve` always says, and a test only where it matters: absent, nobody is counted and nothing is asked beyond the password. */
type Doors = Partial<
  Pick<
    Config,
    | 'baseUrl'
    | 'databaseReplicaUrl'
    | 'retention'
    | 'secondFactor'
    | 'codeWindow'
    | 'passwordDays'
    | 'passwordsRemembered'
    | 'auditDays'
    | 'administratorNetworks'
    | 'requestsPerMinute'
  >
>;

/** The whole house on one open database: routes, live events, followers and jobs, screens. Used by `serve` and by tests. */
export async function startServer(
  opened: OpenDb,
  config: Place & Doors,
  journal: Logger,
  clock: () => number = Date.now,
  disk: Disk = endlessDisk,
): Promise<Server> {
  const { db, pool } = opened;
  const logger = discreet(journal);
  const flaws = houseFlaws({ routes, lifecycles, rolePermissions });
  if (flaws.length > 0) throw new Error(`the house does not stand:\n${flaws.join('\n')}`);
  setAccessPolicy(db, accessPolicyOf(config));
  const hearings = {
    case: caseHearing(db),
    ...Object.fromEntries(procedures.map((one) => [one.lifecycle.kind, recordHearing(db, one)])),
  };
  const live = createLive(db, hearings, (error) => {
    if (!isUnavailable(error)) logger({ level: 'error', what: 'live', error: String(error) });
  });
  const metrics = createMetrics({
    listening: live.listening,
    pool: () => ({ total: pool.totalCount, waiting: pool.waitingCount }),
    behind: () => followersBehind(db),
    unsealed: async () => byCode(db, await transact(db, (tx) => daysUnsealed(tx, instant(clock())))),
    probes: async () => byCode(db, await listProbeStates(db)),
    running: () => listYearToDate(db, instant(clock())),
  });
  const work = startWork(db, {
    followers: followers(),
    jobs: config.retention ? [...jobs(), retentionJob] : jobs(),
    clock,
    logger,
    isDiskFull: disk.isFull,
  });
  const grown = () => {
    work.poke();
    live.grown();
  };
  const lookers = new Set<(accountId: string | null) => void>();
  const onAccess = (accountId: string | null) => {
    distrust(db, accountId, clock());
    for (const look of lookers) look(accountId);
  };
  const bell = hangBell(db, { onGrowth: grown, onAccess });
  const { databaseReplicaUrl: replicaUrl } = config;
  const replica = replicaUrl ? openReplica(db, { url: replicaUrl, poolSize: pool.options.max ?? 10 }) : undefined;
  // Drawn when first asked for: it tells of every route, and a start does not wait for it.
  let drawn: ReturnType<typeof openapiOf> | undefined;
  const document = () => {
    drawn ??= openapiOf(routes, [live.stream], packageJson.version);
    return drawn;
  };
  const app = await buildHttp(routes, [live.stream], {
    db,
    identify: identifier(db),
    noteSetting: recordSetting,
    clock,
    onAccess: (look) => lookers.add(look),
    replica: replica?.reading,
    isDiskFull: disk.isFull,
    afterWrite: () => {
      grown();
      bell.ring();
    },
    logger,
    observe: metrics.observe,
    trustProxy: config.trustProxy,
    secureCookies: config.secureCookies,
    baseUrl: config.baseUrl,
    limits: config.requestsPerMinute ? { requestsPerMinute: config.requestsPerMinute } : undefined,
  });
  restAfterRush(app);
  await addSite(app, {
    webFolder: WEB,
    db,
    problems: problemsOf(lifecycles),
    pages: {
      '/metrics': async () => new FileAnswer(await metrics.text(), 'text/plain; version=0.0.4; charset=utf-8'),
      '/api/openapi.json': async () => new FileAnswer(JSON.stringify(document()), 'application/json; charset=utf-8'),
      '/api/docs': async () => new FileAnswer(apiPage(document()), 'text/html; charset=utf-8'),
    },
  });
  const unlisten = work.onGrowth(live.grown);
  const stop = async () => {
    unlisten();
    await app.close();
    await bell.close();
    await work.stop();
    await replica?.close();
  };
  try {
    const address = await app.listen({ host: config.host, port: config.port });
    return { address, app, work, stop };
  } catch (error) {
    await stop();
    return refuseAddress(config, error);
  }
}

/** The same under the codes of the jurisdictions, by which those who watch the servers know them. */
async function byCode<T extends { jurisdictionId: number }>(db: Db, figures: readonly T[]) {
  const codes = new Map((await listJurisdictions(db)).map(({ id, code }) => [id, code]));
  return figures.map(({ jurisdictionId, ...figure }) => ({
    jurisdiction: codes.get(jurisdictionId) ?? String(jurisdictionId),
    ...figure,
  }));
}

function accessPolicyOf(doors: Doors): AccessPolicy {
  const { secondFactor, codeWindow, passwordDays, passwordsRemembered, auditDays, administratorNetworks } = doors;
  return {
    factorFor: secondFactor ?? standardPolicy.factorFor,
    codeWindow: codeWindow ?? standardPolicy.codeWindow,
    passwordDays: passwordDays ?? standardPolicy.passwordDays,
    passwordsRemembered: passwordsRemembered ?? standardPolicy.passwordsRemembered,
    auditDays: auditDays ?? standardPolicy.auditDays,
    administratorNetworks: administratorNetworks ?? standardPolicy.administratorNetworks,
  };
}

/** Says in words why the server cannot listen there, if that is the fault; else the fault stands. */
function refuseAddress({ host, port }: Pick<Config, 'host' | 'port'>, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const at = `${host}:${port}`;
  if (code === 'EADDRINUSE')
    refuse({
      refused: 'conflict',
      code: 'portInUse',
      message: { zh: `${at} 已被另一个程序占用。`, en: `Another program listens at ${at} already.` },
      right: { zh: '请停止那个程序，或用 PORT 指定另一个端口。', en: 'Stop it, or name another port with PORT.' },
    });
  if (code === 'EACCES')
    refuse({
      refused: 'conflict',
      code: 'portForbidden',
      message: { zh: `没有权限监听 ${at}。`, en: `There is no permission to listen at ${at}.` },
      right: { zh: '请用 PORT 指定 1024 以上的端口。', en: 'Name a port above 1023 with PORT.' },
    });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    refuse({
      refused: 'conflict',
      code: 'hostNotHere',
      message: { zh: `本机没有地址 ${host}。`, en: `This machine has no address ${host}.` },
      right: {
        zh: '请用 HOST 指定本机的地址，如 127.0.0.1 或 0.0.0.0。',
        en: 'Name one of its own with HOST, such as 127.0.0.1 or 0.0.0.0.',
      },
    });
  throw error;
}
