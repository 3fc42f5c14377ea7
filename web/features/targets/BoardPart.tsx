import { Link } from '@tanstack/react-router';
import { readQuery } from '../../address.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { digitsOf, number, percent } from '../../kit/format.ts';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { screens } from '../../screens.ts';
import { Actual, OutlookMark, RangeBar, Scroll, Spark, VerdictMark } from './marks.tsx';
import { type Board, type BoardLine, type Plan, useBoard } from './queries.ts';
import { targetsText } from './text.ts';

const WAN = 1_000_000;

/** 目标看板 — every promise: what was said, what is, where it goes, and what it rests on. */
export function BoardPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const board = useBoard(plan.year);
  if (board.error && !board.data) return <Failed error={board.error} retry={() => board.refetch()} />;
  if (!board.data) return <Skeleton lines={14} />;
  if (board.data.lines.length === 0) return <PageState title={t.none(String(plan.year))} next={t.noneNext} />;
  const scopes = [...new Set(board.data.lines.map(({ indicator }) => indicator.scope))];
  return (
    <>
      <Head board={board.data} />
      {scopes.map((scope) => (
        <Table
          key={scope}
          name={
            scope === 'overall'
              ? t.overall
              : (plan.projects.find(({ code }) => code === scope)?.nameZh ?? t.project(scope))
          }
          lines={board.data.lines.filter(({ indicator }) => indicator.scope === scope)}
        />
      ))}
    </>
  );
}

function Head({ board }: { board: Board }) {
  const t = useText(targetsText);
  const language = useLanguage();
  const { plannedFen, paidFen, yearPassed } = board.money;
  const of = (verdict: BoardLine['verdict']) => board.lines.filter((line) => line.verdict === verdict).length;
  return (
    <dl className="board-head">
      <div>
        <dt>{t.asOf(board.cutoff)}</dt>
        <dd>
          {(['met', 'missed', 'undecided', 'noData'] as const)
            .filter((verdict) => of(verdict) > 0)
            .map((verdict) => (
              <span key={verdict} className="tally" data-verdict={verdict}>
                <b>{of(verdict)}</b> {t.counts[verdict]}
              </span>
            ))}
        </dd>
      </div>
      <div>
        <dt>{t.money}</dt>
        <dd>
          <b>{plannedFen > 0 ? percent(paidFen / plannedFen, language) : '—'}</b>{' '}
          <small>{t.moneyOf(number(paidFen / WAN, language, 2), number(plannedFen / WAN, language, 2))}</small>
        </dd>
      </div>
      <div>
        <dt>{t.passed}</dt>
        <dd>
          <b>{percent(yearPassed, language)}</b>
        </dd>
      </div>
    </dl>
  );
}

function Table({ name, lines }: { name: string; lines: readonly BoardLine[] }) {
  const t = useText(targetsText);
  return (
    <div className="target-table">
      <h2>{name}</h2>
      <Scroll label={name}>
        <table className="board-table">
          <thead>
            <tr>
              <th>{t.indicator}</th>
              <th className="number">{t.target}</th>
              <th className="number">{t.actual}</th>
              <th>{t.verdict}</th>
              <th className="trend">{t.trend}</th>
              <th>{t.forecast}</th>
              <th>{t.outlook}</th>
              <th>{t.evidence}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.indicatorId} line={line} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

function Line({ line }: { line: BoardLine }) {
  const t = useText(targetsText);
  const words = useWords();
  const language = useLanguage();
  const { indicator, value, forecast } = line;
  const unit = line.definition?.unit ?? indicator.unit;
  const show = (told: number) => number(told, language, digitsOf(unit, told));
  const spread = forecast && show(forecast.low) !== show(forecast.high);
  const target = indicator.target === '' ? null : Number(indicator.target);
  const ownSample = value.sample > 0 && ![value.denominator, value.value].includes(value.sample);
  // A count's months stand for themselves, its target for the year: they share no scale.
  const ownScale = line.definition !== null && unit === '%';
  return (
    <tr>
      <th scope="row">
        <span className="target-name">
          <small className="muted">{line.indicatorId}</small> {indicator.level3Zh}
        </span>
        <Definition line={line} />
      </th>
      <td className="number printed" data-label={t.target}>
        {indicator.targetPrinted}
      </td>
      <td className="number actual" data-label={t.actual}>
        <Actual line={line} unit={unit} />
        {ownSample && <small className="target-parts">{t.sample(number(value.sample, language))}</small>}
        {value.note && <small className="target-parts">{words(value.note)}</small>}
      </td>
      <td className="verdict" data-label={t.verdict}>
        <VerdictMark verdict={line.verdict} />
      </td>
      <td className="trend">
        <Spark months={value.months} target={ownScale ? target : null} />
      </td>
      <td className="forecast" data-label={t.forecast}>
        {forecast && !value.word ? (
          <>
            {show(forecast.likely)}
            {unit}
            {spread && (
              <small className="target-parts">
                {show(forecast.low)}–{show(forecast.high)}
                {unit}
              </small>
            )}
            <RangeBar forecast={forecast} target={target} outlook={line.outlook} />
          </>
        ) : (
          <span className="muted">—</span>
        )}
      </td>
      <td className="outlook" data-label={t.outlook}>
        <OutlookMark outlook={line.outlook} />
      </td>
      <td className="target-evidence">
        {value.evidence.map((one) => (
          <EvidenceLink key={one.api} evidence={one} />
        ))}
      </td>
    </tr>
  );
}

/** To the screen of the records where there is one, else to what the interface tells. */
export function EvidenceLink({
  evidence: { screen, api, label },
}: {
  evidence: BoardLine['value']['evidence'][number];
}) {
  const words = useWords();
  const [path = '', asked] = screen?.split('?') ?? [];
  const known = path.startsWith('/targets/') || screens.some((one) => one.path === path);
  return known ? (
    <Link to={path as '/'} search={readQuery(asked ?? '') as never}>
      {words(label)}
    </Link>
  ) : (
    <a href={api}>{words(label)}</a>
  );
}

function Definition({ line: { definition, choice, metricVersion, indicator } }: { line: BoardLine }) {
  const t = useText(targetsText);
  const words = useWords();
  if (!definition) return null;
  const chosen = definition.choices.find(({ key }) => key === choice);
  const { numerator, denominator, rule, source } = definition;
  return (
    <details className="target-definition">
      <summary>
        {chosen ? words(chosen.label) : words(definition.label)} · {words(source)}
      </summary>
      <p>
        {words(numerator)}
        {denominator && <> ÷ {words(denominator)}</>}
      </p>
      <p>
        {words(rule)} {t.version(String(metricVersion ?? ''))}
      </p>
      {metricVersion !== null && metricVersion !== definition.version && (
        <>
          <p>{t.newerVersion(String(definition.version))}</p>
          {indicator.wording && (
            <p>
              {t.asWritten} {words(indicator.wording.numerator)}
              {indicator.wording.denominator && <> ÷ {words(indicator.wording.denominator)}</>}。
              {words(indicator.wording.rule)}
            </p>
          )}
        </>
      )}
    </details>
  );
}
