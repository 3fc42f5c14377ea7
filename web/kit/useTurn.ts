import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { isStillAt } from './focus.ts';

/** What is pressed makes way for something else in its place: whoever works by the keyboard, and is still there, goes on there. */
export function useTurn<E extends HTMLElement>() {
  const place = useRef<E>(null);
  const toPlace = () => place.current?.querySelector<HTMLElement>('textarea, input, button')?.focus();
  return {
    place,
    toPlace,
    turn(change: () => void) {
      const here = isStillAt(place.current);
      flushSync(change);
      if (here) toPlace();
    },
  };
}
