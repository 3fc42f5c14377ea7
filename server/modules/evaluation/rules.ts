import type { Refusal } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { holdsAll } from './conditions.ts';
import { acts, type Indicator, indicatorOf } from './indicators.ts';
import {
  type CaseFacts,
  type Grade,
  grades,
  type Measured,
  type ObjectKind,
  type Period,
  type Scheme,
  type SchemePart,
} from './model.ts';

/** What an indicator's two counts say; an empty denominator says nothing. */
export function measured(indicator: Indicator, of: number, met: number): Measured {
  if (indicator.measure === 'count') return { met: of, of, value: of };
  return { met, of, value: of === 0 ? null : met / of };
}

/** Measures facts at hand; the database does the same over all of them (`measure-store.ts`). */
export function measure(
  indicator: Indicator,
  facts: CaseFacts,
  wanted: { object: ObjectKind; id: string; period: Pick<Period, 'start' | 'end'>; asOf: string },
): Measured {
  const { object, id, period, asOf } = wanted;
  const count = <F extends object>(
    from: readonly F[],
    reading: {
      period: string;
      charged: Partial<Record<ObjectKind, string>>;
      of: readonly never[];
      met: readonly never[];
    },
  ) => {
    const column = reading.charged[object];
    const act = acts[column ?? ''];
    const own = from.filter((fact) => {
      const values = fact as Record<string, unknown>;
      const at = values[reading.period];
      return (
        column !== undefined &&
        values[column] === id &&
        typeof at === 'string' &&
        at >= period.start &&
        at < period.end &&
        (act === undefined || String(values[act] ?? 'never') <= asOf)
      );
    });
    const of = own.filter((fact) => holdsAll(reading.of, fact, asOf));
    return measured(indicator, of.length, of.filter((fact) => holdsAll(reading.met, fact, asOf)).length);
  };
  const reading = indicator as never;
  return indicator.over === 'round' ? count(facts.rounds, reading) : count(facts.tasks, reading);
}

/** One line of a scorecard: what the indicator says, how many points that is, and what it adds to the composite. */
export interface ScorePart extends Measured {
  indicator: string;
  /** As the scheme says. */
  weight: number;
  /** As it counts here: the weight of parts without data is spread over the others. */
  counts: number;
  inverted: boolean;
  /** 0–100; null without data. */
  points: number | null;
  contribution: number;
}

export interface Score {
  /** 综合指标值 0–100, not rounded for show: 99.996 is not 100. Null if no rate of the scheme has data. */
  value: number | null;
  grade: Grade | null;
  parts: ScorePart[];
  /** Parts without data, whose weight was spread over the others. */
  spread: string[];
  /** The largest number of cases behind any part. */
  sample: number;
  enough: boolean;
}

/** 综合指标值 — the weighted sum of the parts' points. */
export function score(values: Readonly<Record<string, Measured>>, scheme: Scheme, months: number): Score {
  const parts = scheme.parts.map((part) =>
    pointsOf(part, values[part.indicator] ?? { met: 0, of: 0, value: null }, months),
  );
  const hasRate = parts.some((part) => part.points !== null && indicatorOf[part.indicator]?.measure === 'rate');
  const weight = parts.reduce((sum, part) => sum + (part.points === null ? 0 : part.weight), 0);
  const sample = Math.max(0, ...parts.map((part) => part.of));
  for (const part of parts) {
    if (!hasRate || part.points === null) continue;
    part.counts = part.weight / weight;
    part.contribution = part.points * part.counts;
  }
  // The sixth decimal is far below one case in a million, and far above what floating point adds and loses.
  const value = hasRate ? Math.round(parts.reduce((sum, part) => sum + part.contribution, 0) * 1e6) / 1e6 : null;
  return {
    value,
    grade: gradeOf(value),
    parts,
    spread: parts.filter((part) => part.points === null).map((part) => part.indicator),
    sample,
    enough: sample >= scheme.minSample,
  };
}

function pointsOf(part: SchemePart, value: Measured, months: number): ScorePart {
  const { indicator, weight, inverted } = part;
  return {
    ...value,
    indicator,
    weight,
    inverted,
    counts: 0,
    contribution: 0,
    points: points(part, value.value, months),
  };
}

function points({ bands, inverted }: SchemePart, value: number | null, months: number): number | null {
  if (value === null) return null;
  if (!bands) return (inverted ? 1 - value : value) * 100;
  const monthly = value / months;
  return bands.find((band) => band.upTo === null || monthly <= band.upTo)?.points ?? null;
}

