import { Link } from '@tanstack/react-router';
import type { IndicatorCode } from '../../../server/modules/evaluation/indicators.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, shortTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { wrongCount, wrongPart } from './figures.ts';
import { CasesLink, type Whose } from './marks.tsx';
import type { Labels } from './PartsTable.tsx';
import { type Card, useFirstCases } from './queries.ts';
import { scoresText } from './text.ts';

/** The first few cases behind each part that lost points, so that nobody has to search for why. */
export function FirstCases({ card, whose, labels }: { card: Card; whose: Whose; labels: Labels }) {
  const t = useText(scoresText);
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const losing = card.score.parts
    .filter((part) => labels.get(part.indicator)?.count === false && part.points !== null && part.points < 100)
    .sort((a, b) => b.counts * 100 - b.contribution - (a.counts * 100 - a.contribution));
  const first = useFirstCases(
    losing.map((part) => ({
      object: whose.object,
      id: whose.id,
      days: whose.days,
      indicator: part.indicator as IndicatorCode,
      part: wrongPart(part.inverted),
    })),
  );
  if (losing.length === 0) return <p className="muted">{t.nothingWrong}</p>;
  return (
    <div className="first-cases">
      {losing.map((part, index) => {
        const { label = '' } = labels.get(part.indicator) ?? {};
        const page = first[index]?.data;
        return (
          <div key={part.indicator}>
            <h3>
              {label}
              <CasesLink
                whose={whose}
                indicator={part.indicator}
                label={label}
                part={wrongPart(part.inverted)}
                className="small"
              >
                {t.allOf(number(wrongCount(part, part.inverted), language))}
              </CasesLink>
            </h3>
            <ul>
              {page?.items.map((item) => {
                const category = item.categoryId ? page.names[item.categoryId] : undefined;
                return (
                  <li key={`${item.caseId}-${item.seq}`}>
                    <span className="cut">
                      <Link to={`/cases/${item.caseId}`} className="mono">
                        {item.number}
                      </Link>{' '}
                      {category && words(category)}
                    </span>
                    {item.dueAt && (
                      <span className="muted small">{`${t.due} ${shortTime(item.dueAt, zone, now)}`}</span>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </div>
  );
}
