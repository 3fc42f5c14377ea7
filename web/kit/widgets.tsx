import type { ComponentType } from 'react';
import { useWords } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { fieldTime, instantAt } from './format.ts';
import { useTimeZone } from './now.ts';
import type { Field } from './schemaFields.ts';

/** What a field's control is given. It must carry `id` and the two aria attributes on the element that takes the focus. */
export interface WidgetProps {
  id: string;
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  /** All answers so far: a condition's picker looks at the chosen category. */
  values: Readonly<Record<string, unknown>>;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}
export type Widgets = Readonly<Record<string, ComponentType<WidgetProps>>>;

/**
 * The controls for plain values, all native elements: they speak the reader's system, keyboard and screen reader. None cuts
 * off what is pasted: a text too long is told to be so, as long as it is.
 */
const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function aria({ id, field, ...props }: WidgetProps) {
  return {
    id,
    'aria-invalid': props['aria-invalid'],
    'aria-describedby': props['aria-describedby'],
    'aria-required': field.required,
  };
}

function TextField(props: WidgetProps) {
  return (
    <input
      {...aria(props)}
      className="field"
      type="text"
      value={text(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
      autoComplete="off"
    />
  );
}

function TextArea(props: WidgetProps) {
  return (
    <textarea
      {...aria(props)}
      className="field"
      rows={3}
      value={text(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

function NumberField(props: WidgetProps) {
  const words = useWords();
  const { schema, unit } = props.field;
  return (
    <span className="form-with-unit">
      <input
        {...aria(props)}
        className="field number"
        inputMode={schema.type === 'integer' ? 'numeric' : 'decimal'}
        value={text(props.value)}
        onChange={(event) => {
          const typed = event.target.value.trim().replace('−', '-');
          const read = Number(typed);
          props.onChange(typed === '' || Number.isNaN(read) || /[.]$|[.]\d*0$|^-$/.test(typed) ? typed : read);
        }}
        onBlur={() => {
          const read = Number(props.value);
          if (typeof props.value === 'string' && props.value !== '' && !Number.isNaN(read)) props.onChange(read);
        }}
      />
      {unit && <span className="muted">{words(unit)}</span>}
    </span>
  );
}

function YesNo(props: WidgetProps) {
  const t = useFrameText().form;
  return (
    <Radios
      props={props}
      options={[
        [true, t.yes],
        [false, t.no],
      ]}
    />
  );
}

function Choice(props: WidgetProps) {
  const t = useFrameText().form;
  const words = useWords();
  const { options, required, schema } = props.field;
  if (schema.type === 'array') return <ManyOf {...props} />;
  if (options.length <= 5)
    return <Radios props={props} options={options.map((one) => [one.value, words(one.label)])} />;
  return (
    <select
      {...aria(props)}
      className="field"
      value={text(props.value)}
      onChange={(event) => props.onChange(options.find((one) => String(one.value) === event.target.value)?.value)}
    >
      <option value="">{required ? t.choose : t.none}</option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {words(one.label)}
        </option>
      ))}
    </select>
  );
}

function Radios({ props, options }: { props: WidgetProps; options: [string | number | boolean, string][] }) {
  return (
    <div
      className="form-choices"
      role="radiogroup"
      aria-labelledby={`${props.id}-label`}
      aria-describedby={props['aria-describedby']}
      aria-invalid={props['aria-invalid']}
    >
      {options.map(([value, label], index) => (
        <label key={String(value)} className="form-choice">
          <input
            id={index === 0 ? props.id : undefined}
            type="radio"
            name={props.id}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          {label}
        </label>
      ))}
    </div>
  );
}

function ManyOf(props: WidgetProps) {
  const words = useWords();
  const chosen = Array.isArray(props.value) ? props.value : [];
  const { items, choices } = props.field.schema;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label outside names the group
    <div
      className="form-choices"
      role="group"
      aria-labelledby={`${props.id}-label`}
      aria-describedby={props['aria-describedby']}
    >
      {(items?.enum ?? []).map((value, index) => (
        <label key={value} className="form-choice">
          <input
            id={index === 0 ? props.id : undefined}
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() =>
              props.onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
            }
          />
          {words((choices ?? items?.choices)?.[String(value)] ?? { zh: String(value), en: String(value) })}
        </label>
      ))}
    </div>
  );
}

/** The time on the jurisdiction's wall, whatever this machine's own time zone. */
function InstantField(props: WidgetProps) {
  const zone = useTimeZone();
  const shown = typeof props.value === 'string' && props.value !== '' ? fieldTime(props.value, zone) : '';
  return (
    <input
      {...aria(props)}
      className="field"
      type="datetime-local"
      value={shown}
      onChange={(event) => props.onChange(event.target.value === '' ? '' : (instantAt(event.target.value, zone) ?? ''))}
    />
  );
}

function DateField(props: WidgetProps) {
  return (
    <input
      {...aria(props)}
      className="field"
      type="date"
      value={text(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

export const plainWidgets: Widgets = {
  text: TextField,
  textarea: TextArea,
  number: NumberField,
  boolean: YesNo,
  choice: Choice,
  instant: InstantField,
  moment: InstantField,
  date: DateField,
};
