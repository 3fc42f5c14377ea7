import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useFrameText } from '../i18n/text.ts';
import './combo.css';
import { Icon } from './Icon.tsx';
import { useFloating } from './useFloating.ts';

export interface ComboOption {
  id: string;
  name: string;
  /** In grey behind the name: a code, the group. */
  hint?: string;
  /** Below: why it is offered. */
  why?: string;
}

export interface ComboProps {
  id: string;
  /** What is chosen; shown until somebody types. */
  chosen: ComboOption | null;
  onChoose: (option: ComboOption | null) => void;
  typed: string;
  onType: (text: string) => void;
  /** What was found for `typed`; undefined while it is being looked for. */
  options: readonly ComboOption[] | undefined;
  placeholder?: string;
  /** The list opens with the focus: what is offered is worth seeing before typing. */
  eager?: boolean;
  /** An answer must be given, so that there is nothing to clear. */
  required?: boolean;
  /** Said where nothing is found. */
  none?: string;
  'aria-invalid'?: boolean;
  'aria-describedby'?: string | undefined;
  children?: ReactNode;
}

/** A choice among very many by typing a part of it: arrow keys walk, Enter takes, Esc leaves it as it was. */
export function Combo(props: ComboProps) {
  const { id, chosen, typed, options, onChoose, onType } = props;
  const t = useFrameText();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const list = useId();
  const shown = open && options !== undefined;
  useFloating(shown, field, panel, {});
  const found = options ?? [];
  const at = Math.min(active, found.length - 1);

  useEffect(() => {
    if (shown) document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [shown, at, list]);

  function take(option: ComboOption | undefined) {
    if (!option) return;
    onChoose(option);
    onType('');
    setOpen(false);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((at + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && shown) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      onType('');
      setOpen(false);
    }
  }

  return (
    <div className="combo">
      <input
        ref={field}
        id={id}
        className="field"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? list : undefined}
        aria-activedescendant={shown && found.length > 0 ? `${list}-${at}` : undefined}
        aria-invalid={props['aria-invalid']}
        aria-describedby={props['aria-describedby']}
        placeholder={props.placeholder}
        value={open && typed !== '' ? typed : (chosen?.name ?? typed)}
        aria-required={props.required}
        onFocus={(event) => {
          event.target.select();
          if (props.eager && !chosen) setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          onType(event.target.value);
          setActive(0);
          setOpen(true);
          if (chosen && event.target.value === '') onChoose(null);
        }}
        onBlur={() => {
          setOpen(false);
          onType('');
        }}
        onKeyDown={onKeyDown}
      />
      {chosen && !props.required && (
        <button
          type="button"
          className="combo-clear"
          aria-label={t.filter.clearOne(chosen.name)}
          onClick={() => {
            onChoose(null);
            field.current?.focus();
          }}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      <div ref={panel} className="floating combo-panel" hidden={!shown}>
        <div id={list} role="listbox" aria-label={props.placeholder ?? t.form.choose}>
          {found.map((option, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={option.id}
              id={`${list}-${index}`}
              role="option"
              className="combo-option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setActive(index)}
              onClick={() => take(option)}
            >
              <span>
                {option.name} {option.hint && <span className="muted small">{option.hint}</span>}
              </span>
              {option.why && <span className="muted small combo-why">{option.why}</span>}
            </div>
          ))}
        </div>
        {shown && found.length === 0 && <p className="muted combo-none">{props.none ?? t.table.empty}</p>}
      </div>
    </div>
  );
}
