/**
 * How many times as long a work takes as a yardstick of known size, by the quickest round of each. Both are taken in
 * turn, so whatever else this machine does slows both alike: a bound on it holds on a busy machine and on a fast one.
 */
export async function timesAsLong(
  work: () => unknown,
  { as: yardstick, rounds }: { as: () => unknown; rounds: number },
): Promise<number> {
  let [worked, measured] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round++) {
    measured = Math.min(measured, await lasted(yardstick));
    worked = Math.min(worked, await lasted(work));
  }
  return worked / measured;
}

async function lasted(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
