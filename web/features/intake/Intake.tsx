import { useEffect, useId, useRef, useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { useShortcut } from '../../kit/shortcuts.ts';
import { toast } from '../../kit/Toast.tsx';
import { usePhone } from '../../kit/useMedia.ts';
import { usePause } from '../../kit/usePause.ts';
import { ApiProblem, newKey } from '../../request.ts';
import { mayOpen, useMe } from '../../session.ts';
import { Alike, fateOf, TellApart } from './Alike.tsx';
import { CategoryField } from './CategoryField.tsx';
import { draftOf, keepReport } from './draft.ts';
import { Check, Chips, Question } from './fields.tsx';
import '../../kit/form.css';
import './intake.css';
import { Outlook } from './Outlook.tsx';
import { PhotoField } from './PhotoField.tsx';
import { PlaceField } from './PlaceField.tsx';
import { PlacePane } from './PlacePane.tsx';
import { type Sent, sendReport } from './queries.ts';
import {
  blankReport,
  bodyOf,
  comesFromCitizen,
  isBlank,
  missingIn,
  nextOf,
  type Report,
  sinces,
  sourcesOf,
} from './report.ts';
import { SentNote } from './SentNote.tsx';
import { intakeText } from './text.ts';
import { What } from './What.tsx';
import { Who } from './Who.tsx';

const DRAFT_PAUSE_MS = 400;

/** 上报 — what, where, since when, who, and what is promised, in the order in which people speak. */
export function Intake() {
  const t = useText(intakeText);
  const keys = useFrameText().keys;
  const me = useMe();
  const phone = usePhone();
  const sources = sourcesOf(me.roles);
  const [report, setReport] = useState(() => draftOf(me.id, sources));
  const [sent, setSent] = useState<Sent>();
  const [sending, setSending] = useState(false);
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<string[]>([]);
  const intent = useRef({ text: '', report: '', link: '' });
  const form = useRef<HTMLFormElement>(null);
  const id = useId();

  const kept = usePause(report, DRAFT_PAUSE_MS);
  useEffect(() => keepReport(me.id, kept), [me.id, kept]);

  const change = (part: Partial<Report>) => setReport((before) => ({ ...before, ...part }));
  const missing = missingIn(report);
  const faultAt = (what: 'description' | 'place') => (asked && missing.includes(what) ? t.missing[what] : undefined);
  const fate = report.same && fateOf(report.same, mayOpen(me, 'case.merge'));

  async function send() {
    if (sending || sent) return;
    setAsked(true);
    if (missing.length > 0) return focusFirstFault();
    setSending(true);
    setFault([]);
    try {
      const body = bodyOf(report, {
        since: (since) => t.sinceTold[since],
        component: (name, code) => t.told(`${name} ${code}`),
      });
      const same = report.same && { ...report.same, merge: fate === 'merge', note: t.sameNote(report.same.number) };
      // The same words are the same intent: sent again after a failure, they make one case.
      const text = JSON.stringify([body, same]);
      if (intent.current.text !== text) intent.current = { text, report: newKey(), link: newKey() };
      const done = await sendReport(body, intent.current, same);
      keepReport(me.id, blankReport(report.source));
      setSent(done);
    } catch (error) {
      setFault(
        error instanceof ApiProblem
          ? [error.detail, error.right ?? '', ...error.errors.map((one) => one.message)].filter(Boolean)
          : [t.failed],
      );
    } finally {
      setSending(false);
    }
  }

  function focusFirstFault() {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function start(next: Report) {
    setReport(next);
    setSent(undefined);
    setAsked(false);
    setFault([]);
    intent.current = { text: '', report: '', link: '' };
    requestAnimationFrame(() => form.current?.querySelector('textarea')?.focus());
  }

  function clear() {
    const before = report;
    start(blankReport(report.source));
    toast(t.cleared, { undo: () => setReport(before) });
  }

  useShortcut({ key: 'ctrl+Enter', label: keys.send, group: 'page', whileTyping: true }, () => void send(), !sent);

  if (sent)
    return (
      <SentNote sent={sent} onAnother={() => start(nextOf(report))} onFresh={() => start(blankReport(report.source))} />
    );

  const photos = (
    <Question label={t.photos}>
      <PhotoField report={report} change={change} phone={phone} />
    </Question>
  );
  const place = <PlacePane report={report} change={change} />;
  return (
    <form
      ref={form}
      className="intake"
      aria-label={t.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h1 className="unseen">{t.title}</h1>
      <div className="intake-form">
        {phone && photos}
        <What report={report} change={change} sources={sources} fault={faultAt('description')} />
        <CategoryField report={report} change={change} />
        <PlaceField report={report} change={change} fault={faultAt('place')} phone={phone} />
        {phone && place}
        <div className="intake-row">
          <Question label={t.since}>
            <Chips
              name={`${id}-since`}
              label={t.since}
              options={sinces.map((key) => ({ key, label: t.sinces[key] }))}
              chosen={report.since}
              onChoose={(since) => change({ since: report.since === since ? null : since })}
            />
          </Question>
          <span className="intake-urgent" data-on={report.urgent || undefined} title={t.urgentHelp}>
            <Check label={t.urgent} checked={report.urgent} onChange={(urgent) => change({ urgent })} />
          </span>
        </div>
        {comesFromCitizen(report.source) && <Who report={report} change={change} />}
        {!phone && photos}
      </div>
      {!phone && place}
      <aside className="intake-aside">
        <Alike report={report} change={change} />
        <TellApart report={report} change={change} />
      </aside>
      <footer className="intake-foot">
        <div className="intake-foot-line">
          {fault.length > 0 ? (
            <p className="form-fault" role="alert">
              {fault.join(' ')}
            </p>
          ) : (
            <Outlook report={report} />
          )}
        </div>
        {!isBlank(report) && (
          <>
            <span className="muted small intake-draft">{t.draftKept}</span>
            <button type="button" className="button quiet" onClick={clear}>
              {t.clear}
            </button>
          </>
        )}
        <button type="submit" className="button primary intake-send" aria-disabled={sending || undefined}>
          {sending ? t.sending : fate === 'merge' ? t.sendAndMerge : fate ? t.sendAndNote : t.send}
          <kbd>Ctrl ↵</kbd>
        </button>
      </footer>
    </form>
  );
}
