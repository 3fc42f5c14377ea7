/** 考评期 — whole local days, both inclusive, as the address holds them: `from=2026-10-01&to=2026-10-31`. */
export interface Days {
  from: string;
  to: string;
}

export const periodKinds = ['month', 'quarter', 'year', 'custom'] as const;
export type PeriodKind = (typeof periodKinds)[number];

const MONTHS: Record<Exclude<PeriodKind, 'custom'>, number> = { month: 1, quarter: 3, year: 12 };

function parts(day: string): [year: number, month: number] {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return [year, month];
}

/** Months are counted from the year 0, so that a step over the year's end needs no thought. */
function span(firstMonth: number, months: number): Days {
  const day = (month: number, date: number) =>
    new Date(Date.UTC(Math.floor(month / 12), month % 12, date)).toISOString().slice(0, 10);
  return { from: day(firstMonth, 1), to: day(firstMonth + months, 0) };
}

/** The month, quarter or year in which a day lies. */
export function periodAround(kind: Exclude<PeriodKind, 'custom'>, day: string): Days {
  const [year, month] = parts(day);
  const months = MONTHS[kind];
  return span(year * 12 + Math.floor((month - 1) / months) * months, months);
}

/** What the two days are: a calendar period, or days of one's own choice. */
export function kindOf({ from, to }: Days): PeriodKind {
  const known = (['month', 'quarter', 'year'] as const).find((kind) => {
    const whole = periodAround(kind, from);
    return whole.from === from && whole.to === to;
  });
  return known ?? 'custom';
}

/** The period before or after one of the same kind; days of one's own choice move by their own length. */
export function stepped(days: Days, by: 1 | -1): Days {
  const kind = kindOf(days);
  if (kind !== 'custom') {
    const [year, month] = parts(days.from);
    return span(year * 12 + month - 1 + by * MONTHS[kind], MONTHS[kind]);
  }
  const DAY = 86_400_000;
  const [from, to] = [Date.parse(days.from), Date.parse(days.to)];
  const length = to - from + DAY;
  const move = (at: number) => new Date(at + by * length).toISOString().slice(0, 10);
  return { from: move(from), to: move(to) };
}

/** The last month that is over: what is judged first. */
export function lastMonth(today: string): Days {
  return stepped(periodAround('month', today), -1);
}
