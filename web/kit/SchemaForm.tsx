import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { ApiProblem, newKey, Unreachable } from '../request.ts';
import { FieldRow } from './FieldRow.tsx';
import { isStillAt } from './focus.ts';
import './form.css';
import { Icon } from './Icon.tsx';
import { faultOf, fieldsOf, filledIn, type JsonSchema, sortFaults, startValues } from './schemaFields.ts';
import { isTyping } from './shortcuts.ts';
import { useReturnFocus } from './useReturnFocus.ts';
import type { Widgets } from './widgets.tsx';

export interface SchemaFormProps {
  schema: JsonSchema;
  /** Controls for what the kit does not know: an officer, a category, a point. They win over the kit's own. */
  widgets?: Widgets;
  known?: Readonly<Record<string, unknown>>;
  submitLabel?: string;
  look?: 'primary' | 'danger';
  /**
   * Throws `ApiProblem` when refused; the faults are then shown at their fields. `key` is the Idempotency-Key of these
   * answers: the same when the same is sent again after the network failed.
   */
  onSubmit: (values: Record<string, unknown>, key: string) => Promise<void>;
  onCancel?: () => void;
  /** Told at each change, for drafts and previews. */
  onValues?: (values: Record<string, unknown>) => void;
  autoFocus?: boolean;
  children?: ReactNode;
}

/** Draws a form from the JSON Schema of what an action asks. Ctrl+Enter sends, Esc leaves. */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, onSubmit, onCancel } = props;
  const t = useFrameText().form;
  const language = useLanguage();
  const [values, setValues] = useState(() => startValues(schema, props.known));
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [above, setAbove] = useState<string[]>([]);
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef({ text: '', key: '' });
  const id = useId();
  const fields = fieldsOf(schema);
  useReturnFocus(onCancel !== undefined);

  useEffect(() => {
    if (props.autoFocus) form.current?.querySelector<HTMLElement>('input, textarea, select, [tabindex="0"]')?.focus();
  }, [props.autoFocus]);

  function focusFault(at: Record<string, string>) {
    const first = fields.find((field) => at[field.name]);
    if (first && isStillAt(form.current)) document.getElementById(`${id}-${first.name}`)?.focus();
  }

  function put(name: string, value: unknown) {
    const next = { ...values, [name]: value };
    setValues(next);
    setFaults(({ [name]: _gone, ...rest }) => rest);
    props.onValues?.(next);
  }

  async function submit() {
    if (sending) return;
    const found = Object.fromEntries(
      fields.flatMap((field) =>
        [[field.name, faultOf(field, values[field.name], language)] as const].filter(
          (pair): pair is readonly [string, string] => pair[1] !== undefined,
        ),
      ),
    );
    setFaults(found);
    setAbove([]);
    if (Object.keys(found).length > 0) return focusFault(found);
    setSending(true);
    try {
      const answers = filledIn(schema, values);
      const text = JSON.stringify(answers);
      if (sent.current.text !== text) sent.current = { text, key: newKey() };
      await onSubmit(answers, sent.current.key);
    } catch (error) {
      if (error instanceof ApiProblem) {
        const { at, rest } = sortFaults(schema, error.errors, language);
        setFaults(at);
        setAbove(
          Object.keys(at).length > 0 && rest.length === 0
            ? []
            : [error.detail, error.right ?? '', ...rest].filter(Boolean),
        );
        focusFault(at);
      } else {
        setAbove([error instanceof Unreachable ? t.sendFailed : String(error)]);
      }
    } finally {
      setSending(false);
    }
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape' && onCancel) {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && isTyping(event.target) && !(event.target instanceof HTMLTextAreaElement)) {
      // Enter in a one-line field would send a half-filled form.
      event.preventDefault();
    }
  }

  return (
    <form
      ref={form}
      className="form"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {above.length > 0 && (
        <div className="form-above" role="alert">
          <Icon name="warn" />
          <div>
            {above.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </div>
      )}
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          id={`${id}-${field.name}`}
          field={field}
          widgets={props.widgets}
          value={values[field.name]}
          values={values}
          fault={faults[field.name]}
          onChange={(value) => put(field.name, value)}
        />
      ))}
      {props.children}
      <div className="form-foot">
        <button type="submit" className={`button ${props.look ?? 'primary'}`} aria-disabled={sending || undefined}>
          {sending ? t.sending : (props.submitLabel ?? t.send)}
          <kbd>Ctrl ↵</kbd>
        </button>
        {onCancel && (
          <button type="button" className="button quiet" onClick={onCancel}>
            {t.cancel}
            <kbd>Esc</kbd>
          </button>
        )}
        <span className="unseen" role="status">
          {Object.keys(faults).length > 0 ? t.faults(Object.keys(faults).length) : ''}
        </span>
      </div>
    </form>
  );
}
