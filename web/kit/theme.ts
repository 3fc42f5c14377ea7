import { useSyncExternalStore } from 'react';

/** Light or dark: as the system, unless the officer chose. `data-theme` on the page is always one of the two. */
export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const KEPT = 'drumtower.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice: ThemeChoice = remembered();

function remembered(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

function themeNow(): Theme {
  if (choice !== 'system') return choice;
  return system.matches ? 'dark' : 'light';
}

function show(): void {
  document.documentElement.dataset.theme = themeNow();
  for (const listener of listeners) listener();
}

/** To be called once, before the first drawing. */
export function startTheme(): void {
  system.addEventListener('change', show);
  // Paper is light.
  addEventListener('beforeprint', () => {
    document.documentElement.dataset.theme = 'light';
  });
  addEventListener('afterprint', show);
  show();
}

export function chooseTheme(chosen: ThemeChoice): void {
  choice = chosen;
  try {
    if (chosen === 'system') localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, chosen);
  } catch {
    // A browser that keeps nothing still switches for this page.
  }
  show();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, themeNow);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(listen, () => choice);
}

/** The present value of a token of `tokens.css`, for what cannot read CSS: antd's reckoning, map and charts. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
