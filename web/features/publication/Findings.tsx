import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useSigns, useText, useWords } from '../../i18n/language.ts';
import { FilterBar } from '../../kit/FilterBar.tsx';
import { toastFailure } from '../../kit/failure.ts';
import { isStillAt } from '../../kit/focus.ts';
import { useShortcut } from '../../kit/shortcuts.ts';
import { useTurn } from '../../kit/useTurn.ts';
import { act, type Finding, type Publication } from './queries.ts';
import { publicationText } from './text.ts';

const SEVERITIES = ['error', 'warning', 'info'] as const;
const LOOKS = { error: 'overdue', warning: 'warning', info: 'waiting' } as const;

/** 勾稽 — what does not agree, the worst first; each leads to its cell or sentence, and may be kept with a reason. */
export function Findings({
  record,
  findings,
  at,
  go,
}: {
  record: Publication;
  findings: readonly Finding[];
  at: string | undefined;
  go: (finding: Finding) => void;
}) {
  const t = useText(publicationText);
  const words = useWords();
  const [severity, setSeverity] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const wanted = search.trim().toLowerCase();
  const shown = SEVERITIES.flatMap((one) => findings.filter((finding) => finding.severity === one)).filter(
    (finding) =>
      (severity.length === 0 || severity.includes(finding.severity)) &&
      (wanted === '' ||
        `${finding.rule} ${finding.at.what} ${words(finding.message)} ${finding.printed} ${finding.expected}`
          .toLowerCase()
          .includes(wanted)),
  );
  const step = (by: 1 | -1) => {
    const place = shown.findIndex(({ key }) => key === at);
    const next = shown[place < 0 ? (by === 1 ? 0 : shown.length - 1) : (place + by + shown.length) % shown.length];
    if (next) go(next);
  };
  const byKey = useRef(false);
  const walk = (by: 1 | -1) => {
    byKey.current = true;
    step(by);
  };
  useShortcut({ key: 'n', label: t.next, group: 'page' }, () => walk(1));
  useShortcut({ key: 'p', label: t.previous, group: 'page' }, () => walk(-1));
  useShortcut({ key: 'F8', label: t.next, group: 'page', whileTyping: true }, () => step(1));
  useEffect(() => {
    const chosen = at && list.current?.querySelector('li[data-chosen]');
    if (!chosen) return;
    chosen.scrollIntoView({ block: 'nearest' });
    // Whoever walks by the keys answers by them: the next Tab is the finding's own button.
    if (byKey.current) chosen.querySelector<HTMLElement>('.finding')?.focus({ preventScroll: true });
    byKey.current = false;
  }, [at]);
  if (findings.length === 0) return <p className="muted publication-clean">{t.clean}</p>;
  const place = shown.findIndex(({ key }) => key === at);
  return (
    <div ref={list}>
      <div className="findings-head">
        <FilterBar
          facets={[
            {
              key: 'severity',
              label: t.findings,
              single: true,
              options: SEVERITIES.map((one) => ({
                value: one,
                label: t.severities[one],
                count: findings.filter((finding) => finding.severity === one).length,
                look: LOOKS[one],
              })),
            },
          ]}
          chosen={{ severity }}
          onChoose={(_key, values) => setSeverity(values)}
          search={search}
          onSearch={setSearch}
          searchLabel={t.searchFindings}
        />
        <div className="findings-steps">
          <button type="button" className="button" onClick={() => step(-1)} disabled={shown.length === 0}>
            ↑ {t.previous}
          </button>
          <button type="button" className="button" onClick={() => step(1)} disabled={shown.length === 0}>
            ↓ {t.next}
          </button>
          <span className="muted small" role="status">
            {place < 0 ? t.ofAll(shown.length) : t.nthOf(place + 1, shown.length)}
          </span>
        </div>
      </div>
      {shown.length === 0 && <p className="muted publication-clean">{t.noneSuch}</p>}
      {SEVERITIES.map((one) => {
        const own = shown.filter((finding) => finding.severity === one);
        if (own.length === 0) return null;
        return (
          <section key={one} className="findings" aria-label={t.severities[one]}>
            <h2>
              {t.severities[one]} <span className="muted">{own.length}</span>
            </h2>
            <ul>
              {own.map((finding, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two findings may say the same
                <li key={`${finding.key} ${i}`} data-finding={one} data-chosen={finding.key === at || undefined}>
                  <Told finding={finding} go={go} />
                  {one !== 'info' && <Answer record={record} finding={finding} findings={findings} />}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Told({ finding, go }: { finding: Finding; go: (finding: Finding) => void }) {
  const t = useText(publicationText);
  const words = useWords();
  const { at, printed, expected, difference, rule, message } = finding;
  return (
    <button type="button" className="finding" onClick={() => go(finding)} title={t.go}>
      <span className="finding-place">
        <span className="mono">{rule}</span> {at.what}
      </span>
      <span>{words(message)}</span>
      {(printed !== null || expected !== null) && (
        <span className="finding-figures">
          {printed !== null && (
            <span>
              <em>{t.printed}</em> <span className="finding-printed">{printed}</span>
            </span>
          )}
          {expected !== null && (
            <span>
              <em>{t.expected}</em> <strong>{expected}</strong>
            </span>
          )}
          {difference !== null && (
            <span>
              <em>{t.difference}</em> {difference.replace(/^-/, '−')}
            </span>
          )}
        </span>
      )}
    </button>
  );
}

/** Why an error stays and who has confirmed it, or what is noted of a warning; `findings` are all of the text. */
function Answer({
  record,
  finding,
  findings,
}: {
  record: Publication;
  finding: Finding;
  findings: readonly Finding[];
}) {
  const t = useText(publicationText);
  const signs = useSigns();
  const id = useId();
  const [writing, setWriting] = useState(false);
  const [reason, setReason] = useState('');
  const [forOthers, setForOthers] = useState(false);
  const [taking, setTaking] = useState(false);
  const severity = finding.severity === 'error' ? 'error' : 'warning';
  const may = new Set(record.may.map(({ action }) => action));
  const kept = record.overrules.find(({ key }) => key === finding.key);
  const answered = new Set(record.overrules.map(({ key }) => key));
  const alike = findings.filter((one) => one.rule === finding.rule && one.severity === severity);
  const others = [...new Set(alike.map(({ key }) => key))].filter((key) => key !== finding.key && !answered.has(key));
  const { place, turn } = useTurn<HTMLDivElement>();
  async function take(action: 'overrule' | 'confirmOverrule', body: Record<string, unknown>) {
    if (taking) return;
    setTaking(true);
    try {
      await act(record, action, body);
      const item = place.current?.closest('li');
      const here = isStillAt(item);
      setWriting(false);
      // The form or the button is gone: one goes on from the finding.
      if (here) item?.querySelector<HTMLElement>('.finding')?.focus();
    } catch (error) {
      toastFailure(error);
    }
    setTaking(false);
  }
  const cancel = () => turn(() => setWriting(false));
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
    else return;
    event.preventDefault();
  }
  if (kept)
    return (
      <div ref={place} className="finding-answer">
        {t.kept[severity]}
        {signs.colon}
        {kept.reason}
        {severity === 'error' && kept.confirmedBy === null && <span className="muted"> · {t.waits}</span>}
        {severity === 'error' && kept.confirmedBy === null && may.has('confirmOverrule') && (
          <button
            type="button"
            className="button"
            onClick={() => void take('confirmOverrule', { finding: finding.key })}
          >
            {t.confirm}
          </button>
        )}
      </div>
    );
  if (!may.has('overrule')) return null;
  return (
    <div ref={place} className="finding-answer">
      {!writing && (
        <button type="button" className="button" onClick={() => turn(() => setWriting(true))}>
          {t.keep[severity]}
        </button>
      )}
      {writing && (
        <form
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            void take('overrule', { finding: finding.key, also: forOthers ? others : [], reason });
          }}
        >
          <label htmlFor={id}>{t.reason[severity]}</label>
          <textarea
            id={id}
            rows={2}
            minLength={4}
            maxLength={1000}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {others.length > 0 && (
            <label className="finding-others">
              <input type="checkbox" checked={forOthers} onChange={(event) => setForOthers(event.target.checked)} />
              {t.alsoOthers(others.length, finding.rule)}
            </label>
          )}
          <button type="submit" className="button primary" aria-disabled={taking || undefined}>
            {t.save}
          </button>
          <button type="button" className="button" onClick={cancel}>
            {t.cancel}
          </button>
        </form>
      )}
    </div>
  );
}
