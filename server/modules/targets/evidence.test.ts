import { expect, test } from 'vitest';
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
