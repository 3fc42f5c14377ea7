import type { RouteComponent } from '@tanstack/react-router';
import type { Words } from '../server/kernel/words.ts';
import type { Role } from '../server/modules/accounts/roles.ts';

/** One page of the officers' side. It is loaded when it is first opened. */
export interface Screen {
  path: string;
  label: Words;
  /** `signedIn`, or a permission of the server; a screen that the officer may not open is not offered. */
  permission: string;
  /** Where it is offered: in the header, under 中心 or 管理, in the officer's own menu, or only by links. */
  place: 'main' | 'centre' | 'manage' | 'account' | 'linked';
  /** The roles that begin their day here. Others begin at the first screen they may open. */
  homeOf?: readonly Role[];
  /** The search box of the header hands its text here, as `?q=`. */
  takesSearch?: boolean;
  page: RouteComponent;
}

export interface ScreenChoice {
  roles: readonly string[];
  may: (permission: string) => boolean;
}

/** Where this officer's day begins; undefined if there is nothing to open. */
export function homeOf(screens: readonly Screen[], { roles, may }: ScreenChoice): Screen | undefined {
  const open = screens.filter((screen) => may(screen.permission));
  return (
    open.find((screen) => screen.homeOf?.some((role) => roles.includes(role))) ??
    open.find((screen) => screen.place === 'main') ??
    open.find((screen) => screen.place === 'centre') ??
    open.find((screen) => screen.place === 'manage')
  );
}

/** True if `back` is an address of our own: a link must not send an officer who signs in to a foreign site. */
export function isOwnAddress(back: string | undefined): back is string {
  return back !== undefined && /^\/(?![/\\])/.test(back);
}
