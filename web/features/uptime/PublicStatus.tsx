import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { incidentLifecycle } from '../../../server/modules/uptime/lifecycle.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { fullTime, stretch } from '../../kit/format.ts';
import { LanguageButton } from '../../kit/LanguageButton.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, PageState, Skeleton } from '../../kit/PageState.tsx';
import { StateMark } from '../../kit/RecordActions.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { DayBars, RateRange } from './marks.tsx';
import { type PublicStatus as Answer, publicStatusQuery } from './queries.ts';
import './uptime.css';
import { uptimeText } from './text.ts';

/** 公开的运行状态 — for anybody, without signing in. */
export function PublicStatus() {
  const t = useText(uptimeText).status;
  const { jurisdiction = '' } = useParams({ strict: false }) as { jurisdiction?: string };
  const { data, error, refetch } = useQuery(publicStatusQuery(jurisdiction));
  useEffect(() => {
    document.title = t.title;
  }, [t.title]);
  return (
    <main className="page status-page">
      <header className="page-head">
        <h1>{t.title}</h1>
        <div className="page-actions">
          <LanguageButton />
          <a className="button quiet" href="/sign-in">
            {t.signIn}
          </a>
        </div>
      </header>
      {!data && error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (data.systems.length === 0 ? <PageState title={t.nobody} /> : <StatusBody status={data} />)}
    </main>
  );
}

const over = new Set(['resolved', 'reviewed']);
const ending = ({ updates, endedAt }: Answer['incidents'][number]) =>
  endedAt === null || over.has(updates.at(-1)?.state ?? '') ? [] : [{ at: endedAt, state: 'resolved', message: '' }];

const looks = { up: 'done', down: 'overdue', unknown: 'warning' } as const;

function StatusBody({ status }: { status: Answer }) {
  const t = useText(uptimeText);
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const down = status.systems.filter(({ state }) => state === 'down').length;
  const look = down > 0 ? 'down' : status.systems.some(({ state }) => state === 'unknown') ? 'unknown' : 'up';
  const said = { up: t.status.good, down: t.status.bad(String(down)), unknown: t.status.unknown };
  return (
    <>
      <p className="status-say" data-look={look} role="status">
        {said[look]}
      </p>
      <Section title={t.kinds.system} note={t.last90}>
        <ul className="watch-list">
          {status.systems.map((system) => (
            <li key={system.name.zh} className="watch">
              <strong>{words(system.name)}</strong>
              <span className="watch-figures">
                <span className="muted small">{t.rate}</span>
                <RateRange rate={system.rate} />
                <StatusMark look={looks[system.state]} label={t.status.states[system.state]} />
              </span>
              <DayBars name={words(system.name)} days={system.days} />
            </li>
          ))}
        </ul>
      </Section>
      {status.maintenance.length > 0 && (
        <Section title={t.status.planned}>
          <ul>
            {status.maintenance.map((one) => (
              <li key={`${one.from} ${one.title}`}>
                <strong>{words(one.system)}</strong> · {one.title} ·{' '}
                <span className="muted">
                  {fullTime(one.from, zone)} – {fullTime(one.to, zone).slice(11)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.status.incidents}>
        {status.incidents.length === 0 && <p className="muted">{t.status.noIncidents}</p>}
        {status.incidents.map((one) => (
          <article key={`${one.since} ${one.title}`}>
            <p>
              <strong>{words(one.system)}</strong>
              {one.title !== one.system.zh && ` · ${one.title}`}
              <span className="muted">
                {' · '}
                {fullTime(one.since, zone)}
                {' · '}
                {one.endedAt ? stretch(Date.parse(one.endedAt) - Date.parse(one.since), language) : t.status.ongoing}
              </span>
            </p>
            {/* What was told while it lasted stands; that it is over is told last, though nobody wrote it. */}
            {[...one.updates, ...ending(one)].map((update) => (
              <p key={update.at} className="muted small">
                {fullTime(update.at, zone)} <StateMark lifecycle={incidentLifecycle} state={update.state} />{' '}
                {update.message}
              </p>
            ))}
          </article>
        ))}
      </Section>
    </>
  );
}
