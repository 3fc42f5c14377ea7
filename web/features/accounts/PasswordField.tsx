import { useId, useState } from 'react';
import { useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import './signIn.css';
import { accountsText } from './text.ts';

export function PasswordField({
  label,
  name,
  value,
  onChange,
  autoComplete,
  autoFocus,
}: {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
}) {
  const t = useText(accountsText);
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <span className="password">
        <input
          id={id}
          className="field"
          name={name}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          // biome-ignore lint/a11y/noAutofocus: the only thing to do on the page
          autoFocus={autoFocus}
          maxLength={200}
          value={value}
          aria-describedby={caps ? `${id}-caps` : undefined}
          onChange={(event) => onChange(event.target.value)}
          onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
        />
        <button
          type="button"
          className="password-show"
          aria-label={shown ? t.hide : t.show}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? 'eyeOff' : 'eye'} />
        </button>
      </span>
      {caps && (
        <p id={`${id}-caps`} className="form-help">
          {t.capsLock}
        </p>
      )}
    </div>
  );
}
