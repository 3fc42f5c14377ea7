import { useState } from 'react';
import { useText } from '../../i18n/language.ts';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { setupText } from './setupText.ts';

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function aria({ field, ...props }: WidgetProps) {
  return {
    'aria-invalid': props['aria-invalid'],
    'aria-describedby': props['aria-describedby'],
    'aria-required': field.required,
  };
}

/** A name in both languages. */
function WordsField(props: WidgetProps) {
  const t = useText(setupText);
  const { zh = '', en = '' } = recordOf(props.value);
  const put = (part: object) => props.onChange({ zh, en, ...part });
  return (
    <span className="setup-two">
      <input
        {...aria(props)}
        id={props.id}
        className="field"
        maxLength={100}
        autoComplete="off"
        value={String(zh)}
        onChange={(event) => put({ zh: event.target.value })}
      />
      <input
        className="field"
        aria-label={t.inEnglish}
        placeholder={t.inEnglish}
        maxLength={200}
        autoComplete="off"
        value={String(en)}
        onChange={(event) => put({ en: event.target.value })}
      />
    </span>
  );
}

/** Codes, one after another, parted by commas or blanks. */
function CodesField(props: WidgetProps) {
  const given = Array.isArray(props.value) ? props.value.join(', ') : '';
  const [typed, setTyped] = useState(given);
  return (
    <input
      {...aria(props)}
      id={props.id}
      className="field mono"
      autoComplete="off"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        props.onChange(event.target.value.split(/[\s,，、]+/).filter(Boolean));
      }}
    />
  );
}

/** From so many degrees to so many. */
function DegreesField(props: WidgetProps) {
  const t = useText(setupText);
  const { from = '', to = '' } = recordOf(props.value);
  const read = (text: string) => (/^-?\d+$/.test(text.trim()) ? Number(text) : text);
  const put = (part: object) => props.onChange({ from, to, ...part });
  return (
    <span className="setup-degrees">
      <input
        {...aria(props)}
        id={props.id}
        className="field number"
        inputMode="numeric"
        value={String(from)}
        onChange={(event) => put({ from: read(event.target.value) })}
      />
      –
      <input
        className="field number"
        aria-label={t.upTo}
        inputMode="numeric"
        value={String(to)}
        onChange={(event) => put({ to: read(event.target.value) })}
      />
    </span>
  );
}

export const setupWidgets: Widgets = { words: WordsField, codes: CodesField, degrees: DegreesField };
