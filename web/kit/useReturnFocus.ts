import { useEffect, useState } from 'react';

/** What had the focus, and everything it stood in: the button itself may have made way for what it opened. */
interface Opener {
  element: HTMLElement;
  said: string;
  around: readonly Element[];
}

function openerNow(): Opener | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  const around: Element[] = [];
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) around.push(one);
  return { element, said: element.textContent ?? '', around };
}

/** The opener, or what stands in its place now under the same name. */
function placeOf({ element, said, around }: Opener): HTMLElement | undefined {
  if (element.isConnected) return element;
  const near = around.find((one) => one.isConnected);
  return [...(near?.querySelectorAll<HTMLElement>('button, a[href]') ?? [])].find((one) => one.textContent === said);
}

/**
 * Gives the focus back to what opened this part when the part goes away with it: otherwise whoever works by keyboard
 * begins again at the top of the page.
 */
export function useReturnFocus(wanted: boolean): void {
  const [opener] = useState(openerNow);
  useEffect(() => {
    if (!wanted || !opener) return;
    return () => {
      const nobody = document.activeElement === null || document.activeElement === document.body;
      if (nobody) placeOf(opener)?.focus({ preventScroll: true });
    };
  }, [wanted, opener]);
}
