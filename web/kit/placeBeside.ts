interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
interface Size {
  width: number;
  height: number;
}

const GAP = 6;
const MARGIN = 8;

/** Where a floating panel goes: below its anchor, above where there is no room, never over the window's edge. */
export function placeBeside(
  anchor: Box,
  panel: Size,
  room: Size,
  wanted: { align?: 'left' | 'right'; side?: 'below' | 'above' } = {},
): { left: number; top: number } {
  const left = wanted.align === 'right' ? anchor.right - panel.width : anchor.left;
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - panel.height;
  const fitsBelow = below + panel.height <= room.height - MARGIN;
  const fitsAbove = above >= MARGIN;
  const goesAbove = wanted.side === 'above' ? fitsAbove || !fitsBelow : !fitsBelow && fitsAbove;
  return {
    left: Math.max(MARGIN, Math.min(left, room.width - MARGIN - panel.width)),
    top: Math.max(MARGIN, Math.min(goesAbove ? above : below, room.height - MARGIN - panel.height)),
  };
}
