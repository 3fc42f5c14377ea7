import { useState } from 'react';
import { readAmount, showAmount } from '../../../server/modules/disclosure/document/money.ts';
import { useText } from '../../i18n/language.ts';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { staffText } from './text.ts';

const YUAN = 1;

/** An amount typed in yuan, with or without thousands and full-width digits; kept as whole fen. */
function MoneyField({ id, field, value, onChange, values: _, ...aria }: WidgetProps) {
  const t = useText(staffText);
  const [typed, setTyped] = useState(typeof value === 'number' ? showAmount(value, YUAN) : '');
  return (
    <span className="form-with-unit">
      <input
        {...aria}
        id={id}
        className="field number"
        inputMode="decimal"
        autoComplete="off"
        aria-required={field.required}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          const { fen } = readAmount(event.target.value.replaceAll('，', ','), YUAN);
          onChange(event.target.value.trim() === '' ? undefined : (fen ?? event.target.value));
        }}
        onBlur={() => typeof value === 'number' && setTyped(showAmount(value, YUAN))}
      />
      <span className="muted">{t.yuan}</span>
    </span>
  );
}

/** What the forms of this module ask besides plain values. */
export const staffWidgets: Widgets = { money: MoneyField };
