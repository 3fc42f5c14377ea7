/** One line of the bench: how often per second, and against what it was held in the same run. */
export interface Measured {
  name: string;
  perSecond: number;
  /** The same work by hand-written SQL, or null where there is nothing to compare with. */
  thinPerSecond: number | null;
}

/** Runs the work by several clients at once for about so long; gives how often it was done per second. */
export async function rate(
  work: (client: number) => Promise<void>,
  options: { clients: number; seconds: number },
): Promise<number> {
  const started = performance.now();
  const until = started + options.seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: options.clients }, async (_, client) => {
      while (performance.now() < until) {
        await work(client);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}

/** The same for work that never waits. */
export function rateOf(work: (i: number) => void, seconds: number): number {
  const started = performance.now();
  const until = started + seconds * 1000;
  let done = 0;
  while (performance.now() < until) for (let i = 0; i < 200; i++) work(done++);
  return done / ((performance.now() - started) / 1000);
}

/** Two works in alternating rounds, so that whatever else the machine does falls on both; the middle of the rounds counts. */
export async function sideBySide(
  ours: () => Promise<number>,
  thin: () => Promise<number>,
  rounds: number,
): Promise<{ ours: number; thin: number }> {
  const a: number[] = [];
  const b: number[] = [];
  for (let round = 0; round < rounds; round++) {
    a.push(await ours());
    b.push(await thin());
  }
  return { ours: middle(a), thin: middle(b) };
}

function middle(values: number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function tableOf(lines: readonly Measured[]): string {
  const number = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1));
  const rows = lines.map(({ name, perSecond, thinPerSecond }) => [
    name,
    `${number(perSecond)}/s`,
    thinPerSecond === null ? '—' : `${number(thinPerSecond)}/s`,
    thinPerSecond === null ? '—' : (perSecond / thinPerSecond).toFixed(2),
  ]);
  const all = [['work', 'Drumtower', 'hand-written SQL', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
