import { useState } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { newKey } from '../../request.ts';
import { useMe } from '../../session.ts';
import { StateMark, useLifecycle } from './marks.tsx';
import { type BulkResult, bulk, type CaseLine, type Lifecycle, refreshSums } from './queries.ts';
import { casesText } from './text.ts';
import { caseWidgets } from './widgets.tsx';

const MOST = 100;

type Step =
  | { at: 'choose' }
  | { at: 'form'; action: string; answers: Record<string, unknown> }
  | { at: 'preview'; action: string; answers: Record<string, unknown>; results: BulkResult[]; key: string }
  | { at: 'done'; action: string; results: BulkResult[] };

/** What could be done with some of the chosen cases: by their states and the officer's rights; the preview says the rest. */
function possible(table: Lifecycle | undefined, lines: readonly CaseLine[], permissions: readonly string[]) {
  return Object.entries(table?.actions ?? {})
    .filter(([, action]) => !action.system && permissions.includes(action.by))
    .map(([name, action]) => ({ name, action, count: lines.filter((line) => action.from.includes(line.state)).length }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count);
}

/** 批量办理 — choose an action, fill in its form once, see what would happen to each case, and only then do it. */
export function BulkPane({ lines, clear }: { lines: readonly CaseLine[]; clear: () => void }) {
  const t = useText(casesText).bulk;
  const words = useWords();
  const language = useLanguage();
  const me = useMe();
  const table = useLifecycle();
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [busy, setBusy] = useState(false);
  const taken = lines.slice(0, MOST);
  const offered = possible(table, taken, me.permissions);
  const action = step.at === 'choose' ? undefined : table?.actions[step.action];
  const n = (count: number) => number(count, language);

  async function confirm(previewed: Extract<Step, { at: 'preview' }>) {
    if (busy) return;
    setBusy(true);
    try {
      const ready = new Set(previewed.results.filter((one) => one.ok).map((one) => one.id));
      const cases = taken.filter((line) => ready.has(line.id));
      const results = await bulk(
        { action: previewed.action, input: previewed.answers, cases, preview: false },
        previewed.key,
      );
      setStep({ at: 'done', action: previewed.action, results });
      void refreshSums();
    } catch (error) {
      toastFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className="bulk" aria-label={t.title(n(lines.length))}>
      <header className="pane-head">
        <div className="pane-head-row">
          <h2>{t.title(n(lines.length))}</h2>
          <button type="button" className="button quiet small" onClick={clear}>
            {t.clear}
          </button>
        </div>
        {lines.length > MOST && <p className="small muted">{t.most}</p>}
      </header>
      <div className="bulk-body">
        {step.at === 'choose' && <p className="muted">{offered.length > 0 ? t.choose : t.none}</p>}
        {step.at === 'choose' && (
          <ul className="bulk-actions">
            {offered.map(({ name, action: one, count }) => (
              <li key={name}>
                <button
                  type="button"
                  className="menu-item"
                  onClick={() => setStep({ at: 'form', action: name, answers: {} })}
                >
                  <span className="chip-label">{words(one.label)}</span>
                  <span className="muted small">{t.applies(n(count))}</span>
                  <Icon name="right" size={12} />
                </button>
              </li>
            ))}
          </ul>
        )}
        {step.at === 'form' && action && (
          <>
            <h3>{words(action.label)}</h3>
            {action.warns && <p className="actions-warns">{words(action.warns)}</p>}
            <SchemaForm
              key={step.action}
              schema={action.form as JsonSchema}
              widgets={caseWidgets}
              known={step.answers}
              submitLabel={t.preview}
              autoFocus
              onCancel={() => setStep({ at: 'choose' })}
              onSubmit={async (answers) => {
                const results = await bulk({ action: step.action, input: answers, cases: taken, preview: true });
                setStep({ at: 'preview', action: step.action, answers, results, key: newKey() });
              }}
            />
          </>
        )}
        {step.at === 'preview' && action && (
          <>
            <Results
              results={step.results}
              lines={taken}
              said={(ok) =>
                ok
                  ? t.will(n(count(step.results, true)), words(action.label))
                  : t.refused(n(count(step.results, false)))
              }
            />
            <div className="form-foot">
              {count(step.results, true) > 0 && (
                <button
                  type="button"
                  className={`button ${action.look === 'danger' ? 'danger' : 'primary'}`}
                  aria-disabled={busy || undefined}
                  onClick={() => void confirm(step)}
                >
                  {busy ? t.doing : t.confirm(n(count(step.results, true)))}
                </button>
              )}
              <button
                type="button"
                className="button quiet"
                onClick={() => setStep({ at: 'form', action: step.action, answers: step.answers })}
              >
                {t.back}
              </button>
            </div>
          </>
        )}
        {step.at === 'done' && (
          <>
            <Results
              results={step.results}
              lines={taken}
              said={(ok) => (ok ? t.did(n(count(step.results, true))) : t.failed(n(count(step.results, false))))}
            />
            <div className="form-foot">
              <button type="button" className="button primary" onClick={clear}>
                {t.finish}
              </button>
            </div>
          </>
        )}
      </div>
    </section>
  );
}

const count = (results: readonly BulkResult[], ok: boolean) => results.filter((one) => one.ok === ok).length;

/** The refused first, each with its reason: they are what the officer must know before going on. */
function Results({
  results,
  lines,
  said,
}: {
  results: readonly BulkResult[];
  lines: readonly CaseLine[];
  said: (ok: boolean) => string;
}) {
  const lineOf = (id: string) => lines.find((line) => line.id === id);
  return (
    <>
      {[false, true].map((ok) => {
        const some = results.filter((one) => one.ok === ok);
        if (some.length === 0) return null;
        return (
          <section key={String(ok)} className="bulk-results" data-look={ok ? 'done' : 'overdue'}>
            <h3>{said(ok)}</h3>
            <ul>
              {some.map((one) => {
                const line = lineOf(one.id);
                return (
                  <li key={one.id}>
                    <span className="mono small">{one.number ?? line?.number}</span>
                    {line && <StateMark state={line.state} />}
                    <span className="bulk-words cut">{line?.summary}</span>
                    {one.problem && (
                      <span className="bulk-reason">{String(one.problem.detail ?? one.problem.title ?? '')}</span>
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </>
  );
}
