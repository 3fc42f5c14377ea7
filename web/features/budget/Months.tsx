import type { MonthKey } from '../../../server/modules/budget/model.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { cellNamed, monthCell } from './keys.ts';
import { MoneyGrid } from './MoneyGrid.tsx';
import type { Budget } from './queries.ts';
import { budgetText } from './text.ts';
import type { Cells } from './useCells.ts';

type Group = Omit<MonthKey, 'month'>;
const groupKey = ({ kind, role, projectCode }: Group) => `${kind} ${role ?? ''} ${projectCode ?? ''}`;

/** 分月用款计划 — personnel, public and each project by month, beside what the year's budget holds for them. */
export function Months({
  budget,
  cells,
  editable,
  save,
}: {
  budget: Budget;
  cells: Cells;
  editable: boolean;
  save: () => Promise<void>;
}) {
  const t = useText(budgetText);
  const language = useLanguage();
  const groups = new Map<string, Group>();
  for (const name of [...cells.stored.keys(), ...cells.edits.keys()]) {
    const cell = cellNamed(name);
    if (cell.of !== 'line' && cell.of !== 'month') continue;
    const { kind, role, projectCode } = cell.key;
    groups.set(groupKey({ kind, role, projectCode }), { kind, role, projectCode });
  }
  const nameOf = ({ kind, role, projectCode }: Group) => {
    if (kind === 'basic') return role === 'public' ? t.public : t.personnel;
    if (kind === 'project')
      return budget.projects.find(({ code }) => code === projectCode)?.nameZh ?? projectCode ?? '';
    return t.kinds[kind];
  };
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({ key, code: group.projectCode ?? '', name: nameOf(group) }));
  if (rows.length === 0) return <p className="muted">{t.noLines}</p>;
  return (
    <MoneyGrid
      label={t.tabs.months}
      budgetId={budget.id}
      cells={cells}
      editable={editable}
      save={save}
      readOnly={t.planReadOnly}
      rows={rows}
      columns={Array.from({ length: 12 }, (_, i) => ({
        key: String(i + 1),
        label: new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
          month: 'short',
          timeZone: 'UTC',
        }).format(Date.UTC(2000, i, 1)),
      }))}
      cellAt={(row, column) => {
        const group = groups.get(row.key);
        return group ? monthCell({ ...group, month: Number(column.key) }) : null;
      }}
      against={{
        label: t.budgeted,
        of: (row) =>
          cells.sumOf('line', (name) => {
            const cell = cellNamed(name);
            return cell.of === 'line' && groupKey(cell.key) === row.key;
          }),
      }}
    />
  );
}
