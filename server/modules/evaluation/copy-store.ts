import type { CopyRows, CopyValue } from '../../kernel/db-fill.ts';
import type { CaseFacts, RoundFact, TaskFact } from './model.ts';
import { columnName } from './store.ts';

/** Facts as rows to be copied in. */
export function factRows(facts: readonly CaseFacts[]): CopyRows[] {
  const rows = (table: string, all: readonly (RoundFact | TaskFact)[]): CopyRows => {
    const fields = Object.keys(all[0] ?? {});
    return {
      table,
      columns: fields.map(columnName),
      rows: all.map((fact) => fields.map((field) => (fact as unknown as Record<string, CopyValue>)[field] ?? null)),
    };
  };
  return [
    rows(
      'evaluation_round',
      facts.flatMap((one) => one.rounds),
    ),
    rows(
      'evaluation_task',
      facts.flatMap((one) => one.tasks),
    ),
  ];
}
