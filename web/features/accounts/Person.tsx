import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { refuseOwn, refuseReset } from '../../../server/modules/accounts/rules.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { Ask } from '../../kit/Ask.tsx';
import { differences } from '../../kit/Changes.tsx';
import { EditForm } from '../../kit/EditForm.tsx';
import { fullTime, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useTimeZone } from '../../kit/now.ts';
import { Once } from '../../kit/Once.tsx';
import { Facts, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import { toast } from '../../kit/Toast.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { SessionTable, TokenTable } from './Access.tsx';
import { adminText } from './adminText.ts';
import { basicsSchema, newPersonSchema, textOf } from './forms.ts';
import { AccountState, RoleTags, useUnitName } from './People.tsx';
import {
  type Account,
  accessQuery,
  accountQuery,
  changeAccount,
  endAccess,
  openAccount,
  readAccount,
  resetFactor,
  resetPassword,
  unitsQuery,
} from './queries.ts';
import { RoleForm } from './RoleForm.tsx';
import { useToldAccount } from './toldAccount.ts';

/** One account: who, which roles, how it signs in. Every officer sees only what their own role may change. */
export function Person({ id, close }: { id: string; close: () => void }) {
  const { data: account, error, refetch } = useQuery(accountQuery(id));
  const me = useMe();
  const t = useText(adminText);
  if (!account) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton lines={8} />;
  const own = refuseOwn(me.id, account.id) !== null;
  return (
    <>
      <PaneHead title={account.name} close={close}>
        <AccountState account={account} />
        <span className="mono muted">{account.username}</span>
      </PaneHead>
      {own && <p className="person-note">{t.ownAccount}</p>}
      {mayOpen(me, 'account.grant') && !own ? (
        <Section title={t.roles} note={t.rolesNote}>
          <RoleForm account={account} />
        </Section>
      ) : (
        <Section title={t.roles} note={own ? undefined : t.rolesAsk}>
          <RoleTags account={account} />
        </Section>
      )}
      <Basics account={account} own={own} />
      {mayOpen(me, 'account.manage') && !own && <SignInPart account={account} />}
      {mayOpen(me, 'account.resetFactor') && !own && account.hasFactor && <FactorPart account={account} />}
      {mayOpen(me, 'session.endAny') && <AccessPart account={account} />}
      <Links account={account} />
    </>
  );
}

function PaneHead({ title, close, children }: { title: string; close: () => void; children?: ReactNode }) {
  const t = useText(adminText);
  return (
    <header className="pane-head">
      <div className="pane-head-row">
        <h2 className="person-name">{title}</h2>
        {children}
        <button type="button" className="button quiet icon pane-close" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
    </header>
  );
}

function Basics({ account, own }: { account: Account; own: boolean }) {
  const t = useText(adminText);
  const me = useMe();
  const zone = useTimeZone();
  const unitName = useUnitName();
  const units = useQuery(unitsQuery);
  const told = useToldAccount();
  const dates = (
    <Facts
      rows={[
        [t.createdAt, fullTime(account.createdAt, zone)],
        [t.changedAt, fullTime(account.changedAt, zone)],
      ]}
    />
  );
  if (own || !mayOpen(me, 'account.manage'))
    return (
      <Section title={t.basics}>
        <Facts rows={[[t.unit, unitName(account.unitId) || t.noUnit]]} />
        {dates}
      </Section>
    );
  return (
    <Section title={t.basics}>
      {units.data && (
        <EditForm
          record={account}
          schema={basicsSchema(units.data)}
          known={({ name, unitId }) => ({ name, unitId })}
          told={told}
          read={() => readAccount(account.id)}
          send={({ name, unitId }, { version }) =>
            changeAccount(account.id, version, { name: textOf(name), unitId: textOf(unitId) || null })
          }
          submitLabel={t.save}
        />
      )}
      {dates}
    </Section>
  );
}

function SignInPart({ account }: { account: Account }) {
  const t = useText(adminText);
  const words = useWords();
  const told = useToldAccount();
  const [secret, setSecret] = useState<string>();
  const { name } = account;
  const refusal = refuseReset(account);
  const turn = async (active: boolean) => {
    await changeAccount(account.id, account.version, { active });
    toast(active ? t.enabled : t.wasDisabled, { look: 'done' });
  };
  const changed = async () => differences(told(account), told(await readAccount(account.id)));
  return (
    <Section
      title={t.signIn}
      actions={
        <>
          {!refusal && (
            <Ask
              label={t.reset}
              sure={t.resetSure}
              look="primary"
              onSure={async () => setSecret((await resetPassword(account.id, account.version)) ?? undefined)}
            >
              {t.resetAsk(name)}
            </Ask>
          )}
          {account.active ? (
            <Ask label={t.disable} sure={t.disableSure} onSure={() => turn(false)} changed={changed}>
              {t.disableAsk(name)}
            </Ask>
          ) : (
            <Ask label={t.enable} sure={t.enable} look="primary" onSure={() => turn(true)} changed={changed}>
              {t.enable}
            </Ask>
          )}
        </>
      }
    >
      {secret && <Once title={t.resetDone(name)} secret={secret} onDone={() => setSecret(undefined)} />}
      {refusal ? (
        <p className="muted small">{[refusal.message, refusal.right].map((one) => one && words(one)).join('')}</p>
      ) : (
        account.mustChangePassword && <p className="muted small">{t.oneTimeHelp}</p>
      )}
    </Section>
  );
}

function FactorPart({ account }: { account: Account }) {
  const t = useText(adminText);
  const told = useToldAccount();
  return (
    <Section
      title={t.factor}
      note={t.factorNote}
      actions={
        <Ask
          label={t.resetFactor}
          sure={t.resetFactorSure}
          onSure={async () => {
            await resetFactor(account.id, account.version);
            toast(t.factorWasReset, { look: 'done' });
          }}
          changed={async () => differences(told(account), told(await readAccount(account.id)))}
        >
          {t.resetFactorAsk(account.name)}
        </Ask>
      }
    >
      {null}
    </Section>
  );
}

function AccessPart({ account }: { account: Account }) {
  const t = useText(adminText);
  const language = useLanguage();
  const access = useQuery(accessQuery(account.id));
  if (!access.data) return access.error ? <Failed error={access.error} /> : <Skeleton lines={3} />;
  const { sessions, tokens } = access.data;
  const count = number(sessions.length, language);
  return (
    <Section
      title={t.access}
      actions={
        sessions.length > 0 && (
          <Ask
            label={t.endAccess}
            sure={t.endAccessSure}
            onSure={async () => toast(t.ended(number(await endAccess(account.id), language)), { look: 'done' })}
          >
            {t.endAccessAsk(count)}
          </Ask>
        )
      }
    >
      <SessionTable sessions={sessions} />
      {tokens.length > 0 && <TokenTable tokens={tokens} />}
    </Section>
  );
}

function Links({ account }: { account: Account }) {
  const t = useText(adminText);
  const me = useMe();
  const to = (path: string, search: object) => ({ to: path, search: search as never });
  if (!mayOpen(me, 'audit.read') && !mayOpen(me, 'look.read')) return null;
  return (
    <p className="person-links">
      {mayOpen(me, 'audit.read') && <Link {...to('/audit', { actor: account.id })}>{t.auditOf}</Link>}
      {mayOpen(me, 'look.read') && <Link {...to('/looks', { account: account.id })}>{t.looksOf}</Link>}
      {mayOpen(me, 'session.oversee') && <Link {...to('/odd-sign-ins', { account: account.id })}>{t.oddOf}</Link>}
    </p>
  );
}

export function NewPerson({ open, close }: { open: (id: string) => void; close: () => void }) {
  const t = useText(adminText);
  const units = useQuery(unitsQuery);
  const [made, setMade] = useState<{ account: { id: string; name: string }; password: string | null }>();
  return (
    <>
      <PaneHead title={t.newPerson} close={close} />
      <div className="part">
        {made ? (
          <>
            {made.password && (
              <Once title={t.opened(made.account.name)} secret={made.password} onDone={() => open(made.account.id)} />
            )}
            <p className="muted">{t.openedNext}</p>
          </>
        ) : (
          <>
            <p className="muted small">{t.newPersonNote}</p>
            {units.data && (
              <SchemaForm
                schema={newPersonSchema(units.data)}
                submitLabel={t.open}
                autoFocus
                onCancel={close}
                onSubmit={async ({ username, name, unitId }, key) => {
                  const wanted = { username: textOf(username), name: textOf(name), unitId: textOf(unitId) || null };
                  setMade(await openAccount(wanted, key));
                }}
              />
            )}
          </>
        )}
      </div>
    </>
  );
}
