import { useState } from 'react';
import { formOf } from '../../../server/kernel/lifecycle.ts';
import { newSubject, subjectBody } from '../../../server/modules/uptime/forms.ts';
import { subjectKinds } from '../../../server/modules/uptime/model.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { Ask } from '../../kit/Ask.tsx';
import { EditForm } from '../../kit/EditForm.tsx';
import { number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { Once } from '../../kit/Once.tsx';
import { Section } from '../../kit/Page.tsx';
import { PageState } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { ChangeProbe, NewProbe } from './ProbeForms.tsx';
import type { Watched } from './queries.ts';
import { addSubject, changeSubject, renewWord, type Subject, type WatchedProbe } from './setupQueries.ts';
import { setupText } from './setupText.ts';
import { setupWidgets } from './setupWidgets.tsx';
import { TestNow } from './TestNow.tsx';
import { uptimeText } from './text.ts';

interface SubjectSetupProps {
  items: readonly Watched[];
  today: string;
  /** The list as it stands now, for who finds that somebody else was faster. */
  read: () => Promise<readonly Watched[]>;
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** 系统与设备 — what must run, and by which probes it is looked after. */
export function SubjectSetup({ items, today, read, open, onOpen }: SubjectSetupProps) {
  const t = useText(setupText);
  const kinds = useText(uptimeText).kinds;
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={t.subjects}
      note={t.subjectsNote}
      actions={
        !adding && (
          <button type="button" className="button primary" onClick={() => setAdding(true)}>
            <Icon name="plus" size={14} />
            {t.newSubject}
          </button>
        )
      }
    >
      {adding && (
        <SchemaForm
          schema={formOf({ asks: newSubject }) as JsonSchema}
          widgets={setupWidgets}
          known={{ servesFrom: today }}
          submitLabel={t.newSubject}
          autoFocus
          onCancel={() => setAdding(false)}
          onSubmit={async (answers, key) => {
            const made = await addSubject(answers, key);
            setAdding(false);
            onOpen(made.id);
          }}
        />
      )}
      {items.length === 0 && !adding && <PageState title={t.none} />}
      {subjectKinds.map((kind) => {
        const own = items.filter(({ subject }) => subject.kind === kind);
        return (
          own.length > 0 && (
            <div key={kind} className="setup-kinds">
              <h3>{kinds[kind]}</h3>
              <ul>
                {own.map((item) => (
                  <SubjectRow
                    key={item.subject.id}
                    item={item}
                    read={read}
                    open={open === item.subject.id}
                    onOpen={() => onOpen(open === item.subject.id ? undefined : item.subject.id)}
                  />
                ))}
              </ul>
            </div>
          )
        );
      })}
    </Section>
  );
}

interface SubjectRowProps {
  item: Watched;
  read: SubjectSetupProps['read'];
  open: boolean;
  onOpen: () => void;
}

function SubjectRow({ item, read, open, onOpen }: SubjectRowProps) {
  const t = useText(setupText);
  const words = useWords();
  const language = useLanguage();
  const { subject, probes } = item;
  return (
    <li className="setup-row">
      <button type="button" className="link setup-name" aria-expanded={open} onClick={onOpen}>
        {words(subject.name)}
      </button>
      <span className="muted small">
        {[
          subject.code,
          t.since(subject.servesFrom, subject.servesUntil),
          `${t.repair} ${t.minutes(number(subject.repairMinutes, language))}`,
          subject.isPublic ? t.isPublic : t.notPublic,
          `${t.probes} ${probes.length}`,
          subject.scopes.length > 0 && `${t.scopes} ${subject.scopes.join(', ')}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {open && <SubjectOpen item={item} read={read} />}
    </li>
  );
}

const answersOf = ({ name, scopes, servesUntil, repairMinutes, isPublic }: Subject) => ({
  name,
  scopes,
  servesUntil,
  repairMinutes,
  isPublic,
});

function SubjectOpen({ item, read }: { item: Watched; read: SubjectSetupProps['read'] }) {
  const t = useText(setupText);
  const words = useWords();
  const [doing, setDoing] = useState<'change' | 'probe' | string>();
  const [word, setWord] = useState<{ id: string; token: string }>();
  const { subject, probes } = item;
  const now = async () => (await read()).find((one) => one.subject.id === subject.id) ?? item;
  const close = () => setDoing(undefined);
  return (
    <div className="setup-open">
      {doing === 'change' ? (
        <EditForm<Subject>
          record={subject}
          schema={formOf({ asks: subjectBody }) as JsonSchema}
          widgets={setupWidgets}
          known={answersOf}
          told={(one) =>
            Object.entries({ ...answersOf(one), name: words(one.name) }).map(([key, value]) => [
              key,
              String(value ?? ''),
            ])
          }
          read={async () => (await now()).subject}
          send={(answers, seen, key) => changeSubject(seen, answers, key)}
          submitLabel={t.changeSubject}
          onDone={close}
          onCancel={close}
          autoFocus
        />
      ) : (
        <button type="button" className="button small" onClick={() => setDoing('change')}>
          {t.changeSubject}
        </button>
      )}
      {word && (
        <>
          <Once title={t.word} secret={curlLine(word)} onDone={() => setWord(undefined)} />
          <p className="muted small">{t.wordNote}</p>
        </>
      )}
      {probes.length === 0 && <p className="muted">{t.noProbes}</p>}
      <ul>
        {probes.map((probe) => (
          <ProbeRow
            key={probe.id}
            probe={probe}
            changing={doing === probe.id}
            change={() => setDoing(probe.id)}
            close={close}
            read={async () => (await now()).probes.find(({ id }) => id === probe.id) ?? probe}
            showWord={(token) => setWord({ id: probe.id, token })}
          />
        ))}
      </ul>
      {doing === 'probe' ? (
        <NewProbe
          subjectId={subject.id}
          close={close}
          onDone={({ id, token }) => {
            close();
            if (token !== null) setWord({ id, token });
          }}
        />
      ) : (
        <button type="button" className="button small" onClick={() => setDoing('probe')}>
          <Icon name="plus" size={12} />
          {t.newProbe}
        </button>
      )}
    </div>
  );
}

/** The line by which a machine tells that it runs. */
const curlLine = ({ id, token }: { id: string; token: string }) =>
  `curl -fsS -X POST ${window.location.origin}/api/heartbeats/${id} -H 'content-type: application/json' -d '{"token":"${token}"}'`;

interface ProbeRowProps {
  probe: WatchedProbe;
  changing: boolean;
  change: () => void;
  close: () => void;
  read: () => Promise<WatchedProbe>;
  showWord: (token: string) => void;
}

function ProbeRow({ probe, changing, change, close, read, showWord }: ProbeRowProps) {
  const t = useText(setupText);
  const language = useLanguage();
  if (changing)
    return (
      <li>
        <ChangeProbe probe={probe} read={read} close={close} />
      </li>
    );
  return (
    <li className="setup-probe">
      <strong>{probe.name}</strong>
      <span className="muted small">
        {[
          t.kinds[probe.kind],
          probe.target,
          t.every(number(probe.intervalSeconds, language), number(probe.failuresToFault, language)),
          !probe.active && t.stopped,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span className="setup-buttons">
        <TestNow kind={probe.kind} values={{ ...probe }} />
        {probe.kind === 'heartbeat' && (
          <Ask
            label={t.renew}
            sure={t.renewSure}
            onSure={async () => {
              const { token } = await renewWord(probe.id);
              if (token !== null) showWord(token);
            }}
          >
            {t.renewAsk}
          </Ask>
        )}
        <button type="button" className="button small" onClick={change}>
          {t.change}
        </button>
      </span>
    </li>
  );
}
