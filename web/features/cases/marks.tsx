import { useQuery } from '@tanstack/react-query';
import type { Words } from '../../../server/kernel/words.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { type Look, StatusMark } from '../../kit/StatusMark.tsx';
import { type Lifecycle, lifecycleQuery } from './queries.ts';
import { casesText } from './text.ts';

/** The table of the life-cycle: labels and looks of the states, labels and forms of the actions. */
export function useLifecycle(): Lifecycle | undefined {
  return useQuery(lifecycleQuery).data;
}

export function lookOf(table: Lifecycle | undefined, state: string): Look {
  return (table?.states[state]?.look as Look | undefined) ?? 'waiting';
}

export function StateMark({ state, filled = false }: { state: string; filled?: boolean }) {
  const words = useWords();
  const table = useLifecycle();
  const known = table?.states[state];
  return <StatusMark look={lookOf(table, state)} label={known ? words(known.label) : ''} filled={filled} />;
}

export function UrgentMark() {
  const t = useText(casesText);
  return (
    <span className="case-urgent" title={t.urgentWhole}>
      <span aria-hidden="true">{t.urgent}</span>
      <span className="unseen">{t.urgentWhole}</span>
    </span>
  );
}

/** The words of a choice, as the form that asked for it has them. */
export function useChoice(): (name: 'source' | 'nature' | 'outcome', key: string | null) => string {
  const words = useWords();
  const table = useLifecycle();
  return (name, key) => {
    const form = (name === 'outcome' ? table?.actions.close : table?.openings.report)?.form as
      | { properties?: Record<string, { choices?: Record<string, Words> }> }
      | undefined;
    const found = key === null ? undefined : (form?.properties?.[name]?.choices?.[key] ?? endings(table)[key]);
    return found ? words(found) : (key ?? '');
  };
}

/** Outcomes that no officer chooses: the action itself is the word. */
function endings(table: Lifecycle | undefined): Record<string, Words | undefined> {
  return { answered: table?.actions.answer?.label, imported: table?.actions.endElsewhere?.label };
}
