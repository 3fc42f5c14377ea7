/** How much work was done in a second, and what one piece of it cost. */
export interface Figures {
  perSecond: number;
  /** Processor time of the serving process and of the database, for one piece of work. */
  cpuMs: number | null;
  databaseCpuMs: number | null;
}

/** A line beside the same line of an earlier run. */
export interface Growth {
  /** Processor time where both runs tell it, which a busy machine hardly moves; else the figure itself. */
  by: string;
  before: number;
  now: number;
  /** How many times dearer or slower; below 1 it has become better. */
  times: number;
  held: boolean;
}

/** One line of the bench: what was measured, what it should be, and whether it is. */
export interface Line {
  key: string;
  work: string;
  /** The figure that is held against the target. */
  value: number;
  unit: string;
  target: string;
  /** Null where the machine cannot tell, or where there is nothing to reach. */
  met: boolean | null;
  ours?: Figures;
  thin?: Figures;
  sql?: Figures;
  /** What else is worth knowing, such as other percentiles. */
  also?: string;
  /** Beside an earlier run, if one was named. */
  grown?: Growth | null;
}

/** A figure that must be reached. */
export const atLeast = (value: number, least: number, unit: string) => ({
  value,
  unit,
  target: `≥ ${least.toLocaleString('en')} ${unit}`,
  met: value >= least,
});
/** A figure that must not be reached. */
export const below = (value: number, most: number, unit: string) => ({
  value,
  unit,
  target: `< ${most.toLocaleString('en')} ${unit}`,
  met: value < most,
});

export const total = ({ cpuMs, databaseCpuMs }: Figures): number => (cpuMs ?? 0) + (databaseCpuMs ?? 0);

/** A whole run: on what, and with what outcome. */
export interface Measured {
  /** Cases and log entries that were there when it began. */
  cases: number;
  entries: number;
  lines: Line[];
  /** What was there in the earlier run that lines are set beside. */
  against?: { cases: number; entries: number };
}

/** How much of thin's speed is left, and how many times its processor time is spent. */
export function besideThin({ ours, thin }: Pick<Line, 'ours' | 'thin'>): { speed: number; cpu: number | null } | null {
  if (!ours || !thin) return null;
  return { speed: ours.perSecond / thin.perSecond, cpu: thin.cpuMs === null ? null : total(ours) / total(thin) };
}

export function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function cpuOf(figures: Figures | undefined): string {
  if (!figures || figures.cpuMs === null) return '—';
  const own = figures.cpuMs < 0.01 ? figures.cpuMs.toExponential(0) : figures.cpuMs.toFixed(2);
  return figures.databaseCpuMs === null ? own : `${own} + ${figures.databaseCpuMs.toFixed(2)}`;
}

const metWord = (met: boolean | null) => (met === null ? '—' : met ? 'met' : 'NOT MET');

function grownWords(grown: Growth | null | undefined): string[] {
  if (!grown) return ['—', '—', '—', ''];
  const { by, before, now, times, held } = grown;
  return [number(before), `${number(now)} ${by}`, `${times.toFixed(2)}×`, held ? '' : 'GROWN'];
}

/** All lines as one table for a terminal. */
export function tableOf({ cases, entries, lines, against }: Measured): string {
  const rows = lines.map((line) => {
    const ratio = besideThin(line);
    return [
      line.work,
      `${number(line.value)} ${line.unit}`,
      line.target,
      metWord(line.met),
      ...[line.ours, line.thin, line.sql].map((side) => (side ? number(side.perSecond) : '—')),
      ...[line.ours, line.thin, line.sql].map(cpuOf),
      ratio ? `${Math.round(ratio.speed * 100)} %` : '—',
      ratio?.cpu ? `${ratio.cpu.toFixed(1)}×` : '—',
      ...(against ? grownWords(line.grown) : []),
      line.also ?? '',
    ];
  });
  const head = ['work', 'figure', 'target', '', '/s ours', 'thin', 'SQL'];
  head.push('CPU ms ours', 'thin', 'SQL', 'of thin', 'CPU of thin');
  if (against) head.push('before', 'now', 'grown', '');
  head.push('also');
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const left = new Set([0, 2, 3, head.length - 1]);
  const spread = (row: string[]) =>
    row
      .map((cell, i) => (left.has(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    `${cases.toLocaleString('en')} cases, ${entries.toLocaleString('en')} log entries${against ? `, beside ${against.cases.toLocaleString('en')} cases` : ''}`,
    '',
    ...all.map(spread),
    '',
    'CPU ms: processor time of the serving process + of the database, for one piece of work. thin: the same SQL behind a bare',
    'Node server; SQL: the same through the driver alone; all on the same database in the same run, in alternating rounds.',
  ].join('\n');
}
