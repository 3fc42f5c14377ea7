import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { daysOfNotice, type HolidayNotice, holidayNoticeShape } from '../../../server/modules/calendar/model.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { longDay, number } from '../../kit/format.ts';
import { useNow } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { toast } from '../../kit/Toast.tsx';
import '../../kit/filters.css';
import '../../kit/form.css';
import { ApiProblem } from '../../request.ts';
import { calendarQuery, importYear, readCalendar } from './queries.ts';
import { importText } from './text.ts';
import { countWorkdays, monthsOf } from './yearDays.ts';

type Read = { notice: HolidayNotice } | { faults: string[] };

/** What was pasted, read by the shape the server reads it by. */
function readNotice(text: string, notJson: string): Read | undefined {
  if (text.trim() === '') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { faults: [`${notJson}: ${error instanceof Error ? error.message : ''}`] };
  }
  const read = holidayNoticeShape.safeParse(parsed);
  if (read.success) return { notice: read.data };
  return { faults: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
}

function sampleOf(year: number, title: string): string {
  const sample: HolidayNotice = {
    year,
    title,
    source: 'https://www.gov.cn/',
    daysOff: [{ name: '元旦', from: `${year}-01-01`, to: `${year}-01-03` }],
    makeUp: [{ name: '元旦', date: `${year}-01-04` }],
  };
  return JSON.stringify(sample, null, 2);
}

/** The next year's notice: pasted or from a file, looked at first, then taken. */
export function ImportYear() {
  const t = useText(importText);
  const now = useNow();
  const [text, setText] = useState('');
  const id = useId();
  const read = readNotice(text, t.notJson);
  const nextYear = new Date(now).getUTCFullYear() + 1;
  return (
    <div className="import">
      <Section
        title={t.title}
        note={t.note}
        actions={
          <>
            <button type="button" className="button" onClick={() => setText(sampleOf(nextYear, t.sampleTitle))}>
              {t.example}
            </button>
            <label className="button">
              {t.file}
              <input
                type="file"
                className="unseen"
                accept=".json,application/json"
                onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
              />
            </label>
          </>
        }
      >
        <div className="form-field">
          <label htmlFor={id}>{t.json}</label>
          <textarea
            id={id}
            className="field mono import-text"
            rows={18}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div role="alert">
          {read && 'faults' in read && (
            <ul className="form-above import-faults">
              {read.faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          )}
        </div>
      </Section>
      {read && 'notice' in read && <Preview notice={read.notice} onDone={() => setText('')} />}
    </div>
  );
}

function Preview({ notice, onDone }: { notice: HolidayNotice; onDone: () => void }) {
  const t = useText(importText);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const present = useQuery(calendarQuery(notice.year)).data;
  const days = daysOfNotice(notice);
  const year = String(notice.year);
  const count = (kind: string) => number(days.filter((day) => day.kind === kind).length, language);
  const day = (date: string) => longDay(`${date}T12:00:00Z`, 'UTC', language);
  const known = present?.year === notice.year ? present : undefined;
  const workdays = (of: typeof days) =>
    known &&
    number(countWorkdays(monthsOf({ ...known, days: of.map((one) => ({ ...one, notice: notice.year })) })), language);

  async function send() {
    if (busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      const { version } = known ?? (await readCalendar(notice.year));
      await importYear(version, notice);
      toast(t.done(year), { look: 'done' });
      onDone();
    } catch (error) {
      setFault(
        error instanceof ApiProblem
          ? [error.detail, ...error.errors.map((one) => one.message)].join(' ')
          : String(error),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title={`${t.preview} · ${notice.title}`}>
      <p>{t.total(count('holiday'), count('makeUp'))}</p>
      {known && <p>{t.workdays(workdays(known.days) ?? '', workdays(days) ?? '')}</p>}
      <table className="plain-table">
        <tbody>
          {notice.daysOff.map((run) => (
            <tr key={run.from}>
              <td>
                <i className="year-key" data-kind="holiday" /> {run.name}
              </td>
              <td>{run.from === run.to ? day(run.from) : `${day(run.from)} – ${day(run.to)}`}</td>
            </tr>
          ))}
          {notice.makeUp.map((one) => (
            <tr key={one.date}>
              <td>
                <i className="year-key" data-kind="makeUp" /> {one.name} · {t.makeUp}
              </td>
              <td>{day(one.date)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {known && (
        <p className="muted small">
          {known.notices.some((one) => one.year === notice.year) ? t.replaces(year) : t.fresh(year)}
        </p>
      )}
      <div role="alert">{fault && <p className="form-above">{fault}</p>}</div>
      <div>
        <button type="button" className="button primary" aria-disabled={busy || undefined} onClick={() => void send()}>
          {t.send(year)}
        </button>
      </div>
    </Section>
  );
}
