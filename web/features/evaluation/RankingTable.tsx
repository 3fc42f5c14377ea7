import { Link } from '@tanstack/react-router';
import type { IndicatorCode } from '../../../server/modules/evaluation/indicators.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, percent } from '../../kit/format.ts';
import { Scroll } from '../../kit/Scroll.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { composite, isFewerBetter } from './figures.ts';
import { Change, GradeMark, Value, type Whose } from './marks.tsx';
import type { Definitions, Line, Ranking } from './queries.ts';
import { scoresText } from './text.ts';

interface Shown {
  code: IndicatorCode;
  label: string;
  meaning: string;
  count: boolean;
  inverted: boolean;
  weight: number | null;
}

/** The indicators of the scheme in its order, then, where asked, all others that the kind of object has. */
export function indicatorsOf(
  { object, scheme }: Pick<Ranking, 'object' | 'scheme'>,
  definitions: Definitions,
  words: (of: { zh: string; en: string }) => string,
): Shown[] {
  const shown = definitions.indicators
    .filter((one) => one.objects.includes(object))
    .map((one) => {
      const part = scheme.parts.find(({ indicator }) => indicator === one.code);
      return {
        code: one.code,
        label: words(one.label),
        meaning: words(one.meaning),
        count: one.measure === 'count',
        inverted: part?.inverted ?? isFewerBetter(one.code),
        weight: part?.weight ?? null,
      };
    });
  const place = ({ code }: Shown) => {
    const at = scheme.parts.findIndex(({ indicator }) => indicator === code);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  return [...shown].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** Groups one after the other, each ranked in itself; those too small for a rank below; those without a case as one line. */
export function RankingTable({
  ranking,
  lines,
  definitions,
  all,
}: {
  ranking: Ranking;
  lines: readonly Line[];
  definitions: Definitions;
  all: boolean;
}) {
  const t = useText(scoresText);
  const words = useWords();
  const language = useLanguage();
  const columns = indicatorsOf(ranking, definitions, words).filter(({ weight }) => all || weight !== null);
  const groups = [...new Set(lines.map((line) => line.group))];
  const width = columns.length + 6;
  const empty = lines.filter((line) => line.score.value === null);
  return (
    <div className="card ranking">
      <Scroll label={t.title}>
        <table className="ranking-table">
          <thead>
            <tr>
              <th className="number" scope="col">
                {t.rank}
              </th>
              <th scope="col">{t.name}</th>
              <th className="number" scope="col">
                {t.composite}
              </th>
              <th scope="col">{t.grade}</th>
              <th className="number" scope="col">
                {t.change}
              </th>
              <th className="number" scope="col" title={t.sampleHelp}>
                {t.sample}
              </th>
              {columns.map(({ code, label, meaning, weight }) => (
                <th key={code} className="number" scope="col" title={meaning}>
                  {label}
                  {weight !== null && (
                    <span className="weight">{percent(weight, language, (weight * 100) % 1 === 0 ? 0 : 1)}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((group) => {
            const own = lines.filter((line) => line.group === group && line.score.value !== null);
            if (own.length === 0) return null;
            return (
              <tbody key={group ?? ''}>
                {groups.length > 1 && (
                  <tr className="ranking-group">
                    <th colSpan={width} scope="rowgroup">
                      {group ?? t.noGroup}
                    </th>
                  </tr>
                )}
                {own.map((line) => (
                  <RankingRow key={line.id} line={line} ranking={ranking} columns={columns} />
                ))}
              </tbody>
            );
          })}
        </table>
      </Scroll>
      {empty.length > 0 && (
        <p className="muted small ranking-none">
          {t.none(number(empty.length, language))}
          {empty.map((line) => words(line.name)).join(t.comma)}
        </p>
      )}
    </div>
  );
}

function RankingRow({ line, ranking, columns }: { line: Line; ranking: Ranking; columns: readonly Shown[] }) {
  const t = useText(scoresText);
  const words = useWords();
  const language = useLanguage();
  const me = useMe();
  const { object, period, scheme } = ranking;
  const days = { from: period.from, to: period.to };
  const own = line.id === me.unit?.id;
  const whose: Whose = { object, id: line.id, name: words(line.name), days, may: own || mayOpen(me, 'case.readAll') };
  const { value, grade, sample, enough } = line.score;
  return (
    <tr data-own={own || undefined} data-few={!enough || undefined}>
      <td className="number rank">
        {line.rank ?? (
          <span className="few" title={t.tooFewHelp(number(scheme.minSample, language))}>
            {t.tooFew}
          </span>
        )}
      </td>
      <th scope="row">
        {whose.may ? (
          <Link to={`/scores/${object}/${encodeURIComponent(line.id)}`} search={days as never} preload={false}>
            {whose.name}
          </Link>
        ) : (
          <span title={t.ownOnly}>{whose.name}</span>
        )}
      </th>
      <td className="number composite">{composite(value, language)}</td>
      <td>{enough && <GradeMark grade={grade} />}</td>
      <td className="number">
        <Change value={value} before={line.previous} />
      </td>
      <td className="number">{number(sample, language)}</td>
      {columns.map(({ code, label, count, inverted }) => (
        <td key={code} className="number">
          <Value
            whose={whose}
            code={code}
            label={label}
            measured={line.values[code]}
            count={count}
            inverted={inverted}
          />
        </td>
      ))}
    </tr>
  );
}
