import { type Growth, type Line, type Measured, total } from './lines.ts';

/** From a tenth of the cases to all of them nothing may become dearer than by this factor. */
const AT_MOST = 1.3;

/** How a line has grown since an earlier run; null if that run has no such line. */
export function growthOf(now: Line, earlier: Measured): Growth | null {
  const before = earlier.lines.find(({ key }) => key === now.key);
  if (!before) return null;
  if (now.ours && before.ours && now.ours.cpuMs !== null && before.ours.cpuMs !== null)
    return growth('CPU ms', total(before.ours), total(now.ours), false);
  return growth(now.unit, before.value, now.value, now.unit.endsWith('/s'));
}

function growth(by: string, before: number, now: number, moreIsBetter: boolean): Growth {
  const times = moreIsBetter ? before / now : now / before;
  return { by, before, now, times, held: times <= AT_MOST };
}
