import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { Combo } from '../../kit/Combo.tsx';
import { OneOf, SeveralOf } from '../../kit/pickWidgets.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { EvidenceField } from './EvidenceField.tsx';
import { caseNameQuery, casesByTextQuery, officersQuery, unitsQuery } from './queries.ts';
import { officeText } from './text.ts';

function useUnits() {
  const words = useWords();
  return useQuery(unitsQuery).data?.map(({ id, name }) => ({ value: id, label: words(name) }));
}
const useOfficers = () => useQuery(officersQuery).data?.map(({ id, name }) => ({ value: id, label: name }));

const UnitField = (props: WidgetProps) => <OneOf {...props} options={useUnits()} />;
const UnitsField = (props: WidgetProps) => <SeveralOf {...props} options={useUnits()} />;
const OfficersField = (props: WidgetProps) => <SeveralOf {...props} options={useOfficers()} />;

/** The case that a meeting is about: by its number, its words or its place. */
function CaseField({ id, field, value, onChange, ...aria }: WidgetProps) {
  const t = useText(officeText);
  const [typed, setTyped] = useState('');
  const { data: found } = useQuery({ ...casesByTextQuery(typed), enabled: typed !== '' });
  const chosen = typeof value === 'string' && value !== '' ? value : undefined;
  const { data: known } = useQuery({ ...caseNameQuery(chosen ?? ''), enabled: chosen !== undefined });
  return (
    <Combo
      id={id}
      aria-invalid={aria['aria-invalid']}
      aria-describedby={aria['aria-describedby']}
      required={field.required}
      chosen={chosen ? { id: chosen, name: known ? `${known.number} ${known.description.slice(0, 40)}` : '…' } : null}
      onChoose={(option) => onChange(option?.id)}
      typed={typed}
      onType={setTyped}
      options={
        typed === ''
          ? []
          : found?.map((line) => ({ id: line.id, name: line.summary, hint: line.number, why: line.address }))
      }
      placeholder={t.caseSearch}
      none={t.noCase}
    />
  );
}

/** What the forms of this module ask besides plain values. */
export const officeWidgets: Widgets = {
  unit: UnitField,
  units: UnitsField,
  officers: OfficersField,
  case: CaseField,
  evidence: EvidenceField,
};

/** The names of units and officers, by id; `acted` are those who did something with the record in hand. */
export function useNames(acted: Readonly<Record<string, string>> = {}): (id: string | null) => string {
  const units = useUnits();
  const officers = useOfficers();
  const names = new Map([...(units ?? []), ...(officers ?? [])].map(({ value, label }) => [value, label]));
  return (id) => (id === null ? '—' : (acted[id] ?? names.get(id) ?? '…'));
}
