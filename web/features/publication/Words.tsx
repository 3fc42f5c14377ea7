import { type FormEvent, useId, useState } from 'react';
import type { Writing } from '../../drafts.ts';
import { useText } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { ApiProblem } from '../../request.ts';
import { goalLines, linesOf, readGoals, readTargets, targetLines } from './drafting.ts';
import { Field } from './Field.tsx';
import { money } from './money.ts';
import { act, type Preview, type Publication, type Written } from './queries.ts';
import { publicationText } from './text.ts';

type Told = Pick<Publication, 'moves' | 'registered' | 'uses' | 'promises'>;

/** 撰写 — the words of a document; its figures are nobody's to type, and its targets are those of the approved plan. */
export function Words({
  record,
  content: draft,
  writing,
  preview,
}: {
  record: Publication;
  content: Written;
  /** Told of everything that is typed, so that it is reconciled meanwhile. */
  writing: Writing<Written>;
  preview: Preview | undefined;
}) {
  const t = useText(publicationText);
  const [faults, setFaults] = useState<readonly { path: string; message: string }[]>([]);
  const [saving, setSaving] = useState(false);
  const may = record.may.some(({ action }) => action === 'write');
  const told: Told = preview ?? record;
  const change = (part: Partial<Written>) => writing.write({ ...draft, ...part });
  const said = [...faults, ...(preview?.faults ?? []).map(({ path, message }) => ({ path, message: message.zh }))];
  const about = (path: string) => [
    ...new Set(said.filter((one) => one.path.replace(/^content\./, '').startsWith(path)).map(({ message }) => message)),
  ];
  async function save(event: FormEvent) {
    event.preventDefault();
    if (saving) return;
    setSaving(true);
    const reasons = Object.fromEntries(Object.entries(draft.reasons).filter(([, reason]) => reason.trim() !== ''));
    try {
      await act(record, 'write', { content: { ...draft, reasons } });
      setFaults([]);
      writing.end();
    } catch (error) {
      setFaults(error instanceof ApiProblem ? error.errors : []);
      toastFailure(error);
    }
    setSaving(false);
  }
  const text = (key: 'aims' | 'agencyReason' | 'departmentsLabelZh', rows: number) => (
    <Field
      label={t[key]}
      disabled={!may}
      rows={rows}
      value={draft[key]}
      faults={about(key)}
      put={(value) => change({ [key]: value })}
    />
  );
  const list = (key: 'duties' | 'tasks', rows: number) => (
    <Lines
      label={t[key]}
      disabled={!may}
      rows={rows}
      value={draft[key]}
      faults={about(key)}
      show={(value) => value.join('\n')}
      read={linesOf}
      put={(value) => change({ [key]: value })}
    />
  );
  return (
    <form className="words" onSubmit={(event) => void save(event)}>
      <p className="muted small">{t.noFigures}</p>
      <Field
        label={t.publishOn}
        disabled={!may}
        rows={0}
        value={draft.publishOn}
        put={(publishOn) => publishOn && change({ publishOn })}
      />
      <Group title={t.moves} note={t.movesNote}>
        {told.moves.map(({ key, labelZh, nowFen, beforeFen, asks }) => (
          <Field
            key={key}
            label={labelZh}
            note={
              beforeFen === null
                ? `${t.now} ${money(nowFen)} · ${t.before} ${t.unknown}`
                : `${t.before} ${money(beforeFen)} → ${money(nowFen)}（${nowFen < beforeFen ? '' : '+'}${money(nowFen - beforeFen)}）`
            }
            disabled={!may}
            rows={1}
            value={draft.reasons[key] ?? ''}
            faults={[...(asks ? [t.asks] : []), ...about(`reasons.${key}`)]}
            put={(reason) => change({ reasons: { ...draft.reasons, [key]: reason } })}
          />
        ))}
      </Group>
      {text('aims', 2)}
      {list('duties', 6)}
      {list('tasks', 6)}
      <Group title={t.uses} note={t.usesNote}>
        {told.uses.map(({ code, nameZh, fen }) => (
          <Field
            key={code}
            label={`${code} ${nameZh}`}
            note={`${money(fen)} ${t.unit}`}
            disabled={!may}
            rows={1}
            value={draft.uses[code] ?? ''}
            faults={about(`uses.${code}`)}
            put={(use) => change({ uses: { ...draft.uses, [code]: use } })}
          />
        ))}
      </Group>
      {text('departmentsLabelZh', 1)}
      {text('agencyReason', 2)}
      <Registered told={told} />
      {told.promises ? (
        <p className="words-promises">{t.fromPlan(told.promises.goals, told.promises.indicators)}</p>
      ) : (
        <Promises draft={draft} disabled={!may} about={about} change={change} />
      )}
      {may && (
        <div className="words-save">
          <button type="submit" className="button primary" aria-disabled={saving || undefined}>
            {t.save}
          </button>
          {writing.draft !== null && (
            <button type="button" className="button quiet" onClick={writing.end}>
              {t.discard}
            </button>
          )}
          {preview && (
            <span className="muted small">
              {t.unsaved} · {t.open(preview.open, preview.openWarnings)}
            </span>
          )}
          {writing.overtaken && !saving && (
            <p className="is-late small" role="alert">
              {t.overtaken}
            </p>
          )}
        </div>
      )}
    </form>
  );
}

