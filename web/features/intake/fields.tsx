import type { ReactNode } from 'react';

/** One question of the intake: its word, and what answers it. */
export function Question({
  id,
  label,
  help,
  children,
  fault,
}: {
  id?: string;
  label: string;
  help?: ReactNode;
  fault?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="intake-question">
      <div className="intake-label">
        {id ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}
        {help}
      </div>
      {children}
      {fault && (
        <p className="form-fault" id={id && `${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

export interface Choice<K extends string> {
  key: K;
  label: string;
}

/** A row of words of which one is chosen; radio buttons to the keyboard and to those who listen. */
export function Chips<K extends string>({
  name,
  label,
  options,
  chosen,
  onChoose,
}: {
  name: string;
  label: string;
  options: readonly Choice<K>[];
  chosen: K | null;
  onChoose: (key: K) => void;
}) {
  return (
    <div className="chips" role="radiogroup" aria-label={label}>
      {options.map(({ key, label: word }) => (
        <label key={key} className="pick" data-chosen={chosen === key || undefined}>
          <input
            type="radio"
            name={name}
            checked={chosen === key}
            onChange={() => onChoose(key)}
            onClick={() => chosen === key && onChoose(key)}
          />
          {word}
        </label>
      ))}
    </div>
  );
}

export function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="intake-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
