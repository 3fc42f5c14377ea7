import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../i18n/language.ts';
import type { WidgetProps } from '../../kit/widgets.tsx';
import { useMe } from '../../session.ts';
import { permissionsQuery } from './queries.ts';

const SHOWN = 3;

/** The permissions one may hand to a token: one's own, without that of making tokens, each with what it lets one do. */
export function ScopesField({ id, value, onChange, ...aria }: WidgetProps) {
  const me = useMe();
  const words = useWords();
  const { data } = useQuery(permissionsQuery);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const scopes = me.permissions.filter((permission) => permission !== 'token.manage');
  return (
    // biome-ignore lint/a11y/useSemanticElements: the label outside names the group
    <div className="scopes" role="group" aria-labelledby={`${id}-label`} aria-describedby={aria['aria-describedby']}>
      {scopes.map((scope, index) => {
        const does = data?.get(scope) ?? [];
        const more = does.length > SHOWN ? ' …' : '';
        return (
          <label key={scope} className="scope">
            <input
              id={index === 0 ? id : undefined}
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={() =>
                onChange(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope])
              }
            />
            <code>{scope}</code>
            <span className="muted small cut" title={does.map(words).join(' · ')}>
              {does.slice(0, SHOWN).map(words).join(' · ') + more}
            </span>
          </label>
        );
      })}
    </div>
  );
}
