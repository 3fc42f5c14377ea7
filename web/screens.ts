import { lazyRouteComponent as lazy } from '@tanstack/react-router';
import type { Screen } from './screen.ts';

/** THE list of screens, in the order in which they are offered. To add one: a line here. */
export const screens: readonly Screen[] = [
  {
    path: '/intake',
    label: { zh: '上报', en: 'Report' },
    permission: 'case.report',
    place: 'main',
    homeOf: ['callAgent'],
    page: lazy(() => import('./features/intake/Intake.tsx'), 'Intake'),
  },
  {
    path: '/cases',
    label: { zh: '工作台', en: 'Workbench' },
    permission: 'case.read',
    place: 'main',
    homeOf: [
      'intakeOfficer',
      'shiftLeader',
      'dispatcher',
      'unitOfficer',
      'inspector',
      'sectorLead',
      'leader',
      'evaluator',
      'financeOfficer',
    ],
    takesSearch: true,
    page: lazy(() => import('./features/cases/Workbench.tsx'), 'Workbench'),
  },
  {
    path: '/cases/$id',
    label: { zh: '案卷', en: 'Case' },
    permission: 'case.read',
    place: 'linked',
    page: lazy(() => import('./features/cases/CasePage.tsx'), 'CasePage'),
  },
  {
    path: '/password',
    label: { zh: '更改密码', en: 'Change password' },
    permission: 'signedIn',
    place: 'account',
    page: lazy(() => import('./features/accounts/Password.tsx'), 'Password'),
  },
  {
    path: '/people',
    label: { zh: '人员与账号', en: 'People' },
    permission: 'account.read',
    place: 'manage',
    homeOf: ['systemAdministrator', 'securityAdministrator'],
    page: lazy(() => import('./features/accounts/People.tsx'), 'People'),
  },
  {
    path: '/audit',
    label: { zh: '审计记录', en: 'Audit' },
    permission: 'audit.read',
    place: 'manage',
    homeOf: ['auditAdministrator'],
    page: lazy(() => import('./features/accounts/Audit.tsx'), 'Audit'),
  },
  {
    path: '/looks',
    label: { zh: '查阅记录', en: 'Who looked at what' },
    permission: 'look.read',
    place: 'manage',
    page: lazy(() => import('./features/accounts/Looks.tsx'), 'Looks'),
  },
  {
    path: '/my-access',
    label: { zh: '我的登录与令牌', en: 'My sessions and tokens' },
    permission: 'signedIn',
    place: 'account',
    page: lazy(() => import('./features/accounts/MyAccess.tsx'), 'MyAccess'),
  },
  {
    path: '/calendar',
    label: { zh: '工作日历', en: 'Working calendar' },
    permission: 'signedIn',
    place: 'manage',
    page: lazy(() => import('./features/calendar/Calendar.tsx'), 'Calendar'),
  },
];
