import type { ReactNode } from 'react';

interface FigureProps {
  label: string;
  value: string;
  /** What it is made of; a part that has records behind it opens them. */
  parts: readonly { key: string; label: string; value: string }[];
  chosen: string | undefined;
  onChoose: (key: string | undefined) => void;
  /** How it is counted, in words. */
  rule: ReactNode;
}

/** A figure, its parts as buttons that open the records behind them, and the rule by which it is counted. */
export function Figure({ label, value, parts, chosen, onChoose, rule }: FigureProps) {
  return (
    <section className="staff-figure" aria-label={label}>
      <h3>{label}</h3>
      <strong className="staff-value">{value}</strong>
      <div className="staff-parts">
        {parts.map((part) => (
          <button
            key={part.key}
            type="button"
            className="button small"
            aria-pressed={chosen === part.key}
            onClick={() => onChoose(chosen === part.key ? undefined : part.key)}
          >
            {part.label} <b>{part.value}</b>
          </button>
        ))}
      </div>
      <p className="muted small">{rule}</p>
    </section>
  );
}
