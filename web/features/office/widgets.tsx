import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText, useWords } from '../../i18n/language.ts';
import { Combo } from '../../kit/Combo.tsx';
import { OneOf, Picked, pickedOf, SeveralOf } from '../../kit/pickWidgets.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { EvidenceField } from './EvidenceField.tsx';
import { caseNameQuery, casesByTextQuery, officersByTextQuery, officersQuery, unitsQuery } from './queries.ts';
import { officeText } from './text.ts';

function useUnits() {
  const words = useWords();
  return useQuery(unitsQuery).data?.map(({ id, name, active }) => ({ value: id, label: words(name), active }));
}
/** A unit out of use can be given nothing any more. */
const useUnitsInUse = () => useUnits()?.filter(({ active }) => active);
const useOfficers = () => useQuery(officersQuery).data?.map(({ id, name }) => ({ value: id, label: name }));

const UnitField = (props: WidgetProps) => <OneOf {...props} options={useUnitsInUse()} />;
const UnitsField = (props: WidgetProps) => <SeveralOf {...props} options={useUnitsInUse()} />;

/** Officers are more than a list can show: each is found by a part of the name, and stands below once chosen. */
function OfficersField({ id, field, value, onChange, ...aria }: WidgetProps) {
  const t = useText(officeText);
  const [typed, setTyped] = useState('');
  const { data: found } = useQuery(officersByTextQuery(typed));
  const nameOf = useNames();
  const chosen = pickedOf(value);
  return (
    <div className="pick-several">
      <Combo
        id={id}
        aria-invalid={aria['aria-invalid']}
        aria-describedby={aria['aria-describedby']}
        required={field.required}
        chosen={null}
        onChoose={(option) => option && onChange([...chosen, option.id])}
        typed={typed}
        onType={setTyped}
        options={found
          ?.filter((one) => !chosen.includes(one.id))
          .map((one) => ({ id: one.id, name: one.name, hint: one.unitId === null ? '' : nameOf(one.unitId) }))}
        placeholder={t.officerSearch}
        none={t.noOfficer}
        eager
      />
      <Picked chosen={chosen} labelOf={nameOf} onChange={onChange} />
    </div>
  );
}

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
          ? undefined
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
