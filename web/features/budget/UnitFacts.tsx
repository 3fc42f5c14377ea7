import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { unitFacts } from '../../../server/modules/budget/lifecycle.ts';
import { call } from '../../api.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { EditForm } from '../../kit/EditForm.tsx';
import { MoneyField } from '../../kit/MoneyField.tsx';
import { showMoney } from '../../kit/moneyText.ts';
import { Facts, Section } from '../../kit/Page.tsx';
import { fieldsOf } from '../../kit/schemaFields.ts';
import { mayOpen, useMe } from '../../session.ts';
import { actOnBudget, type Budget, readAnew } from './queries.ts';
import { budgetText } from './text.ts';
import { factsOf, unitOf, unitSchema } from './unitForm.ts';

const widgets = { money: MoneyField };
type Answers = { [field: string]: unknown };

/** 单位情况 — what the situation text says of the unit: establishment, vehicles, equipment, 三公, and the year before. */
export function UnitFacts({ budget }: { budget: Budget }) {
  const t = useText(budgetText);
  const words = useWords();
  const [taken, setTaken] = useState<Answers>();
  const may = budget.may.some(({ action, refusal }) => action === 'describe' && !refusal);
  const told = (one: Budget) =>
    fieldsOf(unitSchema).map(({ name, label, widget, options }): [string, string] => {
      const value = factsOf(one.unit)[name];
      const choice = options.find((option) => option.value === value);
      const text = choice
        ? words(choice.label)
        : widget === 'money' && typeof value === 'number'
          ? showMoney(value) || '0.00'
          : String(value ?? '');
      return [words(label), text];
    });
  return (
    <Section title={t.tabs.unit} note={t.unitNote}>
      {may && <Registered budget={budget} take={setTaken} />}
      {may ? (
        <div className="unit-form">
          <EditForm
            key={JSON.stringify(taken ?? {})}
            record={budget}
            schema={unitSchema}
            widgets={widgets}
            submitLabel={t.saveUnit}
            known={(one) => ({ ...factsOf(one.unit), ...taken })}
            told={told}
            read={() => readAnew(budget.id)}
            send={(answers, seen, key) =>
              actOnBudget(seen, 'describe', { unit: unitFacts.parse(unitOf(seen.unit, answers)) }, key)
            }
            onDone={() => setTaken(undefined)}
          />
        </div>
      ) : (
        <div className="unit-told">
          <Facts rows={told(budget)} />
        </div>
      )}
    </Section>
  );
}

/** What the registers of staff and assets hold on this day, to be taken over instead of typed. */
function Registered({ budget, take }: { budget: Budget; take: (answers: Answers) => void }) {
  const t = useText(budgetText);
  const may = mayOpen(useMe(), 'staff.read');
  const staff = useQuery({ queryKey: ['staff', 'people'], queryFn: () => call('GET /staff'), enabled: may });
  const control = staff.data?.control;
  if (!control) return null;
  const same = budget.unit.staffQuota === control.posts && budget.unit.staffInPost === control.inPost;
  return (
    <p className="registered">
      {t.registered(control.posts, control.inPost)}
      {same ? (
        <span className="muted"> {t.registeredSame}</span>
      ) : (
        <button
          type="button"
          className="button small"
          onClick={() => take({ staffQuota: control.posts, staffInPost: control.inPost })}
        >
          {t.takeOver}
        </button>
      )}
    </p>
  );
}
