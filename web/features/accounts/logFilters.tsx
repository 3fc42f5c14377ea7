import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useSigns, useText } from '../../i18n/language.ts';
import { useFrameText } from '../../i18n/text.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Popover } from '../../kit/Popover.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { auditText } from './adminText.ts';
import { accountQuery, officersQuery } from './queries.ts';

/** Chooses one person by name or pinyin initials; the server looks, so that nobody is left out. */
export function PersonFilter({ id, onChoose }: { id: string | undefined; onChoose: (id: string | undefined) => void }) {
  const t = useText(auditText);
  const signs = useSigns();
  const clear = useFrameText().filter.clearOne;
  const me = useMe();
  const chosen = useQuery({ ...accountQuery(id ?? ''), enabled: id !== undefined && mayOpen(me, 'account.read') });
  return (
    <span className={id ? 'chip chosen' : 'chip'}>
      <Popover
        className="chip-button"
        align="right"
        button={
          <>
            {id ? `${t.person}${signs.colon}${chosen.data?.name ?? '…'}` : t.person}
            <Icon name="down" size={12} />
          </>
        }
      >
        {(close) => (
          <PersonList
            onChoose={(person) => {
              onChoose(person);
              close();
            }}
          />
        )}
      </Popover>
      {id && (
        <button type="button" className="chip-clear" aria-label={clear(t.person)} onClick={() => onChoose(undefined)}>
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  );
}

function PersonList({ onChoose }: { onChoose: (id: string) => void }) {
  const t = useText(auditText);
  const none = useFrameText().table.empty;
  const [typed, setTyped] = useState('');
  const { data } = useQuery(officersQuery(useDeferredValue(typed)));
  return (
    <div className="chip-panel">
      <input
        className="field"
        type="search"
        aria-label={t.searchPerson}
        placeholder={t.searchPerson}
        // biome-ignore lint/a11y/noAutofocus: the panel was opened to type here
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul>
        {data?.map((officer) => (
          <li key={officer.id}>
            <button type="button" className="menu-item" onClick={() => onChoose(officer.id)}>
              {officer.name}
            </button>
          </li>
        ))}
        {data?.length === 0 && <li className="muted small">{none}</li>}
      </ul>
    </div>
  );
}

export function DayFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}) {
  return (
    <label className="log-filter">
      {label}
      <input
        className="field"
        type="date"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </label>
  );
}
