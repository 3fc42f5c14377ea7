import type { ReactNode } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import type { MoneyGridProps } from './MoneyGrid.tsx';
import { budgetText } from './text.ts';

type GridBarProps = Pick<MoneyGridProps, 'cells' | 'editable' | 'save' | 'readOnly'> & {
  /** What is selected, where it is more than one cell; it stands in place of the keys. */
  chosen: string;
  children?: ReactNode;
};

/** Above a grid: its keys, what can be done with what is typed, and what stands in the way of saving. */
export function GridBar({ cells, editable, save, readOnly, chosen, children }: GridBarProps) {
  const t = useText(budgetText);
  const language = useLanguage();
  const { marked } = cells;
  return (
    <>
      <div className="grid-bar no-print">
        <span className="muted small">
          <span role="status">{chosen}</span>
          {chosen === '' && (editable ? t.keys : readOnly)}
        </span>
        <span className="page-actions">
          {children}
          {cells.canUndo && (
            <button type="button" className="button small" onClick={cells.undo}>
              {t.undo}
              <kbd>Ctrl Z</kbd>
            </button>
          )}
          {cells.canRedo && (
            <button type="button" className="button quiet small" onClick={cells.redo}>
              {t.redo}
              <kbd>Ctrl Y</kbd>
            </button>
          )}
          {cells.edits.size > 0 && (
            <button type="button" className="button quiet small" onClick={cells.discard}>
              {t.discard}
            </button>
          )}
          {cells.edits.size > 0 && save && (
            <button
              type="button"
              className="button primary small"
              aria-disabled={marked > 0 || cells.saving || undefined}
              onClick={() => void save()}
            >
              {t.save(number(cells.edits.size, language))}
              <kbd>Ctrl S</kbd>
            </button>
          )}
        </span>
      </div>
      <div role="alert">
        {cells.theirs.size > 0 && (
          <p className="actions-warns">
            <Icon name="warn" />
            {t.conflict}
          </p>
        )}
        {marked > 0 && <p className="form-fault">{t.marked(number(marked, language))}</p>}
      </div>
    </>
  );
}