export function gradeOf(value: number | null): Grade | null {
  if (value === null) return null;
  return (Object.keys(grades) as Grade[]).find((grade) => value >= grades[grade].from) ?? 'E';
}

/** What a reader must know to trust the number, in words. */
export function remarksOf(own: Score, scheme: Scheme, months: number): Words[] {
  const remarks: Words[] = [];
  const names = own.spread.map((code) => indicatorOf[code]?.label ?? { zh: code, en: code });
  if (own.value === null) {
    remarks.push({ zh: '期内没有可评的案卷，不计分。', en: 'Nothing in the period can be scored.' });
  } else if (names.length > 0) {
    remarks.push({
      zh: `${names.map(({ zh }) => zh).join('、')}没有数据，其权重按比例分给其余各项。`,
      en: `No data for ${names.map(({ en }) => en).join(', ')}; the weight is spread over the other parts in proportion.`,
    });
  }
  if (!own.enough) {
    remarks.push({
      zh: `样本 ${own.sample} 件，不足 ${scheme.minSample} 件，不排名。`,
      en: `Sample of ${own.sample}, below ${scheme.minSample}: not ranked.`,
    });
  }
  if (months !== 1 && scheme.parts.some((part) => part.bands)) {
    remarks.push({ zh: '分档按月均数计分。', en: 'Bands are applied to the monthly average.' });
  }
  return remarks;
}

/**
 * 排名 — places by composite, equal ones sharing a place, within each group. Too small a sample or no data has no place,
 * and takes none from anybody.
 */
export function ranks<Line extends { id: string; group: string | null; score: Pick<Score, 'value' | 'enough'> }>(
  lines: readonly Line[],
): Map<string, number> {
  const places = new Map<string, number>();
  const groups = Map.groupBy(
    lines.filter(({ score: { value, enough } }) => value !== null && enough),
    (line) => line.group,
  );
  for (const group of groups.values()) {
    for (const line of group)
      places.set(line.id, 1 + group.filter((other) => (other.score.value ?? 0) > (line.score.value ?? 0)).length);
  }
  return places;
}

/** What is wrong with a scheme for this kind of object; null if nothing. */
export function schemeFault(object: ObjectKind, scheme: Scheme): Refusal | null {
  const sum = scheme.parts.reduce((total, part) => total + part.weight, 0);
  if (Math.abs(sum - 1) > 1e-9) {
    return wrong('scheme.parts', 'weightsNotOne', {
      zh: `各项权重之和须为 1，现为 ${Number(sum.toFixed(6))}。`,
      en: `The weights must sum to 1; they sum to ${Number(sum.toFixed(6))}.`,
    });
  }
  for (const [at, part] of scheme.parts.entries()) {
    const path = `scheme.parts.${at}`;
    const indicator = indicatorOf[part.indicator];
    if (!indicator || !(object in indicator.charged))
      return wrong(`${path}.indicator`, 'unknownIndicator', {
        zh: `这类对象没有指标 ${part.indicator}。`,
        en: `This kind of object has no indicator ${part.indicator}.`,
      });
    if (scheme.parts.findIndex((other) => other.indicator === part.indicator) !== at)
      return wrong(`${path}.indicator`, 'indicatorTwice', {
        zh: '同一指标出现了两次。',
        en: 'The same indicator stands twice.',
      });
    if ((indicator.measure === 'count') !== (part.bands !== undefined))
      return wrong(`${path}.bands`, 'bandsForCounts', {
        zh: '数量须分档计分，比率不分档。',
        en: 'A number needs bands; a rate has none.',
      });
    if (part.bands && part.inverted)
      return wrong(`${path}.inverted`, 'bandsInverted', {
        zh: '分档的指标在档内定分，不再取反。',
        en: 'Banded indicators are not inverted; the bands say the points.',
      });
    if (part.bands && !areOrdered(part.bands))
      return wrong(`${path}.bands`, 'bandsOutOfOrder', {
        zh: '分档须由小到大，最后一档不设上限。',
        en: 'Bands must ascend, and the last must have no upper end.',
      });
  }
  return null;
}

function areOrdered(bands: NonNullable<SchemePart['bands']>): boolean {
  return bands.every((band, at) => {
    const before = bands[at - 1]?.upTo ?? -1;
    return at === bands.length - 1 ? band.upTo === null : band.upTo !== null && band.upTo > before;
  });
}

function wrong(path: string, code: string, message: Refusal['message']): Refusal {
  return { refused: 'invalid', code, message, faults: [{ path, message }] };
}
