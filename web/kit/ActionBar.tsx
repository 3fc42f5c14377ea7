import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Words } from '../../server/kernel/words.ts';
import { isFormKept, useKeptForm } from '../drafts.ts';
import { useWords } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { newKey } from '../request.ts';
import { useMe } from '../session.ts';
import './actions.css';
import { actionKeys } from './actionKeys.ts';
import { toastFailure } from './failure.ts';
import { Icon } from './Icon.tsx';
import { SchemaForm } from './SchemaForm.tsx';
import { fieldsOf, filledIn, type JsonSchema, startValues } from './schemaFields.ts';
import { useShortcut } from './shortcuts.ts';
import { Tip } from './Tip.tsx';
import type { Widgets } from './widgets.tsx';

/** One thing that the server says this officer may do with a record now, or could do but for the refusal it names. */
export interface May {
  action: string;
  label: Words;
  look?: 'primary' | 'plain' | 'danger';
  refusal?: { code: string; message: Words };
  warns?: Words;
  /** The JSON Schema of what the action asks. */
  form?: JsonSchema;
}

export interface ActionBarProps {
  /** What the actions are of, unlike all else that has actions: under this name what is typed into their forms is kept. */
  of: string;
  may: readonly May[];
  widgets?: Widgets;
  /** What is known already for an action's form: the suggested unit, the condition registered on. */
  known?: (action: string) => Readonly<Record<string, unknown>>;
  onAct: (action: string, answers: Record<string, unknown>, idempotencyKey: string) => Promise<void>;
  /** The action whose form is unfolded from the first. */
  startsOpen?: string;
  /** Drawn inside the form, above its button: what will happen, in figures. */
  preview?: (action: string, answers: Readonly<Record<string, unknown>>) => ReactNode;
}

const order = { primary: 0, plain: 1, danger: 2 };

/**
 * Exactly the buttons of `may`: first what comes next, last what cannot be undone; what is refused just now stands there
 * grey with its reason. An action that asks something unfolds its form below, so that the record stays in sight.
 */
export function ActionBar({ of, may, widgets, known, onAct, preview, startsOpen }: ActionBarProps) {
  const t = useFrameText();
  const me = useMe();
  const [openName, setOpenName] = useState(
    () => may.find(({ action }) => isFormKept(formOf(of, action), me.id))?.action ?? startsOpen,
  );
  const [busy, setBusy] = useState<string>();
  const sorted = may.toSorted(
    (a, b) =>
      Number(a.refusal !== undefined) - Number(b.refusal !== undefined) ||
      order[a.look ?? 'plain'] - order[b.look ?? 'plain'],
  );
  const open = sorted.find((one) => one.action === openName && !one.refusal);
  const keys = actionKeys(sorted);

  async function press(one: May) {
    if (one.refusal || busy) return;
    if (one.warns || (one.form && fieldsOf(one.form).length > 0)) {
      setOpenName(openName === one.action ? undefined : one.action);
      return;
    }
    setBusy(one.action);
    try {
      await onAct(one.action, {}, newKey());
    } catch (error) {
      toastFailure(error);
    } finally {
      setBusy(undefined);
    }
  }

  if (sorted.length === 0) return <p className="actions-none muted">{t.action.none}</p>;
  return (
    <div className="actions">
      <div className="actions-buttons">
        {sorted.map((one) => (
          <ActionButton
            key={one.action}
            one={one}
            shortcut={keys[one.action]}
            open={open?.action === one.action}
            busy={busy === one.action}
            press={() => void press(one)}
          />
        ))}
      </div>
      {open && (
        <ActionForm
          key={`${of} ${open.action}`}
          of={of}
          one={open}
          {...(widgets ? { widgets } : {})}
          known={known?.(open.action) ?? {}}
          preview={preview}
          onAct={onAct}
          close={() => setOpenName((now) => (now === open.action ? undefined : now))}
        />
      )}
    </div>
  );
}

