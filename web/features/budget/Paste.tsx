import { useEffect, useRef } from 'react';
import type { LineKey } from '../../../server/modules/budget/model.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { type GridColumn, readCell, showCell } from './cells.ts';
import { budgetText } from './text.ts';

export interface Pasted {
  line: LineKey;
  text: string;
  was: number;
}

interface PasteProps {
  pasted: readonly Pasted[];
  columns: readonly GridColumn[];
  apply: () => void;
  close: () => void;
}

/** What a pasted block would change, before it does. */
export function Paste({ pasted, columns, apply, close }: PasteProps) {
  const t = useText(budgetText);
  const language = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const changes = pasted.flatMap((one) => {
    const read = readCell(one.text);
    return 'fen' in read && read.fen === one.was ? [] : [{ ...one, read }];
  });
  const columnOf = ({ role, projectCode }: LineKey) =>
    columns.find(({ key }) => key === role || key === `project ${projectCode}`)?.label ?? '';
  return (
    <section className="actions-form" aria-label={t.paste}>
      <h3>{t.paste}</h3>
      <p className="muted">{changes.length === 0 ? t.pasteNone : t.pasteNote(number(changes.length, language))}</p>
      {changes.length > 0 && (
        <div className="paste-list">
          <table className="plain-table">
            <tbody>
              {changes.map(({ line, text, was, read }) => (
                <tr key={`${line.economicCode} ${line.role} ${line.projectCode}`}>
                  <td className="mono">{line.economicCode}</td>
                  <td>{columnOf(line)}</td>
                  <td className="number muted">{showCell(was) || '—'}</td>
                  <td className="number">
                    {'fen' in read ? (
                      showCell(read.fen) || '—'
                    ) : (
                      <span className="form-fault">
                        {text} · {t.faults[read.fault]}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
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
