import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { digitsOf, number } from '../../kit/format.ts';
import { LanguageButton } from '../../kit/LanguageButton.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { ApiProblem } from '../../request.ts';
import { money } from './money.ts';
import './publication.css';
import './open.css';
import { type Opened, openedQuery } from './queries.ts';
import { Sheet } from './Sheet.tsx';
import { publicationText } from './text.ts';

/** Items that are shown by themselves; the others are one. */
const LARGEST = 8;

/** 公开页 — a published budget for anybody: how much, for what, what is promised, the whole text, and its files. */
export function OpenBudget() {
  const t = useText(publicationText);
  const { jurisdiction = '', year = '' } = useParams({ strict: false }) as { jurisdiction?: string; year?: string };
  const { data, error, refetch } = useQuery(openedQuery(jurisdiction, year));
  useEffect(() => {
    document.title = data?.title ?? t.page;
  }, [data?.title, t.page]);
  if (!data)
    return (
      <main className="open-budget">
        <h1 className="unseen">{t.page}</h1>
        <p className="open-language">
          <LanguageButton />
        </p>
        {!error && <Skeleton lines={8} />}
        {error && isUnknown(error) && <PageState title={t.noSuch} next={t.noSuchNext} />}
        {error && !isUnknown(error) && <Failed error={error} retry={() => void refetch()} />}
      </main>
    );
  return (
    <main className="open-budget">
      <p className="open-language">
        <LanguageButton />
      </p>
      <header>
        <h1>{data.title}</h1>
        <p className="muted">
          {[data.approvedOn && t.approved(data.approvedOn), data.publishedOn && t.published(data.publishedOn)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      <Money data={data} />
      {data.citizen.projects.length > 0 && (
        <section className="open-part" aria-labelledby="open-projects">
          <h2 id="open-projects">{t.projectsTitle}</h2>
          <ul className="open-projects">
            {data.citizen.projects.map(({ nameZh, fen, goalZh }) => (
              <li key={nameZh}>
                <h3>{nameZh}</h3>
                <p className="open-sum">
                  {money(fen)} <span>{t.unit}</span>
                </p>
                <p>{goalZh}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {data.citizen.targets.length > 0 && <Promised data={data} />}
      <Files data={data} jurisdiction={jurisdiction} />
      <section className="open-part" aria-labelledby="open-text">
        <h2 id="open-text">{t.fullText}</h2>
        <Sheet blocks={data.blocks} />
      </section>
    </main>
  );
}

/** Nothing is published there, or the address names no year; anything else says nothing about what is published. */
const isUnknown = (error: Error) => error instanceof ApiProblem && (error.status === 404 || error.status === 422);

function Money({ data: { citizen, year } }: { data: Opened }) {
  const t = useText(publicationText);
  const { totalFen, increaseFen, reasonZh, parts, items } = citizen;
  const share = (fen: number) => (totalFen > 0 ? (fen / totalFen) * 100 : 0);
  const percent = (fen: number) => `${share(fen).toFixed(1)}%`;
  const change =
    increaseFen === 0
      ? t.sameAs
      : increaseFen > 0
        ? t.moreThan(money(increaseFen))
        : t.lessThan(money(Math.abs(increaseFen)));
  const rest = items.slice(LARGEST);
  const shown = [
    ...items.slice(0, LARGEST),
    ...(rest.length > 0 ? [{ nameZh: t.rest(rest.length), fen: rest.reduce((sum, { fen }) => sum + fen, 0) }] : []),
  ];
  const most = Math.max(1, ...shown.map(({ fen }) => fen));
  return (
    <section className="open-part" aria-labelledby="open-money">
      <h2 id="open-money">{t.citizenTotal(year)}</h2>
      <p className="open-total">
        {money(totalFen)} <span>{t.unit}</span>
      </p>
      <p>
        {change}
        {increaseFen !== 0 && reasonZh && <span className="muted"> · {t.because(reasonZh)}</span>}
      </p>
      <h3>{t.whatFor}</h3>
      <div className="open-bar" aria-hidden="true">
        {parts.map(({ labelZh, fen }, i) => (
          <span key={labelZh} data-part={i} style={{ flexGrow: fen }} />
        ))}
      </div>
      <ul className="open-legend">
        {parts.map(({ labelZh, fen }, i) => (
          <li key={labelZh}>
            <span className="open-dot" data-part={i} aria-hidden="true" />
            {labelZh} <strong>{money(fen)}</strong> <span className="muted">{percent(fen)}</span>
          </li>
        ))}
      </ul>
      {shown.length > 0 && (
        <>
          <h3>{t.biggest}</h3>
          <ol className="open-items">
            {shown.map(({ nameZh, fen }) => (
              <li key={nameZh}>
                <span>{nameZh}</span>
                <span className="open-item-bar" aria-hidden="true">
                  <span style={{ width: `${(fen / most) * 100}%` }} />
                </span>
                <span className="right">{money(fen)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Promised({ data: { citizen } }: { data: Opened }) {
  const t = useText(publicationText);
  const language = useLanguage();
  const shown = (value: number, unit: string) => `${number(value, language, digitsOf(unit, value))}${unit}`;
  return (
    <section className="open-part" aria-labelledby="open-promised">
      <h2 id="open-promised">{t.promisesTitle}</h2>
      <p className="muted">{citizen.cutoff ? t.actualAt(citizen.cutoff) : t.noActual}</p>
      <table className="open-targets">
        <thead>
          <tr>
            <th scope="col">{t.indicator}</th>
            <th scope="col">{t.target}</th>
            {citizen.cutoff && <th scope="col">{t.actual}</th>}
          </tr>
        </thead>
        <tbody>
          {citizen.targets.map(({ scopeZh, nameZh, targetZh, actual, range, unit, verdict }) => (
            <tr key={`${scopeZh} ${nameZh}`}>
              <th scope="row">
                {nameZh}
                {scopeZh && <span className="muted small"> {scopeZh}</span>}
              </th>
              <td className="right">{targetZh}</td>
              {citizen.cutoff && (
                <td className="right" data-verdict={verdict ?? undefined}>
                  {actual === null
                    ? '—'
                    : range
                      ? `${shown(range.low, unit)}–${shown(range.high, unit)}`
                      : shown(actual, unit)}
                  {verdict && <span className="small"> {t.verdicts[verdict]}</span>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const OPEN = new Set(['json', 'csv', 'datapackage']);

function Files({ data, jurisdiction }: { data: Opened; jurisdiction: string }) {
  const t = useText(publicationText);
  const link = ({ format }: Opened['files'][number]) => (
    <li key={format}>
      <a href={`/api/public/${jurisdiction}/budget/${data.year}/files/${format}`} download>
        {t.formats[format]}
      </a>
    </li>
  );
  return (
    <section className="open-part open-files" aria-labelledby="open-files">
      <h2 id="open-files">{t.files}</h2>
      <ul className="open-formats">{data.files.filter(({ format }) => !OPEN.has(format)).map(link)}</ul>
      <h3>{t.openData}</h3>
      <p className="muted small">{t.openDataNote}</p>
      <ul className="open-formats">{data.files.filter(({ format }) => OPEN.has(format)).map(link)}</ul>
      <details>
        <summary>{t.verify}</summary>
        <p className="small">{t.verifyNote}</p>
        <pre className="small">
          {'sha256sum FILE        # Linux\nshasum -a 256 FILE    # macOS\ncertutil -hashfile FILE SHA256   # Windows'}
        </pre>
        <ul className="files">
          {data.files.map(({ format, name, sha256 }) => (
            <li key={format}>
              {name} <code className="small">{sha256}</code>
            </li>
          ))}
        </ul>
      </details>
      <button type="button" className="button" onClick={() => print()}>
        {t.print}
      </button>
    </section>
  );
}