function ActionButton({
  one,
  shortcut,
  open,
  busy,
  press,
}: {
  one: May;
  shortcut: string | undefined;
  open: boolean;
  busy: boolean;
  press: () => void;
}) {
  const words = useWords();
  const id = useId();
  const label = words(one.label);
  useShortcut({ key: shortcut ?? '', label, group: 'actions' }, press, shortcut !== undefined && !one.refusal);
  const look = one.look === 'plain' || one.look === undefined ? '' : one.look;
  const button = (
    <button
      type="button"
      className={`button ${look}`}
      aria-expanded={one.refusal ? undefined : open || undefined}
      aria-disabled={one.refusal || busy ? true : undefined}
      aria-describedby={one.refusal ? id : undefined}
      onClick={press}
    >
      {label}
      {shortcut && !one.refusal && <kbd>{shortcut.toUpperCase()}</kbd>}
    </button>
  );
  return one.refusal ? (
    <Tip id={id} text={words(one.refusal.message)}>
      {button}
    </Tip>
  ) : (
    button
  );
}

const formOf = (of: string, action: string) => `${of}.${action}`;

function ActionForm({
  of,
  one,
  widgets,
  known,
  preview,
  onAct,
  close,
}: {
  of: string;
  one: May;
  widgets?: Widgets;
  known: Readonly<Record<string, unknown>>;
  preview: ActionBarProps['preview'];
  onAct: ActionBarProps['onAct'];
  close: () => void;
}) {
  const words = useWords();
  const t = useFrameText();
  const { kept, keep } = useKeptForm(formOf(of, one.action));
  const [taken, setTaken] = useState(kept);
  const form = one.form ?? {};
  const start = { ...known, ...stillAsked(taken, form) };
  const [answers, setAnswers] = useState<Readonly<Record<string, unknown>>>(start);
  const [asked, setAsked] = useState<HTMLElement | null>(null);
  useEffect(() => {
    asked?.scrollIntoView({ block: 'nearest' });
  }, [asked]);
  const label = words(one.label);
  const clear = () => {
    keep(null);
    setTaken(null);
    setAnswers(known);
  };
  return (
    <section className="actions-form" ref={setAsked} aria-label={label}>
      <h3>{label}</h3>
      {one.warns && (
        <p className="actions-warns">
          <Icon name="warn" />
          {words(one.warns)}
        </p>
      )}
      {taken && (
        <p className="actions-kept muted small" role="status">
          {t.action.kept}
          <button type="button" className="button quiet small" onClick={clear}>
            {t.action.clear}
          </button>
        </p>
      )}
      <SchemaForm
        key={taken ? 'kept' : 'blank'}
        schema={form}
        {...(widgets ? { widgets } : {})}
        known={start}
        submitLabel={label}
        look={one.look === 'danger' ? 'danger' : 'primary'}
        autoFocus
        onValues={(values) => {
          const said = (answers: Readonly<Record<string, unknown>>) => JSON.stringify(filledIn(form, answers));
          keep(said(values) === said(startValues(form, known)) ? null : values);
          setAnswers(values);
        }}
        onCancel={close}
        onSubmit={async (values, key) => {
          await onAct(one.action, values, key);
          keep(null);
          close();
        }}
      >
        {preview?.(one.action, answers)}
      </SchemaForm>
    </section>
  );
}

/** What was kept of a form, as far as the form still asks for it, and asks for that kind of answer. */
function stillAsked(kept: Readonly<Record<string, unknown>> | null, form: JsonSchema): Record<string, unknown> {
  const fields = fieldsOf(form).filter(({ name, schema }) => {
    const value = kept?.[name];
    return (
      value !== undefined &&
      (schema.type !== 'array' || Array.isArray(value)) &&
      (schema.type !== 'string' || typeof value === 'string')
    );
  });
  return Object.fromEntries(fields.map(({ name }) => [name, kept?.[name]]));
}
