import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { administrators, type Role, roleLabels, roleNames } from '../../../server/modules/accounts/roles.ts';
import { refuseRoles } from '../../../server/modules/accounts/rules.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { EditForm } from '../../kit/EditForm.tsx';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { adminText } from './adminText.ts';
import { rolesSchema } from './forms.ts';
import { type Account, grantRoles, readAccount, rolesQuery } from './queries.ts';
import { useToldAccount } from './toldAccount.ts';

function rolesIn(value: unknown): Role[] {
  return Array.isArray(value) ? roleNames.filter((role) => value.includes(role)) : [];
}

/** Grants roles; what must not be held by one person (三员分立) is said while it is being chosen. */
export function RoleForm({ account }: { account: Account }) {
  const t = useText(adminText);
  const told = useToldAccount();
  const { unitId } = account;
  const widgets = useMemo(
    () => ({ roles: (props: WidgetProps) => <RolesField {...props} unitId={unitId} /> }),
    [unitId],
  );
  return (
    <EditForm
      record={account}
      schema={rolesSchema}
      widgets={widgets}
      known={({ roles }) => ({ roles })}
      told={told}
      read={() => readAccount(account.id)}
      send={({ roles }, { version }) => grantRoles(account.id, version, rolesIn(roles))}
      submitLabel={t.grant}
    />
  );
}

function RolesField({ id, value, onChange, unitId }: WidgetProps & { unitId: string | null }) {
  const t = useText(adminText);
  const words = useWords();
  const chosen = rolesIn(value);
  const refusal = refuseRoles(chosen, unitId);
  const toggle = (role: Role) =>
    onChange(chosen.includes(role) ? chosen.filter((one) => one !== role) : [...chosen, role]);
  return (
    <div className="roles">
      <RoleGroup
        firstId={id}
        label={t.business}
        roles={roleNames.filter((role) => !administrators.includes(role))}
        chosen={chosen}
        toggle={toggle}
      />
      <RoleGroup
        label={t.administrators}
        note={t.administratorsNote}
        roles={administrators}
        chosen={chosen}
        toggle={toggle}
      />
      <div role="status">
        {refusal && (
          <p className="roles-refused">
            <Icon name="warn" />
            <span>
              {words(refusal.message)}
              {refusal.right && words(refusal.right)}
            </span>
          </p>
        )}
      </div>
    </div>
  );
}

function RoleGroup({
  firstId,
  label,
  note,
  roles,
  chosen,
  toggle,
}: {
  firstId?: string;
  label: string;
  note?: string;
  roles: readonly Role[];
  chosen: readonly Role[];
  toggle: (role: Role) => void;
}) {
  const t = useText(adminText);
  const words = useWords();
  const language = useLanguage();
  const { data } = useQuery(rolesQuery);
  return (
    <fieldset className="roles-group">
      <legend>{label}</legend>
      {note && <p className="form-help">{note}</p>}
      <div className="roles-choices">
        {roles.map((role, index) => (
          <label key={role} className="form-choice">
            <input
              id={index === 0 ? firstId : undefined}
              type="checkbox"
              checked={chosen.includes(role)}
              onChange={() => toggle(role)}
            />
            <span>{words(roleLabels[role])}</span>
            <span className="muted small">
              {t.permissionCount(number(data?.find((one) => one.role === role)?.permissions.length, language))}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