function Group({ title, note, children }: { title: string; note: string; children: React.ReactNode }) {
  const id = useId();
  return (
    <fieldset className="words-group" aria-describedby={id}>
      <legend>{title}</legend>
      <p id={id} className="muted small">
        {note}
      </p>
      {children}
    </fieldset>
  );
}

/** Staff and assets: what stands in the text, and where something else was typed with the budget. */
function Registered({ told: { registered } }: { told: Told }) {
  const t = useText(publicationText);
  if (registered.length === 0) return null;
  return (
    <Group title={t.registered} note={t.registeredNote}>
      <ul className="words-facts">
        {registered.map(({ labelZh, typed, registered: held }) => (
          <li key={labelZh}>
            <span>{labelZh}</span> <strong>{held}</strong>
            {typed !== held && <span className="is-late small">{t.typedElse(typed)}</span>}
          </li>
        ))}
      </ul>
    </Group>
  );
}

/** Goals and targets of a year without an approved plan. */
function Promises({
  draft,
  disabled,
  about,
  change,
}: {
  draft: Written;
  disabled: boolean;
  about: (path: string) => string[];
  change: (part: Partial<Written>) => void;
}) {
  const t = useText(publicationText);
  return (
    <Group title={t.promises} note={t.promisesNote}>
      <Lines
        label={t.goals}
        rows={4}
        disabled={disabled}
        faults={about('goals')}
        value={draft.goals}
        show={goalLines}
        read={readGoals}
        put={(goals) => change({ goals })}
      />
      <Lines
        label={t.targets}
        rows={8}
        disabled={disabled}
        faults={about('targets')}
        value={draft.targets}
        show={targetLines}
        read={readTargets}
        put={(targets) => change({ targets: [...targets] })}
      />
      {draft.projects.map((project, i) => {
        const put = (part: Partial<Written['projects'][number]>) =>
          change({ projects: draft.projects.map((one, at) => (at === i ? { ...one, ...part } : one)) });
        return (
          <div key={project.code} className="words-project">
            <Field
              label={t.projectGoal(project.code)}
              rows={2}
              disabled={disabled}
              value={project.goalZh}
              faults={about(`projects.${i}`)}
              put={(goalZh) => put({ goalZh })}
            />
            <Lines
              label={t.projectTargets(project.code)}
              rows={4}
              disabled={disabled}
              value={project.targets}
              show={targetLines}
              read={readTargets}
              put={(targets) => put({ targets: [...targets] })}
            />
          </div>
        );
      })}
    </Group>
  );
}

/** Rows written as lines: the text stays as it is typed, what it means is told. */
function Lines<T>({
  value,
  show,
  read,
  put,
  ...rest
}: {
  label: string;
  rows: number;
  disabled: boolean;
  faults?: string[];
  value: T;
  show: (value: T) => string;
  read: (text: string) => T;
  put: (value: T) => void;
}) {
  const [text, setText] = useState(() => show(value));
  return (
    <Field
      {...rest}
      value={text}
      put={(typed) => {
        setText(typed);
        put(read(typed));
      }}
    />
  );
}
