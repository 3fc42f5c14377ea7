import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { WatchedFigures } from '../modules/uptime/measuring.ts';
import { failureRateOf } from '../modules/uptime/rules.ts';

/** Asks again only when the last answer is so old; a refusal is not remembered. */
function keptFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { until: number; answer: T } | undefined;
  return async () => {
    if (!kept || kept.until < performance.now()) kept = { until: performance.now() + ms, answer: await ask() };
    return kept.answer;
  };
}

/** Figures of this process for Prometheus. Paths are route patterns, so no identifier or personal datum is among them. */
export interface Metrics {
  observe(sample: { method: string; path: string; status: number; seconds: number }): void;
  text(): Promise<string>;
}

export function createMetrics(sources: {
  listening: () => number;
  pool: () => { total: number; waiting: number };
  /** Asked of the database at each look; while it is away its figures are left out. Jurisdictions by their codes. */
  behind: () => Promise<readonly { follower: string; seconds: number }[]>;
  unsealed: () => Promise<readonly { jurisdiction: string; days: number }[]>;
  probes: () => Promise<readonly { jurisdiction: string; subject: string; probe: string; up: boolean }[]>;
  /** Of the year so far; read anew at most once a minute, for a year of intervals is added up. */
  running: () => Promise<readonly WatchedFigures[]>;
}): Metrics {
  const running = keptFor(60_000, sources.running);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'drumtower_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'path', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Gauge({
    name: 'drumtower_live_listeners',
    help: 'Open event streams',
    registers: [registry],
    collect() {
      this.set(sources.listening());
    },
  });
  new Gauge({
    name: 'drumtower_db_connections',
    help: 'Database connections of the pool',
    registers: [registry],
    collect() {
      this.set(sources.pool().total);
    },
  });
  new Gauge({
    name: 'drumtower_db_waiting',
    help: 'Requests waiting for a connection',
    registers: [registry],
    collect() {
      this.set(sources.pool().waiting);
    },
  });
  labelled(
    'drumtower_follower_behind_seconds',
    'Age of the oldest log entry not yet read',
    ['follower'],
    async (set) => {
      for (const { follower, seconds } of await sources.behind()) set({ follower }, seconds);
    },
  );
  labelled(
    'drumtower_unsealed_days',
    'Days for which the oldest entry of the log without a seal has waited',
    ['jurisdiction'],
    async (set) => {
      for (const { jurisdiction, days } of await sources.unsealed()) set({ jurisdiction }, days);
    },
  );
  labelled(
    'drumtower_probe_up',
    '1 while the last look found it running',
    ['jurisdiction', 'subject', 'probe'],
    async (set) => {
      for (const { up, ...labels } of await sources.probes()) set(labels, up ? 1 : 0);
    },
  );
  labelled(
    'drumtower_uptime_seconds',
    'What each system and device did in the year so far: up, down, unknown, or in maintenance that does not count',
    ['jurisdiction', 'subject', 'state'],
    async (set) => {
      for (const { jurisdiction, subject, availability } of await running()) {
        const { serviceMinutes, faultMinutes, unknownMinutes, maintenanceMinutes } = availability;
        const minutes = {
          up: serviceMinutes - faultMinutes - unknownMinutes,
          down: faultMinutes,
          unknown: unknownMinutes,
          maintenance: maintenanceMinutes,
        };
        for (const [state, value] of Object.entries(minutes)) set({ jurisdiction, subject, state }, value * 60);
      }
    },
  );
  labelled(
    'drumtower_failure_ratio',
    'Failure rate of the year so far, 0 to 1: the least and the most that it can be while some time is unknown',
    ['jurisdiction', 'subject', 'end'],
    async (set) => {
      for (const { jurisdiction, subject, availability } of await running()) {
        const rate = failureRateOf([availability]);
        for (const end of ['low', 'high'] as const) if (rate) set({ jurisdiction, subject, end }, rate[end]);
      }
    },
  );

  function labelled(
    name: string,
    help: string,
    labelNames: string[],
    tell: (set: (labels: Record<string, string>, value: number) => void) => Promise<void>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        await tell((labels, value) => this.set(labels, value)).catch(() => this.reset());
      },
    });
  }

  return {
    observe: ({ method, path, status, seconds }) => requests.observe({ method, path, status: String(status) }, seconds),
    text: () => registry.metrics(),
  };
}
