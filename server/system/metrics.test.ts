import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../sources.fixture.ts';
import { startTestServer, type TestServer } from '../testing.ts';

describe('figures for those who watch the servers', () => {
  let server: TestServer;
  let text = '';
  beforeAll(async () => {
    server = await startTestServer({ days: 1, perDay: 2 });
    const administrator = await server.as('xitong01');
    const body = { code: 'PX', kind: 'system', name: { zh: '探测', en: 'Probed' }, servesFrom: '2020-01-01' };
    await administrator.ask('POST', '/uptime/subjects', { body });
    text = await (await fetch(`${server.url}/metrics`)).text();
  });
  afterAll(() => server.stop());

  test('tell how far behind each follower is', () => {
    expect(text).toMatch(/drumtower_follower_behind_seconds\{follower="evaluation\.facts"\} \d/);
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
