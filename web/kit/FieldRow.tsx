import { useWords } from '../i18n/language.ts';
import { useFrameText } from '../i18n/text.ts';
import { Icon } from './Icon.tsx';
import { type Field, fieldsOf, startValues } from './schemaFields.ts';
import { plainWidgets, type WidgetProps, type Widgets } from './widgets.tsx';

interface FieldRowProps {
  id: string;
  field: Field;
  widgets: Widgets | undefined;
  value: unknown;
  values: Readonly<Record<string, unknown>>;
  fault: string | undefined;
  onChange: (value: unknown) => void;
}

/** One question of a form: its name, its control, what it is for, and what is wrong with the answer. */
export function FieldRow({ id, field, widgets, value, values, fault, onChange }: FieldRowProps) {
  const t = useFrameText().form;
  const words = useWords();
  const Control = widgets?.[field.widget] ?? plainWidgets[field.widget] ?? plainWidgets.text;
  const described = [field.help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;
  const props: WidgetProps = {
    id,
    field,
    value,
    values,
    onChange,
    'aria-invalid': fault !== undefined,
    'aria-describedby': described,
  };
  return (
    <div className="form-field" data-widget={field.widget}>
      <label id={`${id}-label`} htmlFor={id}>
        {words(field.label)}
        {!field.required && <span className="form-optional">{t.optional}</span>}
      </label>
      {field.widget === 'list' && !widgets?.list ? (
        <ListField {...props} widgets={widgets} />
      ) : (
        Control && <Control {...props} />
      )}
      {field.help && (
        <p id={`${id}-help`} className="form-help">
          {words(field.help)}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className="form-fault">
          {fault}
        </p>
      )}
    </div>
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Several answers of the same kind, each a small form of its own. */
export function ListField({ id, field, value, onChange, widgets }: WidgetProps & { widgets: Widgets | undefined }) {
  const t = useFrameText().form;
  const words = useWords();
  const { items = {}, minItems = 0, maxItems = 50 } = field.schema;
  const given = Array.isArray(value) ? value.filter(isRecord) : [];
  const least = Math.max(minItems, field.required ? 1 : 0);
  const rows =
    given.length >= least
      ? given
      : [...given, ...Array.from({ length: least - given.length }, () => startValues(items))];
  const fields = fieldsOf(items);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label outside names the group
    <div className="form-list" role="group" aria-labelledby={`${id}-label`}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
        <fieldset key={index} className="form-part">
          <legend className="unseen">{`${words(field.label)} ${index + 1}`}</legend>
          {fields.map((part, place) => (
            <FieldRow
              key={part.name}
              id={index === 0 && place === 0 ? id : `${id}-${index}-${part.name}`}
              field={part}
              widgets={widgets}
              value={row[part.name]}
              values={row}
              fault={undefined}
              onChange={(answer) =>
                onChange(rows.map((one, at) => (at === index ? { ...one, [part.name]: answer } : one)))
              }
            />
          ))}
          {rows.length > least && (
            <button
              type="button"
              className="button quiet small"
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              {t.remove}
            </button>
          )}
        </fieldset>
      ))}
      {rows.length < maxItems && (
        <button type="button" className="button small" onClick={() => onChange([...rows, startValues(items)])}>
          <Icon name="plus" size={12} />
          {t.add}
        </button>
      )}
    </div>
  );
}
