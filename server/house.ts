import type { AnyRoute } from './kernel/http.ts';
import { type Action, type AnyLifecycle, flawsOf, type Opening } from './kernel/lifecycle.ts';

/** What the house is made of, as far as it can be checked without starting it. */
export interface House {
  routes: readonly Pick<AnyRoute, 'permission' | 'method' | 'path' | 'keptSeconds'>[];
  lifecycles: readonly AnyLifecycle[];
  rolePermissions: Readonly<Record<string, readonly string[]>>;
}

/** Permissions that open no route and no action of their own, and what asks for them. */
export const askedElsewhere = {
  'case.readAll': 'widens what is seen from one’s own cases to all of the district',
} as const;

const ALWAYS = new Set(['public', 'signedIn']);

/** The permissions that an officer could be asked for, each with what asks for it. */
export function permissionsInUse({ routes, lifecycles }: Pick<House, 'routes' | 'lifecycles'>): Map<string, string[]> {
  const used = new Map<string, string[]>();
  const note = (permission: string, by: string) => used.set(permission, [...(used.get(permission) ?? []), by]);
  for (const { permission, method, path } of routes) if (!ALWAYS.has(permission)) note(permission, `${method} ${path}`);
  for (const { kind, openings, actions } of lifecycles) {
    for (const [name, opening] of Object.entries<Opening>(openings))
      if (!opening.system) note(opening.by, `${kind}.${name}`);
    for (const [name, action] of Object.entries<Action<string, string, string>>(actions)) {
      if (!action.system) note(action.by, `${kind}.${name}`);
    }
  }
  for (const [permission, by] of Object.entries(askedElsewhere)) note(permission, by);
  return used;
}

/** Doors that nobody may open, and rights that open nothing: both are mistakes of the tables, told before the start. */
export function permissionFlaws(
  routes: House['routes'],
  lifecycles: House['lifecycles'],
  rolePermissions: House['rolePermissions'],
): string[] {
  const used = permissionsInUse({ routes, lifecycles });
  const granted = new Set(Object.values(rolePermissions).flat());
  return [
    ...[...used]
      .filter(([permission]) => !granted.has(permission))
      .map(([permission, by]) => `${permission} is granted to no role (${by.join(', ')})`),
    ...[...granted]
      .filter((permission) => !used.has(permission))
      .map((permission) => `${permission} is granted, but nothing asks for it`),
  ];
}

/** Answers that would be kept for anybody, although not anybody may read them. */
export function keptFlaws(routes: House['routes']): string[] {
  return routes
    .filter(
      ({ keptSeconds, permission, method }) =>
        keptSeconds !== undefined && !(permission === 'public' && method === 'GET'),
    )
    .map(({ method, path }) => `${method} ${path} is kept for anybody, but not anybody may read it`);
}

/** Everything that is wrong with the tables of the house, in words; a start with any of it is refused. */
export function houseFlaws({ routes, lifecycles, rolePermissions }: House): string[] {
  return [
    ...lifecycles.flatMap((table) => flawsOf(table).map((flaw) => `${table.kind}: ${flaw}`)),
    ...permissionFlaws(routes, lifecycles, rolePermissions),
    ...keptFlaws(routes),
  ];
}
