/** A point of the plan in metres, x to the east and y to the north. */
export type Spot = [number, number];

export function areaOf(ring: readonly Spot[]): number {
  let twice = 0;
  let before = ring.at(-1) as Spot;
  for (const spot of ring) {
    twice += before[0] * spot[1] - spot[0] * before[1];
    before = spot;
  }
  return twice / 2;
}

export function middleOf(ring: readonly Spot[]): Spot {
  let x = 0;
  let y = 0;
  for (const spot of ring) {
    x += spot[0];
    y += spot[1];
  }
  return [x / ring.length, y / ring.length];
}

/** How far along the normal a line must lie so that the share of the ring's area lies before it. */
export function offsetFor(ring: readonly Spot[], normal: Spot, share: number): number {
  const along = ring.map(([x, y]) => x * normal[0] + y * normal[1]);
  let low = Math.min(...along);
  let high = Math.max(...along);
  const wanted = areaOf(ring) * share;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (areaBefore(ring, along, middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function areaBefore(ring: readonly Spot[], along: readonly number[], offset: number): number {
  const kept: Spot[] = [];
  ring.forEach((spot, i) => {
    const next = (i + 1) % ring.length;
    const [a, b] = [(along[i] as number) - offset, (along[next] as number) - offset];
    if (a <= 0) kept.push(spot);
    if (a < 0 !== b < 0 && a !== b) {
      const other = ring[next] as Spot;
      const t = a / (a - b);
      kept.push([spot[0] + (other[0] - spot[0]) * t, spot[1] + (other[1] - spot[1]) * t]);
    }
  });
  return kept.length < 3 ? 0 : areaOf(kept);
}

/**
 * The direction of the shortest cut through a piece: across its longer side, where its sides are measured by the
 * smallest rectangle around it that lies along one of its edges.
 */
export function shortestCut(ring: readonly Spot[]): number {
  let best = { size: Number.POSITIVE_INFINITY, angle: 0 };
  const corners = ring.length;
  for (let i = 0; i < corners; i++) {
    const [a, b] = [ring[i] as Spot, ring[(i + 1) % corners] as Spot];
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    let [left, right, low, high] = [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    for (const [x, y] of ring) {
      const u = x * cos + y * sin;
      const v = y * cos - x * sin;
      left = Math.min(left, u);
      right = Math.max(right, u);
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    const [width, height] = [right - left, high - low];
    if (width * height < best.size)
      best = { size: width * height, angle: width >= height ? angle + Math.PI / 2 : angle };
  }
  return best.angle;
}

/** Cuts the corners off, three times: what remains is nearly a curve. */
export function roundedOff(corners: Spot[]): Spot[] {
  let ring = corners;
  for (let times = 0; times < 3; times++) {
    ring = ring.flatMap((a, i) => {
      const b = ring[(i + 1) % ring.length] as Spot;
      const at = (t: number): Spot => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
      return [at(0.25), at(0.75)];
    });
  }
  return ring;
}
