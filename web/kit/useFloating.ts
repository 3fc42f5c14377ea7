import { type RefObject, useLayoutEffect } from 'react';
import { placeBeside } from './placeBeside.ts';

/** Keeps an open panel beside its anchor, above everything that scrolls or cuts. */
export function useFloating(
  open: boolean,
  anchor: RefObject<HTMLElement | null>,
  panel: RefObject<HTMLElement | null>,
  wanted: { align?: 'left' | 'right'; side?: 'below' | 'above' },
): void {
  const { align = 'left', side = 'below' } = wanted;
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      if (!anchor.current || !panel.current) return;
      const { offsetWidth: width, offsetHeight: height, style } = panel.current;
      const { left, top } = placeBeside(
        anchor.current.getBoundingClientRect(),
        { width, height },
        { width: innerWidth, height: innerHeight },
        { align, side },
      );
      style.left = `${left}px`;
      style.top = `${top}px`;
    };
    place();
    const sized = new ResizeObserver(place);
    if (panel.current) sized.observe(panel.current);
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      sized.disconnect();
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
    };
  }, [open, anchor, panel, align, side]);
}
