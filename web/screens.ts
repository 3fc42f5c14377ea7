import { lazyRouteComponent as lazy } from '@tanstack/react-router';
import type { Screen } from './screen.ts';

/** THE list of screens, in the order in which they are offered. To add one: a line here. */
export const screens: readonly Screen[] = [
  {
    path: '/password',
    label: { zh: '更改密码', en: 'Change password' },
    permission: 'signedIn',
    place: 'account',
    page: lazy(() => import('./features/accounts/Password.tsx'), 'Password'),
  },
];
