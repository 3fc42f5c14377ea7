import { useState } from 'react';
import { type IncomeSource, incomeSources } from '../../../server/modules/budget/model.ts';
import { useText } from '../../i18n/language.ts';
import { CodePicker } from './Expenditure.tsx';
import { cellNamed, incomeCell } from './keys.ts';
import { MoneyGrid } from './MoneyGrid.tsx';
import { type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';
import type { Cells } from './useCells.ts';

/** 收入预算表 — functional items by the ten sources of the published table. */
export function Income({
  budget,
  cells,
  editable,
  save,
}: {
  budget: Budget;
  cells: Cells;
  editable: boolean;
  save?: () => Promise<void>;
}) {
  const t = useText(budgetText);
  const { codes, nameOf } = useCodes(budget.year);
  const [added, setAdded] = useState<readonly string[]>([]);
  const used = [...cells.stored.keys(), ...cells.edits.keys()].flatMap((name) => {
    const cell = cellNamed(name);
    return cell.of === 'line' || cell.of === 'income' ? [cell.key.functionCode] : [];
  });
  const shown = [...new Set([...used, ...added])].sort();
  const items = codes.filter(({ scheme, code }) => scheme === 'functional' && code.length === 7);
  const rows = (shown.length > 0 ? shown : ['2010350']).map((code) => ({ key: code, code, name: nameOf(code) }));
  return (
    <MoneyGrid
      label={t.tabs.income}
      budgetId={budget.id}
      cells={cells}
      editable={editable}
      {...(save ? { save } : {})}
      readOnly={t.readOnly}
      rows={rows}
      columns={incomeSources.map((key) => ({ key, label: t.sources[key] }))}
      cellAt={(row, column) => incomeCell({ functionCode: row.code, source: column.key as IncomeSource })}
      against={{
        label: t.expenditure,
        of: (row) => cells.sumOf('line', (name) => name.startsWith(`line ${row.code} `)),
      }}
    >
      {editable && (
        <CodePicker
          label={t.addFunction}
          chosen=""
          onChoose={(code) => setAdded([...added, code])}
          used={[]}
          options={items.map(({ code }) => code).filter((code) => !shown.includes(code))}
          nameOf={nameOf}
        />
      )}
    </MoneyGrid>
  );
}
