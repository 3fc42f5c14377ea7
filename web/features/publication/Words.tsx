import { type FormEvent, useId, useState } from 'react';
import type { Written } from '../../../server/modules/publication/model.ts';
import { useText } from '../../i18n/language.ts';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem } from '../../request.ts';
import { act, type Publication, refresh } from './queries.ts';
import { publicationText } from './text.ts';

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const parts = (line: string) => line.split(/[|｜]/).map((part) => part.trim());

/** 撰写 — the words of a document; its figures are nobody's to type. */
export function Words({ record, content }: { record: Publication; content: Written }) {
  const t = useText(publicationText);
  const [faults, setFaults] = useState<string[]>([]);
  const [told, setTold] = useState(() => ({
    publishOn: content.publishOn,
    aims: content.aims,
    duties: content.duties.join('\n'),
    tasks: content.tasks.join('\n'),
    agencyReason: content.agencyReason,
    goals: content.goals.map(({ titleZh, textZh }) => `${titleZh}｜${textZh}`).join('\n'),
    targets: content.targets.map((one) => [one.level1Zh, one.level2Zh, one.nameZh, one.targetZh].join('｜')).join('\n'),
  }));
  const [reasons, setReasons] = useState<Record<string, string>>(() => ({ ...content.reasons }));
  const may = record.may.some(({ action }) => action === 'write');
  const moved = record.moves.filter(({ asks, key }) => asks || key in content.reasons);
  async function save(event: FormEvent) {
    event.preventDefault();
    const written = {
      ...content,
      publishOn: told.publishOn,
      aims: told.aims,
      duties: lines(told.duties),
      tasks: lines(told.tasks),
      agencyReason: told.agencyReason,
      goals: lines(told.goals).map((line) => {
        const [titleZh = '', textZh = ''] = parts(line);
        return { titleZh, textZh };
      }),
      targets: lines(told.targets).map((line) => {
        const [level1Zh = '', level2Zh = '', nameZh = '', targetZh = ''] = parts(line);
        return { level1Zh, level2Zh, nameZh, targetZh };
      }),
      reasons: Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason.trim() !== '')),
    };
    try {
      await act(record, 'write', { content: written });
      setFaults([]);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) await refresh();
      setFaults(error instanceof ApiProblem ? error.errors.map(({ path, message }) => `${path}：${message}`) : []);
      toast(error instanceof ApiProblem ? error.detail : String(error), { look: 'overdue' });
    }
  }
  const text = (name: keyof typeof told, rows: number) => (
    <Field
      label={t[name]}
      disabled={!may}
      rows={rows}
      value={told[name]}
      put={(value) => setTold({ ...told, [name]: value })}
    />
  );
  return (
    <form className="words" onSubmit={(event) => void save(event)}>
      <p className="muted small">{t.noFigures}</p>
      {text('publishOn', 0)}
      {moved.map(({ key, labelZh }) => (
        <Field
          key={key}
          label={`${t.why} · ${labelZh}`}
          disabled={!may}
          rows={1}
          value={reasons[key] ?? ''}
          put={(value) => setReasons({ ...reasons, [key]: value })}
        />
      ))}
      {text('aims', 2)}
      {text('duties', 6)}
      {text('tasks', 6)}
      {text('agencyReason', 2)}
      {text('goals', 4)}
      {text('targets', 8)}
      {faults.length > 0 && (
        <div className="is-late" role="alert">
          {faults.map((fault) => (
            <p key={fault}>{fault}</p>
          ))}
        </div>
      )}
      {may && (
        <button type="submit" className="button primary">
          {t.save}
        </button>
      )}
    </form>
  );
}

function Field({
  label,
  value,
  rows,
  disabled,
  put,
}: {
  label: string;
  value: string;
  /** None: a date. */
  rows: number;
  disabled: boolean;
  put: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="words-field">
      <label htmlFor={id}>{label}</label>
      {rows === 0 ? (
        <input
          id={id}
          type="date"
          required
          value={value}
          disabled={disabled}
          onChange={(event) => put(event.target.value)}
        />
      ) : (
        <textarea id={id} rows={rows} value={value} disabled={disabled} onChange={(event) => put(event.target.value)} />
      )}
    </div>
  );
}
