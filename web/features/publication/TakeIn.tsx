import { type DragEvent, useId, useRef, useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { toastFailure } from '../../kit/failure.ts';
import { toast } from '../../kit/Toast.tsx';
import { takeIn } from './queries.ts';
import { publicationText } from './text.ts';

/** In bytes. */
const MOST = 900_000;

/** 导入旧文本 — dropped, chosen or pasted; it is read, reconciled and kept beside the others. */
export function TakeIn({ open }: { open: (id: string) => void }) {
  const t = useText(publicationText);
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  async function take(name: string, read: () => Promise<string>, size: number) {
    if (size > MOST) {
      toast(t.tooBig, { look: 'overdue' });
      return;
    }
    setBusy(true);
    try {
      open((await takeIn(name, await read())).id);
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  const takeFile = (chosen: File | undefined) => chosen && void take(chosen.name, () => chosen.text(), chosen.size);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    takeFile(event.dataTransfer.files[0]);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the buttons within are everybody's
    <div
      className="take-in"
      data-over={over || undefined}
      aria-busy={busy}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{t.drop}</p>
      <p className="muted small">{t.dropNote}</p>
      <div className="take-in-row">
        <button type="button" className="button" disabled={busy} onClick={() => file.current?.click()}>
          {t.choose}
        </button>
        <button type="button" className="button" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          {t.paste}
        </button>
        {busy && <span className="muted">{t.checking}</span>}
      </div>
      <input
        ref={file}
        type="file"
        hidden
        accept=".txt,.json,.md"
        aria-label={t.takeIn}
        onChange={(event) => {
          takeFile(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {pasting && (
        <>
          <label htmlFor={id}>{t.pasteLabel}</label>
          <textarea id={id} rows={8} value={text} onChange={(event) => setText(event.target.value)} />
          <div className="take-in-row">
            <button
              type="button"
              className="button primary"
              disabled={busy || text.trim() === ''}
              onClick={() => void take(t.paste, async () => text, new Blob([text]).size)}
            >
              {t.check}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
