import { describe, expect, test } from 'vitest';
import { homeOf, isOwnAddress, type Screen } from './screen.ts';

const words = { zh: '页', en: 'page' };
const screen = (path: string, permission: string, more: Partial<Screen> = {}): Screen => ({
  path,
  permission,
  label: words,
  place: 'main',
  page: () => null,
  ...more,
});
const screens = [
  screen('/cases', 'case.read'),
  screen('/intake', 'case.report', { homeOf: ['callAgent'] }),
  screen('/scores', 'score.read', { homeOf: ['evaluator'] }),
  screen('/admin/people', 'account.manage', { place: 'manage' }),
  screen('/password', 'signedIn', { place: 'account' }),
];
const home = (roles: string[], ...permissions: string[]) =>
  homeOf(screens, { roles, may: (permission) => permissions.includes(permission) })?.path;

describe('an officer’s day begins', () => {
  test('at the workbench of the role', () => {
    expect(home(['callAgent'], 'case.read', 'case.report')).toBe('/intake');
    expect(home(['evaluator'], 'case.read', 'score.read')).toBe('/scores');
  });
  test('at the first screen one may open, where the role has none of its own', () => {
    expect(home(['dispatcher'], 'case.read')).toBe('/cases');
    expect(home(['systemAdministrator'], 'account.manage')).toBe('/admin/people');
  });
  test('never at a screen the officer may not open', () => {
    expect(home(['callAgent'], 'case.read')).toBe('/cases');
    expect(home(['callAgent'])).toBeUndefined();
  });
});

test.each([
  ['/cases?state=closed', true],
  ['//evil.example/', false],
  ['/\\evil.example', false],
  ['https://evil.example/', false],
  ['javascript:alert(1)', false],
  [undefined, false],
])('after sign-in one returns to %s: %s', (back, own) => {
  expect(isOwnAddress(back)).toBe(own);
});
