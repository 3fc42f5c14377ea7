import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { fullTime, longDay, shortTime, wallTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { answersOf } from './answerWords.tsx';
import './log.css';
import { StateMark, useLifecycle } from './marks.tsx';
import { type Entry, type Lifecycle, logQuery, type Names } from './queries.ts';
import { casesText } from './text.ts';

/** 办理经过 — who did what, with the answers in words. Whole and in the order of time, or only the latest. */
export function LogList({ id, latest }: { id: string; latest?: number }) {
  const t = useText(casesText).log;
  const { data, error, refetch } = useQuery(logQuery(id));
  const table = useLifecycle();
  const [hashes, setHashes] = useState(false);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data || !table) return <Skeleton lines={5} />;
  const shown = latest === undefined ? data.entries : data.entries.slice(-latest).reverse();
  return (
    <div className="log">
      {latest === undefined && (
        <button
          type="button"
          className="button quiet small log-toggle"
          aria-pressed={hashes}
          onClick={() => setHashes(!hashes)}
        >
          {hashes ? t.hideHashes : t.hashes}
        </button>
      )}
      <ol className="log-list">
        {shown.map((entry, index) => (
          <LogEntry
            key={entry.seq}
            entry={entry}
            names={data.names}
            table={table}
            day={latest === undefined && isNewDay(shown[index - 1], entry)}
            short={latest !== undefined}
            before={stateBefore(data.entries, entry.seq)}
            hashes={hashes}
          />
        ))}
      </ol>
    </div>
  );

  function isNewDay(before: Entry | undefined, entry: Entry): boolean {
    return before === undefined || before.at.slice(0, 10) !== entry.at.slice(0, 10);
  }
}

/** The state in which the case was before this entry. */
function stateBefore(entries: readonly Entry[], seq: number): string | undefined {
  const to = entries.findLast((one) => one.seq < seq && typeof one.data.to === 'string')?.data.to;
  return typeof to === 'string' ? to : undefined;
}

interface EntryProps {
  entry: Entry;
  names: Names;
  table: Lifecycle;
  day: boolean;
  short: boolean;
  before: string | undefined;
  hashes: boolean;
}

function LogEntry({ entry, names, table, day, short, before, hashes }: EntryProps) {
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const t = useText(casesText);
  const opening = table.openings[entry.action];
  const form = (opening ?? table.actions[entry.action])?.form as JsonSchema | undefined;
  const { start, photos, input, to } = entry.data as { start?: object; photos?: unknown; input?: object; to?: unknown };
  // What was reported stands at the head of the page already.
  const given = start
    ? {
        ...start,
        photos,
        description: undefined,
        address: undefined,
        point: undefined,
        ...('urgent' in start && start.urgent ? {} : { urgent: undefined }),
      }
    : (input ?? {});
  const answers = answersOf(form, given, { names, language });
  const state = typeof to === 'string' && to !== before ? to : undefined;
  const wall = wallTime(entry.at, zone);
  const late = Date.parse(entry.recordedAt) - Date.parse(entry.at) > 60_000;
  return (
    <>
      {day && <li className="log-day">{longDay(entry.at, zone, language)}</li>}
      <li className="log-entry" data-seq={entry.seq}>
        <time dateTime={entry.at} title={fullTime(entry.at, zone)}>
          {short ? shortTime(entry.at, zone, now) : `${wall.hour}:${wall.minute}`}
        </time>
        <div className="log-what">
          <p className="log-head">
            <b>{words(entry.label)}</b>
            <span className="log-who">{entry.actorName ?? t.system}</span>
            {state && <StateMark state={state} />}
            {entry.origin !== 'acted' && (
              <span className="log-origin">{entry.origin === 'imported' ? t.log.imported : t.log.simulated}</span>
            )}
            {late && entry.origin === 'imported' && (
              <span className="muted small">{t.log.recorded(fullTime(entry.recordedAt, zone))}</span>
            )}
          </p>
          {answers.length > 0 && (
            <dl className="log-answers">
              {answers.map((answer) => (
                <div key={answer.label}>
                  <dt>{answer.label}</dt>
                  <dd>{answer.value}</dd>
                </div>
              ))}
            </dl>
          )}
          {hashes && (
            <p className="log-hash mono">
              #{entry.seq} {t.log.previous} {entry.prevHash.slice(0, 16)}… {t.log.self} {entry.hash}
            </p>
          )}
        </div>
      </li>
    </>
  );
}
