import { useId, useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem } from '../../request.ts';
import { act, type Finding, type Publication, refresh } from './queries.ts';
import { publicationText } from './text.ts';

const SEVERITIES = ['error', 'warning', 'info'] as const;

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
  if (findings.length === 0) return <p className="muted publication-clean">{t.clean}</p>;
  return (
    <>
      {SEVERITIES.map((severity) => {
        const own = findings.filter((one) => one.severity === severity);
        if (own.length === 0) return null;
        return (
          <section key={severity} className="findings" aria-label={t.severities[severity]}>
            <h2>
              {t.severities[severity]} <span className="muted">{own.length}</span>
            </h2>
            <ul>
              {own.map((finding, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two findings may say the same
                <li key={`${finding.key} ${i}`} data-finding={severity} data-chosen={finding.key === at || undefined}>
                  <Told finding={finding} go={go} />
                  {severity === 'error' && <Answer record={record} finding={finding} />}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function Told({ finding, go }: { finding: Finding; go: (finding: Finding) => void }) {
  const t = useText(publicationText);
  const words = useWords();
  const { at, printed, expected, difference, rule, message } = finding;
  const figures = [
    printed === null ? '' : `${t.printed} ${printed}`,
    expected === null ? '' : `${t.expected} ${expected}`,
    difference === null ? '' : `${t.difference} ${difference}`,
  ].filter(Boolean);
  return (
    <button type="button" className="finding" onClick={() => go(finding)} title={t.go}>
      <span className="finding-place">
        <span className="mono">{rule}</span> {at.what}
      </span>
      <span>{words(message)}</span>
      {figures.length > 0 && <span className="finding-figures">{figures.join(' · ')}</span>}
    </button>
  );
}

/** Why an error stays, and who has confirmed it. */
function Answer({ record, finding }: { record: Publication; finding: Finding }) {
  const t = useText(publicationText);
  const id = useId();
  const [writing, setWriting] = useState(false);
  const [reason, setReason] = useState('');
  const may = new Set(record.may.map(({ action }) => action));
  const kept = record.overrules.find(({ key }) => key === finding.key);
  async function take(action: 'overrule' | 'confirmOverrule', body: Record<string, unknown>) {
    try {
      await act(record, action, body);
      setWriting(false);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) await refresh();
      toast(error instanceof ApiProblem ? error.detail : String(error), { look: 'overdue' });
    }
  }
  if (kept)
    return (
      <p className="finding-answer">
        {t.kept}：{kept.reason}
        {kept.confirmedBy === null && <span className="muted"> · {t.waits}</span>}
        {kept.confirmedBy === null && may.has('confirmOverrule') && (
          <button
            type="button"
            className="button"
            onClick={() => void take('confirmOverrule', { finding: finding.key })}
          >
            {t.confirm}
          </button>
        )}
      </p>
    );
  if (!may.has('overrule')) return null;
  if (!writing)
    return (
      <p className="finding-answer">
        <button type="button" className="button" onClick={() => setWriting(true)}>
          {t.keep}
        </button>
      </p>
    );
  return (
    <form
      className="finding-answer"
      onSubmit={(event) => {
        event.preventDefault();
        void take('overrule', { finding: finding.key, reason });
      }}
    >
      <label htmlFor={id}>{t.reason}</label>
      <textarea
        id={id}
        rows={2}
        minLength={4}
        maxLength={1000}
        required
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button primary">
        {t.save}
      </button>
      <button type="button" className="button" onClick={() => setWriting(false)}>
        {t.cancel}
      </button>
    </form>
  );
}
