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
    text = await (await fetch(`${server.url}/metrics`)).text();
  });
  afterAll(() => server.stop());

  test('tell how far behind each follower is', () => {
    expect(text).toMatch(/drumtower_follower_behind_seconds\{follower="evaluation\.facts"\} \d/);
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
