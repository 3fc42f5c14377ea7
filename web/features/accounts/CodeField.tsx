import { useId } from 'react';

const DIGITS = 6;

/** Six digits of a telephone, or a recovery code. The digits need no key to be sent: the sixth is enough. */
export function CodeField({
  label,
  value,
  onChange,
  onWhole,
  recovery = false,
  autoFocus = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onWhole?: ((value: string) => void) | undefined;
  recovery?: boolean;
  autoFocus?: boolean;
}) {
  const id = useId();
  function take(typed: string) {
    const kept = recovery ? typed.slice(0, 20) : typed.normalize('NFKC').replace(/\D/g, '').slice(0, DIGITS);
    onChange(kept);
    if (!recovery && kept.length === DIGITS && kept !== value) onWhole?.(kept);
  }
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field code-field"
        name="code"
        autoComplete="one-time-code"
        inputMode={recovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the only thing to do on the page
        autoFocus={autoFocus}
        placeholder={recovery ? 'xxxxx-xxxxx' : '000000'}
        value={value}
        onChange={(event) => take(event.target.value)}
      />
    </div>
  );
}
