import type { ReactNode } from 'react';

/** A table wider or longer than its place: scrolled by the keyboard, too. */
export function Scroll({ label, tall = false, children }: { label: string; tall?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
    <section className={tall ? 'scroll-x tall' : 'scroll-x'} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
