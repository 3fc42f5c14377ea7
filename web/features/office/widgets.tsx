import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../i18n/language.ts';
import { OneOf, SeveralOf } from '../../kit/pickWidgets.tsx';
import type { WidgetProps, Widgets } from '../../kit/widgets.tsx';
import { officersQuery, unitsQuery } from './queries.ts';

function useUnits() {
  const words = useWords();
  return useQuery(unitsQuery).data?.map(({ id, name }) => ({ value: id, label: words(name) }));
}
const useOfficers = () => useQuery(officersQuery).data?.map(({ id, name }) => ({ value: id, label: name }));

const UnitField = (props: WidgetProps) => <OneOf {...props} options={useUnits()} />;
const UnitsField = (props: WidgetProps) => <SeveralOf {...props} options={useUnits()} />;
const OfficersField = (props: WidgetProps) => <SeveralOf {...props} options={useOfficers()} />;

/** What the forms of this module ask besides plain values. */
export const officeWidgets: Widgets = { unit: UnitField, units: UnitsField, officers: OfficersField };

/** The names of units and officers, by id. */
export function useNames(): (id: string | null) => string {
  const units = useUnits();
  const officers = useOfficers();
  const names = new Map([...(units ?? []), ...(officers ?? [])].map(({ value, label }) => [value, label]));
  return (id) => (id === null ? '—' : (names.get(id) ?? '…'));
}
