import { useRef, useState } from 'react';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { number } from '../../kit/format.ts';
import { showMoney } from '../../kit/moneyText.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import { toast } from '../../kit/Toast.tsx';
import { ApiProblem, newKey } from '../../request.ts';
import { incomeCell, lineCell } from './keys.ts';
import { type Budget, enter, type Preview, previewFile, useCodes } from './queries.ts';
import { budgetText } from './text.ts';

/** 导入 — a workbook or JSON is read and shown cell by cell; it is entered as a whole, or not at all. */
export function ImportLines({ budget, close }: { budget: Budget; close: () => void }) {
  const t = useText(budgetText);
  const [preview, setPreview] = useState<Preview>();
  const [error, setError] = useState<unknown>();
  const [reading, setReading] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function read(file: File | undefined) {
    if (!file || reading) return;
    setReading(true);
    setError(undefined);
    setPreview(undefined);
    try {
      setPreview(await previewFile(budget.id, file));
    } catch (problem) {
      setError(problem);
    } finally {
      setReading(false);
      // The same file, put right, is chosen again.
      if (input.current) input.current.value = '';
    }
  }

  return (
    <Section
      title={t.import}
      note={t.importNote}
      actions={
        <button type="button" className="button quiet" onClick={close}>
          {t.close}
        </button>
      }
    >
      <label
        className="file-drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void read(event.dataTransfer.files[0]);
        }}
      >
        <input
          ref={input}
          type="file"
          accept=".xlsx,.json,application/json"
          onChange={(event) => void read(event.target.files?.[0])}
        />
        <span>{t.chooseFile}</span>
      </label>
      <p className="muted small">{t.importColumns}</p>
      {reading && <Skeleton lines={4} />}
      {error !== undefined && <Failed error={error} />}
      {preview && <Previewed budget={budget} preview={preview} close={close} again={() => setPreview(undefined)} />}
    </Section>
  );
}

interface PreviewedProps {
  budget: Budget;
  preview: Preview;
  close: () => void;
  again: () => void;
}

function Previewed({ budget, preview, close, again }: PreviewedProps) {
  const t = useText(budgetText);
  const language = useLanguage();
  const { nameOf } = useCodes(budget.year);
  const [sending, setSending] = useState(false);
  const lines = preview.lines.map((one) => ({ ...one, role: one.role ?? null, projectCode: one.projectCode ?? null }));
  const changes = [
    ...lines.map((one) => ({
      key: lineCell(one),
      code: one.economicCode,
      name: nameOf(one.economicCode),
      part:
        one.kind === 'basic'
          ? one.role === 'public'
            ? t.public
            : t.personnel
          : (budget.projects.find(({ code }) => code === one.projectCode)?.nameZh ??
            t.kinds[one.kind as keyof typeof t.kinds]),
      ...one,
    })),
    ...preview.incomes.map((one) => ({
      key: incomeCell(one),
      code: one.functionCode,
      name: nameOf(one.functionCode),
      part: t.sources[one.source],
      ...one,
    })),
  ].filter(({ was, fen }) => was !== fen);
  const spoken = preview.faults.length > 0;
  const sum = (list: readonly { fen: number }[]) =>
    showMoney(list.reduce((total, { fen }) => total + fen, 0)) || '0.00';

  async function apply() {
    if (sending) return;
    setSending(true);
    try {
      await enter(budget.id, { lines, incomes: preview.incomes }, newKey());
      toast(t.saved, { look: 'done' });
      close();
    } catch (error) {
      toastFailure(error);
      if (error instanceof ApiProblem && error.status === 409) again();
    } finally {
      setSending(false);
    }
  }

  return (
    <>
      <Notes title={t.importFaults(number(preview.faults.length, language))} notes={preview.faults} fault />
      <Notes title={t.importTold(number(preview.told.length, language))} notes={preview.told} />
      <p>
        <b>{preview.sheet}</b> · {t.expenditure} {sum(lines)} · {t.income} {sum(preview.incomes)} ·{' '}
        {changes.length === 0 ? t.pasteNone : t.pasteNote(number(changes.length, language))}
      </p>
      {changes.length > 0 && (
        <div className="paste-list">
          <Scroll label={t.amount}>
            <table className="plain-table">
              <tbody>
                {changes.map(({ key, code, name, part, was, fen }) => (
                  <tr key={key}>
                    <td className="mono">{code}</td>
                    <td>{name}</td>
                    <td>{part}</td>
                    <td className="number muted">{showMoney(was) || '—'}</td>
                    <td className="number">{showMoney(fen) || '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </div>
      )}
      <div className="form-foot">
        <button
          type="button"
          className="button primary"
          aria-disabled={spoken || sending || changes.length === 0 || undefined}
          onClick={() => !spoken && changes.length > 0 && void apply()}
        >
          {t.enterAll(number(changes.length, language))}
        </button>
        {spoken && <span className="form-fault">{t.importStopped}</span>}
      </div>
    </>
  );
}

function Notes({ title, notes, fault }: { title: string; notes: Preview['faults']; fault?: boolean }) {
  const words = useWords();
  if (notes.length === 0) return null;
  return (
    <section aria-label={title} role={fault ? 'alert' : undefined}>
      <h3 className={fault ? 'form-fault' : 'muted'}>{title}</h3>
      <ul className="import-notes">
        {notes.map(({ cell, message }) => (
          <li key={`${cell} ${message.zh}`}>
            <b className="mono">{cell}</b> {words(message)}
          </li>
        ))}
      </ul>
    </section>
  );
}
