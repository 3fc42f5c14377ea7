import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { digitsOf, fullTime, number, percent } from '../../kit/format.ts';
import { useTimeZone } from '../../kit/now.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { EvidenceLink } from './BoardPart.tsx';
import { Downloads } from './Downloads.tsx';
import { Actual, Scroll, VerdictMark } from './marks.tsx';
import { type Plan, type Report, useReport } from './queries.ts';
import { targetsText } from './text.ts';

const WAN = 1_000_000;
type Table = Report['tables'][number];
type Line = Table['lines'][number];

/** 年度报告 — the year in one document: each number with its definition, its evidence and its checksum. */
export function ReportPart({ plan }: { plan: Plan }) {
  const t = useText(targetsText);
  const signs = useSigns();
  const language = useLanguage();
  const found = useReport(plan.id);
  if (found.error && !found.data) return <Failed error={found.error} retry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={14} />;
  const { cutoff, money, tables, goals, sha256, frozen, log, unitZh } = found.data;
  const paid = money.plannedFen > 0 ? percent(money.paidFen / money.plannedFen, language) : '—';
  return (
    <>
      <Downloads path={`/targets/plans/${plan.id}/report`} formats={['html', 'docx', 'xlsx', 'pdf', 'json', 'csv']} />
      <p className={frozen ? '' : 'muted'}>{frozen ? t.frozen : t.stillOpen}</p>
      <Facts
        rows={[
          [t.asOf(cutoff), unitZh],
          [
            t.money,
            `${paid} · ${t.moneyOf(number(money.paidFen / WAN, language, 2), number(money.plannedFen / WAN, language, 2))}`,
          ],
          [
            t.checksum,
            <code key="sum" className="checksum">
              {sha256}
            </code>,
          ],
          [frozen ? t.state : '', frozen && (frozen === sha256 ? t.same : t.tampered)],
        ]}
      />
      <Section title={t.goals}>
        <ul className="report-goals">
          {goals.map(({ titleZh, indicators, reasonWithout }) => (
            <li key={titleZh}>
              {titleZh} <span className="muted">{indicators.join(signs.comma) || reasonWithout}</span>
            </li>
          ))}
        </ul>
      </Section>
      {tables.map((table) => (
        <OneTable key={table.scope} table={table} />
      ))}
      <Section title={t.log}>
        <Log log={log} />
      </Section>
    </>
  );
}

function OneTable({ table }: { table: Table }) {
  const t = useText(targetsText);
  const language = useLanguage();
  const { nameZh, evaluation, lines } = table;
  const total = evaluation?.total ?? null;
  const note =
    total === null
      ? undefined
      : `${t.total} ${number(total, language, 2)} · ${evaluation?.grade ? t.grades[evaluation.grade] : ''}`;
  return (
    <Section title={nameZh} note={note}>
      <Scroll label={nameZh}>
        <table className="board-table">
          <thead>
            <tr>
              <th>{t.indicator}</th>
              <th className="number">{t.target}</th>
              <th className="number">{t.actual}</th>
              <th>{t.verdict}</th>
              <th>{t.history}</th>
              <th className="number">{t.score}</th>
              <th>
                {t.evidence} · {t.checksum}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.indicator.id} line={line} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function Row({ line: { indicator, definition, line, history, score, cause, action, sha256 } }: { line: Line }) {
  const t = useText(targetsText);
  const words = useWords();
  const language = useLanguage();
  const { unit } = indicator;
  const show = (value: number | null) =>
    value === null ? t.verdicts.noData : `${number(value, language, digitsOf(unit, value))}${unit}`;
  const points = (value: number | null) => (value === null ? t.verdicts.noData : number(value, language, 2));
  return (
    <tr>
      <th scope="row">
        <small className="muted">{indicator.id}</small> {indicator.level3Zh}
        {definition && (
          <details className="target-definition">
            <summary>
              {definition.choice ? words(definition.choice) : words(definition.label)} · {words(definition.source)}
            </summary>
            <p>
              {words(definition.numerator)}
              {definition.denominator && <> ÷ {words(definition.denominator)}</>}
            </p>
            <p>
              {words(definition.rule)} {t.version(String(indicator.metricVersion ?? ''))}
            </p>
          </details>
        )}
      </th>
      <td className="number" data-label={t.target}>
        {indicator.targetPrinted}
      </td>
      <td className="number" data-label={t.actual}>
        <Actual line={line} unit={indicator.unit} />
        {line.value.note && <small className="target-parts">{words(line.value.note)}</small>}
      </td>
      <td className="verdict" data-label={t.verdict}>
        <VerdictMark verdict={line.verdict} />
      </td>
      <td data-label={t.history}>
        {history.length === 0 && <span className="muted">{t.noHistory}</span>}
        {history.map(({ cutoff, value, forecast }) => (
          <small key={cutoff} className="target-parts">
            {cutoff} {show(value)}
            {forecast && ` → ${show(forecast.likely)} (${show(forecast.low)}–${show(forecast.high)})`}
          </small>
        ))}
      </td>
      <td className="number" data-label={t.score}>
        {score ? (
          <>
            {points(score.score)} / {score.points}
            {score.formula && <small className="target-parts">{score.formula}</small>}
          </>
        ) : (
          '—'
        )}
        {cause && (
          <small className="target-parts">
            {cause} {action}
          </small>
        )}
      </td>
      <td className="target-evidence">
        {line.value.evidence.map((one) => (
          <EvidenceLink key={one.api} evidence={one} />
        ))}
        <code className="checksum short" title={sha256}>
          {sha256.slice(0, 12)}
        </code>
      </td>
    </tr>
  );
}

function Log({ log }: { log: Report['log'] }) {
  const t = useText(targetsText);
  const words = useWords();
  const zone = useTimeZone();
  return (
    <Scroll label={t.log}>
      <table>
        <thead>
          <tr>
            <th className="number">#</th>
            <th>{t.what}</th>
            <th>{t.when}</th>
            <th>{t.by}</th>
            <th>{t.checksum}</th>
          </tr>
        </thead>
        <tbody>
          {log.map(({ seq, what, at, by, hash }) => (
            <tr key={seq}>
              <td className="number">{seq}</td>
              <td>{words(what)}</td>
              <td>{fullTime(at, zone)}</td>
              <td>{by ?? t.system}</td>
              <td>
                <code className="checksum short" title={hash}>
                  {hash.slice(0, 12)}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
