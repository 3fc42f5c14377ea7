import { useFrameText } from '../i18n/text.ts';
import './pickWidgets.css';
import { Icon } from './Icon.tsx';
import type { WidgetProps } from './widgets.tsx';

/** What can be chosen: a unit, a room, an officer. Undefined while it is being asked for. */
export type PickOptions = readonly { value: string; label: string }[] | undefined;

function Options({ options }: { options: PickOptions }) {
  const t = useFrameText().form;
  return (
    <>
      <option value="">{t.choose}</option>
      {options?.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </>
  );
}

type PickProps = WidgetProps & { options: PickOptions };

/** A control that chooses one of a list. */
export function OneOf({ id, field, value, values: _, onChange, options, ...aria }: PickProps) {
  return (
    <select
      {...aria}
      id={id}
      className="field"
      aria-required={field.required}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <Options options={options} />
    </select>
  );
}

/** A control that chooses several of a list: each choice is added to those that stand below. */
export function SeveralOf({ id, field, value, values: _, onChange, options, ...aria }: PickProps) {
  const t = useFrameText().form;
  const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return (
    <div className="pick-several">
      <select
        {...aria}
        id={id}
        className="field"
        aria-required={field.required}
        value=""
        onChange={(event) => event.target.value && onChange([...chosen, event.target.value])}
      >
        <Options options={options?.filter((one) => !chosen.includes(one.value))} />
      </select>
      {chosen.length > 0 && (
        <ul className="tags">
          {chosen.map((one) => {
            const label = options?.find(({ value: own }) => own === one)?.label ?? one;
            return (
              <li key={one} className="tag">
                {label}
                <button
                  type="button"
                  aria-label={`${t.remove} ${label}`}
                  onClick={() => onChange(chosen.filter((other) => other !== one))}
                >
                  <Icon name="close" size={10} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
