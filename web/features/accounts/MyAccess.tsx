import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { Ask } from '../../kit/Ask.tsx';
import { fullTime, number } from '../../kit/format.ts';
import { Icon } from '../../kit/Icon.tsx';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Once } from '../../kit/Once.tsx';
import { Page, Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import { toast } from '../../kit/Toast.tsx';
import { detourOf, leave, mayOpen, useMe } from '../../session.ts';
import { SessionTable, TokenTable, tokenWorks } from './Access.tsx';
import { accessText } from './adminText.ts';
import { factorText } from './factorText.ts';
import { textOf, tokenSchema } from './forms.ts';
import { MyFactor } from './MyFactor.tsx';
import { MyNotices } from './MyNotices.tsx';
import './people.css';
import {
  createToken,
  endAllSessions,
  endSession,
  revokeToken,
  type Session,
  sentenceOf,
  sessionsQuery,
  tokensQuery,
} from './queries.ts';
import { ScopesField } from './ScopesField.tsx';

/** Where I am signed in, and which systems may speak in my name. */
export function MyAccess() {
  const t = useText(accessText);
  const withheld = detourOf(useMe()) !== null;
  return (
    <Page title={t.page}>
      <MyPassword />
      <MyNotices />
      <MyFactor />
      <MySessions />
      {!withheld && <MyTokens />}
    </Page>
  );
}

/** Spoken of only when it will soon have to be changed. */
function MyPassword() {
  const t = useText(factorText);
  const { passwordEndsAt } = useMe();
  const zone = useTimeZone();
  if (passwordEndsAt === null) return null;
  return (
    <Section
      title={t.passwordTitle}
      actions={
        <Link className="button primary" to="/password" search={{ back: '/my-access' } as never}>
          {t.change}
        </Link>
      }
    >
      <p className="factor-must">{t.passwordEnds(fullTime(passwordEndsAt, zone))}</p>
    </Section>
  );
}

function MySessions() {
  const t = useText(accessText);
  const language = useLanguage();
  const router = useRouter();
  const sessions = useQuery(sessionsQuery);
  const toSignIn = () => router.navigate({ to: '/sign-in' });
  const end = async ({ id, current }: Session) => {
    try {
      if (current) {
        await leave(toSignIn);
        return;
      }
      await endSession(id);
      toast(t.sessionEnded, { look: 'done' });
    } catch (error) {
      toast(sentenceOf(error), { look: 'overdue' });
    }
  };
  const count = number(sessions.data?.length ?? 0, language);
  return (
    <Section
      title={t.sessions}
      note={t.sessionsNote}
      actions={
        <Ask label={t.endAll} sure={t.endAllSure} onSure={() => endAllSessions(toSignIn)}>
          {t.endAllAsk(count)}
        </Ask>
      }
    >
      {sessions.data ? (
        <SessionTable
          sessions={sessions.data}
          action={(session) => (
            <button type="button" className="button small" onClick={() => void end(session)}>
              {session.current ? t.endThis : t.end}
            </button>
          )}
        />
      ) : (
        <Waiting error={sessions.error} />
      )}
    </Section>
  );
}

function Waiting({ error }: { error: unknown }) {
  return error ? <Failed error={error} /> : <Skeleton lines={3} />;
}

const widgets = { scopes: ScopesField };

function MyTokens() {
  const t = useText(accessText);
  const me = useMe();
  const now = useNow();
  const language = useLanguage();
  const tokens = useQuery(tokensQuery);
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ name: string; secret: string }>();
  if (!mayOpen(me, 'token.manage') && tokens.data?.length === 0) return null;
  const working = tokens.data?.filter((token) => tokenWorks(token, now)) ?? [];
  const ended = tokens.data?.filter((token) => !tokenWorks(token, now)) ?? [];
  return (
    <Section
      title={t.tokens}
      note={t.tokensNote}
      actions={
        mayOpen(me, 'token.manage') &&
        !adding && (
          <button type="button" className="button" onClick={() => setAdding(true)}>
            <Icon name="plus" size={14} />
            {t.newToken}
          </button>
        )
      }
    >
      {made && (
        <>
          <Once title={t.made(made.name)} secret={made.secret} onDone={() => setMade(undefined)} />
          <p className="muted small">{t.madeNext}</p>
        </>
      )}
      {adding && (
        <SchemaForm
          schema={tokenSchema}
          widgets={widgets}
          submitLabel={t.create}
          autoFocus
          onCancel={() => setAdding(false)}
          onSubmit={async ({ name, days, scopes }, key) => {
            const wanted = {
              name: textOf(name),
              days: Number(days),
              scopes: Array.isArray(scopes) ? scopes.map(String) : [],
            };
            const secret = await createToken(wanted, key);
            setAdding(false);
            if (secret) setMade({ name: wanted.name, secret });
          }}
        />
      )}
      {tokens.data ? (
        working.length > 0 ? (
          <TokenTable
            tokens={working}
            action={(token) => (
              <Ask label={t.revoke} className="button small" sure={t.revoke} onSure={() => revokeToken(token.id)}>
                {t.revokeAsk(token.name)}
              </Ask>
            )}
          />
        ) : (
          !adding && <p className="muted">{t.noTokens}</p>
        )
      ) : (
        <Waiting error={tokens.error} />
      )}
      {ended.length > 0 && (
        <details>
          <summary className="muted small">{t.showEnded(number(ended.length, language))}</summary>
          <TokenTable tokens={ended} />
        </details>
      )}
    </Section>
  );
}
