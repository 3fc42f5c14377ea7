import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** One pane at a time, fingers instead of a pointer. The same width as in `tokens.css`. */
export function usePhone(): boolean {
  return useMedia('(max-width: 760px)');
}
