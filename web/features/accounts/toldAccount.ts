import { roleLabels } from '../../../server/modules/accounts/roles.ts';
import { useSigns, useText, useWords } from '../../i18n/language.ts';
import type { Told } from '../../kit/Changes.tsx';
import { adminText } from './adminText.ts';
import { useUnitName } from './People.tsx';
import type { Account } from './queries.ts';

/** An account in words, to say what somebody else changed. */
export function useToldAccount(): (account: Account) => Told {
  const t = useText(adminText);
  const signs = useSigns();
  const words = useWords();
  const unitName = useUnitName();
  return (account) => [
    [t.name, account.name],
    [t.unit, unitName(account.unitId)],
    [t.role, account.roles.map((role) => words(roleLabels[role])).join(signs.comma)],
    [t.active, account.active ? t.yes : t.no],
  ];
}
