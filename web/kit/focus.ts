/**
 * Whether the officer is still at this part of the page, or nowhere. Who has gone on elsewhere is not called back by an
 * answer that comes late: what they type would go astray.
 */
export function isStillAt(part: Element | null | undefined): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || part?.contains(at) === true;
}
