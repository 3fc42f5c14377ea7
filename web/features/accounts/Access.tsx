import type { ReactNode } from 'react';
import { deviceOf } from '../../../server/modules/accounts/devices.ts';
import { useLanguage, useText } from '../../i18n/language.ts';
import { fullTime, number, shortTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { StatusMark } from '../../kit/StatusMark.tsx';
import { accessText } from './adminText.ts';
import type { Session, Token } from './queries.ts';

/** Where an account is signed in now. */
export function SessionTable({
  sessions,
  action,
}: {
  sessions: readonly Session[];
  action?: (session: Session) => ReactNode;
}) {
  const t = useText(accessText);
  const zone = useTimeZone();
  const now = useNow();
  if (sessions.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <div className="scroll-x">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.device}</th>
            <th>{t.address}</th>
            <th>{t.since}</th>
            <th>{t.seen}</th>
            <th>{t.until}</th>
            {action && (
              <th>
                <span className="unseen">{t.end}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td title={session.agent}>
                {deviceOf(session.agent) ?? t.unknownDevice} {session.current && <span className="tag">{t.here}</span>}
              </td>
              <td className="mono">{session.address}</td>
              <td>{shortTime(session.createdAt, zone, now)}</td>
              <td>{shortTime(session.seenAt, zone, now)}</td>
              <td>{shortTime(session.endsAt, zone, now)}</td>
              {action && <td className="end">{action(session)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function tokenWorks(token: Token, now: number): boolean {
  return token.revokedAt === null && now < Date.parse(token.expiresAt);
}

function TokenState({ token }: { token: Token }) {
  const t = useText(accessText);
  const now = useNow();
  if (token.revokedAt) return <StatusMark look="refused" label={t.revoked} />;
  return tokenWorks(token, now) ? (
    <StatusMark look="done" label={t.valid} />
  ) : (
    <StatusMark look="refused" label={t.expired} />
  );
}

export function TokenTable({ tokens, action }: { tokens: readonly Token[]; action?: (token: Token) => ReactNode }) {
  const t = useText(accessText);
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  return (
    <div className="scroll-x">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.tokenName}</th>
            <th>{t.scopes}</th>
            <th>{t.expires}</th>
            <th>{t.lastUsed}</th>
            <th />
            {action && (
              <th>
                <span className="unseen">{t.revoke}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td>{token.name}</td>
              <td title={token.scopes.join(', ')}>{t.scope(number(token.scopes.length, language))}</td>
              <td>{fullTime(token.expiresAt, zone)}</td>
              <td>{token.seenAt ? shortTime(token.seenAt, zone, now) : t.never}</td>
              <td>
                <TokenState token={token} />
              </td>
              {action && <td className="end">{action(token)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
