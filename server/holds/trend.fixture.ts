export interface Trend {
  /** A minute, by least squares. */
  slope: number;
  /** Twice the standard error of the slope: it lies within so much of the truth, nineteen times of twenty. */
  within: number;
}

/** How values rise over minutes, and how sure that is. */
export function trendOf(points: readonly { minute: number; value: number }[]): Trend {
  const n = points.length;
  if (n < 3) return { slope: 0, within: Number.POSITIVE_INFINITY };
  const mean = (of: (point: (typeof points)[number]) => number) => points.reduce((sum, p) => sum + of(p), 0) / n;
  const [x, y] = [mean(({ minute }) => minute), mean(({ value }) => value)];
  const spread = points.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  const slope = points.reduce((sum, { minute, value }) => sum + (minute - x) * (value - y), 0) / spread;
  const left = points.reduce((sum, { minute, value }) => sum + (value - y - slope * (minute - x)) ** 2, 0);
  return { slope, within: 2 * Math.sqrt(left / (n - 2) / spread) };
}

export type Verdict = 'steady' | 'rises' | 'too short to tell';

/**
 * Against what an hour may gain: it rises if it surely gains more, it is steady if it surely gains less. A few minutes
 * decide nothing: memory goes up and down by some megabytes with every collection, which looks like hundreds an hour.
 */
export function judgeTrend({ slope, within }: Trend, mostAnHour: number): Verdict {
  if ((slope - within) * 60 > mostAnHour) return 'rises';
  return (slope + within) * 60 <= mostAnHour ? 'steady' : 'too short to tell';
}
