import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage, useText } from '../../i18n/language.ts';
import { number } from '../../kit/format.ts';
import { noticeText } from './noticeText.ts';
import { type Notice, noticesQuery } from './queries.ts';
import './notice.css';

/** Up to when this tab has told whom: kept by the tab alone, and it says nothing but a time. */
const keyOf = (accountId: string) => `drumtower.told.${accountId}`;

function toldUntil(accountId: string): string {
  try {
    return sessionStorage.getItem(keyOf(accountId)) ?? '';
  } catch {
    return '';
  }
}

function remember(accountId: string, at: string): void {
  try {
    sessionStorage.setItem(keyOf(accountId), at);
  } catch {
    // A browser that keeps nothing tells it again.
  }
}

/** At the next sign-in the owner hears what happened around it meanwhile, until they say that they know. */
export function SignInNotice({ accountId }: { accountId: string }) {
  const t = useText(noticeText);
  const { data } = useQuery(noticesQuery);
  const [told, setTold] = useState(() => toldUntil(accountId));
  const news = data?.items.filter((notice) => notice.news && notice.at > told) ?? [];
  const sentence = useSentence(news);
  const [newest] = news;
  if (!newest) return null;
  const know = () => {
    remember(accountId, newest.at);
    setTold(newest.at);
  };
  return (
    <aside className="sign-in-news" aria-label={t.title}>
      <p role="status">
        {data?.satHere ? t.since : t.lately}
        {sentence}
      </p>
      <span className="sign-in-news-buttons">
        <Link className="button small" to="/my-access" onClick={know}>
          {t.see}
        </Link>
        <button type="button" className="button small" onClick={know}>
          {t.known}
        </button>
      </span>
    </aside>
  );
}

/** How many of each, in one sentence. */
function useSentence(news: readonly Notice[]): string {
  const t = useText(noticeText);
  const language = useLanguage();
  const counted = (of: (kind: Notice['kind']) => boolean) =>
    news.filter(({ kind }) => of(kind)).reduce((sum, { count }) => sum + count, 0);
  const known = new Set<Notice['kind']>(['signIn', 'signInFailed', 'signInLocked']);
  const counts: [(count: string) => string, number][] = [
    [t.odd, counted((kind) => kind === 'signIn')],
    [t.failed, counted((kind) => kind === 'signInFailed')],
    [t.locked, counted((kind) => kind === 'signInLocked')],
    [t.changed, counted((kind) => !known.has(kind))],
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([say, count]) => say(number(count, language)))
    .join(t.and);
}
