import { useId } from 'react';

/** One field of the words of a document: its label, what belongs to it, and what is wrong with it. */
export function Field({
  label,
  note,
  value,
  rows,
  disabled,
  faults = [],
  put,
}: {
  label: string;
  note?: string;
  value: string;
  /** None: a date. */
  rows: number;
  disabled: boolean;
  faults?: readonly string[];
  put: (value: string) => void;
}) {
  const id = useId();
  const told = faults.length > 0 ? `${id}-faults` : undefined;
  const same = { id, value, disabled, 'aria-invalid': faults.length > 0 || undefined, 'aria-describedby': told };
  return (
    <div className="words-field">
      <label htmlFor={id}>
        {label}
        {note && <span className="words-note">{note}</span>}
      </label>
      {rows === 0 ? (
        <input {...same} type="date" required onChange={(event) => put(event.target.value)} />
      ) : (
        <textarea {...same} rows={rows} onChange={(event) => put(event.target.value)} />
      )}
      {faults.length > 0 && (
        <p id={told} className="is-late small" role="status">
          {faults.join(' ')}
        </p>
      )}
    </div>
  );
}
