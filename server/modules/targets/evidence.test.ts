import { expect, test } from 'vitest';
import { routes } from '../../app.ts';
import { metricOf } from './data/metrics.ts';
import { evidenceOf } from './evidence.ts';
import type { PinnedIndicator } from './model.ts';

const dates = { from: '2026-01-01', to: '2026-06-30' };
const screenOf = (metric: string, choice: string | null = null): string | null | undefined =>
  evidenceOf({ id: 'W1', metric, choice, systems: null } as PinnedIndicator, { dates })[0]?.screen;

test.each([
  ['staff.controlRate', 'cutoff', '/staff?tab=people&on=2026-06-30&part=establishment'],
  ['staff.jobs', 'outsourced', '/staff?tab=people&on=2026-06-30&choice=outsourced'],
  ['staff.jobs', 'average', '/staff?tab=people&on=2026-06-30'],
  ['asset.use', 'value', '/staff?tab=assets&on=2026-06-30'],
  ['survey.staff', 'latest', '/staff?tab=surveys'],
  ['room.inspectedDays', 'signed', '/uptime?tab=rooms&month=2026-06&day=2026-06-30'],
  ['incident.handledInTime', 'inTime', '/uptime?tab=incidents'],
  ['system.failureRate', 'time', '/uptime'],
])('the evidence of %s by %s stands at %s', (metric, choice, screen) => {
  expect(screenOf(metric, choice)).toBe(screen);
});

const paths = routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
/** Whether a route of ours answers there. */
const answers = (api: string) => {
  const [path = ''] = api.replace(/^\/api/, '').split('?');
  return paths.some((route) => new RegExp(`^${route.replace(/:[a-zA-Z]+/g, '[^/]+')}$`).test(path));
};

test('every definition by every choice opens to records that a route of the house answers', () => {
  for (const [metric, definition] of Object.entries(metricOf))
    for (const choice of Object.keys(definition?.choices ?? {})) {
      const told = evidenceOf({ id: 'W1', metric, choice, systems: null, scope: 'overall' } as PinnedIndicator, {
        dates,
      });
      expect(told.length, `${metric} ${choice}`).toBeGreaterThan(0);
      for (const { api } of told) expect(answers(api), `${metric} ${choice}: ${api}`).toBe(true);
    }
});
