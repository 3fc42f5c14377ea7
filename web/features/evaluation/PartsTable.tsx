import type { IndicatorCode } from '../../../server/modules/evaluation/indicators.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Scroll } from '../../kit/Scroll.tsx';
import { composite } from './figures.ts';
import { Value, type Whose } from './marks.tsx';
import type { Card } from './queries.ts';
import { scoresText } from './text.ts';

export type Labels = ReadonlyMap<string, { label: string; meaning: string; count: boolean; inverted: boolean }>;
type Part = Card['score']['parts'][number];
type Bands = NonNullable<Card['scheme']['parts'][number]['bands']>;

/** Every part of the composite: what it measures, its weight, how points come from it, and what it adds and loses. */
export function PartsTable({ card, whose, labels }: { card: Card; whose: Whose; labels: Labels }) {
  const t = useText(scoresText);
  const language = useLanguage();
  const { score, scheme } = card;
  return (
    <Scroll label={t.parts}>
      <table className="parts-table">
        <thead>
          <tr>
            <th scope="col">{t.indicator}</th>
            <th scope="col" className="number">
              {t.value}
            </th>
            <th scope="col">{t.formula}</th>
            <th scope="col" className="number">
              {t.points}
            </th>
            <th scope="col" className="number">
              {t.weight}
            </th>
            <th scope="col" className="number">
              {t.contribution}
            </th>
            <th scope="col" className="number">
              {t.lost}
            </th>
          </tr>
        </thead>
        <tbody>
          {score.parts.map((part) => {
            const of = labels.get(part.indicator);
            const bands = scheme.parts.find(({ indicator }) => indicator === part.indicator)?.bands;
            return (
              <tr key={part.indicator}>
                <th scope="row">
                  {of?.label}
                  <div className="muted small">{of?.meaning}</div>
                </th>
                <td className="number">
                  <Value
                    whose={whose}
                    code={part.indicator as IndicatorCode}
                    label={of?.label ?? ''}
                    measured={part}
                    count={of?.count ?? false}
                    inverted={part.inverted}
                  />
                </td>
                <td className="small">
                  <Formula part={part} bands={bands} label={of?.label ?? ''} months={card.period.months} />
                </td>
                <td className="number">{composite(part.points, language)}</td>
                <Sums part={part} />
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t.total}
            </th>
            <td className="number">
              {percent(
                score.parts.reduce((sum, { weight }) => sum + weight, 0),
                language,
                0,
              )}
            </td>
            <td className="number">{composite(score.value, language)}</td>
            <td className="number lost">{score.value === null ? '—' : lost(100 - score.value, language)}</td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

function lost(points: number, language: 'zh' | 'en'): string {
  return points < 0.005 ? number(0, language, 2) : number(-points, language, 2);
}

function Sums({ part }: { part: Part }) {
  const t = useText(scoresText);
  const language = useLanguage();
  const digits = (weight: number) => (Math.abs(weight * 100 - Math.round(weight * 100)) < 1e-6 ? 0 : 1);
  const without = part.counts * 100 - part.contribution;
  const spread = Math.abs(part.counts - part.weight) > 1e-9;
  return (
    <>
      <td className="number">
        {percent(part.counts, language, digits(part.counts))}
        {spread && (
          <div className="muted small">{t.weightSpread(percent(part.weight, language, digits(part.weight)))}</div>
        )}
      </td>
      <td className="number">
        <span className="adds" aria-hidden="true" style={{ width: `${Math.round(part.counts * 240)}px` }}>
          <i style={{ width: `${part.points ?? 0}%` }} />
        </span>
        {number(part.contribution, language, 2)}
      </td>
      <td className={without < 0.005 ? 'number muted' : 'number lost'}>{lost(without, language)}</td>
    </>
  );
}

function Formula({
  part,
  bands,
  label,
  months,
}: {
  part: Part;
  bands: Bands | undefined;
  label: string;
  months: number;
}) {
  const t = useText(scoresText);
  const language = useLanguage();
  if (!bands) return (part.inverted ? t.formulaInverted : t.formulaRate)(label);
  const monthly = part.value === null ? null : part.value / months;
  const here = monthly === null ? -1 : bands.findIndex((band) => band.upTo === null || monthly <= band.upTo);
  return (
    <>
      {t.formulaBands}
      {monthly !== null && months !== 1 && `（${t.bandPerMonth(number(monthly, language, 1))}）`}
      <span className="bands">
        {bands.map((band, index) => (
          <span key={band.upTo ?? 'rest'} className="muted" data-here={index === here || undefined}>
            {band.upTo === null
              ? t.bandRest(number(band.points, language))
              : t.band(number(band.upTo, language), number(band.points, language))}
          </span>
        ))}
      </span>
    </>
  );
}
