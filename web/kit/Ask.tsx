import { type ReactNode, useState } from 'react';
import { useFrameText } from '../i18n/text.ts';
import { ApiProblem } from '../request.ts';
import { Changes, type Difference } from './Changes.tsx';
import { useChangeText } from './changeText.ts';
import { Popover } from './Popover.tsx';

/** A button for what cannot be taken back: it first says in a few words what will happen. */
export function Ask({
  label,
  sure,
  look = 'danger',
  className,
  onSure,
  changed,
  children,
}: {
  label: ReactNode;
  /** The button that does it: a verb, never "OK". */
  sure: string;
  look?: 'danger' | 'primary';
  className?: string;
  onSure: () => Promise<unknown>;
  /** Called when somebody else changed the record meanwhile (412): reads it anew and says what is different. */
  changed?: () => Promise<Difference[]>;
  children: ReactNode;
}) {
  const t = useChangeText();
  const frame = useFrameText();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [stale, setStale] = useState<Difference[]>();

  async function act(close: () => void) {
    if (busy) return;
    setBusy(true);
    setFault(undefined);
    setStale(undefined);
    try {
      await onSure();
      close();
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412 && changed) setStale(await changed());
      else
        setFault(
          error instanceof ApiProblem ? [error.detail, error.right].filter(Boolean).join(' ') : frame.state.offline,
        );
    } finally {
      setBusy(false);
    }
  }

  return (
    <Popover align="right" className={className ?? `button ${look === 'danger' ? 'danger' : ''}`} button={label}>
      {(close) => (
        <div className="ask">
          <div>{children}</div>
          <div role="alert">
            {fault && <p className="form-above">{fault}</p>}
            {stale && (
              <div className="stale">
                <strong>{t.stale}</strong>
                <Changes changes={stale} />
              </div>
            )}
          </div>
          <div className="ask-buttons">
            <button
              type="button"
              className={`button ${look}`}
              aria-disabled={busy || undefined}
              onClick={() => void act(close)}
            >
              {sure}
            </button>
            <button type="button" className="button quiet" onClick={close}>
              {t.cancel}
            </button>
          </div>
        </div>
      )}
    </Popover>
  );
}
