import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { readQuery, writeQuery } from './address.ts';
import { Forbidden, NoScreens, NotFound, PageFault } from './frame/pages.tsx';
import { Skeleton } from './kit/PageState.tsx';
import { Toasts } from './kit/Toast.tsx';
import { homeOf, isOwnAddress } from './screen.ts';
import { screens } from './screens.ts';
import { detourOf, mayOpen, meQuery, queries } from './session.ts';

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string } =>
    typeof search.back === 'string' && isOwnAddress(search.back) ? { back: search.back } : {},
  component: lazyRouteComponent(() => import('./features/accounts/SignIn.tsx'), 'SignIn'),
});

/** For anybody: how the systems run. */
const status = createRoute({
  getParentRoute: () => root,
  path: '/status/$jurisdiction',
  component: lazyRouteComponent(() => import('./features/uptime/PublicStatus.tsx'), 'PublicStatus'),
});

/** What anybody may read. */
const openBudget = createRoute({
  getParentRoute: () => root,
  path: '/open/$jurisdiction/budget/$year',
  component: lazyRouteComponent(() => import('./features/publication/OpenBudget.tsx'), 'OpenBudget'),
});

/** A survey, for whoever scanned its code. */
const survey = createRoute({
  getParentRoute: () => root,
  path: '/survey/$word',
  component: lazyRouteComponent(() => import('./features/staff/PublicSurvey.tsx'), 'PublicSurvey'),
});

/** Everything behind sign-in. Who asks is known before anything is drawn. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ location }) => {
    const me = await queries.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { back: location.href } });
    const detour = detourOf(me);
    if (detour && location.pathname !== detour)
      throw redirect({ to: detour, search: { back: location.href } as never });
    return { me };
  },
  component: lazyRouteComponent(() => import('./frame/Frame.tsx'), 'Frame'),
});

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: ({ context }) => {
    const first = homeOf(screens, { roles: context.me.roles, may: (permission) => mayOpen(context.me, permission) });
    if (first) throw redirect({ to: first.path, replace: true });
  },
  component: NoScreens,
});

const pages = screens.map((screen) =>
  createRoute({
    getParentRoute: () => frame,
    path: screen.path,
    beforeLoad: ({ context }) => {
      if (!mayOpen(context.me, screen.permission)) throw redirect({ to: '/forbidden' });
    },
    component: screen.page,
  }),
);

const forbidden = createRoute({ getParentRoute: () => frame, path: '/forbidden', component: Forbidden });

export const router = createRouter({
  routeTree: root.addChildren([signIn, status, openBudget, survey, frame.addChildren([home, forbidden, ...pages])]),
  parseSearch: readQuery,
  stringifySearch: writeQuery,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  defaultPendingMinMs: 0,
  defaultPendingComponent: () => <Skeleton lines={8} />,
  defaultErrorComponent: PageFault,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});
