import { useQuery } from '@tanstack/react-query';
import { deviceOf } from '../../../server/modules/accounts/devices.ts';
import { auditActions } from '../../../server/modules/accounts/model.ts';
import { oddities } from '../../../server/modules/accounts/notices.ts';
import { useLanguage, useText, useWords } from '../../i18n/language.ts';
import { number, shortTime } from '../../kit/format.ts';
import { useNow, useTimeZone } from '../../kit/now.ts';
import { Section } from '../../kit/Page.tsx';
import { Failed, Skeleton } from '../../kit/PageState.tsx';
import { noticeText } from './noticeText.ts';
import { type Notice, noticesQuery } from './queries.ts';

/** 登录提醒 — what happened around my sign-in, for who wonders whether it was somebody else. */
export function MyNotices() {
  const t = useText(noticeText);
  const { data, error } = useQuery(noticesQuery);
  return (
    <Section title={t.title} note={t.note}>
      {data ? <Notices notices={data.items} /> : error ? <Failed error={error} /> : <Skeleton lines={2} />}
    </Section>
  );
}

function Notices({ notices }: { notices: readonly Notice[] }) {
  const t = useText(noticeText);
  if (notices.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <div className="scroll-x">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.time}</th>
            <th>{t.what}</th>
            <th>{t.from}</th>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => (
            <Line
              key={`${notice.kind} ${notice.at} ${notice.address} ${notice.passwordRight} ${notice.bySelf}`}
              notice={notice}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ notice }: { notice: Notice }) {
  const t = useText(noticeText);
  const words = useWords();
  const language = useLanguage();
  const zone = useTimeZone();
  const now = useNow();
  const { kind, at, count, address, agent, passwordRight, bySelf, here, news } = notice;
  const details = [
    ...notice.oddities.map((oddity) => words(oddities[oddity])),
    ...(passwordRight ? [t.passwordRight] : []),
    ...(address === null && !bySelf ? [t.byOther] : []),
    ...(bySelf && (kind === 'signInFailed' || kind === 'signInLocked') ? [t.whileSignedIn] : []),
  ];
  return (
    <tr>
      <td>{shortTime(at, zone, now)}</td>
      <td>
        {words(auditActions[kind])} {count > 1 && t.times(number(count, language))}{' '}
        {here && <span className="tag">{t.here}</span>} {news && <span className="tag">{t.news}</span>}
        {details.length > 0 && <div className="muted small">{details.join(t.and)}</div>}
      </td>
      <td>
        {address && <span className="mono">{address}</span>}
        {agent !== null && <div className="muted small">{deviceOf(agent) ?? t.unknownDevice}</div>}
      </td>
    </tr>
  );
}
