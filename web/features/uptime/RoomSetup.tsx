import { useState } from 'react';
import { formOf } from '../../../server/kernel/lifecycle.ts';
import { changedRoom, newRoom } from '../../../server/modules/uptime/forms.ts';
import { useLanguage, useSigns, useText, useWords } from '../../i18n/language.ts';
import { EditForm } from '../../kit/EditForm.tsx';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Section } from '../../kit/Page.tsx';
import { PageState } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import { StatusMark } from '../../kit/StatusMark.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { addRoom, changeRoom, type Room } from './setupQueries.ts';
import { setupText } from './setupText.ts';
import { setupWidgets } from './setupWidgets.tsx';

const answersOf = ({ name, checklist, temperature, scope, contracts, active }: Room) => ({
  name,
  checklist,
  temperature,
  scope,
  contracts,
  active,
});

interface RoomSetupProps {
  rooms: readonly Room[];
  read: () => Promise<readonly Room[]>;
}

/** 机房 — where somebody looks every day, and what the daily sheet asks there. */
export function RoomSetup({ rooms, read }: RoomSetupProps) {
  const t = useText(setupText);
  const signs = useSigns();
  const words = useWords();
  const language = useLanguage();
  const [doing, setDoing] = useState<string>();
  const close = () => setDoing(undefined);
  return (
    <Section
      title={t.rooms}
      note={t.roomsNote}
      actions={
        doing !== 'new' && (
          <button type="button" className="button" onClick={() => setDoing('new')}>
            <Icon name="plus" size={14} />
            {t.newRoom}
          </button>
        )
      }
    >
      {doing === 'new' && (
        <SchemaForm
          schema={formOf({ asks: newRoom }) as JsonSchema}
          widgets={setupWidgets}
          known={{ temperature: { from: 18, to: 27 } }}
          submitLabel={t.newRoom}
          autoFocus
          onCancel={close}
          onSubmit={async (answers, key) => {
            await addRoom(answers, key);
            close();
          }}
        />
      )}
      {rooms.length === 0 && doing !== 'new' && <PageState title={t.noRooms} />}
      <ul>
        {rooms.map((room) => (
          <li key={room.id} className="setup-row">
            <strong>{words(room.name)}</strong>
            <StatusMark look={room.active ? 'working' : 'refused'} label={room.active ? t.inUse : t.outOfUse} />
            <span className="muted small">
              {[
                room.code,
                t.items(number(room.checklist.length, language)),
                t.right(number(room.temperature.from, language), number(room.temperature.to, language)),
                ...(room.scope === null ? [] : [t.watchedBy(room.scope)]),
                ...room.contracts.map((one) => t.contract(one.number, one.from, one.to)),
              ].join(' · ')}
            </span>
            {doing !== room.id && (
              <button type="button" className="button small" onClick={() => setDoing(room.id)}>
                {t.change}
              </button>
            )}
            {doing === room.id && (
              <div className="setup-open">
                <EditForm<Room>
                  record={room}
                  schema={formOf({ asks: changedRoom }) as JsonSchema}
                  widgets={setupWidgets}
                  known={answersOf}
                  told={(one) => [
                    [t.name, words(one.name)],
                    [t.rooms, one.checklist.map(words).join(signs.comma)],
                  ]}
                  read={async () => (await read()).find(({ id }) => id === room.id) ?? room}
                  send={(answers, seen, key) => changeRoom(seen, answers, key)}
                  submitLabel={t.change}
                  onDone={close}
                  onCancel={close}
                  autoFocus
                />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
