import { useEffect, useRef, useState } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { ApiProblem } from '../../request.ts';
import { uploadEvidence } from './queries.ts';
import { officeText } from './text.ts';

/** As many as the form of an action takes. */
const MOST = 9;

/** Photos and papers go up as they are chosen; what was chosen stands below by its name, and can be taken out again. */
export function EvidenceField({ id, value, onChange, ...aria }: WidgetProps) {
  const t = useText(officeText);
  const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const language = useLanguage();
  // What was chosen by now: some may be taken out while others still go up.
  const latest = useRef(chosen);
  useEffect(() => {
    latest.current = chosen;
  });

  async function add(files: readonly File[]) {
    const fresh = files.slice(0, MOST - chosen.length);
    if (fresh.length === 0) return;
    if (busy) return setFault(t.stillUploading);
    const leftOut = files.length - fresh.length;
    setBusy(true);
    setFault(leftOut > 0 ? t.leftOut(number(MOST, language), number(leftOut, language)) : undefined);
    try {
      const kept = await uploadEvidence(fresh);
      setNames((known) => ({
        ...known,
        ...Object.fromEntries(kept.map((one, at) => [one.id, fresh[at]?.name ?? one.id])),
      }));
      onChange([...latest.current, ...kept.map((one) => one.id)]);
    } catch (error) {
      setFault(error instanceof ApiProblem ? [error.detail, error.right].filter(Boolean).join(' ') : t.uploadFailed);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="evidence-field">
      {chosen.length < MOST && (
        <input
          id={id}
          className="field"
          type="file"
          accept="image/jpeg,image/png,image/webp,application/pdf"
          multiple
          aria-invalid={aria['aria-invalid']}
          aria-describedby={aria['aria-describedby']}
          onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      )}
      <div role="status" className="small">
        {busy && <span className="muted">{t.uploading}</span>}
        {fault && <span className="form-fault">{fault}</span>}
      </div>
      {chosen.length > 0 && (
        <ul className="tags">
          {chosen.map((one) => (
            <li key={one} className="tag">
              <span className="cut">{names[one] ?? one}</span>
              <button
                type="button"
                className="chip-clear"
                aria-label={t.takeOut(names[one] ?? one)}
                onClick={() => onChange(chosen.filter((other) => other !== one))}
              >
                <Icon name="close" size={10} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
