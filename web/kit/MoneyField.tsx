import { useState } from 'react';
import { showAmount } from '../../server/modules/disclosure/document/money.ts';
import { texts, useLanguage, useText } from '../i18n/language.ts';
import { yuan } from './format.ts';
import { type MoneyUnit, readMoney, showMoney } from './moneyText.ts';
import type { WidgetProps } from './widgets.tsx';

export const moneyText = texts(
  {
    faults: { notNumber: '不是金额', negative: '不能为负', decimals: '小于一分' },
    yuan: (amount: string) => `= ${amount} 元`,
    units: { 万元: '万元', 元: '元' },
  },
  {
    faults: { notNumber: 'Not an amount', negative: 'Below zero', decimals: 'Finer than a fen' },
    yuan: (amount: string) => `= CNY ${amount}`,
    units: { 万元: 'CNY 10,000', 元: 'CNY' },
  },
);

/** An amount typed in 万元, or in 元 with 元 behind it; kept as whole fen. What is no amount stays as it was typed. */
export const MoneyField = (props: WidgetProps) => <AmountField {...props} unit="万元" />;

/** The same where 元 is what is usually typed, as of a single thing bought. */
export const YuanField = (props: WidgetProps) => <AmountField {...props} unit="元" />;

function AmountField({ id, field, value, onChange, values: _, unit, ...aria }: WidgetProps & { unit: MoneyUnit }) {
  const t = useText(moneyText);
  const language = useLanguage();
  const [typed, setTyped] = useState(() => {
    if (typeof value !== 'number') return '';
    return unit === '元' ? showAmount(value, 1) : showMoney(value) || '0';
  });
  const read = readMoney(typed, unit);
  const known = unit === '万元' && typed.trim() !== '' && 'fen' in read ? yuan(read.fen, language) : undefined;
  return (
    <span className="form-with-unit">
      <input
        {...aria}
        id={id}
        className="field number"
        inputMode="decimal"
        aria-required={field.required}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readMoney(event.target.value, unit);
          onChange(event.target.value.trim() === '' ? undefined : 'fen' in next ? next.fen : event.target.value);
        }}
      />
      <span className="muted">{t.units[unit]}</span>
      <span className="small muted">
        {known !== undefined && t.yuan(known)}
        {'fault' in read && <span className="form-fault">{t.faults[read.fault]}</span>}
      </span>
    </span>
  );
}
