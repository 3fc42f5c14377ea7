import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WatchedFigures } from '../modules/uptime/measuring.ts';
import { ROOT } from '../sources.fixture.ts';
import { startTestServer, type TestServer } from '../testing.ts';
import { createMetrics } from './metrics.ts';

/** A house in which nothing is to be told but what is given. */
const metricsOf = (sources: Partial<Parameters<typeof createMetrics>[0]>) =>
  createMetrics({
    listening: () => 0,
    pool: () => ({ total: 0, waiting: 0 }),
    behind: async () => [],
    unsealed: async () => [],
    probes: async () => [],
    running: async () => [],
    ...sources,
  });
const figuresOf = (sources: Parameters<typeof metricsOf>[0]) => metricsOf(sources).text();

describe('figures for those who watch the servers', () => {
  let server: TestServer;
  let text = '';
  beforeAll(async () => {
    server = await startTestServer({ days: 1, perDay: 2 });
    const administrator = await server.as('xitong01');
    const body = { code: 'PX', kind: 'system', name: { zh: '探测', en: 'Probed' }, servesFrom: '2020-01-01' };
    await administrator.ask('POST', '/uptime/subjects', { body });
    const beating = { ...body, code: 'PY' };
    const { id: subjectId } = (await administrator.ask('POST', '/uptime/subjects', { body: beating })).body;
    const heartbeat = { subjectId, name: 'pulse', kind: 'heartbeat' };
    const { probe, token } = (await administrator.ask('POST', '/uptime/probes', { body: heartbeat })).body;
    const beat = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) };
    await fetch(`${server.url}/api/heartbeats/${probe.id}`, beat);
    text = await (await fetch(`${server.url}/metrics`)).text();
  });
  afterAll(() => server.stop());

  test('tell how far behind each follower is', () => {
    expect(text).toMatch(/drumtower_follower_behind_seconds\{follower="evaluation\.facts"\} \d/);
  });

  test('tell jurisdictions by their codes, and keep what has the same name in two of them apart', async () => {
    expect(text).toMatch(/^drumtower_unsealed_days\{jurisdiction="gulou"\} \d+$/m);
    expect(text).toContain('drumtower_probe_up{jurisdiction="gulou",subject="PY",probe="pulse"} 1\n');
    const one = { subject: 'PT', probe: 'database' };
    const probes = [
      { jurisdiction: 'north', ...one, up: false },
      { jurisdiction: 'south', ...one, up: true },
    ];
    const told = (await figuresOf({ probes: async () => probes })).match(/^drumtower_probe_up\{.*$/gm);
    expect(told).toEqual([
      'drumtower_probe_up{jurisdiction="north",subject="PT",probe="database"} 0',
      'drumtower_probe_up{jurisdiction="south",subject="PT",probe="database"} 1',
    ]);
  });

  test('tell in seconds what was measured in minutes, and connections apart from those who wait for one', async () => {
    const availability = { serviceMinutes: 10, faultMinutes: 2, unknownMinutes: 3, maintenanceMinutes: 1 };
    const one = { jurisdiction: 'north', subject: 'PT', availability } as unknown as WatchedFigures;
    const told = await figuresOf({ running: async () => [one], pool: () => ({ total: 5, waiting: 2 }) });
    const seconds = told
      .match(/^drumtower_uptime_seconds\{.*$/gm)
      ?.map((line) => line.replace(/.*state="(.*)"\}/, '$1'));
    expect(seconds).toEqual(['up 300', 'down 120', 'unknown 180', 'maintenance 60']);
    expect(told).toMatch(/^drumtower_db_connections 5$/m);
    expect(told).toMatch(/^drumtower_db_waiting 2$/m);
    const metrics = metricsOf({});
    metrics.observe({ method: 'GET', path: '/cases', status: 200, seconds: 0.2 });
    expect(await metrics.text()).toMatch(/^drumtower_http_request_seconds_sum\{.*path="\/cases".*\} 0\.2$/m);
  });

  test('forget what is not there any more, and do not add up a year of intervals at every look', async () => {
    let asked = 0;
    let probes = [{ jurisdiction: 'north', subject: 'PT', probe: 'database', up: true }];
    const running = async () => {
      asked += 1;
      return [];
    };
    const metrics = metricsOf({ running, probes: async () => probes });
    expect(await metrics.text()).toContain('drumtower_probe_up{');
    const first = asked;
    probes = [];
    expect(await metrics.text()).not.toContain('drumtower_probe_up{');
    expect(first).toBeGreaterThan(0);
    expect(asked).toBe(first);
  });

  test('leave out what the database cannot be asked, and still tell the rest', async () => {
    const away = () => Promise.reject(new Error('away'));
    const told = await figuresOf({ listening: () => 3, probes: away, behind: away, unsealed: away, running: away });
    expect(told).toContain('drumtower_live_listeners 3\n');
    expect(told).not.toMatch(/^drumtower_(probe|follower|unsealed|uptime|failure)/m);
  });

  test('tell what each system did in the year so far, and the range in which its failure rate lies', () => {
    const labels = 'jurisdiction="gulou",subject="PX"';
    const seconds = (state: string) =>
      Number(new RegExp(`drumtower_uptime_seconds\\{${labels},state="${state}"\\} (\\S+)`).exec(text)?.[1]);
    expect([seconds('up'), seconds('down'), seconds('maintenance')]).toEqual([0, 0, 0]);
    expect(seconds('unknown')).toBeGreaterThan(0);
    expect(text).toContain(`drumtower_failure_ratio{${labels},end="low"} 0\n`);
    expect(text).toContain(`drumtower_failure_ratio{${labels},end="high"} 1\n`);
  });

  test.each(['deploy/alerts.yml', 'docs/health.md'])('are all there that %s names', (file) => {
    const named = readFileSync(join(ROOT, file), 'utf8').match(/\b(?:drumtower|nodejs|process)_[a-z0-9_]+/g) ?? [];
    const wanted = [...new Set(named)]
      .map((name) => name.replace(/_(?:bucket|count)$/, ''))
      .filter((name) => !name.endsWith('_'));
    expect(wanted.length).toBeGreaterThan(3);
    for (const name of wanted) expect(text, name).toContain(`# TYPE ${name}`);
  });
});
