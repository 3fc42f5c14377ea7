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
  const chosen = pickedOf(value);
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
      <Picked
        chosen={chosen}
        labelOf={(one) => options?.find(({ value: own }) => own === one)?.label ?? one}
        onChange={onChange}
      />
    </div>
  );
}

/** What of a list was chosen, by the values of the choices. */
export const pickedOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

interface PickedProps {
  chosen: readonly string[];
  labelOf: (value: string) => string;
  onChange: (chosen: string[]) => void;
}

/** What was chosen of a list, each to be taken out again. */
export function Picked({ chosen, labelOf, onChange }: PickedProps) {
  const t = useFrameText().form;
  if (chosen.length === 0) return null;
  return (
    <ul className="tags">
      {chosen.map((one) => (
        <li key={one} className="tag">
          {labelOf(one)}
          <button
            type="button"
            aria-label={`${t.remove} ${labelOf(one)}`}
            onClick={() => onChange(chosen.filter((other) => other !== one))}
          >
            <Icon name="close" size={10} />
          </button>
        </li>
      ))}
    </ul>
  );
}
