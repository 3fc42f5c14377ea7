import { useEffect, useRef } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { moneyText } from '../../kit/MoneyField.tsx';
import { readMoney, showMoney } from '../../kit/moneyText.ts';
import { Scroll } from '../../kit/Scroll.tsx';
import type { Typed } from './cells.ts';
import { budgetText } from './text.ts';

export interface Pasted extends Typed {
  was: number;
}

interface PasteProps {
  pasted: readonly Pasted[];
  labelOf: (cell: string) => readonly [code: string, name: string, column: string];
  apply: () => void;
  close: () => void;
}

/** What a pasted block would change, before it does. */
export function Paste({ pasted, labelOf, apply, close }: PasteProps) {
  const t = useText(budgetText);
  const money = useText(moneyText);
  const language = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const changes = pasted.flatMap((one) => {
    const read = readMoney(one.text);
    return 'fen' in read && read.fen === one.was ? [] : [{ ...one, read, label: labelOf(one.cell) }];
  });
  return (
    <section className="actions-form" aria-label={t.paste}>
      <h3>{t.paste}</h3>
      <p className="muted">{changes.length === 0 ? t.pasteNone : t.pasteNote(number(changes.length, language))}</p>
      {changes.length > 0 && (
        <div className="paste-list">
          <Scroll label={t.amount}>
            <table className="plain-table">
              <tbody>
                {changes.map(({ cell, label: [code, name, column], text, was, read }) => (
                  <tr key={cell}>
                    <td className="mono">{code}</td>
                    <td>{name}</td>
                    <td>{column}</td>
                    <td className="number muted">{showMoney(was) || '—'}</td>
                    <td className="number">
                      {'fen' in read ? (
                        showMoney(read.fen) || '—'
                      ) : (
                        <span className="form-fault">
                          {text} · {money.faults[read.fault]}
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </div>
      )}
      <div className="form-foot">
        {changes.length > 0 && (
          <button ref={button} type="button" className="button primary" onClick={apply}>
            {t.apply}
          </button>
        )}
        <button type="button" className="button quiet" onClick={close}>
          {t.cancel}
        </button>
      </div>
    </section>
  );
}
