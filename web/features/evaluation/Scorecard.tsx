import { Link, useParams } from '@tanstack/react-router';
import type { ObjectKind } from '../../../server/modules/evaluation/model.ts';
import { useAddress } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { dayOf, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { daysOf, periodAddress } from './address.ts';
import { FirstCases } from './FirstCases.tsx';
import { composite } from './figures.ts';
import { Change, GradeMark, Value, type Whose } from './marks.tsx';
import { PartsTable } from './PartsTable.tsx';
import { PeriodBar, Standing } from './PeriodBar.tsx';
import { type Card, type Definitions, useCard, useDefinitions } from './queries.ts';
import { indicatorsOf } from './RankingTable.tsx';
import '../../kit/filters.css';
import { Scroll } from '../../kit/Scroll.tsx';
import './scores.css';
import { scoresText } from './text.ts';

/** 评分表 — one object's number in a period, and where every part of it comes from. */
export function Scorecard() {
  const t = useText(scoresText);
  const words = useWords();
  const { object, id } = useParams({ strict: false }) as { object: ObjectKind; id: string };
  const [address, change] = useAddress(periodAddress);
  const days = daysOf(address, dayOf(new Date(useNow()).toISOString(), useTimeZone()));
  const card = useCard(object, id, days);
  const definitions = useDefinitions();
  return (
    <div className="page wide scores">
      <header className="page-head">
        <Link
          to="/scores"
          search={{ object, ...days } as never}
          className="button quiet icon no-print"
          aria-label={t.back}
          title={t.back}
        >
          <Icon name="left" />
        </Link>
        <h1>{card.data ? words(card.data.name) : t.scorecard}</h1>
        <PeriodBar days={days} onChange={(next) => change(next, { push: true })} />
        <div className="page-actions no-print">
          <Link to="/indicators" className="button quiet">
            {t.definitions}
          </Link>
          <button type="button" className="button quiet" onClick={() => print()}>
            {t.print}
          </button>
        </div>
        <Standing period={card.data?.period} />
      </header>
      {card.error ? (
        <Failed error={card.error} retry={() => void card.refetch()} />
      ) : card.data && definitions.data ? (
        <CardBody card={card.data} definitions={definitions.data} />
      ) : (
        <Skeleton lines={12} />
      )}
    </div>
  );
}

function CardBody({ card, definitions }: { card: Card; definitions: Definitions }) {
  const t = useText(scoresText);
  const words = useWords();
  const language = useLanguage();
  const { score, scheme, object, period } = card;
  const whose: Whose = {
    object,
    id: card.id,
    name: words(card.name),
    days: { from: period.from, to: period.to },
    may: true,
  };
  const shown = indicatorsOf(card, definitions, words);
  const others = shown.filter(({ weight }) => weight === null);
  const labels = new Map(shown.map((one) => [one.code as string, one]));
  return (
    <>
      <section className="part" aria-label={t.composite}>
        <div className="card-head">
          <span>
            <span className="muted">{t.composite}</span>
            <div className="card-value">{composite(score.value, language)}</div>
          </span>
          {score.value === null ? (
            <span className="muted">{t.noData}</span>
          ) : score.enough ? (
            <GradeMark grade={score.grade} />
          ) : (
            <span className="tag">{t.tooFew}</span>
          )}
          <span>
            <span className="muted">{t.change}</span> <Change value={score.value} before={card.previous} />
          </span>
          <span>
            <span className="muted">{t.sample}</span> {number(score.sample, language)}
          </span>
        </div>
        {score.remarks.length > 0 && (
          <ul className="remarks">
            {score.remarks.map((remark) => (
              <li key={remark.zh}>{words(remark)}</li>
            ))}
          </ul>
        )}
      </section>
      <Section title={t.parts} note={t.formulaNote}>
        <PartsTable card={card} whose={whose} labels={labels} />
      </Section>
      <Section title={t.firstLook} note={t.firstLookNote}>
        <FirstCases card={card} whose={whose} labels={labels} />
      </Section>
      {others.length > 0 && (
        <Section title={t.otherIndicators} note={t.otherNote}>
          <Scroll label={t.otherIndicators}>
            <table className="parts-table">
              <tbody>
                {others.map(({ code, label, meaning, count, inverted }) => (
                  <tr key={code}>
                    <th scope="row">{label}</th>
                    <td className="muted small">{meaning}</td>
                    <td className="number">
                      <Value
                        whose={whose}
                        code={code}
                        label={label}
                        measured={card.values[code]}
                        count={count}
                        inverted={inverted}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </Section>
      )}
      <Section title={t.scheme}>
        <p>
          {scheme.version === 0 ? t.schemeOwn : t.schemeVersion(number(scheme.version, language), scheme.validFrom)}
          {scheme.note?.zh && <span className="muted"> · {words(scheme.note)}</span>}
        </p>
      </Section>
    </>
  );
}
