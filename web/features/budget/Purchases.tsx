import { useState } from 'react';
import { assetFault } from '../../../server/modules/budget/assets.ts';
import { type ProcurementKind, procurementKinds } from '../../../server/modules/budget/model.ts';
import { useLanguage, useSigns, useText } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { OneOf } from '../../kit/pickWidgets.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import type { Widgets } from '../../kit/widgets.tsx';
import { cellNamed, purchaseCell } from './keys.ts';
import { MoneyGrid } from './MoneyGrid.tsx';
import { type Budget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';
import type { Cells } from './useCells.ts';

interface Item {
  economicCode: string;
  projectCode: string | null;
  item: string;
}
const itemKey = ({ economicCode, projectCode, item }: Item) => `${economicCode} ${projectCode ?? ''} ${item}`;

interface PurchasesProps {
  budget: Budget;
  cells: Cells;
  editable: boolean;
  save: () => Promise<void>;
}

/** 政府采购预算表 — what is to be bought, of which line's money, as goods, works or services. */
export function Purchases({ budget, cells, editable, save }: PurchasesProps) {
  const t = useText(budgetText);
  const signs = useSigns();
  const [added, setAdded] = useState<readonly Item[]>([]);
  const [adding, setAdding] = useState(false);
  const known = [...cells.stored.keys(), ...cells.edits.keys()].flatMap((name) => {
    const cell = cellNamed(name);
    return cell.of === 'purchase' ? [cell.key] : [];
  });
  const items = [...new Map([...known, ...added].map((one) => [itemKey(one), one])).values()].sort((a, b) =>
    itemKey(a) < itemKey(b) ? -1 : 1,
  );
  const projectName = (code: string | null) => budget.projects.find((one) => one.code === code)?.nameZh ?? t.basic;
  const rows = items.map((one) => ({
    key: itemKey(one),
    code: one.economicCode,
    name: `${one.item} · ${projectName(one.projectCode)}`,
    one,
  }));
  const of = (row: { key: string }) => rows.find(({ key }) => key === row.key)?.one;
  /** What the lines of the item's code and project hold. */
  const lineSum = ({ economicCode, projectCode }: Item) =>
    cells.sumOf('line', (name) => {
      const { key } = cellNamed(name);
      return 'economicCode' in key && key.economicCode === economicCode && key.projectCode === projectCode;
    });
  const { nameOf } = useCodes(budget.year);
  const language = useLanguage();
  /** Assets under another class, as goods or as long as nobody has said what they are. */
  const misplaced = items.flatMap((one) => {
    const amountOf = (purchase: ProcurementKind) => cells.amountOf(purchaseCell({ ...one, purchase }));
    if (amountOf('goods') === 0 && procurementKinds.some((kind) => amountOf(kind) > 0)) return [];
    return assetFault({ ...one, purchase: 'goods' }, nameOf)?.[language] ?? [];
  });
  const beyond = items.filter((one) => {
    const bought = cells.sumOf('purchase', (name) => {
      const { key } = cellNamed(name);
      return 'item' in key && key.economicCode === one.economicCode && key.projectCode === one.projectCode;
    });
    return bought > lineSum(one);
  });
  return (
    <>
      {adding && (
        <section className="actions-form" aria-label={t.addItem}>
          <h3>{t.addItem}</h3>
          <NewItem
            budget={budget}
            close={() => setAdding(false)}
            add={(one) => {
              setAdded([...added, one]);
              setAdding(false);
            }}
          />
        </section>
      )}
      {beyond.length > 0 && (
        <p className="actions-warns" role="alert">
          <Icon name="warn" />
          {t.beyondLine([...new Set(beyond.map(({ item }) => item))].join(signs.comma))}
        </p>
      )}
      {misplaced.map((text) => (
        <p key={text} className="actions-warns" role="alert">
          <Icon name="warn" />
          {text}
        </p>
      ))}
      {rows.length === 0 ? (
        <section className="part">
          <p className="muted">{t.noPurchases}</p>
          {editable && !adding && <AddButton open={() => setAdding(true)} />}
        </section>
      ) : (
        <MoneyGrid
          label={t.tabs.purchases}
          budgetId={budget.id}
          cells={cells}
          editable={editable}
          save={save}
          readOnly={t.planReadOnly}
          rows={rows}
          columns={procurementKinds.map((key) => ({ key, label: t.procurement[key] }))}
          cellAt={(row, column) => {
            const one = of(row);
            return one ? purchaseCell({ ...one, purchase: column.key as ProcurementKind }) : null;
          }}
        >
          {editable && <AddButton open={() => setAdding(true)} />}
        </MoneyGrid>
      )}
    </>
  );
}

function AddButton({ open }: { open: () => void }) {
  const t = useText(budgetText);
  return (
    <button type="button" className="button small" onClick={open}>
      <Icon name="plus" size={12} />
      {t.addItem}
    </button>
  );
}

function NewItem({ budget, add, close }: { budget: Budget; add: (item: Item) => void; close: () => void }) {
  const t = useText(budgetText);
  const { nameOf } = useCodes(budget.year);
  const lines = new Map(
    budget.lines.map(({ economicCode, projectCode }) => [
      `${economicCode} ${projectCode ?? ''}`,
      { economicCode, projectCode },
    ]),
  );
  const project = (code: string | null) => budget.projects.find((one) => one.code === code)?.nameZh ?? t.basic;
  const options = [...lines].map(([value, { economicCode, projectCode }]) => ({
    value,
    label: `${economicCode} ${nameOf(economicCode)} · ${project(projectCode)}`,
  }));
  const widgets: Widgets = { line: (props) => <OneOf {...props} options={options} /> };
  const schema: JsonSchema = {
    type: 'object',
    required: ['line', 'item'],
    properties: {
      line: { type: 'string', widget: 'line', label: { zh: '资金来自', en: 'Money of' } },
      item: { type: 'string', minLength: 1, maxLength: 100, label: { zh: '采购项目', en: 'Item' } },
    },
  };
  return (
    <SchemaForm
      schema={schema}
      widgets={widgets}
      submitLabel={t.addItem}
      autoFocus
      onCancel={close}
      onSubmit={async ({ line, item }) => {
        const found = lines.get(String(line));
        if (found) add({ ...found, item: String(item).trim().replace(/\s+/g, ' ') });
      }}
    />
  );
}
