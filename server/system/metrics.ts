import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures of this process for Prometheus. Paths are route patterns, so no identifier or personal datum is among them. */
export interface Metrics {
  observe(sample: { method: string; path: string; status: number; seconds: number }): void;
  text(): Promise<string>;
}

export function createMetrics(sources: {
  listening: () => number;
  pool: () => { total: number; waiting: number };
}): Metrics {
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
  return {
    observe: ({ method, path, status, seconds }) => requests.observe({ method, path, status: String(status) }, seconds),
    text: () => registry.metrics(),
  };
}
